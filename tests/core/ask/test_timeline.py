"""Chronologies: what stands in one, in which order, dated how, marked with what."""

from __future__ import annotations

import re
from typing import Any

import pytest
from given import Given, Record, given
from things import THINGS, amendment, correction, cut, merge, put, ranking, retraction, source

from chrono.ask.timeline import Timeline, TimelineRow
from chrono.errors import NoSuchTarget
from chrono.values.shapes import plain
from chrono.values.times import text_of

STORY = f"""{THINGS}
[stories.ours]
title = "Our story"
targets = ["thing/x", "thing/not-yet"]
"""


def told(*records: Record, story: str | None = None, **axes: Any) -> Timeline:  # noqa: ANN401 - any axis
    return asked(given(*records, storybook=STORY), story, **axes)


def asked(records: Given, story: str | None = None, **axes: Any) -> Timeline:  # noqa: ANN401 - any axis
    return records.chronicle.timeline(story, **{"as_of": "2025-06-01", **axes})


def names(timeline: Timeline) -> list[str]:
    return [row.development.name for row in timeline.rows]


def only(timeline: Timeline) -> TimelineRow:
    assert len(timeline.rows) == 1
    return timeline.rows[0]


def given_in(row: TimelineRow) -> dict[str, list[object]]:
    return {each.field: [plain(group.value) for group in each.reading.groups] for each in row.differences}


# --- what belongs -------------------------------------------------------------------------------


def test_a_whole_log_has_every_visible_development() -> None:
    found = told(put("2024-02-01", development="a"), put("2024-01-01", thing="y", development="b"))

    assert names(found) == ["b", "a"]
    assert found.title is None


def test_a_target_has_the_developments_under_its_key_alone() -> None:
    found = told(
        put("2024-02-01", development="a"),
        put("2024-01-01", thing="y", development="b"),
        story="thing/x",
    )

    assert names(found) == ["a"]
    assert found.title == "thing: x"


def test_a_story_has_what_its_targets_have_and_what_reports_say_is_of_it() -> None:
    found = told(
        put("2024-02-01", development="under"),
        {**put("2024-01-01", thing="y", development="named"), "stories": ["ours"]},
        put("2024-01-02", thing="z", development="neither"),
        story="ours",
    )

    assert names(found) == ["named", "under"]
    assert found.title == "Our story"


def test_a_development_leaves_a_target_when_a_correction_moves_it_to_another_key() -> None:
    records = (
        put("2024-02-01", id="r", development="a", reported="2024-02-02"),
        correction("r", "2024-03-01", data={"thing": "y"}),
    )

    assert names(told(*records, story="thing/x")) == []
    assert names(told(*records, story="thing/y")) == ["a"]
    assert names(told(*records, story="thing/x", known_at="2024-02-29")) == ["a"]


def test_a_story_that_only_reports_name_is_a_story() -> None:
    record = {**put("2024-01-01", development="a"), "stories": ["side"]}

    assert names(told(record, put("2024-01-02", development="b"), story="side")) == ["a"]


@pytest.mark.parametrize(
    ("asked_for", "hint"),
    [
        ("our", 'no story or target is named "our": did you mean "ours"?'),
        ("thing/q", 'nothing is known of "thing/q": known are "x"'),
        ("thign/x", 'unknown projection "thign": did you mean "thing"?'),
    ],
)
def test_what_is_no_story_is_refused_with_the_nearest_that_is(asked_for: str, hint: str) -> None:
    with pytest.raises(NoSuchTarget, match=re.escape(hint)):
        told(put("2024-01-01"), story=asked_for)


def test_merged_developments_are_one_row() -> None:
    found = told(
        put("2024-01-01", development="a"), put("2024-01-01", development="b", source="b"), merge("a", "b")
    )

    assert names(found) == ["a"]
    assert len(only(found).accounts) == 2


def test_only_the_sources_asked_for_are_heard() -> None:
    found = told(
        put("2024-01-01", development="a"),
        put("2024-01-02", development="b", source="b"),
        according_to="b",
    )

    assert names(found) == ["b"]


# --- order and time -----------------------------------------------------------------------------


def test_rows_stand_in_world_order_and_links_decide_where_dates_do_not() -> None:
    found = told(
        put("2024-02", development="late", after=["early"]),
        put("2024-02", development="early"),
        put("2024-01-31", development="first"),
    )

    assert names(found) == ["first", "early", "late"]


def test_what_had_certainly_not_happened_is_left_out_and_what_may_have_is_possible() -> None:
    found = told(
        put("2024-01", development="done"),
        put("2024-02", development="perhaps"),
        put("2024-03", development="later"),
        as_of="2024-02-15",
    )

    assert [(row.development.name, row.certainty) for row in found.rows] == [
        ("done", "certain"),
        ("perhaps", "possible"),
    ]


def test_a_link_outside_the_story_makes_certain_what_its_date_leaves_open() -> None:
    found = told(
        put("2024", development="a"),
        put("2024-02-01", thing="y", development="b", after=["a"]),
        story="thing/x",
        as_of="2024-03-01",
    )

    assert only(found).certainty == "certain"
    assert text_of(only(found).earliest, only(found).latest) == "2024-01-01/2024-02-01"


def test_a_plan_stands_at_its_due_date_from_when_it_is_reported() -> None:
    records = (
        put("2024-01-10", development="past"),
        put("2025", development="plan", modality="planned", reported="2024-01-05"),
        put("2024-01-20", development="done"),
    )

    assert names(told(*records, as_of="2024-01-31")) == ["past", "done", "plan"]
    assert names(told(*records, as_of="2024-01-04")) == []


