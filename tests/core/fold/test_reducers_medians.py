"""The reducer `median`."""

from __future__ import annotations

from decimal import Decimal

import pytest
from given import given
from things import THINGS, put, things

from chrono.fold.reducers.closures import chains


def usd(amount: object) -> dict[str, object]:
    return {"amount": amount, "unit": "USD"}


def test_a_median_is_the_middle_amount_of_what_has_occurred() -> None:
    told = things(
        put("2024-01-01", amount="9 USD"),
        put("2024-02-01", amount="3 USD"),
        put("2024-02-02", amount="5 USD"),
        put("2024-09-01", amount="1 USD"),
    )

    told.as_of("2024-03-01").shows("median", value=usd(5), certainty="certain", range=[usd(5), usd(5)])


@pytest.mark.parametrize(
    ("amounts", "value"),
    [
        pytest.param(("0.10 USD", "0.20 USD"), Decimal("0.15"), id="of fractions"),
        pytest.param(("1 USD", "2 USD", "4 USD", "100 USD"), 3, id="of the two in the middle of four"),
        pytest.param(
            ("10000000000000000000000000000000000001 USD", "2 USD"),
            Decimal("5000000000000000000000000000000000001.5"),
            id="of more digits than a float has",
        ),
    ],
)
def test_the_median_of_an_even_number_is_the_exact_mean_of_the_two_in_the_middle(
    amounts: tuple[str, ...], value: object
) -> None:
    told = things(*(put(f"2024-01-0{n}", amount=each) for n, each in enumerate(amounts, 1)))

    field = told.chronicle.state("thing/x", as_of="2025-06-01").fields["median"]

    assert (field.value, field.range) == (usd(value), [usd(value), usd(value)])


def test_each_unit_has_its_own_median() -> None:
    told = things(
        put("2024-01-01", amount="1 USD"),
        put("2024-01-02", amount="3 USD"),
        put("2024-01-03", amount="700 JPY"),
    )
    yen = {"amount": 700, "unit": "JPY"}

    told.shows("median", value=[yen, usd(2)], range=[[yen, yen], [usd(2), usd(2)]])


def test_plain_numbers_have_a_number_for_median() -> None:
    things(put("2024-01-01", number=1), put("2024-01-02", number=2)).shows("middle", value=1.5)


def test_of_amounts_with_bounds_the_lower_ends_have_a_middle_and_the_upper_ones_have_one() -> None:
    told = things(
        put("2024-01-01", amount={"least": 2, "most": 4, "unit": "USD"}),
        put("2024-01-02", amount={"least": 6, "most": 10, "unit": "USD"}),
    )

    told.shows(
        "median", value={"least": 4, "most": 7, "unit": "USD"}, certainty="certain", range=[usd(4), usd(7)]
    )


def test_a_median_is_open_where_what_makes_its_middle_is_open() -> None:
    told = things(put("2024-01-01", amount="5 USD"), put("2024-01-02", amount="at least 10 USD"))

    told.shows(
        "median",
        value={"least": 7.5, "unit": "USD"},
        certainty="certain",
        range=[usd(7.5), None],
    )


def test_an_open_end_beside_the_middle_opens_nothing() -> None:
    told = things(
        put("2024-01-01", amount="5 USD"),
        put("2024-01-02", amount="7 USD"),
        put("2024-01-03", amount="at least 10 USD"),
    )

    told.shows("median", value=usd(7), certainty="certain")


@pytest.mark.parametrize(
    ("amount", "value"),
    [
        ({"amount": 4, "unit": "USD", "about": True}, usd(4)),
        (
            {"least": 4, "most": 6, "exclusive": ["least"], "unit": "USD"},
            {"least": 4, "most": 6, "unit": "USD"},
        ),
    ],
)
def test_the_flags_of_an_amount_go(amount: object, value: object) -> None:
    things(put("2024-01-01", amount=amount)).shows("median", value=value)


def test_a_range_is_over_every_set_of_what_may_have_occurred() -> None:
    # 5 alone, with 3 the mean 4, with 9 the mean 7, with both 5 again.
    told = things(
        put("2024-01-01", amount="5 USD"), put("2024-02", amount="3 USD"), put("2024-02", amount="9 USD")
    )

    told.as_of("2024-02-10").shows(
        "median", value=None, certainty="possible", possible=[], range=[usd(4), usd(7)]
    )


