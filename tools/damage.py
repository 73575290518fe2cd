"""Damage a small log at every 97th byte, in every way, and see that no reading command gives another answer.

    python tools/damage.py                     all of it, on all cores
    python tools/damage.py --step 9700         a hundredth of it

Every command that reads gives byte for byte the intact log's answer, or exits 5 with one line that names a
position, or the log as a whole. Exit code 1 if any did anything else.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from pathlib import Path

import attrs
from damaging.answers import answers, prepared
from damaging.judging import EARLIER, INTACT, REFUSED, STEP, Answers, Damage, Judged, damages, judged
from damaging.specimen import Specimen, closed, killed

SHOWN = 20
"""How many findings are shown."""
SPARSER = {"killed, -shm gone": 4}
"""How many times fewer damages a log gets whose file and `-wal` are damaged as another's already."""


@attrs.frozen
class Subject:
    """A log that is damaged, and what each command answers while it is intact."""

    sound: Specimen
    intact: Answers


_subjects: dict[str, Subject] = {}
_folder = Path()


def _set_up(subjects: dict[str, Subject]) -> None:
    """Give a process a folder of its own to work in."""
    global _folder  # noqa: PLW0603 - of this process alone
    logging.disable()
    _subjects.update(subjects)
    _folder = Path(tempfile.mkdtemp(prefix="damage-", dir=Path.cwd()))
    os.chdir(_folder)


def _tried(damage: Damage) -> Judged:
    subject = _subjects[damage.log]
    return judged(damage, subject.sound, subject.intact, _folder)


def subject(sound: Specimen, folder: Path) -> Subject:
    """Return a log with its answers, which are the same each time.

    Raises:
        RuntimeError: a command does not answer the intact log, or not twice the same.
    """
    os.chdir(folder)
    given = []
    for _ in range(2):
        sound.write(folder)
        given.append(dict(answers(folder)))
    first, second = given
    unfit = [name for name in first if first[name] != second[name] or first[name].code or first[name].left]
    if unfit:
        raise RuntimeError([(name, first[name]) for name in unfit])
    return Subject(sound, first)


def made(folder: Path) -> dict[str, Subject]:
    """Return the logs that are damaged: one that is closed, and one whose writer was killed."""
    for name in ("closed", "killed", "asked"):
        (folder / name).mkdir()
    sound = killed(folder / "killed")
    logs = {
        "closed": closed(folder / "closed"),
        "killed": sound,
        "killed, -shm gone": attrs.evolve(sound, files={k: v for k, v in sound.files.items() if k != "-shm"}),
    }
    return {name: subject(log, folder / "asked") for name, log in logs.items()}


def main() -> None:
    """Try every damage."""
    parser = argparse.ArgumentParser(description="Damage a small log in every way.")
    parser.add_argument("--step", type=int, default=STEP, help="every so manieth byte")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes")
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, prepared():
        subjects = made(Path(folder))
        os.chdir(folder)
        every = [
            damage
            for name, each in subjects.items()
            for damage in damages(name, each.sound, step=given.step * SPARSER.get(name, 1))
        ]
        with get_context("fork").Pool(given.jobs, _set_up, [subjects]) as pool:
            done = list(watched(pool.imap_unordered(_tried, every, chunksize=4), len(every)))
        os.chdir("/")
    sys.exit(said(done, time.monotonic() - began))


def watched(results: Iterable[Judged], count: int) -> Iterator[Judged]:
    """Yield the results, and say on stderr now and then how many there are."""
    for number, result in enumerate(results, 1):
        if number % 250 == 0:
            print(f"{number:,} of {count:,} tried", file=sys.stderr, flush=True)
        yield result


def said(done: list[Judged], spent: float) -> int:
    """Say how many damages were answered in which way; return 1 if any was answered wrongly, else 0."""
    sorts: dict[str, Counter[str]] = {}
    for each in done:
        counts = sorts.setdefault(each.damage.sort, Counter())
        counts += each.counts
        counts["damages"] += 1
        counts["wrong"] += len(each.wrong)
    for sort, counts in sorted(sorts.items()):
        print(
            f"{sort:<48}{counts['damages']:>6,} damages: answers {counts[INTACT]:>7,} intact,"
            f" {counts[REFUSED]:>7,} refused, {counts[EARLIER]:>6,} earlier, {counts['wrong']:>5,} wrong"
        )
    wrong = [line for each in done for line in each.wrong]
    for line in wrong[:SHOWN]:
        print(f"  {line}")
    total = sum(sum(each.counts.values()) for each in done)
    print(f"{len(done):,} damages, {total:,} answers, {len(wrong):,} wrong, {spent:,.0f} s")
    return int(bool(wrong))


if __name__ == "__main__":
    main()
