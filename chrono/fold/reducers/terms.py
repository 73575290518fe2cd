"""The terms of a sum or an extreme: amounts of one unit that have occurred, or can have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product
from math import prod

import attrs

from chrono.fold.reducers.items import FieldInput, Item, rests_on
from chrono.fold.states import CERTAIN, POSSIBLE, FieldState
from chrono.fold.worlds import Frame, Node
from chrono.resolve.accounts import Group, Reading
from chrono.values import quantities
from chrono.values.agreement import order_key
from chrono.values.quantities import Quantity

Number = Decimal | None
ZERO = Decimal(0)


@attrs.frozen(repr=False)
class Term:
    """An amount of one unit that counts: its bounds (None is open), and whether it has certainly occurred.

    Where accounts tie the bounds span them.
    """

    item: Item
    unit: str | None
    low: Number
    high: Number
    exact: Quantity | None
    """The amount as it stands first; None where accounts tie."""
    certain: bool

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """Its bounds as numbers that compare: an open one is infinite."""
        low = Decimal("-Infinity") if self.low is None else self.low
        return low, Decimal("Infinity") if self.high is None else self.high


MOST_CHOICES = 64
"""How many ways to settle ties are tried; beyond it the lowest of every tie and the highest."""
Worlds = Sequence[Sequence["Term"]]
"""The terms that can have occurred, for each frame."""
Values = list[Quantity | None]


def worlds_of(given: FieldInput) -> Worlds:
    """Return the terms of a field, for each of its frames."""
    return [_terms(given.items, given.until, frame) for frame in given.frames]


def settled(
    given: FieldInput, worlds: Worlds, values_of: Callable[[Worlds], Values | None]
) -> tuple[Values | None, bool]:
    """Return the values that hold whichever way ties are settled, and whether dates leave nothing open.

    Args:
        given: what the field is folded from.
        worlds: its terms.
        values_of: gives the values, unit by unit, where they are the same in every placement; else None.
    """
    tied = list({id(t.item): t.item for terms in worlds for t in terms if t.exact is None}.values())
    if not tied:
        values = values_of(worlds)
        return values, values is not None
    found = [values_of(some) for some in _settlements(given, tied)]
    certain = None not in found
    return (found[0] if certain and all(each == found[0] for each in found) else None), certain


def _settlements(given: FieldInput, tied: Sequence[Item]) -> Iterator[Worlds]:
    """Yield the terms for each way to settle the ties of accounts."""
    groups = [sorted(each.reading.tied, key=lambda group: order_key(group.value)) for each in tied]
    every: Iterable[tuple[Group, ...]] = product(*groups)
    if prod(map(len, groups)) > MOST_CHOICES:
        every = [tuple(each[0] for each in groups), tuple(each[-1] for each in groups)]
    for choice in every:
        chosen = {id(each): Reading((group,)) for each, group in zip(tied, choice, strict=True)}
        items = [
            attrs.evolve(each, reading=chosen[id(each)]) if id(each) in chosen else each
            for each in given.items
        ]
        yield worlds_of(attrs.evolve(given, items=items))


def tally_state(
    given: FieldInput,
    worlds: Worlds,
    values: Values | None,
    ranges: Sequence[list[object]],
    *,
    certain: bool,
    since: Item | None,
    counts: Callable[[Item], bool] = lambda _: True,
) -> FieldState:
    """Return the state with the values that hold, if any do.

    Args:
        given: what the field is folded from.
        worlds: its terms.
        values: the values that hold, unit by unit; None where none does.
        ranges: the range of each unit.
        certain: whether dates leave nothing open.
        since: the item that last changed the values.
        counts: whether the values rest on an item; by default on all that take part.
    """
    shown = [None if each is None else quantities.to_json(each) for each in values or ()]
    taking_part = {id(term.item) for terms in worlds for term in terms}
    used = tuple(each for each in given.items if id(each) in taking_part)
    on = rests_on(each for each in used if counts(each))
    return FieldState(
        value=None if not shown else shown[0] if len(shown) == 1 else shown,
        certainty=CERTAIN if certain else POSSIBLE,
        range=ranges[0] if len(ranges) == 1 else list(ranges),
        since=None if since is None else given.since(since),
        since_of=since,
        reports=on.reports,
        sources=on.sources,
        origins=on.origins,
        used=used,
    )


def _terms(items: Sequence[Item], until: int, frame: Frame) -> list[Term]:
    """Return the terms that can have occurred by `until` in a frame, in world order."""
    here = [each for each in items if each.node in frame.places and frame.places[each.node].lo <= until]
    here.sort(key=lambda each: frame.rank(each.node))
    return [term for each in here for term in _term(each, certain=frame.places[each.node].hi <= until)]


def _term(item: Item, *, certain: bool) -> list[Term]:
    """Return the term of an item, if what it says is an amount."""
    said = [each for each in (_amount(group.value) for group in item.reading.leading) if each is not None]
    if not said:
        return []
    lows, highs = [each.least for each in said], [each.most for each in said]
    low = None if None in lows else min(each for each in lows if each is not None)
    high = None if None in highs else max(each for each in highs if each is not None)
    return [Term(item, said[0].unit, low, high, said[0] if len(said) == 1 else None, certain)]


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


def units_heard(items: Iterable[Item]) -> tuple[str | None, ...]:
    """Return the units of the amounts that items say, sorted, whether these can have occurred or not."""
    said = [_amount(group.value) for each in items for group in each.reading.leading]
    return tuple(sorted({each.unit for each in said if each}, key=lambda unit: unit or ""))


def of_unit(terms: Sequence[Term], unit: str | None) -> list[Term]:
    """Return the terms of one unit."""
    return [term for term in terms if term.unit == unit]


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
