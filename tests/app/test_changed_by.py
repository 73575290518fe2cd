"""What changed an answer: by press and file the records that came in, by world the dates reached."""

from __future__ import annotations

from given import Given
from things import (
    amendment,
    correction,
    cut,
    held,
    merge,
    named,
    put,
    ranking,
    retraction,
    seen,
    source,
    things,
)

LATE = "2025-01-01"


def causes(told: Given, by: str, field: str, **asked: object) -> list[tuple[object, list[str]]]:
    """Return what changed a field at each step that changes it."""
    steps = told.chronicle.replay("thing/x", by=by, **asked)  # type: ignore[arg-type]
    return [
        (each.at, [str(cause) for cause in each.changes[field].changed_by])
        for each in steps
        if field in each.changes
    ]


# --- the press ----------------------------------------------------------------------------------------


def test_a_correction_is_what_changed_the_answer_and_not_the_report_on_which_that_rests_now() -> None:
    told = things(
        put("2024-01-05", id="old", word="one", reported="2024-01-10"),
        put("2024-02-05", id="new", word="two", reported="2024-02-10", source="b"),
        correction("new", "2024-03-01", occurred="2024-01-01"),
    )
    *_, last = told.chronicle.replay("thing/x", by="press", as_of=LATE)

    assert last.changes["word"].after.value == "one"
    assert "old" in last.changes["word"].after.reports
    assert [each.to_dict() for each in last.changed_by] == [
        {"record": "correction", "id": last.changed_by[0].id}
    ]


def test_a_report_that_came_in_and_is_no_longer_current_has_changed_the_answer_too() -> None:
    told = things(
        put("2024-01-05", id="first", word="one", reported="2024-02-10"),
        put("2024-02-05", id="second", word="two", reported="2024-02-10"),
    )

    # Alone each of them would have made an answer of none.
    assert causes(told, "press", "word", as_of=LATE) == [("2024-02-10", ["report first", "report second"])]


def test_a_report_that_came_in_and_bears_on_nothing_is_not_named() -> None:
    told = things(
        put("2024-02-05", id="standing", word="two", reported="2024-02-10"),
        put("2024-01-05", id="older", word="one", reported="2024-03-10"),
        put("2024-03-05", id="newer", word="three", reported="2024-03-10"),
    )

    assert causes(told, "press", "word", as_of=LATE)[-1] == ("2024-03-10", ["report newer"])


def test_a_retraction_of_a_retraction_is_named_and_not_what_it_brings_back() -> None:
    told = things(
        put("2024-01-05", id="r", word="one", reported="2024-01-10"),
        retraction("r", "2024-02-01", id="w"),
        retraction("w", "2024-03-01", id="ww"),
    )

    assert causes(told, "press", "word", as_of=LATE) == [
        ("2024-01-10", ["report r"]),
        ("2024-02-01", ["retraction w"]),
        ("2024-03-01", ["retraction ww"]),
    ]


def test_a_report_that_a_field_does_not_read_is_named_where_a_link_makes_it_matter() -> None:
    told = things(
        put("2024-01", id="r", development="d", word="one", reported="2024-02-01", after=["e"]),
        seen("2024-01-20", id="s", development="e", reported="2024-03-01"),
    )

    # On 10 January it was possible; what it does not precede happened on the 20th.
    assert causes(told, "press", "amount", as_of="2024-01-10") == []
    assert causes(told, "press", "word", as_of="2024-01-10")[-1] == ("2024-03-01", ["report s"])


def test_what_matters_together_alone_is_named_whole() -> None:
    told = things(
        put("2024-01-05", id="r", development="d", word="one", reported="2024-01-10"),
        put("2024-01-05", id="a", development="d", word="two", reported="2024-02-10", source="b"),
        correction("a", "2024-02-10", id="c", data={"word": "one"}),
    )
    [(_, named_by)] = causes(told, "press", "word", as_of=LATE, start="2024-02-01")

    assert named_by == ["report a", "correction c"]


# --- the file -----------------------------------------------------------------------------------------


