"""Evaluates the fields of one target with some records and without them, at many points of an axis."""

from __future__ import annotations

import attrs

from chrono.ask.axes import WORLD, Axes, moved
from chrono.ask.replay import points_of_change
from chrono.fold.field_fold import FieldFold
from chrono.fold.reducers.table import reducer_of
from chrono.fold.states import FieldState
from chrono.fold.view import View
from chrono.model.fields import Field
from chrono.model.projection import Projection
from chrono.resolve.accounts import Account
from chrono.resolve.developments import Development, Dossier
from chrono.values.times import DAY

States = tuple[FieldState, FieldState]
"""A field with the records, and without them."""


@attrs.frozen(kw_only=True)
class Stretch:
    """A stretch of an axis on which a field is another one without the records.

    Along the world and the press axis neither of the two changes on it, but for a tally, and for the rows of
    a set or map that have nothing to do with the records.
    """

    start: int | None
    """Its first point; None where it has no beginning."""
    end: int | None
    """The first point behind it; None where there is none."""
    states: States
    """The field at the last point of it that was evaluated."""


def differ(states: States) -> bool:
    """Return whether a field with the records and without them are two."""
    return states[0].content() != states[1].content()


def extend(found: list[Stretch], start: int | None, states: States, *, whole: bool) -> None:
    """Go on with the stretches of a field at its next point, which is `start`.

    Args:
        found: the stretches so far, in order.
        start: the point; None where it lies ahead of all others.
        states: the field there.
        whole: a stretch goes on as long as the two differ, whatever they say.
    """
    inside = bool(found) and found[-1].end is None
    both_differ = differ(states)
    if inside and both_differ and (whole or _answers(states) == _answers(found[-1].states)):
        found[-1] = attrs.evolve(found[-1], states=states)
        return
    if inside:
        found[-1] = attrs.evolve(found[-1], end=start)
    if both_differ:
        found.append(Stretch(start=start, end=None, states=states))


def _answers(states: States) -> tuple[tuple[str, ...], ...]:
    """Return what a field says with the records and without them, whatever it rests on."""
    return tuple(each.verdict for each in states)


@attrs.define(eq=False)
class TargetSeries:
    """Some fields of a target, evaluated with the records and without them; caches folds at one known-at."""

    views: tuple[View, View]
    projection: Projection
    key: str
    fields: tuple[Field, ...]
    _known: int | None = attrs.field(default=None, init=False)
    _folds: tuple[FieldFold, ...] = attrs.field(default=(), init=False)

    def states(self, axes: Axes) -> dict[str, States]:
        """Return each field with the records and without them, by its name."""
        one, other = (attrs.evolve(each, until=axes.until) for each in self._folding(axes.known))
        return {each.name: (one.bare_state(each), other.bare_state(each)) for each in self.fields}

    def dossiers(self) -> list[Dossier]:
        """Return all that bears on each development that can bear on the target, of both views."""
        return [
            view.dossier(name)
            for view in self.views
            for name in view.related(view.keys(self.projection).get(self.key, ()))
        ]

    def over(self, by: str, axes: Axes) -> dict[str, list[Stretch]]:
        """Return where on the world or the press axis each field is another one, the other axes fixed."""
        points = points_of_change(by, self.dossiers(), axes)
        rows = {each.name: self._row_points(each, axes) for each in self.fields if by == WORLD}
        found: dict[str, list[Stretch]] = {each.name: [] for each in self.fields}
        tallies = {each.name for each in self.fields if reducer_of(each).accumulates}
        if by == WORLD and points:
            # the end of the first day is a point, its beginning is not
            for name, states in self.states(moved(axes, by, points[0] - DAY)).items():
                extend(found[name], None, states, whole=True)
        for point in points:
            for name, states in self.states(moved(axes, by, point)).items():
                only = rows.get(name)
                if only is None or point in only:
                    extend(found[name], point, states, whole=name in tallies)
        return found

    def _folding(self, known: int | None) -> tuple[FieldFold, ...]:
        if not self._folds or self._known != known:
            self._known = known
            self._folds = tuple(
                each.field_fold(self.projection, self.key, until=0, known_at=known, sources=None)
                for each in self.views
            )
        return self._folds

    def _row_points(self, field: Field, axes: Axes) -> frozenset[int] | None:
        """Return the points at which the rows of a set or map on which the records bear can change.

        None stands for every point: of other fields, and of what links join, where any date can move any row.
        """
        if not reducer_of(field).slotted or any(
            view.linked(self.projection, self.key) for view in self.views
        ):
            return None
        one, other = (
            {(item.slot, item.node): _said(item.development) for item in each.items(field)}
            for each in self._folding(axes.known)
        )
        slots = {slot for slot, node in {**one, **other} if one.get((slot, node)) != other.get((slot, node))}
        near = {node[0] for slot, node in {**one, **other} if slot in slots}
        dossiers = [each for each in self.dossiers() if each.name in near]
        return frozenset(points_of_change(WORLD, dossiers, axes))


def _said(each: Development) -> tuple[tuple[Account, ...], ...]:
    return each.accounts, each.denials
