"""Many short-lived programs open, append, read and close one log at once: none fails, nothing is lost."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from eventlog import Event, open_log
from eventlog.sqlite.turns import turn

PROGRAMS = 6
ROUNDS = 40

WRITER = """
import sys
from eventlog import Event, open_log

path, me, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
for number in range(rounds):
    with open_log(path, create=number % 4 == 0) as log:
        log.append([Event(id=f"{me}-{number}", type="noted", data=b"x" * 900, tags=(me,))])
"""
READER = """
import sys
from eventlog import open_log

path, rounds = sys.argv[1], int(sys.argv[3])
seen = 0
for number in range(rounds * 4):
    with open_log(path, read_only=True) as log:
        assert log.head() >= seen
        seen = sum(1 for _ in log.read())
"""


@pytest.mark.parametrize("link", [False, True], ids=["by its name", "some by a symbolic link"])
def test_many_that_open_and_close_at_once_never_find_the_log_damaged(
    path: Path, child_environment: dict[str, str], *, link: bool
) -> None:
    open_log(path, create=True).close()
    other = path
    if link:
        (path.parent / "links").mkdir()
        other = path.parent / "links" / "other.db"
        other.symlink_to(path)
    programs = [WRITER if number % 3 else READER for number in range(PROGRAMS)]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(other if number % 2 else path), f"w{number}", str(ROUNDS)],
            stderr=subprocess.PIPE,
            text=True,
            env=child_environment,
        )
        for number, code in enumerate(programs)
    ]
    faults = [process.communicate(timeout=120)[1] for process in processes]
    assert faults == [""] * PROGRAMS
    with open_log(path) as log:
        writers = sum(code is WRITER for code in programs)
        assert log.verify().position == writers * ROUNDS
        log.append([Event(id="last", type="noted", data=b"{}")])
    assert [file.name for file in path.parent.iterdir() if file.is_file()] == [path.name]


def test_who_opens_a_log_waits_while_another_is_between_the_two_modes(path: Path) -> None:
    with open_log(path, create=True) as log:
        log.append([Event(id="a", type="noted", data=b"{}")])
    heads: list[int] = []

    def read() -> None:
        with open_log(path, read_only=True) as log:
            heads.append(log.head())

    reading = threading.Thread(target=read)
    with turn(str(path), alone=True, seconds=10):
        set_mode(path, "WAL")  # and no -wal beside it
        reading.start()
        reading.join(timeout=0.4)
        assert heads == []
        set_mode(path, "DELETE")
    reading.join(timeout=10)
    assert heads == [1]


def set_mode(path: Path, mode: str) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute(f"PRAGMA journal_mode = {mode}").fetchone() == (mode.lower(),)
    connection.close()


def test_who_is_stopped_between_the_two_modes_does_not_keep_others_waiting_for_good(path: Path) -> None:
    with open_log(path, create=True) as log:
        log.append([Event(id="a", type="noted", data=b"{}")])
    waiting = threading.Event()
    done = threading.Event()

    def hold() -> None:
        with turn(str(path), alone=True, seconds=10):
            waiting.set()
            done.wait(timeout=20)

    holding = threading.Thread(target=hold)
    holding.start()
    assert waiting.wait(timeout=10)
    try:
        with open_log(path, lock_timeout=0.05) as log:
            assert log.append([Event(id="b", type="noted", data=b"{}")])[0].position == 2
    finally:
        done.set()
        holding.join()
