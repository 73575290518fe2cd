"""Leaves records out of a log: finds those that a name stands for, and the developments they affect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from chrono.fold.view import View
from chrono.model.record_types import MENDING, NOT_BY_ID
from chrono.resolve.archive import Archive
from chrono.resolve.entries import Entry

REVISING = MENDING - {"merge"}
"""The record types that name exactly one record."""


@attrs.frozen(kw_only=True)
class Without:
    """The records that are left out of a log to see their effects."""

    name: str
    """The name that stands for them."""
    sort: str
    """A record's type; or source, entity, development."""
    records: tuple[Entry, ...]
    """The records as they were appended, in log order."""
    declared: tuple[Entry, ...] = ()
    """What storybooks declare of an entity, which is left out with its records."""

    @property
    def positions(self) -> frozenset[int]:
        """The positions of the records left out."""
        return frozenset(each.position for each in self.records)


def records_named(entries: Iterable[Entry], archived: Archive, name: str) -> Without | None:
    """Return the records that a name stands for; None where nothing has exactly that name.

    A record stands for itself; a source for its reports, corrections and retractions; a development for its
    reports; an entity for all that declares it, in records and in storybooks.
    """
    appended = list(entries)
    own = tuple(each for each in appended if each.id == name and each.type not in NOT_BY_ID)
    if own:
        return Without(name=name, sort=own[0].type, records=own)
    if name in archived.sources:
        return Without(name=name, sort="source", records=tuple(_of_source(appended, archived, name)))
    if name in archived.directory.entities:
        declaring = (appended, archived.declared)
        records, declared = (tuple(e for e in each if _declares(e, name)) for each in declaring)
        return Without(name=name, sort="entity", records=records, declared=declared)
    root = archived.development(name)
    if root in archived.reports:
        reports = [each for each in appended if each.type == "report"]
        records = tuple(e for e in reports if archived.development(e.development) == root)
        return Without(name=name, sort="development", records=records)
    return None


def _declares(entry: Entry, entity: str) -> bool:
    return entry.type == "entity" and entry.id == entity


def without(entries: Iterable[Entry], positions: frozenset[int]) -> Iterator[Entry]:
    """Yield the entries except those at the positions; a source that one of those declares inline stays."""
    for entry in entries:
        if entry.position not in positions:
            yield entry
        elif (source := entry.inline_source) is not None:
            yield Entry(entry.position, str(source["slug"]), "source", {"record": "source", **source})


def _of_source(entries: Iterable[Entry], archived: Archive, slug: str) -> Iterator[Entry]:
    """Yield the records of a source: those with its slug as they were appended, or after our amendments."""
    amended = {entry.position: entry for entry in archived.entries}
    for entry in entries:
        if entry.type in ("report", "correction", "retraction") and slug in (
            entry.source_slug,
            amended.get(entry.position, entry).source_slug,
        ):
            yield entry


def affected(left_out: Without, entries: Iterable[Entry], views: tuple[View, View]) -> frozenset[str]:
    """Return the developments that may differ without the records, merged and unmerged names alike."""
    about = _About(list(entries), views)
    left = (*left_out.declared, *left_out.records)
    return frozenset(name for each in left for name in about.developments(each))


@attrs.define(eq=False)
class _About:
    """Finds the developments that a record is about, transitively."""

    entries: list[Entry]
    views: tuple[View, View]
    ids: dict[str, Entry] = attrs.field(init=False)
    amended: dict[int, Entry] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.ids = {each.id: each for each in self.entries if each.type not in NOT_BY_ID}
        self.amended = {each.position: each for each in self.views[0].archive.entries}

    def developments(self, entry: Entry) -> Iterator[str]:
        """Yield the names of the developments that a record is about, transitively, merged and unmerged."""
        while entry.type in REVISING and entry.of in self.ids:
            entry = self.ids[entry.of]
        of = entry.id if entry.type == "entity" else entry.of
        if entry.type in ("report", "merge"):
            for version in (entry, self.amended.get(entry.position, entry)):
                for view in self.views:
                    yield from map(view.archive.development, developments_of(version))
        else:
            for related in (*_of_source(self.entries, self.views[0].archive, of), *self._naming(of)):
                yield from self.developments(related)

    def _naming(self, slug: str) -> Iterator[Entry]:
        """Yield the records that name an entity, under any of its names."""
        directories = [view.archive.directory for view in self.views]
        slugs = {directory.resolve(slug) for directory in directories} | {slug}
        for entry in (*self.entries, *self.amended.values()):
            if entry.type in ("report", "correction", "amendment") and any(
                directory.resolve(text) in slugs
                for text in texts_in(entry.record)
                for directory in directories
            ):
                yield entry


def developments_of(entry: Entry) -> list[str]:
    """Return the developments that a report or a merge names; none for other records."""
    return [entry.development] if entry.type == "report" else list(entry.merged)


def texts_in(record: Mapping[str, object]) -> Iterator[str]:
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
