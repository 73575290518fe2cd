"""Append a file of records beside a process that appends steadily, and measure how long either waits."""

from __future__ import annotations

import json
import multiprocessing
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import attrs

from chrono.chronicle import Chronicle
from torture.victims import begun, chrono, report

EVERY = 0.05
"""Seconds between two appends of the steady writer."""


@attrs.frozen(kw_only=True)
class Beside:
    """What came of it: seconds the file took alone and beside the writer, and the writer's longest wait."""

    alone: float
    beside: float
    longest_wait: float
    appended: int
    """How many records the steady writer appended meanwhile."""


def measured(folder: Path, *, records: int, touching: bool) -> Beside:
    """Append a file of records, alone and beside a writer.

    Args:
        folder: where.
        records: how many, each of a development of its own.
        touching: whether the writer reports the same developments as the file.
    """
    file = folder / "records.jsonl"
    made = ({**report(f"f.{number}"), "development": f"d{number}"} for number in range(records))
    file.write_text("".join(f"{json.dumps(record)}\n" for record in made))
    alone = _seconds(begun(folder / "alone.db"), file)
    log, context = begun(folder / "log.db"), multiprocessing.get_context("spawn")
    going, done = context.Event(), context.Event()
    with context.Pool(1, initializer=_share, initargs=(going, done)) as pool:
        writer = pool.apply_async(_write, (log, records if touching else 0))
        going.wait()
        beside = _seconds(log, file)
        done.set()
        waits = writer.get()
    return Beside(alone=alone, beside=beside, longest_wait=max(waits), appended=len(waits))


def _seconds(log: Path, file: Path) -> float:
    began = time.perf_counter()
    chrono(log, "append", "--file", str(file))
    return time.perf_counter() - began


def _share(going: Event, done: Event) -> None:
    global _going, _done
    _going, _done = going, done


_going: Event
_done: Event


def _write(log: Path, developments: int) -> list[float]:
    """Append until all is done; return how long each append took."""
    waits: list[float] = []
    with Chronicle.open(log) as opened:
        while not _done.is_set():
            record = report(f"w.{len(waits)}")
            if developments:
                record = {**record, "development": f"d{len(waits) % developments}"}
            began = time.perf_counter()
            opened.append(record)
            waits.append(time.perf_counter() - began)
            _going.set()
            time.sleep(EVERY)
    return waits
