"""Exact numbers and ranges, and what two of them have in common."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chrono.errors import BadAmount
from chrono.render.english import amount_in_words
from chrono.values.quantities import (
    Quantity,
    add,
    agree,
    intersection,
    order_key,
    quantity,
    to_json,
    zero,
)

FIGURES = st.decimals(-1000, 1000, places=2)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    """Points and ranges of small numbers, so that bounds often touch."""
    low, high = sorted((draw(st.integers(-4, 4)), draw(st.integers(-4, 4))))
    sides = draw(st.sampled_from([("least",), ("most",), ("least", "most")]))
    bounds = {side: figure for side, figure in (("least", low), ("most", high)) if side in sides}
    exclusive = [side for side in bounds if draw(st.booleans())] if low < high or len(bounds) == 1 else []
    return quantity({**bounds, "exclusive": exclusive, "unit": "USD", "about": draw(st.booleans())})


HALVES = [Decimal(n) / 2 for n in range(-18, 19)]  # finer than the bounds, and beyond their sums


def members(q: Quantity) -> set[Decimal]:
    """The definition of a range, by enumeration over numbers finer than its bounds."""
    return {
        number
        for number in HALVES
        if (q.least is None or (q.least < number if q.exclusive_least else q.least <= number))
        and (q.most is None or (number < q.most if q.exclusive_most else number <= q.most))
    }


@given(quantities(), quantities())
def test_two_quantities_agree_where_some_number_is_in_both(a: Quantity, b: Quantity) -> None:
    assert agree(a, b) == agree(b, a) == bool(members(a) & members(b))


@given(quantities(), quantities())
def test_an_intersection_holds_the_numbers_that_are_in_both(a: Quantity, b: Quantity) -> None:
    assume(agree(a, b))
    assert members(intersection(a, b)) == members(a) & members(b)
    assert intersection(a, b) == intersection(b, a)


@given(quantities())
def test_a_quantity_agrees_with_itself_and_has_itself_in_common(q: Quantity) -> None:
    assert agree(q, q)
    assert intersection(q, q) == q


@given(quantities(), quantities())
def test_a_sum_is_bounded_by_the_sums_of_the_bounds(a: Quantity, b: Quantity) -> None:
    total = add(a, b)
    assert total == add(b, a)
    sums = {one + other for one in members(a) for other in members(b)}
    assert sums & set(HALVES) <= members(total)


@given(st.lists(FIGURES, max_size=20))
def test_money_adds_up_exactly(figures: list[Decimal]) -> None:
    total = zero("USD")
    for figure in figures:
        total = add(total, quantity({"amount": figure, "unit": "USD"}))
    assert total.amount == total.least == total.most == sum(figures)


def test_figures_far_apart_add_up_to_the_last_digit() -> None:
    vast, tiny = quantity("1000000000000000000000000000000000000"), quantity("0.000000000000000000000001")
    assert add(vast, tiny).amount == Decimal("1000000000000000000000000000000000000.000000000000000000000001")


def test_tenths_given_as_floats_are_the_tenths_that_were_written() -> None:
    assert add(quantity(0.1), quantity(0.2)).amount == Decimal("0.3")


def test_a_figure_has_at_most_sixty_digits_on_either_side_of_the_point() -> None:
    assert quantity(Decimal("1e60")).amount == 10**60
    assert quantity(Decimal("1e-60")).amount == Decimal("1e-60")
    for beyond in (Decimal("1e61"), Decimal("1e-61")):
        with pytest.raises(BadAmount, match="out of range"):
            quantity(beyond)


def test_units_never_mix() -> None:
    dollars, euros = quantity("5 USD"), quantity("5 EUR")
    assert not agree(dollars, euros)
    assert not agree(dollars, quantity(5))
    for both in (add, intersection):
        with pytest.raises(BadAmount):
            both(dollars, euros)


def test_about_flags_a_figure_and_leaves_its_bounds() -> None:
    about = quantity({"amount": 5, "about": True, "unit": "USD"})
    assert about.least == about.most == about.amount == 5
    assert about.about
    assert about != quantity("5 USD")
    assert not agree(about, quantity("5.01 USD"))


def test_an_exact_figure_settles_an_approximate_one() -> None:
    about, exact = quantity("about 5 USD"), quantity("5 USD")
    assert intersection(about, exact) == intersection(exact, about) == exact
    assert intersection(about, quantity("4 USD or more")) == about


def test_the_wording_is_no_part_of_equality() -> None:
    assert quantity("$5bn") == quantity("5 billion USD")
    assert quantity("$5bn").wording == "$5bn"


def test_bounds_given_beside_an_amount_are_the_bounds() -> None:
    q = quantity({"amount": 5, "least": 4, "unit": "USD"})
    assert [q.least, q.amount, q.most] == [4, 5, 5]
    assert agree(q, quantity("4 USD"))


def test_order_is_by_lower_bound_then_upper_with_open_bounds_outermost() -> None:
    ordered = ["under 3", "up to 3", "2", "at least 2", "over 2", "2.5", "3", "at least 3"]
    shuffled = sorted(map(quantity, reversed(ordered)), key=order_key)
    assert [q.wording for q in shuffled] == ordered


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        (5, 5),
        (5.0, 5),
        (0.1, Decimal("0.1")),
        (Decimal("97.40"), Decimal("97.4")),
        ("97.4bn", 97400000000),
        (-5, -5),
        ("5 USD", {"amount": 5, "unit": "USD"}),
        ("about 5", {"amount": 5, "about": True}),
        ("over 5 USD", {"least": 5, "exclusive": ["least"], "unit": "USD"}),
        ({"least": 5, "most": 8, "unit": "USD"}, {"least": 5, "most": 8, "unit": "USD"}),
        ({"least": 5, "most": 5, "unit": "USD"}, {"amount": 5, "unit": "USD"}),
        ({"least": 5, "most": 8}, {"least": 5, "most": 8}),
        ({"amount": 5, "least": 4, "most": 6}, {"amount": 5, "least": 4, "most": 6}),
        ({"amount": 0, "unit": "USD"}, {"amount": 0, "unit": "USD"}),
    ],
    ids=str,
)
def test_json_has_exact_digits_and_no_open_bounds(value: object, shape: object) -> None:
    written = to_json(quantity(value))  # type: ignore[arg-type]
    assert written == shape
    assert type(written) is type(shape)


@given(quantities())
def test_reading_what_was_written_gives_the_same_quantity(q: Quantity) -> None:
    shape = to_json(q)
    assert quantity(shape) == q


@pytest.mark.parametrize(
    ("value", "unit", "reason"),
    [
        (True, None, "not a number"),
        (None, None, "not a number"),
        (float("nan"), None, "not a number"),
        (Decimal("Infinity"), None, "finite"),
        ([5], None, "not a number"),
        ({"amount": "1_000"}, None, "not a number"),
        ({"amount": "5 USD"}, None, "not a number"),
        ({"amount": "1e9000"}, None, "out of range"),
        ({"amout": 5}, None, 'did you mean "amount"'),
        ({"unit": "USD"}, None, "no figure"),
        ({"least": 5, "most": 3}, None, "reversed"),
        ({"least": 5, "most": 5, "exclusive": ["most"]}, None, "empty"),
        ({"least": 5, "exclusive": ["most"]}, None, "not given"),
        ({"least": 5, "exclusive": "least"}, None, "list"),
        ({"least": 5, "exclusive": ["middle"]}, None, "list"),
        ({"amount": 5, "exclusive": ["least"]}, None, "not given"),
        ({"amount": 7, "least": 8, "most": 9}, None, "between"),
        ({"amount": 5, "about": "yes"}, None, "true or false"),
        ({"amount": 5, "unit": 3}, None, "text"),
        (5, "USD", '"5 USD"'),
        ("97.4bn", "USD", "missing unit"),
        ({"amount": 5}, "USD", "missing unit"),
        ("5 EUR", "USD", '"EUR"'),
        ({"amount": 5, "unit": "円"}, "USD", '"JPY"'),
    ],
    ids=str,
)
def test_what_is_no_amount_for_the_field_is_refused(value: object, unit: str | None, reason: str) -> None:
    with pytest.raises(BadAmount) as refusal:
        quantity(value, unit=unit)  # type: ignore[arg-type]
    assert reason in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_field_with_a_fixed_unit_takes_that_unit_by_any_of_its_names() -> None:
    for value in ("$5", "5 dollars", "5ドル", {"amount": 5, "unit": "ドル"}):
        assert quantity(value, unit="USD") == quantity("5 USD")
    assert quantity("3 GW", unit="GW").unit == "GW"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("$500bn", "USD 500 bn"),
        ("974億ドル", "USD 97.4 bn"),
        ("78兆円", "JPY 78 tn"),
        ("約78兆円", "JPY 78 tn (about)"),
        ("under $10bn", "under USD 10 bn"),
        ("up to $10bn", "at most USD 10 bn"),
        ("at least $100 million", "at least USD 100 m"),
        ("over $1bn", "over USD 1 bn"),
        ("数億ドル", "several hundred million USD"),
        ("数十億ドル", "several billion USD"),
        ("数百億ドル", "at least USD 20 bn and under USD 100 bn"),
        ("several thousand", "several thousand"),
        ("4", "4"),
        ("1234567", "1,234,567"),
        ("1,234,567,891 USD", "USD 1,234,567,891"),
        ("-5 USD", "USD -5"),
        ("-5000000 USD", "USD -5 m"),
        ("12.5%", "12.5%"),
        ({"amount": 97000, "unit": "GW"}, "97,000 GW"),
        ({"least": 5, "most": 8, "unit": "USD"}, "at least USD 5 and at most USD 8"),
    ],
    ids=str,
)
def test_a_quantity_is_told_in_words(value: str | dict[str, object], words: str) -> None:
    assert amount_in_words(quantity(value)) == words
