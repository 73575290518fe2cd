"""Words values: entities by name, dates and amounts as people write them, reports by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import msgspec

from chrono.errors import ChronoError
from chrono.fold.states import MORE, UNKNOWN_VALUE
from chrono.model.record_parts import BY, inline_source, mapping_of, source_slug
from chrono.render.text import safe
from chrono.resolve.archive import Archive
from chrono.values.canonical_json import from_json
from chrono.values.quantities import Quantity, has_shape, is_out_of_range, quantity
from chrono.values.times import When, when

if TYPE_CHECKING:
    from chrono.render.wording import AmountWords

_DATE = re.compile(
    r"(\.\.|\d{3}[\dX](-[\dX]{2}){0,2}[~?%]?(T[\d:.]+(Z|[+-]\d\d:?\d\d))?)?(/(\.\.|[\dX~?%:TZ+.-]*))?"
)
_ENDLESS = ("..", "")
NOTHING_YET = "not yet"
ENTERED_BY = "entered by"
SHOWN_PLACES = 4
"""How many paragraphs of a source a line of a state names; `explain` names all."""


@attrs.frozen(repr=False)
class ValueWords:
    """Puts values into words, with the names and sources that a log knows."""

    archive: Archive
    notation: AmountWords | None = None
    """The scale of amounts that stand together; None: each at its own."""

    @property
    def amounts(self) -> AmountWords:
        """The words for amounts."""
        from chrono.render.english import AMOUNTS

        return self.notation or AMOUNTS

    def in_one_notation(self, *values: object) -> ValueWords:
        """Return these words with the amounts among the values, at any depth, written at one scale."""
        amounts = [each for value in values for each in _amounts_in(value)]
        return attrs.evolve(self, notation=self.amounts.together(amounts)) if len(amounts) > 1 else self

    def value(self, value: object) -> str:
        """Return any value of a state in words."""
        if value is None:
            return NOTHING_YET
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return self._mapping(value)
        if isinstance(value, list | tuple):
            return ", ".join(self.value(each) for each in value) if value else "none"
        # the zeros of a vast number would fill the screen, or the memory
        vast = isinstance(value, Decimal) and is_out_of_range(value)
        return str(value) if vast else f"{value:,}"

    def text(self, value: str) -> str:
        """Return a text in words: the name of an entity, a date as people write it, else itself."""
        if value in self.archive.directory.entities:
            return safe(self.archive.directory.title(value))
        return date_words(value)

    def _mapping(self, value: Mapping[str, object]) -> str:
        if value in (UNKNOWN_VALUE, MORE):
            return "unknown" if value == UNKNOWN_VALUE else "others"
        if (amount := amount_of(value)) is not None:
            return self.amounts.in_words(amount)
        if set(value) == {"start", "end"}:
            start, end = value["start"], value["end"]
            begun = self.value(start) if start else "start unknown"
            return f"{begun} – {self.value(end) if end else 'not ended'}"
        parts = (self.part(name, each) for name, each in value.items() if each is not None)
        return " · ".join(parts) or "no details"

    def part(self, name: str, value: object) -> str:
        """Return one part of a row: a yes or no by the name of what it is about."""
        if isinstance(value, bool):
            return name.replace("_", " ") if value else f"not {name.replace('_', ' ')}"
        return self.value(value)

    def key(self, text: str) -> str:
        """Return the key of a row in words; several fields of it are a JSON list."""
        with suppress(msgspec.DecodeError):  # a text may begin with a bracket too
            if text.startswith("[") and isinstance(fields := from_json(text), list):
                return self.value(fields)
        return self.value(text)

    def name(self, slug: str) -> str:
        """Return the name of an entity."""
        return safe(self.archive.directory.title(slug))

    def reports(self, names: Iterable[str]) -> str:
        """Return reports by source, each with its paragraphs: `newsweek-jp P9 P13, wsj-ja P2`."""
        by_source: dict[str, list[str]] = {}
        for name in names:
            entry = self._entry(name)
            slug = source_slug(entry) if entry else name
            where = str(entry.get("locator") or "") if entry else ""
            places = by_source.setdefault(slug, [])
            if where and where not in places and len(where) < 24:
                places.append(where)
        return ", ".join(safe(f"{slug}{_first_places(places)}") for slug, places in by_source.items())

    def origins(self, names: Iterable[str]) -> list[str]:
        """Return the independent origins of reports, each once: the publishers, or what those relay."""
        origins: dict[str, None] = {}
        for name in names:
            record = self._entry(name) or {}
            slug = source_slug(record)
            source = inline_source(record) or self.archive.sources.get(slug, {})
            origins[str(source.get("origin") or source.get("publisher") or slug)] = None
        return list(origins)

    def caution(self, names: Iterable[str]) -> str:
        """Return `inferred` or `anonymous` where no report has a better standing, else nothing."""
        standings = [self._standing(name) for name in names]
        for weak in (("inferred",), ("anonymous", "inferred")):
            if standings and all(each in weak for each in standings):
                return weak[0]
        return ""

    def _standing(self, name: str) -> str:
        return str(mapping_of(self._entry(name) or {}, "attribution").get("standing", "reporter"))

    def _entry(self, name: str) -> Mapping[str, object] | None:
        return self.archive.held(name) or None


def _first_places(places: list[str]) -> str:
    """Return some places in a source, and how many more there are."""
    shown = "".join(f" {each}" for each in places[:SHOWN_PLACES])
    return shown + (f" +{len(places) - SHOWN_PLACES}" if len(places) > SHOWN_PLACES else "")


def label(name: str) -> str:
    """Return the name of a field for a reader."""
    return safe(name.replace("_", " "))


def key_label(key: str) -> str:
    """Return the name of a key of a record for a reader."""
    return ENTERED_BY if key == BY else label(key)


def is_date(text: str) -> bool:
    """Return whether a text is written as an EDTF date."""
    return bool(text and _DATE.fullmatch(text))


def date_words(text: str) -> str:
    """Return an EDTF date as people write it; any other text as it is."""
    if is_date(text):
        from chrono.render.english import DATES

        try:
            return DATES.shortened(DATES.in_words(text))
        except ChronoError:
            return safe(text)
    return safe(text)


def when_words(date: When) -> str:
    """Return a date as understood: by its sense, and with the bounds that its expression does not say."""
    from chrono.render.english import DATES

    return safe(DATES.shortened(DATES.in_words(attrs.evolve(date, wording=None))))


def began(since: str) -> str:
    """Return in words since when something holds; nothing where its beginning is quite open."""
    start, _, end = since.partition("/")
    if "/" not in since or not is_date(since) or {start, end}.isdisjoint(_ENDLESS):
        return f"since {date_words(since)}"
    if start in _ENDLESS:
        return "" if end in _ENDLESS else f"since {date_words(end)} or before"
    return f"since {date_words(start)} or after"


def source_words(source: Mapping[str, object]) -> str:
    """Return a source by its slug, with its publisher: `wsj-ja (The Wall Street Journal)`."""
    return safe(f"{source['slug']} ({source.get('publisher')})")


def attribution_words(attribution: object, words: ValueWords) -> str:
    """Return who says so inside a source, in what standing and through what; nothing where none is given."""
    if not isinstance(attribution, Mapping):
        return ""
    by, standing, via = (str(attribution.get(key) or "") for key in ("by", "standing", "via"))
    resolve = words.archive.directory.resolve
    through = f"via {words.name(resolve(via))}" if via else ""
    return ", ".join(each for each in (words.name(resolve(by)) if by else "", standing, through) if each)


def key_words(key: str, value: object, words: ValueWords) -> str:
    """Return one key of a record in words."""
    if key == "attribution":
        return attribution_words(value, words)
    if key == "source" and isinstance(value, Mapping):
        date = f", {date_words(str(value['published']))}" if value.get("published") else ""
        return source_words(value) + date
    if key == "occurred" and isinstance(value, Mapping) and not {"start", "end"}.isdisjoint(value):
        return when_words(when(value)) + (f" ({value['wording']})" if value.get("wording") else "")
    if isinstance(value, Mapping) and "edtf" in value:
        rest = [f"{name} {each}" for name, each in value.items() if name != "edtf"]
        return ", ".join((words.value(value["edtf"]), *rest))
    return words.value(value)


def amount_of(value: object) -> Quantity | None:
    """Return the amount that a value is as JSON shows it, or None where it is none."""
    if has_shape(value):
        with suppress(ChronoError):  # what looks like an amount may be names, or kept aside
            return quantity(value)
    return None


def _amounts_in(value: object) -> Iterator[Quantity]:
    if (amount := amount_of(value)) is not None:
        yield amount
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _amounts_in(each)


def sources_words(sources: Iterable[str]) -> str:
    """Return sources by their slugs, each once."""
    return safe(", ".join(dict.fromkeys(sources)))
