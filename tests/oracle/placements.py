"""Placements: every order in which developments can have happened, and which of them had by an instant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import attrs

from chrono.values import times
from chrono.values.times import DAY, Bounds
from oracle.dates import end_of_day
from oracle.knowledge import Account

Pair = tuple[str, str]
MOST = 20000
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
    given: tuple[int, int, Bounds | None]
    """The bounds of its date as given."""
    report: Account
    """Its first report, in press order."""
    position: int
    """That of the first of its reports in the log."""
    after: tuple[str, ...] = ()

    @property
    def brief(self) -> bool:
        """Whether its date as given is of one day or less."""
        low, high, end = self.given
        return (high if end is None else end[1]) - low < DAY


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
    for pair in _one_day(nodes.values()):
        if _fits(nodes, pairs | {pair}):
            pairs.add(pair)
    lows, highs = tightened(nodes, pairs)
    return Links(frozenset(pairs), lows, highs)


def _one_day(nodes: Iterable[Node]) -> Iterator[Pair]:
    """Yield those of one date of a day or less, of one source in order, in pairs, as they were reported."""
    brief = sorted((each for each in nodes if each.brief), key=lambda each: _press(each.report))
    for number, one in enumerate(brief):
        for other in brief[number + 1 :]:
            one_source = one.report.sequence and one.report.source == other.report.source
            if one_source and one.given == other.given:
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


def narrowed(nodes: Mapping[str, Node], held: Links, ids: Iterable[str]) -> tuple[dict[str, Node], set[Pair]]:
    """Return some developments alone, with what the others leave of their dates and of the links."""
    kept = set(ids)
    some = {
        each: attrs.evolve(nodes[each], low=held.lows[each], high=held.highs[each])
        for each in nodes
        if each in kept
    }
    return some, {
        (one, other) for one in some for other in some if one != other and reaches(held.pairs, one, other)
    }


def worlds(nodes: Mapping[str, Node], pairs: Iterable[Pair], until: int) -> list[World]:
    """Return every world there can be, as far as order and `until` tell worlds apart.

    Each instant is set as early as those before it allow: an order that is possible at all is possible so.
    """
    found: list[World] = []
    pairs = list(pairs)
    before = {each: {early for early, late in pairs if late == each} for each in nodes}

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
            fits = at <= nodes[each].high and (cut is not None or at <= until)
            if each not in order and before[each] <= set(order) and fits:
                place((*order, each), cut, at, {**starts, each: at})

    place((), None, min((each.low for each in nodes.values()), default=until), {})
    return found


def without_order(nodes: Mapping[str, Node], pairs: Iterable[Pair], until: int) -> list[World]:
    """Return every world there can be, as far as what had occurred by `until` tells worlds apart."""
    pairs = list(pairs)
    found = []
    for chosen in product((False, True), repeat=len(nodes)):
        occurred = {each for each, yes in zip(nodes, chosen, strict=True) if yes}
        closed = all(early in occurred for early, late in pairs if late in occurred)
        fits = all(each.low <= until if each.id in occurred else each.high > until for each in nodes.values())
        if closed and fits:
            order = tuple(each for each in nodes if each in occurred)
            found.append(World(order, tuple(each for each in nodes if each not in occurred)))
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
            can_end = _first_end(starts[each], end) < until
            can_last = end[1] >= until
            choices.append([each] * can_end + [None] * can_last)
    for chosen in product(*choices):
        yield World(order, later, frozenset(each for each in chosen if each is not None))


def _first_end(start: int, end: Bounds) -> int:
    """Return the first instant at which a span can be over: with its first day, both days being in it."""
    whole_days = end[1] == times.FUTURE or end[1] % DAY == DAY - 1
    return max(end_of_day(start) if whole_days else start, end[0])
