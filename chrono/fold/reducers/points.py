"""The reducers that hold one value: `latest`, `first`, `status`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chrono.fold.current import first as first_of
from chrono.fold.current import settled
from chrono.fold.reducers.items import OBSERVE, SET, FieldInput, Item
from chrono.fold.reducers.making import one_item
from chrono.fold.reducers.reducer import Reducer
from chrono.fold.reducers.slots import HELD, NOTHING, UNKNOWN, SlotOutcome, contradicted, slot_outcomes
from chrono.fold.states import (
    CERTAIN,
    POSSIBLE,
    UNKNOWN_VALUE,
    Alternative,
    FieldState,
    alternative,
    alternatives,
    rests,
)
from chrono.fold.worlds import Frame
from chrono.resolve.accounts import Group
from chrono.values.canonical_json import jsontext


def latest(given: FieldInput) -> FieldState:
    """Return the state of a `latest` or `status` field."""
    found = united((slot_outcomes(given.items, given.until, frame) for frame in given.frames), given.frame)
    against = {
        id(seen): seen
        for frame in given.frames
        for seen in contradicted(given.items, found, given.until, frame)
    }
    return _point(given, found, list(against.values()))


def first(given: FieldInput) -> FieldState:
    """Return the state of a `first` field."""
    found = united((_first(given.items, given.until, frame) for frame in given.frames), given.frame)
    return _point(given, found, [])


def _first(items: Sequence[Item], until: int, frame: Frame) -> list[SlotOutcome]:
    here = {each.node: each for each in items if each.node in frame.places}
    found = [SlotOutcome(HELD, here[each]) for each in first_of(list(here), until, frame)]
    found.sort(key=lambda each: _rank(each, frame))
    return found if settled(here, until, frame) else [SlotOutcome(NOTHING), *found]


def united(found: Iterable[Iterable[SlotOutcome]], frame: Frame) -> list[SlotOutcome]:
    """Return the outcomes of several frames, each once, in world order, those without an item first."""
    unique = {(each.what, id(each.item)): each for some in found for each in some}
    return sorted(unique.values(), key=lambda each: _rank(each, frame))


def _rank(outcome: SlotOutcome, frame: Frame) -> tuple[int, ...]:
    if outcome.item is None or outcome.item.node not in frame.places:
        return ()
    return frame.rank(outcome.item.node)


def _point(given: FieldInput, found: list[SlotOutcome], against: Sequence[Item]) -> FieldState:
    held = [each.item for each in found if each.item is not None]
    whats = {each.what for each in found}
    ties = [each for each in held if each.tied]
    values = {jsontext(each.value): each.value for each in held if not each.tied}
    if NOTHING in whats:
        start = given.field.initial
        values = {jsontext(start): start, **values}
    count = len(values) + len(ties) + (UNKNOWN in whats)
    on = rests(account for each in held for account in each.on)
    certain = count == 1
    if certain and UNKNOWN in whats:
        return FieldState(certainty="unknown")
    unknown = (UNKNOWN_VALUE,) if UNKNOWN in whats else ()
    differing = alternatives_of(held, against)
    return FieldState(
        value=next(iter(values.values()), None) if certain else None,
        certainty=CERTAIN if certain else POSSIBLE,
        possible=() if certain else (*unknown, *values.values()),
        disputed=bool(differing),
        alternatives=differing,
        since=_since(given, held, certain=certain and NOTHING not in whats),
        reports=on.reports,
        sources=on.sources,
        origins=on.origins,
    )


def alternatives_of(held: Sequence[Item], against: Sequence[Item]) -> tuple[Alternative, ...]:
    """Return the values that accounts differ in, and observations that contradict what bears."""
    groups: list[Group] = [group for each in held if each.reading.disputed for group in each.reading.groups]
    found = list(alternatives(groups))
    found += [
        alternative(each.value, each.on) for each in held if each.contested and not each.reading.disputed
    ]
    if against and not found:
        found = [alternative(each.value, each.on) for each in held[:1]]
    found += [alternative(each.value, each.on) for each in against]
    return tuple(dict.fromkeys(found)) if found and all(_hashable(each) for each in found) else _unique(found)


def _hashable(each: Alternative) -> bool:
    return isinstance(each.value, str | int | bool | None)


def _unique(found: Sequence[Alternative]) -> tuple[Alternative, ...]:
    return tuple({jsontext(each.to_dict()): each for each in found}.values())


def _since(given: FieldInput, held: Sequence[Item], *, certain: bool) -> str | None:
    """Return the date of the development at which the value began, back over equal values.

    Of a value that is only possible, that of the first development that can be current.
    """
    if not held or (certain and held[-1].role == OBSERVE):
        return None
    if not certain:
        return None if held[0].role == OBSERVE else given.since(held[0])
    return began(given, given.items, held)


def began(given: FieldInput, items: Sequence[Item], held: Sequence[Item]) -> str | None:
    """Return the date of the first of the run of equal values that ends with the last of `held`."""
    frame = given.frame
    order = sorted((e for e in items if e.node in frame.places), key=lambda e: frame.rank(e.node))
    last = max((n for n, each in enumerate(order) if any(each is one for one in held)), default=None)
    if last is None:
        return given.since(held[-1])
    start = last
    while start and order[start - 1].role in (SET, OBSERVE) and _equal(order[start - 1], order[last]):
        start -= 1
    return None if order[start].role == OBSERVE else given.since(order[start])


def _equal(one: Item, other: Item) -> bool:
    return not one.tied and not other.tied and one.value == other.value


LATEST = Reducer(name="latest", make=one_item, fold=latest, empty=FieldState(), holds_until_next=True)
STATUS = Reducer(
    name="status",
    make=one_item,
    fold=latest,
    empty=FieldState(),
    holds_until_next=True,
    shows_what_is_read=False,
)
FIRST = Reducer(name="first", make=one_item, fold=first, empty=FieldState(), keeps_first=True)
