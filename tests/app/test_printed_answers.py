"""What a reader sees of ends, gaps, bounds and disputes: as much as is known, and no more."""

from __future__ import annotations

import pytest
from given import Given, Record, given
from things import THINGS, held, put, source, things

from chrono.ask.compare import AGREE, DIFFER, IN_PART
from chrono.render.diffs import render_comparison
from chrono.render.explanations import render as render_explanation
from chrono.render.languages import language
from chrono.render.showing import render as render_shown
from chrono.render.state_table import StateTable
from chrono.render.states import cell, render
from chrono.render.timelines import rows as timeline_rows
from chrono.render.values import ValueWords


def screen(told: Given, as_of: str) -> str:
    """Return the state of "x" as a screen has it, with single spaces."""
    axes = told.chronicle.axes(as_of=as_of)
    lines = render(told.chronicle.state_at("thing/x", axes), told.chronicle.view(), axes)
    return " ".join(" ".join(lines).split())


def guests(*spans: object) -> Given:
    return things(
        source("a", "2026-01-01"),
        *(held(span, id=f"r{n}", development=f"d{n}", members=["kim"]) for n, span in enumerate(spans)),
    )


@pytest.mark.parametrize(
    ("as_of", "words"),
    [("2018-06-01", "none yet"), ("2019-06-01", "kim"), ("2023-11-20", "none"), ("2024-06-01", "kim")],
)
def test_between_two_tenures_there_is_none_and_before_the_first_none_yet(as_of: str, words: str) -> None:
    told = guests("2019-01-10/2023-11-17", "2023-11-22/..")
    axes = told.chronicle.axes(as_of=as_of)
    field = told.chronicle.state_at("thing/x", axes).fields["guests"]

    assert str(cell(field, told.chronicle.view())).strip("[]'") == words


def two_sources(first: object, second: object) -> Given:
    return things(
        source("a", "2025-04-01"),
        source("b", "2025-04-02"),
        held(first, source="a", development="d", members=["mayor"]),
        held(second, source="b", development="e", members=["mayor"]),
    )


@pytest.mark.parametrize(
    ("first", "as_of", "verdict", "words"),
    [
        pytest.param("2014-03-23/..", "2021-01-01", DIFFER, "b none", id="one has ended it"),
        pytest.param("2014-03-23/", "2021-01-01", IN_PART, "b none", id="one does not know the end"),
        pytest.param("2014-03-23/..", "2011-01-01", AGREE, "b none yet", id="both have it begin later"),
    ],
)
def test_a_source_that_says_that_there_is_none_is_not_silent(
    first: object, as_of: str, verdict: str, words: str
) -> None:
    told = two_sources(first, "2014-03-23/2020-07-17")
    comparison = told.chronicle.compare("thing/x", ("a", "b"), as_of=as_of)
    text = " ".join(" ".join(render_comparison(comparison, told.chronicle.view())).split())

    assert comparison.verdicts["guests"] == verdict
    assert words in text


def test_a_source_without_a_report_says_nothing() -> None:
    told = things(source("b", "2024-01-01"), put("2024-01-01", members=["p"]), put("2024-01-01", source="b"))
    comparison = told.chronicle.compare("thing/x", ("a", "b"), as_of="2024-06-01")
    text = "\n".join(render_comparison(comparison, told.chronicle.view()))

    assert "b  says nothing (which is no denial)" in text


BOUNDED = {"edtf": "2014", "earliest": "2014-04-02", "latest": "2015-04-30"}


def test_the_bounds_of_a_date_stand_in_the_state_in_explain_and_in_show() -> None:
    told = things(put(BOUNDED, id="r", development="d", word="one"))
    view = told.chronicle.view()
    explained = told.chronicle.explain("thing/x.word", as_of="2020-01-01")
    shown = told.chronicle.show("d", as_of="2020-01-01")

    field = told.chronicle.state("thing/x", as_of="2020-01-01").fields["word"]
    [row] = StateTable(ValueWords(view.archive), 100).rows("word", field)

    assert row[2] == "since 2014 (2 Apr 2014 – 30 Apr 2015)"
    assert "dated 2014 (2 Apr 2014 – 30 Apr 2015)" in " ".join(render_explanation(explained, view))
    assert "2014 (2 Apr 2014 – 30 Apr 2015): as of" in " ".join(render_shown(shown, view))
    assert shown.to_dict()["bounds"] == {"occurred": {"bounds": ["2014-04-02", "2015-04-30"]}}
    [account] = explained.reasons["word"][0].accounts
    assert account.to_dict()["bounds"] == ["2014-04-02", "2015-04-30"]


def test_a_date_that_its_expression_alone_tells_has_no_bounds_of_its_own() -> None:
    told = things(put("2014", id="r", development="d", word="one"))

    assert "bounds" not in told.chronicle.show("d").to_dict()


def test_a_record_with_an_unknown_end_does_not_read_as_not_ended() -> None:
    told = guests({"start": "2014-03-23", "end": ""})
    lines = " ".join(render_shown(told.chronicle.show("r0"), told.chronicle.view()))

    assert "from 23 Mar 2014 to an unknown end" in lines
    assert "not ended" not in lines


def chronology(*records: Record) -> list[str]:
    told = given(*records, storybook=THINGS)
    view = told.chronicle.view()
    found = told.chronicle.timeline(None, as_of="2025-01-01")
    return [str(row["text"]) for row in timeline_rows(found, view, language("en", view.archive))]


def test_what_is_disputed_is_told_in_the_words_of_its_kind_with_every_value() -> None:
    told = chronology(
        put("2024-01-20", development="d", source="a", word="dropped", summary="It was dropped."),
        put("2024-01-20", development="d", source="b", word="pending", summary="It is pending."),
        put("2024-02-20", development="e", source="a", word="done", summary="It was done."),
    )

    assert told == ["put: thing x; word dropped or pending", "It was done."]


def test_a_disputed_development_has_the_lists_of_all_accounts_and_is_nobody_s_alone() -> None:
    told = given(
        put("2024-01-20", development="d", source="a", word="one", members=["us"], attribution={"by": "Kim"}),
        put("2024-01-20", development="d", source="b", word="two", members=["them"]),
        storybook=THINGS,
    )
    view = told.chronicle.view()
    [row] = timeline_rows(
        told.chronicle.timeline(None, as_of="2025-01-01"), view, language("en", view.archive)
    )

    assert row["text"] == "put: members them, us; thing x; word one or two"
    assert row["who"] is None


def test_each_value_of_an_item_carries_its_own_source_where_they_are_not_the_same() -> None:
    told = things(
        put("2024-01-20", development="d", source="a", word="one"),
        put("2024-01-20", development="d", source="b", amount="5 USD"),
        put("2024-02-20", development="e", source="a", word="two", amount="6 USD"),
    )

    assert "one (a) · USD 5 (b)" in screen(told, "2024-06-01")
    assert "two · USD 6" in screen(told, "2024-06-01")
