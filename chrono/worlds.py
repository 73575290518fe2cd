"""Possible worlds: where the instants of developments can lie, and what can be current at a time.

A world places every instant in its interval so that each `after` link holds (format.md §2, design.md
"Imprecise time"). What is asked of all worlds is answered here without enumerating them: intervals
are tightened along the links first, then each question is a comparison of bounds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

import attrs

from chrono.accounts import Policy
from chrono.developments import PLANNED, Development
from chrono.times import DAY, FUTURE, Bounds

Node = tuple[str, str]
"""A development in one modality: (name, modality)."""


@attrs.frozen
class Place:
    """Where the instant of a development can lie, and for a span where its end can lie."""

    lo: int
    hi: int
    end: Bounds | None = None


@attrs.define(eq=False)
class Frame:
    """The tightened places of some developments, which must come after which, and world order."""

    places: dict[Node, Place]
    order: dict[Node, int]
    """World order, for display: topological, ties by earliest, latest, reported, position."""
    later: Mapping[Node, frozenset[Node]]
    """For each development those that must come after it, however far."""
    unused: tuple[tuple[Node, str], ...] = ()
    """Links that no placement can satisfy: (development, the target it names)."""

    def follows(self, one: Node, other: Node) -> bool:
        """Return whether `one` must come after `other`."""
        return one in self.later.get(other, _NONE)


_NONE: frozenset[Node] = frozenset()


def node(development: Development) -> Node:
    """Return what stands for a development in a frame."""
    return development.name, development.modality


def placed(development: Development, policy: Policy) -> Place:
    """Return the place that a development's accounts give; for a plan the time of its first report."""
    if development.modality == PLANNED:
        told = development.first.reported[1]
        return Place(told, told)
    when = development.when(policy)
    return Place(when.earliest, when.latest, when.end)


def frame(developments: Sequence[Development], places: dict[Node, Place]) -> Frame:
    """Return the frame of the developments that have a place; the others have not occurred.

    Links are taken by the position of the development's first report, then by the target's name; one
    that closes a circle or leaves an interval empty is not used.
    """
    present = [each for each in developments if node(each) in places]
    links = _links(present)
    if not links and not _same_day(present, places):
        return Frame(places, _plain_order(present, places), {})
    tightened = dict(places)
    graph: dict[Node, set[Node]] = {}
    unused = [(one, other[0]) for one, other in links if not _use(one, other, tightened, graph)]
    for earlier, after in _same_day(present, places):
        if not _reaches(graph, after, earlier):
            graph.setdefault(earlier, set()).add(after)
    later = {each: frozenset(_reach(graph, each)) for each in graph}
    return Frame(tightened, _topological(present, tightened, graph), later, tuple(unused))


def _links(present: Sequence[Development]) -> list[tuple[Node, Node]]:
    if not any(each.after for each in present if each.modality != PLANNED):
        return []
    named: dict[str, Node] = {}
    for each in present:
        if each.modality != PLANNED:
            named.setdefault(each.name, node(each))
    linked = sorted(
        (each for each in present if each.after and each.modality != PLANNED), key=lambda e: e.position
    )
    return [(node(each), named[name]) for each in linked for name in sorted(each.after) if name in named]


def _use(one: Node, other: Node, places: dict[Node, Place], graph: dict[Node, set[Node]]) -> bool:
    """Make `one` come after `other` if any placement allows it; return whether it does."""
    if one == other or _reaches(graph, one, other):
        return False
    changed = dict(places)
    graph.setdefault(other, set()).add(one)
    if _tighten(changed, graph, other, one):
        places.update(changed)
        return True
    graph[other].discard(one)
    return False


def _tighten(places: dict[Node, Place], graph: Mapping[Node, set[Node]], start: Node, end: Node) -> bool:
    """Carry bounds along the links around a new one; return False where an interval becomes empty."""
    back: dict[Node, set[Node]] = {}
    for one, others in graph.items():
        for other in others:
            back.setdefault(other, set()).add(one)
    queue = [(start, end)]
    while queue:
        earlier, after = queue.pop()
        before, behind = places[earlier], places[after]
        if before.lo > behind.lo:
            places[after] = attrs.evolve(behind, lo=before.lo)
            queue += [(after, each) for each in graph.get(after, ())]
        if behind.hi < before.hi:
            places[earlier] = attrs.evolve(before, hi=behind.hi)
            queue += [(each, earlier) for each in back.get(earlier, ())]
        if places[after].lo > places[after].hi or places[earlier].lo > places[earlier].hi:
            return False
    return True


