"""The reducers that choose: `least`, `greatest`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from chrono.fold.reducers.items import FieldInput, Item
from chrono.fold.reducers.making import one_item
from chrono.fold.reducers.reducer import Reducer
from chrono.fold.reducers.terms import (
    Term,
    Values,
    Worlds,
    between,
    bound,
    needs,
    of_unit,
    settled,
    tally_state,
    units_of,
    worlds_of,
)
from chrono.fold.states import CERTAIN, FieldState
from chrono.fold.worlds import Frame, Node
from chrono.values.amounts import EXACT
from chrono.values.quantities import Quantity


def least(given: FieldInput) -> FieldState:
    """Return the least of what has occurred, unit by unit."""
    return _extreme(given, -1)


def greatest(given: FieldInput) -> FieldState:
    """Return the greatest of what has occurred, unit by unit."""
    return _extreme(given, 1)


def _extreme(given: FieldInput, sign: int) -> FieldState:
    worlds = worlds_of(given)
    if not units_of(worlds):
        return FieldState(value=None, certainty=CERTAIN)

    def values(some: Worlds) -> Values | None:
        found = [_extreme_of(some, given.frames, unit, sign) for unit in units_of(some)]
        return [each[0] for each in found] if all(each[2] for each in found) else None

    held, certain = settled(given, worlds, values)
    ranges = [_extreme_of(worlds, given.frames, unit, sign)[1] for unit in units_of(worlds)]
    since = _changed(worlds[0], sign) if held is not None else None
    resting = _at_the_top(worlds, given.frames, sign)
    return tally_state(
        given, worlds, held, ranges, certain=certain, since=since, counts=lambda item: id(item) in resting
    )


def _at_the_top(worlds: Worlds, frames: Sequence[Frame], sign: int) -> set[int]:
    """Return the items, by identity, that can be the extreme: where they occur nothing need surpass them."""
    found: set[int] = set()
    for terms, frame in zip(worlds, frames, strict=True):
        for unit in {term.unit for term in terms}:
            here = of_unit(terms, unit)
            sure = [term for term in here if term.certain]
            needed, bar = needs(here, frame), max((_turned(t, sign)[0] for t in sure), default=-INFINITE)
            by_node = _by_node(here)
            for term in here:
                others = [t for node in needed.get(term.item.node, ()) for t in by_node[node]]
                if _turned(term, sign)[1] >= max((bar, *(_turned(t, sign)[0] for t in others))):
                    found.add(id(term.item))
    return found


def _changed(terms: Sequence[Term], sign: int) -> Item | None:
    """Return the last item in world order that changed the extreme of its unit."""
    changed = None
    tops: dict[str | None, Ends] = {}
    for term in terms:
        if term.certain:
            turned = _turned(term, sign)
            top = _top([tops.get(term.unit, turned), turned])
            changed = term.item if tops.get(term.unit) != top else changed
            tops[term.unit] = top
    return changed


INFINITE = Decimal("Infinity")
Ends = tuple[Decimal, Decimal]
"""An amount's bounds turned so that the greatest is asked for; open ones are infinite."""


def _extreme_of(
    worlds: Worlds, frames: Sequence[Frame], unit: str | None, sign: int
) -> tuple[Quantity | None, list[object], bool]:
    """Return the extreme where certain, its range, and whether it is the same in every placement."""
    tops: list[Ends | None] = []
    every: list[Ends] = []
    for terms, frame in zip(worlds, frames, strict=True):
        here = of_unit(terms, unit)
        sure = [_turned(term, sign) for term in here if term.certain]
        tops.append(_top(sure) if sure else None)
        every += _closed(here, frame, sign)
    ends = max(each[1] for each in every), min(each[0] for each in every)
    high, low = ends if sign > 0 else (-ends[1], -ends[0])
    certain = None not in tops and all(each == tops[0] for each in (*tops, *every))
    chosen = tops[0] if certain else None
    return _untwisted(chosen, sign, unit), [bound(low, unit), bound(high, unit)], certain


def _closed(terms: Sequence[Term], frame: Frame, sign: int) -> Iterator[Ends]:
    """Yield the tops of the sets that decide: the certain terms, each possible one with its needs, all."""
    sure = [_turned(term, sign) for term in terms if term.certain]
    top = [_top(sure)] if sure else []
    needed, by_node = needs(terms, frame), _by_node(terms)
    yield from top
    for term in terms:
        if not term.certain:
            others = [t for node in needed.get(term.item.node, ()) for t in by_node[node]]
            yield _top([*top, _turned(term, sign), *(_turned(t, sign) for t in others)])
    if terms:
        yield _top([_turned(term, sign) for term in terms])


def _by_node(terms: Sequence[Term]) -> dict[Node, list[Term]]:
    found: dict[Node, list[Term]] = {}
    for term in terms:
        found.setdefault(term.item.node, []).append(term)
    return found


def _turned(term: Term, sign: int) -> Ends:
    low, high = term.ends
    return (low, high) if sign > 0 else (EXACT.minus(high), EXACT.minus(low))


def _top(ends: Sequence[Ends]) -> Ends:
    return max(each[0] for each in ends), max(each[1] for each in ends)


def _untwisted(ends: Ends | None, sign: int, unit: str | None) -> Quantity | None:
    if ends is None:
        return None
    low, high = ends if sign > 0 else (-ends[1], -ends[0])
    return between(low, high, unit)


LEAST = Reducer(name="least", make=one_item, fold=least, empty=FieldState(), tallies=True)
GREATEST = Reducer(name="greatest", make=one_item, fold=greatest, empty=FieldState(), tallies=True)
