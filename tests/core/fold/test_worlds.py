"""Possible worlds: tightened intervals, links that cannot hold, and what can be current."""

from __future__ import annotations

import pytest
from made import development, node, on_days, one_day

from chrono.fold.current import beginnings, current, first
from chrono.fold.worlds import Frame, Node, Place, frame
from chrono.values.times import DAY, PAST


def places(**each: tuple[int, int]) -> dict[Node, Place]:
    return {node(name): on_days(*bounds) for name, bounds in each.items()}


def names(nodes: list[Node]) -> list[str]:
    return [name for name, _ in nodes]


def made(links: dict[str, tuple[str, ...]], **each: tuple[int, int]) -> Frame:
    told = [development(name, n, *links.get(name, ())) for n, name in enumerate(each, 1)]
    return frame(told, places(**each))


def test_a_link_carries_the_earlier_bound_forward_and_the_later_bound_backward() -> None:
    tight = made({"b": ("a",)}, a=(3, 9), b=(1, 7)).places

    assert tight == places(a=(3, 7), b=(3, 7))


def test_links_tighten_transitively_through_what_stands_between() -> None:
    tight = made({"c": ("b",), "b": ("a",)}, a=(5, 20), b=(0, 30), c=(0, 10)).places

    assert tight == places(a=(5, 10), b=(5, 10), c=(5, 10))


def test_a_link_that_empties_an_interval_is_left_unused() -> None:
    found = made({"a": ("b",)}, a=(1, 2), b=(3, 4))

    assert (found.places, found.unused) == (places(a=(1, 2), b=(3, 4)), ((node("a"), "b"),))


def test_a_link_within_one_instant_is_used() -> None:
    found = made({"b": ("a",)}, a=(2, 2), b=(1, 2))

    assert (found.places[node("b")], found.unused) == (on_days(2, 2), ())


def test_of_two_links_that_make_a_circle_that_of_the_later_report_is_left_unused() -> None:
    found = made({"a": ("b",), "b": ("a",)}, a=(1, 5), b=(1, 5))

    assert found.unused == ((node("b"), "a"),)
    assert found.follows(node("a"), node("b"))


def test_links_of_one_development_are_taken_by_the_name_of_their_target() -> None:
    found = made({"c": ("b", "a")}, c=(1, 2), b=(3, 4), a=(5, 6))

    assert found.unused == ((node("c"), "a"), (node("c"), "b"))


def test_a_link_to_what_nobody_reports_changes_nothing() -> None:
    found = made({"a": ("nowhere",)}, a=(1, 2))

    assert (found.places, found.unused) == (places(a=(1, 2)), ())


def test_a_development_without_a_place_carries_no_link() -> None:
    told = [development("a", 1), development("b", 2, "a"), development("c", 3, "b")]
    found = frame(told, places(a=(5, 9), c=(1, 9)))

    assert found.places == places(a=(5, 9), c=(1, 9))


@pytest.mark.parametrize("turned", [False, True])
def test_a_link_names_the_development_of_its_own_modality(turned: bool) -> None:  # noqa: FBT001
    told = [development("a", 1), development("a", 2, modality="alleged"), development("b", 3, "a")]
    days = {("a", "occurred"): on_days(2, 9), ("a", "alleged"): on_days(5, 9), node("b"): on_days(1, 9)}
    found = frame(told[::-1] if turned else told, days)

    assert found.places[node("b")] == on_days(2, 9)


def test_a_link_to_what_was_alleged_alone_names_that() -> None:
    told = [development("a", 1, modality="alleged"), development("b", 2, "a")]
    found = frame(told, {("a", "alleged"): on_days(5, 9), node("b"): on_days(1, 9)})

    assert found.places[node("b")] == on_days(5, 9)


def test_a_link_to_what_did_not_occur_binds_nothing_though_it_is_alleged_too() -> None:
    told = [development("a", 1), development("a", 2, modality="alleged"), development("b", 3, "a")]
    found = frame(told, {("a", "alleged"): on_days(5, 9), node("b"): on_days(1, 9)})

    assert found.places[node("b")] == on_days(1, 9)


def test_one_day_told_twice_by_a_source_in_sequence_is_taken_in_the_order_reported() -> None:
    early = development("early", 2, source="s", sequence=True, reported="2024-06-01")
    late = development("late", 1, source="s", sequence=True, reported="2024-06-02")
    found = frame([late, early], one_day("early", "late"))

    assert found.follows(node("late"), node("early"))
    assert not found.follows(node("early"), node("late"))


