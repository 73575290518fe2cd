"""The terms of a sum or an extreme: amounts of one unit that have occurred, or can have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product
from math import prod

import attrs

from chrono.fold.reducers.items import FieldInput, Item
from chrono.fold.reducers.points import alternatives_of
from chrono.fold.states import CERTAIN, POSSIBLE, FieldState, rests
from chrono.fold.worlds import Frame, Node
from chrono.resolve.accounts import Account, Reading
from chrono.values import quantities
from chrono.values.quantities import Quantity

Number = Decimal | None
ZERO = Decimal(0)


@attrs.frozen(repr=False)
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

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """Its bounds as numbers that compare: an open one is infinite."""
        low = Decimal("-Infinity") if self.low is None else self.low
        return low, Decimal("Infinity") if self.high is None else self.high


MOST_CHOICES = 64
"""How many ways to settle ties are tried; beyond it a tie counts as open."""
Worlds = Sequence[Sequence["Term"]]
"""The terms that can have occurred, for each frame."""


def worlds_of(given: FieldInput) -> Worlds:
    """Return the terms of a field, for each of its frames."""
    return [_terms(given.items, given.until, frame) for frame in given.frames]


def settlements(given: FieldInput) -> Iterator[Worlds | None]:
    """Yield the terms for each way to settle the ties of accounts; None alone where there are too many."""
    tied = [each for each in given.items if each.tied]
    if prod(len(each.reading.tied) for each in tied) > MOST_CHOICES:
        yield None
        return
    for choice in product(*(each.reading.tied for each in tied)):
        chosen = {id(each): Reading((group,)) for each, group in zip(tied, choice, strict=True)}
        items = [attrs.evolve(each, reading=chosen.get(id(each), each.reading)) for each in given.items]
        yield worlds_of(attrs.evolve(given, items=items))


def tally_state(
    given: FieldInput,
    worlds: Worlds,
    certain: Sequence[Quantity | None] | None,
    ranges: Sequence[list[object]],
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
    used = [each for each in given.items if id(each) in taking_part]
    differing = alternatives_of(used, ())
    state = attrs.evolve(state, disputed=bool(differing), alternatives=differing)
    return resting(given, state, used, (each.on for each in used))


def resting(
    given: FieldInput, state: FieldState, used: Sequence[Item], accounts: Iterable[Iterable[Account]]
) -> FieldState:
    """Return the state with what it rests on, and since when it has its value: its last term."""
    on = rests(account for each in accounts for account in each)
    placed = [each for each in used if each.node in given.frame.places]
    last = max(placed, key=lambda each: given.frame.rank(each.node), default=None)
    return attrs.evolve(
        state,
        since=given.since(last) if last is not None and state.certainty == CERTAIN else None,
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
    said = [_amount(group.value) for group in item.reading.leading]
    some = [each for each in said if each is not None]
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


def of_unit(terms: Sequence[Term], unit: str | None) -> list[Term]:
    """Return the terms of one unit; one that a tie may put into another unit is only possible in it."""
    return [
        attrs.evolve(term, certain=term.certain and not term.elsewhere) for term in terms if term.unit == unit
    ]


def between(low: Decimal, high: Decimal, unit: str | None) -> Quantity:
    """Return the amount between two bounds, inclusive; an infinite one is open."""
    return Quantity(
        least=low if low.is_finite() else None,
        most=high if high.is_finite() else None,
        amount=low if low == high else None,
        unit=unit,
    )


def bound(number: Decimal, unit: str | None) -> object:
    """Return a bound of a range as JSON shows it: null where it is open."""
    return quantities.to_json(between(number, number, unit)) if number.is_finite() else None


def needs(terms: Sequence[Term], frame: Frame) -> dict[Node, frozenset[Node]]:
    """Return for each possible term those that have occurred wherever it has."""
    nodes = [term.item.node for term in terms if not term.certain]
    if not frame.graph:
        return {}
    return {one: frozenset(other for other in nodes if frame.follows(one, other)) for one in nodes}
