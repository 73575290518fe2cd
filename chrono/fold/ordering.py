"""Puts developments in order: takes the links that some placement allows, and tightens places.

Nearly always all of them can be taken, which one pass in world order tells. Where one closes a circle or
leaves an interval empty, they are taken one after the other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise

import attrs

from chrono.fold.places import Graph, Node, Place

Link = tuple[Node, Node]
"""A development, and what it follows."""


@attrs.frozen(repr=False)
class Order:
    """What must come directly after what, the places tightened so, and the links that were not used."""

    graph: Graph
    places: dict[Node, Place]
    unused: tuple[Link, ...] = ()


def in_order(places: Mapping[Node, Place], links: Sequence[Link], days: Sequence[Sequence[Node]]) -> Order:
    """Return the order that links make, as they are given, and then what sources tell day by day."""
    # What is after itself, in whichever modality, is a circle.
    circles = {link for link in links if link[0][0] == link[1][0]}
    given = [link for link in links if link not in circles]
    told_so = [(after, before) for told in days for before, after in pairwise(told)]
    whole = _together(places, [*given, *told_so])
    if whole is not None:
        return Order(*whole, tuple(link for link in links if link in circles))
    tightened = dict(places)
    graph: Graph = {}
    back: Graph = {}
    unused = [link for link in links if link in circles or not _use(link[0], link[1], tightened, graph, back)]
    for told in days:
        _use_in_turn(told, tightened, graph, back)
    return Order(graph, tightened, tuple(unused))


def _together(places: Mapping[Node, Place], links: Sequence[Link]) -> tuple[Graph, dict[Node, Place]] | None:
    """Return what all links make together; None where no placement allows all of them."""
    graph: Graph = {}
    for one, other in links:
        graph.setdefault(other, set()).add(one)
    named = {each for link in links for each in link}
    order = list(topological(dict.fromkeys(named, ()), graph))
    if len(order) < len(named):
        return None
    lows = {each: places[each].lo for each in named}
    highs = {each: places[each].hi for each in named}
    for each in order:
        for after in graph.get(each, ()):
            lows[after] = max(lows[after], lows[each])
    for each in reversed(order):
        highs[each] = min((highs[each], *(highs[after] for after in graph.get(each, ()))))
    if any(lows[each] > highs[each] for each in named):
        return None
    tightened = dict(places)
    for each in named:
        if (lows[each], highs[each]) != (places[each].lo, places[each].hi):
            tightened[each] = attrs.evolve(places[each], lo=lows[each], hi=highs[each])
    return graph, tightened


def _use_in_turn(told: Sequence[Node], places: dict[Node, Place], graph: Graph, back: Graph) -> None:
    """Make each come after all before it, as far as any placement allows it."""
    unbroken = True
    for n, one in enumerate(told):
        # What comes after the one before it comes after all that this one comes after.
        if n and unbroken and _use(one, told[n - 1], places, graph, back):
            continue
        for other in told[:n]:
            unbroken = _use(one, other, places, graph, back) and unbroken


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


def reach(graph: Mapping[Node, Collection[Node]], start: Node) -> set[Node]:
    """Return all that a graph leads to from a node, however far."""
    found: set[Node] = set()
    queue = list(graph.get(start, ()))
    while queue:
        each = queue.pop()
        if each not in found:
            found.add(each)
            queue += graph.get(each, ())
    return found


def _reaches(graph: Mapping[Node, Collection[Node]], start: Node, goal: Node) -> bool:
    return start == goal or goal in reach(graph, start)


def topological(keys: Mapping[Node, tuple[int, ...]], graph: Graph) -> dict[Node, tuple[int, ...]]:
    """Return the place of each node in an order that keeps to a graph, ties by key; of a circle none."""
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
