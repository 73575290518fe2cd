"""Appending: the one place that writes to a log."""

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
    """The end of the log: what the next event is chained to. Times are in microseconds."""

    position: int
    recorded_at: int
    digest: bytes


@attrs.frozen
class Stored:
    """An event that stands in the log, as far as it can be told from another with its id."""

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
    """Do what EventLog.append does.

    The first chunk is drawn before the lock is taken, so that short appends hold it briefly.
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
            rows, tip, part = _placed(chunk, tip, now, _known(database, chunk))
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


def _known(database: Database, chunk: list[Event]) -> dict[str, Stored]:
    ids = msgspec.json.encode([event.id for event in chunk]).decode()
    return {
        id_: Stored(position, recorded_at, (type_, version, tags, data))
        for position, recorded_at, id_, type_, version, tags, data in database.rows("with_ids", ids=ids)
    }


def _refuse_if_met(database: Database, condition: AppendCondition) -> None:
    found = first_match(database, condition.query, after=condition.after)
    if found is not None:
        raise ConditionFailed(found.position, found.id, condition.after)


def _placed(
    chunk: list[Event], tip: Tip, now: int, known: dict[str, Stored]
) -> tuple[list[dict[str, object]], Tip, list[Receipt]]:
    """Return the rows to write, the tip after them, and a receipt for each event of the chunk.

    An id that is known, also from earlier in the chunk, must come with the content it has. An erased payload
    compares as different: whether it was the same can no longer be told.
    """
    rows: list[dict[str, object]] = []
    receipts = []
    salts = os.urandom(SALT_BYTES * len(chunk))
    for number, event in enumerate(chunk):
        content = (event.type, event.version, encoded_tags(event.tags), event.data)
        stored = known.get(event.id)
        if stored is None:
            row, tip = _row(event, content[2], tip, now, salts[number * SALT_BYTES :][:SALT_BYTES])
            rows.append(row)
            known[event.id] = Stored(tip.position, tip.recorded_at, content)
        elif stored.content != content:
            raise DuplicateId(event.id, stored.position)
        place = known[event.id]
        receipts.append(
            Receipt(place.position, event.id, stored is None, from_microseconds(place.recorded_at))
        )
    return rows, tip, receipts


def encoded_tags(tags: tuple[str, ...]) -> str:
    """Return the tags as they are stored: a JSON array without white space."""
    return msgspec.json.encode(tags).decode()


def _row(event: Event, tags: str, tip: Tip, now: int, salt: bytes) -> tuple[dict[str, object], Tip]:
    position = tip.position + 1
    recorded_at = max(now, tip.recorded_at + 1)
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