def test_a_plan_and_its_happening_are_two_rows() -> None:
    found = told(put("2024-01-10", development="a", modality="planned"), put("2024-01-12", development="a"))

    assert [row.development.modality for row in found.rows] == ["planned", "occurred"]


def test_what_a_denial_stands_before_is_shown_as_absent() -> None:
    found = told(
        put("2024-01-01", development="a", source="b"),
        put("2024-01-01", development="a", modality="denied", attribution={"standing": "document"}),
    )

    row = only(found)
    assert (row.certainty, row.disputed, len(row.denials)) == ("absent", True, 1)


def test_where_for_and_against_tie_it_may_have_happened() -> None:
    found = told(
        put("2024-01-01", development="a", source="b"), put("2024-01-01", development="a", modality="denied")
    )

    assert (only(found).certainty, only(found).evenly) == ("possible", True)


# --- the date and the account that stand for a row ----------------------------------------------


def test_a_date_is_never_more_precise_than_a_report_gives_it() -> None:
    found = told(put("2024-01/2024-02", development="a"), put("2024-02/2024-03", development="a", source="b"))

    row = only(found)
    assert row.when.edtf in {"2024-01/2024-02", "2024-02/2024-03"}
    assert text_of(row.earliest, row.latest) == "2024-02"


def test_of_dates_that_agree_the_most_precise_is_shown() -> None:
    found = told(put("2024", development="a"), put("2024-02-10/2024-02-14", development="a", source="b"))

    assert only(found).when.edtf == "2024-02-10/2024-02-14"


def test_the_words_are_those_of_an_account_behind_the_date_that_stands_first() -> None:
    found = told(
        put("2024-01-20", development="a", summary="aaa on the 20th"),
        put("2024-01-21", development="a", source="b", summary="on the 21st"),
        put("2024-01-21", development="a", source="c"),
    )

    row = only(found)
    assert (row.when.edtf, row.lead.account.record["summary"]) == ("2024-01-21", "on the 21st")
    assert given_in(row) == {"@occurred": ["2024-01-21", "2024-01-20"]}


def test_a_summary_of_better_standing_is_preferred() -> None:
    found = told(
        put("2024-01-20", development="a", summary="plain"),
        put(
            "2024-01-20",
            development="a",
            source="b",
            summary="on paper",
            attribution={"standing": "document"},
        ),
    )

    assert only(found).lead.account.record["summary"] == "on paper"


def test_values_that_differ_are_told_and_values_that_agree_are_not() -> None:
    found = told(
        put("2024-01-20", development="a", amount="5 USD", word="red", text="one"),
        put("2024-01-20", development="a", source="b", amount="at least 6 USD", word="red", text="other"),
    )

    assert given_in(only(found)) == {
        "amount": [{"amount": 5, "unit": "USD"}, {"least": 6, "unit": "USD"}],
    }


# --- what became of accounts --------------------------------------------------------------------


def test_an_account_carries_corrections_amendments_and_ranking_each_apart() -> None:
    found = told(
        put("2024-01-20", id="r", amount="5 USD"),
        correction("r", "2025-01-05", data={"amount": "6 USD"}),
        amendment("r", locator="P2"),
        ranking("r", rank="preferred"),
    )

    lead = only(found).lead
    assert [each["reported"] for each in lead.corrected] == ["2025-01-05"]
    assert [each["locator"] for each in lead.mended] == ["P2"]
    assert lead.ranked is not None


def test_a_withdrawn_account_is_told_beside_those_that_stand() -> None:
    found = told(
        put("2024-01-20", id="r", development="a"),
        put("2024-01-20", id="s", development="a", source="b"),
        retraction("r", "2025-01-05"),
    )

    row = only(found)
    assert [each.account.report for each in row.accounts] == ["s"]
    assert [each.account.report for each in row.retracted] == ["r"]
    assert row.certainty == "certain"


def test_a_development_all_of_whose_accounts_are_withdrawn_keeps_its_place() -> None:
    records = (
        put("2024-01-20", id="r", development="a"),
        retraction("r", "2025-01-05"),
        put("2024-01-21", development="b"),
        put("2024-01-19", development="c"),
    )

    after, before = told(*records), told(*records, known_at="2025-01-04")
    assert [(row.development.name, row.certainty) for row in after.rows] == [
        ("c", "certain"),
        ("a", "none"),
        ("b", "certain"),
    ]
    assert not after.rows[1].accounts
    assert [row.certainty for row in before.rows] == ["certain"] * 3


def test_a_plan_that_was_withdrawn_before_the_time_asked_of_is_shown_only_once_it_was_made() -> None:
    records = (
        put("2026", id="r", modality="planned", reported="2024-03-01"),
        retraction("r", "2025-01-05"),
    )

    assert names(told(*records, as_of="2024-02-28")) == []
    assert only(told(*records, as_of="2024-03-01")).certainty == "none"


def test_a_withdrawal_that_is_itself_withdrawn_is_none() -> None:
    found = told(
        put("2024-01-20", id="r"), retraction("r", "2025-01-05", id="t"), retraction("t", "2025-01-06")
    )

    assert (only(found).certainty, only(found).retracted) == ("certain", ())


# --- footnotes ----------------------------------------------------------------------------------


def test_a_source_and_paragraph_have_one_number_in_order_of_first_mention() -> None:
    found = told(
        source("a", "2024-12-31"),
        source("b", "2024-12-31"),
        put("2024-01-01", development="a", locator="P2"),
        put("2024-01-02", development="b", source="b", locator="P2"),
        put("2024-01-03", development="c", locator="P2"),
        cut("2024-01-04", development="d"),
    )

    assert found.citations == (("a", "P2"), ("b", "P2"), ("a", None))
    notes = [found.notes(each.account for each in row.cited) for row in found.rows]
    assert notes == [(1,), (2,), (1,), (3,)]
