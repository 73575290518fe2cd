"""What a log holds, worked out: its records, the storybooks in force, views at positions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from chrono.fold.view import View
from chrono.lookup.declarations import adopted, shelf
from chrono.lookup.decoding import entry
from chrono.lookup.installed import reachable
from chrono.model.shelf import Shelf
from chrono.resolve.archive import Entry, archive, declared_in
from eventlog import EventLog

if TYPE_CHECKING:
    from chrono.model.python_projection import PythonProjection

VIEWS_KEPT = 4
"""How many positions of the file axis stay worked out."""


@attrs.define(eq=False)
class Holdings:
    """A log as far as it was read; each question reads what has landed since. All of it is disposable."""

    log: EventLog
    written: Mapping[str, PythonProjection]
    """The projections in Python that the log was opened with, by name."""
    _entries: list[Entry] = attrs.field(factory=list, init=False)
    _head: int = attrs.field(default=0, init=False)
    _shelf: Shelf | None = attrs.field(default=None, init=False)
    _views: dict[int, View] = attrs.field(factory=dict, init=False)

    def read(self) -> int:
        """Read what has landed since the last question; return the head."""
        head = self.log.head()
        if head != self._head or self._shelf is None:
            landed = [entry(each) for each in self.log.read(after=self._head, until=head)]
            self._entries += landed
            self._head = head
            if self._shelf is None or any(each.type == "storybook" for each in landed):
                found = shelf(adopted(self._entries))
                known = reachable(found.projections, self.written, found.kinds)
                self._shelf = attrs.evolve(found, projections=known)
                self._views.clear()
            self._views.pop(head, None)
        return head

    def forget(self) -> None:
        """Forget all that was worked out: the next question reads the log from its beginning."""
        self._entries, self._head, self._shelf = [], 0, None
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
        """Return what answers questions about the log as it stood at a position; by default at the head."""
        head = self.read()
        position = head if position is None else position
        if position not in self._views:
            while len(self._views) >= VIEWS_KEPT:
                self._views.pop(next(iter(self._views)))
            declared = declared_in(self.shelf.sources, self.shelf.entities)
            self._views[position] = View(archive(self._entries, position, declared=declared), self.shelf)
        return self._views[position]
