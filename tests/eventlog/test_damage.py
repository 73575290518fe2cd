"""A bit flipped, or the end cut off, anywhere in a small log: the intact answer, or the damage named.

`make torture` tries every 97th byte, and the others a sample of them.
"""

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eventlog import Event, EventLog, LogDamaged, Query, QueryItem, open_log

STEP = 97
SAMPLE = 30
WHOLE = bool(os.environ.get("TORTURE"))

Answers = dict[str, Callable[[EventLog], object]]


def tagged(*tags: str) -> Query:
    return Query((QueryItem(tags=frozenset(tags)),))


ANSWERS: Answers = {
    "read": lambda log: list(log.read()),
    "read backwards": lambda log: list(log.read(backwards=True, limit=5)),
    "read by tag": lambda log: list(log.read(tagged("t1"))),
    "read by two tags": lambda log: list(log.read(tagged("t2", "u"))),
    "read by type": lambda log: list(log.read(Query((QueryItem(types=frozenset({"filed"})),)))),
    "get": lambda log: [log.get(f"e{number}") for number in (0, 7, 39, 99)],
    "head": lambda log: log.head(),
    "checkpoint": lambda log: log.checkpoint(),
    "follow": lambda log: list(log.follow(tagged("u"), timeout=0.0)),
    "verify": lambda log: log.verify(),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of a log with something of everything, an erasure too."""
    path = tmp_path_factory.mktemp("sound") / "log.db"
    with open_log(path, create=True) as log:
        log.append(
            Event(
                id=f"e{number}",
                type="noted" if number % 3 else "filed",
                data=b'{"n":%d,"t":"%s"}' % (number, b"x" * (number * 37 % 900)),
                tags=(f"t{number % 5}", "u"),
                by="jo" if number % 2 else None,
            )
            for number in range(40)
        )
        log.erase([5], parts=["data", "tags"], why="court order 12/2025")
    return path


@pytest.fixture(scope="module")
def intact(sound: Path) -> dict[str, object]:
    with open_log(sound, read_only=True) as log:
        return {name: answer(log) for name, answer in ANSWERS.items()}


def offsets(size: int, seed: int) -> list[int]:
    """Return every 97th byte, or a sample of these."""
    every = range(STEP, size, STEP)
    return list(every) if WHOLE else random.Random(seed).sample(every, min(SAMPLE, len(every)))  # noqa: S311


def wrong(path: Path, intact: dict[str, object]) -> Iterator[str]:
    """Yield what is neither the intact log's answer nor an error that names the damage."""
    try:
        log = open_log(path, read_only=True)
    except LogDamaged:
        return
    with log:
        for name, answer in ANSWERS.items():
            try:
                if answer(log) != intact[name]:
                    yield name
            except LogDamaged:
                continue


def test_no_flipped_bit_gives_another_answer(sound: Path, intact: dict[str, object], tmp_path: Path) -> None:
    content, path = sound.read_bytes(), tmp_path / "log.db"
    for offset in offsets(len(content), seed=1):
        flipped = bytearray(content)
        flipped[offset] ^= 1 << random.Random(offset).randrange(8)  # noqa: S311
        path.write_bytes(flipped)
        assert list(wrong(path, intact)) == [], offset


def test_no_log_that_was_cut_gives_another_answer(
    sound: Path, intact: dict[str, object], tmp_path: Path
) -> None:
    content, path = sound.read_bytes(), tmp_path / "log.db"
    for offset in offsets(len(content), seed=2):
        path.write_bytes(content[:offset])
        assert list(wrong(path, intact)) == [], offset


def test_no_append_builds_on_a_damaged_last_event(sound: Path, tmp_path: Path) -> None:
    content, path = sound.read_bytes(), tmp_path / "log.db"
    for offset in offsets(len(content), seed=3):
        flipped = bytearray(content)
        flipped[offset] ^= 1 << random.Random(offset).randrange(8)  # noqa: S311
        path.write_bytes(flipped)
        try:
            with open_log(path) as log:
                log.append([Event(id="new", type="noted", data=b"{}")])
                assert [event.position for event in log.read(after=40)] == [41, 42]
        except LogDamaged:
            continue
