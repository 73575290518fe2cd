"""Append events; nothing else writes to a log."""

from __future__ import annotations

import os
from itertools import chain, islice
from typing import TYPE_CHECKING

import attrs
import msgspec

from eventlog.api import AppendCondition, Event, Receipt
from eventlog.digests import GENESIS, SALT_BYTES, event_digest, payload_hash
from eventlog.errors import ConditionFailed, DuplicateId
from eventlog.instants import from_microseconds, to_microseconds
from eventlog.sqlite.reading import first_match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from eventlog.sqlite.database import Database

CHUNK = 1_000  # events in memory at a time


@attrs.frozen
class Tip:
    """Hold what the next event is chained to: the last one's position, time in microseconds, and digest."""

    position: int
    recorded_at: int
    digest: bytes


@attrs.frozen
class Existing:
    """Hold an event that has its position already, with the content that another of its id must have.

    The time is in microseconds since 1970; the content is type, version, tags as stored, and payload.
    """

    position: int
    recorded_at: int
    content: tuple[str, int, str, bytes | None]


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
        tip = _tip(database)
        unchecked = condition
        for chunk in chain([first], chunks):
            now = max(to_microseconds(clock()), 0)
            rows, tip, part = _chained(chunk, tip, now, _existing(database, chunk))
            receipts += part
            if rows and unchecked:
                _refuse_if_met(database, unchecked)
                unchecked = None  # from here on the log holds what is being appended
            database.write("insert", rows)
    return receipts


def _chunks(events: Iterable[Event]) -> Iterator[list[Event]]:
    rest = iter(events)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _tip(database: Database) -> Tip:
    row = database.row("tip")
    return Tip(0, -1, GENESIS) if row is None else Tip(*row)


def _existing(database: Database, chunk: list[Event]) -> dict[str, Existing]:
    ids = msgspec.json.encode([event.id for event in chunk]).decode()
    return {
        id_: Existing(position, recorded_at, (type_, version, tags, data))
        for position, recorded_at, id_, type_, version, tags, data in database.rows("with_ids", ids=ids)
    }


def _refuse_if_met(database: Database, condition: AppendCondition) -> None:
    match = first_match(database, condition.query, after=condition.after)
    if match is not None:
        raise ConditionFailed(match.position, match.id, condition.after)


def _chained(
    chunk: list[Event], tip: Tip, now: int, existing: dict[str, Existing]
) -> tuple[list[dict[str, object]], Tip, list[Receipt]]:
    """Return the rows to write, the tip after them, and a receipt for each event of the chunk.

    An id that exists, also from earlier in the chunk, must come with the content it has. An erased payload
    compares as different, since nobody can know any more whether it was the same.
    """
    rows: list[dict[str, object]] = []
    receipts = []
    salts = os.urandom(SALT_BYTES * len(chunk))
    for number, event in enumerate(chunk):
        content = (event.type, event.version, encoded_tags(event.tags), event.data)
        former = existing.get(event.id)
        if former is None:
            row, tip = _row(event, content[2], tip, now, salts[number * SALT_BYTES :][:SALT_BYTES])
            rows.append(row)
            existing[event.id] = Existing(tip.position, tip.recorded_at, content)
        elif former.content != content:
            raise DuplicateId(event.id, former.position)
        place = existing[event.id]
        receipts.append(
            Receipt(place.position, event.id, former is None, from_microseconds(place.recorded_at))
        )
    return rows, tip, receipts


def encoded_tags(tags: tuple[str, ...]) -> str:
    """Return the tags as they are stored: a JSON array without white space."""
    return msgspec.json.encode(tags).decode()


def _row(event: Event, tags: str, tip: Tip, now: int, salt: bytes) -> tuple[dict[str, object], Tip]:
    position = tip.position + 1
    recorded_at = max(now, tip.recorded_at + 1)  # the clock may be slow, or set back
    payload = payload_hash(salt, event.data)
    digest = event_digest(
        previous=tip.digest,
        position=position,
        recorded_at=recorded_at,
        id=event.id,
        type=event.type,
        version=event.version,
        payload=payload,
        tags=event.tags,
    )
    row = {
        "position": position,
        "recorded_at": recorded_at,
        "id": event.id,
        "type": event.type,
        "version": event.version,
        "tags": tags,
        "data": event.data,
        "salt": salt,
        "payload_hash": payload,
        "digest": digest,
    }
    return row, Tip(position, recorded_at, digest)
