"""Accounts of one thing: which agree, which group stands first, and what a tie is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from made import account

from chrono.resolve.accounts import Reading, reading
from chrono.values.agreement import agree, hull, intersection
from chrono.values.quantities import quantity
from chrono.values.shapes import plain
from chrono.values.times import when


def values(found: Reading) -> list[object]:
    return [plain(group.value) for group in found.groups]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("pending", "pending", True, id="equal words"),
        pytest.param("pending", "Pending", False, id="a word is an exact token"),
        pytest.param(Decimal(4), Decimal("4.0"), True, id="equal numbers"),
        pytest.param(Decimal(4), Decimal(5), False, id="two numbers"),
        pytest.param(True, Decimal(1), False, id="true is not 1"),
        pytest.param(quantity("500 USD"), quantity("500 USD"), True, id="equal amounts"),
        pytest.param(quantity("500 USD"), quantity("500 JPY"), False, id="two units"),
        pytest.param(
            quantity("at least 400 USD"), quantity("500 USD"), True, id="a bound and what it allows"
        ),
        pytest.param(quantity("under 500 USD"), quantity("500 USD"), False, id="a bound that excludes it"),
        pytest.param(quantity("about 500 USD"), quantity("501 USD"), False, id="about keeps the number"),
        pytest.param(when("2024-02"), when("2024-02-29"), True, id="a month and a day of it"),
        pytest.param(when("2024-02"), when("2024-03-01"), False, id="a month and the day after"),
        pytest.param(
            when({"start": "2024-01", "end": "2024-05"}),
            when({"start": "2024-01", "end": "2024-06"}),
            False,
            id="spans whose ends differ",
        ),
        pytest.param(
            when({"start": "2024-01", "end": "2024-05"}),
            when({"start": "2024-01-09", "end": "2024-05"}),
            True,
            id="spans whose both ends agree",
        ),
    ],
)
def test_accounts_agree_where_both_can_be_right(one: object, other: object, expected: bool) -> None:  # noqa: FBT001
    assert (agree(one, other), agree(other, one)) == (expected, expected)


def test_a_group_keeps_the_intersection_of_the_dates_that_agree() -> None:
    met = intersection(when("2024-01-20/2024-02-10"), when("2024-02"))

    assert plain(met) == "2024-02-01/2024-02-10"


def test_the_intersection_of_one_text_within_two_bounds_is_written_as_its_days() -> None:
    wide, narrow = (
        when({"edtf": "2024", "earliest": first, "latest": "2024-02-09"})
        for first in ("2024-02-05", "2024-02-07")
    )

    assert plain(intersection(wide, narrow)) == "2024-02-07/2024-02-09"


def test_a_group_keeps_the_intersection_of_the_amounts_that_agree() -> None:
    met = intersection(quantity("at least 400 USD"), quantity("up to 600 USD"))

    assert plain(met) == {"least": 400, "most": 600, "unit": "USD"}


def test_the_hull_of_two_dates_is_the_smallest_date_that_holds_both() -> None:
    assert hull([when("2024-02-10"), when("2024-01-20")]).edtf == "2024-01-20/2024-02-10"


def test_accounts_that_agree_form_one_group_and_nothing_is_disputed() -> None:
    found = reading([(account(1), "a"), (account(2), "a")])

    assert (values(found), found.disputed, found.groups[0].origins) == (["a"], False, 2)


def test_the_group_with_an_editors_preference_stands_before_the_better_standing() -> None:
    found = reading([(account(1, standing="document"), "a"), (account(2, rank="preferred"), "b")])

    assert values(found) == ["b", "a"]


def test_a_deprecated_account_stands_behind_a_normal_one_of_worse_standing() -> None:
    found = reading([(account(1, standing="document", rank="deprecated"), "a"), (account(2), "b")])

    assert values(found) == ["b", "a"]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("document", "on-record"),
        ("on-record", "reporter"),
        ("reporter", "anonymous"),
        ("anonymous", "inferred"),
    ],
)
def test_the_standing_of_its_best_account_puts_a_group_first(better: str, worse: str) -> None:
    said = [
        (account(1, standing=worse), "a"),
        (account(2, standing=worse), "a"),
        (account(3, standing=better), "b"),
    ]

    assert values(reading(said)) == ["b", "a"]


def test_of_equal_standing_more_origins_stand_first() -> None:
    found = reading([(account(1), "a"), (account(2), "b"), (account(3), "b")])

    assert (values(found), found.tied) == (["b", "a"], ())


def test_a_relayed_copy_adds_no_origin() -> None:
    found = reading([(account(1), "a"), (account(2), "b"), (account(3, origin="source-2"), "b")])

    assert [group.origins for group in found.groups] == [1, 1]
    assert found.first is None


def test_groups_equal_in_policy_tie_and_none_stands_first() -> None:
    found = reading([(account(1), "b"), (account(2), "a")])

    assert (found.first, [group.value for group in found.tied]) == (None, ["a", "b"])


def test_a_third_group_behind_a_tie_is_no_part_of_it() -> None:
    said = [(account(1), "a"), (account(2), "b"), (account(3, standing="anonymous"), "c")]
    found = reading(said)

    assert ([group.value for group in found.tied], values(found)) == (["a", "b"], ["a", "b", "c"])


def test_the_newest_account_stands_first_where_the_policy_says_so() -> None:
    said = [
        (account(1, reported="2024-06-01", standing="document"), "a"),
        (account(2, reported="2024-07-01"), "b"),
    ]

    assert values(reading(said, ("newest",))) == ["b", "a"]


def test_a_policy_without_origins_lets_one_origin_tie_with_two() -> None:
    said = [(account(1), "a"), (account(2), "b"), (account(3), "b")]

    assert len(reading(said, ("rank", "standing")).tied) == 2


def test_accounts_equal_in_policy_join_groups_by_their_bounds_not_by_arrival() -> None:
    # 1–5 overlaps 4–9, which overlaps 8–12; by lower bound 1–5 is asked first and 4–9 joins it.
    low, middle, high = ({"least": a, "most": b, "unit": "USD"} for a, b in ((1, 5), (4, 9), (8, 12)))
    for ordered in ((low, middle, high), (high, middle, low), (middle, high, low)):
        found = reading([(account(n), quantity(each)) for n, each in enumerate(ordered, 1)])
        assert values(found) == [
            {"least": 4, "most": 5, "unit": "USD"},
            {"least": 8, "most": 12, "unit": "USD"},
        ]


def test_an_account_joins_the_group_of_the_better_account_that_it_agrees_with() -> None:
    said = [
        (account(1), quantity("at least 1 USD")),
        (account(2, standing="document"), quantity("5 USD")),
        (account(3, standing="on-record"), quantity("7 USD")),
    ]

    assert [len(group.accounts) for group in reading(said).groups] == [2, 1]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(Decimal(4), 4, id="a whole number"),
        pytest.param(Decimal("0.10"), Decimal("0.10"), id="a number keeps its digits"),
        pytest.param(quantity("5 USD"), {"amount": 5, "unit": "USD"}, id="an amount"),
        pytest.param(quantity("7"), 7, id="an amount without unit is a number"),
        pytest.param(
            quantity("under 10 USD"),
            {"most": 10, "exclusive": ["most"], "unit": "USD"},
            id="a bound, the other absent",
        ),
        pytest.param(quantity("about 5 USD"), {"amount": 5, "about": True, "unit": "USD"}, id="about"),
        pytest.param(when("2024-02"), "2024-02", id="a date"),
        pytest.param(("b", "a"), ["b", "a"], id="a list"),
    ],
)
def test_a_value_is_shown_in_the_shape_of_its_type(value: object, expected: object) -> None:
    assert plain(value) == expected
