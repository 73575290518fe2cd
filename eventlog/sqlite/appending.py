"""Append events; nothing else writes to a log."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, TypedDict

import attrs
import msgspec

from eventlog.api import ERASURE, AppendCondition, Event, Receipt
from eventlog.digests import SALT_BYTES, event_digest, part_hash
from eventlog.errors import ClockAhead, ConditionFailed, DuplicateId, InvalidArgument, LogDamaged
from eventlog.instants import EPOCH, from_microseconds, to_microseconds
from eventlog.sqlite.files import forget_whole
from eventlog.sqlite.reading import first_match, tip, with_ids
from eventlog.sqlite.rows import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from eventlog.sqlite.database import Database

CHUNK = 1_000  # events in memory at a time
FURTHEST_AHEAD = to_microseconds(EPOCH.replace(year=2070))  # a century, in microseconds
END_OF_TIME = to_microseconds(datetime.max.replace(tzinfo=UTC))


@attrs.frozen
class Existing:
    """Hold an event that has its position already, with the content that another of its id must have.

    The content is type, version, tags and payload; None where a part of it was erased.
    """

    position: int
    recorded_at: datetime
    content: tuple[str, int, tuple[str, ...], bytes] | None


class StoredRow(TypedDict, total=False):
    """Hold the columns of one event as they are written."""

    position: int
    recorded_at: int
    type: str
    version: int
    id: str | None
    tags: str | None
    by: str | None
    data: bytes | None
    id_salt: bytes | None
    tags_salt: bytes | None
    by_salt: bytes | None
    data_salt: bytes | None
    id_hash: bytes
    tags_hash: bytes
    by_hash: bytes | None
    data_hash: bytes
    digest: bytes


def append(
    database: Database,
    events: Iterable[Event],
    *,
    condition: AppendCondition | None,
    clock: Callable[[], datetime],
) -> list[Receipt]:
    """Append the events and return their receipts; see `EventLog.append`.

    The first thousand events are drawn before the lock is taken, so that a short append holds it briefly.
    """
    chunks = _chunks(events)
    first = next(chunks, None)
    if first is None:
        return []
    receipts: list[Receipt] = []
    with database.writing():
        last = tip(database)
        unchecked = condition
        for chunk in chain([first], chunks):
            now = max(to_microseconds(clock()), 0)
            rows, last, part = _chained(chunk, last, now, _existing(database, chunk))
            receipts += part
            if rows and unchecked:
                _refuse_if_met(database, unchecked)
                unchecked = None  # from here on the log holds what is being appended
            write(database, rows, last)
    if any(receipt.new for receipt in receipts):
        forget_whole(database.path)  # from here on the -wal holds something
    return receipts


def write(database: Database, rows: list[StoredRow], last: Link) -> None:
    """Write the rows of events, of which the last is `last`, inside the transaction of `writing`.

    Raises:
        LogDamaged: if fewer were written: something in the file, such as a trigger, swallows them.
    """
    if rows:
        written = database.write("insert", rows)
        if written != len(rows):
            raise LogDamaged(
                last.position - len(rows) + 1, f"of {len(rows)} events the file took {written}, unexplained"
            )
        database.note_head(last.position)


def _chunks(events: Iterable[Event]) -> Iterator[list[Event]]:
    rest = iter(events)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _existing(database: Database, chunk: list[Event]) -> dict[str, Existing]:
    return {
        former.id: Existing(
            former.position,
            former.recorded_at,
            None if former.erased & {"data", "tags"} else _content(former.event),
        )
        for former in with_ids(database, [event.id for event in chunk])
    }


def _content(event: Event) -> tuple[str, int, tuple[str, ...], bytes]:
    return (event.type, event.version, event.tags, event.data)


def _refuse_if_met(database: Database, condition: AppendCondition) -> None:
    match = first_match(database, condition.query, after=condition.after)
    if match is not None:
        raise ConditionFailed(match.position, match.id, condition.after)


def _chained(
    chunk: list[Event], last: Link, now: int, existing: dict[str, Existing]
) -> tuple[list[StoredRow], Link, list[Receipt]]:
    """Return the rows to write, the link for what comes after them, and a receipt for each event.

    An id that exists, also from earlier in the chunk, must come with the content it has. An erased part
    compares as different, since nobody can know any more whether it was the same.
    """
    rows: list[StoredRow] = []
    receipts = []
    for event in chunk:
        former = existing.get(event.id)
        if former is None:
            if event.type == ERASURE:
                raise InvalidArgument(name="type", reason=f'the log alone appends "{ERASURE}": see `erase`')
            row, last = row_of(event, last, now)
            rows.append(row)
            former = Existing(last.position, from_microseconds(last.recorded_at), _content(event))
            existing[event.id] = former
            receipts.append(Receipt(last.position, event.id, new=True, recorded_at=former.recorded_at))
        elif former.content != _content(event):
            raise DuplicateId(event.id, former.position)
        else:
            receipts.append(Receipt(former.position, event.id, new=False, recorded_at=former.recorded_at))
    return rows, last, receipts


def encoded_tags(tags: tuple[str, ...]) -> str:
    """Return the tags as they are stored: a JSON array without white space."""
    return msgspec.json.encode(tags).decode()


def row_of(event: Event, last: Link, now: int) -> tuple[StoredRow, Link]:
    """Return the row of an event that is appended after `last`, and what the next one is chained to.

    Args:
        event: the event.
        last: what it is chained to.
        now: microseconds since 1970; the event is recorded then, or a microsecond after its predecessor.

    Raises:
        ClockAhead: if that is a century after its predecessor, or after the year 9999.
    """
    position = last.position + 1
    recorded_at = max(now, last.recorded_at + 1)  # the clock may be slow, or set back
    if recorded_at > END_OF_TIME or (last.position and now - last.recorded_at > FURTHEST_AHEAD):
        raise ClockAhead(from_microseconds(now).isoformat(), from_microseconds(last.recorded_at).isoformat())
    tags = encoded_tags(event.tags)
    salts = os.urandom(SALT_BYTES * 4)
    id_salt, tags_salt, data_salt = salts[:16], salts[16:32], salts[32:48]
    by_salt = None if event.by is None else salts[48:]
    row: StoredRow = {
        "position": position,
        "recorded_at": recorded_at,
        "type": event.type,
        "version": event.version,
        "id": event.id,
        "tags": tags,
        "by": event.by,
        "data": event.data,
        "id_salt": id_salt,
        "tags_salt": tags_salt,
        "by_salt": by_salt,
        "data_salt": data_salt,
    }
    row["id_hash"] = part_hash(b"id", id_salt, event.id.encode())
    row["tags_hash"] = part_hash(b"tags", tags_salt, tags.encode())
    row["data_hash"] = part_hash(b"data", data_salt, event.data)
    row["by_hash"] = None
    if by_salt is not None and event.by is not None:
        row["by_hash"] = part_hash(b"by", by_salt, event.by.encode())
    return row, chained(row, last)


def chained(row: StoredRow, last: Link) -> Link:
    """Put the digest into a row that has the hashes of its parts; return what the next one is chained to.

    Args:
        row: the row.
        last: what it is chained to.
    """
    digest = event_digest(
        previous=last.digest,
        position=row["position"],
        recorded_at=row["recorded_at"],
        type=row["type"].encode(),
        version=row["version"],
        id=row["id_hash"],
        tags=row["tags_hash"],
        data=row["data_hash"],
        by=row["by_hash"],
    )
    row["digest"] = digest
    return Link(row["position"], row["recorded_at"], digest)
