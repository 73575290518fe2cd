"""The reducers that hold one value: `latest`, `first`, `status`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chrono.fold.current import first as first_of
from chrono.fold.current import settled
from chrono.fold.reducers.items import DURING, OBSERVE, REMOVE, FieldInput, Item, rests_on
from chrono.fold.reducers.making import one_item
from chrono.fold.reducers.reducer import Reducer
from chrono.fold.reducers.slots import HELD, NOTHING, UNKNOWN, SlotOutcome, contradicted, slot_outcomes
from chrono.fold.states import CERTAIN, POSSIBLE, UNKNOWN_VALUE, FieldState, alternative
from chrono.fold.states import UNKNOWN as NOT_KNOWN
from chrono.fold.worlds import Frame
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
    values = {jsontext(each.value): each.value for each in held if not each.tied}
    if NOTHING in whats:
        start = given.field.initial
        values = {jsontext(start): start, **values}
    count = len(values) + sum(each.tied for each in held) + (UNKNOWN in whats)
    if count == 1 and UNKNOWN in whats:
        return FieldState(certainty=NOT_KNOWN)
    certain = count == 1
    since = _since(given, held, certain=certain and NOTHING not in whats)
    on = rests_on((*held, *([since] if since else ())))
    unknown = (UNKNOWN_VALUE,) if UNKNOWN in whats else ()
    return FieldState(
        value=next(iter(values.values()), None) if certain else None,
        certainty=CERTAIN if certain else POSSIBLE,
        possible=() if certain else (*unknown, *values.values()),
        disputed=bool(against),
        alternatives=tuple(alternative(FieldState(value=e.value, certainty=CERTAIN), e.on) for e in against),
        since=None if since is None else given.since(since),
        since_of=since,
        reports=on.reports,
        sources=on.sources,
        origins=on.origins,
        used=tuple(held),
    )


def _since(given: FieldInput, held: Sequence[Item], *, certain: bool) -> Item | None:
    """Return the item at which the value began, back over equal values; None where nobody says that.

    Of a value that is only possible it is the first that can be current.
    """
    if not held:
        return None
    if certain:
        return began(given, given.items, held)
    return None if held[0].role == OBSERVE else held[0]


def began(given: FieldInput, items: Sequence[Item], held: Sequence[Item]) -> Item | None:
    """Return the first of the run of equal values that ends with the last of `held`.

    An observation that fills counts among them, and then nobody says when the value began; one that stands
    behind what bears changes nothing and is passed over.
    """
    frame = given.frame
    order = sorted((e for e in items if e.node in frame.places), key=lambda e: frame.rank(e.node))
    last = max((n for n, each in enumerate(order) if any(each is one for one in held)), default=None)
    if last is None:
        return None if held[-1].role == OBSERVE else held[-1]
    bearing = next((n for n, each in enumerate(order) if each.role != OBSERVE), len(order))
    start = order[last]
    for n in range(last - 1, -1, -1):
        each = order[n]
        if each.role == OBSERVE and n > bearing and each is not start:
            continue
        if each.role == REMOVE or not _equal(each, order[last]):
            break
        if each.role == DURING:  # what was put before goes on under it
            continue
        start = each
    return None if start.role == OBSERVE else start


def _equal(one: Item, other: Item) -> bool:
    alone = len(one.leading) == len(other.leading) == 1
    return alone and one.leading[0][0] == other.leading[0][0]


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
