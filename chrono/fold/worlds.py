"""Possible worlds: where the instants of developments can lie, and what can be current at a time.

A world places every instant in its interval so that each `after` link holds (format.md §2, design.md
"Imprecise time"). What is asked of all worlds is answered here without enumerating them: intervals
are tightened along the links first, then each question is a comparison of bounds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

import attrs

from chrono.fold.ordering import in_order, reach, topological
from chrono.fold.places import Graph, Node, Place, place_of
from chrono.model.policy import Policy
from chrono.resolve.developments import HAPPENED, PLANNED, Development

__all__ = ["Frame", "Graph", "Node", "Place", "frame", "node", "place_of", "placed"]


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
    days: tuple[tuple[Node, ...], ...] = ()
    """The developments of one day, in the order in which a source that keeps it tells of them."""
    _later: dict[Node, frozenset[Node]] = attrs.field(factory=dict)
    _ranks: dict[Node, tuple[int, ...]] | None = None

    def later(self, one: Node) -> frozenset[Node]:
        """Return the developments that must come after one, however far."""
        if one not in self.graph:
            return _NONE
        if one not in self._later:
            self._later[one] = frozenset(reach(self.graph, one))
        return self._later[one]

    def follows(self, one: Node, other: Node) -> bool:
        """Return whether `one` must come after `other`."""
        return other in self.graph and self.rank(other) < self.rank(one) and one in self.later(other)

    def directly_after(self, one: Node) -> set[Node]:
        """Return what a link puts directly after one, and what its source tells of later on the same day."""
        found = set(self.graph.get(one, ()))
        for told in self.days:
            if one in told:
                found.update(each for each in told[told.index(one) + 1 :] if self.follows(each, one))
        return found

    def behind(self, nodes: Iterable[Node], among: Collection[Node]) -> set[Node]:
        """Return those of `among` that must come after any of `nodes`."""
        if not self.graph or not among:
            return set()
        last = max(map(self.rank, among))
        queue = [each for one in nodes for each in self.graph.get(one, ())]
        found: set[Node] = set()
        while queue:
            each = queue.pop()
            if each not in found and self.rank(each) <= last:  # nothing that lies behind all is walked
                found.add(each)
                queue += self.graph.get(each, ())
        return found.intersection(among)

    def overtaken(self, nodes: Collection[Node], settled: Iterable[Node]) -> set[Node]:
        """Return those of `nodes` that one of those settled must come after."""
        if not self.graph or not nodes:
            return set()
        first = min(map(self.rank, nodes))
        queue = [each for one in settled for each in self._before.get(one, ())]
        found: set[Node] = set()
        while queue:
            each = queue.pop()
            if each not in found and self.rank(each) >= first:
                found.add(each)
                queue += self._before.get(each, ())
        return found.intersection(nodes)

    @cached_property
    def _before(self) -> Graph:
        back: Graph = {}
        for one, others in self.graph.items():
            for each in others:
                back.setdefault(each, set()).add(one)
        return back

    def rank(self, one: Node) -> tuple[int, ...]:
        """Return the place of a development in world order, for display.

        World order is topological; ties by earliest, latest, reported, position.
        """
        if not self.linked:
            return self._key(one)
        if self._ranks is None:
            self._ranks = topological({each: self._key(each) for each in self.places}, self.graph)
        return self._ranks[one]

    def _key(self, one: Node) -> tuple[int, ...]:
        place = self.places[one]
        return (place.lo, place.hi, *self.named[one].press)

    def moved(self, one: Node, place: Place) -> Frame | None:
        """Return the frame with one development elsewhere; None if all must be made anew."""
        if self.linked or self.days or self._joins_a_day(one, place):
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
    order = in_order(places, links, days)
    unused = tuple((one, other[0]) for one, other in order.unused)
    return Frame(order.places, named, order.graph, bool(order.graph), unused, tuple(map(tuple, days)))


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
