"""A damaged log answers nothing that it cannot stand for: each command gives the intact answer, or exits 5.

`make torture` tries every 97th byte of the file and of its `-wal`; here it is a sample of them.
"""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from damage import Subject, made
from damaging.answers import COMMANDS as READING
from damaging.answers import prepared
from damaging.judging import STEP, Damage, damages, judged

from chrono.cli import COMMANDS

SAMPLE = 4
"""How many damages of each sort are tried."""
WRITING = {
    *("init", "append", "import", "source", "entity", "storybook"),
    *("correction", "retraction", "fix", "undo", "rank", "merge"),
    *("restore", "salvage", "upgrade", "demo"),
}
"""The commands that write the log, make another one, or read none."""


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Subject]]:
    before = Path.cwd()
    with prepared():
        yield made(tmp_path_factory.mktemp("made"))
    os.chdir(before)


@pytest.mark.parametrize("cut", [False, True], ids=["flipped", "cut"])
@pytest.mark.parametrize(
    ("log", "end"),
    [("closed", ""), ("killed", ""), ("killed", "-wal"), ("killed, -shm gone", "-wal")],
    ids=["the file of a closed log", "the file of an open one", "its -wal", "its -wal without a -shm"],
)
def test_damage_gives_the_intact_answer_or_is_named(
    logs: dict[str, Subject],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    log: str,
    end: str,
    *,
    cut: bool,
) -> None:
    subject = logs[log]
    every = [each for each in damages(log, subject.sound) if (each.end, each.cut) == (end, cut)]
    sample = random.Random(f"{log} {end} {cut}").sample(every, SAMPLE)  # noqa: S311 - the same again each time
    monkeypatch.chdir(tmp_path)

    wrong = [judged(damage, subject.sound, subject.intact, tmp_path).wrong for damage in sample]

    assert wrong == [()] * SAMPLE


def test_what_another_log_says_is_taken_for_another_answer(
    logs: dict[str, Subject], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    beyond = Damage("closed", "", cut=False, offset=STEP)
    other = judged(beyond, logs["killed"].sound, logs["closed"].intact, tmp_path)

    assert other.wrong


def test_every_command_that_reads_is_asked() -> None:
    asked = {command.split()[0] for command in READING}
    assert set(COMMANDS) - asked == WRITING
