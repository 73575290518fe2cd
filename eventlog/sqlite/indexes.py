"""Check that the indexes of a log hold what its events say: tags, types and ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventlog.errors import LogDamaged

if TYPE_CHECKING:
    from eventlog.sqlite.database import Database

SMALL = 2_000
"""Events up to which the indexes are checked before they are first read: 5 µs an event."""


def check_indexes(database: Database, head: int) -> None:
    """Check the indexes of a small log, once a connection, before what they lead to is answered.

    A row that an index leads to is checked by itself; a row that it has lost is not missed otherwise.

    Raises:
        LogDamaged: if an index lacks something, or has what no event has.
    """
    if head <= SMALL:
        fault = first_index_fault(database, head)
        if fault is not None:
            raise fault
        check_structure(database)
    database.indexes_checked = True


def check_structure(database: Database) -> None:
    """Check the structure of the file, and its indexes of ids and types.

    Raises:
        LogDamaged: at position 0, with what SQLite says.
    """
    ((result,),) = database.rows("integrity")
    if result != "ok":
        raise LogDamaged(0, result)


def first_index_fault(database: Database, end: int) -> LogDamaged | None:
    """Return the fault with the lowest position in the index of tags, up to the end, or None."""
    reasons = {
        "the index lacks a tag of this event": database.rows("first_tag_missing", head=end),
        "the index has a tag that no event has here": database.rows("first_tag_too_many"),
        "positions begin at 1": database.rows("first_outside"),
    }
    faults = [
        LogDamaged(position if type(position) is int else 0, reason)
        for reason, ((position,),) in reasons.items()
        if position is not None
    ]
    return min(faults, key=lambda fault: fault.position, default=None)
