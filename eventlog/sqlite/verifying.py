"""Verify a log: recompute everything that can be recomputed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import msgspec

from eventlog.api import Checkpoint, Verified
from eventlog.digests import GENESIS, erasure_digest, event_digest, payload_hash
from eventlog.errors import LogDamaged
from eventlog.sqlite.appending import encoded_tags
from eventlog.sqlite.reading import PAGE, head
from eventlog.sqlite.schema import META, guards

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventlog.sqlite.database import Database

LOWEST = -(2**63)  # also rows at positions that no event can have are read

_decode_tags = msgspec.json.Decoder(tuple[str, ...]).decode


@attrs.frozen
class StoredRow:
    """Hold one event as it is stored, with its tombstone if it has one: a field a column, texts as bytes."""

    position: int
    recorded_at: int
    id: bytes
    type: bytes
    version: int
    tags: bytes
    data: bytes | None
    salt: bytes | None
    payload_hash: bytes
    digest: bytes
    reason: bytes | None
    erased_at: int | None
    tombstone: bytes | None


@attrs.frozen
class Predecessor:
    """Hold what an event is checked against: the event before it, which has proved sound."""

    position: int = 0
    recorded_at: int = -1
    digest: bytes = GENESIS


def verify(database: Database, *, against: Checkpoint | None) -> Verified:
    """Recompute the log up to its head and return what was verified; see `EventLog.verify`.

    The log as a whole (its description, its guards, the structure of the file) is checked last, so that a
    fault with a position comes before one without.

    Raises:
        LogDamaged: at the fault with the lowest position; at position 0 for the log as a whole.
    """
    end = head(database)
    index_fault = _first_index_fault(database, end)
    try:
        verified = _walk(database, end, against)
    except LogDamaged as fault:
        if index_fault is not None and index_fault.position < fault.position:
            raise index_fault from None
        raise
    if index_fault is not None:
        raise index_fault
    if against is not None and against.position > end:
        raise LogDamaged(end + 1, f"the log ends before position {against.position} of the checkpoint")
    _check_whole(database)
    return verified


def _walk(database: Database, end: int, against: Checkpoint | None) -> Verified:
    before, erased = Predecessor(), 0
    for row in _stored_rows(database, end):
        fault = _fault(row, before)
        if fault is not None:
            raise LogDamaged(min(row.position, before.position + 1), fault)
        before = Predecessor(row.position, row.recorded_at, row.digest)
        erased += row.data is None
        if against is not None and against.position == row.position and against.digest != row.digest:
            raise LogDamaged(row.position, "its digest is not the one in the checkpoint")
    return Verified(before.position, before.digest, erased)


def _stored_rows(database: Database, end: int) -> Iterator[StoredRow]:
    first = LOWEST
    while page := database.rows("stored", first=first, head=end, limit=PAGE):
        yield from (StoredRow(*row) for row in page)
        first = page[-1][0] + 1


def _fault(row: StoredRow, before: Predecessor) -> str | None:
    if row.position != before.position + 1:
        return f"after position {before.position} comes {row.position}"
    if row.recorded_at <= before.recorded_at:
        return "it was recorded no later than its predecessor"
    try:
        digest = _recomputed(row, before)
    except ValueError as err:
        return str(err)
    if row.digest != digest:
        return "its digest is not that of what is stored"
    return _payload_fault(row)


def _recomputed(row: StoredRow, before: Predecessor) -> bytes:
    tags = _decode_tags(row.tags)
    if encoded_tags(tuple(sorted(set(tags)))).encode() != row.tags:
        raise ValueError("its tags are not in the form in which they are stored")
    return event_digest(
        previous=before.digest,
        position=row.position,
        recorded_at=row.recorded_at,
        id=row.id.decode(),
        type=row.type.decode(),
        version=row.version,
        payload=row.payload_hash,
        tags=tags,
    )


def _payload_fault(row: StoredRow) -> str | None:
    if row.data is not None and row.salt is not None:
        if row.tombstone is not None:
            return "there is a tombstone, but the payload is there"
        if payload_hash(row.salt, row.data) != row.payload_hash:
            return "its payload is not the one that was appended"
        return None
    if row.data is not None or row.salt is not None:
        return "of payload and salt only one is there"
    if row.reason is None or row.erased_at is None or row.tombstone is None:
        return "its payload is gone, and no tombstone says why"
    return _tombstone_fault(row, row.reason, row.erased_at)


def _tombstone_fault(row: StoredRow, reason: bytes, erased_at: int) -> str | None:
    try:
        digest = erasure_digest(
            event=row.digest, position=row.position, erased_at=erased_at, reason=reason.decode()
        )
    except UnicodeDecodeError as err:
        return str(err)
    return None if digest == row.tombstone else "its tombstone was changed"


def _first_index_fault(database: Database, end: int) -> LogDamaged | None:
    reasons = {
        "the index lacks a tag of this event": database.rows("first_tag_missing", head=end),
        "the index has a tag that no event has here": database.rows("first_tag_too_many"),
        "there is a tombstone, but no event": database.rows("first_tombstone_alone"),
    }
    faults = [LogDamaged(row[0], reason) for reason, (row,) in reasons.items() if row[0] is not None]
    return min(faults, key=lambda fault: fault.position, default=None)


def _check_whole(database: Database) -> None:
    if dict(database.rows("meta")) != META:
        raise LogDamaged(0, "its description in the table meta was changed")
    present: dict[str, str] = dict(database.rows("guards"))
    for name, sql in guards().items():
        if present.get(name) != sql:
            raise LogDamaged(0, f'the trigger "{name}" that guards it is missing or was changed')
    ((result,),) = database.rows("integrity")
    if result != "ok":
        raise LogDamaged(0, result)
