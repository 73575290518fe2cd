"""Calls of the command line, in this process or in one of its own, and what came of them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import attrs
import pytest

from chrono.cli import call

ROOT = Path(__file__).parents[2]
STORY = ROOT / "stories" / "musk-altman"
CHRONO = (sys.executable, "-c", "from chrono.cli import main; main()")


@attrs.frozen
class Done:
    """What a call wrote, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def faults(self) -> list[str]:
        """The lines on stderr, of a call that has written nothing to stdout."""
        assert self.out == ""
        return self.err.splitlines()

    def json(self) -> dict[str, object]:
        """What was written as JSON, of a call that has succeeded without a word."""
        assert (self.code, self.err) == (0, "")
        return dict(json.loads(self.out))

    def lines(self) -> list[dict[str, object]]:
        """What was written as JSON Lines."""
        return [dict(json.loads(line)) for line in self.out.splitlines()]

    def records(self) -> list[dict[str, object]]:
        """The records of an export as JSON Lines, without the line that ends it."""
        *records, end = self.lines()
        assert end["record"] == "end"
        return records


@attrs.frozen
class Caller:
    """Calls `chrono` in this process, in a folder and with a log of the test's own."""

    folder: Path
    captured: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch

    def __call__(self, *arguments: object, stdin: bytes = b"", columns: int | None = None) -> Done:
        """Return what came of a call."""
        self.patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        if columns is not None:
            self.patch.setenv("COLUMNS", str(columns))
        self.captured.readouterr()
        code = call([str(each) for each in arguments])
        written = self.captured.readouterr()
        return Done(code, written.out, written.err)

    def file(self, name: str, *records: object) -> Path:
        """Return a file in the test's folder, with the records as lines of JSON; text stands as it is."""
        lines = [each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in records]
        path = self.folder / name
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        return path


def spawn(
    *arguments: object, folder: Path, env: Mapping[str, str] | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Return what came of a call in a process of its own, which works in a folder."""
    return subprocess.run(
        [*CHRONO, *(str(each) for each in arguments)],
        cwd=folder,
        env=environment(env),
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment in which this tree is what Python imports, and nothing else of the caller's."""
    kept = {name: os.environ[name] for name in ("HOME", "PATH", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **(more or {})}


def report(**given: object) -> dict[str, object]:
    """Return a report of the story's kinds and sources that nothing is wrong with, changed as given."""
    whole = {
        "record": "report",
        "kind": "lawsuit.settled",
        "source": "wsj-ja",
        "occurred": "2025-02",
        "data": {"case": "musk-v-openai"},
        **given,
    }
    return {key: value for key, value in whole.items() if value is not None}
