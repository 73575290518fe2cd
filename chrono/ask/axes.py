"""Resolves the axes of a question: three of time, and one of sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TypedDict

import attrs

from chrono.errors import BadQuestion, NoSuchTarget, quoted
from chrono.lookup.log_cache import LogCache
from chrono.values import times
from chrono.values.suggestions import nearest

DateInput = str | date | None
"""EDTF text, an ISO datetime with an offset, a `date` (the end of that day, UTC) or an aware `datetime`."""

WORLD, PRESS, FILE = "world", "press", "file"
TIME_AXES = (WORLD, PRESS, FILE)
BEYOND = 1 << 63
"""A position that no log has."""
_WHOLE_NUMBER = re.compile(r"-?\d+")
_LONGEST_POSITION = len(str(BEYOND))
_SHORTEST_YEAR = 365 * times.DAY - 1


class TimesGiven(TypedDict, total=False):
    """The three time axes, as keywords of a question; each may be left out."""

    as_of: DateInput
    """The world axis: what had happened by then, inclusive. Default: now."""
    known_at: DateInput
    """The press axis: what had been published by then, inclusive. Default: everything."""
    recorded_at: DateInput | int
    """The file axis: what the log held by then, a time or a position, inclusive. Default: all of it."""


class AxesGiven(TimesGiven, total=False):
    """All axes of a question, as its keywords; each may be left out."""

    according_to: str | Iterable[str] | None
    """The sources or publishers whose reports alone count. Default: everyone."""


class PairGiven(TypedDict, total=False):
    """All axes of a question about two points: `AxesGiven` with one time axis as a pair of points."""

    as_of: DateInput | tuple[DateInput, DateInput]
    known_at: DateInput | tuple[DateInput, DateInput]
    recorded_at: DateInput | int | tuple[DateInput | int, DateInput | int]
    according_to: str | Iterable[str] | None


@attrs.frozen(kw_only=True)
class Axes:
    """The resolved axes of a question: world, press and file, and whose reports count."""

    as_of: str
    known_at: str | None = None
    recorded_at: str | int | None = None
    according_to: tuple[str, ...] | None = None
    until: int
    """The world axis as an instant, inclusive."""
    known: int | None = None
    """The press axis as an instant, inclusive; None for everything."""
    position: int
    """The file axis as a position, inclusive."""

    @property
    def press(self) -> int:
        """The press axis as an instant, inclusive; `FUTURE` for everything."""
        return times.FUTURE if self.known is None else self.known

    @property
    def sources(self) -> frozenset[str] | None:
        """The sources and publishers whose reports alone count; None for all."""
        return None if self.according_to is None else frozenset(self.according_to)


def resolve_axes(
    cache: LogCache,
    now: datetime,
    *,
    as_of: DateInput = None,
    known_at: DateInput = None,
    recorded_at: DateInput | int = None,
    according_to: str | Iterable[str] | None = None,
) -> Axes:
    """Return the axes of a question, resolved against a log; `now` replaces a missing as-of.

    Raises:
        BadDate: a date cannot be read.
        BadQuestion: a position is beyond the log.
        NoSuchTarget: no source or publisher has that name.
    """
    names = (according_to,) if isinstance(according_to, str) else according_to
    recorded = recorded_at if isinstance(recorded_at, int) else spelled(recorded_at)
    position = position_of(cache, recorded)
    return Axes(
        as_of=spelled(as_of) or label(times.instant(now.replace(microsecond=0))),
        known_at=spelled(known_at),
        recorded_at=recorded,
        according_to=None if names is None else tuple(_source(cache, name, position) for name in names),
        until=times.bound(as_of) if as_of is not None else times.instant(now),
        known=None if known_at is None else times.bound(known_at),
        position=position,
    )


def position_of(cache: LogCache, recorded: str | int | None) -> int:
    """Return the position that a point of the file axis names: a position itself, or a time.

    A bare whole number is a position, always; a time has at least a month.

    Raises:
        BadDate: it is neither a position nor a date.
        BadQuestion: the log has no such position, or it is a year alone.
    """
    head, point = cache.read(), file_point(recorded)
    if point is None:
        return head
    if isinstance(point, int):
        if not 0 <= point <= head:
            raise BadQuestion("recorded-at", f"{_shown(point)} is no position here: the log has 1 to {head}")
        return point
    moment = times.bound(point)
    if _has_no_month(point):
        raise BadQuestion("recorded-at", f'{quoted(point)} has no month: a time has one, such as "2024-12"')
    return cache.log.position_at(_moment(moment))


def file_point(recorded: str | int | None) -> str | int | None:
    """Return a point of the file axis as it is meant: a whole number as a position, other text as a time."""
    if isinstance(recorded, str) and _WHOLE_NUMBER.fullmatch(recorded.strip()):
        return _as_position(recorded.strip())
    return recorded


def _as_position(number: str) -> int:
    """Return the position that a whole number names; one too long to be read is beyond every log."""
    if len(number) <= _LONGEST_POSITION:
        return int(number)
    return -BEYOND if number.startswith("-") else BEYOND


def _shown(position: int) -> str:
    """Return a position that the log has not as a message names it."""
    return str(position) if abs(position) < BEYOND else "that number"


def _has_no_month(time: str) -> bool:
    """Return whether a time, or the end of an interval, is a year or longer."""
    first, last = times.parse_date(time)[0].last
    return last - first >= _SHORTEST_YEAR


def position_before(cache: LogCache, since: DateInput) -> int:
    """Return the last position recorded before a date begins; 0 for no date."""
    if since is None:
        return 0
    return cache.log.position_at(_moment(times.published(spelled(since) or "")[0] - 1))


def _source(cache: LogCache, name: str, position: int) -> str:
    """Return a source or publisher by its name, in whatever case it is given."""
    sources = cache.view(position).archive.sources
    publishers = {str(each["publisher"]) for each in sources.values()}
    if name in sources or name in publishers:
        return name
    by_casefold = {each.casefold(): each for each in (*publishers, *sources)}
    if name.casefold() in by_casefold:
        return by_casefold[name.casefold()]
    known = tuple(sorted({*sources, *publishers}))
    raise NoSuchTarget(f"unknown source or publisher {quoted(name)}: {nearest(name, known)}")


def _moment(point: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=_in_calendar(point))


def _in_calendar(point: int) -> int:
    """Return a point, or the first or last moment of the years 0001 to 9999 where it lies beyond them."""
    return min(max(point, times.CALENDAR[0]), times.CALENDAR[1])


def spelled(value: DateInput) -> str | None:
    """Return a date given from Python as text; text stays as it is."""
    if value is None or isinstance(value, str):
        return value
    return value.isoformat()


def moved(axes: Axes, by: str, point: int) -> Axes:
    """Return the axes with one time axis moved to a point."""
    if by == FILE:
        return attrs.evolve(axes, position=point, recorded_at=point)
    text = label(point)
    return (
        attrs.evolve(axes, as_of=text, until=point)
        if by == WORLD
        else attrs.evolve(axes, known_at=text, known=point)
    )


def label(point: int) -> str:
    """Return how a point of the world or press axis is written: a day by its date, else the instant."""
    point = _in_calendar(point)
    if point % times.DAY == times.DAY - 1:
        return times.text_of(point - times.DAY + 1, point)
    return times.text_of(point, point)


def day_end(point: int) -> int:
    """Return the end of the day that begins at a point; a point within a day stays."""
    return point + times.DAY - 1 if point % times.DAY == 0 else point
