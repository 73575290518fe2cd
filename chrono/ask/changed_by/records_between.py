"""The records that came in between two points of the press or the file axis; any can be left out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

import attrs

from chrono.ask.axes import Axes
from chrono.fold.field_fold import FieldFold
from chrono.fold.states import FieldState
from chrono.fold.view import View
from chrono.model.fields import Field
from chrono.model.projection import Projection
from chrono.resolve.entries import Entry

Positions = frozenset[int]


@attrs.define(eq=False)
class RecordsBetween(ABC):
    """The records that came in between two points and may bear on a target; any of them can be left out."""

    view: View
    """The log at the later point."""
    projection: Projection
    key: str
    axes: Axes
    """The axes at the later point."""
    records: Mapping[int, Entry] = attrs.field(init=False)
    """All records that may bear on the target, those that were there before among them, by position."""
    about: Mapping[int, frozenset[str]] = attrs.field(init=False)
    """The developments that each of them is about, by position.

    A source or an entity, and an amendment of one, is about none: any field may depend on it.
    """
    came_in: Mapping[int, Entry] = attrs.field(init=False)
    """Those that came in between, by position."""
    _folds: dict[Positions, FieldFold] = attrs.field(factory=dict, init=False)

    def without(self, field: Field, left_out: Positions) -> FieldState:
        """Return a field at the later point, as it would be without some of the records."""
        return self._fold(left_out).bare_state(field)

    def only(self, field: Field, added: Positions) -> FieldState:
        """Return a field at the earlier point, as it would be with some of the records added."""
        return self.without(field, frozenset(self.came_in) - added)

    def concerning(self, field: Field) -> Positions:
        """Return those of the records on which a field can depend: on what it reads, or what links join."""
        return self._concerning(self.names_read(field, linked=True))

    def _concerning(self, names: frozenset[str]) -> Positions:
        return frozenset(
            position
            for position in self.came_in
            if not self.about[position] or not names.isdisjoint(self.about[position])
        )

    def only_linked(self, field: Field) -> Positions:
        """Return reports that a field does not read, which bear on the order of what it reads and no more.

        None of their developments is denied, mended, or dated in two ways. So to leave out some of the
        reports loosens what all of them together tighten: where all change nothing, none does.
        """
        read = self.names_read(field, linked=False)
        loose = self.concerning(field) - self._concerning(read)
        if not loose:
            return loose
        folds = self._fold(frozenset()), self._fold(frozenset(self.came_in) - loose)
        # links in a circle break the rule: without one of them, another can be used
        if any(frame.unused for fold in folds for frame in fold.frames(fold.policy(field))):
            return frozenset()
        return loose - self._concerning(self._unsteady(field))

    def _unsteady(self, field: Field) -> frozenset[str]:
        """Return the developments that are denied, mended, or dated in two ways."""
        fold = self._fold(frozenset())
        mended = (
            name
            for position, names in self.about.items()
            if self.records[position].type != "report"
            for name in names
        )
        return frozenset(mended) | {
            each.name
            for each in (*fold.developments, *fold.linked)
            if each.denials or each.dating(fold.policy(field)).disputed
        }

    def _fold(self, left_out: Positions) -> FieldFold:
        if left_out not in self._folds:
            axes = self.axes
            self._folds[left_out] = self._view(left_out).field_fold(
                self.projection, self.key, until=axes.until, known_at=axes.known, sources=axes.sources
            )
        return self._folds[left_out]

    @abstractmethod
    def names_read(self, field: Field, *, linked: bool) -> frozenset[str]:
        """Return the developments that a field may read and, if so asked, those that links join to them."""

    @abstractmethod
    def _view(self, left_out: Positions) -> View:
        """Return the view at the later point without some of the records."""


def names_under(view: View, projection: Projection, key: str) -> frozenset[str]:
    """Return the developments that may stand under a key, and all that links join to them."""
    return frozenset(view.related(view.keys(projection).get(key, ())))


def names_read(view: View, projection: Projection, key: str, field: Field, *, linked: bool) -> frozenset[str]:
    """Return the developments of a view that a field may read, or these and all that links join to them."""
    reports = view.archive.reports
    read = [
        name
        for name in view.keys(projection).get(key, ())
        if not field.kinds.isdisjoint(entry.kind for entry in reports[name])
    ]
    return frozenset(view.related(read) if linked else read)
