"""Which of some developments can be the last, or the first, to have occurred, by bounds alone (design.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chrono.fold.worlds import Frame, Node
from chrono.values.times import FUTURE


def current(nodes: Sequence[Node], until: int, frame: Frame) -> list[Node]:
    """Return those of `nodes` that can be the last to have occurred by `until`, inclusive.

    With M the greatest earliest among those certain to have occurred, a development can be current
    exactly when its earliest is not after `until`, its latest not before M, and none that must follow
    it is certain to have occurred. O(n) without links.
    """
    places = frame.places
    settled = [each for each in nodes if places[each].hi <= until]
    bar = max((places[each].lo for each in settled), default=None)
    here = [each for each in nodes if places[each].lo <= until and (bar is None or places[each].hi >= bar)]
    overtaken = frame.overtaken(here, settled)
    return [each for each in here if each not in overtaken]


def first(nodes: Sequence[Node], until: int, frame: Frame) -> list[Node]:
    """Return those of `nodes` that can be the first of all to occur, and have occurred by `until`."""
    places = frame.places
    bar = min((places[each].hi for each in nodes), default=FUTURE)
    behind = frame.behind(nodes, frozenset(nodes))
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
    behind = frame.behind(nodes, frozenset(nodes))
    return [each for each in nodes if max(places[each].lo, until + 1) <= bar and each not in behind]


def settled(nodes: Iterable[Node], until: int, frame: Frame) -> bool:
    """Return whether one of `nodes` is certain to have occurred by `until`, inclusive."""
    return any(frame.places[each].hi <= until for each in nodes)
