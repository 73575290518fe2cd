"""Kill processes that work on a log at random moments, and check what they leave."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import attrs

from chrono.chronicle import Chronicle
from chrono.commands.loading.import_run import BATCH
from chrono.values.canonical_json import jsonbytes
from eventlog import Event, open_log, upgrade_log
from torture.victims import ROWS, SOURCE, begun, chrono, report

VICTIMS = Path(__file__).with_name("victims.py")
ON_ONE_LOG = ("singles", "sessions", "batches", "imports", "mends", "rebuilds", "backups")
ALONE = ("inits", "upgrades")
AT_ONCE = 2
"""How many processes are killed together, each while the other works too."""
ROUNDS_A_LOG = 3
"""After so many rounds the log is as large as is soon checked, and a new one is begun."""
LONGEST = 1.2
"""Seconds from the start of the work to the kill, at most."""


@attrs.define
class Tally:
    """What came of the kills: how many of each sort, what was acknowledged before, and what is wrong."""

    kills: Counter[str] = attrs.field(factory=Counter)
    acknowledged: Counter[str] = attrs.field(factory=Counter)
    checks: Counter[str] = attrs.field(factory=Counter)
    wrong: list[str] = attrs.field(factory=list)


@attrs.frozen
class Victim:
    """A process that works on a log until it is killed: what it does, its name, and what it acknowledged."""

    sort: str
    name: str
    process: subprocess.Popen[bytes]
    file: Path

    def acknowledged(self) -> list[list[str]]:
        """Return the lines that it wrote whole, after the first, as words."""
        return [line.split() for line in self.file.read_text().split("\n")[1:-1]]


def torture(folder: Path, *, kills: int, seed: int) -> Tally:
    """Kill so many processes, or one more, and return what came of it."""
    rng, tally = random.Random(seed), Tally()  # noqa: S311 - the same again for the same seed
    sorts: list[str] = []
    number = 0
    while sum(tally.kills.values()) < kills:
        where = folder / str(number)
        where.mkdir()
        if not sorts:
            sorts = [*ON_ONE_LOG * 2 * ROUNDS_A_LOG, *ALONE * ROUNDS_A_LOG]
            rng.shuffle(sorts)
        if sorts[0] in ALONE:
            alone = sorts.pop(0)
            _round(where / "log.db", [alone] * AT_ONCE, rng, tally)
        else:
            taken = [sort for sort in sorts if sort in ON_ONE_LOG][: ROUNDS_A_LOG * AT_ONCE]
            for sort in taken:
                sorts.remove(sort)
            _on_one_log(where / "log.db", taken, rng, tally, kills)
        number += 1
    return tally


def _on_one_log(path: Path, sorts: list[str], rng: random.Random, tally: Tally, kills: int) -> None:
    """Kill processes that work on one log, again and again."""
    begun(path)
    acknowledged: list[list[str]] = []
    for start in range(0, len(sorts), AT_ONCE):
        if sum(tally.kills.values()) < kills:
            acknowledged += _round(path, sorts[start : start + AT_ONCE], rng, tally)
            _note(tally, path, _faults_of_log(path, acknowledged))
    _note(tally, path, _leftovers(path))


def _round(path: Path, sorts: list[str], rng: random.Random, tally: Tally) -> list[list[str]]:
    """Let processes work, kill them, and return what they had acknowledged."""
    victims = [
        _started(path, sort, f"{sum(tally.kills.values())}-{which}") for which, sort in enumerate(sorts)
    ]
    for victim in victims:
        _wait(victim)
    time.sleep(rng.uniform(0, LONGEST))
    for victim in victims:
        victim.process.send_signal(signal.SIGKILL)
    acknowledged: list[list[str]] = []
    for victim in victims:
        _, err = victim.process.communicate()
        if victim.process.returncode != -signal.SIGKILL:
            tally.wrong.append(f"{victim.sort} ended by itself: {err.decode().strip().splitlines()[-1:]}")
        tally.kills[victim.sort] += 1
        tally.acknowledged[victim.sort] += len(victim.acknowledged())
        acknowledged += victim.acknowledged()
    for sort, check in (("inits", _faults_of_inits), ("upgrades", _faults_of_upgrades)):
        if sort in sorts:
            _note(tally, path, check(path.parent, acknowledged))
    return acknowledged


def _started(path: Path, sort: str, name: str) -> Victim:
    file = path.with_name(f"{sort}-{name}.out")
    command = [sys.executable, "-P", str(VICTIMS), sort, str(path), name, str(file)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)  # noqa: S603 - our own
    return Victim(sort, name, process, file)


def _wait(victim: Victim) -> None:
    while not (victim.file.exists() and victim.file.read_text()) and victim.process.poll() is None:
        time.sleep(0.005)


def _note(tally: Tally, path: Path, faults: Iterator[str]) -> None:
    """Note what is wrong with a log, or that nothing is."""
    try:
        found = list(faults)
    except Exception as err:  # noqa: BLE001 - whatever it is, it is what was looked for
        found = [f"{type(err).__name__}: {err}"]
    tally.checks["sound" if not found else "not sound"] += 1
    tally.wrong += [f"{path}: {each}" for each in found]


def _faults_of_log(path: Path, acknowledged: list[list[str]]) -> Iterator[str]:
    """Yield what is wrong with a log on which processes were killed."""
    with open_log(path, read_only=True) as log:
        ids = [recorded.id for recorded in log.read()]
        if log.verify().position != len(ids):
            yield "it does not verify as a whole"
    there = set(ids)
    missing = [words[1] for words in acknowledged if words[0] == "id" and words[1] not in there]
    if missing:
        yield f"acknowledged and missing: {missing}"
    yield from _half_there(ids, acknowledged)
    yield from _faults_of_backups(path, acknowledged)
    if _states(path) != _states_anew(path):
        yield "its states are not those of a log made afresh from its export"


def _half_there(ids: list[str], acknowledged: list[list[str]]) -> Iterator[str]:
    """Yield which files and spreadsheets are there in part, or missing although they were acknowledged."""
    batches = Counter(name.removeprefix("b.").rsplit(".", 1)[0] for name in ids if name.startswith("b."))
    for name, size in batches.items():
        if size != int(name.rsplit(".", 1)[1]):
            yield f"of the batch {name} {size} are there"
    imports = Counter(name.removeprefix("i.").rsplit(".", 1)[0] for name in ids if name.startswith("i."))
    for name, size in imports.items():
        if size % BATCH and size != ROWS:
            yield f"of the spreadsheet {name} {size} rows are there"
    for what, name in (words for words in acknowledged if words[0] in ("batch", "import")):
        if (name not in batches) if what == "batch" else (imports[name] != ROWS):
            yield f"acknowledged and missing: {what} {name}"


def _faults_of_backups(path: Path, acknowledged: list[list[str]]) -> Iterator[str]:
    """Yield what is wrong with the copies: each is whole, and no older than the last acknowledged."""
    positions = [int(words[2]) for words in acknowledged if words[0] == "backup"]
    copies = list(path.parent.glob("*.backup"))
    if positions and not copies:
        yield "a copy that was acknowledged is missing"
    with open_log(path, read_only=True) as log:
        for copied in copies:
            with open_log(copied, read_only=True) as copy:
                copy.verify()
                log.check(copy.checkpoint())  # what it holds is what the log holds


def _states(path: Path) -> str:
    """Return the digest of all states of a log."""
    digest = sha256()
    with Chronicle.open(path, read_only=True) as opened:
        for state in opened.rebuild():
            digest.update(jsonbytes(state.to_dict()) + b"\n")
    return digest.hexdigest()


def _states_anew(path: Path) -> str:
    """Return the digest of all states of a log that is made afresh of the log's export."""
    exported, afresh = path.with_name("export.jsonl"), path.with_name("afresh.db")
    exported.write_text(chrono(path, "export"))
    chrono(afresh, "init")
    chrono(afresh, "append", "--file", str(exported))
    states = _states(afresh)
    exported.unlink()
    afresh.unlink()
    return states


