"""Make events of stored rows, each checked against the hashes and the digest that are stored with it.

A damaged row is never answered with: what was appended is what is read, or an error names the position.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import attrs
import msgspec

from eventlog import form1
from eventlog.api import Event, Recorded
from eventlog.digests import GENESIS, event_digest
from eventlog.errors import LogDamaged
from eventlog.instants import from_microseconds, to_microseconds

if TYPE_CHECKING:
    from eventlog.sqlite.database import Database, Row

_decode_tags = msgspec.json.Decoder(tuple[str, ...]).decode
_new, _set = object.__new__, object.__setattr__
_NAMES = ("id", "tags", "data", "by")  # in the order of the columns of a row


@attrs.frozen
class Link:
    """Hold what the next event is chained to: position, time in microseconds and digest of the last."""

    position: int = 0
    recorded_at: int = -1
    digest: bytes = GENESIS


def link_of(recorded: Recorded) -> Link:
    """Return what the event after this one is chained to."""
    return Link(recorded.position, to_microseconds(recorded.recorded_at), recorded.digest)


def link_at(database: Database, position: int) -> Link:
    """Return what the event after a position is chained to, as it is stored.

    Raises:
        LogDamaged: if there is no event at the position, and it is not 0.
    """
    if position <= 0:
        return Link()
    row = database.row("link", position=position)
    if row is None or type(row[0]) is not int or type(row[1]) is not bytes:
        raise LogDamaged(position, "there is no event here")
    return Link(position, row[0], row[1])


def recorded(row: Row, before: bytes | None = None) -> Recorded:
    """Return the event of a row, in the version it is stored in, with its digest recomputed.

    Args:
        row: the columns of the block `row`, and last the digest of its predecessor.
        before: that digest, where the row does not carry it.

    Raises:
        LogDamaged: if the row is not what was appended.
    """
    position = row[1]
    before = (row[-1] if position != 1 else GENESIS) if before is None else before
    try:
        (_check_form_2 if row[0] == 2 else _check_form_1)(row, before)
        return _event(row)
    except (ValueError, OverflowError, TypeError, AttributeError) as err:
        raise LogDamaged(position if type(position) is int else 0, _reason(err)) from err


def _reason(err: Exception) -> str:
    """Return what is wrong with a row; Python's own words about a value's type would say little."""
    return str(err) if isinstance(err, ValueError) else "a value in it is of another type than was stored"


def _event(row: Row) -> Recorded:
    _, position, recorded_at, id_, type_, version, tags, data, by = row[:9]
    # Its hashes fit, so it was checked as an `Event` once: to check it again takes as long as a hash.
    event = _new(Event)
    _set(event, "id", f"erased:{position}" if id_ is None else id_.decode())
    _set(event, "type", type_.decode())
    _set(event, "version", version)
    _set(event, "tags", () if tags is None else _decode_tags(tags))
    _set(event, "data", b"null" if data is None else data)
    _set(event, "by", None if by is None else by.decode())
    erased: frozenset[str] = frozenset()
    if id_ is None or tags is None or data is None or (by is None and row[16] is not None):
        hashes = (True, True, True, row[16])  # a part without a hash was never there
        erased = frozenset(
            name
            for name, part, hashed in zip(_NAMES, (id_, tags, data, by), hashes, strict=True)
            if part is None and hashed is not None
        )
    return Recorded(position, from_microseconds(recorded_at), event, row[17], erased=erased)


def _check_form_2(row: Row, before: bytes) -> None:  # noqa: C901 - a branch a part, spelt out
    """Raise ValueError, or TypeError for a value of a wrong type, unless hashes and digest fit."""
    (_, position, recorded_at, id_, type_, version, tags, data, by) = row[:9]
    (id_salt, tags_salt, data_salt, by_salt, id_hash, tags_hash, data_hash, by_hash, digest) = row[9:18]
    # Spelt out: every row that is read comes here, and a loop over the parts takes twice as long.
    if data is None:
        _refuse_half(data_salt, data_hash)
    elif sha256(b"16:%b,4:data,%d:%b," % (data_salt, len(data), data)).digest() != data_hash:
        raise ValueError("its payload is not the one that was appended")
    if id_ is None:
        _refuse_half(id_salt, id_hash)
    elif sha256(b"16:%b,2:id,%d:%b," % (id_salt, len(id_), id_)).digest() != id_hash:
        raise ValueError("its id is not the one that was appended")
    if tags is None:
        _refuse_half(tags_salt, tags_hash)
    elif sha256(b"16:%b,4:tags,%d:%b," % (tags_salt, len(tags), tags)).digest() != tags_hash:
        raise ValueError("its tags are not those that were appended")
    if by is not None:
        if sha256(b"16:%b,2:by,%d:%b," % (by_salt, len(by), by)).digest() != by_hash:
            raise ValueError("who entered it is not who was named")
    elif by_salt is not None or by_hash is not None:
        _refuse_half(by_salt, by_hash)
    if digest != event_digest(
        previous=before,
        position=position,
        recorded_at=recorded_at,
        type=type_,
        version=version,
        id=id_hash,
        data=data_hash,
        tags=tags_hash,
        by=by_hash,
    ):
        raise ValueError("its digest is not that of what is stored")


def _refuse_half(salt: bytes | None, hashed: bytes) -> None:
    """Raise ValueError unless of a part that is gone the salt is gone too, and the hash is whole."""
    if salt is not None or len(hashed) != 32:
        raise ValueError("of a part and its salt only one is there")


def _check_form_1(row: Row, before: bytes) -> None:
    """Raise ValueError, or TypeError for a value of a wrong type, unless payload and digest fit."""
    (_, position, recorded_at, id_, type_, version, tags, data, _by) = row[:9]
    salt, hashed, digest = row[11], row[15], row[17]
    decoded = _decode_tags(tags)
    if msgspec.json.encode(tuple(sorted(set(decoded)))) != tags:
        raise ValueError("its tags are not in the form in which they are stored")
    if digest != form1.event_digest(
        previous=before,
        position=position,
        recorded_at=recorded_at,
        id=id_.decode(),
        type=type_.decode(),
        version=version,
        payload=hashed,
        tags=decoded,
    ):
        raise ValueError("its digest is not that of what is stored")
    if (data is None) != (salt is None):
        raise ValueError("of payload and salt only one is there")
    if data is not None and form1.payload_hash(salt, data) != hashed:
        raise ValueError("its payload is not the one that was appended")