def test_of_reports_of_one_moment_the_position_gives_the_order() -> None:
    told = [development("b", 1, source="s", sequence=True), development("a", 2, source="s", sequence=True)]
    found = frame(told, one_day("a", "b"))

    assert found.follows(node("a"), node("b"))


@pytest.mark.parametrize(
    ("sources", "sequence"),
    [
        pytest.param(("s", "s"), False, id="a source that keeps no order"),
        pytest.param(("s", "t"), True, id="two sources"),
    ],
)
def test_else_the_order_of_one_day_is_open(sources: tuple[str, str], sequence: bool) -> None:  # noqa: FBT001
    told = [
        development(name, n, source=s, sequence=sequence)
        for n, (name, s) in enumerate(zip("ab", sources, strict=True), 1)
    ]
    found = frame(told, one_day("a", "b"))

    assert names(current([node("a"), node("b")], DAY, found)) == ["a", "b"]


def test_one_month_told_twice_in_sequence_leaves_the_order_open() -> None:
    told = [development(name, n, source="s", sequence=True) for n, name in enumerate("ab", 1)]
    found = frame(told, {node(name): Place(0, 30 * DAY) for name in "ab"})

    assert names(current([node("a"), node("b")], 40 * DAY, found)) == ["a", "b"]


def test_a_sequence_never_stands_against_a_link() -> None:
    told = [
        development("a", 1, "b", source="s", sequence=True),
        development("b", 2, source="s", sequence=True),
    ]
    found = frame(told, one_day("a", "b"))

    assert found.follows(node("a"), node("b"))
    assert found.unused == ()


def test_world_order_goes_by_links_then_earliest_latest_reported_and_position() -> None:
    told = [
        development("z", 1),
        development("wide", 2),
        development("told later", 3, reported="2024-06-02"),
        development("narrow", 4),
        development("linked", 5, "z"),
        development("placed later", 6),
    ]
    found = frame(
        told,
        {
            node("z"): on_days(3, 9),
            node("wide"): on_days(1, 9),
            node("told later"): on_days(1, 5),
            node("narrow"): on_days(1, 5),
            node("linked"): on_days(3, 9),
            node("placed later"): on_days(1, 9),
        },
    )

    assert names(sorted(found.places, key=found.rank)) == [
        "narrow",
        "told later",
        "wide",
        "placed later",
        "z",
        "linked",
    ]


def test_nothing_that_is_certain_to_have_been_overtaken_can_be_current() -> None:
    found = made({}, past=(1, 2), bar=(3, 5), beside=(2, 4), ahead=(6, 9))

    assert names(current(list(found.places), 5 * DAY, found)) == ["bar", "beside"]


def test_what_has_not_begun_by_then_cannot_be_current() -> None:
    found = made({}, now=(1, 5), later=(6, 9))

    assert names(current(list(found.places), 5 * DAY, found)) == ["now"]


def test_a_far_successor_that_has_occurred_rules_out_what_it_follows() -> None:
    # b may lie anywhere, but c is certain by day 5 and follows a through b.
    found = made({"b": ("a",), "c": ("b",)}, a=(1, 5), b=(1, 9), c=(5, 5))

    assert names(current([node("a"), node("c")], 5 * DAY, found)) == ["c"]


def test_what_can_be_first_is_not_later_than_what_is_certain_to_have_occurred() -> None:
    found = made({}, a=(1, 4), b=(3, 9), c=(5, 9))

    assert names(first(list(found.places), 9 * DAY, found)) == ["a", "b"]


def test_what_follows_another_is_never_the_first() -> None:
    found = made({"b": ("a",)}, a=(1, 9), b=(1, 9))

    assert names(first(list(found.places), 9 * DAY, found)) == ["a"]


def test_what_can_begin_is_asked_only_where_nothing_is_certain_to_have_occurred() -> None:
    found = made({}, a=(1, 4), b=(3, 9))

    assert names(beginnings(list(found.places), 2 * DAY, found)) == ["a", "b"]
    assert beginnings(list(found.places), 4 * DAY, found) == []


def test_an_open_beginning_can_lie_before_everything() -> None:
    told = [development("a", 1), development("b", 2)]
    found = frame(told, {node("a"): Place(PAST, 5 * DAY), node("b"): on_days(3, 3)})

    assert names(first([node("a"), node("b")], 9 * DAY, found)) == ["a", "b"]
