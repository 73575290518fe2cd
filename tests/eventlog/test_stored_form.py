"""docs/stored-form.md tells the truth: checked with hashlib and sqlite3 alone."""

import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from freezegun import freeze_time

from eventlog import Event, EventLog, digests, open_log

DOC = Path(__file__).parents[2] / "docs" / "stored-form.md"
DATA = '{"case":"訴訟"}'.encode()
PARTS = {"id": b"e-1", "tags": '["case:1917","court:東京"]'.encode(), "data": DATA, "by": b"jo"}
SALTS = {name: bytes(range(16 * number, 16 * number + 16)) for number, name in enumerate(PARTS)}
SALT = bytes(range(16))


def netstrings(*parts: bytes) -> bytes:
    return b"".join(str(len(part)).encode() + b":" + part + b"," for part in parts)


@pytest.fixture(scope="module")
def doc() -> str:
    return DOC.read_text(encoding="utf-8")


@pytest.fixture
def cell(doc: str) -> Callable[[str], str]:
    """Return what the example's table says about something."""

    def of(what: str) -> str:
        (value,) = re.findall(rf"^\| {what} \| `(.+)` \|$", doc, re.MULTILINE)
        return str(value)

    return of


def shown(doc: str, heading: str) -> bytes:
    """Return the bytes that the document shows, a netstring a line, under a heading."""
    section = doc.split(f"\n### {heading}\n")[1].split("\n#", maxsplit=1)[0]
    lines = re.findall(r"^    (\d+:.*,)$", section, re.MULTILINE)
    return re.sub(r"\\x(..)", lambda number: chr(int(number[1], 16)), "".join(lines)).encode("latin-1")


def part_hashes() -> dict[str, bytes]:
    return {
        name: sha256(netstrings(SALTS[name], name.encode(), part)).digest() for name, part in PARTS.items()
    }


def test_the_worked_example_can_be_recomputed_with_hashlib_alone(
    doc: str, cell: Callable[[str], str]
) -> None:
    hashes = part_hashes()
    for name, part in PARTS.items():
        assert cell(name).encode() == part
        assert cell(f"{name}_salt") == SALTS[name].hex()
        assert cell(f"{name}_hash") == hashes[name].hex()
    chained = (b"eventlog/2", bytes(32), b"1", b"1709208000000000", b"filed", b"1")
    hashed = netstrings(*chained, *(hashes[name] for name in ("id", "data", "tags", "by")))
    assert cell("digest") == sha256(hashed).hexdigest()
    assert shown(doc, "An example") == hashed
    assert f"The {len(hashed)} bytes" in doc


def test_the_example_of_form_1_can_be_recomputed_with_hashlib_alone(
    doc: str, cell: Callable[[str], str]
) -> None:
    assert (cell("salt in form 1"), cell("data in form 1")) == (SALT.hex(), DATA.decode())
    assert cell("tags in form 1") == '["case:1917","court:東京"]'
    payload_hash = sha256(SALT + DATA).digest()
    tags = (b"case:1917", "court:東京".encode())
    parts = (b"eventlog/1", bytes(32), b"1", b"1709208000000000", b"e-1", b"filed", b"1", payload_hash, *tags)
    hashed = netstrings(*parts)
    assert cell("payload_hash in form 1") == payload_hash.hex()
    assert cell("digest in form 1") == sha256(hashed).hexdigest()
    assert shown(doc, "An example of form 1") == hashed
    assert f"The {len(hashed)} bytes" in doc


def test_the_tombstone_of_form_1_can_be_recomputed_with_hashlib_alone(
    doc: str, cell: Callable[[str], str]
) -> None:
    event = bytes.fromhex(cell("digest in form 1"))
    parts = netstrings(b"eventlog/1 erasure", event, b"1", b"1735776000000000", b"court order 12/2025")
    assert f"tombstone with the digest `{sha256(parts).hexdigest()}`" in doc


def test_the_program_computes_what_the_document_says(cell: Callable[[str], str]) -> None:
    hashes = {name: digests.part_hash(name.encode(), SALTS[name], part) for name, part in PARTS.items()}
    digest = digests.event_digest(
        previous=digests.GENESIS,
        position=1,
        recorded_at=1709208000000000,
        type=b"filed",
        version=1,
        **hashes,
    )
    assert {name: hashed.hex() for name, hashed in hashes.items()} == {
        name: cell(f"{name}_hash") for name in PARTS
    }
    assert digest.hex() == cell("digest")


@freeze_time("2024-02-29T12:00:00Z")
@pytest.mark.parametrize("by", ["jo", None])
def test_the_first_event_of_a_log_is_stored_as_the_document_says(
    log: EventLog, path: Path, by: str | None
) -> None:
    log.append([Event(id="e-1", type="filed", data=DATA, tags=("court:東京", "case:1917"), by=by)])
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    stored = dict(connection.execute("SELECT * FROM events").fetchone())
    connection.close()
    assert stored["recorded_at"] == 1709208000000000
    assert (stored["id"], stored["tags"], stored["data"]) == ("e-1", '["case:1917","court:東京"]', DATA)
    chained = [b"eventlog/2", bytes(32), b"1", b"1709208000000000", b"filed", b"1"]
    for name in ("id", "data", "tags", "by"):
        if name == "by" and by is None:
            assert [stored[column] for column in ("by", "by_salt", "by_hash")] == [None] * 3
            chained.append(b"")
            continue
        expected = sha256(netstrings(stored[f"{name}_salt"], name.encode(), PARTS[name])).digest()
        assert stored[f"{name}_hash"] == expected
        chained.append(expected)
    assert stored["digest"] == sha256(netstrings(*chained)).digest()


