"""Call the command line in a process that is forked for it, with the disk failing there alone."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import attrs

from chrono.cli import main


@attrs.frozen
class Called:
    """What a call wrote, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def faults(self) -> list[str]:
        """Return the lines in which the program says why it refuses."""
        return [line for line in self.err.splitlines() if line.startswith("chrono: ")]


def run(
    arguments: Sequence[str], env: Mapping[str, str] | None = None, failing: Callable[[], None] | None = None
) -> Called:
    """Return what a call does; `failing` arms the disk in its process before it."""
    out, err = os.pipe(), os.pipe()  # a limit on the size of files would hold for files
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        _call(arguments, env or {}, failing, out[1], err[1])
    os.close(out[1])
    os.close(err[1])
    with os.fdopen(out[0], "rb") as said, os.fdopen(err[0], "rb") as words:
        called = said.read().decode(), words.read().decode("utf-8", "replace")
    _, status = os.waitpid(child, 0)
    return Called(os.waitstatus_to_exitcode(status), *called)


def _call(
    arguments: Sequence[str],
    env: Mapping[str, str],
    failing: Callable[[], None] | None,
    out: int,
    err: int,
) -> None:
    """Call the program, and end the process as it would have ended."""
    code = 70
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdin, sys.stdout, sys.stderr = (
            os.fdopen(0),
            os.fdopen(1, "w", encoding="utf-8"),
            os.fdopen(2, "w", encoding="utf-8"),
        )
        os.environ.update(env)
        if failing is not None:
            failing()
        main(list(arguments))
    except SystemExit as done:
        code = done.code if isinstance(done.code, int) else 1
    except BaseException:  # noqa: BLE001 - a traceback is what is looked for
        import traceback

        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()  # noqa: SLF001 - what the interpreter does at its end
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


@contextmanager
def scratch() -> Iterator[Path]:
    """Give an empty folder to work in; a process that is forked meanwhile does not remove it at its end."""
    before, folder = Path.cwd(), Path(tempfile.mkdtemp(prefix="disk-")).resolve()
    os.chdir(folder)
    try:
        yield folder
    finally:
        os.chdir(before)
        shutil.rmtree(folder)


def listed(folder: Path) -> dict[str, int]:
    """Return what is in a folder, by name, with its size."""
    return {path.name: path.stat().st_size for path in folder.iterdir()}
