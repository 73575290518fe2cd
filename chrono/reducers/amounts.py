"""The reducers that count and add: `count`, `sum`, `least`, `greatest`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import attrs

from chrono import quantities
from chrono.accounts import Policy
from chrono.fields import Field
from chrono.quantities import Quantity
from chrono.reducers.closures import greatest_closure
from chrono.reducers.items import Item, since_of
from chrono.reducers.points import alternatives_of
from chrono.states import CERTAIN, POSSIBLE, FieldState, rests
from chrono.worlds import Frame, Node

Number = Decimal | None
ZERO = Decimal(0)


@attrs.frozen
class Term:
    """An amount that counts: its bounds (None is open), and whether it has certainly occurred."""

    item: Item
    unit: str | None
    low: Number
    high: Number
    exact: Quantity | None
    """The amount as it stands first; None where accounts tie."""
    certain: bool


def count(_: Field, items: Sequence[Item], frames: Sequence[Frame], until: int, policy: Policy) -> FieldState:
    """Return how many such developments have occurred by `until`, inclusive, with the least and the most."""
    counts = []
    possible = []
    for frame in frames:
        here = [each for each in items if each.node in frame.places and frame.places[each.node].lo <= until]
        certain = sum(frame.places[each.node].hi <= until for each in here)
        counts += [certain, len(here)]
        possible += here
    least, most = min(counts), max(counts)
    return _with_rest(
        FieldState(
            value=least if least == most else None,
            certainty=CERTAIN if least == most else POSSIBLE,
            range=[least, most],
        ),
        possible,
        frames[0],
        policy,
        everyone=True,
    )


def added(_: Field, items: Sequence[Item], frames: Sequence[Frame], until: int, policy: Policy) -> FieldState:
    """Return the sum of what has occurred by `until`, inclusive, unit by unit, with the least and the most.

    What has occurred is all that is certain and any set of possible terms with all that they follow.
    """
    worlds = [_terms(items, until, frame) for frame in frames]
    units = _units(worlds) or (None,)
    certain = _same(worlds) and all(_is_zero(term) for terms in worlds for term in terms if not term.certain)
    ranges = [_sum_range(worlds, frames, unit) for unit in units]
    tied = any(term.exact is None for terms in worlds for term in terms)
    totals = [_total([t for t in worlds[0] if t.certain and t.unit == unit]) for unit in units] if not tied else []
    return _state(totals, ranges, certain=certain, tied=tied, items=items, worlds=worlds, frame=frames[0], policy=policy)


def _state(
    totals: Sequence[Quantity | None],
    ranges: Sequence[list[object]],
    *,
    certain: bool,
    tied: bool,
    items: Sequence[Item],
    worlds: Sequence[Sequence[Term]],
    frame: Frame,
    policy: Policy,
) -> FieldState:
    shown = [None if each is None else quantities.to_json(each) for each in totals]
    value: object = shown[0] if len(shown) == 1 else shown
    used = [term.item for terms in worlds for term in terms]
    return _with_rest(
        FieldState(
            value=value if certain and not tied else None,
            certainty=CERTAIN if certain else POSSIBLE,
            range=ranges[0] if len(ranges) == 1 else list(ranges),
        ),
        [each for each in items if any(each is one for one in used)],
        frame,
        policy,
    )


def _with_rest(
    state: FieldState, used: Sequence[Item], frame: Frame, policy: Policy, *, everyone: bool = False
) -> FieldState:
    on = rests(a for each in used for a in (each.development.accounts if everyone else each.on))
    last = max((each for each in used if each.node in frame.order), key=lambda e: frame.order[e.node], default=None)
    differing = () if everyone else alternatives_of(used, ())
    return attrs.evolve(
        state,
        disputed=bool(differing),
        alternatives=differing,
        since=since_of(last.development, policy) if last is not None and state.certainty == CERTAIN else None,
        reports=on.reports,
        sources=on.sources,
        origins=on.origins,
    )


def _terms(items: Sequence[Item], until: int, frame: Frame) -> list[Term]:
    """Return the terms that can have occurred by `until` in a frame, in world order."""
    here = [each for each in items if each.node in frame.places and frame.places[each.node].lo <= until]
    here.sort(key=lambda each: frame.order[each.node])
    return [term for each in here if (term := _term(each, certain=frame.places[each.node].hi <= until))]


def _term(item: Item, *, certain: bool) -> Term | None:
    given = [_amount(group.value) for group in item.reading.leading]
    if not all(isinstance(each, Quantity) for each in given):
        return None
    some = [each for each in given if each is not None]
    lows, highs = [each.least for each in some], [each.most for each in some]
    return Term(
        item,
        some[0].unit,
        None if None in lows else min(each for each in lows if each is not None),
        None if None in highs else max(each for each in highs if each is not None),
        some[0] if len(some) == 1 else None,
        certain,
    )


def _amount(value: object) -> Quantity | None:
    if isinstance(value, Quantity):
        return value
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        number = Decimal(value)
        return Quantity(least=number, most=number, amount=number)
    return None


def _units(worlds: Sequence[Sequence[Term]]) -> tuple[str | None, ...]:
    return tuple(sorted({term.unit for terms in worlds for term in terms}, key=lambda unit: unit or ""))


def _same(worlds: Sequence[Sequence[Term]]) -> bool:
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


def _sum_range(worlds: Sequence[Sequence[Term]], frames: Sequence[Frame], unit: str | None) -> list[object]:
    lows: list[Number] = []
    highs: list[Number] = []
    for terms, frame in zip(worlds, frames, strict=True):
        here = [term for term in terms if term.unit == unit]
        below = greatest_closure(_weights(here, lambda t: None if t.low is None else -t.low), _needs(here, frame))
        above = greatest_closure(_weights(here, lambda t: t.high), _needs(here, frame))
        sure = [term for term in here if term.certain]
        lows.append(None if below is None or None in [t.low for t in sure] else _plus(t.low for t in sure) - below)
        highs.append(None if above is None or None in [t.high for t in sure] else _plus(t.high for t in sure) + above)
    return [_bound(lows, min, unit), _bound(highs, max, unit)]


def _weights(terms: Sequence[Term], weight: Callable[[Term], Number]) -> dict[Node, Number]:
    return {term.item.node: weight(term) for term in terms if not term.certain}


def _needs(terms: Sequence[Term], frame: Frame) -> dict[Node, frozenset[Node]]:
    """Return for each possible term those that have occurred wherever it has."""
    nodes = [term.item.node for term in terms if not term.certain]
    if not frame.later:
        return {}
    return {one: frozenset(other for other in nodes if frame.follows(one, other)) for one in nodes}


def _plus(numbers: object) -> Decimal:
    return sum((each for each in numbers if each is not None), ZERO)  # type: ignore[attr-defined]


def _bound(bounds: Sequence[Number], choose: Callable[[list[Decimal]], Decimal], unit: str | None) -> object:
    if None in bounds:
        return None
    number = choose([each for each in bounds if each is not None])
    return quantities.to_json(Quantity(least=number, most=number, amount=number, unit=unit))


# --- least and greatest -------------------------------------------------------------------------


def least(_: Field, items: Sequence[Item], frames: Sequence[Frame], until: int, policy: Policy) -> FieldState:
    """Return the least of what has occurred by `until`, inclusive, unit by unit."""
    return _extreme(items, frames, until, policy, -1)


def greatest(_: Field, items: Sequence[Item], frames: Sequence[Frame], until: int, policy: Policy) -> FieldState:
    """Return the greatest of what has occurred by `until`, inclusive, unit by unit."""
    return _extreme(items, frames, until, policy, 1)


def _extreme(
    items: Sequence[Item], frames: Sequence[Frame], until: int, policy: Policy, sign: int
) -> FieldState:
    worlds = [_terms(items, until, frame) for frame in frames]
    units = _units(worlds)
    if not units:
        return FieldState(value=None, certainty=CERTAIN)
    found = [_extreme_of(worlds, frames, unit, sign) for unit in units]
    tied = any(term.exact is None for terms in worlds for term in terms)
    return _state(
        [each[0] for each in found],
        [each[1] for each in found],
        certain=all(each[2] for each in found),
        tied=tied,
        items=items,
        worlds=worlds,
        frame=frames[0],
        policy=policy,
    )


Ends = tuple[Decimal, Decimal]
"""An amount's bounds turned so that the greatest is asked for; open ones are infinite."""


