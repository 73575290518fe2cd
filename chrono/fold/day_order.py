"""Finds what decides the order of developments of one day, and where that order is open and matters.

Two developments of one day stand in no order unless a link says it or their source keeps the order of
things (format.md §2): the order of entering is no knowledge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import attrs

from chrono.fold.field_fold import FieldFold
from chrono.fold.reducers.items import Item
from chrono.fold.worlds import Frame, Node, placed
from chrono.model.fields import Field
from chrono.resolve.developments import Development
from chrono.values.times import DAY

ORDERED = frozenset(("latest", "first", "status", "set", "map", "span"))
"""The reducers that ask which of two developments came later; the others count or collect all."""
DAYS_ASKED = 20
"""How many days of a field are asked for an open order, the last ones: each is folded anew."""
PAIRED = 6
"""Up to how many developments of a day every two are compared; of more, neighbours in world order."""


@attrs.frozen(kw_only=True)
class Predecessor:
    """A development that stands before another which could else have come first, and what says so."""

    development: str
    reports: tuple[str, ...] = ()
    """The reports that link the two; none where their source keeps the order of its reports."""


@attrs.frozen(kw_only=True)
class OpenOrder:
    """Two developments of one day in no order, of which one order gives another state than the other."""

    first: Development
    second: Development
    until: int
    """The end of the day."""


def predecessors(fold: FieldFold, field: Field, frame: Frame) -> dict[Node, list[Predecessor]]:
    """Return for each development of a field those directly before it whose date alone does not say so."""
    policy = fold.policy(field)
    own = {item.node: item.development for item in fold.items(field) if item.node in frame.places}
    found: dict[Node, list[Predecessor]] = {}
    for node, development in own.items():
        before = placed(development, policy)
        for later in sorted(frame.directly_after(node) & own.keys()):
            after = placed(own[later], policy)
            if after.lo <= before.hi and before.lo <= after.hi:
                linking = tuple(e.report for e in own[later].accounts if development.name in e.after)
                found.setdefault(later, []).append(Predecessor(development=development.name, reports=linking))
    return found


def open_orders(fold: FieldFold, field: Field) -> Iterator[OpenOrder]:
    """Yield the pairs of developments of one day whose order is open and changes a field at the day's end.

    Of a field the last `DAYS_ASKED` days up to the fold's time are asked that have two developments or more.
    """
    if field.reduce not in ORDERED:
        return
    frame = fold.frames(fold.policy(field))[0]
    days: dict[tuple[int, ...], dict[Node, Item]] = {}
    for item in fold.items(field):
        place = frame.places.get(item.node)
        if place is not None and place.day is not None and place.hi <= fold.until:
            days.setdefault(place.day, {})[item.node] = item
    several = sorted(day for day, items in days.items() if len(items) > 1)
    for day in several[-DAYS_ASKED:]:
        until = day[1] - day[1] % DAY + DAY - 1
        if until <= fold.until:
            yield from _open_on(attrs.evolve(fold, until=until), field, list(days[day].values()), frame)


def _open_on(fold: FieldFold, field: Field, items: Sequence[Item], frame: Frame) -> Iterator[OpenOrder]:
    state = fold.bare_state(field)
    if state.certainty == "certain" and all(each.certainty == "certain" for each in state.members or ()):
        return
    ranked = sorted(items, key=lambda each: frame.rank(each.node))
    pairs = combinations(ranked, 2) if len(ranked) <= PAIRED else pairwise(ranked)
    for one, other in pairs:
        if frame.follows(one.node, other.node) or frame.follows(other.node, one.node):
            continue
        if _linked(fold, field, one, other) != _linked(fold, field, other, one):
            yield OpenOrder(first=one.development, second=other.development, until=fold.until)


def _linked(fold: FieldFold, field: Field, one: Item, other: Item) -> tuple[str, ...]:
    """Return what a field would be if one development came after the other."""
    later = one.development.put_after(other.development.name)
    developments = [later if each.node == one.node else each for each in fold.developments]
    told = FieldFold(fold.projection, developments, fold.linked, fold.until, fold.reader)
    return told.bare_state(field).verdict
