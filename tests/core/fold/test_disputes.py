"""Disputes by effect: what another group of accounts would make of a field, all of it."""

from __future__ import annotations

import pytest
from given import Given, Record
from things import correction, cut, put, seen, source, things

DOCUMENT = {"standing": "document"}


def alternatives(told: Given, field: str) -> list[dict[str, object]]:
    shown = told.field(field)["alternatives"]
    assert isinstance(shown, list)
    return shown


def usd(amount: float) -> dict[str, object]:
    return {"amount": amount, "unit": "USD"}


def twice(occurred: str, one: dict[str, object], other: dict[str, object]) -> tuple[Record, Record]:
    """Return the accounts r1 and r2 of one development, which tie."""
    return (
        put(occurred, id="r1", development="d", source="p", **one),
        put(occurred, id="r2", development="d", source="q", **other),
    )


# --- what disputes ----------------------------------------------------------------------------------


def test_a_difference_that_changes_nothing_is_no_dispute() -> None:
    told = things(*twice("2024-01-01", {"word": "one"}, {"word": "two"}), put("2024-03-01", word="three"))

    told.shows("word", value="three", disputed=False, alternatives=[])


def test_the_worst_of_several_is_not_disputed_by_a_lesser_one() -> None:
    told = things(
        put("2026-06-10", amount="10 USD"),
        put("2026-06-11", amount="20 USD"),
        *twice("2026-06-12", {"amount": "1 USD"}, {"amount": "2 USD"}),
    ).as_of("2026-07-01")

    told.shows("greatest", value=usd(20), certainty="certain", disputed=False)
    told.differs_in("least", usd(1), usd(2), value=None, range=[usd(1), usd(2)])


def test_an_alternative_of_a_total_is_the_total_under_that_account() -> None:
    told = things(
        put("2026-06-10", amount="10 USD"),
        put("2026-06-11", amount="20 USD"),
        put("2026-06-12", id="r1", development="d", source="p", amount="1 USD", attribution=DOCUMENT),
        put("2026-06-12", id="r2", development="d", source="q", amount="2 USD"),
    ).as_of("2026-07-01")

    told.differs_in("sum", usd(31), usd(32), value=usd(31), range=[usd(31), usd(31)])
    assert [each["reports"] for each in alternatives(told, "sum")] == [["r1"], ["r2"]]


def test_a_date_that_changes_what_is_possible_disputes_though_not_the_value() -> None:
    told = things(
        put("2024-01-01", id="r1", development="d", source="p", word="one", attribution=DOCUMENT),
        put("2024-03", id="r2", development="d", source="q", word="one"),
    )

    told.as_of("2024-03-10").shows("word", value="one", certainty="certain", disputed=True)
    assert [
        (e["value"], e["certainty"], e["possible"]) for e in alternatives(told.as_of("2024-03-10"), "word")
    ] == [
        ("one", "certain", []),
        (None, "possible", [None, "one"]),
    ]


def test_accounts_that_differ_on_when_a_plan_is_due_dispute_the_date_alone() -> None:
    told = things(
        put("2025-03-01", id="r1", development="d", source="p", word="one", modality="planned"),
        put("2025-04-01", id="r2", development="d", source="q", word="one", modality="planned"),
    )

    told.differs_in("scheduled", "2025-03-01", "2025-04-01", value=None, certainty="certain")
    told.shows("planned", value="one", certainty="certain", disputed=False)


def test_another_tie_stays_a_tie_in_an_alternative() -> None:
    told = things(
        *twice("2024-01-01", {"amount": "1 USD"}, {"amount": "2 USD"}),
        put("2024-02-01", id="r3", development="e", source="p", amount="10 USD"),
        put("2024-02-01", id="r4", development="e", source="q", amount="20 USD"),
    )

    told.shows("sum", value=None, certainty="certain", range=[usd(11), usd(22)])
    assert [(e["value"], e["range"], e["reports"]) for e in alternatives(told, "sum")] == [
        (None, [usd(11), usd(21)], ["r1"]),
        (None, [usd(12), usd(22)], ["r2"]),
        (None, [usd(11), usd(12)], ["r3"]),
        (None, [usd(21), usd(22)], ["r4"]),
    ]


