"""Read events a page at a time, each page in a statement of its own.

Positions have no gaps and events never change, so every statement reads the same events up to a position: a
read is a consistent snapshot without a transaction, and a slow reader holds up nobody.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import msgspec

from eventlog.api import Event, Query, Recorded
from eventlog.errors import InvalidArgument, LogDamaged
from eventlog.instants import from_microseconds, to_microseconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from eventlog.sqlite.database import Database, Row

PAGE = 1_000  # events in memory at a time
NARROWEST = 64  # positions in the first window: to read one event costs no whole page
WIDEST = 65_536  # positions in a window that is searched by tag and type

T = TypeVar("T")

_decode_tags = msgspec.json.Decoder(tuple[str, ...]).decode


def recorded(row: Row) -> Recorded:
    """Return the event of a row, in the version it is stored in.

    Raises:
        LogDamaged: if the row cannot have been written by a log.
    """
    position, recorded_at, id_, type_, version, tags, data, digest = row
    try:
        event = Event(
            id=id_,
            type=type_,
            version=version,
            tags=_decode_tags(tags),
            data=b"null" if data is None else data,
        )
        return Recorded(position, from_microseconds(recorded_at), event, digest, erased=data is None)
    except (ValueError, OverflowError) as err:
        raise LogDamaged(position, str(err)) from err


def head(database: Database) -> int:
    """Return the position of the last event; 0 for an empty log."""
    ((position,),) = database.rows("head")
    return int(position)


def last_position(database: Database, until: int | datetime | None) -> int:
    """Return the last position up to `until` (inclusive): a position, an instant, or None for the head."""
    if isinstance(until, datetime):
        return position_at(database, until)
    return head(database) if until is None else min(until, head(database))


def position_at(database: Database, time: datetime) -> int:
    """Return the last position recorded at or before the instant; 0 if there is none. O(log n).

    Raises:
        InvalidArgument: if the datetime has no offset from UTC.
    """
    return bisect_right(range(1, head(database) + 1), to_microseconds(time), key=_recorded_at(database))


def _recorded_at(database: Database) -> Callable[[int], int]:
    def at(position: int) -> int:
        row = database.row("recorded_at", position=position)
        if row is None:
            raise LogDamaged(position, "there is no event here")
        return int(row[0])

    return at


def read(
    database: Database,
    query: Query,
    *,
    after: int,
    until: int | datetime | None,
    limit: int | None,
    backwards: bool,
) -> Iterator[Recorded]:
    """Return what `EventLog.read` returns, each event in the version it is stored in.

    The head is read at the call, not at the first event.
    """
    if limit is not None and limit < 0:
        raise InvalidArgument(name="limit", reason=f"{limit} is below 0: give how many events at most")
    high = last_position(database, until)
    rows = _rows(database, query, max(after, 0), high, backwards=backwards)
    return map(recorded, islice(rows, limit))


def first_match(database: Database, query: Query, *, after: int) -> Recorded | None:
    """Return the first matching event after the position (exclusive), or None."""
    return next(read(database, query, after=after, until=None, limit=1, backwards=False), None)


def _rows(database: Database, query: Query, low: int, high: int, *, backwards: bool) -> Iterator[Row]:
    items = _items(query)
    if items is None:
        for start, end in windows(low, high, PAGE, backwards=backwards):
            yield from _in_order(database.rows("between", low=start, high=end), backwards=backwards)
        return
    for start, end in windows(low, high, WIDEST, backwards=backwards):
        matches = [position for (position,) in database.rows("matching", items=items, low=start, high=end)]
        positions = _in_order(matches, backwards=backwards)
        for page in (positions[i : i + PAGE] for i in range(0, len(positions), PAGE)):
            rows = database.rows("at", positions=msgspec.json.encode(page).decode())
            yield from _in_order(rows, backwards=backwards)


def _in_order(ascending: list[T], *, backwards: bool) -> list[T]:
    return ascending[::-1] if backwards else ascending


def windows(low: int, high: int, widest: int, *, backwards: bool) -> Iterator[tuple[int, int]]:
    """Yield pairs of an exclusive lower and an inclusive upper bound that together cover (low, high].

    Each is twice as wide as the one before, up to `widest` positions. Backwards, the highest comes first.
    """
    width = min(NARROWEST, widest)
    while low < high:
        if backwards:
            start = max(low, high - width)
            yield start, high
            high = start
        else:
            end = min(high, low + width)
            yield low, end
            low = end
        width = min(width * 2, widest)


def _items(query: Query) -> str | None:
    """Return the query as the JSON that the statement "matching" takes; None if every event matches.

    The first tag of each item is searched in the index, the rest is checked for each match.
    """
    if not query.items or any(not item.types and not item.tags for item in query.items):
        return None
    items = []
    for item in query.items:
        tags = sorted(item.tags)
        items.append({"types": sorted(item.types), "lead": tags[0] if tags else None, "rest": tags[1:]})
    return msgspec.json.encode(items).decode()
