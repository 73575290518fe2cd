"""Field values: how they are read, when two of them agree, and how they look in JSON."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

import attrs

from chrono.values import quantities, times
from chrono.values.quantities import Quantity
from chrono.values.times import When
from oracle import dates


@attrs.frozen
class Dated:
    """A date as given, and as the publications of its reports bound it."""

    given: When
    bounded: When


Value = str | bool | Quantity | Dated | tuple["Value", ...] | None
Json = object

WILD = "?="
"""Begins a value the spelling of which no text fixes, with what it spells."""
OPEN = "??"
"""Begins a value that no text fixes: nothing that depends on it can be compared."""


@attrs.frozen
class Names:
    """Which slug each name leads to."""

    slugs: Mapping[str, str]

    def slug(self, name: str) -> str:
        """Return the slug that a name stands for; an undeclared one stands for itself."""
        return self.slugs.get(fold(name), name.strip())


def fold(name: str) -> str:
    """Return a name as it is matched: NFKC, case-folded, trimmed."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def names(entities: Iterable[Mapping[str, object]]) -> Names:
    """Return what entity records, in their order, make of names."""
    stays: dict[str, str] = {}
    known: dict[str, str] = {}
    for entity in entities:
        slug = str(entity["slug"])
        for other in _texts(entity.get("same_as")):
            stays[other] = slug
        spoken = entity.get("names") or {}
        assert isinstance(spoken, Mapping)
        for name in (slug, *map(str, spoken.values()), *_texts(entity.get("aliases"))):
            known.setdefault(fold(name), slug)
    for other in stays:
        known.setdefault(fold(other), other)
    return Names({name: _root(slug, stays) for name, slug in known.items()})


def _root(slug: str, stays: Mapping[str, str]) -> str:
    while slug in stays:
        slug = stays[slug]
    return slug


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


@attrs.frozen
class Type:
    """The type of a field: its base, and whether it is a list."""

    base: str
    listed: bool = False
    unit: str | None = None


def field_type(text: str) -> Type:
    """Return the type that a storybook writes as `entity`, `entity[]?`, `quantity:USD`."""
    text = text.removesuffix("?")
    base, _, unit = text.removesuffix("[]").partition(":")
    return Type(base, text.endswith("[]"), unit or None)


def read(raw: object, kind: Type, known: Names) -> Value:
    """Return a value of a record as its field's type understands it."""
    if kind.listed:
        assert isinstance(raw, list)
        return tuple(read(each, attrs.evolve(kind, listed=False), known) for each in raw)
    if kind.base == "entity":
        return known.slug(str(raw))
    if kind.base in ("number", "quantity"):
        assert isinstance(raw, int | float | Decimal | str | Mapping)
        return quantities.quantity(raw, unit=kind.unit)
    if kind.base == "date":
        assert isinstance(raw, str | Mapping)
        date = times.when(raw)
        return Dated(date, date)
    if kind.base == "bool":
        return bool(raw)
    return str(raw)


def to_json(value: Value) -> Json:
    """Return a value as it stands in an answer."""
    if isinstance(value, Quantity):
        return quantities.to_json(value)
    if isinstance(value, Dated):
        return value.given.edtf
    return [to_json(each) for each in value] if isinstance(value, tuple) else value


def text(value: Json) -> str:
    """Return the JSON text of a value: one value, one text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_number, separators=(",", ":"))


def _number(value: object) -> float:
    assert isinstance(value, Decimal)
    return float(value)


def agree(a: Value, b: Value) -> bool:
    """Return whether two accounts say the same: they are equal, or their ranges overlap."""
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return quantities.agree(a, b)
    if isinstance(a, Dated) and isinstance(b, Dated):
        # "Folds, links and agreement use the date so bounded."
        return _named(a.bounded, b.bounded) is not None or _overlap(a.bounded, b.bounded)
    return a == b


def _overlap(a: When, b: When) -> bool:
    """Return whether two dates have an instant in common; two spans both their ends."""
    starts = a.earliest <= b.latest and b.earliest <= a.latest
    if a.end is None or b.end is None:
        return starts and a.end == b.end
    return starts and a.end[0] <= b.end[1] and b.end[0] <= a.end[1]


def _named(a: When, b: When) -> When | None:
    """Return the one that is a datetime, where the other is a day, month or year that it names."""
    if dates.names(a, b):
        return a
    return b if dates.names(b, a) else None


def meet(a: Value, b: Value) -> Value:
    """Return what two values that agree have in common."""
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return quantities.intersection(a, b)
    if isinstance(a, Dated) and isinstance(b, Dated):
        return Dated(
            _named(a.given, b.given) or _common(a.given, b.given),
            _named(a.bounded, b.bounded) or _common(a.bounded, b.bounded),
        )
    return a


def _common(a: When, b: When) -> When:
    low, high = max(a.earliest, b.earliest), min(a.latest, b.latest)
    end = a.end and b.end and (max(a.end[0], b.end[0]), min(a.end[1], b.end[1]))
    return attrs.evolve(a, edtf=_spelled(a, b, low, high), earliest=low, latest=high, end=end)


def _spelled(a: When, b: When, low: int, high: int) -> str:
    """Return how an intersection is written: as both give it; a day as such; else its days somehow spelt."""
    if a.edtf == b.edtf and (a.earliest, a.latest, a.end) == (b.earliest, b.latest, b.end):
        return a.edtf
    written = {each.edtf for each in (a, b) if (each.earliest, each.latest) == (low, high)}
    if len(written) == 1 and re.fullmatch(r"\d{4}-\d\d-\d\d", day := written.pop()) and a.end is None:
        return day
    return wild(*((low, high) if a.end is None else ()))


def wild(*bounds: int) -> str:
    """Return a date of some bounds that may be spelled in one way or another; without bounds, anything."""
    return WILD + "/".join(map(str, bounds))


def is_spelled_as(ours: str, theirs: str) -> bool:
    """Return whether one of our dates may be spelled as it is."""
    if not ours.startswith(WILD):
        return False
    if "T" in theirs and datetime.fromisoformat(theirs).tzinfo is None:
        return True  # it is kept as typed, and read in a zone that is not to be seen from it
    date = times.when(theirs)
    return ours in (WILD, wild(date.earliest, date.latest), wild(date.earliest))


def order(value: Value) -> tuple[object, ...]:
    """Return a sort key: by lower bound, then upper, then text."""
    if isinstance(value, Quantity):
        return quantities.order_key(value)
    if isinstance(value, Dated):
        date = value.bounded
        return (date.earliest, date.latest, date.end or (), value.given.edtf)
    return (text(to_json(value)),)


def order_by_end(value: Value) -> tuple[object, ...]:
    """Return another sort key: the same, but that the upper bound of a span is that of its end.

    No text says whether it is that, or the upper bound of its beginning.
    """
    if isinstance(value, Dated) and value.bounded.end is not None:
        return (value.bounded.earliest, value.bounded.end[1], value.given.edtf)
    return order(value)
