"""Prints how fast a log appends and reads here, in events a second and as ratios.

Run it as `python benchmarks/eventlog_append.py [EVENTS]`. Durability is stated with each number: "full" waits
for the disk at every commit, "normal" only at checkpoints. Ratios travel between machines, rates do not.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from eventlog import Event, EventLog, Query, QueryItem, open_log
from eventlog.opening import Durability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SINGLE = 500
PAYLOAD = '{"occurred":"2024-02-29","headline":"訴訟が提起された","words":"%s"}' % ("x" * 380)


def events(first: int, count: int) -> Iterator[Event]:
    """Yield events of about 450 bytes, each with three tags."""
    for number in range(first, first + count):
        tags = (f"development:{number % 977}", f"source:{number % 53}", f"entity:{number * 7 % 3001}")
        yield Event(id=f"event-{number:012}", type=f"type-{number % 10}", data=PAYLOAD.encode(), tags=tags)


def rate(count: int, work: Callable[[], object]) -> float:
    """Return how many of the count the work does in a second."""
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def one_by_one(log: EventLog, first: int) -> None:
    """Append events in a commit each."""
    for event in events(first, SINGLE):
        log.append([event])


def measure(directory: Path, durability: Durability, count: int) -> dict[str, float]:
    """Return the rates of one log, by what was done."""
    with open_log(directory / f"{durability}.db", create=True, durability=durability) as log:
        narrow = Query((QueryItem(tags=frozenset({"development:7"})),))
        matching = count // 977 + 1
        return {
            f"append, {count:,} in one commit": rate(count, lambda: log.append(events(1, count))),
            "append, one a commit": rate(SINGLE, lambda: one_by_one(log, count + 1)),
            "append again, already there": rate(count, lambda: log.append(events(1, count))),
            "read all": rate(count, lambda: sum(1 for _ in log.read())),
            "read by one tag": rate(matching, lambda: sum(1 for _ in log.read(narrow))),
            "verify": rate(count, log.verify),
        }


def main() -> None:
    """Measure both durabilities and print a table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as directory:
        full = measure(Path(directory), "full", count)
        normal = measure(Path(directory), "normal", count)
    one = full["append, one a commit"]
    print(f"{'events a second':<34}{'full':>10}{'normal':>10}{'normal/full':>13}{'full/one a commit':>19}")
    for name, speed in full.items():
        ratios = f"{normal[name] / speed:>13.1f}{speed / one:>19.1f}"
        print(f"{name:<34}{speed:>10,.0f}{normal[name]:>10,.0f}{ratios}")


if __name__ == "__main__":
    main()
