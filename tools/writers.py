"""Let many processes append to one log at once, and say how long they wait, and how fair it is.

    python tools/writers.py --processes 8 --appends 5000 --file 20000

Exit code 1 if an acknowledged event is missing or there twice, positions have a gap, a contested condition
has no winner or several, or who follows the log misses one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from torture.beside import EVERY
from torture.beside import measured as measured_beside
from torture.writers import Result, Run, measured


def at(waits: Sequence[float], part: float) -> str:
    """Return the wait that the part of all is not longer than, in milliseconds."""
    ordered = sorted(waits)
    return f"{ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1_000:.1f}"


def percentiles(waits: Sequence[float], width: int) -> str:
    """Return the median and the 99th percentile."""
    return f"{at(waits, 0.5):>{width}}{at(waits, 0.99):>8}"


def shown(name: str, result: Result) -> None:
    """Print a line of the table, and what is wrong."""
    fair, early = (min(won) / max(won) for won in (result.won, result.early))
    rate = len(result.waits) / result.seconds
    print(
        f"{name:<26}{rate:>8,.0f}{percentiles(result.waits, 8)}{at(result.waits, 1):>9}{fair:>7.2f}"
        f"{early:>7.2f}{percentiles(result.reads, 10)}",
        flush=True,
    )
    for each in result.faults:
        print(f"  {each}")


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description="Let many processes append to one log at once.")
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--appends", type=int, default=5_000, help="of each process")
    parser.add_argument("--file", type=int, default=20_000, help="records of a file beside a steady writer")
    parser.add_argument("--durability", choices=("full", "normal"), default="full")
    given = parser.parse_args()
    print(f"{given.processes} processes, {given.appends:,} appends each; durability {given.durability}")
    print(" " * 26 + "a second  p50 ms     p99  longest   fair  1,000  read p50     p99")
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, processes, contended in (
            ("one process", 1, False),
            ("each its own", given.processes, False),
            ("all want the same", given.processes, True),
        ):
            path = Path(folder, f"{processes}-{contended}.db")
            appends = given.appends
            result = measured(
                Run(
                    path=path,
                    processes=processes,
                    appends=appends,
                    contended=contended,
                    durability=given.durability,
                )
            )
            shown(name, result)
            faults += len(result.faults)
        for name, touching in (("others", False), ("the same", True)):
            where = Path(folder, name)
            where.mkdir()
            found = measured_beside(where, records=given.file, touching=touching)
            print(
                f"a file of {given.file:,} beside a report every {EVERY} s of {name} developments: "
                f"{found.beside / found.alone:.1f} times as long as alone ({found.alone:.1f} s); "
                f"{found.appended} reports went in meanwhile, the longest wait {found.longest_wait:.2f} s",
                flush=True,
            )
    print("fair: least to most won; of all, and of the first 1,000")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
