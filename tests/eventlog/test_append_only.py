"""The file itself refuses what is not an append, to any client. Here: plain sqlite3, with its defaults."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from eventlog import EventLog, LogDamaged

TABLES = ("events", "tags", "meta")
COLUMNS = (
    'position, recorded_at, id, type, version, tags, "by", data, id_salt, tags_salt, data_salt, by_salt, '
    "id_hash, tags_hash, data_hash, digest"
)
NEW = (
    "9999999999999999, 'new', 'noted', 1, '[]', NULL, x'7b7d', zeroblob(16), zeroblob(16), zeroblob(16), "
    "NULL, zeroblob(32), zeroblob(32), zeroblob(32), zeroblob(32)"
)
AS_C = NEW.replace("'new'", "'c'")

REFUSED = {
    "an event changed": ("UPDATE events SET data = x'00' WHERE position = 2", "never changed"),
    "an event moved": ("UPDATE events SET position = 99 WHERE position = 5", "never changed"),
    "an event changed or ignored": (
        "UPDATE OR IGNORE events SET id = 'a' WHERE position = 2",
        "never changed",
    ),
    "a part cleared that no erasure names": (
        "UPDATE events SET data = NULL, data_salt = NULL WHERE position = 2",
        "never changed",
    ),
    "an event deleted": ("DELETE FROM events WHERE position = 5", "never deleted"),
    "all events deleted": ("DELETE FROM events", "never deleted"),
    "a position replaced": (f"INSERT OR REPLACE INTO events ({COLUMNS}) VALUES (3, {NEW})", "never replaced"),
    "the head replaced": (f"REPLACE INTO events ({COLUMNS}) VALUES (5, {NEW})", "never replaced"),
    "an id replaced": (f"INSERT OR REPLACE INTO events ({COLUMNS}) VALUES (6, {AS_C})", "never replaced"),
    "an id upserted": (
        f"INSERT INTO events ({COLUMNS}) VALUES (6, {AS_C}) ON CONFLICT (id) DO UPDATE SET type = 'x'",
        "never replaced",
    ),
    "an id ignored": (f"INSERT OR IGNORE INTO events ({COLUMNS}) VALUES (6, {AS_C})", "never replaced"),
    "a gap": (f"INSERT INTO events ({COLUMNS}) VALUES (7, {NEW})", "no gaps"),
    "position zero": (f"INSERT INTO events ({COLUMNS}) VALUES (0, {NEW})", "no gaps"),
    "no position": (f"INSERT INTO events ({COLUMNS}) VALUES (NULL, {NEW})", "no gaps"),
    "a time before the last": (
        f"INSERT INTO events ({COLUMNS}) VALUES (6, {NEW.replace('9' * 16, '1')})",
        "only grows",
    ),
    "a tag changed": ("UPDATE tags SET tag = 'other' WHERE position = 1", "never changed"),
    "a tag deleted": ("DELETE FROM tags WHERE position = 1", "never deleted"),
    "all tags deleted": ("DELETE FROM tags", "never deleted"),
    "a tag replaced": ("INSERT OR REPLACE INTO tags (tag, position) VALUES ('court', 1)", "never replaced"),
    "a tag added": ("INSERT INTO tags (tag, position) VALUES ('other', 1)", "with their event"),
    "a tag added to the head": ("INSERT INTO tags (tag, position) VALUES ('other', 5)", "with their event"),
    "a tag for later": ("INSERT INTO tags (tag, position) VALUES ('other', 6)", "with their event"),
    "a note in the description": ("INSERT INTO meta (key, value) VALUES ('k', 'v')", "table of your own"),
    "the schema replaced": (
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('schema', '0')",
        "table of your own",
    ),
    "the schema changed": ("UPDATE meta SET value = '0'", "never changed"),
    "the description deleted": ("DELETE FROM meta", "never deleted"),
}


def dump(raw: sqlite3.Connection) -> list[list[object]]:
    return [raw.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]


@pytest.mark.parametrize("recursive", ["OFF", "ON"], ids=["fresh client", "recursive_triggers"])
@pytest.mark.parametrize(("statement", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_the_database_refuses_whatever_is_not_an_append(
    raw: sqlite3.Connection, log: EventLog, statement: str, message: str, recursive: str
) -> None:
    raw.execute(f"PRAGMA recursive_triggers = {recursive}")
    before = dump(raw)
    with pytest.raises(sqlite3.IntegrityError, match=message):
        raw.execute(statement)
    assert dump(raw) == before
    assert log.verify().position == 5


def test_an_event_that_an_erasure_names_can_be_cleared_of_parts_and_not_changed_otherwise(
    raw: sqlite3.Connection, path: Path, erase: Callable[..., None]
) -> None:
    erase(path, 3, "court order 12/2025")
    for statement in (
        "UPDATE events SET type = 'x' WHERE position = 3",
        "UPDATE events SET data = x'00', data_salt = zeroblob(16) WHERE position = 3",
        "UPDATE events SET id = 'other' WHERE position = 3",
        "UPDATE events SET id_hash = zeroblob(32) WHERE position = 3",
        "UPDATE events SET data = NULL, data_salt = NULL WHERE position = 6",
        "UPDATE events SET data = NULL, data_salt = NULL WHERE position = 2",
    ):
        before = dump(raw)
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            raw.execute(statement)
        assert dump(raw) == before


def test_a_stranger_can_only_append_and_verify_names_what_no_program_wrote(
    raw: sqlite3.Connection, log: EventLog
) -> None:
    values = NEW.replace("'[]'", """'["court","z"]'""")
    raw.execute(f"INSERT INTO events ({COLUMNS}) VALUES (6, {values})")
    assert raw.execute("SELECT tag FROM tags WHERE position = 6").fetchall() == [("court",), ("z",)]
    with pytest.raises(LogDamaged) as caught:
        log.verify()
    assert caught.value.position == 6


def test_half_a_salted_payload_is_refused(raw: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        raw.execute(f"INSERT INTO events ({COLUMNS}) VALUES (6, {NEW.replace('zeroblob(16)', 'NULL', 1)})")
