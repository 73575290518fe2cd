"""When things happened and were published: instants, imprecise instants and spans.

An instant is a plain int: microseconds since 1970-01-01T00:00:00Z. An imprecise one is a pair of
inclusive bounds, open ones being `PAST` and `FUTURE`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import attrs

from chrono.errors import BadDate
from chrono.values.dates_from_words import parse_date
from chrono.values.edtf import CALENDAR, DAY, FUTURE, PAST, Bounds, Edtf, day_bounds, instant, parse
from chrono.values.suggestions import nearest
from chrono.values.zones import read_in_zone

__all__ = [
    "CALENDAR", "DAY", "FUTURE", "PAST", "Bounds", "Edtf", "When", "bound", "instant", "parse", "parse_date",
    "published", "read_in_zone", "reported", "text_of", "when",
]  # fmt: skip

WITHIN, THROUGHOUT = "within", "throughout"
_KEYS = ("edtf", "sense", "earliest", "latest", "wording")
_SPAN_KEYS = ("start", "end", "wording")


@attrs.frozen(kw_only=True)
class When:
    """A date of occurrence, as bounds of its first and last instant.

    With sense "within" it is one instant in [earliest, latest]; with sense "throughout" a span that
    begins at an instant in [earliest, latest] and still holds up to an instant in `end`.
    """

    edtf: str
    """The expression by which answers show the date."""
    sense: str
    earliest: int
    latest: int
    end: Bounds | None = None
    """Bounds of the last instant at which a span still holds, inclusive; None for an instant."""
    wording: str | None = None
    uncertain: bool = False
    approximate: bool = False
    start: str | None = None
    """How the beginning of a span is written; None for an instant, and where it is open or unknown."""

    def up_to(self, latest: int) -> When:
        """Return the date, or its start, no later than `latest`, inclusive; itself if that leaves nothing."""
        if self.latest <= latest or self.earliest > latest:
            return self
        return attrs.evolve(self, latest=latest)


def when(value: object, *, span: bool = False) -> When:
    """Return the date that an `occurred` gives.

    Args:
        value: an EDTF expression or one of the worded forms; or an object {edtf, sense, earliest,
            latest, wording}, or {start, end, wording} for a span with imprecise ends.
        span: whether the kind lasts, so that the default sense is "throughout".

    Raises:
        BadDate: the value cannot be read, is impossible, or is reversed.
    """
    if isinstance(value, str):
        return _of_text(value, THROUGHOUT if span else WITHIN)
    if not isinstance(value, Mapping):
        raise BadDate(value, 'a date is text, such as "2024-02", or an object with "edtf"')
    if "start" in value or "end" in value:
        return _of_ends(value)
    return _of_object(value, THROUGHOUT if span else WITHIN)


def bound(value: str | date) -> int:
    """Return the instant up to which an axis reaches: the end of a day, month or year (UTC), inclusive.

    A datetime is that instant. Accepts text, `datetime.date` and aware `datetime.datetime`.

    Raises:
        BadDate: unreadable, naive, or without an end.
    """
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return day_bounds(value)[1]
    return published(value)[1]


def published(text: object) -> Bounds:
    """Return the bounds of a time of publication, an EDTF expression or a datetime with offset.

    Raises:
        BadDate: unreadable, naive, or without an end.
    """
    read_as = _read(text)[0]
    if read_as.latest == FUTURE:
        raise BadDate(text, 'this needs an end: give a day, a month or an interval such as "2024-02/2024-04"')
    return read_as.earliest, read_as.latest


def reported(text: object, zone: str | None = None) -> Bounds:
    """Return the bounds of a publication whose times of day without an offset are read in `zone`.

    Raises:
        BadDate: unreadable, or without an end.
    """
    return _reported(text, zone) if isinstance(text, str) else published(text)


@lru_cache(maxsize=1 << 16)
def _reported(text: str, zone: str | None) -> Bounds:
    return published(read_in_zone(text, zone))


def text_of(earliest: int, latest: int) -> str:
    """Return the EDTF expression of a range of instants; parsing it gives the same bounds.

    A whole day, month or year is written as such, any other range as the interval of its days
    ("2024-02-03/2024-03-01"), a bound inside a day as a datetime in UTC, an open one as "..".
    """
    if earliest == latest and earliest not in (PAST, FUTURE):
        return _moment_text(earliest)
    if earliest > PAST and latest < FUTURE and earliest % DAY == 0 and latest % DAY == DAY - 1:
        first, last = _day_of(earliest), _day_of(latest)
        if text := _calendar_text(first, last):
            return text
    return interval_text(earliest, latest)


def interval_text(earliest: int, latest: int) -> str:
    """Return the EDTF interval of the days in a range of instants; one day as such."""
    start, end = bounds_text(earliest, latest)
    return start if start == end and earliest > PAST else f"{start}/{end}"


def bounds_text(earliest: int, latest: int) -> tuple[str, str]:
    """Return the first and the last day in a range of instants.

    A bound inside a day is a datetime in UTC, an open one "..".
    """
    start = (
        _day_of(earliest).isoformat() if earliest > PAST and earliest % DAY == 0 else _moment_text(earliest)
    )
    end = _day_of(latest).isoformat() if latest < FUTURE and latest % DAY == DAY - 1 else _moment_text(latest)
    return start, end


def _calendar_text(first: date, last: date) -> str | None:
    """Return the day, month or year that runs from `first` to `last`, if one does."""
    if first == last:
        return first.isoformat()
    if (
        first.day == 1
        and first.year == last.year
        and (last == date.max or (last + timedelta(days=1)).day == 1)
    ):
        if first.month == last.month:
            return first.isoformat()[:7]
        if (first.month, last.month) == (1, 12):
            return first.isoformat()[:4]
    return None


def _day_of(moment: int) -> date:
    return date.fromordinal(moment // DAY + 719_163)  # the ordinal of 1970-01-01


def _moment_text(moment: int) -> str:
    if moment in (PAST, FUTURE):
        return ".."
    text = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=moment)).isoformat()
    return text.removesuffix("+00:00") + "Z"


def _read(text: object) -> tuple[Edtf, str | None]:
    if not isinstance(text, str):
        raise BadDate(text, 'a date is text, such as "2024-02" or "2024-02-03T09:00:00Z"')
    return parse_date(text)


@lru_cache(maxsize=1 << 16)
def _of_text(text: str, sense: str) -> When:
    read_as, words = _read(text)
    return _when(read_as, sense, words)


def _of_object(value: Mapping[str, object], default: str) -> When:
    _check_keys(value, _KEYS)
    sense = value.get("sense") or default
    if sense not in (WITHIN, THROUGHOUT):
        raise BadDate(sense, 'not a sense: use "within" (some time in it) or "throughout" (all of it)')
    earliest = _read(value["earliest"])[0].earliest if value.get("earliest") is not None else None
    latest = _read(value["latest"])[0].latest if value.get("latest") is not None else None
    if value.get("edtf") is not None:
        read_as, words = _read(value["edtf"])
    elif earliest is not None and latest is not None and earliest <= latest:
        read_as, words = parse(text_of(earliest, latest)), None
    else:
        raise BadDate(dict(value), 'an "edtf" is missing, such as {"edtf": "2024-02"}')
    return _when(_bounded(read_as, earliest, latest), str(sense), _wording(value) or words)


def _bounded(read_as: Edtf, earliest: int | None, latest: int | None) -> Edtf:
    """Return the expression with `earliest` and `latest`, where given, in place of its own bounds."""
    earliest = read_as.earliest if earliest is None else earliest
    latest = read_as.latest if latest is None else latest
    if earliest > latest:
        raise BadDate(text_of(earliest, latest), 'reversed: "earliest" is after "latest"')
    whole = earliest, latest
    first = (earliest, min(read_as.first[1], latest)) if read_as.interval else whole
    last = (max(read_as.last[0], earliest), latest) if read_as.interval else whole
    return attrs.evolve(read_as, earliest=earliest, latest=latest, first=first, last=last)


def _of_ends(value: Mapping[str, object]) -> When:
    _check_keys(value, _SPAN_KEYS)
    if value.get("start") is None or value.get("end") is None or value["start"] == value["end"] == "":
        raise BadDate(dict(value), 'a span needs both "start" and "end"; ".." is open, "" unknown')
    start, words = _end(value["start"])
    end, more = _end(value["end"])
    first = (start.earliest, start.latest) if start else (PAST, PAST)
    last = (end.earliest, end.latest) if end else (FUTURE, FUTURE)
    first = (PAST, last[1]) if value["start"] == "" else first
    last = (first[0], FUTURE) if value["end"] == "" else last
    read_as = Edtf(
        text=f"{_outer(value['start'], start, 0)}/{_outer(value['end'], end, -1)}",
        earliest=first[0],
        latest=last[1],
        first=first,
        last=last,
        interval=True,
        uncertain=any(part.uncertain for part in (start, end) if part),
        approximate=any(part.approximate for part in (start, end) if part),
    )
    spoken = f"{value['start']}/{value['end']}" if words or more else None
    begun = start.text if start else ""
    return _when(read_as, THROUGHOUT, _wording(value) or spoken, begun=begun)


def _end(text: object) -> tuple[Edtf | None, str | None]:
    """Return the expression and the words of one end of a span; None where it is open or unknown."""
    return (None, None) if text in ("", "..") else _read(text)


def _outer(given: object, end: Edtf | None, side: int) -> str:
    """Return the outer part of an imprecise end: two of them make an EDTF interval."""
    return end.text.split("/")[side] if end else str(given)


def _when(read_as: Edtf, sense: str, wording: str | None, *, begun: str | None = None) -> When:
    start, end = (read_as.earliest, read_as.latest), None
    if sense == THROUGHOUT:
        start, end = _span(read_as)
        begun = read_as.text.split("/")[0] if begun is None else begun
    return When(
        edtf=read_as.text,
        sense=sense,
        earliest=start[0],
        latest=start[1],
        end=end,
        wording=wording,
        uncertain=read_as.uncertain,
        approximate=read_as.approximate,
        start=None if begun in ("", "..") else begun,
    )


def _span(read_as: Edtf) -> tuple[Bounds, Bounds]:
    """Return the bounds of the first and of the last instant of a span, both days inclusive."""
    first, last = read_as.first, read_as.last
    if first[0] > last[1] or first[0] > first[1] or last[0] > last[1]:
        raise BadDate(read_as.text, "reversed: the span ends before it begins")
    if not read_as.interval:
        return (first[0], first[0]), (last[1], last[1])
    exact = last[0] == last[1] or (last == (first[0], FUTURE) and first[0] == first[1])
    return first, (last[0] if exact else min(_end_of_day(last[0]), last[1]), last[1])


def _end_of_day(moment: int) -> int:
    """Return the end of the day that begins at `moment`; a moment inside a day is itself exact."""
    return moment + DAY - 1 if moment > PAST and moment % DAY == 0 else moment


def _check_keys(value: Mapping[str, object], known: tuple[str, ...]) -> None:
    for key in value:
        if key not in known:
            raise BadDate(key, f"not a key of a date: {nearest(str(key), known)}")


def _wording(value: Mapping[str, object]) -> str | None:
    wording = value.get("wording")
    if wording is not None and not isinstance(wording, str):
        raise BadDate(wording, 'a "wording" is text')
    return wording
