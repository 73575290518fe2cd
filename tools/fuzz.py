"""Mutate inputs of every sort, and say which of them are answered by a traceback, a write or a wait.

    python tools/fuzz.py --count 20000 --seed 1            every sort, on all cores
    python tools/fuzz.py --only storybooks --count 500     one of them
    python tools/fuzz.py --keep tests/fixtures/corpus      keeps what is found, a small file each

The same seed and count try the same inputs, on however many cores. Exit code 1 if anything was found.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from multiprocessing import Pool
from pathlib import Path

import attrs
from fuzzing.targets import TARGETS, judged

EACH_SHOWN = 3
"""How many inputs of one finding are shown or kept."""
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - logs that are thrown away need no disk to wait for
AT_ONCE = 250
"""Inputs that are tried by one process before it asks for more."""


@attrs.frozen
class Work:
    """Some inputs of one sort, mutated from a seed of their own."""

    name: str
    seed: str
    count: int


@attrs.frozen
class Tried:
    """What came of some inputs: how many were taken, what was wrong, and how long the slowest took."""

    name: str
    count: int
    taken: int
    slowest: float
    wrong: list[tuple[str, str]]
    """What is wrong, and the input."""


def tried(work: Work) -> Tried:
    """Try some inputs, and return what came of them."""
    logging.disable()
    if os.access(IN_MEMORY, os.W_OK):
        tempfile.tempdir = str(IN_MEMORY)
    rng = random.Random(work.seed)  # noqa: S311 - the same again for the same seed
    taken, slowest, wrong = 0, 0.0, []
    for _ in range(work.count):
        text = TARGETS[work.name].mutated(rng)
        began = time.process_time()
        what, good = judged(work.name, text)
        slowest = max(slowest, time.process_time() - began)
        taken += good
        if what is not None:
            wrong.append((what, text))
    return Tried(work.name, work.count, taken, slowest, wrong)


def works(names: list[str], count: int, seed: int) -> Iterator[Work]:
    """Yield all that is to be tried, sort by sort."""
    for name in names:
        for start in range(0, count, AT_ONCE):
            yield Work(name, f"{seed} {name} {start}", min(AT_ONCE, count - start))


def said(name: str, parts: list[Tried], spent: float, keep: Path | None) -> int:
    """Say what came of one sort, keep what is wrong, and return how much that is."""
    found: Counter[str] = Counter()
    for what, text in (each for part in parts for each in part.wrong):
        found[what[:60]] += 1
        if found[what[:60]] <= EACH_SHOWN:
            print(f"  {what}\n    {ascii(text)[:600]}")
            if keep is not None:
                _keep(keep / name, text)
    count, taken = sum(each.count for each in parts), sum(each.taken for each in parts)
    slowest = max(each.slowest for each in parts)
    print(
        f"{name:<12}{count:>8,} tried  {taken:>7,} taken  {sum(found.values()):>5,} wrong"
        f"  slowest {slowest:.2f} s  {spent:>6.0f} s",
        flush=True,
    )
    return sum(found.values())


def _keep(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    (folder / f"{name}.txt").write_bytes(text.encode("utf-8", "surrogatepass"))


def main() -> None:
    """Run the sorts that are asked for."""
    parser = argparse.ArgumentParser(description="Mutate inputs of every sort.")
    parser.add_argument("--count", type=int, default=20_000, help="inputs of each sort")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes")
    parser.add_argument(
        "--only", choices=tuple(TARGETS), action="append", help="only this sort; may be repeated"
    )
    parser.add_argument("--keep", type=Path, help="a folder for what is found")
    given = parser.parse_args()
    wrong, began = 0, time.monotonic()
    with Pool(given.jobs) as pool:
        done = pool.imap(tried, works(given.only or list(TARGETS), given.count, given.seed))
        for name, parts in groupby(done, key=lambda part: part.name):
            wrong += said(name, list(parts), time.monotonic() - began, given.keep)
            began = time.monotonic()
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
