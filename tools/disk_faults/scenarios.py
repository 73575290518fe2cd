"""The commands that write, each with what is there before, and how it is seen whether it was done."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs

from chrono import Chronicle
from disk_faults.calls import Called, run

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
LOG = "chrono.db"
ROWS = 300
"""How many records a file has that is appended or imported: more than SQLite writes in one go."""
HEARING = "append court.hearing case=acme-v-beta outcome=again --source wire --occurred 2024-03-09"

Folders = Callable[[Path], None]


@attrs.frozen
class Scenario:
    """A command that writes.

    Attributes:
        name: what it is called in figures.
        arguments: the command line.
        prepare: puts what is there before into a folder.
        result: the log in which it is seen whether it was done.
        again: whether the command can be called again once it was done, and writes then.
        env: variables that it is called with.
    """

    name: str
    arguments: str
    prepare: Folders
    result: str = LOG
    again: bool = True
    env: Mapping[str, str] = attrs.field(factory=dict)

    def call(self) -> Called:
        """Call the command in the present folder, in a process of its own."""
        return run(self.arguments.split(), self.env)


def _records() -> list[dict[str, object]]:
    lines = (FIXTURES / "form-1.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _log(folder: Path) -> None:
    with Chronicle.open(folder / LOG) as opened:
        opened.append_all(_records())


def _log_and_files(folder: Path) -> None:
    _log(folder)
    reports = (
        {
            "record": "report",
            "id": f"n{number}",
            "kind": "court.hearing",
            "source": "wire",
            "occurred": "2024-03-01",
            "data": {"case": f"case-{number}", "outcome": "heard"},
            "summary": "heard " * 40,
        }
        for number in range(ROWS)
    )
    (folder / "more.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in reports))
    rows = (f"case-{number},2024-03-0{number % 9 + 1},{'heard ' * 40}\n" for number in range(ROWS))
    (folder / "sheet.csv").write_text("Case,Held,Words\n" + "".join(rows))
    (folder / "map.toml").write_text(
        'kind = "court.hearing"\nsource = "wire"\noccurred = { column = "Held" }\n'
        'summary = { column = "Words" }\n[data]\ncase = { column = "Case" }\n'
    )


def _form_1(folder: Path) -> None:
    (folder / LOG).write_bytes(gzip.decompress((FIXTURES / "form-1.db.gz").read_bytes()))


def _two(folder: Path) -> None:
    """Prepare an earlier copy of a log, which has grown since."""
    _log(folder)
    (folder / "copy.db").write_bytes((folder / LOG).read_bytes())
    with Chronicle.open(folder / LOG) as opened:
        opened.append({"record": "entity", "slug": "new", "type": "organisation", "names": {"en": "New"}})


def _backup(folder: Path) -> None:
    _log(folder)
    (folder / LOG).rename(folder / "copy.db")


def _storybook(folder: Path) -> None:
    (folder / "courts.toml").write_text(str(_records()[0]["toml"]))


SCENARIOS = (
    Scenario("append", HEARING, _log, again=False),
    Scenario("append, checkpoint kept", HEARING, _log, again=False, env={"CHRONO_CHECKPOINT": "last.txt"}),
    Scenario("append a file", "append --file more.jsonl", _log_and_files),
    # Called again it appends nothing, so it does not open the log for writing, and leaves a -wal where it is.
    Scenario("import", "import sheet.csv --map map.toml", _log_and_files, again=False),
    Scenario("fix", "fix r1 occurred=2024-02-28 --why misread", _log, again=False),
    Scenario("init", "init", lambda _: None, again=False),
    Scenario("init with a storybook", "init --storybook courts.toml", _storybook, again=False),
    Scenario("upgrade", "upgrade", _form_1),
    Scenario("backup", "backup copy.db", _log, result="copy.db"),
    Scenario("backup over an earlier one", "backup copy.db", _two, result="copy.db"),
    Scenario("restore", "restore copy.db", _backup, again=False),
    Scenario("salvage", "salvage saved.db", _log, result="saved.db", again=False),
)
