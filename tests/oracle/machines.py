"""The reducers, each as a state machine run over one world."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import attrs

from chrono.values import quantities
from chrono.values.quantities import Quantity
from oracle.placements import World

UNKNOWN, NOTHING = "unknown", "nothing"


@attrs.frozen
class Act:
    """What one development does to a field: its role, and what it carries."""

    role: str
    carries: Any


@attrs.frozen
class Outcome:
    """What a field is in one world, and the developments it rests on."""

    value: Any
    rests_on: tuple[str, ...] = ()


Acts = Mapping[str, Act]


def latest(world: World, acts: Acts) -> Outcome:
    """Return the value of the last change; where nothing changed it, that of the last observation."""
    for role in ("change", "observe"):
        for each in reversed(world.order):
            if acts[each].role == role:
                return Outcome(acts[each].carries, (each,))
    if world.later and acts[world.later[0]].role == "observe":
        return Outcome(UNKNOWN)
    return Outcome(NOTHING)


def first(world: World, acts: Acts) -> Outcome:
    """Return the value of the first development."""
    return Outcome(acts[world.order[0]].carries, world.order[:1]) if world.order else Outcome(NOTHING)


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
        return Outcome(NOTHING)
    value = {
        name: None if each is None else acts[each].carries for name, each in (("start", start), ("end", end))
    }
    return Outcome(value, tuple(each for each in (start, end) if each is not None))


def total(world: World, acts: Acts) -> Outcome:
    """Return the sums by unit."""
    sums: dict[str | None, Quantity] = {}
    for each in world.order:
        amount = acts[each].carries
        sums[amount.unit] = quantities.add(sums.get(amount.unit, quantities.zero(amount.unit)), amount)
    return Outcome(sums, world.order)


def count(world: World, _: Acts) -> Outcome:
    """Return how many there were."""
    return Outcome({None: quantities.quantity(len(world.order))}, world.order)


def _extreme(choose: Callable[[Iterable[Decimal]], Decimal], *, open_low: bool) -> Callable[..., Outcome]:
    def run(world: World, acts: Acts) -> Outcome:
        found: dict[str | None, list[Quantity]] = {}
        for each in world.order:
            found.setdefault(acts[each].carries.unit, []).append(acts[each].carries)
        return Outcome({unit: _bounds(some, choose, open_low) for unit, some in found.items()}, world.order)

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
    found: dict[str | None, list[Quantity]] = {}
    for each in world.order:
        found.setdefault(acts[each].carries.unit, []).append(acts[each].carries)
    middles = {}
    for unit, some in found.items():
        low = _middle([each.least for each in some], beyond=Decimal("-Infinity"))
        high = _middle([each.most for each in some], beyond=Decimal("Infinity"))
        middles[unit] = Quantity(least=low, most=high, amount=low if low == high else None, unit=unit)
    return Outcome(middles, world.order)


def _middle(ends: Iterable[Decimal | None], beyond: Decimal) -> Decimal | None:
    """Return the one in the middle, or the mean of the two; an open end lies beyond all others."""
    middle = statistics.median([beyond if each is None else each for each in ends])
    return middle if middle.is_finite() else None


Held = dict[str, tuple[Any, str]]


def members(world: World, acts: Acts) -> Outcome:
    """Return the members, and those of whom it is unknown, as {member: its value, or UNKNOWN}."""
    held: Held = {}
    spells: dict[str, list[tuple[Any, str]]] = {}
    settled: set[str] = set()
    for each in world.order:
        for name, value in acts[each].carries:
            _take(acts[each].role, name, (value, each), held, spells, settled)
    seen = set(held) | settled
    for name, some in spells.items():
        lasting = [spell for spell in some if spell[1] not in world.ended]
        held.update({name: lasting[-1]} if lasting else {})
    unknown = dict.fromkeys(_unknown(world.later, acts, seen), UNKNOWN)
    rests_on = tuple(sorted({by for _, by in held.values()}))
    return Outcome({name: value for name, (value, _) in held.items()} | unknown, rests_on)


def _take(
    role: str,
    name: str,
    put: tuple[Any, str],
    held: Held,
    spells: dict[str, list[tuple[Any, str]]],
    settled: set[str],
) -> None:
    """Take in what one development does to one member: an observation counts where nothing else bears."""
    if role == "observe":
        held.update({name: put} if name not in settled else {})
        return
    settled.add(name)
    if role == "during":
        spells.setdefault(name, []).append(put)
        return
    held.pop(name, None)
    if role == "change":
        held[name] = put
    else:
        spells.pop(name, None)


def _unknown(later: Iterable[str], acts: Acts, seen: set[str]) -> list[str]:
    """Return those not yet heard of of whom an observation, or a removal, is the first that is heard."""
    first: dict[str, str] = {}
    for each in later:
        for name, _ in acts[each].carries:
            first.setdefault(name, acts[each].role)
    return [name for name, role in first.items() if name not in seen and role in ("end", "observe")]


def collect(world: World, acts: Acts) -> Outcome:
    """Return every one, in order."""
    return Outcome([(each, acts[each].carries) for each in world.order], world.order)


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
