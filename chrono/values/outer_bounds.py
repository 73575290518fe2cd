"""The bounds of a date that its expression does not say: `earliest`, `latest`, imprecise ends of a span."""

from __future__ import annotations

from chrono.values.edtf import DAY, FUTURE, PAST, Bounds
from chrono.values.times import When, text_of, when


def own_bounds(date: When) -> Bounds | None:
    """Return the bounds of a date, of a span of its start; None where the expression alone says when."""
    read_as = when({"edtf": date.edtf, "sense": date.sense})
    if (date.earliest, date.latest, date.end) == (read_as.earliest, read_as.latest, read_as.end):
        return None
    return date.earliest, date.latest


def bounds_json(date: When) -> dict[str, list[str]]:
    """Return the bounds of a date as JSON shows them: of an instant, or of the start and the end of a span.

    Each is its first and last day, inclusive, a moment inside a day as a datetime, ".." where it is open;
    empty where the expression alone says when.
    """
    if own_bounds(date) is None:
        return {}
    bounds = _days((date.earliest, date.latest))
    return {"bounds": bounds} if date.end is None else {"bounds": bounds, "end_bounds": _days(date.end)}


def _days(bounds: Bounds) -> list[str]:
    earliest, latest = bounds
    first = ".." if earliest == PAST else _edge(earliest, earliest)
    last = ".." if latest == FUTURE else _edge(latest, latest - DAY + 1)
    return [first, last]


def _edge(moment: int, start: int) -> str:
    """Return the day that begins at `start` where a bound is at an edge of it, or the moment."""
    return (
        text_of(start, start + DAY - 1)
        if moment not in (PAST, FUTURE) and start % DAY == 0
        else text_of(moment, moment)
    )