def _extreme_of(
    worlds: Sequence[Sequence[Term]], frames: Sequence[Frame], unit: str | None, sign: int
) -> tuple[Quantity | None, list[object], bool]:
    """Return the extreme where certain, its range, and whether it is the same in every placement."""
    tops: list[Ends | None] = []
    every: list[Ends] = []
    for terms, frame in zip(worlds, frames, strict=True):
        here = [term for term in terms if term.unit == unit]
        sure = [_turned(term, sign) for term in here if term.certain]
        tops.append(_top(sure) if sure else None)
        every += [_top([_turned(one, sign) for one in some]) for some in _closed(here, frame)]
    bound = max(each[1] for each in every), min(each[0] for each in every)
    high, low = (bound[0], bound[1]) if sign > 0 else (-bound[1], -bound[0])
    certain = None not in tops and all(each == tops[0] for each in (*tops, *every))
    chosen = tops[0] if certain else None
    return _untwisted(chosen, sign, unit), [_end(low, unit), _end(high, unit)], certain


def _closed(terms: Sequence[Term], frame: Frame) -> list[list[Term]]:
    """Return sets of terms that decide the extreme: the certain ones, each possible one with its needs, all."""
    sure = [term for term in terms if term.certain]
    needs = _needs(terms, frame)
    some = [
        [*sure, term, *(t for t in terms if t.item.node in needs.get(term.item.node, ()))]
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
        least=low if low.is_finite() else None, most=high if high.is_finite() else None, amount=exact, unit=unit
    )


def _end(number: Decimal, unit: str | None) -> object:
    if not number.is_finite():
        return None
    return quantities.to_json(Quantity(least=number, most=number, amount=number, unit=unit))


__all__ = ["Mapping", "added", "count", "greatest", "least"]
