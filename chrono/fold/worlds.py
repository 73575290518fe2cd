"""Possible worlds: where the instants of developments can lie, and what can be current at a time.

A world places every instant in its interval so that each `after` link holds (format.md §2, design.md
"Imprecise time"). What is asked of all worlds is answered here without enumerating them: intervals
are tightened along the links first, then each question is a comparison of bounds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

import attrs

from chrono.model.policy import Policy
from chrono.resolve.developments import HAPPENED, PLANNED, Development
from chrono.values.times import DAY, PAST, Bounds, When

Node = tuple[str, str]
"""A development in one modality: (name, modality)."""


@attrs.frozen
class Place:
    """Where the instant of a development can lie, and for a span where its end can lie."""

    lo: int
    hi: int
    end: Bounds | None = None
    day: tuple[int, ...] | None = None
    """The date as given where it is of a day or less: what a source that keeps the order tells apart."""

    def first_end(self, begun: int) -> int:
        """Return the earliest instant at which a span that began at `begun` can end: never before that.

        Days are inclusive: where the end is known by the day, the day of the beginning is held whole.
        """
        if self.end is None:
            return begun
        least, most = self.end
        if begun > PAST and DAY - 1 in (least % DAY, most % DAY):
            begun = min(begun - begun % DAY + DAY - 1, most)
        return max(least, begun)


def place_of(when: When, given: When) -> Place:
    """Return where a development lies by the date that folds use, `given` being the date as told."""
    last = given.latest if given.end is None else given.end[1]
    day = None
    if last - given.earliest < DAY:
        day = (given.earliest, given.latest, *(given.end or ()))
    if when.end is None:
        return Place(when.earliest, when.latest, None, day)
    return Place(when.earliest, min(when.latest, when.end[1]), when.end, day)


Graph = dict[Node, set[Node]]
"""What must come directly after each development."""


@attrs.define(eq=False, repr=False)
class Frame:
    """The tightened places of some developments, what must come after what, and world order."""

    places: dict[Node, Place]
    named: Mapping[Node, Development]
    """The developments that have a place, and perhaps others."""
    graph: Graph = attrs.field(factory=dict)
    linked: bool = False
    """Whether anything stands in order: by an `after` link, or by a source that keeps the order."""
    unused: tuple[tuple[Node, str], ...] = ()
    """Links that no placement can satisfy: (development, the target it names)."""
    _later: dict[Node, frozenset[Node]] = attrs.field(factory=dict)
    _ranks: dict[Node, tuple[int, ...]] | None = None
    _sequenced: bool = False
    """Whether a source that keeps the order tells of any of them."""

    def later(self, one: Node) -> frozenset[Node]:
        """Return the developments that must come after one, however far."""
        if one not in self.graph:
            return _NONE
        if one not in self._later:
            self._later[one] = frozenset(_reach(self.graph, one))
        return self._later[one]

    def follows(self, one: Node, other: Node) -> bool:
        """Return whether `one` must come after `other`."""
        return other in self.graph and one in self.later(other)

    def behind(self, nodes: Iterable[Node]) -> set[Node]:
        """Return all that must come after any of `nodes`."""
        found: set[Node] = set()
        if self.graph:
            queue = [each for one in nodes for each in self.graph.get(one, ())]
            while queue:
                each = queue.pop()
                if each not in found:
                    found.add(each)
                    queue += self.graph.get(each, ())
        return found

    def overtaken(self, one: Node, settled: Collection[Node]) -> bool:
        """Return whether one that must come after `one` is among those settled."""
        queue = list(self.graph.get(one, ()))
        seen: set[Node] = set()
        while queue:
            each = queue.pop()
            if each in settled:
                return True
            if each not in seen:
                seen.add(each)
                queue += self.graph.get(each, ())
        return False

    def rank(self, one: Node) -> tuple[int, ...]:
        """Return the place of a development in world order, for display.

        World order is topological; ties by earliest, latest, reported, position.
        """
        if not self.linked:
            return self._key(one)
        if self._ranks is None:
            self._ranks = _topological({each: self._key(each) for each in self.places}, self.graph)
        return self._ranks[one]

    def _key(self, one: Node) -> tuple[int, ...]:
        place = self.places[one]
        return (place.lo, place.hi, *self.named[one].press)

    def moved(self, one: Node, place: Place) -> Frame | None:
        """Return the frame with one development elsewhere; None if all must be made anew."""
        if self.linked or self._sequenced or self._joins_a_day(one, place):
            return None
        return Frame({**self.places, one: place}, self.named)

    def _joins_a_day(self, one: Node, place: Place) -> bool:
        """Return whether a source that keeps the order tells of another on the day to which one moves."""
        first = self.named[one].first
        if not first.sequence or place.day is None:
            return False
        return any(
            there.day == place.day and other != one and self.named[other].first.source == first.source
            for other, there in self.places.items()
        )


_NONE: frozenset[Node] = frozenset()


def node(development: Development) -> Node:
    """Return what stands for a development in a frame."""
    return development.node


def placed(development: Development, policy: Policy) -> Place:
    """Return the place that a development's accounts give; for a plan the time of its first report."""

    def place() -> Place:
        if development.modality == PLANNED:
            told = development.first.reported[1]
            return Place(told, told)
        return place_of(development.bounded(policy), development.when(policy))

    return development.cached(("place", policy), place)


