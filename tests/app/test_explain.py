"""Explain: the developments behind each field, every account of them, and what no longer counts."""

from __future__ import annotations

import pytest
from given import Given, Record
from things import amendment, correction, cut, put, ranking, retraction, seen, source, things

from chrono.errors import NoSuchTarget


def reasons(told: Given, field: str, **asked: object) -> list[tuple[str, str]]:
    """Return the developments behind a field and how each stands."""
    found = told.chronicle.explain(f"thing/x.{field}", **{"as_of": "2024-06-15", **asked})  # type: ignore[arg-type]
    return [(each.development, each.status) for each in found.reasons[field]]


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

    assert [(each.development, each.status) for each in found] == [("d", "denied")]
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

    assert [(each.record["of"], each.id) for each in told.chronicle.explain("thing/x").withdrawn] == [
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


def accounts_of(told: Given, field: str) -> dict[str, dict[str, object]]:
    """Return every account behind a field, by its report."""
    found = told.chronicle.explain(f"thing/x.{field}", as_of="2024-06-15").reasons[field]
    return {each.account.report: each.to_dict() for reason in found for each in reason.accounts}


def test_each_account_shows_what_it_gives_for_the_field_and_that_it_is_silent() -> None:
    told = things(
        put("2024-01-01", development="d", id="r", source="a", amount="5 USD"),
        put("2024-01-01", development="d", id="s", source="b", amount="7 USD"),
        put("2024-01-01", development="d", id="t", source="c", word="one"),
    )

    values = {name: each["value"] for name, each in accounts_of(told, "amount").items()}
    assert values == {"r": {"amount": 5, "unit": "USD"}, "s": {"amount": 7, "unit": "USD"}, "t": None}


def test_what_a_kind_stands_for_by_itself_is_not_told_as_said_by_its_accounts() -> None:
    told = things(cut("2024-01-01", id="r"))

    assert "value" not in accounts_of(told, "status")["r"]


@pytest.mark.parametrize(
    ("mending", "standing", "expected"),
    [
        pytest.param([], "reporter", ("origins", "2", "1"), id="origins"),
        pytest.param([], "document", ("standing", "document", "reporter"), id="standing"),
        pytest.param(
            [ranking("r", rank="preferred")], "reporter", ("rank", "preferred", "normal"), id="rank"
        ),
    ],
)
def test_why_a_value_stands_first_is_told(
    mending: list[Record], standing: str, expected: tuple[str, str, str]
) -> None:
    told = things(
        put("2024-01-01", development="d", id="r", source="a", word="x", attribution={"standing": standing}),
        put("2024-01-01", development="d", source="b", word="y"),
        put("2024-01-01", development="d", source="c", word="y" if standing == "reporter" else "z"),
        *mending,
    )
    first = told.chronicle.explain("thing/x.word", as_of="2024-06-15").reasons["word"][0].first

    assert first is not None
    assert (first.by, first.ahead, first.behind) == expected


def test_where_accounts_tie_or_agree_nothing_puts_one_first() -> None:
    tied = things(
        put("2024-01-01", development="d", source="a", word="x"),
        put("2024-01-01", development="d", source="b", word="y"),
    )
    alone = things(put("2024-01-01", word="x"))

    for told in (tied, alone):
        [reason] = told.chronicle.explain("thing/x.word", as_of="2024-06-15").reasons["word"]
        assert (reason.first, reason.dated_first) == (None, None)


def test_why_a_date_stands_first_is_told_apart_from_the_value() -> None:
    told = things(
        put("2024-01-01", development="d", source="a", word="x", attribution={"standing": "document"}),
        put("2024-02-01", development="d", source="b", word="x"),
    )
    [reason] = told.chronicle.explain("thing/x.word", as_of="2024-06-15").reasons["word"]

    assert reason.first is None
    assert reason.dated_first is not None
    assert reason.dated_first.by == "standing"


def test_our_amendments_and_an_editor_s_ranking_are_told_apart_from_the_source_s_corrections() -> None:
    told = things(
        put("2024-01-01", id="r", word="one", reported="2024-02-01"),
        correction("r", "2024-03-01", id="c", data={"word": "two"}),
        amendment("r", id="a", locator="P4"),
        ranking("r", id="k1", rank="deprecated"),
        ranking("r", id="k2", rank="preferred"),
    )
    account = accounts_of(told, "word")["r"]

    assert [each["id"] for each in account["corrections"]] == ["c"]  # type: ignore[attr-defined]
    assert [each["id"] for each in account["amendments"]] == ["a"]  # type: ignore[attr-defined]
    assert account["ranking"]["id"] == "k2"  # type: ignore[index]


def test_a_report_that_we_made_void_is_named_with_our_reason_until_that_is_undone_too() -> None:
    told = things(
        put("2024-01-01", id="r", word="one"),
        put("2024-01-01", id="kept", word="one"),
        put("2024-01-01", id="other", thing="y"),
        amendment("r", id="v", void=True),
        amendment("other", void=True),
    )

    undone = told.chronicle.explain("thing/x").undone
    assert [(each.record["of"], each.id, each.record["why"]) for each in undone] == [("r", "v", "a reason")]
    assert told.and_then(amendment("v", void=True)).chronicle.explain("thing/x").undone == ()


def test_of_one_field_only_reports_of_its_kinds_are_named_as_withdrawn() -> None:
    told = things(
        put("2024-01-01", id="r", word="one", reported="2024-02-01"),
        seen("2024-01-01", id="s", word="one", reported="2024-02-01"),
        retraction("r", "2024-03-01"),
        retraction("s", "2024-03-01"),
    )

    assert [each.record["of"] for each in told.chronicle.explain("thing/x.amount").withdrawn] == ["r"]
    assert [each.record["of"] for each in told.chronicle.explain("thing/x.status").withdrawn] == ["r", "s"]


def test_what_stands_after_what_says_whether_a_link_or_its_source_keeps_it_there() -> None:
    one, two = (
        put("2024-02-10", development="d", word="one"),
        put("2024-02-10", id="s", development="e", word="two"),
    )
    linked = things(one, {**two, "after": ["d"]})
    kept = things(source("a", "2024-06-01", sequence=True), one, two)
    free = things(one, put("2024-02-11", development="e", word="two", after=["d"]))

    def after(told: Given) -> list[object]:
        reasons = told.chronicle.explain("thing/x.word", as_of="2024-06-15").reasons["word"]
        return [(each.development, each.reports) for reason in reasons for each in reason.after]

    assert after(linked) == [("d", ("s",))]
    assert after(kept) == [("d", ())]
    assert after(free) == []  # the dates say so already
