"""Calls of the command line in this process, each in a folder with a log of its own."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import attrs

from chrono import Chronicle
from chrono.cli import call
from chrono.model.record_parts import Record


@attrs.frozen
class Outcome:
    """What a call wrote, and its exit code."""

    code: int
    out: str
    err: str


@cache
def _made(storybook: str, count: int, records: tuple[str, ...]) -> bytes:
    """Return the bytes of a log with a storybook and the records that it takes."""
    from chrono.write.codec import parse_line

    assert len(records) == count  # noqa: S101 - the count is for the reader of a cache key
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chrono.db"
        with Chronicle.open(path) as opened:
            opened.append({"record": "storybook", "toml": storybook})
            opened.append_all([parse_line(each) for each in records], keep_going=True)
        return path.read_bytes()


_SHARED: dict[str, Path] = {}


@attrs.frozen
class Folder:
    """A folder that calls work in."""

    path: Path

    @classmethod
    @contextlib.contextmanager
    def of(cls, storybook: str, records: Sequence[Record]) -> Iterator[Folder]:
        """Give a folder of its own, with a log of these records."""
        from chrono.write.codec import line

        path = Path(tempfile.mkdtemp(prefix="fuzz-"))
        try:
            lines = tuple(line({"record": "report", **each}) for each in records)
            (path / "chrono.db").write_bytes(_made(storybook, len(lines), lines))
            yield cls(path)
        finally:
            shutil.rmtree(path, ignore_errors=True)

    @classmethod
    @contextlib.contextmanager
    def shared(cls, storybook: str, records: Sequence[Record]) -> Iterator[Folder]:
        """Give a folder that is used again, for calls that write nothing."""
        if storybook not in _SHARED:
            with cls.of(storybook, records) as folder:
                _SHARED[storybook] = Path(
                    shutil.copytree(folder.path, tempfile.mkdtemp(prefix="fuzz-") + "/x")
                )
        yield cls(_SHARED[storybook])

    def head(self) -> tuple[int, bytes]:
        """Return the last position of the log, and the digest there."""
        with Chronicle.open(self.path / "chrono.db", read_only=True) as opened:
            checkpoint = opened.log.checkpoint()
            return checkpoint.position, checkpoint.digest

    def call(self, arguments: list[str]) -> Outcome:
        """Return what a call does; what it raises is raised."""
        out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
        before = Path.cwd()
        os.chdir(self.path)
        stdin, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = call(arguments)
        except SystemExit as done:
            code = done.code if isinstance(done.code, int) else 1
        finally:
            os.chdir(before)
            sys.stdin = stdin
        out.flush()
        return Outcome(code, out.buffer.getvalue().decode("utf-8", "replace"), err.getvalue())
