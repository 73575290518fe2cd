"""Make the tables of a log, and distinguish a log from any other file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from eventlog.api import FORM
from eventlog.errors import LogDamaged, LogMissing, NewerSchema, NotALog
from eventlog.sqlite.database import Database, connect, connect_writer
from eventlog.sqlite.faults import system_fault, translated
from eventlog.sqlite.files import check_files, kind_of, look, refuse_remains
from eventlog.sqlite.objects import make_objects
from eventlog.sqlite.turns import turn

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

FORMAT = "eventlog"
APPLICATION_ID = 0x65766C67  # "evlg", for `file` and other tools that look at a database's header
PAGE_SIZE = 8192  # half again as fast as 4096 for long appends, and no slower for single ones
META_FORM_1 = {"format": FORMAT, "schema": "1"}


def check(database: Database) -> None:
    """Check that the database is a log that this program can read, and note its form.

    Raises:
        NotALog: if it is another database, or an empty one.
        NewerSchema: if a newer program made it.
        LogDamaged: if it was a log, and does not describe itself as one any more.
    """
    names = {row[1] for row in database.rows("objects")}
    ours = database.row("application_id") == (APPLICATION_ID,)
    if not ours or "meta" not in names:
        if {"events", "tags", "events_insert"} <= names:
            raise LogDamaged(0, "the file does not say any more that it is an event log")
        if names:
            raise NotALog(database.path, "it is some other SQLite database")
        raise NotALog(database.path, "it is empty", empty=True)
    meta = read_meta(database)
    if meta == META_FORM_1:
        database.form = 1
    elif meta.get("digest") != meta_digest(meta) or meta.get("format") != FORMAT:
        if "events" not in names:
            raise NotALog(database.path, "it does not say which schema it has")
        raise LogDamaged(0, "its description in the table meta was changed")
    elif meta["schema"] != str(FORM):
        raise NewerSchema(database.path, int(meta["schema"]), FORM)
    else:
        database.form = FORM


def read_meta(database: Database) -> dict[str, str]:
    """Return the log's description of itself."""
    return {str(key): str(value) for key, value in database.rows("meta")}


def meta_digest(meta: Mapping[str, str]) -> str:
    """Return the digest over a description, in hexadecimal: of key and value of each other row, by key."""
    from hashlib import sha256

    from eventlog.digests import netstring

    parts = (part for key in sorted(meta) if key != "digest" for part in (key, meta[key]))
    return sha256(b"".join(netstring(part.encode()) for part in parts)).hexdigest()


def make(path: str, *, lock_timeout: float) -> None:
    """Make an empty log at the path, unless there is a database with tables; processes may do so at once.

    A file without tables, as a process leaves it that dies in here, is filled.

    Raises:
        NotALog: if there is a directory, or a file that is no database.
        LogMissing: if its directory does not exist.
        StorageFailed: if the file cannot be made.
    """
    _touch(path)
    if _is_made(path):
        return
    with turn(path, alone=True, seconds=lock_timeout):
        if _is_blank(path, lock_timeout):
            _make(path, lock_timeout)


def _make(path: str, lock_timeout: float) -> None:
    database = connect_writer(
        path, durability="full", lock_timeout=lock_timeout, page_size=PAGE_SIZE, wal=False
    )
    try:
        with database.writing(), translated(path, lock_timeout):
            if database.row("object_count") == (0,):
                build(database.connection)
        database.leave_wal()  # a file that something else made may be in that mode
    finally:
        database.close()


def _is_made(path: str) -> bool:
    """Return whether the file says that it is a log, and nobody was killed while making it."""
    found = look(path)
    return found is not None and found.is_log and not os.path.exists(f"{path}-journal")


def _touch(path: str) -> None:
    try:
        kind_of(path)
    except LogMissing:
        refuse_remains(path)
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o666))
        except FileNotFoundError as err:
            raise LogMissing(path) from err
        except OSError as err:
            raise system_fault(path, err) from err


def _is_blank(path: str, lock_timeout: float) -> bool:
    check_files(path)
    database = connect(path, lock_timeout=lock_timeout)
    try:
        return database.row("object_count") == (0,) and database.row("application_id") == (0,)
    finally:
        database.close()


def build(connection: sqlite3.Connection, *, more: Mapping[str, str] | None = None) -> None:
    """Make everything that a log is made of, inside the transaction that is open.

    Args:
        connection: to the file.
        more: rows of its description, beside those that every log has.
    """
    meta = {"format": FORMAT, "schema": str(FORM), "log": os.urandom(16).hex(), **(more or {})}
    make_objects(connection, {**meta, "digest": meta_digest(meta)})
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
