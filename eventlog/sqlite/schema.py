"""Make the tables of a log, and distinguish a log from any other file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from eventlog.errors import LogMissing, NewerSchema, NotALog, StorageFailed
from eventlog.sqlite.database import Database, connect, connect_writer
from eventlog.sqlite.faults import translated
from eventlog.sqlite.statements import named_blocks

if TYPE_CHECKING:
    import sqlite3

FORMAT = "eventlog"
SCHEMA = 1
APPLICATION_ID = 0x65766C67  # "evlg", for `file` and other tools that look at a database's header
PAGE_SIZE = 8192  # half again as fast as 4096 for long appends, and no slower for single ones
META = {"format": FORMAT, "schema": str(SCHEMA)}


def guards() -> dict[str, str]:
    """Return the SQL of the triggers that keep the log append-only, by name."""
    return {name: sql for name, sql in named_blocks("schema.sql").items() if sql.startswith("CREATE TRIGGER")}


def check(database: Database) -> None:
    """Check that the database is a log that this program can read.

    Raises:
        NotALog: if it is another database, or an empty one.
        NewerSchema: if a newer program made it.
    """
    if database.row("application_id") != (APPLICATION_ID,):
        empty = database.row("objects") == (0,)
        raise NotALog(database.path, "it is empty" if empty else "it is some other SQLite database")
    meta: dict[str, str] = dict(database.rows("meta"))
    if meta.get("format") != FORMAT or not str(meta.get("schema", "")).isdecimal():
        raise NotALog(database.path, "it does not say which schema it has")
    if int(meta["schema"]) > SCHEMA:
        raise NewerSchema(database.path, int(meta["schema"]), SCHEMA)


def make(path: str, *, lock_timeout: float) -> None:
    """Make an empty log at the path, unless there is a database with tables; processes may do so at once.

    A file without tables, as a process leaves it that dies in here, is filled.

    Raises:
        NotALog: if there is a directory, or a file that is no database.
        LogMissing: if its directory does not exist.
        StorageFailed: if the file cannot be made.
    """
    if os.path.isdir(path):
        raise NotALog(path, "it is a directory")
    _touch(path)
    if not _is_blank(path, lock_timeout):
        return
    database = connect_writer(path, durability="full", lock_timeout=lock_timeout, page_size=PAGE_SIZE)
    try:
        with database.writing(), translated(path, lock_timeout):
            if database.row("objects") == (0,):
                build(database.connection)
    finally:
        database.close()


def _touch(path: str) -> None:
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o666))
    except FileNotFoundError as err:
        raise LogMissing(path) from err
    except OSError as err:
        if not os.path.exists(path):
            raise StorageFailed(path, str(err.strerror).lower()) from err
        # else it can be read alone, and is opened for that


def _is_blank(path: str, lock_timeout: float) -> bool:
    database = connect(path, read_only=True, lock_timeout=lock_timeout)
    try:
        return database.row("objects") == (0,) and database.row("application_id") == (0,)
    finally:
        database.close()


def build(connection: sqlite3.Connection) -> None:
    """Make tables, index, views, description and guards, inside the transaction that is open."""
    from sqlite_utils import Database as Tables  # 60 ms to load, and only making a log needs it

    tables = Tables(connection, execute_plugins=False)
    blocks = named_blocks("schema.sql")
    for name in ("events", "tags", "erasures"):
        tables.execute(blocks[name])
    tables.table("events").create_index(["type"], index_name="events_by_type")
    tables.table("meta").create({"key": str, "value": str}, pk="key", not_null={"value"}, strict=True)
    tables.table("meta").insert_all({"key": key, "value": value} for key, value in META.items())
    for name, select in named_blocks("views.sql").items():
        tables.create_view(name, select)
    for name, sql in blocks.items():
        if name not in {"events", "tags", "erasures"}:
            tables.execute(sql)
    tables.execute(f"PRAGMA application_id = {APPLICATION_ID}")
