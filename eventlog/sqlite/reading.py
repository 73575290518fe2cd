"""Read events a page at a time, each page in a statement of its own.

Positions have no gaps and events never change, so every statement reads the same events up to a position: a
read is a consistent snapshot without a transaction, and a slow reader holds up nobody. Every row is checked.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from eventlog.api import Event, Query, Recorded
from eventlog.errors import InvalidArgument, LogDamaged
from eventlog.instants import to_microseconds
from eventlog.sqlite.indexes import check_indexes
from eventlog.sqlite.rows import Link, link_at, link_of, recorded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from eventlog.sqlite.database import Database

PAGE = 1_000  # events in memory at a time
NARROWEST = 64  # positions in the first window: to read one event costs no whole page
WIDEST = 65_536  # positions in a window that is searched by tag and type


def head(database: Database) -> int:
    """Return the position of the last event; 0 for an empty log.

    Raises:
        LogDamaged: if something else in the file says that there are more events, or fewer.
    """
    position, witness = stored_head(database)
    if witness is not None and witness != position % 2**31:
        raise LogDamaged(
            position if position > witness else position + 1,
            f"the file's header says that the last event is at position {witness}",
        )
    if position == 0 and database.rows("tags_or_types") != [(0,)]:
        position, _ = stored_head(database)  # others may have appended the first one meanwhile
        if position == 0:
            raise LogDamaged(1, "there are no events, but tags or types of events")
    return position


def stored_head(database: Database) -> tuple[int, int | None]:
    """Return the last position of the table, and that of the header; None where the form has none."""
    ((position, witness),) = database.rows("head")
    return int(position), witness


def last_position(database: Database, until: int | datetime | None) -> int:
    """Return the last position up to `until` (inclusive): a position, an instant, or None for the head."""
    if isinstance(until, datetime):
        return position_at(database, until)
    return head(database) if until is None else min(until, head(database))


def position_at(database: Database, time: datetime) -> int:
    """Return the last position recorded at or before the instant; 0 if there is none. O(log n).

    Raises:
        InvalidArgument: if the datetime has no offset from UTC.
        LogDamaged: if the event there was recorded after the instant, or the next one before.
    """
    last, instant = head(database), to_microseconds(time)
    position = bisect_right(range(1, last + 1), instant, key=_recorded_at(database))
    # The times looked at on the way are not checked: these two decide, whatever led to them.
    for event in at(database, [each for each in (position, position + 1) if 1 <= each <= last]):
        if (to_microseconds(event.recorded_at) <= instant) != (event.position == position):
            raise LogDamaged(event.position, "the times at which events were recorded do not only grow")
    return position


def _recorded_at(database: Database) -> Callable[[int], int]:
    return lambda position: link_at(database, position).recorded_at


def at(database: Database, positions: Sequence[int]) -> list[Recorded]:
    """Return the events at the positions, which ascend, in that order.

    Raises:
        LogDamaged: if one is damaged, or not there.
    """
    rows = database.rows("at", positions=msgspec.json.encode(positions).decode())
    events = [_whole(database, recorded(row)) for row in rows]
    for position, event in zip(positions, [*events, None], strict=False):
        if event is None or event.position != position:
            raise LogDamaged(position, "there is no event here")
    return events


def with_ids(database: Database, ids: Sequence[str]) -> list[Recorded]:
    """Return the events with the ids that the log holds, in no order."""
    if not database.indexes_checked:
        check_indexes(database, head(database))
    rows = database.rows("with_ids", ids=msgspec.json.encode(ids).decode())
    return [_whole(database, recorded(row)) for row in rows]


def tip(database: Database) -> Link:
    """Return what the next event is chained to, having checked the last one.

    Raises:
        LogDamaged: if the last event is damaged.
    """
    end, row = head(database), database.row("tip")
    last = Link() if row is None else link_of(recorded(row))
    if last.position < end:  # later, it may be: others append meanwhile
        raise LogDamaged(last.position, "it is not the last event that the file names")
    return last


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
    return islice(_events(database, query, max(after, 0), high, backwards=backwards), limit)


def first_match(database: Database, query: Query, *, after: int) -> Recorded | None:
    """Return the first matching event after the position (exclusive), or None."""
    return next(read(database, query, after=after, until=None, limit=1, backwards=False), None)


def _events(database: Database, query: Query, low: int, high: int, *, backwards: bool) -> Iterator[Recorded]:
    items = _items(query)
    if items is None:
        for start, end in windows(low, high, PAGE, backwards=backwards):
            whole = _page(database, start, end)
            yield from reversed(list(whole)) if backwards else whole
        return
    if not database.indexes_checked:
        check_indexes(database, head(database))
    for start, end in windows(low, high, WIDEST, backwards=backwards):
        matches = [position for (position,) in database.rows("matching", items=items, low=start, high=end)]
        pages = [matches[i : i + PAGE] for i in range(0, len(matches), PAGE)]
        for page in reversed(pages) if backwards else pages:
            events = [_matching(query, event) for event in at(database, page)]
            yield from reversed(events) if backwards else events


def _page(database: Database, low: int, high: int) -> Iterator[Recorded]:
    """Yield every event after `low` (exclusive) up to `high` (inclusive), each chained to the one before."""
    form = 0
    while form != database.form:  # again, where the log was upgraded between the two
        form = database.form
        before, rows = link_at(database, low), database.rows("between", low=low, high=high)
    position, time, digest = before.position, before.recorded_at, before.digest
    for row in rows:
        position += 1
        if row[1] != position:
            break
        event = recorded(row, digest)
        if row[2] <= time:
            raise LogDamaged(position, "it was recorded no later than its predecessor")
        time, digest = row[2], event.digest
        yield _whole(database, event) if event.erased else event
    else:
        position += 1
    if position <= high:
        raise LogDamaged(position, "there is no event here")


def _whole(database: Database, event: Recorded) -> Recorded:
    """Return the event.

    Raises:
        LogDamaged: if parts of it are gone, and nothing says that they were erased.
    """
    if event.erased and database.row("erasure_of", position=event.position) is None:
        raise LogDamaged(event.position, f"{' and '.join(sorted(event.erased))} of it are gone, unexplained")
    return event


def matches(query: Query, event: Event) -> bool:
    """Return whether the query matches the event: any of its items, any of its types and all of its tags."""
    return not query.items or any(
        (not item.types or event.type in item.types) and item.tags.issubset(event.tags)
        for item in query.items
    )


def _matching(query: Query, event: Recorded) -> Recorded:
    if not matches(query, event.event):
        raise LogDamaged(event.position, "the index has a tag or type that this event has not")
    return event


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