def frame(developments: Sequence[Development], places: dict[Node, Place]) -> Frame:
    """Return the frame of the developments that have a place; the others have not occurred.

    Links are taken by the position of the development's first report, then by the target's name; one
    that closes a circle or leaves an interval empty is not used.
    """
    present = [each for each in developments if each.node in places]
    named = {each.node: each for each in present}
    links, days = _links(developments, present), _in_sequence(present, places)
    if not links and not days:
        return Frame(places, named)
    tightened = dict(places)
    graph: Graph = {}
    back: Graph = {}
    # What is after itself, in whichever modality, is a circle.
    unused = [
        (one, other[0])
        for one, other in links
        if one[0] == other[0] or not _use(one, other, tightened, graph, back)
    ]
    for told in days:
        for n, one in enumerate(told):
            for other in told[:n]:
                _use(one, other, tightened, graph, back)
    return Frame(tightened, named, graph, bool(graph), tuple(unused), sequenced=bool(days))


def _links(developments: Sequence[Development], present: Sequence[Development]) -> list[tuple[Node, Node]]:
    """Return (development, the one it follows) for every link, in the order in which they are taken."""
    linked = [each for each in present if each.after and each.modality != PLANNED]
    if not linked:
        return []
    named = {each.node for each in developments if each.modality != PLANNED}
    here = {each.node for each in present}
    return [
        (one.node, other)
        for one in sorted(linked, key=lambda each: each.position)
        for name in sorted(one.after)
        # What did not occur binds nothing, nor does its other modality in its place.
        if (other := _target(one, name, named)) in here
    ]


def _target(one: Development, name: str, named: Collection[Node]) -> Node | None:
    """Return what a development names as earlier: in its own modality where there is such a one."""
    modalities = (one.modality, *HAPPENED)
    return next((each for modality in modalities if (each := (name, modality)) in named), None)


def _use(one: Node, other: Node, places: dict[Node, Place], graph: Graph, back: Graph) -> bool:
    """Make `one` come after `other` if any placement allows it; return whether it does.

    Args:
        one: a development.
        other: what comes before it.
        places: the places so far, which are tightened.
        graph: the links so far, forwards.
        back: the same, backwards.
    """
    if one == other or _reaches(graph, one, other):
        return False
    graph.setdefault(other, set()).add(one)
    back.setdefault(one, set()).add(other)
    undo: dict[Node, Place] = {}
    if _tighten(places, graph, back, (other, one), undo):
        return True
    places.update(undo)
    graph[other].discard(one)
    back[one].discard(other)
    return False


def _tighten(
    places: dict[Node, Place], graph: Graph, back: Graph, link: tuple[Node, Node], undo: dict[Node, Place]
) -> bool:
    """Carry bounds along the links around a new one; return False where an interval becomes empty.

    What is changed is kept in `undo` as it was: a link costs what it moves, however many there are.
    """
    queue = [link]
    while queue:
        earlier, after = queue.pop()
        before, behind = places[earlier], places[after]
        if before.lo > behind.lo:
            undo.setdefault(after, behind)
            places[after] = attrs.evolve(behind, lo=before.lo)
            queue += [(after, each) for each in graph.get(after, ())]
        if behind.hi < before.hi:
            undo.setdefault(earlier, before)
            places[earlier] = attrs.evolve(before, hi=behind.hi)
            queue += [(each, earlier) for each in back.get(earlier, ())]
        if places[after].lo > places[after].hi or places[earlier].lo > places[earlier].hi:
            return False
    return True


def _in_sequence(present: Sequence[Development], places: Mapping[Node, Place]) -> list[list[Node]]:
    """Return the developments of one date of a day or less that a source keeps in order, in its order."""
    days: dict[tuple[object, ...], list[Development]] = {}
    for each in present:
        if each.first.sequence and (day := places[each.node].day) is not None:
            days.setdefault((each.first.source, *day), []).append(each)
    return [
        [each.node for each in sorted(told, key=lambda one: one.first.press)]
        for told in days.values()
        if len(told) > 1
    ]


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


def _topological(keys: Mapping[Node, tuple[int, ...]], graph: Graph) -> dict[Node, tuple[int, ...]]:
    waiting = dict.fromkeys(keys, 0)
    for others in graph.values():
        for other in others:
            waiting[other] += 1
    ready = [(keys[each], each) for each, count in waiting.items() if not count]
    heapify(ready)
    ranks: dict[Node, tuple[int, ...]] = {}
    while ready:
        _, each = heappop(ready)
        ranks[each] = (len(ranks),)
        for other in graph.get(each, ()):
            waiting[other] -= 1
            if not waiting[other]:
                heappush(ready, (keys[other], other))
    return ranks
