"""The reducers that count and add: `count`, `sum`, `least`, `greatest`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import product
from math import prod

import attrs

from chrono import quantities
from chrono.accounts import Account, Reading
from chrono.quantities import Quantity
from chrono.reducers.closures import greatest_closure
from chrono.reducers.items import Feed, Item
from chrono.reducers.points import alternatives_of
from chrono.states import CERTAIN, POSSIBLE, FieldState, rests
from chrono.worlds import Frame, Node

Number = Decimal | None
ZERO = Decimal(0)


@attrs.frozen
class Term:
    """An amount of one unit that counts: its bounds (None is open), and whether it has certainly occurred.

    Where accounts tie the bounds span them; an account in another unit leaves nothing in this one.
    """

    item: Item
    unit: str | None
    low: Number
    high: Number
    exact: Quantity | None
    """The amount as it stands first; None where accounts tie."""
    certain: bool
    elsewhere: bool = False
    """Whether an account that ties gives another unit."""


def count(feed: Feed) -> FieldState:
    """Return how many such developments have occurred, with the least and the most."""
    counts: list[int] = []
    possible: list[Item] = []
    for frame in feed.frames:
        here = [
            each
            for each in feed.items
            if each.node in frame.places and frame.places[each.node].lo <= feed.until
        ]
        counts += [sum(frame.places[each.node].hi <= feed.until for each in here), len(here)]
        possible += here
    least_, most = min(counts), max(counts)
    state = FieldState(
        value=least_ if least_ == most else None,
        certainty=CERTAIN if least_ == most else POSSIBLE,
        range=[least_, most],
    )
    return _resting(feed, state, possible, (each.development.accounts for each in possible))


def added(feed: Feed) -> FieldState:
    """Return the sum of what has occurred, unit by unit, with the least and the most.

    What has occurred is all that is certain and any set of possible terms with all that they follow.
    """
    worlds = _worlds(feed)
    units = _units(worlds) or (None,)
    certain = _same(worlds) and all(_is_zero(term) for terms in worlds for term in terms if not term.certain)
    ranges = [_sum_range(worlds, feed.frames, unit) for unit in units]
    totals = [_total([t for t in worlds[0] if t.certain and t.unit == unit]) for unit in units]
    return _state(feed, worlds, totals if certain else None, ranges)


Worlds = Sequence[Sequence["Term"]]
"""The terms that can have occurred, for each frame."""


def _worlds(feed: Feed) -> Worlds:
    return [_terms(feed.items, feed.until, frame) for frame in feed.frames]


def _state(
    feed: Feed, worlds: Worlds, certain: Sequence[Quantity | None] | None, ranges: Sequence[list[object]]
) -> FieldState:
    """Return the state with the values that are certain, or None; in a tie no value stands first."""
    tied = any(term.exact is None for terms in worlds for term in terms)
    shown = [None if each is None else quantities.to_json(each) for each in certain or ()]
    state = FieldState(
        value=None if tied or not shown else shown[0] if len(shown) == 1 else shown,
        certainty=POSSIBLE if certain is None else CERTAIN,
        range=ranges[0] if len(ranges) == 1 else list(ranges),
    )
    taking_part = {id(term.item) for terms in worlds for term in terms}
    used = [each for each in feed.items if id(each) in taking_part]
    differing = alternatives_of(used, ())
    state = attrs.evolve(state, disputed=bool(differing), alternatives=differing)
    return _resting(feed, state, used, (each.on for each in used))


def _resting(
    feed: Feed, state: FieldState, used: Sequence[Item], accounts: Iterable[Iterable[Account]]
) -> FieldState:
    """Return the state with what it rests on, and since when it has its value: its last term."""
    on = rests(account for each in accounts for account in each)
    placed = [each for each in used if each.node in feed.frame.places]
    last = max(placed, key=lambda each: feed.frame.rank(each.node), default=None)
    return attrs.evolve(
        state,
        since=feed.since(last) if last is not None and state.certainty == CERTAIN else None,
        reports=on.reports,
        sources=on.sources,
        origins=on.origins,
    )


def _terms(items: Sequence[Item], until: int, frame: Frame) -> list[Term]:
    """Return the terms that can have occurred by `until` in a frame, in world order."""
    here = [each for each in items if each.node in frame.places and frame.places[each.node].lo <= until]
    here.sort(key=lambda each: frame.rank(each.node))
    return [term for each in here for term in _term(each, certain=frame.places[each.node].hi <= until)]


def _term(item: Item, *, certain: bool) -> list[Term]:
    """Return the terms of an item: one, but for a tie across units."""
    given = [_amount(group.value) for group in item.reading.leading]
    some = [each for each in given if each is not None]
    found = []
    for unit in dict.fromkeys(each.unit for each in some):
        here = [each for each in some if each.unit == unit]
        lows, highs = [each.least for each in here], [each.most for each in here]
        low = None if None in lows else min(each for each in lows if each is not None)
        high = None if None in highs else max(each for each in highs if each is not None)
        exact = here[0] if len(some) == 1 else None
        found.append(Term(item, unit, low, high, exact, certain, len(here) < len(some)))
    return found


def _or_nothing(term: Term) -> Term:
    """Return a term as it counts in a sum: nothing of it, where a tie may put it into another unit."""
    if not term.elsewhere:
        return term
    low = None if term.low is None else min(term.low, ZERO)
    high = None if term.high is None else max(term.high, ZERO)
    return attrs.evolve(term, low=low, high=high)


def _amount(value: object) -> Quantity | None:
    if isinstance(value, Quantity):
        return value
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        number = Decimal(value)
        return Quantity(least=number, most=number, amount=number)
    return None


def _units(worlds: Worlds) -> tuple[str | None, ...]:
    return tuple(sorted({term.unit for terms in worlds for term in terms}, key=lambda unit: unit or ""))


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
    lows: list[Number] = []
    highs: list[Number] = []
    for terms, frame in zip(worlds, frames, strict=True):
        here = [_or_nothing(term) for term in terms if term.unit == unit]
        below = greatest_closure(
            _weights(here, lambda t: None if t.low is None else -t.low), _needs(here, frame)
        )
        above = greatest_closure(_weights(here, lambda t: t.high), _needs(here, frame))
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


def _needs(terms: Sequence[Term], frame: Frame) -> dict[Node, frozenset[Node]]:
    """Return for each possible term those that have occurred wherever it has."""
    nodes = [term.item.node for term in terms if not term.certain]
    if not frame.graph:
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


def least(feed: Feed) -> FieldState:
    """Return the least of what has occurred, unit by unit."""
    return _extreme(feed, -1)


def greatest(feed: Feed) -> FieldState:
    """Return the greatest of what has occurred, unit by unit."""
    return _extreme(feed, 1)


MOST_CHOICES = 64
"""How many ways to settle ties are tried; beyond it a tie counts as open."""


def _extreme(feed: Feed, sign: int) -> FieldState:
    worlds = _worlds(feed)
    units = _units(worlds)
    if not units:
        return FieldState(value=None, certainty=CERTAIN)
    found = [_extreme_of(worlds, feed.frames, unit, sign) for unit in units]
    certain = all(each[2] for each in found) or _certain_however_settled(feed, sign)
    return _state(feed, worlds, [each[0] for each in found] if certain else None, [each[1] for each in found])


def _certain_however_settled(feed: Feed, sign: int) -> bool:
    """Return whether dates alone leave nothing open, each tie of accounts settled one way or the other."""
    tied = [each for each in feed.items if each.tied]
    if not tied or prod(len(each.reading.tied) for each in tied) > MOST_CHOICES:
        return False
    for choice in product(*(each.reading.tied for each in tied)):
        chosen = {id(each): Reading((group,)) for each, group in zip(tied, choice, strict=True)}
        items = [attrs.evolve(each, reading=chosen.get(id(each), each.reading)) for each in feed.items]
        settled = attrs.evolve(feed, items=items)
        worlds = _worlds(settled)
        if not all(_extreme_of(worlds, feed.frames, unit, sign)[2] for unit in _units(worlds)):
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
    """Return the sets that decide: the certain terms, each possible one with its needs, all."""
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
        least=low if low.is_finite() else None,
        most=high if high.is_finite() else None,
        amount=exact,
        unit=unit,
    )


def _end(number: Decimal, unit: str | None) -> object:
    if not number.is_finite():
        return None
    return quantities.to_json(Quantity(least=number, most=number, amount=number, unit=unit))
