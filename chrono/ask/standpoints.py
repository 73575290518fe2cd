"""Where a question stands: what is given of its axes, understood against what a log holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from chrono.ask.axes import Axes, When, label, spelled
from chrono.errors import BadQuestion, NoSuchTarget, quoted
from chrono.lookup.log_cache import LogCache
from chrono.model.projection import Projection
from chrono.resolve.entries import Entry
from chrono.values import times
from chrono.values.suggestions import nearest

_BY_SOURCES = ("correction", "retraction")


def understood(
    held: LogCache,
    now: datetime,
    *,
    as_of: When = None,
    known_at: When = None,
    recorded_at: When | int = None,
    according_to: str | Iterable[str] | None = None,
) -> Axes:
    """Return a question's axes; defaults are `now`, everything, the head, everyone.

    Raises:
        BadDate: a date cannot be read.
        BadQuestion: a position is beyond the log.
        NoSuchTarget: no source or publisher has that name.
    """
    names = (according_to,) if isinstance(according_to, str) else according_to
    recorded = recorded_at if isinstance(recorded_at, int) else spelled(recorded_at)
    position = position_of(held, recorded)
    return Axes(
        as_of=spelled(as_of) or label(times.instant(now.replace(microsecond=0))),
        known_at=spelled(known_at),
        recorded_at=recorded,
        according_to=None if names is None else tuple(_source(held, name, position) for name in names),
        until=times.bound(as_of) if as_of is not None else times.instant(now),
        known=None if known_at is None else times.bound(known_at),
        position=position,
    )


def position_of(held: LogCache, recorded: str | int | None) -> int:
    """Return the position that a point of the file axis stands for: a position itself, or a time.

    Four digits are a year.

    Raises:
        BadDate: it is neither.
        BadQuestion: the log has no such position.
    """
    head = held.read()
    if recorded is None:
        return head
    digits = recorded.removeprefix("-") if isinstance(recorded, str) else ""
    if isinstance(recorded, str) and digits.isdecimal() and len(recorded) != 4:
        recorded = int(recorded)
    if isinstance(recorded, int):
        if not 0 <= recorded <= head:
            raise BadQuestion("recorded-at", f"{recorded} is no position here: the log has 1 to {head}")
        return recorded
    return held.log.position_at(_moment(times.bound(recorded)))


def position_before(held: LogCache, since: When) -> int:
    """Return the last position recorded before a date begins; 0 for no date."""
    if since is None:
        return 0
    return held.log.position_at(_moment(times.published(spelled(since) or "")[0] - 1))


def mark(held: LogCache, by: str, given: When | int, *, opening: bool) -> int:
    """Return the first (`opening`) or the last point of an axis that a replay is to show, inclusive.

    Raises:
        BadDate: it is no date.
        BadQuestion: it is no position of the log, or a position on another axis than the file axis.
    """
    if by == "file":
        position = given if isinstance(given, int) else spelled(given)
        found = position_of(held, position)
        timed = not isinstance(position, int) and not str(position).isdecimal()
        return found + 1 if opening and timed else found
    if isinstance(given, int):
        option = "from" if opening else "to"
        raise BadQuestion(option, f"{given} is no date: only the file axis has positions")
    text = spelled(given) or ""
    return times.published(text)[0] if opening else times.bound(text)


def positions(entries: Iterable[Entry], projection: Projection) -> list[int]:
    """Return the positions at which a projection's states can change: not at reports of other kinds."""
    kinds = projection.kinds
    found: list[int] = []
    apart: set[str] = set()
    for each in entries:
        if each.type == "report" and each.kind not in kinds:
            apart.add(each.id)
        elif not (each.type in _BY_SOURCES and each.of in apart):
            found.append(each.position)
    return found


def _source(held: LogCache, name: str, position: int) -> str:
    """Return a source or publisher by its name, in whatever case it is given."""
    sources = held.view(position).archive.sources
    publishers = {str(each["publisher"]) for each in sources.values()}
    if name in sources or name in publishers:
        return name
    folded = {each.casefold(): each for each in (*publishers, *sources)}
    if name.casefold() in folded:
        return folded[name.casefold()]
    known = tuple(sorted({*sources, *publishers}))
    raise NoSuchTarget(f"unknown source or publisher {quoted(name)}: {nearest(name, known)}")


def _moment(point: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=point)
