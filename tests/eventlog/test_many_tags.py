"""The guard of tags lets in those of an event and no other, and of many of them in step with their number."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from eventlog import Event, EventLog

MANY = 40
MARK = chr(1)
"""What stands among the tags while many are written; it is no tag."""


def tagged(count: int) -> Event:
    return Event(id="a", type="noted", data=b"{}", tags=frozenset(f"t:{n:05}" for n in range(count)))


@pytest.fixture
def raw(log: EventLog, path: Path) -> sqlite3.Connection:
    """Return a client that never heard of the log, with the file of one event of many tags."""
    log.append([tagged(MANY)])
    log.close()
    return sqlite3.connect(path, isolation_level=None)


def test_all_of_many_tags_are_written_and_the_mark_is_gone(raw: sqlite3.Connection) -> None:
    found = [tag for (tag,) in raw.execute("SELECT tag FROM tags WHERE position = 1 ORDER BY tag")]

    assert found == [f"t:{n:05}" for n in range(MANY)]


@pytest.mark.parametrize("tag", ["other", MARK])
@pytest.mark.parametrize("way", ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"])
def test_an_event_of_many_tags_gets_no_other(raw: sqlite3.Connection, tag: str, way: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="written with their event"):
        raw.execute(f"{way} INTO tags (tag, position) VALUES (?, 1)", (tag,))


def test_a_tag_of_many_is_never_replaced_nor_deleted(raw: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="never replaced"):
        raw.execute("INSERT OR REPLACE INTO tags (tag, position) VALUES ('t:00007', 1)")
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        raw.execute("DELETE FROM tags WHERE tag = 't:00007'")


def test_the_mark_is_refused_where_there_is_no_event(raw: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="written with their event"):
        raw.execute("INSERT INTO tags (tag, position) VALUES (?, 2)", (MARK,))


def steps(raw: sqlite3.Connection, count: int) -> int:
    """Return how many hundred instructions of SQLite it takes to insert an event of so many tags."""
    taken = 0

    def note() -> int:
        nonlocal taken
        taken += 1
        return 0

    names = "position, recorded_at, id, type, version, tags, data, id_salt, tags_salt, data_salt"
    tags = json.dumps([f"t:{n:05}" for n in range(count)])
    raw.set_progress_handler(note, 100)
    raw.execute("BEGIN")
    raw.execute(
        f"INSERT INTO events ({names}, id_hash, tags_hash, data_hash, digest) VALUES"
        " (2, 9999999999999999, 'b', 'noted', 1, ?, x'7b7d', zeroblob(16), zeroblob(16), zeroblob(16),"
        " zeroblob(32), zeroblob(32), zeroblob(32), zeroblob(32))",
        (tags,),
    )
    raw.execute("ROLLBACK")
    raw.set_progress_handler(None, 0)
    return taken


def test_an_event_takes_instructions_in_step_with_its_tags(raw: sqlite3.Connection) -> None:
    few, many = steps(raw, 500), steps(raw, 4_000)

    assert 0 < many < 12 * few
