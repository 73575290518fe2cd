"""Let the disk fail at every step of every command that writes, and see that nothing is ever half done.

    python tools/disk.py                        every step, with a C compiler
    python tools/disk.py --most 5               five steps of each sort, spread evenly
    python tools/disk.py --only append                one command

A disk fails when it is full (a write takes a half, then nothing), when a sync, a truncation, a new file or a
new name is refused, and when a file may not grow (RLIMIT_FSIZE). In each case the command is done wholly, or
refused with exit code 1 in one line and nothing of it is there; called again when there is room it goes on.
Exit code 1 if anything else was seen.
"""

from __future__ import annotations

import argparse
import atexit
import errno
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from pathlib import Path

import attrs
from disk_faults.calls import listed, run, scratch
from disk_faults.compiling import arm, compiled, compiler, counted
from disk_faults.judging import Expected, expected, judged
from disk_faults.scenarios import SCENARIOS, Scenario

SHIM = "CHRONO_DISK_SHIM"
ERRORS = {
    "write": errno.ENOSPC,
    "sync": errno.EIO,
    "truncate": errno.EIO,
    "create": errno.ENOSPC,
    "name": errno.EIO,
}
SMALLEST = 4096
"""By how many bytes the limits on the size of a file differ."""
NEVER = 10**9


@attrs.frozen
class Fault:
    """One way in which the disk fails: a call of a kind, by its number, or a limit on the size of files."""

    scenario: int
    kind: str
    at: int
    lasting: bool

    def arm(self, folder: Path) -> None:
        """Let the disk fail so, in this process."""
        if self.kind == "limit":
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.at, resource.RLIM_INFINITY))
        else:
            arm(folder, self.kind, self.at, lasting=self.lasting, error=ERRORS[self.kind])


@attrs.frozen
class Tried:
    """What came of one fault."""

    fault: Fault
    verdict: str
    wrong: str | None


_wanted: dict[int, Expected] = {}


def _set_up(wanted: dict[int, Expected]) -> None:
    _wanted.update(wanted)


def tried(fault: Fault) -> Tried:
    """Let the disk fail once, in a folder of its own, and judge what is left."""
    with scratch() as folder:
        scenario, want = SCENARIOS[fault.scenario], _wanted[fault.scenario]
        verdict, wrong = judged(scenario, want, folder, lambda: fault.arm(folder))
    return Tried(fault, verdict, wrong)


def steps(number: int, most: int) -> Iterator[Fault]:
    """Yield the faults of one command: at each call that it makes, once and lastingly, or at some of them."""
    counts, largest = _measured(SCENARIOS[number])
    for kind, count in counts.items():
        for at in _some(range(1, count + 1), most):
            for lasting in (False, True):
                yield Fault(number, kind, at, lasting)
    for at in _some(range(0, largest + SMALLEST, SMALLEST), most):
        yield Fault(number, "limit", at, lasting=True)


def _some(every: range, most: int) -> list[int]:
    return list(every) if len(every) <= most else [every[len(every) * i // most] for i in range(most)]


def _measured(scenario: Scenario) -> tuple[dict[str, int], int]:
    """Return how many calls of each kind a command makes where none fails, and its largest file's size."""
    with scratch() as folder, tempfile.NamedTemporaryFile("r") as note:
        scenario.prepare(folder)

        def watch() -> None:
            arm(folder, "write", NEVER, lasting=False, error=0)
            atexit.register(lambda: Path(note.name).write_text(json.dumps(counted())))

        run(scenario.arguments.split(), scenario.env, watch)
        return dict(json.load(note)), max(listed(folder).values())


def _want(scenario: Scenario) -> Expected:
    with scratch() as folder:
        return expected(scenario, folder)


def main() -> None:
    """Try every fault; start anew with the shim loaded, if it is not."""
    if SHIM not in os.environ:
        _restart()
    parser = argparse.ArgumentParser(description="Let the disk fail at every step.")
    parser.add_argument("--most", type=int, default=NEVER, help="how many steps of each sort")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes")
    parser.add_argument("--only", action="append", help="only the command of this name; may be repeated")
    parser.add_argument("--shown", type=int, default=20, help="how many findings are shown")
    given = parser.parse_args()
    del os.environ[SHIM], os.environ["LD_PRELOAD"]
    began = time.monotonic()
    numbers = [number for number, each in enumerate(SCENARIOS) if not given.only or each.name in given.only]
    wanted = {number: _want(SCENARIOS[number]) for number in numbers}
    every = [fault for number in numbers for fault in steps(number, given.most)]
    with get_context("fork").Pool(given.jobs, _set_up, [wanted]) as pool:
        done = list(watched(pool.imap_unordered(tried, every, chunksize=4), len(every)))
    sys.exit(said(done, time.monotonic() - began, given.shown))


def _restart() -> None:
    """Start this program anew with the shim loaded; where it cannot be made, say so and end."""
    with_ = compiler()
    if with_ is None:
        print("NOT TRIED: that the disk fails. It takes Linux and a C compiler (cc, gcc or clang).")
        sys.exit(0)
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "LD_PRELOAD": str(compiled(Path(folder), with_)), SHIM: "1"}
        sys.exit(subprocess.run([sys.executable, *sys.argv], env=env, check=False).returncode)  # noqa: S603


def watched(results: Iterable[Tried], count: int) -> Iterator[Tried]:
    """Yield the results, and say on stderr now and then how many there are."""
    for number, result in enumerate(results, 1):
        if number % 250 == 0:
            print(f"{number:,} of {count:,} tried", file=sys.stderr, flush=True)
        yield result


def said(done: list[Tried], spent: float, shown: int) -> int:
    """Say what came of each command; return 1 if anything was wrong, else 0."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for each in done:
        counts[SCENARIOS[each.fault.scenario].name, each.fault.kind, each.verdict] += 1
        counts[SCENARIOS[each.fault.scenario].name, each.fault.kind, "wrong"] += each.wrong is not None
    for name, kind in dict.fromkeys((name, kind) for name, kind, _ in counts):
        told = ", ".join(f"{counts[name, kind, word]:>4} {word}" for word in ("done", "refused", "wrong"))
        print(f"{name:<28}{kind:<10}{told}")
    wrong = [each for each in done if each.wrong is not None]
    for each in wrong[:shown]:
        print(f"  {SCENARIOS[each.fault.scenario].name}, {each.fault}: {each.wrong}")
    print(f"{len(done):,} faults of the disk, {len(wrong):,} wrong, {spent:,.0f} s")
    return int(bool(wrong))


if __name__ == "__main__":
    main()