def test_an_amendment_a_ranking_and_a_merge_are_named_where_they_change_the_answer() -> None:
    told = things(
        put("2024-01-05", id="r", development="d", word="won", reported="2024-02-01"),
        amendment("r", id="m", data={"word": "one"}),
        put("2024-01-05", id="s", development="d", word="two", reported="2024-02-01", source="b"),
        ranking("s", id="k", rank="preferred"),
        put("2024-01-05", id="t", development="e", word="two", reported="2024-02-01", source="c"),
        merge("d", "e", id="g"),
    )

    assert [each for _, each in causes(told, "file", "word", as_of=LATE)] == [
        ["report r"],
        ["amendment m"],
        ["report s"],
        ["ranking k"],
        ["report t"],
        ["merge g"],
    ]


def test_a_source_is_named_where_it_dates_the_reports() -> None:
    told = things(source("s", "2024-02-01"), put("2024-01-05", id="r", source="s", word="one"))

    # Without it nobody would know when the report was published.
    assert [each for _, each in causes(told, "file", "word", as_of=LATE)] == [["source s", "report r"]]


def test_an_entity_is_named_where_its_names_change_the_answer() -> None:
    told = things(
        put("2024-01-05", id="r", who="Zed", role="red", reported="2024-02-01"),
        {"record": "entity", "slug": "z", "aliases": ["Zed"]},
    )

    assert [each for _, each in causes(told, "file", "roles", as_of=LATE)] == [["report r"], ["entity z"]]


def test_a_report_and_the_amendment_that_makes_it_void_are_both_named_of_a_difference_over_them() -> None:
    told = things(
        put("2024-01-05", id="r", word="one", reported="2024-02-01"),
        amendment("r", id="m", void=True),
        put("2024-02-05", id="s", word="two", reported="2024-03-01"),
    )
    first, *_, last = (each.position for each in told.receipts)
    found = told.chronicle.diff("thing/x", recorded_at=(first - 1, last), as_of=LATE)

    # Alone the report would have been an answer; without the amendment it would be another one.
    assert [str(each) for each in found.changes["count"].changed_by] == [
        "report r",
        "amendment m",
        "report s",
    ]


def test_a_difference_backwards_has_the_same_causes() -> None:
    told = things(
        put("2024-01-05", id="r", word="one", reported="2024-01-10"),
        correction("r", "2024-02-01", id="c", data={"word": "two"}),
    )
    forth = told.chronicle.diff("thing/x", known_at=("2024-01-15", "2024-02-15"), as_of=LATE)
    back = told.chronicle.diff("thing/x", known_at=("2024-02-15", "2024-01-15"), as_of=LATE)

    assert forth.to_dict()["changed_by"] == [{"record": "correction", "id": "c"}]
    assert back.changed_by == forth.changed_by


# --- the world ----------------------------------------------------------------------------------------


def test_by_world_the_developments_are_named_whose_dates_were_reached() -> None:
    told = things(
        put("2024-02", id="r", development="d", word="one", reported="2024-09-01"),
        cut("2024-06-01", id="s", development="e", reported="2024-09-01"),
    )
    steps = list(told.chronicle.replay("thing/x", by="world", as_of=LATE))

    assert [(each.at, [cause.to_dict() for cause in each.changed_by]) for each in steps] == [
        ("2024-02-01", [{"development": "d"}]),
        ("2024-02-29", [{"development": "d"}]),
        ("2024-06-01", [{"development": "e"}]),
    ]


def test_by_world_a_development_that_the_field_does_not_read_is_not_named() -> None:
    told = things(
        put("2024-02-01", development="d", word="one", reported="2024-09-01"),
        named("2024-02-01", development="n", word="one", reported="2024-09-01"),
    )

    assert causes(told, "world", "amount") == []
    assert causes(told, "world", "count") == [("2024-02-01", ["d"])]


def test_by_world_the_end_of_a_span_is_reached_just_after_its_last_day() -> None:
    told = things(
        held("2024-02-01/2024-02-10", development="h", members=["m"], reported="2024-09-01"),
    )

    assert causes(told, "world", "guests") == [("2024-02-01", ["h"]), ("2024-02-11", ["h"])]
