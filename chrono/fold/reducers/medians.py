"""The reducer `median`: the middle amount of what has occurred."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate

import attrs

from chrono.fold.reducers.closures import chains, greatest_closure
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

HALF = Decimal("0.5")


@attrs.frozen(kw_only=True, repr=False)
class Middle:
    """What the median of one unit can be: of the lower ends and of the upper ones, the least and greatest."""

    low: tuple[Decimal, Decimal]
    high: tuple[Decimal, Decimal]
    always: bool
    """Whether there is one in every placement."""

    @property
    def certain(self) -> bool:
        """Whether it is the same in every placement."""
        return self.always and self.low[0] == self.low[1] and self.high[0] == self.high[1]


def median(given: FieldInput) -> FieldState:
    """Return the middle amount of what has occurred, unit by unit, with the least and the greatest of it.

    Of an even number it is the exact mean of the two in the middle. Of amounts with bounds the lower ends
    have a middle and the upper ends have one.
    """
    worlds = worlds_of(given)
    units = units_of(worlds)
    if not units:
        return FieldState(value=None, certainty=CERTAIN)

    def values(some: Worlds) -> Values | None:
        found = [(unit, _middle(some, given.frames, unit)) for unit in units_of(some)]
        return (
            [between(each.low[0], each.high[0], unit) for unit, each in found]
            if all(each.certain for _, each in found)
            else None
        )

    held, certain = settled(given, worlds, values)
    middles = [(unit, _middle(worlds, given.frames, unit)) for unit in units]
    ranges: list[list[object]] = [
        [bound(each.low[0], unit), bound(each.high[1], unit)] for unit, each in middles
    ]
    since = _since(worlds[0]) if held is not None else None
    return tally_state(given, worlds, held, ranges, certain=certain, since=since)


def _since(terms: Sequence[Term]) -> Item | None:
    """Return the last item in world order that changed the median of its unit."""
    changed = None
    ends: dict[str | None, tuple[list[Decimal], list[Decimal]]] = {}
    for term in terms:
        if term.certain:
            lows, highs = ends.setdefault(term.unit, ([], []))
            before = (_median(lows), _median(highs)) if lows else None
            insort(lows, term.ends[0])
            insort(highs, term.ends[1])
            changed = term.item if before != (_median(lows), _median(highs)) else changed
    return changed


def _middle(worlds: Worlds, frames: Sequence[Frame], unit: str | None) -> Middle:
    lows: list[Decimal] = []
    highs: list[Decimal] = []
    always = True
    for terms, frame in zip(worlds, frames, strict=True):
        here = of_unit(terms, unit)
        always = always and any(term.certain for term in here)
        if here:
            needed = needs(here, frame)
            lows += _extremes(here, needed, lambda term: term.ends[0])
            highs += _extremes(here, needed, lambda term: term.ends[1])
    return Middle(low=(min(lows), max(lows)), high=(min(highs), max(highs)), always=always)


def _extremes(
    terms: Sequence[Term], needed: Mapping[Node, frozenset[Node]], end: Callable[[Term], Decimal]
) -> Iterator[Decimal]:
    """Yield the least and the greatest median of one end of the terms."""
    sure = [end(term) for term in terms if term.certain]
    maybe = {term.item.node: end(term) for term in terms if not term.certain}
    yield least_median(sure, maybe, needed)
    mirrored = {node: number.copy_negate() for node, number in maybe.items()}
    yield least_median([number.copy_negate() for number in sure], mirrored, needed).copy_negate()


def least_median(
    sure: Sequence[Decimal], maybe: Mapping[Node, Decimal], needed: Mapping[Node, frozenset[Node]]
) -> Decimal:
    """Return the least median of the sure numbers and a set of possible ones that holds all it needs.

    At least one number is given. Without needs O(n²) at worst, mostly O(n log n); else O(n²) where needs
    make lines (reports in sequence), and a minimal cut for about every number where they branch.
    """
    if not any(needed.values()):
        numbers = sorted(sure)
        for number in sorted(maybe.values()):
            if numbers and number >= _median(numbers):
                break
            insort(numbers, number)
        return _median(numbers)
    return _least_linked(sure, maybe, needed)


def _least_linked(
    sure: Sequence[Decimal], maybe: Mapping[Node, Decimal], needed: Mapping[Node, frozenset[Node]]
) -> Decimal:
    """Return the least median where some possible numbers need others.

    A median is at most `low` where more numbers lie up to it than above. It is at most the mean of `low`
    and `high` where as many do, and one above it lies up to `high`.
    """
    numbers = sorted({*sure, *maybe.values()})
    lines, rest = chains(maybe, needed)

    def most(weight: Callable[[Decimal], int]) -> int:
        ahead = (max(accumulate((weight(maybe[node]) for node in line), initial=0)) for line in lines)
        others = greatest_closure({node: Decimal(weight(maybe[node])) for node in rest}, needed)
        return sum(map(weight, sure)) + sum(ahead) + int(others or 0)

    def outnumbered(low: Decimal) -> bool:
        return most(lambda number: 1 if number <= low else -1) > 0

    def paired(low: Decimal, high: Decimal) -> bool:
        # No set outweighs `low` here: a balanced one counts for nothing but its numbers up to `high`.
        scale = len(sure) + len(maybe) + 1
        return most(lambda n: scale if n <= low else (n <= high) - scale) > 0

    above = bisect_left(numbers, 1, key=outnumbered)
    least, below = numbers[above], above - 1
    # A lower `low` needs no lower `high`: both move one way, and the pairs that can be least are all met.
    while below >= 0 and above < len(numbers):
        mean = _mean(numbers[below], numbers[above])
        if mean < least and not paired(numbers[below], numbers[above]):
            above += 1
        else:
            least = min(least, mean)
            below -= 1
    return least


def _median(numbers: Sequence[Decimal]) -> Decimal:
    """Return the median of sorted numbers, at least one."""
    half, odd = divmod(len(numbers), 2)
    return numbers[half] if odd else _mean(numbers[half - 1], numbers[half])


def _mean(one: Decimal, other: Decimal) -> Decimal:
    return EXACT.multiply(EXACT.add(one, other), HALF).normalize(EXACT)


MEDIAN = Reducer(name="median", make=one_item, fold=median, empty=FieldState(), tallies=True)
