"""The reducers that hold many values: `set`, `map` and `collect`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

import attrs

from chrono.fold.reducers.items import DURING, OBSERVE, FieldInput, Item
from chrono.fold.reducers.making import entry_items, member_items, one_item
from chrono.fold.reducers.points import began, united
from chrono.fold.reducers.reducer import Reducer
from chrono.fold.reducers.slot import Slot
from chrono.fold.reducers.slots import ABSENT, HELD, UNKNOWN, contradicted, slot_outcomes
from chrono.fold.rests import Rests, rests
from chrono.fold.states import CERTAIN, POSSIBLE, FieldState, Member, alternative
from chrono.fold.states import UNKNOWN as NOT_KNOWN
from chrono.resolve.accounts import Account
from chrono.values.canonical_json import jsontext
from chrono.values.shapes import plain

MOST_OPEN = 6
"""How many developments whose ties can touch one slot are settled in every combination, beyond it singly."""


Slots = Mapping[str, Slot]


def slots(given: FieldInput) -> dict[str, Slot]:
    """Return the slots of a field by name, sorted."""
    found: dict[str, list[Item]] = {}
    for each in given.items:
        found.setdefault(each.slot, []).append(each)
    return {name: _slot(given, name, found[name]) for name in sorted(found)}


def _slot(given: FieldInput, name: str, items: Sequence[Item]) -> Slot:
    worlds = [(some, frame) for frame in given.frames for some in _settlements(items)]
    found = united((slot_outcomes(some, given.until, frame) for some, frame in worlds), given.frame)
    held = [each.item for each in found if each.what == HELD and each.item]
    lacking = any(each.what not in (HELD, UNKNOWN) for each in found)
    unknown = any(each.what == UNKNOWN for each in found)
    rows = {jsontext(value): value for each in held for value, _ in each.leading}
    if not held:
        certainty = CERTAIN if not unknown else POSSIBLE if lacking else NOT_KNOWN
    else:
        certainty = POSSIBLE if lacking or unknown or len(rows) > 1 else CERTAIN
    against = {id(e): e for frame in given.frames for e in contradicted(items, found, given.until, frame)}
    ended = [each.item for each in found if each.what == ABSENT and each.item]
    tied = len(found) == 1 and bool(held) and held[0].tied and len(rows) > 1
    members = _members(given, name, items, held, certainty, tied=tied)
    return Slot(
        name=name,
        certainty=certainty,
        value=next(iter(rows.values()), None) if certainty == CERTAIN else None,
        possible=((None,) * lacking + tuple(rows.values())) if certainty == POSSIBLE else (),
        members=tuple(each for each, _ in members),
        used=tuple(held),
        on=tuple(account for _, on in members for account in on),
        observed=tuple(against.values()),
        removed=() if held else tuple(_removed(given, name, each) for each in ended),
    )


def _settlements(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Yield the items that take part, in each way to settle the ties that leave some of them open."""
    maybe = list(dict.fromkeys(each.node for each in items if not each.sure))
    if len(maybe) > MOST_OPEN:
        apart = [frozenset(), frozenset(maybe), *(frozenset((each,)) for each in maybe)]
    else:
        apart = [frozenset(some) for n in range(len(maybe) + 1) for some in combinations(maybe, n)]
    for out in apart:
        yield [each for each in items if each.sure or each.node not in out]


def _members(
    given: FieldInput,
    name: str,
    items: Sequence[Item],
    held: Sequence[Item],
    certainty: str,
    *,
    tied: bool,
) -> list[tuple[Member, tuple[Account, ...]]]:
    """Return the members of a slot, each with the accounts on which it rests: a row for each value."""
    if not held:
        if certainty == CERTAIN:
            return []
        keyed = given.field.reduce == ROWS.name
        return [(Member(value=None if keyed else items[0].value, certainty=certainty, key=name), ())]
    found: dict[str, list[Item]] = {}
    for each in held:
        for value, _ in each.leading:
            found.setdefault(jsontext(value), []).append(each)
    made = [_member(given, name, items, text, some, certainty) for text, some in found.items()]
    return [(attrs.evolve(each, tied=True), on) for each, on in made] if tied else made


def _member(
    given: FieldInput, name: str, items: Sequence[Item], text: str, some: Sequence[Item], certainty: str
) -> tuple[Member, tuple[Account, ...]]:
    since = _member_since(given, items, some, certainty)
    accounts = tuple(
        account
        for each in (*some, *([since] if since is not None else ()))
        for value, on in each.leading
        if jsontext(value) == text
        for account in on
    )
    on = rests(accounts)
    member = Member(
        value=next(value for value, _ in some[0].leading if jsontext(value) == text),
        certainty=certainty,
        since=None if since is None else given.since(since),
        reports=on.reports,
        sources=on.sources,
        key=name,
    )
    return member, accounts


def _member_since(
    given: FieldInput, items: Sequence[Item], some: Sequence[Item], certainty: str
) -> Item | None:
    if certainty != CERTAIN:
        return None if some[0].role == OBSERVE else some[0]
    return some[-1] if some[-1].role == DURING else began(given, items, some)


