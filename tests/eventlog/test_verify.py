"""Any changed value of any column of any table is found, and at the right position."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventlog import Checkpoint, Event, EventLog, LogDamaged, NewerSchema, NotALog, digests, open_log

Unguarded = Callable[[Path], AbstractContextManager[sqlite3.Connection]]
Erase = Callable[..., None]
Cell = tuple[str, str, dict[str, Any]]  # table, column, row

PARTS = ("id", "tags", "data", "by")
COLUMNS = {
    "events": (
        *("position", "recorded_at", "type", "version", *PARTS),
        *(f"{part}_{more}" for more in ("salt", "hash") for part in PARTS),
        "digest",
    ),
    "tags": ("tag", "position"),
    "meta": ("key", "value"),
}


def quoted(name: str) -> str:
    return f'"{name}"'


def fault(path: Path) -> int:
    """Return the position that verify names; 0 also for a file that is no longer known as a log."""
    with pytest.raises((LogDamaged, NotALog, NewerSchema)) as caught, open_log(path) as log:
        log.verify()
    return caught.value.position if isinstance(caught.value, LogDamaged) else 0


def cells(connection: sqlite3.Connection) -> Iterator[Cell]:
    """Yield table, column and row of every value in the file."""
    for table, columns in COLUMNS.items():
        for row in connection.execute(f"SELECT {', '.join(map(quoted, columns))} FROM {table}").fetchall():
            for column in columns:
                yield table, column, dict(zip(columns, row, strict=True))


def others(value: object) -> list[object]:
    """Return values that a column holding this one could hold instead."""
    if isinstance(value, int):
        near = (value + 1, value - 1, -value, value + 10**6)
        return [each for each in near if -(2**63) <= each < 2**63]
    if isinstance(value, str):
        return [value + " ", value.swapcase() + "x", f" {value}", "[]", '["court"]', "\ufffd"]
    if isinstance(value, bytes):
        flipped = bytes(byte ^ 1 for byte in value)
        return [flipped, value + b"\0", value[:-1], None, bytes(len(value)), b"\xff"]
    return [b"{}", bytes(16)]


def like(value: object) -> st.SearchStrategy[object]:
    """Return a strategy for values that a column holding this one could hold instead."""
    by_type = {int: st.integers(-(2**63), 2**63 - 1), str: st.text(), bytes: st.binary()}
    return by_type.get(type(value), st.none()) | st.sampled_from(others(value))


def changed(path: Path, unguarded: Unguarded, cell: Cell, value: object) -> set[object]:
    """Change one value, and return the positions that may be named; none if the schema refuses the value."""
    table, column, row = cell
    where = " AND ".join(f"{quoted(name)} IS :{name}" for name in row)
    with unguarded(path) as connection:
        try:
            connection.execute(
                f"UPDATE {table} SET {quoted(column)} = :new WHERE {where}", {**row, "new": value}
            )
        except sqlite3.IntegrityError:  # a key that is taken, or NULL where none may be
            return set()
    return {0} if table == "meta" else {row["position"], value if column == "position" else row["position"]}


def test_no_table_and_no_column_is_left_out_of_these_tests(raw: sqlite3.Connection) -> None:
    tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    present = {table: {row[1] for row in raw.execute(f"PRAGMA table_info({table})")} for table in tables}
    assert present == {table: set(columns) for table, columns in COLUMNS.items()}


def test_every_value_of_every_column_of_every_table_is_covered(
    tmp_path: Path, several: list[Event], unguarded: Unguarded, erase: Erase
) -> None:
    original, copy = tmp_path / "log.db", tmp_path / "copy.db"
    with open_log(original, create=True) as log:
        log.append(several)
    erase(original, 3, "court order 12/2025")
    erase(original, 2, "court order 13/2025", ["tags", "id"])
    with unguarded(original) as connection:
        every = list(cells(connection))
    survived, tried = [], set()
    for cell in every:
        table, column, row = cell
        for value in others(row[column]):
            if value == row[column]:
                continue
            shutil.copy(original, copy)
            allowed = changed(copy, unguarded, cell, value)
            if row.get("position", 0) > len(several):  # without its erasure, what was erased is just gone
                allowed = allowed and allowed | {2, 3}
            if allowed:
                tried.add((table, column))
                named = fault(copy)
                if named not in allowed:
                    survived.append((table, column, row, value, named))
    assert survived == []
    assert tried == {(table, column) for table, columns in COLUMNS.items() for column in columns}


words = st.text(
    st.characters(codec="utf-8", exclude_characters="\x7f", min_codepoint=0x20), min_size=1, max_size=8
)
events = st.builds(
    Event,
    id=words,
    type=words,
    data=st.binary(max_size=20),
    version=st.integers(1, 2**63 - 1),
    tags=st.sets(words, max_size=3).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(
    given_events=st.lists(events, min_size=1, max_size=6, unique_by=lambda event: event.id),
    erased=st.booleans(),
    data=st.data(),
)
def test_a_random_log_verifies_until_a_random_value_is_changed(
    unguarded: Unguarded, erase: Erase, given_events: list[Event], *, erased: bool, data: st.DataObject
) -> None:
    with TemporaryDirectory() as directory:
        path = Path(directory) / "log.db"
        with open_log(path, create=True, durability="normal") as log:
            log.append(given_events)
            assert [recorded.event for recorded in log.read()] == given_events
        gone = data.draw(st.integers(1, len(given_events))) if erased else 0
        if erased:
            erase(path, gone, "a reason")
        with open_log(path) as log:
            assert log.verify().erased == erased
        with unguarded(path) as connection:
            cell = data.draw(st.sampled_from(list(cells(connection))))
        present = cell[2][cell[1]]
        value = data.draw(like(present).filter(lambda value: value != present))
        allowed = changed(path, unguarded, cell, value)
        if cell[2].get("position", 0) > len(
            given_events
        ):  # without its erasure, what was erased is just gone
            allowed = allowed and allowed | {gone}
        assert not allowed or fault(path) in allowed


def test_an_erased_payload_verifies_and_reads_as_null(
    log: EventLog, path: Path, several: list[Event], erase: Erase
) -> None:
    log.append(several)
    before = log.checkpoint()
    erase(path, 3, "court order 12/2025")
    verified = log.verify(against=before)
    assert (verified.position, verified.erased) == (6, 1)
    recorded = log.get("c")
    assert recorded is not None
    assert (recorded.data, recorded.erased, recorded.tags) == (b"null", {"data"}, several[2].tags)


def test_a_cleared_part_that_no_erasure_names_is_a_fault(
    log: EventLog, path: Path, several: list[Event], erase: Erase, unguarded: Unguarded
) -> None:
    log.append(several)
    erase(path, 4, "court order 12/2025", ["tags"])
    assert log.verify().erased == 1
    with unguarded(path) as connection:
        connection.execute("UPDATE events SET data = NULL, data_salt = NULL WHERE position = 4")
    assert fault(path) == 4


def test_an_erasure_of_a_part_that_is_there_is_a_fault(
    log: EventLog, path: Path, several: list[Event], erase: Erase, unguarded: Unguarded
) -> None:
    log.append(several)
    with unguarded(path) as connection:
        row = connection.execute("SELECT data, data_salt FROM events WHERE position = 2").fetchone()
    erase(path, 2, "court order 12/2025")
    assert log.verify().erased == 1
    with unguarded(path) as connection:
        connection.execute("UPDATE events SET data = ?, data_salt = ? WHERE position = 2", row)
    assert fault(path) == 2


def test_an_erasure_taken_back_with_the_tail_is_told_by_a_checkpoint(
    log: EventLog, path: Path, several: list[Event], erase: Erase, unguarded: Unguarded
) -> None:
    log.append(several)
    with unguarded(path) as connection:
        whole = connection.execute("SELECT data, data_salt FROM events WHERE position = 2").fetchone()
    erase(path, 2, "court order 12/2025")
    kept = log.checkpoint()
    with unguarded(path) as connection:
        connection.execute("UPDATE events SET data = ?, data_salt = ? WHERE position = 2", whole)
        connection.execute("DELETE FROM tags WHERE position = 6")
        connection.execute("DELETE FROM events WHERE position = 6")
        connection.execute("PRAGMA user_version = 5")
    assert log.verify().position == 5
    with pytest.raises(LogDamaged, match="ends before"):
        log.verify(against=kept)


def test_a_time_that_goes_back_is_a_fault_even_where_the_digests_fit(
    log: EventLog, path: Path, several: list[Event], unguarded: Unguarded
) -> None:
    log.append(several)
    salt = bytes(16)
    parts = {"id": b"f", "tags": b"[]", "data": b"{}"}
    hashes = {name: digests.part_hash(name.encode(), salt, part) for name, part in parts.items()}
    digest = digests.event_digest(
        previous=log.checkpoint().digest,
        position=6,
        recorded_at=1,
        type=b"noted",
        version=1,
        **hashes,
        by=None,
    )
    row = {"position": 6, "recorded_at": 1, "type": "noted", "version": 1, "digest": digest}
    row |= {"id": "f", "tags": "[]", "data": b"{}", "id_salt": salt, "tags_salt": salt, "data_salt": salt}
    row |= {f"{name}_hash": hashed for name, hashed in hashes.items()}
    with unguarded(path) as connection:
        names = ", ".join(row)
        connection.execute(f"INSERT INTO events ({names}) VALUES (:{names.replace(', ', ', :')})", row)
        connection.execute("PRAGMA user_version = 6")
    assert fault(path) == 6


def test_a_text_that_is_no_utf_8_is_a_fault_at_its_position(
    log: EventLog, path: Path, several: list[Event], unguarded: Unguarded
) -> None:
    log.append(several)
    with unguarded(path) as connection:
        connection.execute("UPDATE events SET type = CAST(x'ff' AS TEXT) WHERE position = 4")
    assert fault(path) == 4


def test_the_fault_with_the_lowest_position_is_named_whichever_table_it_is_in(
    log: EventLog, path: Path, several: list[Event], unguarded: Unguarded
) -> None:
    log.append(several)
    with unguarded(path) as connection:
        connection.execute("UPDATE events SET data = x'00' WHERE position = 4")
        connection.execute("DELETE FROM tags WHERE position = 3")
        connection.execute("UPDATE meta SET value = 'x' WHERE key = 'format'")
    with pytest.raises(LogDamaged) as caught:
        log.verify()
    assert caught.value.position == 3


def test_an_event_taken_out_of_the_middle_is_named(
    log: EventLog, path: Path, several: list[Event], unguarded: Unguarded
) -> None:
    log.append(several)
    with unguarded(path) as connection:
        connection.execute("DELETE FROM tags WHERE position = 2")
        connection.execute("DELETE FROM events WHERE position = 2")
    assert fault(path) == 2


def test_a_log_without_its_last_events_is_told_by_its_header(
    log: EventLog, path: Path, several: list[Event], unguarded: Unguarded
) -> None:
    log.append(several)
    with unguarded(path) as connection:
        connection.execute("DELETE FROM tags WHERE position = 5")
        connection.execute("DELETE FROM events WHERE position = 5")
    assert fault(path) == 5
    with pytest.raises(LogDamaged, match="last event is at position 5"):
        log.head()


def test_a_log_shortened_together_with_its_header_is_told_only_by_a_checkpoint(
    log: EventLog, path: Path, several: list[Event], unguarded: Unguarded
) -> None:
    log.append(several)
    kept = Checkpoint.parse(str(log.checkpoint()))
    with unguarded(path) as connection:
        connection.execute("DELETE FROM tags WHERE position = 5")
        connection.execute("DELETE FROM events WHERE position = 5")
        connection.execute("PRAGMA user_version = 4")
    assert log.verify().position == 4
    with pytest.raises(LogDamaged) as caught:
        log.verify(against=kept)
    assert caught.value.position == 5


def test_a_log_rewritten_with_digests_that_fit_is_told_only_by_a_checkpoint(
    tmp_path: Path, several: list[Event]
) -> None:
    with open_log(tmp_path / "true.db", create=True) as log:
        log.append(several)
        kept = log.checkpoint()
    with open_log(tmp_path / "forged.db", create=True) as forged:
        forged.append(several)
        assert forged.verify().position == 5
        with pytest.raises(LogDamaged, match="checkpoint"):
            forged.verify(against=kept)


def test_a_guard_that_is_missing_or_weakened_is_a_fault_of_the_log_as_a_whole(
    log: EventLog, raw: sqlite3.Connection, path: Path
) -> None:
    ((sql,),) = raw.execute("SELECT sql FROM sqlite_master WHERE name = 'events_delete'").fetchall()
    raw.execute("DROP TRIGGER events_delete")
    assert fault(path) == 0
    raw.execute(
        sql.replace("DELETE ON", "DELETE ON").replace("SELECT RAISE", "SELECT 1 WHERE 0 = 1 OR RAISE")
    )
    assert fault(path) == 0
    raw.execute("DROP TRIGGER events_delete")
    raw.execute(sql)
    assert log.verify().position == 5


def test_a_changed_description_is_a_fault_of_the_log_as_a_whole(
    log: EventLog, path: Path, several: list[Event], unguarded: Unguarded
) -> None:
    log.append(several)
    with unguarded(path) as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    with pytest.raises(LogDamaged) as caught:
        log.verify()
    assert caught.value.position == 0


def test_a_table_of_ones_own_beside_the_log_is_no_fault(log: EventLog, raw: sqlite3.Connection) -> None:
    raw.execute("CREATE TABLE notes (note TEXT)")
    raw.execute("CREATE TRIGGER notes_insert AFTER INSERT ON notes BEGIN SELECT 1; END")
    assert log.verify().position == 5


def quick_fault(path: Path, held: Checkpoint) -> int | None:
    """Return the position that a quick verification names, or None if it finds the log sound."""
    try:
        with open_log(path) as log:
            log.verify(against=held, quick=True)
    except (LogDamaged, NotALog, NewerSchema) as err:
        return err.position if isinstance(err, LogDamaged) else 0
    return None


def test_a_quick_verification_finds_every_changed_value_after_the_checkpoint(
    tmp_path: Path, several: list[Event], unguarded: Unguarded, erase: Erase
) -> None:
    original, copy = tmp_path / "log.db", tmp_path / "copy.db"
    with open_log(original, create=True) as log:
        log.append(several[:3])
        held = log.checkpoint()
        log.append(several[3:])
    erase(original, 1, "court order 12/2025")
    erase(original, 4, "court order 13/2025", ["tags", "id"])
    with unguarded(original) as connection:
        later = [
            cell for cell in cells(connection) if cell[0] == "events" and cell[2]["position"] >= held.position
        ]
    survived = []
    for cell in later:
        for value in others(cell[2][cell[1]]):
            shutil.copy(original, copy)
            if value != cell[2][cell[1]] and changed(copy, unguarded, cell, value):
                named = quick_fault(copy, held)
                if named is None:
                    survived.append((cell, value))
    assert survived == []
    assert quick_fault(original, held) is None


@pytest.mark.parametrize("position", [2, 5])
def test_a_quick_verification_finds_what_is_gone_or_there_against_the_erasures_after_the_checkpoint(
    tmp_path: Path, several: list[Event], unguarded: Unguarded, erase: Erase, position: int
) -> None:
    path, sound = tmp_path / "log.db", tmp_path / "sound.db"
    with open_log(path, create=True) as log:
        log.append(several)
        held = Checkpoint(3, next(log.read(after=2)).digest)
    with sqlite3.connect(path) as connection:
        part = connection.execute(
            "SELECT data, data_salt FROM events WHERE position = ?", (position,)
        ).fetchone()
    erase(path, position, "court order 12/2025")
    assert quick_fault(path, held) is None
    shutil.copy(path, sound)

    with unguarded(path) as connection:  # what was erased is there again
        connection.execute("UPDATE events SET data = ?, data_salt = ? WHERE position = ?", (*part, position))
    assert quick_fault(path, held) == position
    with unguarded(sound) as connection:  # more is gone than was erased
        connection.execute("UPDATE events SET id = NULL, id_salt = NULL WHERE position = ?", (position,))
    assert quick_fault(sound, held) == (position if position > held.position else None)
