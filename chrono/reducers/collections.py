"""The reducers that hold many values: `set`, `map` and `collect`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from chrono.accounts import Policy, plain
from chrono.fields import Field
from chrono.jsontext import jsontext
from chrono.readings import Reader
from chrono.reducers.items import DURING, OBSERVE, SET, Item, since_of
from chrono.reducers.points import alternatives_of, began, united
from chrono.reducers.slots import ABSENT, HELD, UNKNOWN, Outcome, contradicted, outcomes
from chrono.states import CERTAIN, POSSIBLE, UNKNOWN_VALUE, Alternative, FieldState, Member, rests
from chrono.worlds import Frame


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


def _slot(name: str, items: Sequence[Item], frames: Sequence[Frame], until: int, policy: Policy) -> Slot:
    worlds = (outcomes(_worlds(items, sure), until, frame) for frame in frames for sure in _choices(items))
    found = united(worlds, frames[0].order)
    held = [each.item for each in found if each.what == HELD and each.item]
    ended = [each.item for each in found if each.what == ABSENT and each.item]
    against = {id(e): e for frame in frames for e in contradicted(items, found, until, frame)}
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
        members=_members(name, held, items, frames[0], policy, certainty, unknown=unknown),
        on=tuple(held),
        against=alternatives_of(held, list(against.values())),
        removed=tuple(_removed(name, each, policy) for each in ended),
    )


def _choices(items: Sequence[Item]) -> tuple[bool, ...]:
    """Return the ways to take what a tie leaves open: as said, and as not said."""
    return (True,) if all(each.sure for each in items) else (True, False)


def _worlds(items: Sequence[Item], sure: bool) -> list[Item]:  # noqa: FBT001 - a world, not an option
    return list(items) if sure else [each for each in items if each.sure]


def _members(
    name: str,
    held: Sequence[Item],
    items: Sequence[Item],
    frame: Frame,
    policy: Policy,
    certainty: str,
    *,
    unknown: bool,
) -> tuple[Member, ...]:
    if not held:
        value = next((each.value for each in items if each.role in (SET, OBSERVE, DURING)), None)
        value = items[0].value if value is None else value
        return (Member(value=value, certainty="unknown", key=name),) if unknown else ()
    found: dict[str, list[Item]] = {}
    for each in held:
        found.setdefault(jsontext(each.value), []).append(each)
    return tuple(
        Member(
            value=some[0].value,
            certainty=certainty,
            since=_member_since(some, items, frame, policy, certainty),
            reports=rests(a for each in some for a in each.on).reports,
            sources=rests(a for each in some for a in each.on).sources,
            key=name,
        )
        for some in found.values()
    )


def _member_since(
    some: Sequence[Item], items: Sequence[Item], frame: Frame, policy: Policy, certainty: str
) -> str | None:
    if certainty != CERTAIN:
        return None if some[0].role == OBSERVE else since_of(some[0].development, policy)
    if some[-1].role == OBSERVE:
        return None
    if some[-1].role == DURING:
        return since_of(some[-1].development, policy)
    return began(items, some, frame, policy)


def _removed(name: str, item: Item, policy: Policy) -> Member:
    on = rests(item.on)
    since = since_of(item.development, policy)
    return Member(value=item.value, certainty="absent", since=since, reports=on.reports, sources=on.sources, key=name)


def members(field: Field, items: Sequence[Item], frames: Sequence[Frame], until: int, policy: Policy) -> FieldState:
    """Return the state of a `set` field at `until`, inclusive: its certain members, sorted by JSON text."""
    slots = [_slot(name, some, frames, until, policy) for name, some in _slots(items).items()]
    value = [each.members[0].value for each in slots if each.certainty == CERTAIN and each.members]
    possible = [each.members[0].value for each in slots if each.certainty == POSSIBLE and each.on]
    unknown = [each for each in slots if UNKNOWN_VALUE in each.possible or each.certainty == "unknown"]
    listed = tuple(attrs.evolve(member, key=None) for each in slots for member in each.members[:1])
    state = _collection(field, slots, value, listed)
    if state.certainty == POSSIBLE:
        state = attrs.evolve(state, possible=(*((UNKNOWN_VALUE,) if unknown and not possible else ()), *possible))
    return state


def rows(field: Field, items: Sequence[Item], frames: Sequence[Frame], until: int, policy: Policy) -> FieldState:
    """Return the state of a `map` field at `until`, inclusive: its certain rows by row key."""
    slots = [_slot(name, some, frames, until, policy) for name, some in _slots(items).items()]
    value = {each.name: each.value for each in slots if each.certainty == CERTAIN and each.on}
    possible = {each.name: list(each.possible) for each in slots if each.certainty == POSSIBLE}
    listed = tuple(member for each in slots for member in each.members)
    state = _collection(field, slots, value, listed)
    return attrs.evolve(state, possible=possible if state.certainty == POSSIBLE else {})


def _collection(_: Field, slots: Sequence[Slot], value: object, listed: tuple[Member, ...]) -> FieldState:
    certainties = {each.certainty for each in slots}
    certainty = next((each for each in (POSSIBLE, "unknown") if each in certainties), CERTAIN)
    on = rests(account for each in slots for item in each.on for account in item.on)
    against = tuple(other for each in slots for other in each.against)
    return FieldState(
        value=value,
        certainty=certainty,
        disputed=bool(against),
        alternatives=against,
        since=_latest_since(listed),
        reports=on.reports,
        sources=on.sources,
        origins=on.origins,
        members=listed,
        removed=tuple(each for slot in slots for each in slot.removed),
    )


def _latest_since(_: tuple[Member, ...]) -> str | None:
    """Return null: a collection as a whole has no one beginning; its members have."""
    return None


def collect(
    field: Field, items: Sequence[Item], frames: Sequence[Frame], until: int, policy: Policy, reader: Reader
) -> FieldState:
    """Return the state of a `collect` field: every such development that has occurred, in world order."""
    found: list[tuple[int, Member, Item]] = []
    for each in items:
        places = [frame.places.get(each.node) for frame in frames]
        can = any(place is not None and place.lo <= until for place in places)
        certain = all(place is not None and place.hi <= until for place in places)
        if not can:
            continue
        row: dict[str, object] = {}
        for column in field.columns:
            told = reader.field(each.development, column, policy)
            row[column] = plain(told.first.value) if told is not None and told.first is not None else None
        on = rests(each.development.accounts)
        member = Member(
            value=row,
            certainty=CERTAIN if certain else POSSIBLE,
            since=since_of(each.development, policy),
            reports=on.reports,
            sources=on.sources,
        )
        order = next(frame.order[each.node] for frame in frames if each.node in frame.order)
        found.append((order, member, each))
    found.sort(key=lambda each: each[0])
    listed = tuple(member for _, member, _ in found)
    on = rests(account for _, _, item in found for account in item.development.accounts)
    possible = tuple(each.value for each in listed if each.certainty == POSSIBLE)
    return FieldState(
        value=[each.value for each in listed if each.certainty == CERTAIN],
        certainty=POSSIBLE if possible else CERTAIN,
        possible=possible,
        reports=on.reports,
        sources=on.sources,
        origins=on.origins,
        members=listed,
    )


__all__ = ["Mapping", "Outcome", "collect", "members", "rows"]
