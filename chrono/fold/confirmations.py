"""Finds when a value was last confirmed: the latest publication among the accounts that give it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from chrono.fold.reducers.items import DURING, OBSERVE, SET, Item
from chrono.fold.reducers.reducer import Reducer
from chrono.fold.reducers.table import reducer_of
from chrono.fold.states import CERTAIN, POSSIBLE, FieldState
from chrono.fold.worlds import Frame
from chrono.model.fields import Field
from chrono.resolve.accounts import Account
from chrono.values.canonical_json import jsontext

SAYS_SO = (SET, OBSERVE, DURING)


def confirmation(
    reducer: Reducer, state: FieldState, items: Sequence[Item], frame: Frame, until: int
) -> Account | None:
    """Return the account by which a field's value was last confirmed; None where nothing gives a value.

    That is the one published last, by its latest bound, among the accounts that the value rests on and
    those that say the same of a time from its beginning up to `until`, inclusive.
    """
    rest = set(state.reports)
    told = {item.node: item.development for item in items}
    backing = [each for development in told.values() for each in development.accounts if each.report in rest]
    if reducer.holds_until_next:  # what is said again of such a value confirms it
        backing += _again(state, backing, items, frame, until)
    return max(backing, key=_published, default=None)


def lasts(field: Field, state: FieldState) -> bool:
    """Return whether a field says what holds until the next: not a date of what has happened, nor a tally.

    A tenure lasts while it has no end.
    """
    if state.certainty not in (CERTAIN, POSSIBLE):
        return False
    reducer = reducer_of(field)
    if reducer.has_end:
        return isinstance(state.value, dict) and not state.value.get("end")
    picks = [pick for picks in field.roles.values() for pick in picks.values()]
    return reducer.holds_until_next and not all(isinstance(e, str) and e.startswith("@") for e in picks)


def _published(account: Account) -> tuple[int, ...]:
    return (account.reported[1], account.reported[0], -account.position)


def _again(
    state: FieldState, backing: Sequence[Account], items: Sequence[Item], frame: Frame, until: int
) -> Iterator[Account]:
    """Yield the accounts that say again what holds, slot by slot."""
    held = _held(state)
    begun: dict[tuple[str, str], int] = {}
    rest = {each.position for each in backing}
    saying = [
        (each, (each.slot, jsontext(each.value))) for each in items if _says_what_holds(each, held, frame)
    ]
    for item, what in saying:
        if any(each.position in rest for each in item.on):
            low = frame.places[item.node].lo
            begun[what] = min(low, begun.get(what, low))
    for item, what in saying:
        if what in begun and begun[what] <= frame.places[item.node].lo <= until:
            yield from item.on


def _says_what_holds(item: Item, held: Mapping[str, str | None], frame: Frame) -> bool:
    """Return whether an item says of a slot what holds there."""
    if item.role not in SAYS_SO or item.tied or item.node not in frame.places or item.slot not in held:
        return False
    return held[item.slot] in (None, jsontext(item.value))


def _held(state: FieldState) -> dict[str, str | None]:
    """Return what holds, as JSON text, by slot; None for a member of a set, which is its own slot."""
    if state.members is None:
        sure = state.certainty == CERTAIN and state.value is not None
        return {"": jsontext(state.value)} if sure else {}
    return dict(_slots((each.key, each.value) for each in state.members))


def _slots(members: Iterable[tuple[str | None, object]]) -> Iterator[tuple[str, str | None]]:
    for key, value in members:
        yield (jsontext(value), None) if key is None else (key, jsontext(value))