def _removed(given: FieldInput, name: str, item: Item) -> Member:
    on = item.rests
    return Member(
        value=item.value,
        certainty="absent",
        since=given.since(item),
        reports=on.reports,
        sources=on.sources,
        key=name,
    )


def members(found: Slots) -> FieldState:
    """Return the state of a `set` field: its certain members, sorted by JSON text."""
    own = [attrs.evolve(member, key=None) for each in found.values() for member in each.members]
    value = [each.value for each in own if each.certainty == CERTAIN]
    possible = [e.members[0].value for e in found.values() if e.certainty == POSSIBLE and e.used]
    state = _collection(found, value, tuple(own))
    state = attrs.evolve(state, possible=tuple(possible))
    return _observed(state, found, lambda seen: sorted((*value, seen.value), key=jsontext))


def rows(found: Slots) -> FieldState:
    """Return the state of a `map` field: its certain rows by row key."""
    value = {each.name: each.value for each in found.values() if each.certainty == CERTAIN and each.used}
    possible = {e.name: list(e.possible) for e in found.values() if e.certainty == POSSIBLE and e.used}
    state = _collection(found, value, tuple(member for each in found.values() for member in each.members))
    state = attrs.evolve(state, possible=possible)
    return _observed(state, found, lambda seen: {**value, seen.slot: seen.value})


def _collection(found: Slots, value: object, listed: tuple[Member, ...]) -> FieldState:
    certainties = {each.certainty for each in found.values()}
    certainty = next((each for each in (POSSIBLE, NOT_KNOWN) if each in certainties), CERTAIN)
    on = rests(account for each in found.values() for account in each.on)
    return FieldState(
        value=value,
        certainty=certainty,
        reports=on.reports,
        sources=on.sources,
        origins=on.origins,
        members=listed,
        removed=tuple(each for slot in found.values() for each in slot.removed),
        used=tuple(item for slot in found.values() for item in slot.used),
    )


def _observed(state: FieldState, found: Slots, whole: Callable[[Item], object]) -> FieldState:
    """Return the state with the observations that contradict it: of each the whole value as it has it."""
    seen = [item for slot in found.values() for item in slot.observed]
    if not seen:
        return state
    others = [alternative(attrs.evolve(state, value=whole(each)), each.on) for each in seen]
    return attrs.evolve(state, disputed=True, alternatives=tuple(others))


def collect(given: FieldInput) -> FieldState:
    """Return the state of a `collect` field: every such development that has occurred, in world order."""
    found = [(each, certainty) for each in given.items if (certainty := _occurred(given, each))]
    found.sort(key=lambda each: given.frame_of(each[0]).rank(each[0].node))
    listed = tuple(_collected(given, item, certainty) for item, certainty in found)
    items = [item for item, _ in found]
    on = (
        _told(given, items[0])
        if len(items) == 1
        else rests(e for item in items for e in _tellers(given, item))
    )
    possible = tuple(each.value for each in listed if each.certainty == POSSIBLE)
    return FieldState(
        value=[each.value for each in listed if each.certainty == CERTAIN],
        certainty=POSSIBLE if possible else CERTAIN,
        possible=possible,
        reports=on.reports,
        sources=on.sources,
        origins=on.origins,
        members=listed,
        used=tuple(items),
    )


def _occurred(given: FieldInput, item: Item) -> str | None:
    """Return whether the item has certainly or possibly occurred; None where it cannot have."""
    places = [frame.places.get(item.node) for frame in given.frames]
    if all(place is not None and place.hi <= given.until for place in places):
        return CERTAIN
    return POSSIBLE if any(place is not None and place.lo <= given.until for place in places) else None


def _collected(given: FieldInput, item: Item, certainty: str) -> Member:
    row: dict[str, object] = {}
    for column in given.field.columns:
        reading = given.reader.field(item.development, column, given.policy)
        first = None if reading is None else reading.first
        row[column] = None if first is None else plain(first.value)
    on = _told(given, item)
    return Member(
        value=row, certainty=certainty, since=given.since(item), reports=on.reports, sources=on.sources
    )


def _told(given: FieldInput, item: Item) -> Rests:
    """Return what an item rests on; of other dates it is the same."""
    key = (_told, given.field.columns, given.policy)
    return item.development.cached(key, lambda: rests(_tellers(given, item)))


def _tellers(given: FieldInput, item: Item) -> Iterator[Account]:
    """Yield the accounts that give what an item shows; all where it shows nothing of them."""
    read = [given.reader.field(item.development, each, given.policy) for each in given.field.columns]
    found = [account for each in read if each for group in each.leading for account in group.accounts]
    yield from found or item.development.accounts


MEMBERS = Reducer(
    name="set",
    make=member_items,
    fold=lambda given: members(slots(given)),
    slots=slots,
    whole=members,
    empty=FieldState(members=()),
    holds_until_next=True,
    shows_what_is_read=False,
)
ROWS = Reducer(
    name="map",
    make=entry_items,
    fold=lambda given: rows(slots(given)),
    slots=slots,
    whole=rows,
    empty=FieldState(members=(), possible={}),
    holds_until_next=True,
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
