"""Verify a log: recompute everything that can be recomputed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from eventlog import form1
from eventlog.api import ALL, ERASURE, Checkpoint, Query, QueryItem, Verified
from eventlog.errors import InvalidArgument, LogDamaged
from eventlog.sqlite.indexes import check_structure, first_index_fault
from eventlog.sqlite.objects import check_objects
from eventlog.sqlite.reading import at, head, read, stored_head
from eventlog.sqlite.rows import link_at
from eventlog.sqlite.schema import check, read_meta
from eventlog.sqlite.upgraded import check_against_form_1, check_upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventlog.api import Recorded
    from eventlog.sqlite.database import Database

_decode_erasure = msgspec.json.Decoder(dict[str, object]).decode


def verify(database: Database, *, against: Checkpoint | None) -> Verified:
    """Recompute the log up to its head and return what was verified; see `EventLog.verify`.

    The log as a whole (its description, its guards, the structure of the file) is checked last, so that a
    fault with a position comes before one without.

    Raises:
        LogDamaged: at the fault with the lowest position; at position 0 for the log as a whole.
        InvalidArgument: if the log cannot tell whether it holds the checkpoint.
    """
    end, _ = stored_head(database)
    index_fault = first_index_fault(database, end)
    try:
        verified = _walk(database, end, against)
    except LogDamaged as fault:
        if index_fault is not None and index_fault.position < fault.position:
            raise index_fault from None
        raise
    if index_fault is not None:
        raise index_fault
    head(database)
    _check_end(database, against, end)
    _check_whole(database)
    return verified


def verify_after(database: Database, held: Checkpoint | None) -> Verified:
    """Recompute what follows a checkpoint and return what was verified; see `EventLog.verify`.

    Raises:
        LogDamaged: if the log does not hold the checkpoint, or at the first fault after it.
        InvalidArgument: if there is none, or the log cannot tell whether it holds it.
    """
    if held is None:
        raise InvalidArgument(name="against", reason="what is verified quickly is what follows a checkpoint")
    check_checkpoint(database, held)
    verified = _walk(database, stored_head(database)[0], None, after=held.position)
    head(database)
    check(database)
    check_objects(database)
    return verified


def check_checkpoint(database: Database, against: Checkpoint) -> None:
    """Check that the log holds the checkpoint, by its position alone; see `EventLog.check`."""
    end = head(database)
    if against.form == database.form and 0 < against.position <= end:
        _compare(against, at(database, [against.position])[0].digest)
    else:
        _check_end(database, against, end)


def _walk(database: Database, end: int, against: Checkpoint | None, *, after: int = 0) -> Verified:
    """Recompute the events after a position (exclusive) up to the end (inclusive)."""
    gone: dict[int, frozenset[str]] = {}
    explained: dict[int, frozenset[str]] = {}
    position, digest = after, link_at(database, after).digest
    for event in read(database, ALL, after=after, until=end, limit=None, backwards=False):
        position, digest = event.position, event.digest
        if event.erased:
            gone[position] = event.erased
        if event.type == ERASURE and database.form > 1:
            for erased, parts in _erasures(event):
                explained[erased] = explained.get(erased, frozenset()) | parts
        if against is not None and against.form == database.form and against.position == position:
            _compare(against, digest)
    erased = len(gone)
    if database.form == 1:
        _check_tombstones(database)
    else:
        gone |= _erased_before(database, explained, after)
        if fault := _unexplained(gone, explained, _erased_since(database, end), end):
            raise fault
    return Verified(position, digest, erased, form=database.form, after=after)


def _erased_before(
    database: Database, explained: dict[int, frozenset[str]], after: int
) -> dict[int, frozenset[str]]:
    """Return what is gone, of what erasures name, of the events up to a position."""
    named = sorted(position for position in explained if 0 < position <= after)
    return {event.position: event.erased & explained[event.position] for event in at(database, named)}


def _compare(against: Checkpoint, digest: bytes) -> None:
    if against.digest != digest:
        raise LogDamaged(against.position, "its digest is not the one in the checkpoint")


def _erasures(event: Recorded) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield each position that an erasure names, with the parts erased there."""
    try:
        payload = _decode_erasure(event.data)
        positions, parts = payload["positions"], payload["parts"]
        named = frozenset(str(part) for part in parts)  # type: ignore[attr-defined] # else it raises TypeError
        for position in positions:  # type: ignore[attr-defined] # as parts
            yield int(position), named
    except (ValueError, KeyError, TypeError) as err:
        raise LogDamaged(event.position, "it is an erasure that does not say what was erased") from err


def _erased_since(database: Database, end: int) -> dict[int, frozenset[str]]:
    """Return the parts, by position, that were erased while the log was verified up to the end."""
    since: dict[int, frozenset[str]] = {}
    later = Query((QueryItem(types={ERASURE}),))
    for event in read(database, later, after=end, until=None, limit=None, backwards=False):
        for position, parts in _erasures(event):
            since[position] = since.get(position, frozenset()) | parts
    return since


def _unexplained(
    gone: dict[int, frozenset[str]],
    explained: dict[int, frozenset[str]],
    since: dict[int, frozenset[str]],
    end: int,
) -> LogDamaged | None:
    """Return the first fault in what was erased: without an erasure that says so, or said and not done."""
    nothing: frozenset[str] = frozenset()
    for position in sorted(gone.keys() | explained.keys()):
        missing, said = gone.get(position, nothing), explained.get(position, nothing)
        if unsaid := missing - said - since.get(position, nothing):
            return LogDamaged(position, f"{' and '.join(sorted(unsaid))} of it are gone, unexplained")
        # Nobody need ever have been named, so that `by` may be neither there nor erased.
        if position > end or said - missing - {"by"}:
            return LogDamaged(position, "an erasure names it, but what was erased is there")
    return None


def _check_tombstones(database: Database) -> None:
    for position, reason, erased_at, digest, event, erased in database.rows("tombstones"):
        if not erased or event is None:
            raise LogDamaged(position, "there is a tombstone, but what it stands for is not erased")
        try:
            expected = form1.erasure_digest(
                event=event, position=position, erased_at=erased_at, reason=reason.decode()
            )
        except (UnicodeDecodeError, TypeError) as err:
            raise LogDamaged(position, "its tombstone was changed") from err
        if digest != expected:
            raise LogDamaged(position, "its tombstone was changed")


def _check_end(database: Database, against: Checkpoint | None, end: int) -> None:
    """Check what the walk could not: a checkpoint beyond the end, or of the other form."""
    upgraded = read_meta(database).get("upgraded") if database.form > 1 else None
    if upgraded is not None:
        check_upgrade(database, Checkpoint.parse(upgraded))
    if against is None or against.position == 0:
        return
    if against.form > database.form:
        raise InvalidArgument(
            name="checkpoint",
            reason=f'"{against}" is of form {against.form}, this log of form {database.form}',
        )
    if against.form < database.form:
        check_against_form_1(database, against, None if upgraded is None else Checkpoint.parse(upgraded))
    elif against.position > end:
        raise LogDamaged(end + 1, f"the log ends before position {against.position} of the checkpoint")


def _check_whole(database: Database) -> None:
    check(database)
    check_objects(database)
    check_structure(database)
