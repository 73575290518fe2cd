"""Leaving records out of a log, to see what rests on them: which ones, and what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from chrono.errors import BadQuestion, quoted
from chrono.fold.view import View
from chrono.resolve.archive import Archive, Entry

NAMELESS = frozenset(("source", "entity", "storybook"))
"""The record types that have no id of their own."""


@attrs.frozen(kw_only=True)
class Omission:
    """What a name stands for, and the records that are left out to see what rests on it."""

    name: str
    sort: str
    """A record's type; or source, entity, development."""
    records: tuple[Entry, ...]
    """As they were appended, in log order."""

    @property
    def positions(self) -> frozenset[int]:
        """The positions of the records left out."""
        return frozenset(each.position for each in self.records)


def omission(entries: Iterable[Entry], settled: Archive, name: str) -> Omission | None:
    """Return what is left out for a name; None where nothing has exactly that name.

    For a record itself; for a source all that it reports, corrects and withdraws; for a development its
    reports; for an entity the records that declare it.

    Raises:
        BadQuestion: no record declares the entity, a storybook does.
    """
    held = list(entries)
    own = tuple(each for each in held if each.id == name and each.type not in NAMELESS)
    if own:
        return Omission(name=name, sort=own[0].type, records=own)
    if name in settled.sources:
        return Omission(name=name, sort="source", records=tuple(_of_source(held, settled, name)))
    if name in settled.directory.entities:
        records = tuple(each for each in held if each.type == "entity" and each.id == name)
        if not records:
            raise BadQuestion(
                "id", f"a storybook declares the entity {quoted(name)}: no record can be left out"
            )
        return Omission(name=name, sort="entity", records=records)
    root = settled.development(name)
    if root in settled.reports:
        reports = [each for each in held if each.type == "report"]
        records = tuple(e for e in reports if settled.development(str(e.record["development"])) == root)
        return Omission(name=name, sort="development", records=records)
    return None


def left(entries: Iterable[Entry], positions: frozenset[int]) -> Iterator[Entry]:
    """Yield the entries but those left out; a source that one of them brings with it stays."""
    for each in entries:
        source = each.record.get("source")
        if each.position not in positions:
            yield each
        elif each.type == "report" and isinstance(source, Mapping):
            yield Entry(each.position, str(source["slug"]), "source", {"record": "source", **source})


def _of_source(entries: Iterable[Entry], settled: Archive, slug: str) -> Iterator[Entry]:
    """Yield what a source says, as it was appended or as it stands after our amendments."""
    now = {each.position: each for each in settled.entries}
    for each in entries:
        if each.type in ("report", "correction", "retraction") and slug in (
            _source_of(each),
            _source_of(now.get(each.position, each)),
        ):
            yield each


def _source_of(each: Entry) -> str | None:
    source = each.record.get("source")
    return str(source["slug"]) if isinstance(source, Mapping) else None if source is None else str(source)


def touched(omitted: Omission, entries: Iterable[Entry], views: tuple[View, View]) -> frozenset[str]:
    """Return the developments that may be others without the records, under every name that they have."""
    about = _About(list(entries), views)
    return frozenset(name for each in omitted.records for name in about.developments(each))


@attrs.define(eq=False)
class _About:
    """Finds the developments that a record is about, however many records lie between."""

    entries: list[Entry]
    views: tuple[View, View]
    named: dict[str, Entry] = attrs.field(init=False)
    settled: dict[int, Entry] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.named = {each.id: each for each in self.entries if each.type not in NAMELESS}
        self.settled = {each.position: each for each in self.views[0].archive.entries}

    def developments(self, each: Entry) -> Iterator[str]:
        """Yield the names of the developments that a record is about, merged and not merged."""
        if each.type == "entity":
            yield from self._naming(each)
        elif each.type in ("report", "merge"):
            yield from self._held(each)
        elif str(each.record["of"]) in self.named:
            for known in (each, self.settled.get(each.position, each)):
                yield from self.developments(self.named[str(known.record["of"])])
        else:
            yield from self._declared(str(each.record["of"]))

    def _held(self, each: Entry) -> Iterator[str]:
        for known in (each, self.settled.get(each.position, each)):
            joined = known.record.get("developments")
            names = joined if isinstance(joined, list | tuple) else [known.record.get("development")]
            for view in self.views:
                yield from (view.archive.development(str(name)) for name in names)

    def _declared(self, slug: str) -> Iterator[str]:
        """Yield the developments that rest on what is declared of a source or an entity."""
        for each in _of_source(self.entries, self.views[0].archive, slug):
            yield from self.developments(each)
        for each in self.entries:
            if each.type == "entity" and each.id == slug:
                yield from self._naming(each)

    def _naming(self, entity: Entry) -> Iterator[str]:
        """Yield the developments of every report that names an entity, by whatever name."""
        slugs = {view.archive.directory.resolve(entity.id) for view in self.views} | {entity.id}
        known: dict[str, bool] = {}

        def names_it(text: str) -> bool:
            if text not in known:
                known[text] = any(view.archive.directory.resolve(text) in slugs for view in self.views)
            return known[text]

        for each in (*self.entries, *self.settled.values()):
            if each.type in ("report", "correction", "amendment") and any(map(names_it, _texts(each.record))):
                yield from self.developments(each)


def _texts(record: Mapping[str, object]) -> Iterator[str]:
    """Yield the texts of a record's data and attribution."""
    queue = [record.get("data"), record.get("attribution")]
    while queue:
        value = queue.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            queue += value.values()
        elif isinstance(value, list | tuple):
            queue += value
