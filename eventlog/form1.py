"""Compute the digests of logs of form 1, which are read and no longer made."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from eventlog.digests import netstring

if TYPE_CHECKING:
    from collections.abc import Sequence

FORM = b"eventlog/1"
ERASURE_FORM = b"eventlog/1 erasure"


def _digest(parts: Sequence[bytes]) -> bytes:
    return sha256(b"".join(map(netstring, parts))).digest()


def payload_hash(salt: bytes, payload: bytes) -> bytes:
    """Return SHA-256 over salt and payload, 32 bytes.

    The salt keeps a short payload from being guessed from its hash once the payload is erased.
    """
    return sha256(salt + payload).digest()


def event_digest(
    *,
    previous: bytes,
    position: int,
    recorded_at: int,
    id: str,
    type: str,
    version: int,
    payload: bytes,
    tags: Sequence[str],
) -> bytes:
    """Return the digest of one event, 32 bytes, chained to the digest of its predecessor.

    Args:
        previous: the predecessor's digest; 32 zero bytes for position 1.
        position: 1, 2, 3 …
        recorded_at: microseconds since 1970-01-01T00:00:00Z.
        id: the event's id.
        type: the event's type.
        version: the version of its type.
        payload: the hash of salt and payload, not the payload.
        tags: without duplicates, ascending by code point.
    """
    parts = [
        FORM,
        previous,
        b"%d" % position,
        b"%d" % recorded_at,
        id.encode(),
        type.encode(),
        b"%d" % version,
        payload,
        *(tag.encode() for tag in tags),
    ]
    return _digest(parts)


def erasure_digest(*, event: bytes, position: int, erased_at: int, reason: str) -> bytes:
    """Return the digest of a tombstone, 32 bytes, bound to the digest of the event whose payload was erased.

    Args:
        event: the digest of that event.
        position: the position of that event.
        erased_at: microseconds since 1970-01-01T00:00:00Z.
        reason: why the payload was erased.
    """
    return _digest([ERASURE_FORM, event, b"%d" % position, b"%d" % erased_at, reason.encode()])
