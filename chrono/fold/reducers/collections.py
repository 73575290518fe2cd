"""The reducers that hold many values: `set`, `map` and `collect`."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from chrono.fold.reducers.items import DURING, OBSERVE, SET, Feed, Item
from chrono.fold.reducers.points import alternatives_of, began, united
from chrono.fold.reducers.slots import ABSENT, HELD, UNKNOWN, Outcome, contradicted, outcomes
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


@attrs.frozen(kw_only=True)
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


def _slot(feed: Feed, name: str, items: Sequence[Item]) -> Slot:
    worlds = (
        outcomes(_worlds(items, sure), feed.until, frame) for frame in feed.frames for sure in _choices(items)
    )
    found = united(worlds, feed.frame)
    held = [each.item for each in found if each.what == HELD and each.item]
    ended = [each.item for each in found if each.what == ABSENT and each.item]
    against = {id(e): e for frame in feed.frames for e in contradicted(items, found, feed.until, frame)}
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
        members=_members(feed, name, items, found, certainty),
        on=tuple(held),
        against=alternatives_of([*held, *_also_holding(feed, items, held)], list(against.values())),
        removed=() if held else tuple(_removed(feed, name, each) for each in ended),
    )


def _also_holding(feed: Feed, items: Sequence[Item], held: Sequence[Item]) -> list[Item]:
    """Return the spans that may hold a member of a set too, behind the one that began last."""
    found = []
    for item in items if feed.field.reduce == "set" and held else ():
        place = feed.frame.places.get(item.node)
        if item.role == DURING and place is not None and place.end is not None and item.reading.disputed:
            active = place.lo <= feed.until <= place.end[1]
            found += [item] if active and not any(item is each for each in held) else []
    return found


def _choices(items: Sequence[Item]) -> tuple[bool, ...]:
    """Return the ways to take what a tie leaves open: as said, and as not said."""
    return (True,) if all(each.sure for each in items) else (True, False)


def _worlds(items: Sequence[Item], sure: bool) -> list[Item]:  # noqa: FBT001 - a world, not an option
    return list(items) if sure else [each for each in items if each.sure]


def _members(
    feed: Feed, name: str, items: Sequence[Item], outcomes: Sequence[Outcome], certainty: str
) -> tuple[Member, ...]:
    held = [each.item for each in outcomes if each.what == HELD and each.item]
    if not held:
        value = next((each.value for each in items if each.role in (SET, OBSERVE, DURING)), None)
        value = items[0].value if value is None else value
        unknown = any(each.what == UNKNOWN for each in outcomes)
        return (Member(value=value, certainty="unknown", key=name),) if unknown else ()
    found: dict[str, list[Item]] = {}
    for each in held:
        found.setdefault(jsontext(each.value), []).append(each)
    return tuple(_member(feed, name, items, some, certainty) for some in found.values())


def _member(feed: Feed, name: str, items: Sequence[Item], some: Sequence[Item], certainty: str) -> Member:
    on = rests(account for each in some for account in each.on)
    return Member(
        value=some[0].value,
        certainty=certainty,
        since=_member_since(feed, items, some, certainty),
        reports=on.reports,
        sources=on.sources,
        key=name,
    )


def _member_since(feed: Feed, items: Sequence[Item], some: Sequence[Item], certainty: str) -> str | None:
    if certainty != CERTAIN:
        return None if some[0].role == OBSERVE else feed.since(some[0])
    if some[-1].role == OBSERVE:
        return None
    return feed.since(some[-1]) if some[-1].role == DURING else began(feed, items, some)


def _removed(feed: Feed, name: str, item: Item) -> Member:
    on = rests(item.on)
    return Member(
        value=item.value,
        certainty="absent",
        since=feed.since(item),
        reports=on.reports,
        sources=on.sources,
        key=name,
    )


def members(feed: Feed) -> FieldState:
    """Return the state of a `set` field at `until`, inclusive: its certain members, sorted by JSON text."""
    slots = [_slot(feed, name, some) for name, some in _slots(feed.items).items()]
    value = [each.members[0].value for each in slots if each.certainty == CERTAIN and each.members]
    possible = [each.members[0].value for each in slots if each.certainty == POSSIBLE and each.on]
    listed = tuple(attrs.evolve(member, key=None) for each in slots for member in each.members[:1])
    state = _collection(slots, value, listed)
    return attrs.evolve(state, possible=tuple(possible)) if state.certainty == POSSIBLE else state


def rows(feed: Feed) -> FieldState:
    """Return the state of a `map` field at `until`, inclusive: its certain rows by row key."""
    slots = [_slot(feed, name, some) for name, some in _slots(feed.items).items()]
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


def collect(feed: Feed) -> FieldState:
    """Return the state of a `collect` field: every such development that has occurred, in world order."""
    found = [(each, certainty) for each in feed.items if (certainty := _occurred(feed, each))]
    found.sort(key=lambda each: feed.frame_of(each[0]).rank(each[0].node))
    listed = tuple(_collected(feed, item, certainty) for item, certainty in found)
    on = rests(account for item, _ in found for account in item.development.accounts)
    possible = tuple(each.value for each in listed if each.certainty == POSSIBLE)
    differing = alternatives(group for item, _ in found for group in _differing(feed, item))
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


def _occurred(feed: Feed, item: Item) -> str | None:
    """Return whether the item has certainly or possibly occurred; None where it cannot have."""
    places = [frame.places.get(item.node) for frame in feed.frames]
    if all(place is not None and place.hi <= feed.until for place in places):
        return CERTAIN
    return POSSIBLE if any(place is not None and place.lo <= feed.until for place in places) else None


def _differing(feed: Feed, item: Item) -> list[Group]:
    """Return the groups of what accounts of an item differ in, column by column."""
    told = [feed.reader.field(item.development, column, feed.policy) for column in feed.field.columns]
    return [group for each in told if each is not None and each.disputed for group in each.groups]


def _collected(feed: Feed, item: Item, certainty: str) -> Member:
    row: dict[str, object] = {}
    for column in feed.field.columns:
        told = feed.reader.field(item.development, column, feed.policy)
        row[column] = plain(told.first.value) if told is not None and told.first is not None else None
    on = rests(item.development.accounts)
    return Member(
        value=row, certainty=certainty, since=feed.since(item), reports=on.reports, sources=on.sources
    )