def _leftovers(path: Path) -> Iterator[str]:
    """Yield what still lies beside a log after a process has appended to it, and closed it."""
    with Chronicle.open(path) as opened:
        opened.append(report("last"))
    left = sorted(found.name for found in path.parent.glob(f"{path.name}*") if found != path)
    if left:
        yield f"beside it lie {left}"


def _faults_of_inits(folder: Path, acknowledged: list[list[str]]) -> Iterator[str]:
    """Yield which logs are there in part: each has its storybook, or is not there and can be made."""
    for _, made in acknowledged:
        if not Path(made).exists():
            yield f"{made} was made, and is not there"
    there = sorted(folder.glob("made-*.db"))
    for path in there:
        with open_log(path, read_only=True) as log:
            log.verify()
            if [recorded.type for recorded in log.read()] != ["storybook"]:
                yield f"{path} has no storybook"
        with Chronicle.open(path) as opened:
            opened.append(SOURCE, report("first"))
    again = folder / f"made-{len(there)}.db"
    chrono(again, "init")


def _records_of(path: Path) -> str:
    """Return what a log exports without its end: an upgrade draws salts, so each has another checkpoint."""
    return chrono(path, "export").rstrip("\n").rpartition("\n")[0]


def _faults_of_upgrades(folder: Path, acknowledged: list[list[str]]) -> Iterator[str]:
    """Yield which logs are neither of form 1 nor of form 2, or not as they were."""
    upgraded = {path for _, path in acknowledged}
    contents = set()
    for path in sorted(folder.glob("*.form1")):
        with open_log(path, read_only=True) as log:
            before = log.verify()
        if str(path) in upgraded and before.form != 2:
            yield f"{path} was upgraded, and is of form {before.form}"
        contents.add(_records_of(path))
        if upgrade_log(path).form != 2:
            yield f"{path} cannot be upgraded again"
        contents.add(_records_of(path))
        with open_log(path) as log:
            log.append([Event(id="last", type="noted", data=b"{}")])
    if len(contents) > 1:
        yield f"the logs in {folder} do not all hold the same"
