"""Dates of occurrence and publication as understood."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.errors import BadDate, ChronoError
from chrono.values.times import FUTURE, PAST, bound, instant, parse, published, text_of, when

DAY = 24 * 60 * 60 * 1_000_000


def start(day: str) -> int:
    return (datetime.fromisoformat(f"{day}T00:00:00+00:00") - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(
        microseconds=1
    )


def end(day: str) -> int:
    return start(day) + DAY - 1


# --- within: one instant somewhere in the interval


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02-03", "2024-02-03", "2024-02-03"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("2024-1X", "2024-10-01", "2024-12-31"),
        ("2024-02-1X", "2024-02-10", "2024-02-19"),
        ("2024-02-2X", "2024-02-20", "2024-02-29"),
        ("2024-XX-03", "2024-01-03", "2024-12-03"),
        ("2024-33", "2024-01-01", "2024-03-31"),
        ("2024-21", "2024-03-01", "2024-05-31"),
        ("2017/2018-02", "2017-01-01", "2018-02-28"),
        ("2025-01-21/2025-02-17~", "2025-01-21", "2025-02-17"),
        ("early 2015", "2015-01-01", "2015-04-30"),
        ("mid 2015", "2015-05-01", "2015-08-31"),
        ("late 2015", "2015-09-01", "2015-12-31"),
        ("early 2024-02", "2024-02-01", "2024-02-10"),
        ("early 2024-01", "2024-01-01", "2024-01-10"),
        ("late December 2024", "2024-12-21", "2024-12-31"),
        ("mid Feb 2024", "2024-02-11", "2024-02-20"),
        ("late February 2024", "2024-02-21", "2024-02-29"),
        ("Late-2024-02", "2024-02-21", "2024-02-29"),
        ("September 2024", "2024-09-01", "2024-09-30"),
        ("2024年2月上旬", "2024-02-01", "2024-02-10"),
        ("2024年2月中旬", "2024-02-11", "2024-02-20"),
        ("2023年2月下旬", "2023-02-21", "2023-02-28"),
        ("2024年2月3日", "2024-02-03", "2024-02-03"),
        ("２０２４年１２月", "2024-12-01", "2024-12-31"),
        ("2024年", "2024-01-01", "2024-12-31"),
    ],
)
def test_an_expression_means_one_instant_in_its_days(text: str, first: str, last: str) -> None:
    understood = when(text)
    assert (understood.earliest, understood.latest) == (start(first), end(last))
    assert (understood.sense, understood.end) == ("within", None)


def test_an_unknown_and_an_open_end_leave_the_instant_unbounded() -> None:
    assert when("2024-02-03/").latest == when("2024-02-03/..").latest == FUTURE
    assert when("/2024-02-03").earliest == when("../2024-02-03").earliest == PAST


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [("2024-02-03?", True, False), ("2024-02~", False, True), ("2024%", True, True),
     ("?2004-06-~11", True, True), ("2004-06~-11", False, True),
     ("2024-01/2024-02~", False, True), ("2024", False, False)],
)  # fmt: skip
def test_marks_are_flags_and_never_move_a_bound(text: str, *, uncertain: bool, approximate: bool) -> None:
    understood, plain = when(text), when("".join(sign for sign in text if sign not in "?~%"))
    assert (understood.uncertain, understood.approximate) == (uncertain, approximate)
    assert (understood.earliest, understood.latest) == (plain.earliest, plain.latest)
    assert understood.edtf == text


def test_earliest_and_latest_move_the_bounds_to_the_start_and_end_of_what_they_name() -> None:
    understood = when({"edtf": "2024", "earliest": "2024-02-10", "latest": "2024-03"})
    assert (understood.earliest, understood.latest) == (start("2024-02-10"), end("2024-03-31"))
    assert understood.edtf == "2024"


def test_earliest_may_be_a_time_of_day() -> None:
    understood = when({"edtf": "2024-02-10", "earliest": "2024-02-10T06:00:00+09:00"})
    assert understood.earliest == start("2024-02-10") - 3 * DAY // 24


def test_the_words_of_the_source_are_kept() -> None:
    assert when({"edtf": "2011-09", "wording": "2011-09-31"}).wording == "2011-09-31"
    assert when("2024年2月上旬").wording == "2024年2月上旬"
    assert when({"edtf": "early 2015", "wording": "年初"}).wording == "年初"
    assert when("2024-02").wording is None


def test_a_third_is_written_in_answers_as_an_interval() -> None:
    assert when("early 2015").edtf == "2015-01/2015-04"
    assert when("late 2024-02").edtf == "2024-02-21/2024-02-29"
    assert when("late 2024-02~").edtf == "2024-02-21~/2024-02-29~"


# --- throughout: a span


def test_a_span_begins_in_its_first_part_and_holds_through_a_day_of_its_last() -> None:
    span = when({"edtf": "2024-01/2024-03", "sense": "throughout"})
    assert (span.earliest, span.latest) == (start("2024-01-01"), end("2024-01-31"))
    assert span.end == (end("2024-03-01"), end("2024-03-31"))


def test_one_expression_alone_holds_during_all_of_it() -> None:
    for text, first, last in (
        ("2017", "2017-01-01", "2017-12-31"),
        ("2017-03-04", "2017-03-04", "2017-03-04"),
    ):
        span = when(text, span=True)
        assert (span.earliest, span.latest) == (start(first), start(first))
        assert span.end == (end(last), end(last))


def test_a_third_is_one_expression_and_holds_during_all_of_it() -> None:
    span = when("early 2015", span=True)
    assert (span.earliest, span.latest) == (start("2015-01-01"), start("2015-01-01"))
    assert span.end == (end("2015-04-30"), end("2015-04-30"))


def test_each_end_of_a_span_may_be_imprecise() -> None:
    span = when({"start": "2024-01", "end": "2024-03/2024-05"})
    assert span.sense == "throughout"
    assert (span.earliest, span.latest) == (start("2024-01-01"), end("2024-01-31"))
    assert span.end == (end("2024-03-01"), end("2024-05-31"))
    assert span.edtf == "2024-01/2024-05"


def test_a_span_up_to_a_time_of_day_holds_up_to_that_instant() -> None:
    span = when("2024-01-01/2024-01-03T06:00:00Z", span=True)
    assert span.end == (start("2024-01-03") + DAY // 4, start("2024-01-03") + DAY // 4)


def test_an_open_end_never_comes_and_an_unknown_one_may_come_from_the_first_day_on() -> None:
    assert when("2024-02/..", span=True).end == (FUTURE, FUTURE)
    assert when("2024-02/", span=True).end == (end("2024-02-01"), FUTURE)
    assert when({"start": "2024-02", "end": ".."}).end == (FUTURE, FUTURE)
    assert when({"start": "2024-02", "end": ""}).end == (end("2024-02-01"), FUTURE)


def test_an_open_start_was_always_and_an_unknown_one_is_before_the_end() -> None:
    for span in (when("../2024-02", span=True), when({"start": "..", "end": "2024-02"})):
        assert (span.earliest, span.latest) == (PAST, PAST)
    for span in (when("/2024-02", span=True), when({"start": "", "end": "2024-02"})):
        assert (span.earliest, span.latest) == (PAST, end("2024-02-29"))


def test_the_sense_given_wins_over_that_of_the_kind() -> None:
    assert when({"edtf": "2017", "sense": "within"}, span=True).end is None
    assert when("2017", span=True).sense == "throughout"
    assert when({"edtf": "2017"}, span=True).sense == "throughout"


def test_the_bounds_given_narrow_both_ends_of_a_span() -> None:
    span = when({"edtf": "2024/2025", "sense": "throughout", "earliest": "2024-06", "latest": "2025-03"})
    assert (span.earliest, span.latest) == (start("2024-06-01"), end("2024-12-31"))
    assert span.end == (end("2025-01-01"), end("2025-03-31"))


# --- refusals


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2023-02-29", "2023-02 has 28 days"),
        ("2023-04-31~", "2023-04 has 30 days"),
        ("2024-13", "no such month"),
        ("2024-02/2024-01", 'reversed: it ends before it begins; "2024-01/2024-02" is in order'),
        ("[2024-01,2024-02]", "interval"),
        ("{2024,2025}", "interval"),
        ("0000", "0001 to 9999"),
        ("-0044", "0001 to 9999"),
        ("Y12024", "0001 to 9999"),
        ("9999-24", "0001 to 9999"),
        ("0001-01-01T00:00:00+09:00", "0001 to 9999"),
        ("2024-04-19T03:00:00", '"2024-04-19T03:00:00Z"'),
        ("2024-04-19T25:00:00Z", "no such time"),
        ("2024-04-19T03:00:00.1234567Z", "six decimals"),
        ("20240203", "not an EDTF date"),
        ("2024/2025/2026", "two parts"),
        ("?2024~", "not an EDTF date"),
        ("last December", '"wording" can keep the words'),
        ("last Tuesday", '"wording" can keep the words'),
        ("yesterday", '"wording" can keep the words'),
        ("12月", '"wording" can keep the words'),
        ("翌日", '"wording" can keep the words'),
        ("early Foo 2015", '"wording" can keep the words'),
        ("early 2015-13", "no such month"),
        ("early 2015-00", "no such month"),
        ("2024年13月", "no such month"),
        ("2024年0月", "no such month"),
        ("2024年0月5日", "no such month"),
        ("Q1 2025", '"wording" can keep the words'),
        (2024, "a date is text"),
        ({"edtf": "2024", "erliest": "2024-02"}, 'did you mean "earliest"'),
        ({"start": "2024", "ende": "2025"}, 'did you mean "end"'),
        ({"edtf": "2024", "sense": "sometimes"}, '"throughout"'),
        ({"edtf": "2024", "wording": 5}, '"wording" is text'),
        ({"wording": "last December"}, '"edtf" is missing'),
        ({"edtf": "2024", "earliest": "2024-05", "latest": "2024-04"}, "reversed"),
        ({"start": "2024-03", "end": "2024-01"}, "reversed"),
        ({"start": "2024-03"}, 'both "start" and "end"'),
        ({"start": "", "end": ""}, 'both "start" and "end"'),
        ({"edtf": "2024-01/2024-06", "sense": "throughout", "earliest": "2024-02"}, "reversed"),
    ],
    ids=str,
)
def test_what_cannot_be_a_date_is_refused_with_what_would_be_right(value: object, reason: str) -> None:
    with pytest.raises(BadDate) as refusal:
        when(value)  # type: ignore[arg-type]
    assert reason in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_refusal_can_be_caught_as_an_error_of_chrono_and_as_a_value_error() -> None:
    assert issubclass(BadDate, ChronoError)
    assert issubclass(BadDate, ValueError)


# --- bounds of an axis, publication


@pytest.mark.parametrize(
    ("value", "last"),
    [
        ("2024-02-03", "2024-02-03"),
        ("2024-02", "2024-02-29"),
        ("2024", "2024-12-31"),
        (date(2024, 2, 3), "2024-02-03"),
    ],
    ids=str,
)
def test_a_date_as_a_bound_means_its_end(value: str | date, last: str) -> None:
    assert bound(value) == end(last)


def test_a_datetime_as_a_bound_means_that_instant() -> None:
    expected = start("2024-02-03") - 9 * DAY // 24
    assert bound("2024-02-03T00:00:00+09:00") == expected
    assert bound(datetime(2024, 2, 3, tzinfo=UTC) - timedelta(hours=9)) == expected


def test_a_naive_datetime_is_no_bound() -> None:
    with pytest.raises(BadDate, match="naive"):
        bound(datetime(2024, 2, 3))  # noqa: DTZ001
    with pytest.raises(BadDate, match="naive"):
        bound("2024-02-03T00:00:00")


def test_a_publication_without_an_end_is_refused() -> None:
    assert published("2024-02") == (start("2024-02-01"), end("2024-02-29"))
    with pytest.raises(BadDate, match="end"):
        published("2024-02/..")


# --- writing ranges


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (start("2024-02-03"), end("2024-02-03"), "2024-02-03"),
        (start("2024-02-01"), end("2024-02-29"), "2024-02"),
        (start("2024-01-01"), end("2024-12-31"), "2024"),
        (start("9999-01-01"), end("9999-12-31"), "9999"),
        (start("2024-02-01"), end("2024-02-28"), "2024-02-01/2024-02-28"),
        (start("2024-02-01"), end("2024-03-31"), "2024-02-01/2024-03-31"),
        (start("2024-02-03"), start("2024-02-03"), "2024-02-03T00:00:00Z"),
        (start("2024-02-03") + 1, end("2024-02-04"), "2024-02-03T00:00:00.000001Z/2024-02-04"),
        (PAST, end("2024-01-31"), "../2024-01-31"),
        (start("2024-02-03"), FUTURE, "2024-02-03/.."),
        (PAST, FUTURE, "../.."),
    ],
)
def test_a_range_is_written_as_a_day_month_or_year_else_by_its_days(first: int, last: int, text: str) -> None:
    assert text_of(first, last) == text


MOMENTS = st.one_of(
    st.integers(start("0001-01-01"), end("9999-12-31")),
    st.dates().map(lambda day: start(day.isoformat())),
    st.dates().map(lambda day: end(day.isoformat())),
)


@given(MOMENTS, MOMENTS)
def test_reading_what_was_written_gives_the_same_range(one: int, other: int) -> None:
    first, last = sorted((one, other))
    read = parse(text_of(first, last))
    assert (read.earliest, read.latest) == (first, last)


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_is_the_microseconds_since_1970(moment: datetime) -> None:
    assert datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant(moment)) == moment


PARTS = st.one_of(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(date.isoformat),
    st.sampled_from(["2024", "2024-02", "2024-02-1X", "2025-33", "202X", "..", ""]),
)


@given(PARTS, PARTS)
def test_the_bounds_of_a_span_are_in_order(first: str, last: str) -> None:
    try:
        span = when({"start": first, "end": last})
    except BadDate:
        return
    assert span.end is not None
    assert span.earliest <= span.latest
    assert span.end[0] <= span.end[1]
    assert span.earliest <= span.end[1]
