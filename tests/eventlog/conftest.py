"""A log in a file, and what a stranger with an SQL tool can do to that file."""

import gzip
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from eventlog import Event, EventLog, open_log

pytest.register_assert_rewrite("eventlog.testing")

SEVERAL = [
    Event(id="a", type="filed", data=b'{"n":1}', tags=("court", "openai")),
    Event(id="b", type="filed", data='{"s":"訴訟"}'.encode(), version=2, tags=("court",)),
    Event(id="c", type="withdrawn", data=b'{"n":3}', tags=("court", "openai", "x"), by="jo"),
    Event(id="d", type="noted", data=b"{}"),
    Event(id="e", type="filed", data=b"[]", tags=("x",)),
]

Unguarded = Callable[[Path], AbstractContextManager[sqlite3.Connection]]
Erase = Callable[..., None]


@pytest.fixture(scope="session")
def several() -> list[Event]:
    return SEVERAL


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
def log(path: Path) -> Iterator[EventLog]:
    with open_log(path, create=True) as log:
        yield log


@pytest.fixture
def raw(log: EventLog, path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a plain connection to a log that holds several events."""
    log.append(SEVERAL)
    connection = sqlite3.connect(path, isolation_level=None)
    yield connection
    connection.close()


@contextmanager
def _unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=None)
    guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    for _, sql in guards:
        connection.execute(sql)
    connection.close()


@pytest.fixture(scope="session")
def unguarded() -> Unguarded:
    """Return a connection to a log with its guards and checks off; they are on again afterwards."""
    return _unguarded


def _erase(path: Path, position: int, why: str, parts: Iterable[str] = ("data",)) -> None:
    with open_log(path) as log:
        log.erase([position], parts=parts, why=why, by="clerk")


@pytest.fixture(scope="session")
def erase() -> Erase:
    return _erase


@pytest.fixture
def child_environment() -> dict[str, str]:
    """Return the environment in which another process finds the same packages."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture
def form_1(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that gives a copy of a log of form 1 as the program before this one wrote it."""

    def copy(name: str = "form-1") -> Path:
        path = tmp_path / f"{name}.db"
        path.write_bytes(gzip.decompress((FIXTURES / f"{name}.db.gz").read_bytes()))
        return path

    return copy
