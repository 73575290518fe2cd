"""Leaves records out of a log: which ones a name stands for, and which developments they affect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from chrono.errors import BadQuestion, quoted
from chrono.fold.view import View
from chrono.model.record_types import MENDING, NOT_BY_ID
from chrono.resolve.archive import Archive
from chrono.resolve.entries import Entry

REVISING = MENDING - {"merge"}
"""The record types that name one other."""


@attrs.frozen(kw_only=True)
class Without:
    """The records that are left out of a log to see what rests on them."""

    name: str
    """The name that stands for them."""
    sort: str
    """A record's type; or source, entity, development."""
    records: tuple[Entry, ...]
    """As they were appended, in log order."""

    @property
    def positions(self) -> frozenset[int]:
        """The positions of the records left out."""
        return frozenset(each.position for each in self.records)


def named(entries: Iterable[Entry], settled: Archive, name: str) -> Without | None:
    """Return the records that a name stands for; None where nothing has exactly that name.

    For a record itself; for a source all that it reports, corrects and withdraws; for a development its
    reports; for an entity the records that declare it.

    Raises:
        BadQuestion: no record declares the entity, a storybook does.
    """
    held = list(entries)
    own = tuple(each for each in held if each.id == name and each.type not in NOT_BY_ID)
    if own:
        return Without(name=name, sort=own[0].type, records=own)
    if name in settled.sources:
        return Without(name=name, sort="source", records=tuple(_of_source(held, settled, name)))
    if name in settled.directory.entities:
        records = tuple(each for each in held if each.type == "entity" and each.id == name)
        if not records:
            raise BadQuestion(
                "id", f"a storybook declares the entity {quoted(name)}: no record can be left out"
            )
        return Without(name=name, sort="entity", records=records)
    root = settled.development(name)
    if root in settled.reports:
        reports = [each for each in held if each.type == "report"]
        records = tuple(e for e in reports if settled.development(e.development) == root)
        return Without(name=name, sort="development", records=records)
    return None


def without(entries: Iterable[Entry], positions: frozenset[int]) -> Iterator[Entry]:
    """Yield the entries but those at some positions; a source that one of those brings with it stays."""
    for each in entries:
        if each.position not in positions:
            yield each
        elif (source := each.inline_source) is not None:
            yield Entry(each.position, str(source["slug"]), "source", {"record": "source", **source})


def _of_source(entries: Iterable[Entry], settled: Archive, slug: str) -> Iterator[Entry]:
    """Yield what a source says, as it was appended or as our amendments have it."""
    now = {each.position: each for each in settled.entries}
    for each in entries:
        if each.type in ("report", "correction", "retraction") and slug in (
            each.source_slug,
            now.get(each.position, each).source_slug,
        ):
            yield each


def affected(left_out: Without, entries: Iterable[Entry], views: tuple[View, View]) -> frozenset[str]:
    """Return the developments that may be others without the records, under every name that they have."""
    about = _About(list(entries), views)
    return frozenset(name for each in left_out.records for name in about.developments(each))


@attrs.define(eq=False)
class _About:
    """Finds the developments that a record is about, transitively."""

    entries: list[Entry]
    views: tuple[View, View]
    ids: dict[str, Entry] = attrs.field(init=False)
    settled: dict[int, Entry] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.ids = {each.id: each for each in self.entries if each.type not in NOT_BY_ID}
        self.settled = {each.position: each for each in self.views[0].archive.entries}

    def developments(self, each: Entry) -> Iterator[str]:
        """Yield the names of the developments that a record is about, merged and not merged."""
        while each.type in REVISING and each.of in self.ids:
            each = self.ids[each.of]
        of = each.id if each.type == "entity" else each.of
        if each.type in ("report", "merge"):
            for version in (each, self.settled.get(each.position, each)):
                for view in self.views:
                    yield from map(view.archive.development, developments_of(version))
        else:
            for other in (*_of_source(self.entries, self.views[0].archive, of), *self._naming(of)):
                yield from self.developments(other)

    def _naming(self, slug: str) -> Iterator[Entry]:
        """Yield the records that name an entity, by whatever name."""
        directories = [view.archive.directory for view in self.views]
        slugs = {each.resolve(slug) for each in directories} | {slug}
        for each in (*self.entries, *self.settled.values()):
            if each.type in ("report", "correction", "amendment") and any(
                directory.resolve(text) in slugs for text in _texts(each.record) for directory in directories
            ):
                yield each


def developments_of(each: Entry) -> list[str]:
    """Return the developments that a report or a merge names; none for other records."""
    if each.type == "report":
        return [str(each.record["development"])]
    joined = each.record.get("developments")
    return [str(name) for name in joined] if isinstance(joined, list | tuple) else []


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
