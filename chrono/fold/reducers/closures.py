"""The greatest weight of a set closed under "needs": the project selection problem, by a minimal cut."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TypeVar

N = TypeVar("N", bound=Hashable)
_SOURCE, _SINK = object(), object()
_ENDLESS = Decimal("Infinity")


def greatest_closure(weights: Mapping[N, Decimal | None], needs: Mapping[N, frozenset[N]]) -> Decimal | None:
    """Return the greatest sum of weights over sets that hold, with each member, all that it needs.

    The empty set counts as 0. A weight of None is without bound: the whole set is closed, so the
    answer is None then. Without needs O(n); else one breadth-first search for each augmenting path
    (Edmonds and Karp 1972; Picard 1976 for the reduction).
    """
    if any(weight is None for weight in weights.values()):
        return None
    known = {node: weight for node, weight in weights.items() if weight is not None}
    gain = sum((weight for weight in known.values() if weight > 0), Decimal(0))
    if not any(needs.get(node) for node, weight in known.items() if weight > 0):
        return gain
    return gain - _cut(known, needs)


def chains(nodes: Iterable[N], needs: Mapping[N, frozenset[N]]) -> tuple[list[list[N]], list[N]]:
    """Return the lines of nodes in which each needs exactly those before it, and all other nodes.

    `needs` is transitive and without circles. O(n + size of `needs`).
    """
    lines: list[list[N]] = []
    rest: list[N] = []
    for part in _parts(nodes, needs):
        ordered = sorted(part, key=lambda node: len(needs.get(node, ())))
        in_line = all(len(needs.get(node, ())) == n for n, node in enumerate(ordered))
        (lines.append if in_line else rest.extend)(ordered)
    return lines, rest


def _parts(nodes: Iterable[N], needs: Mapping[N, frozenset[N]]) -> Iterator[list[N]]:
    """Yield the nodes that needs join, part by part."""
    joined: dict[N, list[N]] = {node: list(needs.get(node, ())) for node in nodes}
    for node, needed in needs.items():
        for other in needed:
            joined[other].append(node)
    while joined:
        node, queue = joined.popitem()
        part = [node]
        while queue:
            other = queue.pop()
            if other in joined:
                part.append(other)
                queue += joined.pop(other)
        yield part


def _cut(weights: Mapping[N, Decimal], needs: Mapping[N, frozenset[N]]) -> Decimal:
    room: dict[object, dict[object, Decimal]] = {_SOURCE: {}, _SINK: {}}
    for node, weight in weights.items():
        if weight > 0:
            _edge(room, _SOURCE, node, weight)
        elif weight < 0:
            _edge(room, node, _SINK, -weight)
        for needed in needs.get(node, ()):
            _edge(room, node, needed, _ENDLESS)
    flow = Decimal(0)
    while path := _path(room):
        least = min(room[one][other] for one, other in path)
        for one, other in path:
            room[one][other] -= least
            room[other][one] += least
        flow += least
    return flow


def _edge(room: dict[object, dict[object, Decimal]], one: object, other: object, width: Decimal) -> None:
    room.setdefault(one, {})[other] = room.get(one, {}).get(other, Decimal(0)) + width
    room.setdefault(other, {}).setdefault(one, Decimal(0))


def _path(room: Mapping[object, Mapping[object, Decimal]]) -> list[tuple[object, object]]:
    before: dict[object, object] = {_SOURCE: _SOURCE}
    queue = deque([_SOURCE])
    while queue and _SINK not in before:
        one = queue.popleft()
        for other, width in room[one].items():
            if width > 0 and other not in before:
                before[other] = one
                queue.append(other)
    path = []
    end: object = _SINK
    while end in before and end is not _SOURCE:
        path.append((before[end], end))
        end = before[end]
    return path
