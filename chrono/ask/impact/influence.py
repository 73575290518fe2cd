"""One field with a record and without it: at which points of an axis the two can differ, and where they do.

Most points need not be asked. Where no `after` link joins the developments in question to others, a
development cannot be seen in a single value before it can have occurred once anything else certainly
has, nor behind two certain later ones of different values; and what is counted, added up or collected
differs alike at all times before it and at all times after it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs

from chrono.ask.axes import PRESS, WORLD, Axes, moved
from chrono.ask.impact.series import Folding, Side
from chrono.ask.replay import points_of_change as marks
from chrono.fold.reducers.items import SET, Item
from chrono.fold.states import FieldState
from chrono.fold.view import View
from chrono.fold.worlds import placed
from chrono.model.fields import Field
from chrono.model.projection import Projection
from chrono.resolve.developments import PLANNED, Development, Dossier
from chrono.values.canonical_json import jsontext
from chrono.values.times import DAY, FUTURE, PAST

POINTS = frozenset(("latest", "status"))
ADDED = frozenset(("count", "sum", "collect"))
SLOTS = frozenset(("set", "map"))
States = tuple[FieldState, FieldState]
"""A field with the record, and without it."""
ALIKE: States = (FieldState(), FieldState())
"""Stands for two states that are known to be equal."""


@attrs.frozen(kw_only=True)
class Spell:
    """A stretch of an axis on which a field is another one without the record, and neither changes."""

    start: int | None
    """Its first point; None where it has no beginning."""
    end: int | None
    """The first point behind it; None where there is none."""
    states: States
    """The field at its last point that was asked."""


def differ(states: States) -> bool:
    """Return whether a field with the record and without it are two."""
    return states[0].told() != states[1].told()


def spells(
    points: Iterable[int], states: Callable[[int], States], *, before: int | None, whole: bool = False
) -> tuple[Spell, ...]:
    """Return the stretches of differing states, in order.

    Args:
        points: where the states can change, ascending.
        states: the two states at a point.
        before: a point ahead of all others, of which nothing is asked where it is None.
        whole: a stretch goes on as long as the two differ, whatever they say.
    """
    found: list[Spell] = []
    for point in (None, *points) if before is not None else tuple(points):
        here = states(before if point is None else point)  # type: ignore[arg-type]
        inside = bool(found) and found[-1].end is None
        if inside and differ(here) and (whole or _answers(here) == _answers(found[-1].states)):
            found[-1] = attrs.evolve(found[-1], states=here)
            continue
        if inside:
            found[-1] = attrs.evolve(found[-1], end=point)
        if differ(here):
            found.append(Spell(start=point, end=None, states=here))
    return tuple(found)


def _answers(states: States) -> tuple[tuple[str, ...], ...]:
    """Return what a field says with the record and without it, whatever it rests on."""
    return tuple(each.verdict for each in states)


@attrs.define(eq=False)
class Influence:
    """One field of one target, with the record and without it."""

    views: tuple[View, View]
    projection: Projection
    key: str
    field: Field
    touched: frozenset[str]
    """The developments that are another with the record than without it."""
    linked: bool
    """Whether `after` links are about: then everything under the key is asked, at every point."""
    folding: Folding = attrs.field(factory=dict)
    """What folds the target's fields, once it is made for one of them."""
    sides: tuple[Side, Side] = attrs.field(init=False)
    _hiding: tuple[str, ...] = attrs.field(default=(), init=False)

    def __attrs_post_init__(self) -> None:
        one, other = (
            Side(each, self.projection, self.key, self.field, self.linked, self.folding)
            for each in self.views
        )
        self.sides = (one, other)

    def states(self, axes: Axes) -> States:
        """Return the field with the record and without it."""
        return self.sides[0].state(axes), self.sides[1].state(axes)

    def over(self, by: str, axes: Axes) -> tuple[Spell, ...]:
        """Return where on the world or the press axis the record makes a difference, the others fixed."""
        tally = self.field.reduce in ADDED
        if by == WORLD:
            points = sorted(set(self._world_points(axes)))
            before = points[0] - DAY if points else None  # the first day's end is a point, its start is not
            return spells(
                points, lambda point: self.states(moved(axes, by, point)), before=before, whole=tally
            )
        points = self._press_points(axes)
        high = (
            self._bounds(None, always=True)[1] if self.field.reduce in POINTS and not self.linked else FUTURE
        )

        def states(point: int) -> States:
            return ALIKE if self._hidden(point, axes, high) else self.states(moved(axes, by, point))

        return spells(points, states, before=None, whole=tally)

    def _dossiers(self) -> list[Dossier]:
        return [each for side in self.sides for each in side.dossiers()]

    def _world_points(self, axes: Axes) -> list[int]:
        dossiers = self._dossiers()
        whole = self.linked or self._recast()
        if self.field.reduce in SLOTS and not whole:
            near = self._slot_mates(axes.known)
            dossiers = [each for each in dossiers if each.name in near]
        points = marks(WORLD, dossiers, axes)
        if whole or not points:
            return points
        low, high = self._bounds(axes.known)
        if self.field.reduce in ADDED:
            behind = bisect_left(points, high) + 1
            around = points[:1] + points[bisect_left(points, low) : behind]
            here = self.states(moved(axes, WORLD, around[-1]))
            for_good = not differ(here) or _rests_on_others(here)
            return around + (points[-1:] if for_good else points[behind:])
        if self.field.reduce == "first":
            first = min((end for _, end, _ in self._sure(axes.known)), default=FUTURE)
            return points[: bisect_left(points, first) + 1]
        return (
            points
            if self.field.reduce not in POINTS
            else _uncovered(points, low, high, self._sure(axes.known))
        )

    def _press_points(self, axes: Axes) -> list[int]:
        dossiers = self._dossiers()
        about = {mark for each in dossiers if each.name in self.touched for mark in each.breaks}
        added = self.field.reduce in ADDED and not self.linked and not self._recast()
        if added and self._bounds(None, always=True)[1] <= axes.until:
            breaks = sorted(about)
            if all(self._alike(e) or _rests_on_others(self.states(moved(axes, PRESS, e))) for e in breaks):
                return sorted({*breaks, *marks(PRESS, dossiers, axes)[-1:]})
        points = marks(PRESS, dossiers, axes)
        return points[bisect_left(points, min(about, default=FUTURE)) :]

    def _recast(self) -> bool:
        """Return whether a report has another source or origin: that counts beside all told with it."""
        one, other = (
            {
                account.report: (account.source, account.origin)
                for dossier in side.dossiers()
                if dossier.name in self.touched
                for mark in dossier.breaks
                for account in dossier.accounts(mark)
            }
            for side in self.sides
        )
        return any(other.get(report, origin) != origin for report, origin in one.items())

    def _alike(self, known: int) -> bool:
        """Return whether the touched developments are the same with the record and without it."""
        one, other = (
            [
                (each.name, each.modality, each.accounts, each.denials)
                for dossier in side.dossiers()
                if dossier.name in self.touched
                for each in dossier.developments(known)
            ]
            for side in self.sides
        )
        return one == other

    def _hidden(self, known: int, axes: Axes, high: int) -> bool:
        """Return whether two untouched developments behind `high` hide what is before them in a single value.

        They have certainly occurred and set different values: neither what holds nor since when it does
        can reach behind them.
        """
        if high >= axes.until:
            return False
        found: dict[str, str] = {}
        for name in dict.fromkeys((*self._hiding, *self.sides[0].names)):
            for item in self.sides[0].items(name, known) if name not in self.touched else ():
                place = placed(item.development, self.sides[0].policy)
                if high < place.lo and place.hi <= axes.until and self._surely(item):
                    found[jsontext(item.value)] = name
            if len(found) > 1:
                self._hiding = tuple(found.values())
                return True
        return False

    def _bounds(self, known: int | None, *, always: bool = False) -> tuple[int, int]:
        """Return the bounds of all dates that a touched development has; at every known-at if always."""
        found = [(FUTURE, PAST)]
        for dossier in self._dossiers():
            if dossier.name in self.touched:
                for mark in (*dossier.breaks, None) if always else (known,):
                    found += [date for each in dossier.developments(mark) for date in _dates(each)]
        return min(low for low, _ in found), max(high for _, high in found)

    def _sure(self, known: int | None) -> list[tuple[int, int, Item]]:
        """Return the untouched items that surely set the value, undisputed, with the bounds of each."""
        side = self.sides[0]
        found = [item for item in side.fielder(known).items(self.field) if self._surely(item)]
        places = [placed(item.development, side.policy) for item in found]
        return [(place.lo, place.hi, item) for place, item in zip(places, found, strict=True)]

    def _surely(self, item: Item) -> bool:
        each = item.development
        if each.name in self.touched or item.role != SET or not item.sure or item.tied or each.denials:
            return False
        return not each.dating(self.sides[0].policy).disputed

    def _slot_mates(self, known: int | None) -> set[str]:
        """Return the developments that bear on a member or row on which a touched one bears."""
        found = [item for side in self.sides for item in side.fielder(known).items(self.field)]
        slots = {each.slot for each in found if each.development.name in self.touched}
        return {each.development.name for each in found if each.slot in slots} | self.touched


