"""Placements: every order in which developments can have happened, and which of them had by an instant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

import attrs

from chrono.values.times import DAY, Bounds
from oracle.knowledge import Account

Pair = tuple[str, str]
MOST = 3000
"""More placements than this are too many for a test."""


class TooManyError(Exception):
    """A question has too many placements to go through."""


class UnsettledError(Exception):
    """No text settles what a question comes to."""


@attrs.frozen
class Node:
    """An imprecise instant, or the start of a span with its imprecise end."""

    id: str
    low: int
    high: int
    end: Bounds | None
    report: Account
    """Its first report, in press order."""
    position: int
    """That of the first of its reports in the log."""
    after: tuple[str, ...] = ()

    @property
    def brief(self) -> bool:
        """Whether it is of one day or less; a span is taken at its start."""
        return self.high - self.low < DAY


@attrs.frozen
class World:
    """One placement: what had occurred, in order; what had not yet; which spans had ended."""

    order: tuple[str, ...]
    later: tuple[str, ...]
    ended: frozenset[str] = frozenset()


@attrs.frozen
class Links:
    """What precedes what: the links in use, those of one day and one source too; and the bounds left."""

    pairs: frozenset[Pair]
    lows: Mapping[str, int]
    highs: Mapping[str, int]


def links(nodes: Mapping[str, Node]) -> Links:
    """Return the links that hold: by position of the first report, then name; those that fit alone."""
    pairs: set[Pair] = set()
    for node in sorted(nodes.values(), key=lambda each: each.position):
        for target in sorted(set(node.after)):
            if target in nodes and _fits(nodes, pairs | {(target, node.id)}):
                pairs.add((target, node.id))
    for one, other in _one_day(nodes.values()):
        if not reaches(pairs, other, one):
            pairs.add((one, other))
    lows, highs = tightened(nodes, pairs)
    return Links(frozenset(pairs), lows, highs)


def _one_day(nodes: Iterable[Node]) -> Iterator[Pair]:
    """Yield those of one day, one interval and one source in pairs, in the order reported."""
    brief = sorted((each for each in nodes if each.brief), key=lambda each: _press(each.report))
    for number, one in enumerate(brief):
        for other in brief[number + 1 :]:
            same = (one.low, one.high) == (other.low, other.high)
            if same and one.report.source == other.report.source:
                yield one.id, other.id


def _press(report: Account) -> tuple[Bounds, int]:
    return report.reported, report.position


def reaches(pairs: Iterable[Pair], start: str, goal: str) -> bool:
    """Return whether links lead from one development on to another."""
    known, pairs = {start}, list(pairs)
    while found := {late for early, late in pairs if early in known} - known:
        known |= found
    return goal in known


def _fits(nodes: Mapping[str, Node], pairs: Iterable[Pair]) -> bool:
    pairs = list(pairs)
    if any(reaches(pairs, late, early) for early, late in pairs):
        return False
    lows, highs = tightened(nodes, pairs)
    return all(lows[each] <= highs[each] for each in nodes)


def tightened(nodes: Mapping[str, Node], pairs: Iterable[Pair]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the earliest and the latest instants that links leave."""
    lows = {node.id: node.low for node in nodes.values()}
    highs = {node.id: min(node.high, node.end[1]) if node.end else node.high for node in nodes.values()}
    pairs = list(pairs)
    for _ in nodes:
        for early, late in pairs:
            lows[late] = max(lows[late], lows[early])
            highs[early] = min(highs[early], highs[late])
    return lows, highs


def world_order(nodes: Mapping[str, Node], held: Links) -> list[str]:
    """Return the developments in world order; ties by earliest, latest, reported, position."""
    left, order = dict(nodes), list[str]()
    while left:
        free = [
            each for each in left if not any(late == each and early in left for early, late in held.pairs)
        ]
        order.append(
            min(
                free,
                key=lambda each: (
                    held.lows[each],
                    held.highs[each],
                    nodes[each].report.reported,
                    nodes[each].position,
                ),
            )
        )
        del left[order[-1]]
    return order


def joined(start: Iterable[str], pairs: Iterable[Pair]) -> set[str]:
    """Return what links join to some developments, however far, either way."""
    known, pairs = set(start), list(pairs)
    while found := {each for pair in pairs if known & set(pair) for each in pair} - known:
        known |= found
    return known


def worlds(nodes: Mapping[str, Node], held: Links, until: int) -> list[World]:
    """Return every world there can be, as far as order and `until` tell worlds apart.

    Each instant is set as early as those before it allow: an order that is possible at all is possible so.
    """
    found: list[World] = []
    before = {each: {early for early, late in held.pairs if late == each} for each in nodes}
    highs = {each.id: min(each.high, each.end[1]) if each.end else each.high for each in nodes.values()}

    def place(order: tuple[str, ...], cut: int | None, now: int, starts: dict[str, int]) -> None:
        if len(found) > MOST:
            raise TooManyError
        if len(order) == len(nodes):
            occurred = order if cut is None else order[:cut]
            found.extend(_with_ends(nodes, occurred, order[len(occurred) :], starts, until))
            return
        if cut is None:
            place(order, len(order), until + 1, starts)
        for each in nodes:
            at = max(now, nodes[each].low)
            fits = at <= highs[each] and (cut is not None or at <= until)
            if each not in order and before[each] & set(nodes) <= set(order) and fits:
                place((*order, each), cut, at, {**starts, each: at})

    place((), None, min((each.low for each in nodes.values()), default=until), {})
    return found


def _with_ends(
    nodes: Mapping[str, Node],
    order: tuple[str, ...],
    later: tuple[str, ...],
    starts: Mapping[str, int],
    until: int,
) -> Iterator[World]:
    """Yield a world for each choice of the spans that had ended: an end before `until` is one."""
    choices: list[list[str | None]] = []
    for each in order:
        end = nodes[each].end
        if end is not None:
            can_end = max(starts[each], end[0]) < until
            can_last = end[1] >= until
            choices.append([each] * can_end + [None] * can_last)
    for chosen in product(*choices):
        yield World(order, later, frozenset(each for each in chosen if each is not None))


def restricted(found: Sequence[World], ids: set[str]) -> list[World]:
    """Return the worlds as some developments alone tell them apart."""
    seen: dict[World, None] = {}
    for world in found:
        seen[
            World(
                tuple(each for each in world.order if each in ids),
                tuple(each for each in world.later if each in ids),
                world.ended & ids,
            )
        ] = None
    return list(seen)
