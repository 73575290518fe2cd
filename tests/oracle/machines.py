"""The reducers, each as a state machine run over one world."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from chrono.values import quantities
from chrono.values.quantities import Quantity
from oracle.knowledge import Account
from oracle.placements import World
from oracle.values import OPEN

UNKNOWN, NOTHING = "unknown", "nothing"


@attrs.frozen
class Act:
    """What one development does to a field: its role, what it carries, and the accounts that say so."""

    role: str
    carries: Any
    accounts: frozenset[Account]


@attrs.frozen
class Put:
    """One member that a development names: its text, its value, and the accounts that say so."""

    name: str
    value: Any
    accounts: frozenset[Account]


@attrs.frozen
class Run:
    """What holds, since which development, and which says so last; an observation asserts no beginning."""

    value: Any
    began: str | None
    last: str
    accounts: frozenset[Account] = frozenset()


@attrs.frozen(kw_only=True)
class Outcome:
    """What a field is in one world."""

    value: Any
    rests_on: tuple[str, ...] = ()
    """The developments that give the value, the one that gives it last."""
    began: str | None = None
    """The development at which the value began; None where none asserts it."""
    runs: Mapping[str, Run] = attrs.field(factory=dict)
    """Of each member."""
    against: frozenset[str] = frozenset()
    """The observations that contradict what bears on the field now."""
    was_against: frozenset[str] = frozenset()
    """Those that contradicted what bore on it once."""


Acts = Mapping[str, Act]


def latest(world: World, acts: Acts) -> Outcome:
    """Return the value of the last change; where nothing changed it, that of the last observation."""
    run: Run | None = None
    settled = False
    against, was_against = set[str](), set[str]()
    for each in world.order:
        value = acts[each].carries
        same = run is not None and run.value == value
        if acts[each].role == "observe" and settled:
            against |= set() if same else {each}
            continue
        if acts[each].role == "change":
            settled, was_against, against = True, was_against | against, set()
        began = run.began if run and same else each if settled else None
        run = Run(value, began, each)
    nothing: Any = UNKNOWN if world.later and acts[world.later[0]].role == "observe" else NOTHING
    return Outcome(
        value=run.value if run else nothing,
        rests_on=(run.last,) if run else (),
        began=run.began if run else None,
        against=frozenset(against),
        was_against=frozenset(was_against),
    )


def first(world: World, acts: Acts) -> Outcome:
    """Return the value of the first development."""
    if not world.order:
        return Outcome(value=NOTHING)
    return Outcome(value=acts[world.order[0]].carries, rests_on=world.order[:1], began=world.order[0])


def span(world: World, acts: Acts) -> Outcome:
    """Return start and end of the last tenure."""
    start: str | None = None
    end: str | None = None
    for each in world.order:
        if acts[each].role == "change":
            start, end = each, None
        elif end is None:
            end = each
    if start is None and end is None:
        return Outcome(value=NOTHING)
    ends = (("start", start), ("end", end))
    value = {name: None if each is None else acts[each].carries for name, each in ends}
    return Outcome(value=value, rests_on=tuple(each for _, each in ends if each is not None), began=start)


def total(world: World, acts: Acts) -> Outcome:
    """Return the sums by unit."""
    sums: dict[str | None, Quantity] = {}
    for each in world.order:
        amount = acts[each].carries
        sums[amount.unit] = quantities.add(sums.get(amount.unit, quantities.zero(amount.unit)), amount)
    return Outcome(value=sums, rests_on=world.order)


def count(world: World, _: Acts) -> Outcome:
    """Return how many there were."""
    return Outcome(value={None: quantities.quantity(len(world.order))}, rests_on=world.order)


def _by_unit(world: World, acts: Acts) -> Iterator[tuple[str | None, list[Quantity]]]:
    found: dict[str | None, list[Quantity]] = {}
    for each in world.order:
        found.setdefault(acts[each].carries.unit, []).append(acts[each].carries)
    yield from found.items()


def _extreme(choose: Callable[[Iterable[Decimal]], Decimal], *, open_low: bool) -> Callable[..., Outcome]:
    def run(world: World, acts: Acts) -> Outcome:
        found = {unit: _bounds(some, choose, open_low) for unit, some in _by_unit(world, acts)}
        return Outcome(value=found, rests_on=world.order)

    return run


def _bounds(some: list[Quantity], choose: Callable[[Iterable[Decimal]], Decimal], open_low: bool) -> Quantity:  # noqa: FBT001
    """Return the bounds of the least or the greatest of some amounts."""
    lows = [each.least for each in some if each.least is not None]
    highs = [each.most for each in some if each.most is not None]
    low = choose(lows) if lows and (len(lows) == len(some) or not open_low) else None
    high = choose(highs) if highs and (len(highs) == len(some) or open_low) else None
    point = low if low == high else None
    return Quantity(least=low, most=high, amount=point, unit=some[0].unit)


def median(world: World, acts: Acts) -> Outcome:
    """Return the middle amount of each unit: of the lower ends, and of the upper ones."""
    middles = {}
    for unit, some in _by_unit(world, acts):
        low = _middle([each.least for each in some], beyond=Decimal("-Infinity"))
        high = _middle([each.most for each in some], beyond=Decimal("Infinity"))
        middles[unit] = Quantity(least=low, most=high, amount=low if low == high else None, unit=unit)
    return Outcome(value=middles, rests_on=world.order)


def _middle(ends: Iterable[Decimal | None], beyond: Decimal) -> Decimal | None:
    """Return the one in the middle, or the mean of the two; an open end lies beyond all others."""
    middle = statistics.median([beyond if each is None else each for each in ends])
    return middle if middle.is_finite() else None


@attrs.define
class _Member:
    """What becomes of one member in a world."""

    held: Run | None = None
    spells: list[Run] = attrs.field(factory=list)
    before: int = 0
    """How many of the spells began before what is held was last put."""
    settled: bool = False
    against: set[str] = attrs.field(factory=set)
    was_against: set[str] = attrs.field(factory=set)

    def take(self, each: str, role: str, put: Put) -> None:
        """Take in what one development does: an observation counts where nothing else bears."""
        same = self.held is not None and self.held.value == put.value
        if role == "observe" and self.settled:
            self.against |= set() if same else {each}
            return
        if role == "during":
            self.settled = True
            self.spells.append(Run(put.value, each, each, put.accounts))
            return
        if role != "observe":
            self.settled, self.was_against, self.against = True, self.was_against | self.against, set()
        if role == "end":
            self.held, self.spells = None, []
            return
        began = self.held.began if self.held and same else None if role == "observe" else each
        if same and any(spell.value != put.value for spell in self.spells[self.before :]):
            began = OPEN  # an equal value again: did what held between, of another value, last until then?
        self.held, self.before = Run(put.value, began, each, put.accounts), len(self.spells)

    def run(self, ended: frozenset[str]) -> Run | None:
        """Return what holds at last: a span that has not ended, else what was put."""
        lasting = [spell for spell in self.spells if spell.last not in ended]
        if lasting and self.held and self.spells.index(lasting[-1]) < self.before:
            return self.held  # "the last put for each key"
        return lasting[-1] if lasting else self.held


def members(world: World, acts: Acts) -> Outcome:
    """Return the members, and those of whom it is unknown, as {member: its value, or UNKNOWN}."""
    found: dict[str, _Member] = {}
    for each in world.order:
        for put in acts[each].carries:
            found.setdefault(put.name, _Member()).take(each, acts[each].role, put)
    runs = {name: run for name, each in found.items() if (run := each.run(world.ended))}
    unknown = dict.fromkeys(_unknown(world.later, acts, set(found)), UNKNOWN)
    return Outcome(
        value={name: run.value for name, run in runs.items()} | unknown,
        rests_on=tuple(sorted({run.last for run in runs.values()})),
        runs=runs,
        against=frozenset().union(*(each.against for each in found.values())),
        was_against=frozenset().union(*(each.was_against for each in found.values())),
    )


def _unknown(later: Iterable[str], acts: Acts, heard: set[str]) -> list[str]:
    """Return those not yet heard of of whom an observation, or a removal, is the first that is heard."""
    first_role: dict[str, str] = {}
    for each in later:
        for put in acts[each].carries:
            first_role.setdefault(put.name, acts[each].role)
    return [name for name, role in first_role.items() if name not in heard and role in ("end", "observe")]


def collect(world: World, acts: Acts) -> Outcome:
    """Return every one, in order."""
    return Outcome(value=[(each, acts[each].carries) for each in world.order], rests_on=world.order)


MACHINES: Mapping[str, Callable[[World, Acts], Outcome]] = {
    "latest": latest,
    "status": latest,
    "first": first,
    "span": span,
    "sum": total,
    "count": count,
    "least": _extreme(min, open_low=True),
    "greatest": _extreme(max, open_low=False),
    "median": median,
    "set": members,
    "map": members,
    "collect": collect,
}
