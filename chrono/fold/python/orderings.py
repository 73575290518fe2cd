"""A fold in every order of events that the imprecise dates and the links allow.

What has occurred by a time, and in what order, differs from world to world (design.md, imprecise time). A
set of developments that have occurred is reached by many orders; where they come to the same, they are
followed as one from there on. So what is followed grows with the sets, not with the orders, and where
dates do not overlap there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, Self, TypeVar

import attrs

from chrono.fold.worlds import Frame, Node
from chrono.values.times import FUTURE

MOST = 2000
"""How many folds are followed side by side: enough for ten developments in any order at all, where the
fold cares for the last alone. Beyond it those nearest to world order are."""


class Branch(Protocol):
    """What a fold has come to by some orders."""

    @property
    def key(self) -> str:
        """Runs with one key come to the same, whatever follows."""

    def joined(self, other: Self) -> Self:
        """Return the run that stands for both."""


R = TypeVar("R", bound=Branch)
Branches = dict[str, R]


@attrs.frozen
class _Block:
    """Developments whose order among themselves may be open; all before have occurred before them."""

    nodes: Sequence[Node]
    """In world order: bit n of a set stands for the n-th."""
    lows: Sequence[int]
    highs: Sequence[int]
    before: Sequence[int]
    """For each the set of those that must precede it."""
    must: int
    """The set of those certain to have occurred by the time asked for."""

    def latest(self, placed: int) -> int:
        """Return the instant before which nothing after `placed` can lie, each as early as it can be."""
        return max((low for n, low in enumerate(self.lows) if placed >> n & 1), default=min(self.lows))

    def next(self, placed: int) -> Iterator[int]:
        """Yield the members that can occur directly after `placed`, leaving room for those that must."""
        now = self.latest(placed)
        left = [n for n in range(len(self.nodes)) if not placed >> n & 1]
        bar = min((self.highs[n] for n in left if self.must >> n & 1), default=FUTURE)
        for n in left:
            if max(now, self.lows[n]) <= min(bar, self.highs[n]) and not self.before[n] & ~placed:
                yield n


def endings(
    nodes: Iterable[Node], until: int, frame: Frame, start: R, step: Callable[[R, Node], R]
) -> tuple[list[R], bool]:
    """Return what a fold can come to by `until`, inclusive, and whether some orders were left out.

    Args:
        nodes: the developments to fold; those without a place in the frame have not occurred.
        until: the time asked for, inclusive.
        frame: where they may lie, and what must come after what.
        start: what the fold begins with.
        step: what one more development makes of a run.
    """
    here = [each for each in nodes if each in frame.places and frame.places[each].lo <= until]
    runs, cut = {start.key: start}, False
    for block in _blocks(here, until, frame):
        runs, less = _through(block, runs, step)
        cut = cut or less
    return list(runs.values()), cut


def _blocks(nodes: Iterable[Node], until: int, frame: Frame) -> Iterator[_Block]:
    places = frame.places
    together: list[Node] = []
    last = 0
    for each in sorted(nodes, key=lambda one: (places[one].lo, frame.rank(one))):
        if together and last < places[each].lo:
            yield _block(together, until, frame)
            together = []
        last = max(last, places[each].hi) if together else places[each].hi
        together.append(each)
    if together:
        yield _block(together, until, frame)


def _block(nodes: Iterable[Node], until: int, frame: Frame) -> _Block:
    ordered = sorted(nodes, key=frame.rank)
    places = [frame.places[each] for each in ordered]
    return _Block(
        ordered,
        [each.lo for each in places],
        [each.hi for each in places],
        [_set(frame.follows(one, other) for other in ordered) for one in ordered],
        _set(each.hi <= until for each in places),
    )


def _set(said: Iterable[bool]) -> int:
    return sum(1 << n for n, yes in enumerate(said) if yes)


def _through(block: _Block, runs: Branches[R], step: Callable[[R, Node], R]) -> tuple[Branches[R], bool]:
    """Return the runs after a block: of each set that holds all that must have occurred."""
    ends: Branches[R] = {}
    level: dict[int, Branches[R]] = {0: runs}
    cut = False
    while level:
        for placed, reached in level.items():
            if not block.must & ~placed:
                _join(ends, reached.values())
        following: dict[int, Branches[R]] = {}
        for placed, reached in level.items():
            for n in block.next(placed):
                made = (step(each, block.nodes[n]) for each in reached.values())
                _join(following.setdefault(placed | 1 << n, {}), made)
        level, less = _nearest(following)
        cut = cut or less
    return ends, cut


def _join(runs: Branches[R], more: Iterable[R]) -> None:
    for each in more:
        known = runs.get(each.key)
        runs[each.key] = each if known is None else known.joined(each)


def _nearest(level: dict[int, Branches[R]]) -> tuple[dict[int, Branches[R]], bool]:
    """Return what is followed further, and whether that is less than all."""
    if sum(map(len, level.values())) <= MOST:
        return level, False
    kept: dict[int, Branches[R]] = {}
    room = MOST
    for placed in sorted(level):
        some = dict(list(level[placed].items())[:room])
        if some:
            kept[placed] = some
        room -= len(some)
    return kept, True
