"""Work on a log without end, and say after each step what was acknowledged: a process that is to be killed.

python victims.py SORT LOG NAME FILE     appends a line to FILE for each acknowledgement
"""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from chrono.chronicle import Chronicle
from chrono.cli import call
from chrono.model.record_parts import Record

ROWS = 1_300
"""Rows of a spreadsheet, which goes in by batches of a thousand."""
REPORT = ("plaintiffs=acme", "--occurred", "2024-02", "--reported", "2024-03", "--source", "@last")
MENDED = ("--why", "slip", "--format", "json")
FIXTURE = Path(__file__).parents[2] / "tests" / "fixtures" / "form-1.db.gz"

MAP = """
kind = "lawsuit.filed"
source = "register"
id = { column = "No" }
occurred = { column = "Filed", format = "%d/%m/%Y" }
[data]
case = { column = "Case" }
plaintiffs = ["acme"]
[sources.register]
publisher = "Register of Courts"
published = 2026-01-15
"""
STORYBOOK = """
[storybook]
name = "courts"
[kinds."court.sat"]
identity = ["court"]
fields.court = "entity"
"""
SOURCE = {"record": "source", "slug": "wsj", "publisher": "Wall Street Journal", "published": "2024-03-01"}


class Unexpected(Exception):
    """A command that ended otherwise than it must."""


def report(id: str) -> Record:
    """Return a report with an id, of a development of its own."""
    return {
        "record": "report",
        "id": id,
        "kind": "lawsuit.filed",
        "source": "wsj",
        "occurred": "2024-02",
        "data": {"case": f"case {id}", "plaintiffs": ["acme"]},
    }


def begun(log: Path) -> Path:
    """Make a log with a source and a report, and return it."""
    chrono(log, "init")
    with Chronicle.open(log) as opened:
        opened.append(SOURCE, report("first"))
    return log


def chrono(log: Path, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
    """Run a command on the log, and return what it printed, or said; nothing where its code is not 0."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = call(["--log", str(log), *arguments])
    if code not in codes:
        raise Unexpected(f"{arguments}: {code}: {err.getvalue()}")
    out.flush()
    return "" if code else out.buffer.getvalue().decode() or err.getvalue()


def _id_of(printed: str) -> str:
    return f"id {json.loads(printed)['id']}"


def singles(log: Path, me: str, _: Path) -> Iterator[str]:
    """Append reports one by one, a command for each."""
    for number in count():
        given = ("lawsuit.filed", f"case={me}-{number}", *REPORT)
        yield _id_of(chrono(log, "append", *given, "--format", "json"))


def sessions(log: Path, me: str, _: Path) -> Iterator[str]:
    """Append records one by one in a log that stays open."""
    with Chronicle.open(log) as opened:
        for number in count():
            yield f"id {opened.append(report(f's.{me}.{number}'))[0].id}"


def batches(log: Path, me: str, file: Path) -> Iterator[str]:
    """Append files of 7 to 47 records; an id says how many its file has."""
    for number in count():
        size = 7 + number % 5 * 10
        records = (report(f"b.{me}.{number}.{size}.{which}") for which in range(size))
        file.write_text("".join(f"{json.dumps(record)}\n" for record in records))
        chrono(log, "append", "--file", str(file))
        yield f"batch {me}.{number}.{size}"


def imports(log: Path, me: str, file: Path) -> Iterator[str]:
    """Import spreadsheets."""
    by = file.with_suffix(".toml")
    by.write_text(MAP)
    for number in count():
        rows = (f"i.{me}.{number}.{row},03/04/2024,case {me} {number} {row}\n" for row in range(ROWS))
        file.write_text("".join(("No,Filed,Case\n", *rows)))
        chrono(log, "import", str(file), "--map", str(by))
        yield f"import {me}.{number}"


def mends(log: Path, me: str, _: Path) -> Iterator[str]:
    """Append reports, and fix, correct, withdraw and undo them."""
    for number in count():
        of = f"m.{me}.{number}"
        with Chronicle.open(log) as opened:
            yield f"id {opened.append(report(of))[0].id}"
        yield _id_of(chrono(log, "fix", of, f"court=other {of}", *MENDED))
        yield _id_of(chrono(log, "correction", of, "--occurred", "2024-03", "--reported", "2025", *MENDED))
        withdrawn = _id_of(chrono(log, "retraction", of, "--reported", "2025-02", *MENDED))
        yield withdrawn
        yield _id_of(chrono(log, "undo", withdrawn.split()[1] if number % 2 else of, *MENDED))


def rebuilds(log: Path, _: str, __: Path) -> Iterator[str]:
    """Work out every state anew."""
    while True:
        yield f"rebuilt {chrono(log, 'rebuild').split()[1]}"


def backups(log: Path, me: str, _: Path) -> Iterator[str]:
    """Copy the log again and again to the same place."""
    while True:
        checkpoint = chrono(log, "backup", str(log.with_name(f"{me}.backup")))
        yield f"backup {checkpoint.strip().splitlines()[-1]}"


def inits(log: Path, _: str, file: Path) -> Iterator[str]:
    """Make logs with a storybook; another process may be faster, which is then refused."""
    file.write_text(STORYBOOK)
    for number in count():
        made = log.with_name(f"made-{number}.db")
        if chrono(made, "init", "--storybook", str(file), codes=(0, 1)):
            yield f"made {made}"
        elif not made.exists():
            raise Unexpected(f"{made} was refused, and is not there")


def upgrades(log: Path, me: str, file: Path) -> Iterator[str]:
    """Upgrade copies of a log of form 1."""
    content = gzip.decompress(FIXTURE.read_bytes())
    for number in count():
        file.write_bytes(content)
        copied = log.with_name(f"{me}-{number}.form1")
        file.rename(copied)
        chrono(copied, "upgrade")
        yield f"upgraded {copied}"


SORTS: dict[str, Callable[[Path, str, Path], Iterator[str]]] = {
    "singles": singles,
    "sessions": sessions,
    "batches": batches,
    "imports": imports,
    "mends": mends,
    "rebuilds": rebuilds,
    "backups": backups,
    "inits": inits,
    "upgrades": upgrades,
}
"""What a process does, by its name."""


def main() -> None:
    """Work until killed."""
    sort, log, me, name = sys.argv[1:]
    with (
        TemporaryDirectory() as folder
    ):  # once elsewhere: the first time, most of it goes into loading modules
        warm = begun(Path(folder, "log.db"))
        next(SORTS[sort](warm, me, Path(folder, "input")))
    out = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(out, b"ready\n")
    for acknowledged in SORTS[sort](Path(log), me, Path(f"{name}.input")):
        os.write(out, f"{acknowledged}\n".encode())


if __name__ == "__main__":
    main()
