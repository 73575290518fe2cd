"""The reducers that count and add: `count`, `sum`, `least`, `greatest`."""

from __future__ import annotations

from decimal import Decimal

import pytest
from things import put, things

from chrono.fold.reducers.closures import greatest_closure


def usd(amount: int) -> dict[str, object]:
    return {"amount": amount, "unit": "USD"}


def test_a_count_is_of_developments_not_of_reports() -> None:
    told = things(
        put("2024-01-01", development="d", source="a"),
        put("2024-01-01", development="d", source="b"),
        put("2024-02-01", source="b"),
        put("2024-09-01", source="b"),
    )

    told.as_of("2024-03-01").shows("count", value=2, certainty="certain", range=[2, 2], possible=[])


def test_a_count_of_what_may_have_occurred_has_a_range() -> None:
    told = things(put("2024-01-01"), put("2024-02"), put("2024-02"))

    told.as_of("2024-02-10").shows("count", value=None, certainty="possible", range=[1, 3], possible=[])


def test_a_count_is_zero_and_certain_before_anything_occurred() -> None:
    told = things(put("2024-02-01"))

    told.as_of("2024-01-01").shows("count", value=0, certainty="certain", range=[0, 0])


def test_a_count_where_nothing_is_visible_is_none_and_null() -> None:
    told = things(put("2024-02-01", reported="2024-03-01"))

    told.known_at("2024-02-28").shows("count", value=None, certainty="none")


def test_a_sum_adds_what_has_occurred_exactly() -> None:
    told = things(
        put("2024-01-01", amount="0.10 USD"),
        put("2024-02-01", amount="0.20 USD"),
        put("2024-09-01", amount="9 USD"),
    )

    told.as_of("2024-03-01").shows("sum", value={"amount": 0.30, "unit": "USD"}, certainty="certain")


def test_a_sum_with_a_vague_term_is_possible_with_its_range() -> None:
    told = things(put("2024-01-01", amount="10 USD"), put("2024-02", amount="5 USD"))

    told.as_of("2024-02-10").shows(
        "sum", value=None, certainty="possible", possible=[], range=[usd(10), usd(15)]
    )


def test_the_range_of_a_sum_bounds_terms_of_either_sign_apart() -> None:
    told = things(
        put("2024-01-01", amount="10 USD"), put("2024-02", amount="5 USD"), put("2024-02", amount="-3 USD")
    )

    told.as_of("2024-02-10").shows("sum", range=[usd(7), usd(15)])


def test_a_possible_term_brings_all_that_it_follows() -> None:
    # +5 can only have occurred where -3 has: the most is 10 + 5 - 3.
    told = things(
        put("2024-01-01", amount="10 USD"),
        put("2024-02", development="out", source="b", amount="-3 USD"),
        put("2024-02", source="c", amount="5 USD", after=["out"]),
    )

    told.as_of("2024-02-10").shows("sum", range=[usd(7), usd(12)])


def test_bounds_add_up_to_bounds() -> None:
    told = things(put("2024-01-01", amount="at least 10 USD"), put("2024-02-01", amount="5 USD"))

    told.shows("sum", value={"least": 15, "unit": "USD"}, certainty="certain", range=[usd(15), None])


def test_units_never_mix_silently() -> None:
    told = things(put("2024-01-01", amount="10 USD"), put("2024-02-01", amount="5 JPY"))

    told.shows(
        "sum",
        value=[{"amount": 5, "unit": "JPY"}, usd(10)],
        range=[[{"amount": 5, "unit": "JPY"}] * 2, [usd(10)] * 2],
    )


def test_plain_numbers_add_up_to_a_number() -> None:
    things(put("2024-01-01", number=2), put("2024-02-01", number="0.5")).shows("tally", value=2.5)


def test_a_sum_before_anything_occurred_is_zero_and_certain() -> None:
    things(put("2024-02-01", number=2)).as_of("2024-01-01").shows("tally", value=0, certainty="certain")


def test_a_tied_term_leaves_the_sum_null_and_its_range_spans_both() -> None:
    told = things(
        put("2024-01-01", source="c", amount="10 USD"),
        put("2024-02-01", development="d", source="a", amount="5 USD"),
        put("2024-02-01", development="d", source="b", amount="7 USD"),
    )

    told.differs_in("sum", usd(15), usd(17), value=None, certainty="certain", range=[usd(15), usd(17)])


def test_two_accounts_of_one_amount_are_added_once() -> None:
    told = things(
        put("2024-01-01", development="d", source="a", amount="5 USD"),
        put("2024-01-01", development="d", source="b", amount="5 USD"),
    )

    told.shows("sum", value=usd(5), origins=2)


@pytest.mark.parametrize(("field", "value"), [("least", 3), ("greatest", 9)])
def test_an_extreme_is_over_what_has_occurred(field: str, value: int) -> None:
    told = things(
        put("2024-01-01", amount="5 USD"),
        put("2024-02-01", amount="9 USD"),
        put("2024-02-02", amount="3 USD"),
        put("2024-09-01", amount="1 USD"),
        put("2024-09-02", amount="99 USD"),
    )

    told.as_of("2024-03-01").shows(field, value=usd(value), certainty="certain")


def test_a_vague_term_that_cannot_change_the_extreme_leaves_it_certain() -> None:
    told = things(put("2024-01-01", amount="5 USD"), put("2024-02", amount="3 USD")).as_of("2024-02-10")

    told.shows("greatest", value=usd(5), certainty="certain")
    told.shows("least", value=None, certainty="possible", range=[usd(3), usd(5)])


@pytest.mark.parametrize("field", ["least", "greatest"])
def test_an_extreme_is_null_and_certain_before_anything_occurred(field: str) -> None:
    things(put("2024-02-01", amount="5 USD")).as_of("2024-01-01").shows(
        field, value=None, certainty="certain"
    )


@pytest.mark.parametrize(
    ("weights", "needs", "expected"),
    [
        pytest.param({}, {}, 0, id="nothing"),
        pytest.param({"a": 5, "b": -3}, {}, 5, id="without needs the positive ones"),
        pytest.param({"a": 5, "b": -3}, {"a": {"b"}}, 2, id="one that costs less than it brings"),
        pytest.param({"a": 5, "b": -7}, {"a": {"b"}}, 0, id="one that costs more"),
        pytest.param({"a": 5, "b": -7, "c": 4}, {"a": {"b"}, "c": {"b"}}, 2, id="two that share a cost"),
    ],
)
def test_the_greatest_closed_sum_takes_with_each_member_what_it_needs(
    weights: dict[str, int], needs: dict[str, set[str]], expected: int
) -> None:
    exact = {name: Decimal(weight) for name, weight in weights.items()}

    assert greatest_closure(exact, {name: frozenset(some) for name, some in needs.items()}) == expected
