"""Compute the digests that chain a log together; docs/stored-form.md says the same, byte for byte."""

from __future__ import annotations

from hashlib import sha256

GENESIS = bytes(32)
"""The digest that the first event is chained to: 32 zero bytes."""

SALT_BYTES = 16


def netstring(part: bytes) -> bytes:
    """Return the bytes with their length before them, as one of D. J. Bernstein's netstrings: `5:hello,`.

    Lengths make the joined parts unambiguous: no two different lists of parts give the same bytes.
    """
    return b"%d:%b," % (len(part), part)


def part_hash(name: bytes, salt: bytes, part: bytes) -> bytes:
    """Return the hash of a part of an event, 32 bytes: SHA-256 of the netstrings of salt, name and part.

    The salt keeps a short part from being guessed from its hash once part and salt are erased.
    """
    return sha256(b"%d:%b,%d:%b,%d:%b," % (len(salt), salt, len(name), name, len(part), part)).digest()


def event_digest(
    *,
    previous: bytes,
    position: int,
    recorded_at: int,
    type: bytes,
    version: int,
    id: bytes,
    data: bytes,
    tags: bytes,
    by: bytes | None,
) -> bytes:
    """Return the digest of one event, 32 bytes, chained to the digest of its predecessor.

    Args:
        previous: the predecessor's digest; 32 zero bytes for position 1.
        position: 1, 2, 3 …
        recorded_at: microseconds since 1970-01-01T00:00:00Z.
        type: the event's type, in UTF-8.
        version: the version of its type.
        id: the hash of its id.
        data: the hash of its payload.
        tags: the hash of its tags, as they are stored: a JSON array.
        by: the hash of who entered it; None where nobody is named.
    """
    # Every row that is read comes here: one format is much faster than a list of netstrings.
    at, time, number = b"%d" % position, b"%d" % recorded_at, b"%d" % version
    return sha256(
        b"10:eventlog/2,32:%b,%d:%b,%d:%b,%d:%b,%d:%b,32:%b,32:%b,32:%b,%b"
        % (
            previous,
            len(at),
            at,
            len(time),
            time,
            len(type),
            type,
            len(number),
            number,
            id,
            data,
            tags,
            b"0:," if by is None else b"32:%b," % by,
        )
    ).digest()
