"""Check a log that was upgraded against what it was before: form 1 can be recomputed from form 2.

An upgrade keeps the salts of the payloads, so the digests of form 1 follow from what is stored, until
something is erased.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from eventlog import form1
from eventlog.digests import GENESIS
from eventlog.errors import InvalidArgument, LogDamaged

if TYPE_CHECKING:
    from eventlog.api import Checkpoint
    from eventlog.sqlite.database import Database, Row

PAGE = 1_000

_decode_tags = msgspec.json.Decoder(tuple[str, ...]).decode


def check_upgrade(database: Database, last: Checkpoint) -> None:
    """Check that the events that were upgraded are those that the last checkpoint of form 1 vouches for.

    Where something of them was erased since, this cannot be told, and nothing is raised.

    Raises:
        LogDamaged: if they are not.
    """
    digest = digest_of_form_1(database, last.position)
    if digest is not None and digest != last.digest:
        raise LogDamaged(last.position, "up to here the log is not the one that was upgraded")


def check_against_form_1(database: Database, against: Checkpoint, last: Checkpoint | None) -> None:
    """Check that a log of form 2 holds a checkpoint of form 1.

    Args:
        database: the log.
        against: the checkpoint.
        last: the last one of form 1, as the log has it; None if it was never of form 1.

    Raises:
        LogDamaged: if it does not hold the checkpoint.
        InvalidArgument: if that cannot be told, since something before it was erased.
    """
    if last is None or against.position > last.position:
        raise LogDamaged(against.position, "the log had no event here when it was of form 1")
    if against.position == last.position:
        digest: bytes | None = last.digest
    else:
        digest = digest_of_form_1(database, against.position)
    if digest is None:
        raise InvalidArgument(
            name="checkpoint",
            reason=f'"{against}" is of form 1, and something before it was erased since: give one of form 2',
        )
    if digest != against.digest:
        raise LogDamaged(against.position, "its digest is not the one in the checkpoint")


def digest_of_form_1(database: Database, position: int) -> bytes | None:
    """Return the digest that form 1 has at a position; None if something up to there was erased."""
    digest = GENESIS
    for low in range(0, position, PAGE):
        for row in database.rows("between", low=low, high=min(low + PAGE, position)):
            if row[3] is None or row[6] is None or row[7] is None:
                return None
            digest = _digest(row, digest)
    return digest


def _digest(row: Row, before: bytes) -> bytes:
    (_, position, recorded_at, id_, type_, version, tags, data) = row[:8]
    return form1.event_digest(
        previous=before,
        position=position,
        recorded_at=recorded_at,
        id=id_.decode(),
        type=type_.decode(),
        version=version,
        payload=form1.payload_hash(row[11], data),
        tags=_decode_tags(tags),
    )
