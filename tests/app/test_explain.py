"""Explain: the developments behind each field, every account of them, and what no longer counts."""

from __future__ import annotations

import pytest
from given import Given
from things import correction, cut, put, retraction, seen, things

from chrono.errors import NoSuchTarget


def reasons(told: Given, field: str, **asked: object) -> list[tuple[str, str]]:
    """Return the developments behind a field and how each stands."""
    found = told.chronicle.explain(f"thing/x.{field}", **{"as_of": "2024-06-15", **asked})  # type: ignore[arg-type]
    return [(each.development, each.standing) for each in found.reasons[field]]


def test_each_development_stands_in_world_order_with_what_became_of_it() -> None:
    told = things(
        cut("2024-03-01", development="e", id="s"),
        put("2024-01-01", development="d", id="r", word="one"),
        put("2024-09-01", development="f", id="t", word="two"),
    )

    assert reasons(told, "status") == [("d", "superseded"), ("e", "holds"), ("f", "not yet")]


def test_where_dates_leave_two_open_both_may_hold() -> None:
    told = things(put("2024-01-01", development="d", word="one"), cut("2024-06", development="e", source="b"))

    assert reasons(told, "status") == [("d", "may hold"), ("e", "may hold")]


def test_a_development_that_is_denied_says_so_with_its_denials() -> None:
    told = things(
        put("2024-01-01", development="d", id="r", source="a", word="one"),
        put(
            "2024-01-01",
            development="d",
            id="no",
            source="b",
            modality="denied",
            attribution={"standing": "document"},
        ),
    )
    found = told.chronicle.explain("thing/x.word", as_of="2024-06-15").reasons["word"]

    assert [(each.development, each.standing) for each in found] == [("d", "denied")]
    assert [each.account.report for each in found[0].denials] == ["no"]


def test_an_account_is_told_down_to_the_paragraph_and_the_words() -> None:
    told = things(
        put(
            "2024-01-01",
            id="r",
            word="one",
            locator="P4",
            quote="so it was",
            summary="It was one.",
            reported="2024-02-01",
            attribution={"by": "sam", "standing": "on-record", "via": "his lawyer"},
        )
    )
    account = (
        told.chronicle.explain("thing/x.word", as_of="2024-06-15").reasons["word"][0].accounts[0].to_dict()
    )

    expected = {
        "report": "r",
        "source": "a",
        "publisher": "a",
        "origin": "a",
        "by": "sam",
        "via": "his lawyer",
        "standing": "on-record",
        "reported": "2024-02-01",
        "locator": "P4",
        "quote": "so it was",
        "summary": "It was one.",
        "occurred": "2024-01-01",
        "modality": "occurred",
        "corrections": [],
    }
    assert {key: account[key] for key in expected} == expected


def test_agreeing_accounts_are_told_too() -> None:
    told = things(
        put("2024-01-01", development="d", id="r", source="a", word="one"),
        put("2024-01-01", development="d", id="s", source="b", word="one"),
    )
    found = told.chronicle.explain("thing/x.word", as_of="2024-06-15").reasons["word"]

    assert [each.account.report for each in found[0].accounts] == ["r", "s"]


def test_an_account_shows_its_corrections_in_press_order() -> None:
    told = things(
        put("2024-01-01", id="r", word="one", reported="2024-02-01"),
        correction("r", "2024-05-01", id="late", data={"word": "three"}),
        correction("r", "2024-04-01", id="early", data={"word": "two"}),
    )
    account = told.chronicle.explain("thing/x.word", as_of="2024-06-15").reasons["word"][0].accounts[0]

    assert [each["id"] for each in account.corrected] == ["early", "late"]


def test_a_withdrawn_report_is_named_with_its_retraction() -> None:
    told = things(
        put("2024-01-01", id="r", word="one", reported="2024-02-01"),
        retraction("r", "2024-03-01", id="t"),
        put("2024-01-02", id="s", word="two", reported="2024-02-01"),
    )

    assert [(each.report, each.retraction) for each in told.chronicle.explain("thing/x").withdrawn] == [
        ("r", "t")
    ]
    assert told.chronicle.explain("thing/x", known_at="2024-02-28").withdrawn == ()


def test_an_observation_beside_what_holds_is_told() -> None:
    told = things(
        put("2024-01-01", development="d", word="open"),
        seen("2024-02-01", development="e", source="b", word="shut"),
    )

    assert reasons(told, "status") == [("d", "holds"), ("e", "beside it")]


def test_a_target_without_a_field_explains_every_field() -> None:
    found = things(put("2024-01-01", word="one")).chronicle.explain("thing/x", as_of="2024-06-15")

    assert set(found.fields) == set(found.projection.fields) == set(found.reasons)


def test_a_field_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(NoSuchTarget, match='did you mean "status"'):
        things(put("2024-01-01")).chronicle.explain("thing/x.statsu")


def test_an_explanation_shows_the_same_state_as_a_question() -> None:
    told = things(put("2024-01-01", word="one"), cut("2024-06", source="b"))
    found = told.chronicle.explain("thing/x", as_of="2024-06-15").to_dict()["fields"]
    state = told.chronicle.state("thing/x", as_of="2024-06-15").to_dict(accounts=True)["fields"]

    assert isinstance(found, dict)
    assert isinstance(state, dict)
    for name, each in state.items():
        assert {key: found[name][key] for key in each} == each
