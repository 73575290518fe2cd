"""The reducers that choose: `least`, `greatest`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import product
from math import prod

import attrs

from chrono.fold.reducers.items import Feed
from chrono.fold.reducers.terms import Term, Worlds, needs, told, units_of, worlds_of
from chrono.fold.states import CERTAIN, FieldState
from chrono.fold.worlds import Frame
from chrono.resolve.accounts import Reading
from chrono.values import quantities
from chrono.values.quantities import Quantity


def least(feed: Feed) -> FieldState:
    """Return the least of what has occurred, unit by unit."""
    return _extreme(feed, -1)


def greatest(feed: Feed) -> FieldState:
    """Return the greatest of what has occurred, unit by unit."""
    return _extreme(feed, 1)


MOST_CHOICES = 64
"""How many ways to settle ties are tried; beyond it a tie counts as open."""


def _extreme(feed: Feed, sign: int) -> FieldState:
    worlds = worlds_of(feed)
    units = units_of(worlds)
    if not units:
        return FieldState(value=None, certainty=CERTAIN)
    found = [_extreme_of(worlds, feed.frames, unit, sign) for unit in units]
    certain = all(each[2] for each in found) or _certain_however_settled(feed, sign)
    return told(feed, worlds, [each[0] for each in found] if certain else None, [each[1] for each in found])


def _certain_however_settled(feed: Feed, sign: int) -> bool:
    """Return whether dates alone leave nothing open, each tie of accounts settled one way or the other."""
    tied = [each for each in feed.items if each.tied]
    if not tied or prod(len(each.reading.tied) for each in tied) > MOST_CHOICES:
        return False
    for choice in product(*(each.reading.tied for each in tied)):
        chosen = {id(each): Reading((group,)) for each, group in zip(tied, choice, strict=True)}
        items = [attrs.evolve(each, reading=chosen.get(id(each), each.reading)) for each in feed.items]
        settled = attrs.evolve(feed, items=items)
        worlds = worlds_of(settled)
        if not all(_extreme_of(worlds, feed.frames, unit, sign)[2] for unit in units_of(worlds)):
            return False
    return True


Ends = tuple[Decimal, Decimal]
"""An amount's bounds turned so that the greatest is asked for; open ones are infinite."""


def _extreme_of(
    worlds: Worlds, frames: Sequence[Frame], unit: str | None, sign: int
) -> tuple[Quantity | None, list[object], bool]:
    """Return the extreme where certain, its range, and whether it is the same in every placement."""
    tops: list[Ends | None] = []
    every: list[Ends] = []
    for terms, frame in zip(worlds, frames, strict=True):
        here = [
            attrs.evolve(term, certain=term.certain and not term.elsewhere)
            for term in terms
            if term.unit == unit
        ]
        sure = [_turned(term, sign) for term in here if term.certain]
        tops.append(_top(sure) if sure else None)
        every += [_top([_turned(one, sign) for one in some]) for some in _closed(here, frame)]
    bound = max(each[1] for each in every), min(each[0] for each in every)
    high, low = (bound[0], bound[1]) if sign > 0 else (-bound[1], -bound[0])
    certain = None not in tops and all(each == tops[0] for each in (*tops, *every))
    chosen = tops[0] if certain else None
    return _untwisted(chosen, sign, unit), [_end(low, unit), _end(high, unit)], certain


def _closed(terms: Sequence[Term], frame: Frame) -> list[list[Term]]:
    """Return the sets that decide: the certain terms, each possible one with those it needs, all."""
    sure = [term for term in terms if term.certain]
    needed = needs(terms, frame)
    some = [
        [*sure, term, *(t for t in terms if t.item.node in needed.get(term.item.node, ()))]
        for term in terms
        if not term.certain
    ]
    return [*([sure] if sure else []), *some, *([list(terms)] if terms else [])]


def _turned(term: Term, sign: int) -> Ends:
    low = Decimal("-Infinity") if term.low is None else term.low
    high = Decimal("Infinity") if term.high is None else term.high
    return (low, high) if sign > 0 else (-high, -low)


def _top(ends: Sequence[Ends]) -> Ends:
    return max(each[0] for each in ends), max(each[1] for each in ends)


def _untwisted(ends: Ends | None, sign: int, unit: str | None) -> Quantity | None:
    if ends is None:
        return None
    low, high = ends if sign > 0 else (-ends[1], -ends[0])
    exact = low if low == high else None
    return Quantity(
        least=low if low.is_finite() else None,
        most=high if high.is_finite() else None,
        amount=exact,
        unit=unit,
    )


def _end(number: Decimal, unit: str | None) -> object:
    if not number.is_finite():
        return None
    return quantities.to_json(Quantity(least=number, most=number, amount=number, unit=unit))
