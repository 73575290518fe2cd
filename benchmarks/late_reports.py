"""Loads 60,000 reports with 16,000 retractions and 12,000 corrections in 54 keys, and asks 1,600 questions.

Most reports arrive late: the log is in no order of the world. Prints seconds, and the answers as a ratio to
decoding the log once in the same run. Durability: full (WAL, synchronous=FULL), one append.
"""

from __future__ import annotations

import random
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from chrono import Chronicle
from chrono.lookup.decoding import decode

KEYS, REPORTS, RETRACTIONS, CORRECTIONS, QUESTIONS = 54, 60_000, 16_000, 12_000, 1_600
BOOK = """
[storybook]
name = "topics"
[kinds.opened]
fields.topic = "word"
[kinds.closed]
fields.topic = "word"
[projections.topic]
key = "topic"
[projections.topic.fields.status]
reduce = "status"
initial = "not open"
on = { opened = "open", closed = "closed" }
[projections.topic.fields.opened]
reduce = "latest"
from = { opened = "@occurred" }
[projections.topic.fields.number]
reduce = "count"
of = ["opened", "closed"]
"""
T = TypeVar("T")


def records(chance: random.Random) -> list[dict[str, object]]:
    """Return the records: sources, then reports in no order of time, then what was said against them."""
    made: list[dict[str, object]] = [
        {"record": "source", "slug": f"s{n}", "publisher": f"P{n % 25}", "published": "2010-01-01"}
        for n in range(40)
    ]
    published = []
    for n in range(REPORTS):
        happened = chance.randrange(5000)
        published.append(min(5400, happened + int(chance.expovariate(1 / 200))))
        when = day(happened)[: chance.choice((10, 10, 7, 4))]
        report = {"record": "report", "id": f"r{n}", "kind": chance.choice(("opened", "closed"))}
        report |= {"source": f"s{chance.randrange(40)}", "occurred": when, "reported": day(published[n])}
        made.append(report | {"data": {"topic": f"topic-{chance.randrange(KEYS)}"}})
    for n in range(RETRACTIONS + CORRECTIONS):
        of = chance.randrange(REPORTS)
        said = {
            "id": f"x{n}",
            "of": f"r{of}",
            "why": "so",
            "reported": day(published[of] + chance.randrange(1, 300)),
        }
        if n < RETRACTIONS:
            made.append({"record": "retraction", **said})
        else:
            made.append({"record": "correction", **said, "occurred": day(chance.randrange(5000))})
    return made


def day(number: int) -> str:
    """Return a day counted from 2010-01-01."""
    return (date(2010, 1, 1) + timedelta(days=number)).isoformat()


def timed(name: str, work: Callable[[], T], base: float | None = None) -> tuple[T, float]:
    """Return what the work gives and the seconds it took, and print them."""
    start = time.perf_counter()
    found = work()
    took = time.perf_counter() - start
    ratio = f"   {took / base:6.1f} x decoding" if base else ""
    print(f"{name:<44}{took:7.2f} s{ratio}")
    return found, took


def main() -> None:
    """Run it, and print how long each step took."""
    chance = random.Random(5)  # noqa: S311 - the same records in every run
    made = records(chance)
    questions = [
        (f"topic/topic-{chance.randrange(KEYS)}", day(chance.randrange(5400)), day(chance.randrange(5700)))
        for _ in range(QUESTIONS)
    ]
    with tempfile.TemporaryDirectory() as folder, Chronicle.open(Path(folder) / "late.db") as log:
        log.append({"record": "storybook", "toml": BOOK})
        _, loading = timed(f"append {len(made):,} records", lambda: log.append_all(made))
        _, base = timed("decode the log once", lambda: sum(1 for each in log.records() if decode(each)))
        _, asking = timed(
            f"answer {QUESTIONS:,} questions",
            lambda: [log.state(target, as_of=a, known_at=k).to_dict() for target, a, k in questions],
            base,
        )
        print(f"loading and asking {loading + asking:.1f} s, {(loading + asking) / base:.1f} x decoding")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


main()
