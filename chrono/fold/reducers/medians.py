"""The reducer `median`: the middle amount of what has occurred."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate

import attrs

from chrono.fold.reducers.closures import chains, greatest_closure
from chrono.fold.reducers.items import FieldInput
from chrono.fold.reducers.making import one_item
from chrono.fold.reducers.reducer import Reducer
from chrono.fold.reducers.terms import (
    Term,
    Worlds,
    between,
    bound,
    needs,
    of_unit,
    settlements,
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
    middles = [_middle(worlds, given.frames, unit) for unit in units]
    values = [between(each.low[0], each.high[0], unit) for each, unit in zip(middles, units, strict=True)]
    ranges = [
        [bound(each.low[0], unit), bound(each.high[1], unit)]
        for each, unit in zip(middles, units, strict=True)
    ]
    state = tally_state(given, worlds, values if _certain(given, middles) else None, ranges)
    return attrs.evolve(state, since=_since(given, worlds)) if state.certainty == CERTAIN else state


def _certain(given: FieldInput, middles: Sequence[Middle]) -> bool:
    """Return whether dates alone leave nothing open, each tie of accounts settled one way or the other."""
    if not any(each.tied for each in given.items):
        return all(each.certain for each in middles)
    return all(
        worlds is not None and all(_middle(worlds, given.frames, unit).certain for unit in units_of(worlds))
        for worlds in settlements(given)
    )


def _since(given: FieldInput, worlds: Worlds) -> str | None:
    """Return the date of the last development that changed the median, in world order."""
    changed = None
    ends: dict[str | None, tuple[list[Decimal], list[Decimal]]] = {}
    for term in worlds[0]:
        if term.certain:
            lows, highs = ends.setdefault(term.unit, ([], []))
            before = (_median(lows), _median(highs)) if lows else None
            insort(lows, term.ends[0])
            insort(highs, term.ends[1])
            changed = term.item if before != (_median(lows), _median(highs)) else changed
    return None if changed is None else given.since(changed)


def _middle(worlds: Worlds, frames: Sequence[Frame], unit: str | None) -> Middle:
    lows: list[Decimal] = []
    highs: list[Decimal] = []
    always = True
    for terms, frame in zip(worlds, frames, strict=True):
        here = of_unit(terms, unit)
        always = always and any(term.certain for term in here)
        if here:
            free = {term.item.node for term in here if term.elsewhere}
            # A term needs what it follows to have occurred, not to be of this unit.
            needed = {one: others - free for one, others in needs(here, frame).items()}
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
