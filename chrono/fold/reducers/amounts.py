"""The reducers that count and add: `count`, `sum`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext

import attrs

from chrono.fold.reducers.closures import greatest_closure
from chrono.fold.reducers.items import FieldInput, Item, rests_on
from chrono.fold.reducers.making import one_item
from chrono.fold.reducers.reducer import Reducer
from chrono.fold.reducers.terms import (
    ZERO,
    Number,
    Term,
    Worlds,
    needs,
    of_unit,
    tally_state,
    units_heard,
    units_of,
    worlds_of,
)
from chrono.fold.states import CERTAIN, POSSIBLE, FieldState
from chrono.fold.worlds import Frame, Node
from chrono.values import quantities
from chrono.values.amounts import EXACT
from chrono.values.quantities import Quantity


def count(given: FieldInput) -> FieldState:
    """Return how many such developments have occurred, with the least and the most."""
    counts: list[int] = []
    found: dict[int, Item] = {}
    for frame in given.frames:
        here = [
            each
            for each in given.items
            if each.node in frame.places and frame.places[each.node].lo <= given.until
        ]
        counts += [sum(frame.places[each.node].hi <= given.until for each in here), len(here)]
        found.update((id(each), each) for each in here)
    least_, most = min(counts), max(counts)
    certain, used = least_ == most, tuple(found.values())
    on = rests_on(used)
    last = max(used, key=lambda each: given.frame_of(each).rank(each.node), default=None) if certain else None
    return FieldState(
        value=least_ if certain else None,
        certainty=CERTAIN if certain else POSSIBLE,
        range=[least_, most],
        since=None if last is None else given.since(last),
        since_of=last,
        reports=on.reports,
        sources=on.sources,
        origins=on.origins,
        used=used,
    )


def added(given: FieldInput) -> FieldState:
    """Return the sum of what has occurred, unit by unit, with the least and the most.

    What has occurred is all that is certain and any set of possible terms with all that they follow.
    """
    worlds = worlds_of(given)
    units = units_of(worlds)
    shown = units or units_heard(given.items) or (None,)
    certain = _same(worlds) and all(_is_zero(term) for terms in worlds for term in terms if not term.certain)
    tied = any(term.exact is None for terms in worlds for term in terms)
    # Before anything has occurred the zero has the unit of the amounts that are heard of.
    ranges = [_sum_range(worlds, given.frames, unit) for unit in shown]
    totals = [_total([t for t in worlds[0] if t.certain and t.unit == unit]) for unit in units or (None,)]
    changing = [term.item for term in worlds[0] if term.certain and not _is_zero(term)]
    return tally_state(
        given,
        worlds,
        totals if certain and not tied else None,
        ranges,
        certain=certain,
        since=changing[-1] if certain and changing else None,
    )


def _same(worlds: Worlds) -> bool:
    """Return whether every frame has the same certain terms, zeros apart."""
    sets = [{id(t.item) for t in terms if t.certain and not _is_zero(t)} for terms in worlds]
    return all(each == sets[0] for each in sets)


def _is_zero(term: Term) -> bool:
    return term.exact is not None and term.low == term.high == ZERO


def _total(terms: Sequence[Term]) -> Quantity | None:
    total: Quantity | None = None
    for term in terms:
        if term.exact is not None:
            total = term.exact if total is None else quantities.add(total, term.exact)
    return attrs.evolve(total, wording=None) if total else Quantity(least=ZERO, most=ZERO, amount=ZERO)


def _sum_range(worlds: Worlds, frames: Sequence[Frame], unit: str | None) -> list[object]:
    with localcontext(EXACT):  # where Python's own would round at 28 digits
        return _exact_range(worlds, frames, unit)


def _exact_range(worlds: Worlds, frames: Sequence[Frame], unit: str | None) -> list[object]:
    lows: list[Number] = []
    highs: list[Number] = []
    for terms, frame in zip(worlds, frames, strict=True):
        here = of_unit(terms, unit)
        below = greatest_closure(
            _weights(here, lambda t: None if t.low is None else -t.low), needs(here, frame)
        )
        above = greatest_closure(_weights(here, lambda t: t.high), needs(here, frame))
        sure = [term for term in here if term.certain]
        lows.append(
            None if below is None or None in [t.low for t in sure] else _plus(t.low for t in sure) - below
        )
        highs.append(
            None if above is None or None in [t.high for t in sure] else _plus(t.high for t in sure) + above
        )
    return [_bound(lows, min, unit), _bound(highs, max, unit)]


def _weights(terms: Sequence[Term], weight: Callable[[Term], Number]) -> dict[Node, Number]:
    return {term.item.node: weight(term) for term in terms if not term.certain}


def _plus(numbers: object) -> Decimal:
    return sum((each for each in numbers if each is not None), ZERO)  # type: ignore[attr-defined]


def _bound(bounds: Sequence[Number], choose: Callable[[list[Decimal]], Decimal], unit: str | None) -> object:
    if None in bounds:
        return None
    number = choose([each for each in bounds if each is not None])
    return quantities.to_json(Quantity(least=number, most=number, amount=number, unit=unit))


COUNT = Reducer(name="count", make=one_item, fold=count, empty=FieldState(), tallies=True, accumulates=True)
SUM = Reducer(name="sum", make=one_item, fold=added, empty=FieldState(), tallies=True, accumulates=True)
