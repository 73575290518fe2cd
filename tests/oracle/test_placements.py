"""What the oracle enumerates is checked against every placement on a grid of a few instants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise, permutations, product
from random import Random

import attrs
import pytest

from chrono.values import times
from chrono.values.times import Bounds
from oracle.knowledge import Account
from oracle.placements import Links, Node, World, links, narrowed, without_order, worlds
from oracle.values import Dated

INSTANTS = 5
NAMES = ("a", "b", "c", "d")
_DAY = times.when("2024-02-06")
_ACCOUNT = Account(
    id="r",
    position=1,
    kind="k",
    development="d",
    modality="occurred",
    source="s",
    publisher="S",
    origin="S",
    reported=(0, 0),
    reported_text="2024",
    sequence=False,
    when=Dated(_DAY, _DAY),
    data={},
    after=(),
    rank=1,
    standing=2,
    by=None,
    summary=None,
)


def some_nodes(chance: Random) -> dict[str, Node]:
    """Return up to four developments with dates, ends and links within the grid."""
    found = {}
    for position, name in enumerate(NAMES[: chance.randint(1, 4)]):
        low, high = _bounds(chance)
        end = _bounds(chance) if chance.random() < 0.3 else None
        if end is not None and end[1] < low:
            end = None
        after = tuple(each for each in NAMES if each != name and chance.random() < 0.25)
        found[name] = Node(name, low, high, end, (low, high, end), _ACCOUNT, position, after)
    return found


def _bounds(chance: Random) -> Bounds:
    low, high = sorted((chance.randrange(INSTANTS), chance.randrange(INSTANTS)))
    return low, high


def all_worlds(nodes: Mapping[str, Node], held: Links, until: int) -> Iterator[World]:
    """Yield the world of every placement on the grid, instants of one time in every order."""
    starts = [range(each.low, each.high + 1) for each in nodes.values()]
    ends = [range(each.end[0], each.end[1] + 1) if each.end else (None,) for each in nodes.values()]
    for at, over in product(product(*starts), product(*ends)):
        start, end = dict(zip(nodes, at, strict=True)), dict(zip(nodes, over, strict=True))
        if any(last is not None and last < start[name] for name, last in end.items()):
            continue
        for order in permutations(nodes):
            in_time = all(start[one] <= start[other] for one, other in pairwise(order))
            if in_time and all(order.index(early) < order.index(late) for early, late in held.pairs):
                occurred = tuple(each for each in order if start[each] <= until)
                ended = frozenset(
                    each for each in occurred if (last := end[each]) is not None and last < until
                )
                yield World(occurred, order[len(occurred) :], ended)


def of_some(world: World, names: frozenset[str]) -> World:
    """Return a world as some developments alone tell it."""
    order, later = (tuple(each for each in some if each in names) for some in (world.order, world.later))
    return World(order, later, world.ended & names)


@pytest.mark.parametrize("seed", range(300))
def test_the_worlds_of_some_developments_are_those_of_all_placements(seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    nodes, until = some_nodes(chance), chance.randrange(-1, INSTANTS + 1)
    held = links(nodes)
    names = frozenset(each for each in nodes if chance.random() < 0.7)
    expected = {of_some(world, names) for world in all_worlds(nodes, held, until)}
    assert set(worlds(*narrowed(nodes, held, names), until)) == expected


@pytest.mark.parametrize("seed", range(300))
def test_what_can_have_occurred_is_what_has_in_some_placement(seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    nodes, until = some_nodes(chance), chance.randrange(-1, INSTANTS + 1)
    held = links(nodes)
    names = frozenset(each for each in nodes if chance.random() < 0.7)
    expected = {frozenset(world.order) & names for world in all_worlds(nodes, held, until)}
    assert {
        frozenset(world.order) for world in without_order(*narrowed(nodes, held, names), until)
    } == expected


def test_a_span_that_whole_days_bound_is_over_only_after_its_first_day() -> None:
    date = times.when("2024-04-15/2024-04", span=True)
    given = (date.earliest, date.latest, date.end)
    node = Node("a", date.earliest, date.latest, date.end, given, _ACCOUNT, 1)
    found = {until: worlds({"a": node}, (), times.bound(until)) for until in ("2024-04-15", "2024-04-16")}
    assert {world.ended for world in found["2024-04-15"] if world.order} == {frozenset()}
    assert {world.ended for world in found["2024-04-16"] if world.order} == {frozenset(), frozenset("a")}


def test_reports_of_a_source_in_sequence_order_what_they_tell_of_one_day() -> None:
    told = [attrs.evolve(_ACCOUNT, reported=(at, at), sequence=True) for at in (2, 1)]
    given = (_DAY.earliest, _DAY.latest, None)
    nodes = {
        name: Node(name, _DAY.earliest, _DAY.latest, None, given, each, position)
        for position, (name, each) in enumerate(zip("ab", told, strict=True))
    }
    assert links(nodes).pairs == {("b", "a")}
    late = attrs.evolve(nodes["a"], given=(_DAY.earliest, _DAY.latest + times.DAY, None))
    assert not links({**nodes, "a": late}).pairs
