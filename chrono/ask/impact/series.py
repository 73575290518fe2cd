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
    """A stretch of an axis on which a field differs without the records.

    Along the world and the press axis neither version changes within it, except a tally, and the rows of a
    set or map that are unrelated to the records.
    """

    start: int | None
    """Its first point, inclusive; None for no beginning."""
    end: int | None
    """Its end, exclusive; None for no end."""
    states: States
    """The field at the last point evaluated in it."""


def differ(states: States) -> bool:
    """Return whether a field differs with the records and without them."""
    return states[0].content() != states[1].content()


def extend(stretches: list[Stretch], start: int | None, states: States, *, whole: bool) -> None:
    """Extend the stretches of a field by its state at the next point.

    Args:
        stretches: the stretches so far, in order.
        start: the point; None for one before all points.
        states: the field there.
        whole: whether a stretch goes on as long as the two differ, even if one of them changes.
    """
    inside = bool(stretches) and stretches[-1].end is None
    both_differ = differ(states)
    if inside and both_differ and (whole or _answers(states) == _answers(stretches[-1].states)):
        stretches[-1] = attrs.evolve(stretches[-1], states=states)
        return
    if inside:
        stretches[-1] = attrs.evolve(stretches[-1], end=start)
    if both_differ:
        stretches.append(Stretch(start=start, end=None, states=states))


def _answers(states: States) -> tuple[tuple[str, ...], ...]:
    """Return the verdicts of a field with the records and without them, regardless of its grounds."""
    return tuple(each.verdict for each in states)


@attrs.define(eq=False)
class TargetSeries:
    """The fields of a target, evaluated with the records and without them; caches folds at one known-at."""

    views: tuple[View, View]
    projection: Projection
    key: str
    fields: tuple[Field, ...]
    _known: int | None = attrs.field(default=None, init=False)
    _folds: tuple[FieldFold, ...] = attrs.field(default=(), init=False)

    def states(self, axes: Axes) -> dict[str, States]:
        """Return each field with the records and without them, by its name."""
        with_records, without = (attrs.evolve(each, until=axes.until) for each in self._folding(axes.known))
        return {each.name: (with_records.bare_state(each), without.bare_state(each)) for each in self.fields}

    def dossiers(self) -> list[Dossier]:
        """Return the dossiers of the developments that can bear on the target, from both views."""
        return [
            view.dossier(name)
            for view in self.views
            for name in view.related(view.keys(self.projection).get(self.key, ()))
        ]

    def over(self, by: str, axes: Axes) -> dict[str, list[Stretch]]:
        """Return the stretches of the world or the press axis on which each field differs."""
        points = points_of_change(by, self.dossiers(), axes)
        rows = {each.name: self._row_points(each, axes) for each in self.fields if by == WORLD}
        stretches: dict[str, list[Stretch]] = {each.name: [] for each in self.fields}
        tallies = {each.name for each in self.fields if reducer_of(each).accumulates}
        if by == WORLD and points:
            # the points are ends of days: the state before the first is evaluated a day earlier
            for name, states in self.states(moved(axes, by, points[0] - DAY)).items():
                extend(stretches[name], None, states, whole=True)
        for point in points:
            for name, states in self.states(moved(axes, by, point)).items():
                only = rows.get(name)
                if only is None or point in only:
                    extend(stretches[name], point, states, whole=name in tallies)
        return stretches

    def _folding(self, known: int | None) -> tuple[FieldFold, ...]:
        if not self._folds or self._known != known:
            self._known = known
            self._folds = tuple(
                each.field_fold(self.projection, self.key, until=0, known_at=known, sources=None)
                for each in self.views
            )
        return self._folds

    def _row_points(self, field: Field, axes: Axes) -> frozenset[int] | None:
        """Return the points at which the rows of a set or map that the records affect can change.

        None means every point: for other fields, and with links, where any date can move any row.
        """
        if not reducer_of(field).slotted or any(
            view.linked(self.projection, self.key) for view in self.views
        ):
            return None
        one, other = (
            {(item.slot, item.node): _accounts_of(item.development) for item in each.items(field)}
            for each in self._folding(axes.known)
        )
        slots = {slot for slot, node in {**one, **other} if one.get((slot, node)) != other.get((slot, node))}
        near = {node[0] for slot, node in {**one, **other} if slot in slots}
        dossiers = [each for each in self.dossiers() if each.name in near]
        return frozenset(points_of_change(WORLD, dossiers, axes))


def _accounts_of(each: Development) -> tuple[tuple[Account, ...], ...]:
    return each.accounts, each.denials
