"""EDTF expressions (ISO 8601-2 level 0 and 1; of level 2 seasons, `X` digits and qualified parts).

Instants are microseconds since 1970-01-01T00:00:00Z in the proleptic Gregorian calendar, years
0001 to 9999. Bounds are inclusive: a day ends at 23:59:59.999999.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import attrs

from chrono.errors import BadDate, quoted
from chrono.values.limits import DATE_CHARACTERS, long_fault

PAST = -(1 << 62)
"""The lower bound where no beginning is known."""
FUTURE = 1 << 62
"""The upper bound where no end is known."""
DAY = 86_400_000_000
"""The microseconds of a day."""

LAST_YEAR = 9999
_YEAR_LENGTH, _MONTH_LENGTH, _DAY_LENGTH = 4, 7, 10  # characters of YYYY, YYYY-MM, YYYY-MM-DD
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_MICROSECOND = timedelta(microseconds=1)
Bounds = tuple[int, int]

_HELP = 'write a year, month or day as "2024", "2024-02", "2024-02-03", or an interval "2024-02/2024-04"'
_RELATIVE = (
    "not a date by itself: whoever enters a relative or worded date resolves it to an EDTF date, "
    'such as "2024-12", and "wording" can keep the words'
)
# Patterns are kept as text: `re` compiles and caches each at its first use, so that import stays cheap.
_PART = (
    r"(?P<by>[?~%]?)(?P<y>[0-9X]{4})(?P<ay>[?~%]?)"
    r"(?:-(?P<bm>[?~%]?)(?P<m>[0-9X]{2})(?P<am>[?~%]?)"
    r"(?:-(?P<bd>[?~%]?)(?P<d>[0-9X]{2})(?P<ad>[?~%]?))?)?"
)
_DATETIME = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,6})?)?"
    r"(?P<offset>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_SPRING, _SUMMER, _AUTUMN, _WINTER = (3, 3), (6, 3), (9, 3), (12, 3)
SEASONS: dict[int, tuple[int, int]] = {  # code: (first month, months)
    **dict(zip((21, 22, 23, 24), (_SPRING, _SUMMER, _AUTUMN, _WINTER), strict=True)),
    **dict(zip((25, 26, 27, 28), (_SPRING, _SUMMER, _AUTUMN, _WINTER), strict=True)),
    **dict(zip((29, 30, 31, 32), (_AUTUMN, _WINTER, _SPRING, _SUMMER), strict=True)),
    **{33 + n: (1 + 3 * n, 3) for n in range(4)},
    **{37 + n: (1 + 4 * n, 4) for n in range(3)},
    **{40 + n: (1 + 6 * n, 6) for n in range(2)},
}
"""Seasons, northern and southern, quarters, quadrimesters and semestrals; a winter that begins in
December ends in February of the next year."""


@attrs.frozen(kw_only=True)
class Edtf:
    """An EDTF expression and its inclusive bounds in microseconds."""

    text: str
    earliest: int
    latest: int
    first: Bounds
    """Bounds of the first part; those of the whole where there is one part."""
    last: Bounds
    """Bounds of the last part; an open end is (FUTURE, FUTURE), an unknown one (start, FUTURE)."""
    interval: bool = False
    uncertain: bool = False
    approximate: bool = False


@lru_cache(maxsize=1 << 16)
def parse(text: str) -> Edtf:
    """Return the EDTF expression `text` with its bounds.

    Raises:
        BadDate: it is none of the forms, an impossible date, reversed, a set, or a datetime
            without an offset.
    """
    text = text.strip()
    if fault := long_fault(text, DATE_CHARACTERS):
        raise BadDate(text, fault)
    if "/" in text:
        return _interval(text)
    bounds, flags = _part(text, text)
    return _expression(text, bounds, bounds, flags, interval=False)


def instant(moment: datetime) -> int:
    """Return an aware datetime in microseconds since the epoch; a naive one is refused."""
    if moment.tzinfo is None:
        raise BadDate(moment.isoformat(), "a naive datetime has no place on the axis: give it an offset")
    return (moment - _EPOCH) // _MICROSECOND


def day_bounds(day: date) -> Bounds:
    """Return the first and the last microsecond of a day, UTC."""
    start = (day.toordinal() - _EPOCH_DAY) * DAY
    return start, start + DAY - 1


def _expression(text: str, first: Bounds, last: Bounds, flags: str, *, interval: bool) -> Edtf:
    return Edtf(
        text=text,
        earliest=first[0],
        latest=last[1],
        first=first,
        last=last,
        interval=interval,
        uncertain="?" in flags or "%" in flags,
        approximate="~" in flags or "%" in flags,
    )


def _interval(text: str) -> Edtf:
    start, _, end = text.partition("/")
    if "/" in end or text == "/":
        raise BadDate(text, 'an interval has two parts; ".." is open, an empty part unknown')
    first, marks = ((PAST, PAST), "") if start in ("", "..") else _part(start, text)
    last, more = ((FUTURE, FUTURE), "") if end in ("", "..") else _part(end, text)
    if not start:  # unknown, not open: it began before the end
        first = PAST, last[1]
    if not end:
        last = first[0], FUTURE
    if first[0] > last[1]:
        raise BadDate(text, f"reversed: it ends before it begins; {quoted(f'{end}/{start}')} is in order")
    return _expression(text, first, last, marks + more, interval=True)


def _part(part: str, whole: str) -> tuple[Bounds, str]:
    """Return the bounds of one date and its qualifiers, the common forms first."""
    try:
        if len(part) == _DAY_LENGTH and part[4] == part[7] == "-":
            return day_bounds(date.fromisoformat(part)), ""
        if part.isascii() and part[:4].isdigit():
            if len(part) == _MONTH_LENGTH and part[4] == "-" and part[5:].isdigit():
                return _month_bounds(int(part[:4]), int(part[5:])), ""
            if len(part) == _YEAR_LENGTH:
                return _year_bounds(int(part)), ""
    except ValueError:  # a season, a qualifier, an X, or a fault that the general form names
        return _general(part, whole)
    if part[10:11] == "T":
        moment = _moment(part, whole)
        return (moment, moment), ""
    return _general(part, whole)


def _moment(part: str, whole: str) -> int:
    match = re.fullmatch(_DATETIME, part)
    if not match:
        raise BadDate(whole, 'not a datetime: write "2024-04-19T03:00:00Z", with at most six decimals')
    if not match["offset"]:
        raise BadDate(whole, f"a naive datetime: add Z or an offset, such as {quoted(part + 'Z')}")
    try:
        moment = instant(datetime.fromisoformat(part.replace(",", ".")))
    except ValueError as fault:
        raise BadDate(whole, f"no such time: {fault}") from None
    if not CALENDAR[0] <= moment <= CALENDAR[1]:
        raise BadDate(whole, "out of range: in UTC it is outside the years 0001 to 9999")
    return moment


def _general(part: str, whole: str) -> tuple[Bounds, str]:
    match = re.fullmatch(_PART, part)
    if not match or any(match["b" + part] and match["a" + part] for part in "ymd"):
        raise _refusal(part, whole)
    year, month, day = match["y"], match["m"], match["d"]
    flags = "".join(match["ba"[i] + unit] or "" for unit in "ymd" for i in (0, 1))
    if month and month.isdigit() and int(month) in SEASONS and not day:
        if "X" in year or match["by"] or match["ay"] or match["bm"]:
            raise BadDate(whole, f"a season or quarter takes a whole year and one mark at its end: {_HELP}")
        return _season(int(year), int(month), whole), flags
    return _matching(year, month, day, whole), flags


def _season(year: int, code: int, whole: str) -> Bounds:
    month, count = SEASONS[code]
    turn, last = divmod(month + count - 2, 12)
    if not 1 <= year <= year + turn <= LAST_YEAR:
        raise BadDate(whole, "out of range: years are 0001 to 9999")
    return _month_bounds(year, month)[0], _month_bounds(year + turn, last + 1)[1]


def _month_bounds(year: int, month: int) -> Bounds:
    start = day_bounds(date(year, month, 1))[0]
    return start, start + monthrange(year, month)[1] * DAY - 1


def _year_bounds(year: int) -> Bounds:
    return day_bounds(date(year, 1, 1))[0], day_bounds(date(year, 12, 31))[1]


def _matching(year: str, month: str | None, day: str | None, whole: str) -> Bounds:
    """Return the smallest bounds around the real dates that the digits allow; `X` is any digit."""
    years = _numbers(year, 1, LAST_YEAR)
    if not years:
        raise BadDate(whole, "out of range: years are 0001 to 9999")
    months = _numbers(month or "XX", 1, 12)
    if not months:
        raise BadDate(
            whole, f"no such month: {quoted(month)} is not 01 to 12, nor a season or quarter 21 to 41"
        )
    days = _numbers(day or "XX", 1, 31)
    first = _first_real(years, months, days)
    last = _first_real(years[::-1], months[::-1], days[::-1])
    if first is None or last is None:
        raise BadDate(whole, _no_such_day(years, months))
    return day_bounds(first)[0], day_bounds(last)[1]


def _numbers(pattern: str, least: int, most: int) -> list[int]:
    """Return the numbers from `least` to `most` whose digits fit the pattern, in order."""
    numbers = [0]
    for sign in pattern:
        digits = range(10) if sign == "X" else (int(sign),)
        numbers = [10 * head + digit for head in numbers for digit in digits]
    return [number for number in numbers if least <= number <= most]


def _first_real(years: list[int], months: list[int], days: list[int]) -> date | None:
    for year in years:
        for month in months:
            length = monthrange(year, month)[1]
            for day in days:
                if day <= length:
                    return date(year, month, day)
    return None


def _no_such_day(years: list[int], months: list[int]) -> str:
    if len(years) == len(months) == 1:
        length = monthrange(years[0], months[0])[1]
        return f"no such day: {years[0]:04}-{months[0]:02} has {length} days"
    return "no such day in any month that fits"


def _refusal(part: str, whole: str) -> BadDate:
    """Return the error that says what to write in place of `part`."""
    if part[:1] in "[{" and part:
        return BadDate(whole, 'a set of dates: give an interval instead, such as "2024-02/2024-04"')
    if re.match(r"Y|-[0-9]|[0-9]{5,}(-|$)|[0-9]+[ES][0-9]", part) and not re.fullmatch(
        r"[0-9]{6}|[0-9]{8}", part
    ):
        return BadDate(whole, "out of range: years are 0001 to 9999, written with four digits")
    if re.fullmatch(r"[0-9XTWZ:+\-.?~%]*", part):
        return BadDate(whole, f"not an EDTF date: {_HELP}")
    return BadDate(whole, _RELATIVE)


CALENDAR = day_bounds(date.min)[0], day_bounds(date.max)[1]
"""The first and the last moment of the years 0001 to 9999, in UTC."""
