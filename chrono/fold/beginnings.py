"""Whether a field has begun: what has ever been in it by the time asked for, and is not any more."""

from __future__ import annotations

from collections.abc import Sequence

from chrono.fold.reducers.items import DURING, SET, Item
from chrono.fold.states import CERTAIN, NONE, POSSIBLE, FieldState
from chrono.fold.worlds import Frame
from chrono.values.canonical_json import jsontext


def begun(items: Sequence[Item], frames: Sequence[Frame], until: int) -> str:
    """Return whether any of the items had occurred by `until`, inclusive: `certain`, `possible`, `none`."""
    best = NONE
    for item in items:
        places = [frame.places.get(item.node) for frame in frames]
        if all(place is not None and place.hi <= until for place in places):
            return CERTAIN
        if any(place is not None and place.lo <= until for place in places):
            best = POSSIBLE
    return best


def ended(items: Sequence[Item], state: FieldState, frame: Frame, until: int) -> frozenset[str]:
    """Return the members and rows that had begun by `until`, inclusive, and certainly hold no more."""
    if state.members is None:
        return frozenset()
    rows = isinstance(state.value, dict)
    held = {each.key if rows and each.key else jsontext(each.value) for each in state.members}
    past = (
        each.slot
        for each in items
        if each.slot and each.role in (SET, DURING) and each.node in frame.places
        if frame.places[each.node].hi <= until
    )
    return frozenset(past) - held
