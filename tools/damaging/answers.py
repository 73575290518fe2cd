"""The reading commands, and what each answers about the files in a folder."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import attrs
import typer.main

from chrono import cli
from chrono.cli import COMPLETING, call
from damaging.specimen import NAME
from eventlog.sqlite import files, wal

WHEN = "--as-of 2024-06-01"
WIDTH = "100"
"""How wide every answer is."""
QUESTIONS = "questions.jsonl"
"""The file of questions that `state --batch` answers."""
COPY = "copy.db"
"""The file that `backup` writes."""
COMPLETIONS = {
    "complete a target": "chrono state hearing/ac",
    "complete a field": "chrono append court.hearing case=ac",
    "complete an id": "chrono show h",
}
COMMANDS = (
    f"state hearing/acme-v-beta {WHEN}",
    f"state hearing/acme-v-beta {WHEN} --recorded-at 16 --format json --accounts",
    f"state hearing/acme-v-delta {WHEN} --format csv",
    f"state --batch {QUESTIONS}",
    f"replay hearing/acme-v-beta {WHEN}",
    f"replay hearing/acme-v-delta --by file {WHEN} --format json",
    "diff hearing/acme-v-beta --as-of 2024-01-12/2024-03-01",
    f"explain hearing/acme-v-beta {WHEN} --format json",
    f"compare hearing/acme-v-beta --between wire,paper {WHEN}",
    f"show r3 {WHEN}",
    f"show hearing-1 {WHEN} --format json",
    "find アクメ",
    "log",
    "log --format json",
    f"timeline {WHEN}",
    f"timeline courts {WHEN} --format html --lang ja",
    f"check {WHEN}",
    "impact r3",
    "corrections",
    "corrections --format atom",
    "kinds",
    "sources",
    "entities",
    "stories",
    "projections",
    "info",
    "export",
    "export --format csv",
    "export --format json",
    "rebuild",
    "verify",
    "checkpoint",
    f"backup {COPY}",
)
"""Every command that reads the log, some in several formats."""


@attrs.frozen
class Said:
    """What a command wrote, and its exit code; what it left behind, if anything."""

    code: int
    out: bytes
    err: str
    left: tuple[str, ...] = ()


def answers(folder: Path) -> Iterator[tuple[str, Said]]:
    """Yield each command with what it says of the log in the folder, in which the process works."""
    (folder / QUESTIONS).write_text(
        "".join(
            f'{{"target":"hearing/{key}","as_of":"2024-06-01"}}\n' for key in ("acme-v-beta", "acme-v-delta")
        )
    )
    for command in COMMANDS:
        yield command, said(folder, command.split())
        (folder / COPY).unlink(missing_ok=True)
    for name, words in COMPLETIONS.items():
        yield name, completed(folder, words)


def completed(folder: Path, words: str) -> Said:
    """Return what a shell is offered for the last of the words."""
    split = words.replace("=", " = ").split()  # as bash does
    asked = {COMPLETING: "complete_bash", "COMP_WORDS": "\n".join(split), "COMP_CWORD": str(len(split) - 1)}
    os.environ.update(asked)
    try:
        return said(folder, [])
    finally:
        for name in asked:
            del os.environ[name]


def said(folder: Path, arguments: list[str]) -> Said:
    """Return what a command says; a traceback is an exit code of 70."""
    before = _beside(folder)
    os.environ["COLUMNS"] = WIDTH
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = call(arguments)
        except SystemExit as done:
            code = done.code if isinstance(done.code, int) else 1
        except Exception as fault:  # noqa: BLE001 - each is a finding
            code = 70
            err.write(f"Traceback: {type(fault).__name__}: {fault}")
    out.flush()
    if files._opened:  # noqa: SLF001 - what a fault still holds would be gone with the process
        gc.collect()
    after = _beside(folder)
    own = {COPY, f"{NAME}-shm"} if f"{NAME}-wal" in before else {COPY}  # SQLite reads no -wal without a -shm
    left = tuple(sorted(name for name in after.keys() - own if after[name] != before.get(name)))
    return Said(code, out.buffer.getvalue() + _copy_said(folder, code), err.getvalue(), left)


def _beside(folder: Path) -> Mapping[str, bytes]:
    """Return what is in the folder, but for what the log's `-shm` holds: it is memory, not content."""
    return {path.name: b"" if path.name == f"{NAME}-shm" else path.read_bytes() for path in folder.iterdir()}


def _copy_said(folder: Path, code: int) -> bytes:
    """Return what the copy exports that a backup has made; nothing may be there that was refused."""
    if not (folder / COPY).exists():
        return b""
    if code:
        return b"a copy in spite of the fault"
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        call(["--log", COPY, "export"])
    out.flush()
    return out.buffer.getvalue()


@contextlib.contextmanager
def prepared() -> Iterator[None]:
    """Make calls in this process fast meanwhile: commands are made once, nobody else is at work on the files.

    Nothing comes from stdin, and no `CHRONO_…` of the caller's counts.
    """
    environment, stdin = dict(os.environ), sys.stdin
    former = files.PAUSE, wal.PAUSE, cli._load_command, typer.main.get_command  # noqa: SLF001 - put back below
    sys.stdin = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    for name in [name for name in environment if name.startswith("CHRONO_")]:
        del os.environ[name]
    files.PAUSE = wal.PAUSE = 0.0
    cli._load_command = cache(cli._load_command)  # noqa: SLF001 - it makes the same one each time
    typer.main.get_command = cache(typer.main.get_command)
    try:
        yield
    finally:
        files.PAUSE, wal.PAUSE, cli._load_command, typer.main.get_command = former  # noqa: SLF001
        sys.stdin = stdin
        os.environ.clear()
        os.environ.update(environment)
