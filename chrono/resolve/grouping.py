"""Finds the first group whose value agrees with another value, without comparing it with all of them.

Accounts come in policy order, and each joins the first group with whose value it agrees. What agrees is
defined by `chrono.values.agreement`; here are only the ways to find it in logarithmic time:

- Groups of exact values are looked up.
- Groups of ranges do not overlap one another: one is only made where it overlaps none, and from then on it
  only shrinks. So those that a range meets stand side by side.
- A datetime also agrees with the day, month or year that it names at its own offset, and its group keeps it
  alone: groups that are one instant are kept apart from ranges, by instant and by what they name.

Spans with two imprecise ends have no such order, and are compared one by one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from heapq import heappop, heappush
from typing import Protocol

import attrs

from chrono.values.agreement import agree, named_bounds
from chrono.values.quantities import Quantity
from chrono.values.times import Bounds, When

FEW = 8
"""Up to how many values are compared one by one: to sort them would take longer."""
_NOBODY = 1 << 62
_Bound = tuple[Decimal, int] | int
_INFINITE = Decimal("Infinity")


class Sort(Protocol):
    """The values of groups of one sort."""

    def first(self, value: object) -> int | None:
        """Return the first group whose value agrees with another; None where none does."""

    def put(self, group: int, value: object) -> None:
        """Give a group, a new one or an earlier, a value, which agrees with what it had."""


class Groups:
    """The values of groups, of which the first that agrees with another value is asked for.

    Values of different sorts never agree.
    """

    def __init__(self, values: Sequence[object]) -> None:
        dates = [each for each in values if isinstance(each, When)]
        amounts = [each for each in values if isinstance(each, Quantity)]
        few = len(values) <= FEW
        self._amounts: Sort = _Compared() if few else _Amounts(amounts)
        spans = any(each.end is not None for each in dates)
        self._dates: Sort = _Compared() if few or spans else _Instants(dates)
        self._exact, self._others = _Exact(), _Compared()

    def first(self, value: object) -> int | None:
        """Return the first group whose value agrees with another; None where none does."""
        return self._of(value).first(value)

    def put(self, group: int, value: object) -> None:
        """Give a group, a new one or an earlier, a value, which agrees with what it had."""
        self._of(value).put(group, value)

    def _of(self, value: object) -> Sort:
        if isinstance(value, When):
            return self._dates
        if isinstance(value, Quantity):
            return self._amounts
        return self._exact if isinstance(value, str | int | Decimal) else self._others


class _Compared:
    """Groups that are compared one by one."""

    def __init__(self) -> None:
        self.values: dict[int, object] = {}

    def first(self, value: object) -> int | None:
        return next((group for group, each in self.values.items() if agree(each, value)), None)

    def put(self, group: int, value: object) -> None:
        self.values[group] = value


class _Exact:
    """Groups of values that agree only if they are equal."""

    def __init__(self) -> None:
        self.by_value: dict[object, int] = {}

    def first(self, value: object) -> int | None:
        return self.by_value.get((isinstance(value, bool), value))

    def put(self, group: int, value: object) -> None:
        self.by_value.setdefault((isinstance(value, bool), value), group)


@attrs.define(eq=False)
class _Least:
    """The least number put at each place of a row, and so the least between two places: a segment tree."""

    size: int
    tree: list[int] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.size = 1 << max(self.size - 1, 0).bit_length()
        self.tree = [_NOBODY] * (2 * self.size)

    def at(self, place: int) -> int:
        return self.tree[self.size + place]

    def put(self, place: int, number: int) -> None:
        place += self.size
        self.tree[place] = number
        while place > 1:
            place //= 2
            self.tree[place] = min(self.tree[2 * place], self.tree[2 * place + 1])

    def between(self, start: int, end: int) -> int:
        """Return the least number from `start` on, before `end`."""
        found, start, end = _NOBODY, start + self.size, end + self.size
        while start < end:
            if start % 2:
                found = min(found, self.tree[start])
                start += 1
            if end % 2:
                end -= 1
                found = min(found, self.tree[end])
            start, end = start // 2, end // 2
        return found

    def last_before(self, end: int) -> int:
        """Return the number at the last place before `end` that has one."""
        place = end + self.size
        while place > 1:
            if place % 2 and self.tree[place - 1] != _NOBODY:
                place -= 1
                while place < self.size:
                    place = 2 * place + (self.tree[2 * place + 1] != _NOBODY)
                return self.tree[place]
            place //= 2
        return _NOBODY


@attrs.define(eq=False)
class _Ranges:
    """Groups that are ranges with both bounds inclusive, none of which overlaps another."""

    lows: list[_Bound]
    """Every lower bound that a range can have, sorted."""
    held: dict[int, tuple[_Bound, _Bound]] = attrs.field(factory=dict)
    least: _Least = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.least = _Least(len(self.lows) + 1)

    def first(self, low: _Bound, high: _Bound) -> int:
        """Return the first group that a range overlaps; a number beyond all where there is none."""
        start = bisect_right(self.lows, low)
        found = self.least.between(start, bisect_right(self.lows, high))
        before = self.least.last_before(start)
        if before != _NOBODY and self.held[before][1] >= low:  # type: ignore[operator]
            found = min(found, before)
        return found

    def put(self, group: int, low: _Bound, high: _Bound) -> None:
        self.drop(group)
        self.held[group] = (low, high)
        self.least.put(bisect_left(self.lows, low), group)

    def drop(self, group: int) -> None:
        if group in self.held:
            low, _ = self.held.pop(group)
            self.least.put(bisect_left(self.lows, low), _NOBODY)


class _Amounts:
    """Groups of amounts: within a unit those agree whose ranges overlap."""

    def __init__(self, values: Iterable[Quantity]) -> None:
        lows: dict[str | None, set[_Bound]] = {}
        for each in values:
            lows.setdefault(each.unit, set()).add(_ends(each)[0])
        self.by_unit = {unit: _Ranges(sorted(some)) for unit, some in lows.items()}

    def first(self, value: object) -> int | None:
        assert isinstance(value, Quantity)  # noqa: S101 - made for amounts
        found = self.by_unit[value.unit].first(*_ends(value))
        return None if found == _NOBODY else found

    def put(self, group: int, value: object) -> None:
        assert isinstance(value, Quantity)  # noqa: S101 - made for amounts
        self.by_unit[value.unit].put(group, *_ends(value))


def _ends(amount: Quantity) -> tuple[_Bound, _Bound]:
    """Return the bounds of an amount: the figure, and the side of it that an exclusive bound leaves."""
    low = (-_INFINITE, 0) if amount.least is None else (amount.least, int(amount.exclusive_least))
    high = (_INFINITE, 0) if amount.most is None else (amount.most, -int(amount.exclusive_most))
    return low, high


class _Instants:
    """Groups of dates that are no spans: those agree that overlap, or of which one names the other."""

    def __init__(self, values: Sequence[When]) -> None:
        self.points = sorted({each.earliest for each in values} | {each.latest for each in values})
        self.moments = _Least(len(self.points) + 1)
        """The first group at each instant: one that is an instant stays there."""
        self.ranges = _Ranges(list(self.points))
        self.values: dict[int, When] = {}
        self.wholes = _Kept(lambda group, bounds: _bounds(self.values[group]) == bounds)
        """The groups that have certain bounds."""
        self.naming = _Kept(lambda group, bounds: bounds in named_bounds(self.values[group]))
        """The groups of datetimes that name certain bounds."""

    def first(self, value: object) -> int | None:
        assert isinstance(value, When)  # noqa: S101 - made for dates
        start, end = bisect_left(self.points, value.earliest), bisect_right(self.points, value.latest)
        found = min(
            self.moments.between(start, end),
            self.ranges.first(value.earliest, value.latest),
            self.naming.first(_bounds(value)),
            *map(self.wholes.first, named_bounds(value)),
        )
        return None if found == _NOBODY else found

    def put(self, group: int, value: object) -> None:
        assert isinstance(value, When)  # noqa: S101 - made for dates
        self.values[group] = value
        if value.earliest == value.latest:
            self.ranges.drop(group)
            place = bisect_left(self.points, value.earliest)
            self.moments.put(place, min(group, self.moments.at(place)))
        else:
            self.ranges.put(group, value.earliest, value.latest)
            self.wholes.put(group, _bounds(value))
        for bounds in named_bounds(value):
            self.naming.put(group, bounds)


class _Kept:
    """The groups that had certain bounds at some time, of which the first that still has is asked for."""

    def __init__(self, has: Callable[[int, Bounds], bool]) -> None:
        self.has = has
        self.groups: dict[Bounds, list[int]] = {}

    def put(self, group: int, bounds: Bounds) -> None:
        heappush(self.groups.setdefault(bounds, []), group)

    def first(self, bounds: Bounds) -> int:
        had = self.groups.get(bounds, [])
        while had and not self.has(had[0], bounds):
            heappop(had)
        return had[0] if had else _NOBODY


def _bounds(when: When) -> Bounds:
    return when.earliest, when.latest
