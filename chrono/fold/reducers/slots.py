"""One slot over time: what can hold there, in some placement of the imprecise dates.

A slot is a field of `latest` or `status`, a member of a set or a row of a map. It is filled by
developments that set it, ended by those that remove, filled for a time by those that hold it during a
span, and an observation fills it only where nothing else bears.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from chrono.fold.current import beginnings, current, settled
from chrono.fold.reducers.items import DURING, OBSERVE, REMOVE, SET, Item
from chrono.fold.worlds import Frame

HELD, ABSENT, NOTHING, UNKNOWN = "held", "absent", "nothing yet", "unknown"


@attrs.frozen(repr=False)
class SlotOutcome:
    """What holds in a slot in some placements, and the item by which it does."""

    what: str
    item: Item | None = None


def slot_outcomes(slot: Sequence[Item], until: int, frame: Frame) -> list[SlotOutcome]:
    """Return every outcome that some placement gives at `until`, inclusive, in world order.

    Items whose development has no place in the frame have not occurred.
    """
    here = [each for each in slot if each.node in frame.places]
    if any(each.role == DURING for each in here):
        return _with_spans(here, until, frame)
    bearing = [each for each in here if each.role in (SET, REMOVE)]
    found = _current(bearing, until, frame)
    if settled([each.node for each in bearing], until, frame):
        return found
    seen = [each for each in here if each.role == OBSERVE]
    behind = frame.behind((e.node for e in bearing), {each.node for each in seen})
    found += [each for each in _current(seen, until, frame) if each.item and each.item.node not in behind]
    if settled([each.node for each in seen], until, frame):
        return found
    return [*_beginning(here, until, frame), *found]


def _current(some: Sequence[Item], until: int, frame: Frame) -> list[SlotOutcome]:
    can = set(current([each.node for each in some], until, frame))
    chosen = sorted((each for each in some if each.node in can), key=lambda each: frame.rank(each.node))
    return [SlotOutcome(ABSENT if each.role == REMOVE else HELD, each) for each in chosen]


def _beginning(here: Sequence[Item], until: int, frame: Frame) -> list[SlotOutcome]:
    """Return what can hold where nothing has occurred yet: unknown before an observation or a removal."""
    can = set(beginnings([each.node for each in here], until, frame))
    roles = {each.role in (REMOVE, OBSERVE) for each in here if each.node in can}
    if not here:
        return [SlotOutcome(NOTHING)]
    return [SlotOutcome(what) for said, what in ((True, UNKNOWN), (False, NOTHING)) if said in roles]


def _with_spans(here: Sequence[Item], until: int, frame: Frame) -> list[SlotOutcome]:
    held = [each for each in here if each.role in (SET, DURING)]
    removals = [each for each in here if each.role == REMOVE]
    found = [SlotOutcome(HELD, each) for each in held if _can_hold(each, held, removals, until, frame)]
    found.sort(key=lambda each: frame.rank(each.item.node) if each.item else ())
    certain = settled([each.node for each in (*held, *removals)], until, frame)
    ended = [each for each in (None, *removals) if _can_be_empty(each, held, removals, until, frame)]
    found += [SlotOutcome(ABSENT, each) for each in ended if each is not None]
    if None in ended:
        seen = [each for each in here if each.role == OBSERVE]
        found += _current(seen, until, frame)
        if not certain and not settled([each.node for each in seen], until, frame):
            found = [*_beginning(here, until, frame), *found]
        if any(each.role == DURING and _can_end(each, until, frame) for each in held):
            found.append(SlotOutcome(ABSENT))
    return found


def _can_end(item: Item, until: int, frame: Frame) -> bool:
    place = frame.places[item.node]
    return place.end is not None and place.lo <= until and place.first_end(place.lo) < until


def _can_hold(item: Item, held: Sequence[Item], removals: Sequence[Item], until: int, frame: Frame) -> bool:
    """Return whether the item can be what holds at `until`: begun, not ended, removed or overtaken."""
    place = frame.places[item.node]
    if place.lo > until or (item.role == DURING and place.end is not None and place.end[1] < until):
        return False
    begun = min(place.hi, until)
    for other in (*removals, *(each for each in held if each is not item)):
        there = frame.places[other.node]
        if there.hi > until or (there.lo <= begun and not frame.follows(other.node, item.node)):
            continue
        if other.role == DURING and there.end is not None and there.first_end(there.lo) < until:
            continue
        return False
    return True


def _can_be_empty(
    removal: Item | None, held: Sequence[Item], removals: Sequence[Item], until: int, frame: Frame
) -> bool:
    """Return whether nothing can hold at `until`, `removal` being the last one that ended anything."""
    if removal is None:
        if any(frame.places[each.node].hi <= until for each in removals):
            return False
        last = None
    else:
        place = frame.places[removal.node]
        if place.lo > until:
            return False
        last = min(place.hi, until)
        if any(frame.places[e.node].hi <= until and frame.places[e.node].lo > last for e in removals):
            return False
    for each in held:
        place = frame.places[each.node]
        if place.hi > until or _can_end(each, until, frame):
            continue
        if removal is None or last is None or place.lo > last or frame.follows(each.node, removal.node):
            return False
    return True


def contradicted(slot: Iterable[Item], found: Sequence[SlotOutcome], until: int, frame: Frame) -> list[Item]:
    """Return the observations that something which bears at their time, and still does, contradicts."""
    here = [each for each in slot if each.node in frame.places]
    if not any(each.role == OBSERVE for each in here):
        return []
    bearing = [e for e in found if e.item and e.item.role in (SET, REMOVE) and e.item.node in frame.places]
    bar = max(
        (
            frame.places[e.node].lo
            for e in here
            if e.role in (SET, REMOVE) and frame.places[e.node].hi <= until
        ),
        default=None,
    )
    return [
        each
        for each in here
        if each.role == OBSERVE and any(_contradicts(each, other, until, frame, bar) for other in bearing)
    ]


def _contradicts(seen: Item, other: SlotOutcome, until: int, frame: Frame, bar: int | None) -> bool:
    assert other.item is not None  # noqa: S101 - chosen so
    if other.what == HELD and any(value == one for value, _ in seen.leading for one, _ in other.item.leading):
        return False
    one, two = frame.places[seen.node], frame.places[other.item.node]
    begun = max(two.lo, two.lo if bar is None else bar)
    return max(begun, one.lo) <= min(one.hi, until) and not frame.follows(other.item.node, seen.node)