def test_a_vague_term_that_cannot_move_the_middle_leaves_it_certain() -> None:
    told = things(
        put("2024-01-01", amount="5 USD"), put("2024-01-02", amount="5 USD"), put("2024-02", amount="9 USD")
    )

    told.as_of("2024-02-10").shows("median", value=usd(5), certainty="certain", since="2024-01-01")


def test_a_term_that_follows_another_has_never_occurred_alone() -> None:
    # 9 alone or 9 with 1: 1 alone would be the least.
    told = things(
        put("2024-02", development="out", source="b", amount="9 USD"),
        put("2024-02", source="c", amount="1 USD", after=["out"]),
    )

    told.as_of("2024-02-10").shows("median", value=None, certainty="possible", range=[usd(5), usd(9)])


def test_a_median_is_null_and_certain_before_anything_occurred() -> None:
    things(put("2024-02-01", amount="5 USD")).as_of("2024-01-01").shows(
        "median", value=None, certainty="certain", possible=[], since=None
    )


def test_a_median_of_which_nothing_is_visible_is_none_and_null() -> None:
    told = things(put("2024-02-01", amount="5 USD", reported="2024-03-01"))

    told.known_at("2024-02-28").shows("median", value=None, certainty="none")


def test_a_tied_term_leaves_the_median_null_and_its_range_spans_both() -> None:
    # The mean of 10 and 5, and that of 10 and 7.
    told = things(
        put("2024-01-01", source="c", amount="10 USD"),
        put("2024-02-01", development="d", source="a", amount="5 USD"),
        put("2024-02-01", development="d", source="b", amount="7 USD"),
    )

    told.differs_in(
        "median",
        usd(7.5),
        usd(8.5),
        value=None,
        certainty="certain",
        range=[usd(7.5), usd(8.5)],
    )


def test_in_a_tie_a_median_is_certain_only_if_it_is_so_under_every_tied_group() -> None:
    # With 5 it is 5 whether or not the third has occurred, with 7 it is 7 or 6.
    told = things(
        put("2024-01-01", development="d", source="a", amount="5 USD"),
        put("2024-01-01", development="d", source="b", amount="7 USD"),
        put("2024-02", source="c", amount="5 USD"),
    )

    told.as_of("2024-02-10").shows("median", value=None, certainty="possible", range=[usd(5), usd(7)])


def test_what_ties_with_a_denial_may_or_may_not_be_counted() -> None:
    told = things(
        put("2024-01-01", source="c", amount="10 USD"),
        put("2024-02-01", development="d", source="a", amount="4 USD"),
        put("2024-02-01", development="d", source="b", amount="4 USD", modality="denied"),
    )

    told.shows("median", value=None, certainty="possible", range=[usd(7), usd(10)])


def test_a_median_began_with_the_last_development_that_changed_it() -> None:
    # 5, then the mean 7, which the third leaves as it is.
    told = things(
        put("2024-01-01", amount="5 USD"),
        put("2024-02-01", amount="9 USD"),
        put("2024-03-01", amount="7 USD"),
    )

    told.shows("median", value=usd(7), since="2024-02-01")


def test_what_is_no_amount_takes_no_part_in_a_median() -> None:
    book = f'{THINGS}[projections.odd]\nkey = "thing"\n'
    book += '[projections.odd.fields.middle]\nreduce = "median"\nfrom = { put = "word", cut = "number" }\n'
    told = given(put("2024-01-01", word="one"), storybook=book).about("odd/x").as_of("2025-06-01")

    told.shows("middle", value=None, certainty="certain")


@pytest.mark.parametrize(
    ("needs", "lines", "rest"),
    [
        pytest.param({"a": "", "b": ""}, [["a"], ["b"]], [], id="nothing needs another"),
        pytest.param({"a": "", "b": "a", "c": "ab"}, [["a", "b", "c"]], [], id="a line"),
        pytest.param({"a": "", "b": "a", "c": "a"}, [], ["a", "b", "c"], id="a fork"),
        pytest.param(
            {"a": "", "b": "a", "c": "a", "d": "", "e": "d"}, [["d", "e"]], ["a", "b", "c"], id="both"
        ),
    ],
)
def test_lines_of_nodes_are_told_from_those_that_branch(
    needs: dict[str, str], lines: list[list[str]], rest: list[str]
) -> None:
    found = chains(needs, {node: frozenset(needed) for node, needed in needs.items()})

    assert (sorted(found[0]), sorted(found[1])) == (lines, rest)