def _same_day(present: Sequence[Development], places: Mapping[Node, Place]) -> list[tuple[Node, Node]]:
    """Return (earlier, later) for developments of one day or less that one source tells in that order."""
    days: dict[tuple[int, int, str], list[Development]] = {}
    for each in present:
        place = places[node(each)]
        if place.hi - place.lo < DAY:
            days.setdefault((place.lo, place.hi, each.first.source), []).append(each)
    pairs = []
    for group in days.values():
        if len(group) > 1:
            group.sort(key=lambda each: each.first.press)
            told = [node(each) for each in group]
            pairs += [(told[n], after) for n in range(len(told)) for after in told[n + 1 :]]
    return pairs


def _reach(graph: Mapping[Node, Collection[Node]], start: Node) -> set[Node]:
    found: set[Node] = set()
    queue = list(graph.get(start, ()))
    while queue:
        each = queue.pop()
        if each not in found:
            found.add(each)
            queue += graph.get(each, ())
    return found


def _reaches(graph: Mapping[Node, Collection[Node]], start: Node, goal: Node) -> bool:
    return start == goal or goal in _reach(graph, start)


def _keys(present: Iterable[Development], places: Mapping[Node, Place]) -> dict[Node, tuple[int, ...]]:
    return {node(e): (places[node(e)].lo, places[node(e)].hi, *e.first.reported, e.position) for e in present}


def _plain_order(present: Sequence[Development], places: Mapping[Node, Place]) -> dict[Node, int]:
    keys = _keys(present, places)
    return {each: n for n, each in enumerate(sorted(keys, key=lambda name: (keys[name], name)))}


def _topological(
    present: Sequence[Development], places: Mapping[Node, Place], graph: Mapping[Node, set[Node]]
) -> dict[Node, int]:
    keys = _keys(present, places)
    waiting = dict.fromkeys(keys, 0)
    for others in graph.values():
        for other in others:
            waiting[other] += 1
    ready = [(keys[each], each) for each, count in waiting.items() if not count]
    heapify(ready)
    order: dict[Node, int] = {}
    while ready:
        _, each = heappop(ready)
        order[each] = len(order)
        for other in graph.get(each, ()):
            waiting[other] -= 1
            if not waiting[other]:
                heappush(ready, (keys[other], other))
    return order


# --- what can be current ------------------------------------------------------------------------


def current(nodes: Sequence[Node], until: int, frame: Frame) -> list[Node]:
    """Return those of `nodes` that can be the last to have occurred by `until`, inclusive.

    With M the greatest earliest among those certain to have occurred, a development can be current
    exactly when its earliest is not after `until`, its latest not before M, and none that must follow
    it is certain to have occurred. O(n) without links.
    """
    places = frame.places
    settled = [each for each in nodes if places[each].hi <= until]
    bar = max((places[each].lo for each in settled), default=None)
    certain = frozenset(settled)
    return [
        each
        for each in nodes
        if places[each].lo <= until
        and (bar is None or places[each].hi >= bar)
        and certain.isdisjoint(frame.later.get(each, _NONE))
    ]


def first(nodes: Sequence[Node], until: int, frame: Frame) -> list[Node]:
    """Return those of `nodes` that can be the first of all to occur, and have occurred by `until`."""
    places = frame.places
    bar = min((places[each].hi for each in nodes), default=FUTURE)
    behind = frozenset(after for each in nodes for after in frame.later.get(each, _NONE))
    return [
        each for each in nodes if places[each].lo <= until and places[each].lo <= bar and each not in behind
    ]


def beginnings(nodes: Sequence[Node], until: int, frame: Frame) -> list[Node]:
    """Return those of `nodes` that can be the first of all to occur where all occur after `until`.

    Empty where one of them is certain to have occurred by then.
    """
    places = frame.places
    bar = min((places[each].hi for each in nodes), default=FUTURE)
    if bar <= until:
        return []
    behind = frozenset(after for each in nodes for after in frame.later.get(each, _NONE))
    return [each for each in nodes if max(places[each].lo, until + 1) <= bar and each not in behind]


def settled(nodes: Iterable[Node], until: int, frame: Frame) -> bool:
    """Return whether one of `nodes` is certain to have occurred by `until`, inclusive."""
    return any(frame.places[each].hi <= until for each in nodes)