def _rests_on_others(states: States) -> bool:
    """Return whether a tally rests on other reports, and so does for good, whatever else is added to it.

    Where it rests on the same ones it may differ in what changes with others: since when it has its value.
    """
    return states[0].reports != states[1].reports


def _dates(each: Development) -> Iterator[tuple[int, int]]:
    for account in (*each.accounts, *each.denials):
        if each.modality == PLANNED:
            yield account.reported[1], account.reported[1]
        else:
            yield (
                account.when.earliest,
                max(account.when.latest, account.when.end[1] if account.when.end else 0),
            )


def _uncovered(points: list[int], low: int, high: int, sure: Sequence[tuple[int, int, Item]]) -> list[int]:
    """Return the points at which a single value can show what lies between `low` and `high`."""
    covered = min((end for _, end, _ in sure), default=FUTURE)
    opening = points[: bisect_left(points, covered) + 1]
    last = _second_value([(end, item) for begin, end, item in sure if begin > high])
    return [*opening, *points[bisect_left(points, low) : bisect_left(points, last) + 1]]


def _second_value(told: Iterable[tuple[int, Item]]) -> int:
    """Return the first mark at which two items of different values are there; `FUTURE` if never."""
    first = None
    for mark, item in sorted(told, key=lambda each: each[0]):
        value = jsontext(item.value)
        if first is not None and value != first:
            return mark
        first = value if first is None else first
    return FUTURE
