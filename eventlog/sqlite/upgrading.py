"""Upgrade a log of form 1 to form 2, in its own file and in one transaction.

Others go on reading the log as it was until the transaction ends, and then find the new form; writers wait.
The file is not exchanged for another one: SQLite's side files go by the name, so programs that have the file
open would write to one log and read from the other.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from eventlog.api import Verified
from eventlog.digests import SALT_BYTES, part_hash
from eventlog.errors import InvalidArgument
from eventlog.instants import to_microseconds
from eventlog.sqlite.appending import StoredRow, chained, row_of, write
from eventlog.sqlite.erasing import erasure
from eventlog.sqlite.faults import translated
from eventlog.sqlite.objects import objects_of_form_1
from eventlog.sqlite.reading import windows
from eventlog.sqlite.rows import Link
from eventlog.sqlite.schema import build, check
from eventlog.sqlite.verifying import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from eventlog.sqlite.database import Database, Row

PAGE = 1_000


def upgrade(database: Database, clock: Callable[[], datetime]) -> Verified:
    """Bring the log to form 2 and return what was verified of it afterwards; a log of form 2 stays as it is.

    Positions, ids, times, tags and payloads stay; each tombstone becomes an `erasure` at the end.

    Raises:
        LogDamaged: if the log does not verify, before or after; it is then as it was.
        InvalidArgument: if it holds an event of type `erasure`, which in form 2 the log alone writes.
    """
    with database.writing():
        check(database)  # another process may have upgraded it since it was opened
        if database.form == 1:
            _upgrade(database, max(to_microseconds(clock()), 0))
        return verify(database, against=None)


def _upgrade(database: Database, now: int) -> None:
    before = verify(database, against=None)
    if database.rows("erasure_events"):
        raise InvalidArgument(
            name="log", reason="it holds events of type erasure, which in form 2 the log alone writes"
        )
    connection = database.connection
    tombstones = database.rows("tombstones")
    with translated(database.path, database.lock_timeout):
        _set_aside(database)
        build(connection, more={"upgraded": str(before.checkpoint)})
    database.form = 2
    last = Link()
    for rows, end in _copied(database, before.position):
        write(database, rows, end)
        last = end
    for position, reason, erased_at, *_ in tombstones:
        event = erasure([position], frozenset({"data"}), why=reason.decode(), by=None, erased_at=erased_at)
        row, last = row_of(event, last, now)
        write(database, [row], last)
    with translated(database.path, database.lock_timeout):
        connection.execute("DROP TABLE former_events")


def _set_aside(database: Database) -> None:
    """Take everything of form 1 away but its events, which get another name."""
    connection = database.connection
    sorts = {name: sql.split(maxsplit=2)[1] for name, sql in objects_of_form_1().items()}
    for sort in ("TRIGGER", "VIEW", "INDEX"):
        for name in (name for name, own in sorts.items() if own == sort):
            connection.execute(f"DROP {sort} {name}")
    for name in ("tags", "erasures", "meta"):
        connection.execute(f"DROP TABLE {name}")
    connection.execute("ALTER TABLE events RENAME TO former_events")


def _copied(database: Database, end: int) -> Iterator[tuple[list[StoredRow], Link]]:
    """Yield the rows of form 2 for those of form 1, page by page, each with the link for what follows."""
    last = Link()
    for low, high in windows(0, end, PAGE, backwards=False):
        rows = []
        for former in database.rows("former", low=low, high=high):
            row, last = _row(former, last)
            rows.append(row)
        yield rows, last


def _row(former: Row, last: Link) -> tuple[StoredRow, Link]:
    """Return the row of form 2 for one of form 1, and what the next one is chained to.

    The payload keeps its salt, so that form 1 can be recomputed. Where it is erased its hash of form 1 stays.
    """
    position, recorded_at, id_, type_, version, tags, data, salt, payload_hash = former
    salts = os.urandom(SALT_BYTES * 2)
    id_salt, tags_salt = salts[:16], salts[16:]
    row: StoredRow = {
        "position": position,
        "recorded_at": recorded_at,
        "type": type_,
        "version": version,
        "id": id_,
        "tags": tags,
        "by": None,
        "data": data,
        "id_salt": id_salt,
        "tags_salt": tags_salt,
        "by_salt": None,
        "data_salt": salt,
    }
    row["id_hash"] = part_hash(b"id", id_salt, id_.encode())
    row["tags_hash"] = part_hash(b"tags", tags_salt, tags.encode())
    row["data_hash"] = payload_hash if data is None else part_hash(b"data", salt, data)
    row["by_hash"] = None
    return row, chained(row, last)