def test_a_denial_that_ties_makes_possible_what_it_denies() -> None:
    told = things(
        put("2024-01-01", source="p", word="one"),
        put("2024-02-01", id="r1", development="d", source="p", word="two"),
        put("2024-02-01", id="r2", development="d", source="q", word="two", modality="denied"),
    )

    told.shows("word", value=None, certainty="possible", possible=["one", "two"])
    assert [(e["value"], e["reports"]) for e in alternatives(told, "word")] == [
        ("one", ["r2"]),
        ("two", ["r1"]),
    ]


def test_a_key_and_a_condition_dispute_nothing() -> None:
    told = things(
        put("2024-01-01", id="r1", development="d", source="p", word="one", role="red", attribution=DOCUMENT),
        put("2024-01-01", id="r2", development="d", source="q", word="one", role="blue"),
    )

    told.shows("red", value="one", disputed=False)


def test_an_observation_that_contradicts_disputes_and_stands_beside() -> None:
    told = things(put("2024-01-01", id="r1", word="open"), seen("2024-02-01", id="r2", word="shut"))

    told.differs_in("status", "open", "shut", value="open", certainty="certain")
    assert [each["reports"] for each in alternatives(told, "status")] == [["r1"], ["r2"]]


def test_another_date_stands_in_the_order_that_a_source_keeps() -> None:
    told = things(
        source("s", "2024-05-01", sequence=True),
        put("2024-02-04", development="d", source="q", word="one", attribution=DOCUMENT),
        put("2024-02-06", development="d", source="s", word="one", reported="2024-03-01"),
        put("2024-02-06", development="e", source="s", word="two", reported="2024-04-01"),
    )

    told.shows("opening", value="one", disputed=False)


def test_another_date_in_the_order_that_a_source_keeps_narrows_what_comes_before_it() -> None:
    told = things(
        source("s", "2024-05-01", sequence=True),
        put("2024-02-05", id="r1", development="e", source="s", reported="2024-02-06T08:00:00Z"),
        correction("r1", "2024-02-20", occurred="2024-02-06"),
        put("2024-02-04", id="r2", development="d", source="q", reported="2024-03-01", attribution=DOCUMENT),
        put("2024-02-06", id="r3", development="d", source="s", reported="2024-02-06T09:00:00Z"),
    ).as_of("2024-02-06T12:00:00Z")

    told.shows("count", value=None, certainty="possible", range=[1, 2], disputed=True)
    assert [(e["value"], e["certainty"], e["reports"]) for e in alternatives(told, "count")] == [
        (None, "possible", ["r2"]),
        (2, "certain", ["r3"]),
    ]


# --- sets and maps ----------------------------------------------------------------------------------


def test_an_alternative_of_a_set_is_all_of_it_and_names_who_says_so() -> None:
    told = things(
        put("2024-01-01", members=["ann"]),
        *twice("2024-02-01", {"who": "bob", "role": "cook"}, {"who": "cid", "role": "cook"}),
    )

    told.differs_in("pairs", [["bob", "cook"]], [["cid", "cook"]], value=[], certainty="possible")
    assert [each["reports"] for each in alternatives(told, "pairs")] == [["r1"], ["r2"]]
    members = told.field("pairs")["members"]
    assert [(e["value"], e["reports"]) for e in members] == [  # type: ignore[attr-defined]
        (["bob", "cook"], ["r1"]),
        (["cid", "cook"], ["r2"]),
    ]


def test_a_member_that_is_certain_under_every_tied_group_is_certain() -> None:
    told = things(
        put("2024-01-05", who="bob", role="cook"),
        *twice("2024-02-01", {"who": "bob", "role": "cook"}, {"who": "ann", "role": "cook"}),
    )

    told.shows("pairs", value=[["bob", "cook"]], possible=[["ann", "cook"]], certainty="possible")


def test_a_row_on_which_accounts_tie_is_possible_with_a_row_for_each() -> None:
    told = things(
        *twice("2024-01-01", {"who": "jo", "role": "dropped"}, {"who": "jo", "role": "pending"}),
        put("2024-01-01", source="q", who="al", role="pending"),
    )

    told.shows("roles", value={"al": "pending"}, possible={"jo": ["dropped", "pending"]})
    told.differs_in("roles", {"al": "pending", "jo": "dropped"}, {"al": "pending", "jo": "pending"})
    assert [each["reports"] for each in alternatives(told, "roles")] == [["r1"], ["r2"]]


