"""What can be current, first or yet to begin equals an enumeration of all placements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import attrs
from hypothesis import given
from hypothesis import strategies as st
from laws import law
from made import development, node, on_days

from chrono.fold.current import beginnings, current, first, settled
from chrono.fold.worlds import Node, frame
from chrono.values.times import DAY

LAST = 5
Interval = tuple[int, int]
Link = tuple[str, str]
"""(what comes after, what it does not precede)."""


@attrs.frozen(kw_only=True)
class Case:
    """Developments by position of their first reports, their links as given, and those asked about."""

    intervals: Mapping[str, Interval]
    after: Mapping[str, frozenset[str]]
    asked: frozenset[str]
    until: int


@st.composite
def cases(draw: st.DrawFn) -> Case:
    names = [f"d{n}" for n in range(draw(st.integers(1, 4)))]
    days = st.integers(0, LAST)
    intervals = {name: tuple(sorted((draw(days), draw(days)))) for name in names}
    links = draw(st.sets(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=4))
    return Case(
        intervals={name: (low, high) for name, (low, high) in intervals.items()},
        after={name: frozenset(other for one, other in links if one == name) for name in names},
        asked=draw(st.frozensets(st.sampled_from(names), min_size=1)),
        until=draw(st.integers(-1, LAST + 1)),
    )


# --- the enumeration --------------------------------------------------------------------------------


def placements(case: Case, links: Sequence[Link]) -> Iterator[dict[str, int]]:
    """Yield every placement of the instants in their intervals that satisfies the links."""
    ranges = [range(low, high + 1) for low, high in case.intervals.values()]
    for instants in product(*ranges):
        placed = dict(zip(case.intervals, instants, strict=True))
        if all(placed[before] <= placed[one] for one, before in links):
            yield placed


def reaches(links: Sequence[Link], one: str, before: str) -> bool:
    """Return whether the links, however far, make `one` come after `before`."""
    return any(other == before or reaches(links, other, before) for each, other in links if each == one)


def used(case: Case) -> list[Link]:
    """Return the links in use: by position, then target; those that close no circle and leave a placement."""
    kept: list[Link] = []
    for one in case.intervals:
        for before in sorted(case.after[one]):
            circle = one == before or reaches(kept, before, one)
            if not circle and next(placements(case, [*kept, (one, before)]), None) is not None:
                kept.append((one, before))
    return kept


def ends(links: Sequence[Link], placed: Mapping[str, int], among: set[str], *, last: bool) -> set[str]:
    """Return those of `among` that can be the last (or first) in a placement; links order one instant."""
    if not among:
        return set()
    edge = (max if last else min)(placed[each] for each in among)
    there = {each for each in among if placed[each] == edge}
    return {
        each
        for each in there
        if not any(
            reaches(links, *((other, each) if last else (each, other))) for other in there if other != each
        )
    }


def made(case: Case) -> tuple[list[Node], Mapping[str, object]]:
    told = [development(name, n, *case.after[name]) for n, name in enumerate(case.intervals, 1)]
    found = frame(told, {node(name): on_days(*bounds) for name, bounds in case.intervals.items()})
    return [node(each) for each in case.intervals if each in case.asked], {
        "frame": found,
        "until": case.until * DAY,
    }


@law(200)
@given(cases())
def test_what_can_be_current_is_what_is_last_in_some_placement(case: Case) -> None:
    links = used(case)
    expected: set[str] = set()
    for placed in placements(case, links):
        occurred = {each for each in case.asked if placed[each] <= case.until}
        expected |= ends(links, placed, occurred, last=True)
    nodes, at = made(case)

    assert {name for name, _ in current(nodes, **at)} == expected  # type: ignore[arg-type]


@law(200)
@given(cases())
def test_nothing_is_certain_to_have_occurred_where_some_placement_has_all_later(case: Case) -> None:
    empty = any(
        all(placed[each] > case.until for each in case.asked) for placed in placements(case, used(case))
    )
    nodes, at = made(case)

    assert settled(nodes, **at) is not empty  # type: ignore[arg-type]


@law(200)
@given(cases())
def test_what_can_be_first_is_what_is_first_in_some_placement_and_has_occurred(case: Case) -> None:
    links = used(case)
    expected: set[str] = set()
    for placed in placements(case, links):
        found = ends(links, placed, set(case.asked), last=False)
        expected |= {each for each in found if placed[each] <= case.until}
    nodes, at = made(case)

    assert {name for name, _ in first(nodes, **at)} == expected  # type: ignore[arg-type]


@law(200)
@given(cases())
def test_what_can_begin_is_what_is_first_where_nothing_has_occurred(case: Case) -> None:
    links = used(case)
    expected: set[str] = set()
    for placed in placements(case, links):
        if all(placed[each] > case.until for each in case.asked):
            expected |= ends(links, placed, set(case.asked), last=False)
    nodes, at = made(case)
    # An instant of the enumeration is a day here: what lies "after until" begins with the next day.
    at = {**at, "until": (case.until + 1) * DAY - 1}

    assert {name for name, _ in beginnings(nodes, **at)} == expected  # type: ignore[arg-type]


@law(200)
@given(cases())
def test_the_links_left_unused_are_those_that_no_placement_satisfies(case: Case) -> None:
    found = made(case)[1]["frame"]
    left = {(one, other) for one, others in case.after.items() for other in others} - set(used(case))

    assert {(one[0], other) for one, other in found.unused} == left  # type: ignore[attr-defined]


@law(200)
@given(cases())
def test_intervals_are_tightened_to_what_some_placement_reaches(case: Case) -> None:
    reached = list(placements(case, used(case)))
    found = made(case)[1]["frame"]

    for name in case.intervals:
        days = [placed[name] for placed in reached]
        assert found.places[node(name)] == on_days(min(days), max(days))  # type: ignore[attr-defined]
