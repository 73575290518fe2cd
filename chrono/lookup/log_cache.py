"""Cache a log that was read as a whole, for questions, which may need any part of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import attrs

from chrono.fold.view import View
from chrono.lookup.declarations import in_force, shelf
from chrono.lookup.decoding import ERASED, decode, records_in
from chrono.lookup.installed import all_projections
from chrono.model.record_parts import Record
from chrono.model.shelf import Shelf
from chrono.resolve.archive import Entry, archive, declared_in
from eventlog import EventLog

if TYPE_CHECKING:
    from chrono.model.python_projection import PythonProjection

VIEWS_KEPT = 4
"""How many views, each at its position, are kept."""


@attrs.define(eq=False)
class LogCache:
    """An incremental cache of decoded records and of views at positions."""

    log: EventLog
    written: Mapping[str, PythonProjection]
    """The projections in Python that the log was opened with, by name."""
    erased: list[int] = attrs.field(factory=list, init=False)
    """The positions of records that were lawfully erased: no answer rests on them."""
    _entries: list[Entry] = attrs.field(factory=list, init=False)
    _head: int = attrs.field(default=0, init=False)
    _shelf: Shelf | None = attrs.field(default=None, init=False)
    _views: dict[int, View] = attrs.field(factory=dict, init=False)

    def read(self) -> int:
        """Read what was appended since the last question; return the head."""
        head = self.log.head()
        if head != self._head or self._shelf is None:
            events = list(self.log.read(after=self._head, until=head))
            landed = [decode(recorded) for recorded in records_in(events)]
            self.erased += [each.position for each in events if each.data == ERASED]
            self._entries += landed
            self._head = head
            # another storybook can change the meaning of every record, so that all views are stale
            if self._shelf is None or any(entry.type == "storybook" for entry in landed):
                declared = shelf(in_force(self._entries))
                projections = all_projections(declared.projections, self.written, declared.kinds)
                self._shelf = attrs.evolve(declared, projections=projections)
                self._views.clear()
            self._views.pop(head, None)
        return head

    def forget(self) -> None:
        """Clear the cache: the next question reads the log from its beginning."""
        self._entries, self._head, self._shelf, self.erased = [], 0, None, []
        self._views.clear()

    @property
    def shelf(self) -> Shelf:
        """The kinds, projections and stories in force."""
        self.read()
        assert self._shelf is not None  # noqa: S101 - reading makes it
        return self._shelf

    @property
    def entries(self) -> list[Entry]:
        """Every record in the log, as it was appended."""
        self.read()
        return self._entries

    def view(self, position: int | None = None) -> View:
        """Return the view of the log as it was at a position; by default at the head."""
        head = self.read()
        position = head if position is None else position
        if position not in self._views:
            while len(self._views) >= VIEWS_KEPT:  # the oldest goes first
                self._views.pop(next(iter(self._views)))
            declared = declared_in(self.shelf.sources, self.shelf.entities)
            self._views[position] = View(archive(self._entries, position, declared=declared), self.shelf)
        return self._views[position]

    def resolve(self, name: str) -> str:
        """Return the slug of the entity that a name names; another name stands for itself, trimmed."""
        return self.view().archive.directory.resolve(name)

    def entity(self, slug: str) -> Record | None:
        """Return an entity with our amendments applied, or None."""
        return self.view().archive.directory.entities.get(slug)

    def source(self, slug: str) -> Record | None:
        """Return a source with our amendments applied, or None."""
        return self.view().archive.sources.get(slug)

    def named(self, name: str) -> Entry | None:
        """Return the last record whose id, or slug if it has one, is `name`, or None."""
        return next((entry for entry in reversed(self.entries) if entry.id == name), None)

    def last(self) -> Entry | None:
        """Return the last record, or None if there is none."""
        return self.entries[-1] if self.entries else None

    def as_amended(self, entry: Entry) -> Entry | None:
        """Return a record with our amendments applied, or None where they make it void."""
        amended = self.view().archive.entries
        return next((each for each in amended if each.position == entry.position), None)

    def developments(self) -> Collection[str]:
        """Return the names of all reported developments, merged ones under the name that stays."""
        return self.view().archive.reports.keys()
