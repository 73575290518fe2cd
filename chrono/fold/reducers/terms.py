"""The terms of a sum or an extreme: amounts of one unit that have occurred, or can have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import attrs

from chrono.fold.reducers.items import Feed, Item
from chrono.fold.reducers.points import alternatives_of
from chrono.fold.states import CERTAIN, POSSIBLE, FieldState, rests
from chrono.fold.worlds import Frame, Node
from chrono.resolve.accounts import Account
from chrono.values import quantities
from chrono.values.quantities import Quantity

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


Worlds = Sequence[Sequence["Term"]]
"""The terms that can have occurred, for each frame."""


def worlds_of(feed: Feed) -> Worlds:
    """Return the terms of a feed, for each of its frames."""
    return [_terms(feed.items, feed.until, frame) for frame in feed.frames]


def told(
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
    return resting(feed, state, used, (each.on for each in used))


def resting(
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


def _amount(value: object) -> Quantity | None:
    if isinstance(value, Quantity):
        return value
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        number = Decimal(value)
        return Quantity(least=number, most=number, amount=number)
    return None


def units_of(worlds: Worlds) -> tuple[str | None, ...]:
    """Return the units of the terms, sorted; one without a unit first."""
    return tuple(sorted({term.unit for terms in worlds for term in terms}, key=lambda unit: unit or ""))


def needs(terms: Sequence[Term], frame: Frame) -> dict[Node, frozenset[Node]]:
    """Return for each possible term those that have occurred wherever it has."""
    nodes = [term.item.node for term in terms if not term.certain]
    if not frame.graph:
        return {}
    return {one: frozenset(other for other in nodes if frame.follows(one, other)) for one in nodes}
