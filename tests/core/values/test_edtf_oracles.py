"""The reading of EDTF against the standard library and two independent libraries."""

from __future__ import annotations

import re
import warnings
from calendar import isleap, monthrange
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono.errors import BadDate
from chrono.values.edtf import parse

with warnings.catch_warnings():  # both are written for an older pyparsing, and say so at import
    warnings.simplefilter("ignore")
    from edtf import parse_edtf
    from edtf_validate.valid_edtf import is_valid  # type: ignore[import-untyped]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
A_YEAR = st.integers(1, 9999)
A_DAY = st.dates(date(1, 1, 1), date(9999, 12, 31))
MARK = st.sampled_from(["", "?", "~", "%"])


def start(day: date) -> int:
    return (datetime.combine(day, time.min, UTC) - EPOCH) // MICROSECOND


def end(day: date) -> int:
    return (datetime.combine(day, time.max, UTC) - EPOCH) // MICROSECOND


def bounds_of(text: str) -> tuple[int, int]:
    """The bounds of an expression by the days that the library edtf gives."""
    seen = parse_edtf(text)
    return start(date(*seen.lower_strict()[:3])), end(date(*seen.upper_strict()[:3]))


def reads(text: str) -> bool:
    try:
        parse(text)
    except BadDate:
        return False
    return True


@given(A_DAY)
def test_a_day_runs_from_its_midnight_to_its_last_microsecond(day: date) -> None:
    read = parse(day.isoformat())
    assert (read.earliest, read.latest) == (start(day), end(day))


@given(A_YEAR, st.integers(1, 12))
def test_a_month_runs_to_its_last_day(year: int, month: int) -> None:
    read = parse(f"{year:04}-{month:02}")
    assert read.earliest == start(date(year, month, 1))
    assert read.latest == end(date(year, month, monthrange(year, month)[1]))


@given(A_DAY)
def test_a_day_lies_in_its_month_and_a_month_in_its_year(day: date) -> None:
    text = day.isoformat()
    bounds = [(read.earliest, read.latest) for read in map(parse, (text[:4], text[:7], text))]
    for wide, narrow in pairwise(bounds):
        assert wide[0] <= narrow[0] <= narrow[1] <= wide[1]


@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001
def test_a_datetime_is_exactly_the_instant_that_its_offset_says(clock: datetime, minutes: int) -> None:
    sign, shift = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    read = parse(f"{clock.isoformat()}{sign}{shift[0]:02}:{shift[1]:02}")
    expected = (clock.replace(tzinfo=UTC) - timedelta(minutes=minutes) - EPOCH) // MICROSECOND
    assert read.earliest == read.latest == expected


TWENTIES = [(date(2020, 1, 1) + timedelta(days=n)).isoformat() for n in range(3653)]


@settings(max_examples=50)
@given(st.from_regex(r"\A202[0-9X]-(0[1-9]|1[0-2]|[01X]X)-(0[1-9]|[12][0-9]|3[01]|[0-3X]X)\Z"))
def test_digits_left_open_span_the_real_dates_that_fit(text: str) -> None:
    fits = re.compile(text.replace("X", "[0-9]"))
    fitting = [day for day in TWENTIES if fits.fullmatch(day)]
    assert reads(text) == bool(fitting)
    if fitting:
        assert parse(text).earliest == parse(fitting[0]).earliest
        assert parse(text).latest == parse(fitting[-1]).latest


# The library edtf knows no time of day, no `X` inside a month or day, and cuts a winter off at its year's
# end; it fails on open ends, and accepts reversed intervals and 2023-02-29, so none of these is put to it.
SIMPLE = st.one_of(
    A_DAY.map(date.isoformat),
    A_DAY.map(lambda day: day.isoformat()[:7]),
    A_DAY.map(lambda day: day.isoformat()[:4]),
)


@settings(max_examples=12, deadline=None)
@given(SIMPLE, MARK)
def test_marks_leave_the_bounds_where_the_library_edtf_has_them(text: str, mark: str) -> None:
    read = parse(text + mark)
    assert (read.earliest, read.latest) == bounds_of(text + mark)


@settings(max_examples=8, deadline=None)
@given(SIMPLE, SIMPLE)
def test_an_interval_has_the_bounds_that_the_library_edtf_gives(one: str, other: str) -> None:
    text = "/".join(sorted((one, other), key=lambda part: parse(part).earliest))
    read = parse(text)
    assert (read.earliest, read.latest) == bounds_of(text)


@pytest.mark.parametrize("code", [21, 22, 23, 25, 26, 27, 29, 31, 32, *range(33, 42)])
def test_a_season_or_quarter_covers_the_months_that_the_library_edtf_gives(code: int) -> None:
    read = parse(f"2024-{code}")
    assert (read.earliest, read.latest) == bounds_of(f"2024-{code}")


@pytest.mark.parametrize("code", [24, 28, 30])
def test_a_season_that_begins_in_december_ends_with_the_next_february(code: int) -> None:
    read = parse(f"2023-{code}")
    assert (read.earliest, read.latest) == (start(date(2023, 12, 1)), end(date(2024, 2, 29)))


@settings(max_examples=20, deadline=None)
@given(A_YEAR, st.integers(0, 13), st.integers(0, 32))
def test_a_day_is_read_exactly_where_edtf_validate_accepts_it(year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    accepted = is_valid(text)
    if (month, day) == (2, 29):  # edtf-validate accepts it in any year
        accepted = isleap(year)
    assert reads(text) == accepted


# edtf-validate accepts marked and open days that no month has, takes a month for later than its year, and
# refuses marks on codes above 24 and marked parts beside an open end; those are left out here.
@settings(max_examples=20, deadline=None)
@given(A_YEAR, st.integers(1, 28), st.lists(MARK, min_size=6, max_size=6))
def test_marked_parts_are_read_exactly_where_edtf_validate_accepts_them(
    year: int, day: int, marks: list[str]
) -> None:
    text = f"{marks[0]}{year:04}{marks[1]}-{marks[2]}04{marks[3]}-{marks[4]}{day:02}{marks[5]}"
    assert reads(text) == is_valid(text)


@pytest.mark.parametrize(
    "text",
    [
        "2024-02/2024-01",
        "2024/2023-12-31",
        "2024-00",
        "2024-42",
        "20240203",
        "2024-2",
        "24-02-03",
        "2024-02-03T",
        "/",
    ],
)
def test_what_edtf_validate_refuses_is_refused(text: str) -> None:
    assert not is_valid(text)
    assert not reads(text)