def test_the_order_of_the_rows_that_can_stand_under_a_key_is_no_dispute() -> None:
    told = things(
        put("2024-01-01", development="c", word="one"),
        put("2024-02-05/2024-02-20", who="jo", role="mate", after=["c"]),
        put("2024-02-03/2024-02-06", development="d", source="p", who="jo", role="cook"),
        put(
            "2024-02-08/2024-02-20", development="d", source="q", who="jo", role="cook", attribution=DOCUMENT
        ),
    )

    told.shows("roles", certainty="possible", possible={"jo": ["mate", "cook"]}, disputed=False)


@pytest.mark.parametrize(
    ("as_of", "certainty"), [("2024-02-10", "possible"), ("2024-01-05", "unknown"), ("2024-03-01", "certain")]
)
def test_a_member_unknown_in_some_placements_only_is_possible_and_stands_in_members_alone(
    as_of: str, certainty: str
) -> None:
    told = things(cut("2024-02", members=["bob"], who="bob")).as_of(as_of)
    listed = [] if certainty == "certain" else [("bob", certainty)]

    told.shows("members", value=[], possible=[], certainty=certainty)
    told.shows("roles", value={}, possible={}, certainty=certainty)
    assert [(e["value"], e["certainty"]) for e in told.field("members")["members"]] == listed  # type: ignore[attr-defined]
    assert [(e["key"], e["certainty"]) for e in told.field("roles")["members"]] == listed  # type: ignore[attr-defined]


def test_accounts_that_tie_on_who_left_dispute_with_who_says_what() -> None:
    told = things(
        cut("2024-02-16", id="r1", development="d", source="p", who="bob"),
        cut("2024-02-16", id="r2", development="d", source="q", who="ann"),
    ).as_of("2024-02-01")

    told.shows("roles", disputed=True, certainty="possible")
    assert [(e["certainty"], e["reports"]) for e in alternatives(told, "roles")] == [
        ("unknown", ["r2"]),
        ("unknown", ["r1"]),
    ]


# --- other units ------------------------------------------------------------------------------------


def test_amounts_in_different_units_are_no_dispute_and_the_others_stand_beside() -> None:
    told = things(
        put("2024-01-01", id="r1", development="d", source="p", amount="5 EUR"),
        put("2024-01-01", id="r2", development="d", source="q", amount="6 USD"),
    )
    other = {"value": usd(6), "development": "d", "reports": ["r2"], "sources": ["q"], "origins": 1}

    told.shows("amount", value={"amount": 5, "unit": "EUR"}, disputed=False, other_units=[other])
    told.shows("sum", value={"amount": 5, "unit": "EUR"}, disputed=False, other_units=[other])


def test_a_tie_within_the_unit_shown_is_a_tie() -> None:
    told = things(
        put("2024-01-01", development="d", source="p", amount="5 EUR"),
        put("2024-01-01", development="d", source="q", amount="7 EUR"),
        put("2024-01-01", development="d", source="r", amount="6 USD"),
    )

    told.differs_in("amount", {"amount": 5, "unit": "EUR"}, {"amount": 7, "unit": "EUR"}, value=None)


def test_the_unit_of_the_group_that_stands_first_of_all_is_shown() -> None:
    told = things(
        put("2024-01-01", development="d", source="p", amount="5 EUR"),
        put("2024-01-01", development="d", source="q", amount="6 USD", attribution=DOCUMENT),
    )

    told.shows("amount", value=usd(6))


# --- since when, and on what it rests ---------------------------------------------------------------


def test_since_passes_over_an_observation_that_changes_nothing() -> None:
    told = things(
        put("2024-01", id="r1", word="shut"),
        seen("2024-02-10", word="open"),
        put("2024-02-17", id="r2", word="shut"),
    )

    told.shows("status", value="shut", since="2024-01", reports=["r1", "r2"])


def test_an_observation_of_an_equal_value_that_fills_leaves_the_beginning_unknown() -> None:
    told = things(seen("2024-01-10", word="open"), put("2024-02-17", word="open"))

    told.shows("status", value="open", since=None)


def test_the_days_since_when_it_can_hold_are_given_where_they_are_fewer_than_the_date() -> None:
    told = things(
        {"record": "source", "slug": "a", "publisher": "a", "published": "2024-02-10"},
        put("2024-02", word="one"),
    )

    told.shows("word", since="2024-02", since_bounds=["2024-02-01", "2024-02-10"])
    assert "since_bounds" not in things(put("2024-02", word="one")).field("word")