def test_two_events_with_the_same_parts_do_not_show_it_by_their_hashes(log: EventLog, path: Path) -> None:
    log.append([Event(id=name, type="noted", data=b'"yes"', tags=("t",), by="jo") for name in ("a", "b")])
    connection = sqlite3.connect(path)
    for column in ("data_salt", "data_hash", "tags_salt", "tags_hash", "by_salt", "by_hash"):
        assert len(set(connection.execute(f"SELECT {column} FROM events"))) == 2
    connection.close()


def test_the_description_vouches_for_itself(raw: sqlite3.Connection, log: EventLog) -> None:
    assert log.head() == 5
    meta = dict(raw.execute("SELECT key, value FROM meta"))
    digest = meta.pop("digest")
    assert (meta["format"], meta["schema"]) == ("eventlog", "2")
    assert re.fullmatch("[0-9a-f]{32}", meta["log"])
    parts = [part.encode() for key in sorted(meta) for part in (key, meta[key])]
    assert digest == sha256(netstrings(*parts)).hexdigest()


def test_the_header_holds_the_last_position(raw: sqlite3.Connection, log: EventLog, path: Path) -> None:
    assert raw.execute("PRAGMA user_version").fetchone() == (log.head(),) == (5,)
    log.close()
    raw.close()
    assert int.from_bytes(path.read_bytes()[60:64], "big") == 5


@pytest.fixture
def listing(doc: str) -> dict[str, Any]:
    """Return what the program in the document defines."""
    (code,) = re.findall(r"```python\n(.*?)```", doc, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - the document's own program
    return names


def test_the_program_in_the_document_checks_a_log_and_finds_a_change(
    listing: dict[str, Any],
    raw: sqlite3.Connection,
    log: EventLog,
    path: Path,
    unguarded: Callable[[Path], Any],
) -> None:
    assert raw.execute("SELECT count(*) FROM log").fetchone() == (5,)
    assert listing["last_digest"](path) == log.checkpoint().digest
    with unguarded(path) as connection:
        connection.execute("UPDATE events SET type = 'other' WHERE position = 3")
    with pytest.raises(AssertionError, match="3"):
        listing["last_digest"](path)


def test_the_program_in_the_document_accepts_what_was_erased(
    listing: dict[str, Any], raw: sqlite3.Connection, path: Path, erase: Callable[..., None]
) -> None:
    erase(path, 2, "court order 12/2025", ["data", "tags", "id", "by"])
    erase(path, 3, "court order 13/2025", ["by"])
    assert (
        listing["last_digest"](path) == raw.execute("SELECT max(position), digest FROM events").fetchone()[1]
    )


def test_the_views_show_the_log_to_any_sql_tool(
    raw: sqlite3.Connection, log: EventLog, path: Path, erase: Callable[..., None]
) -> None:
    erase(path, 3, "court order 12/2025")
    raw.row_factory = sqlite3.Row
    rows = [dict(row) for row in raw.execute("SELECT * FROM log ORDER BY position")]
    assert rows == [
        {
            "position": recorded.position,
            "recorded_at": recorded.recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "type": recorded.type,
            "version": recorded.version,
            "id": recorded.id,
            "tags": "[" + ",".join(f'"{tag}"' for tag in recorded.tags) + "]",
            "data": None if recorded.erased else recorded.data.decode(),
            "by": recorded.by,
            "erased": "court order 12/2025" if recorded.erased else None,
            "digest": recorded.digest.hex(),
        }
        for recorded in log.read()
    ]
    assert raw.execute("SELECT json_extract(data, '$.s') FROM log WHERE id = 'b'").fetchone()[0] == "訴訟"
    tags = [tuple(row) for row in raw.execute("SELECT tag, position FROM log_tags ORDER BY position, tag")]
    assert tags == [(tag, recorded.position) for recorded in log.read() for tag in recorded.tags]
    types = {tuple(row) for row in raw.execute("SELECT type, version, events, first, last FROM log_types")}
    assert types == {
        ("filed", 1, 2, 1, 5),
        ("filed", 2, 1, 2, 2),
        ("withdrawn", 1, 1, 3, 3),
        ("noted", 1, 1, 4, 4),
        ("erasure", 1, 1, 6, 6),
    }


def test_every_view_and_column_of_the_file_is_in_the_document(doc: str, raw: sqlite3.Connection) -> None:
    objects = raw.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
    for (name,) in objects:
        assert f"| `{name}` |" in doc
        for column in raw.execute(f"PRAGMA table_info({name})"):
            assert f"`{column[1]}`" in doc


def test_the_file_says_what_it_is(log: EventLog, raw: sqlite3.Connection, path: Path) -> None:
    assert log.head() == 5
    assert raw.execute("PRAGMA application_id").fetchone() == (0x65766C67,)
    assert path.read_bytes()[68:72] == b"evlg"
    assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    raw.close()
    log.close()
    assert path.read_bytes()[18:20] == b"\x01\x01"
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_copy_made_with_vacuum_into_is_the_same_log_and_goes_on(
    raw: sqlite3.Connection, path: Path
) -> None:
    copy = path.with_name("copy.db")
    raw.execute("VACUUM INTO ?", [str(copy)])
    with open_log(path) as log, open_log(copy) as copied:
        assert copied.verify(against=log.checkpoint()).position == 5
        assert copied.append([Event(id="f", type="noted", data=b"{}")])[0].position == 6


@pytest.mark.parametrize("year", [1970, 2024, 9999])
def test_instants_keep_every_microsecond_over_the_whole_calendar(path: Path, year: int) -> None:
    instant = datetime(year, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    with open_log(path, create=True, clock=lambda: instant) as log:
        assert log.append([Event(id="a", type="noted", data=b"{}")])[0].recorded_at == instant
        assert next(log.read()).recorded_at == instant
        assert log.position_at(instant) == 1
