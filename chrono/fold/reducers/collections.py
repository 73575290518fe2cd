"""The reducers that hold many values: `set`, `map` and `collect`."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from chrono.fold.reducers.items import DURING, OBSERVE, SET, FieldInput, Item
from chrono.fold.reducers.making import entry_items, member_items, one_item
from chrono.fold.reducers.points import alternatives_of, began, united
from chrono.fold.reducers.reducer import Reducer
from chrono.fold.reducers.slots import ABSENT, HELD, UNKNOWN, SlotOutcome, contradicted, slot_outcomes
from chrono.fold.states import (
    CERTAIN,
    POSSIBLE,
    UNKNOWN_VALUE,
    Alternative,
    FieldState,
    Member,
    alternatives,
    rests,
)
from chrono.resolve.accounts import Group
from chrono.values.canonical_json import jsontext
from chrono.values.shapes import plain


@attrs.frozen(kw_only=True, repr=False)
class Slot:
    """What can hold in one slot, and what the slot's members, rows and disputes are."""

    name: str
    certainty: str
    value: object
    possible: tuple[object, ...]
    members: tuple[Member, ...]
    on: tuple[Item, ...]
    against: tuple[Alternative, ...]
    removed: tuple[Member, ...]


def _slots(items: Sequence[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for each in items:
        found.setdefault(each.slot, []).append(each)
    return {name: found[name] for name in sorted(found)}


def _slot(given: FieldInput, name: str, items: Sequence[Item], *, spans_share: bool) -> Slot:
    worlds = (
        slot_outcomes(_worlds(items, sure), given.until, frame)
        for frame in given.frames
        for sure in _choices(items)
    )
    found = united(worlds, given.frame)
    held = [each.item for each in found if each.what == HELD and each.item]
    ended = [each.item for each in found if each.what == ABSENT and each.item]
    against = {id(e): e for frame in given.frames for e in contradicted(items, found, given.until, frame)}
    values = {jsontext(each.value): each for each in held if not each.tied}
    ties = [each for each in held if each.tied]
    can_lack = any(each.what not in (HELD, UNKNOWN) for each in found)
    unknown = any(each.what == UNKNOWN for each in found)
    kinds = len(values) + len(ties) + can_lack + unknown
    certainty = "unknown" if unknown and kinds == 1 else CERTAIN if kinds == 1 else POSSIBLE
    nothing = (UNKNOWN_VALUE,) if unknown else ()
    return Slot(
        name=name,
        certainty=certainty,
        value=next(iter(values.values())).value if certainty == CERTAIN and values else None,
        possible=(*nothing, *((None,) if can_lack else ()), *(each.value for each in values.values())),
        members=_members(given, name, items, found, certainty),
        on=tuple(held),
        against=alternatives_of(
            [*held, *(_also_holding(given, items, held) if spans_share else ())], list(against.values())
        ),
        removed=() if held else tuple(_removed(given, name, each) for each in ended),
    )


def _also_holding(given: FieldInput, items: Sequence[Item], held: Sequence[Item]) -> list[Item]:
    """Return the spans that may hold a member too, behind the one that began last."""
    found = []
    for item in items if held else ():
        place = given.frame.places.get(item.node)
        if item.role == DURING and place is not None and place.end is not None and item.reading.disputed:
            active = place.lo <= given.until <= place.end[1]
            found += [item] if active and not any(item is each for each in held) else []
    return found


def _choices(items: Sequence[Item]) -> tuple[bool, ...]:
    """Return the ways to take what a tie leaves open: as said, and as not said."""
    return (True,) if all(each.sure for each in items) else (True, False)


def _worlds(items: Sequence[Item], sure: bool) -> list[Item]:  # noqa: FBT001 - a world, not an option
    return list(items) if sure else [each for each in items if each.sure]


def _members(
    given: FieldInput, name: str, items: Sequence[Item], slot_outcomes: Sequence[SlotOutcome], certainty: str
) -> tuple[Member, ...]:
    held = [each.item for each in slot_outcomes if each.what == HELD and each.item]
    if not held:
        value = next((each.value for each in items if each.role in (SET, OBSERVE, DURING)), None)
        value = items[0].value if value is None else value
        unknown = any(each.what == UNKNOWN for each in slot_outcomes)
        return (Member(value=value, certainty="unknown", key=name),) if unknown else ()
    found: dict[str, list[Item]] = {}
    for each in held:
        found.setdefault(jsontext(each.value), []).append(each)
    return tuple(_member(given, name, items, some, certainty) for some in found.values())


def _member(
    given: FieldInput, name: str, items: Sequence[Item], some: Sequence[Item], certainty: str
) -> Member:
    on = rests(account for each in some for account in each.on)
    return Member(
        value=some[0].value,
        certainty=certainty,
        since=_member_since(given, items, some, certainty),
        reports=on.reports,
        sources=on.sources,
        key=name,
    )


def _member_since(
    given: FieldInput, items: Sequence[Item], some: Sequence[Item], certainty: str
) -> str | None:
    if certainty != CERTAIN:
        return None if some[0].role == OBSERVE else given.since(some[0])
    if some[-1].role == OBSERVE:
        return None
    return given.since(some[-1]) if some[-1].role == DURING else began(given, items, some)


def _removed(given: FieldInput, name: str, item: Item) -> Member:
    on = rests(item.on)
    return Member(
        value=item.value,
        certainty="absent",
        since=given.since(item),
        reports=on.reports,
        sources=on.sources,
        key=name,
    )


def members(given: FieldInput) -> FieldState:
    """Return the state of a `set` field at `until`, inclusive: its certain members, sorted by JSON text."""
    slots = [_slot(given, name, some, spans_share=True) for name, some in _slots(given.items).items()]
    value = [each.members[0].value for each in slots if each.certainty == CERTAIN and each.members]
    possible = [each.members[0].value for each in slots if each.certainty == POSSIBLE and each.on]
    listed = tuple(attrs.evolve(member, key=None) for each in slots for member in each.members[:1])
    state = _collection(slots, value, listed)
    return attrs.evolve(state, possible=tuple(possible)) if state.certainty == POSSIBLE else state


def rows(given: FieldInput) -> FieldState:
    """Return the state of a `map` field at `until`, inclusive: its certain rows by row key."""
    slots = [_slot(given, name, some, spans_share=False) for name, some in _slots(given.items).items()]
    value = {each.name: each.value for each in slots if each.certainty == CERTAIN and each.on}
    possible = {each.name: list(each.possible) for each in slots if each.certainty == POSSIBLE}
    listed = tuple(member for each in slots for member in each.members)
    state = _collection(slots, value, listed)
    return attrs.evolve(state, possible=possible if state.certainty == POSSIBLE else {})


def _collection(slots: Sequence[Slot], value: object, listed: tuple[Member, ...]) -> FieldState:
    certainties = {each.certainty for each in slots}
    certainty = next((each for each in (POSSIBLE, "unknown") if each in certainties), CERTAIN)
    on = rests(account for each in slots for item in each.on for account in item.on)
    against = tuple(other for each in slots for other in each.against)
    return FieldState(
        value=value,
        certainty=certainty,
        disputed=bool(against),
        alternatives=against,
        reports=on.reports,
        sources=on.sources,
        origins=on.origins,
        members=listed,
        removed=tuple(each for slot in slots for each in slot.removed),
    )


def collect(given: FieldInput) -> FieldState:
    """Return the state of a `collect` field: every such development that has occurred, in world order."""
    found = [(each, certainty) for each in given.items if (certainty := _occurred(given, each))]
    found.sort(key=lambda each: given.frame_of(each[0]).rank(each[0].node))
    listed = tuple(_collected(given, item, certainty) for item, certainty in found)
    on = rests(account for item, _ in found for account in item.development.accounts)
    possible = tuple(each.value for each in listed if each.certainty == POSSIBLE)
    differing = alternatives(group for item, _ in found for group in _differing(given, item))
    return FieldState(
        disputed=bool(differing),
        alternatives=differing,
        value=[each.value for each in listed if each.certainty == CERTAIN],
        certainty=POSSIBLE if possible else CERTAIN,
        possible=possible,
        reports=on.reports,
        sources=on.sources,
        origins=on.origins,
        members=listed,
    )


def _occurred(given: FieldInput, item: Item) -> str | None:
    """Return whether the item has certainly or possibly occurred; None where it cannot have."""
    places = [frame.places.get(item.node) for frame in given.frames]
    if all(place is not None and place.hi <= given.until for place in places):
        return CERTAIN
    return POSSIBLE if any(place is not None and place.lo <= given.until for place in places) else None


def _differing(given: FieldInput, item: Item) -> list[Group]:
    """Return the groups of what accounts of an item differ in, column by column."""
    readings = [given.reader.field(item.development, column, given.policy) for column in given.field.columns]
    return [group for each in readings if each is not None and each.disputed for group in each.groups]


def _collected(given: FieldInput, item: Item, certainty: str) -> Member:
    row: dict[str, object] = {}
    for column in given.field.columns:
        reading = given.reader.field(item.development, column, given.policy)
        first = None if reading is None else reading.first
        row[column] = None if first is None else plain(first.value)
    on = rests(item.development.accounts)
    return Member(
        value=row, certainty=certainty, since=given.since(item), reports=on.reports, sources=on.sources
    )


MEMBERS = Reducer(
    name="set",
    make=member_items,
    fold=members,
    empty=FieldState(members=()),
    holds_until_next=True,
    slotted=True,
    shows_what_is_read=False,
)
ROWS = Reducer(
    name="map",
    make=entry_items,
    fold=rows,
    empty=FieldState(members=(), possible={}),
    holds_until_next=True,
    slotted=True,
    shows_what_is_read=False,
)
COLLECT = Reducer(
    name="collect",
    make=one_item,
    fold=collect,
    empty=FieldState(members=()),
    accumulates=True,
    shows_what_is_read=False,
)
