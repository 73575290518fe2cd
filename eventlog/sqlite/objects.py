"""Make the tables, indexes, views and guards of a log, and compare those of a file with them."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

from eventlog.digests import netstring
from eventlog.errors import LogDamaged
from eventlog.sqlite.statements import named_blocks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eventlog.sqlite.database import Database

TABLES = ("events", "tags")
"""The tables that hold invariants, and so are given as SQL."""
AS_MADE = "c6f95e88431f2fb4b00b6d747392b466f09899488afeacc40b3992b866f0e7a3"
"""The fingerprint of what `make_objects` makes: a file with the same one is compared no further."""


def make_objects(connection: sqlite3.Connection, description: Mapping[str, str]) -> None:
    """Make everything that a log of form 2 is made of, inside the transaction that is open.

    Args:
        connection: to the file.
        description: the rows of the table meta, which takes no others later.
    """
    from sqlite_utils import Database as Tables  # 60 ms to load, and only making a log needs it

    tables = Tables(connection, execute_plugins=False)
    blocks = named_blocks("schema.sql")
    for name in TABLES:
        tables.execute(blocks[name])
    tables.table("events").create_index(["type"], index_name="events_by_type")
    tables.table("meta").create({"key": str, "value": str}, pk="key", not_null={"key", "value"}, strict=True)
    tables.table("meta").insert_all({"key": key, "value": value} for key, value in description.items())
    for name, select in named_blocks("views.sql").items():
        tables.create_view(name, select)
    for name, sql in blocks.items():
        if name not in TABLES:
            tables.execute(sql)


def objects_of_form_1() -> Mapping[str, str]:
    """Return the SQL of all that a log of form 1 is made of, by name."""
    return named_blocks("schema1.sql")


def check_objects(database: Database) -> None:
    """Check that everything of the log's own is as it was made, and that nothing else hangs on its tables.

    Tables, views and indexes of other programs are no fault, nor are triggers on their own tables.

    Raises:
        LogDamaged: at position 0, with the name of what is missing, was changed, or does not belong there.
    """
    rows = database.rows("objects")
    present = {str(name): str(sql) for _, name, _, sql in rows if sql is not None}
    if fingerprint(present) == AS_MADE:
        return
    own = objects_of_form_1() if database.form == 1 else _made()
    for name, sql in own.items():
        if _bare(present.get(name, "")) != _bare(sql):
            sort = sql.split(maxsplit=2)[1].lower()
            raise LogDamaged(0, f'the {sort} "{name}" that belongs to it is missing or was changed')
    for sort, name, table, _ in rows:
        if sort == "trigger" and table in own and name not in own:
            raise LogDamaged(0, f'the trigger "{name}" on its table "{table}" is not its own')


def fingerprint(objects: Mapping[str, str]) -> str:
    """Return a digest over objects, given as their SQL by name, in hexadecimal."""
    from hashlib import sha256

    parts = (part for name in sorted(objects) for part in (name, objects[name]))
    return sha256(b"".join(netstring(part.encode()) for part in parts)).hexdigest()


def _made() -> dict[str, str]:
    """Return the SQL of all that `make_objects` makes, by name, as it stands in a file."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        make_objects(connection, {})
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {str(name): str(sql) for name, sql in rows}
    finally:
        connection.close()


def _bare(sql: str) -> str:
    """Return the SQL without white space and quotes of names, in which versions of sqlite-utils differ."""
    return re.sub(r"""('(?:[^']|'')*')|[ \n"\[\]]""", r"\1", sql)
