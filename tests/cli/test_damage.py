"""A damaged log answers nothing that it cannot stand for: each command gives the intact answer, or exits 5.

`make torture` tries every 97th byte, and the others a sample of them.
"""

import gzip
import os
import random
from pathlib import Path

import pytest
from cli.calls import Caller, Done
from freezegun import freeze_time

from eventlog import upgrade_log

FIXTURE = Path(__file__).parents[1] / "fixtures" / "form-1.db.gz"
STEP = 97
SAMPLE = 4
READING = (
    "state hearing/acme-v-beta",
    "replay hearing/acme-v-beta",
    "explain hearing/acme-v-beta",
    "show r3",
    "find アクメ",
    "log",
    "info",
    "timeline",
    "check --as-of 2024-06-01",
    "entities",
    "sources",
    "corrections",
    "export",
    "export --format csv",
    "rebuild",
    "checkpoint",
    "verify",
)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sound") / "chrono.db"
    path.write_bytes(gzip.decompress(FIXTURE.read_bytes()))
    upgrade_log(path)
    return path.read_bytes()


@pytest.fixture
@freeze_time("2026-11-29T12:00:00Z")
def intact(nothing: Caller, content: bytes) -> dict[str, Done]:
    (nothing.folder / "chrono.db").write_bytes(content)
    answers = {command: nothing(*command.split()) for command in READING}
    assert {command: done.code for command, done in answers.items()} == dict.fromkeys(READING, 0)
    return answers


def offsets(size: int, seed: int) -> list[int]:
    """Return every 97th byte, or a sample of these."""
    every = range(STEP, size, STEP)
    return list(every) if os.environ.get("TORTURE") else random.Random(seed).sample(every, SAMPLE)  # noqa: S311


def assert_sound_or_refused(chrono: Caller, intact: dict[str, Done], damage: object) -> None:
    for command, answer in intact.items():
        done = chrono(*command.split())
        if done != answer:
            assert (done.code, done.err.count("\n")) == (5, 1), (damage, command, done)
            assert "position" in done.err or "as a whole" in done.err


@freeze_time("2026-11-29T12:00:00Z")
def test_no_flipped_bit_gives_another_answer(
    nothing: Caller, content: bytes, intact: dict[str, Done]
) -> None:
    for offset in offsets(len(content), seed=4):
        flipped = bytearray(content)
        flipped[offset] ^= 1 << random.Random(offset).randrange(8)  # noqa: S311
        (nothing.folder / "chrono.db").write_bytes(flipped)
        assert_sound_or_refused(nothing, intact, offset)


@freeze_time("2026-11-29T12:00:00Z")
def test_no_log_that_was_cut_gives_another_answer(
    nothing: Caller, content: bytes, intact: dict[str, Done]
) -> None:
    for offset in offsets(len(content), seed=5):
        (nothing.folder / "chrono.db").write_bytes(content[:offset])
        assert_sound_or_refused(nothing, intact, f"cut at {offset}")
