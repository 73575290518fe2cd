"""The log that is damaged: small, with a record of every sort, and one that was erased."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from chrono import Chronicle

ROOT = Path(__file__).parents[2]
RECORDS = ROOT / "tests" / "fixtures" / "form-1.jsonl"
"""A storybook and a record of every sort: source, entity, report, correction, retraction, amendment …"""
NAME = "chrono.db"
MORE = 14
"""How many reports are appended besides."""
CASES = ("acme-v-beta", "acme-v-delta", "acme-v-zeta")

Record = Mapping[str, object]


@attrs.frozen
class Specimen:
    """The files of a log, by the end of the name of each: "" for the file itself, "-wal", "-shm"."""

    files: Mapping[str, bytes]
    checkpoint: str
    """The line that `checkpoint` prints of it."""

    def write(self, folder: Path) -> None:
        """Put the files into a folder, and take away what else of the log is there."""
        for end in ("-wal", "-shm", "-journal"):
            if end not in self.files:
                (folder / f"{NAME}{end}").unlink(missing_ok=True)
        for end, content in self.files.items():
            (folder / f"{NAME}{end}").write_bytes(content)


def closed(folder: Path) -> Specimen:
    """Return a log that nobody has open: one file."""
    path = folder / NAME
    with Chronicle.open(path) as opened:
        opened.append_all(_records())
        opened.log.erase([_position(opened, "h5")], parts=["data", "tags"], why="court order 12/2025")
        checkpoint = str(opened.log.checkpoint())
    return Specimen({"": path.read_bytes()}, checkpoint)


def killed(folder: Path) -> Specimen:
    """Return a log whose writer was killed: the last appends are in its `-wal`."""
    path = folder / NAME
    with Chronicle.open(path) as opened:
        opened.append_all(_records())
    done = subprocess.run(  # noqa: S603 - this module again
        [sys.executable, "-m", "damaging.specimen", str(path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tools")))},
        check=False,
    )
    if done.returncode != -signal.SIGKILL:
        raise RuntimeError(done)
    files = {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal", "-shm")}
    with Chronicle.open(path, read_only=True) as opened:
        return Specimen(files, str(opened.log.checkpoint()))


def _position(opened: Chronicle, id_: str) -> int:
    found = opened.log.get(id_)
    if found is None:
        raise LookupError(id_)
    return found.position


def _records() -> Iterable[Record]:
    yield from (json.loads(line) for line in RECORDS.read_text("utf-8").splitlines())
    for number in range(MORE):
        yield _report(number)


def _report(number: int) -> Record:
    return {
        "record": "report",
        "id": f"h{number}",
        "kind": "court.hearing",
        "source": ("wire", "paper")[number % 2],
        "occurred": f"2024-0{1 + number // 9}-{10 + number // 3}",
        "data": {"case": CASES[number // 3 % len(CASES)], "outcome": f"day {number // 5}"},
        "development": f"hearing-{number // 3}",
        "summary": "審理 " + "heard " * (number * 7 % 60),
        "locator": f"P{number}",
        **({"stories": ["courts"]} if number % 3 == 0 else {}),
    }


def _append_and_die(path: str) -> None:
    opened = Chronicle.open(path)
    opened.append_all([_report(number) for number in range(MORE, MORE + 4)])
    opened.append({"record": "amendment", "id": "f1", "of": "h2", "locator": "P2b", "why": "wrong page"})
    opened.append(
        {
            "record": "retraction",
            "id": "x9",
            "of": "h15",
            "reported": "2024-04-01",
            "source": "paper",
            "why": "no",
        }
    )
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    _append_and_die(sys.argv[1])
