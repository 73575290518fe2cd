"""The tables, indexes, views and guards of a file are those that the program makes."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from eventlog import Event, EventLog, LogDamaged, open_log

APPENDS = """
import sys
from eventlog import Event, open_log

with open_log(sys.argv[1]) as log:
    log.append([Event(id="b", type="noted", data=b"{}")])
print("sqlite_utils" in sys.modules)
"""
REWRITE = "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ?"


@pytest.fixture
def made(log: EventLog, path: Path) -> Path:
    """Return the path of a log of one event that was closed."""
    log.append([Event(id="a", type="noted", data=b"{}")])
    log.close()
    return path


def rewrite(path: Path, name: str, was: str, is_now: str) -> None:
    """Change the SQL of an object as only a damaged file, or another version of a library, can."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema = ON")
    assert connection.execute(REWRITE, (was, is_now, name)).rowcount == 1
    connection.commit()
    connection.close()


def test_an_append_loads_nothing_to_compare_with_while_the_file_is_as_it_is_made_today(
    made: Path, child_environment: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", APPENDS, str(made)], env=child_environment, capture_output=True, check=True
    )
    assert done.stdout == b"False\n"


@pytest.mark.parametrize(
    ("name", "was", "is_now"),
    [
        ("meta", '"key" TEXT', "[key] TEXT"),
        ("meta", "(\n   ", "( "),
        ("events_by_type", '\n    ON "events"', " ON [events]"),
        ("log", 'VIEW "log"', "VIEW log"),
    ],
)
def test_names_and_spaces_may_be_written_as_another_version_of_the_library_does(
    made: Path, name: str, was: str, is_now: str
) -> None:
    rewrite(made, name, was, is_now)
    with open_log(made) as log:
        assert log.verify().position == 1
        assert log.append([Event(id="b", type="noted", data=b"{}")])[0].position == 2


@pytest.mark.parametrize(
    ("name", "was", "is_now"),
    [
        ("meta", '"value" TEXT NOT NULL', '"value" TEXT'),
        ("events", "CHECK (type <> '')", "CHECK (type <> ' ')"),
        ("events", "CHECK (version >= 1)", ""),
        ("log", "e.version,", "1 AS version,"),
        ("tags_delete", "position = old.position AND", "position = old.position OR"),
    ],
)
def test_anything_else_that_is_written_otherwise_is_a_fault(
    made: Path, name: str, was: str, is_now: str
) -> None:
    rewrite(made, name, was, is_now)
    with open_log(made) as log, pytest.raises(LogDamaged):
        log.verify()
    with open_log(made) as log, pytest.raises(LogDamaged):
        log.append([Event(id="b", type="noted", data=b"{}")])


@pytest.mark.parametrize("sort", ["INDEX events_by_type", "VIEW log_tags", "TRIGGER meta_delete"])
def test_an_object_that_is_gone_is_named(made: Path, raw_drop: Callable[[str], None], sort: str) -> None:
    raw_drop(sort)
    with open_log(made) as log, pytest.raises(LogDamaged, match=sort.split()[1]):
        log.append([Event(id="b", type="noted", data=b"{}")])


@pytest.fixture
def raw_drop(made: Path) -> Callable[[str], None]:
    """Return a function that drops an object of the log, given as its sort and name."""

    def run(sort: str) -> None:
        connection = sqlite3.connect(made)
        connection.execute(f"DROP {sort}")
        connection.close()

    return run
