"""Mutate inputs of every sort, and say which of them are answered by a traceback, a write or a wait.

    python tools/fuzz.py --count 20000 --seed 1            every sort
    python tools/fuzz.py --only storybooks --count 500     one of them
    python tools/fuzz.py --keep tests/fixtures/corpus      keeps what is found, a small file each

The same seed and count try the same inputs. Exit code 1 if anything was found.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import random
import sys
import time
from collections import Counter
from pathlib import Path

from fuzzing.targets import TARGETS, judged

EACH_SHOWN = 3
"""How many inputs of one finding are shown or kept."""


def fuzz(name: str, count: int, seed: int, keep: Path | None) -> int:
    """Try so many inputs of one sort, say what came of them, and return how many of them were wrong."""
    rng = random.Random(f"{seed} {name}")  # noqa: S311 - the same again for the same seed
    found: Counter[str] = Counter()
    taken, slowest, start = 0, 0.0, time.monotonic()
    for _ in range(count):
        text = TARGETS[name].mutated(rng)
        began = time.process_time()
        wrong, good = judged(name, text)
        slowest = max(slowest, time.process_time() - began)
        taken += good
        if wrong is None:
            continue
        found[wrong[:60]] += 1
        if found[wrong[:60]] <= EACH_SHOWN:
            print(f"  {wrong}\n    {ascii(text)[:600]}")
            if keep is not None:
                _keep(keep / name, text)
    spent = time.monotonic() - start
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
    parser.add_argument(
        "--only", choices=tuple(TARGETS), action="append", help="only this sort; may be repeated"
    )
    parser.add_argument("--keep", type=Path, help="a folder for what is found")
    given = parser.parse_args()
    logging.disable()
    wrong = sum(fuzz(name, given.count, given.seed, given.keep) for name in given.only or TARGETS)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
