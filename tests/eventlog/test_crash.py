"""A process killed at any moment loses nothing that was acknowledged, and leaves no half append.

This is about the end of a process (SIGKILL). What survives a power cut is up to the disk and `durability`.
"""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from eventlog import Query, QueryItem, open_log

ROUNDS = 25
AT_ONCE = 2  # so fifty kills, each while another process is writing too

WRITER = """
import os, sys
from eventlog import Event, open_log

path, me, out = sys.argv[1], sys.argv[2], os.open(sys.argv[3], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
with open_log(path, create=True) as log:
    os.write(out, b"ready\\n")
    number = 0
    while True:
        batch = [
            Event(id=f"{me}-{number}-{k}", type="noted", data=b"x" * 3_000, tags=(me, f"batch {me}-{number}"))
            for k in range(number % 4 + 1)
        ]
        log.append(batch)
        os.write(out, f"{batch[0].tags[0]}\\n".encode())
        number += 1
"""


def wait_for(files: list[Path]) -> None:
    """Wait until each process has begun to write."""
    for _ in range(2_000):
        if all(file.exists() and file.read_text() for file in files):
            return
        time.sleep(0.005)
    raise TimeoutError(files)


def test_fifty_kills_under_load_lose_no_acknowledged_append_and_leave_no_half_one(
    path: Path, child_environment: dict[str, str]
) -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    acknowledged: set[str] = set()
    for turn in range(ROUNDS):
        names = [f"w{turn}-{which}" for which in range(AT_ONCE)]
        files = [path.with_name(name) for name in names]
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", WRITER, str(path), name, str(file)], env=child_environment
            )
            for name, file in zip(names, files, strict=True)
        ]
        wait_for(files)
        time.sleep(chance.uniform(0, 0.06))
        for process in processes:
            process.send_signal(signal.SIGKILL)
        assert [process.wait() for process in processes] == [-signal.SIGKILL] * AT_ONCE
        for file in files:
            acknowledged.update(file.read_text().split("\n")[1:-1])
        if turn % 8 == 0:
            check(path, acknowledged)
    check(path, acknowledged)
    assert len(acknowledged) > ROUNDS


def check(path: Path, acknowledged: set[str]) -> None:
    with open_log(path) as log:
        everything = list(log.read())
        assert [recorded.position for recorded in everything] == [*range(1, len(everything) + 1)]
        assert log.verify().position == len(everything)
        batches: dict[str, list[int]] = {}
        for recorded in everything:
            batches.setdefault(recorded.tags[0], []).append(recorded.position)
        assert acknowledged <= batches.keys()
        for name, positions in batches.items():
            assert len(positions) == int(name.rsplit("-", 1)[1]) % 4 + 1
            batch = log.read(Query((QueryItem(tags=frozenset({name})),)))
            assert [recorded.position for recorded in batch] == positions
