"""Let many processes append to one log at once, and measure how long they wait and how fair it is."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing.synchronize import Barrier
from pathlib import Path

import attrs

from eventlog import AppendCondition, ConditionFailed, Event, EventLog, Query, QueryItem, open_log
from eventlog.settings import Durability

SLOT = Query((QueryItem(types=frozenset({"slot"})),))
LOCK_TIMEOUT = 60.0
IDLE = 30.0
"""Seconds after which a follower that sees nothing gives up."""

_spawned = multiprocessing.get_context("spawn")


@attrs.frozen(kw_only=True)
class Run:
    """What is run: how many processes, how many appends, and how.

    Attributes:
        path: the log; it is made.
        processes: how many write.
        appends: how many each appends; of contended ones so many for each process, whoever wins them.
        contended: whether all want the same next slot, instead of each its own.
        durability: "full" or "normal".
    """

    path: Path
    processes: int
    appends: int
    contended: bool
    durability: Durability = "full"


@attrs.frozen(kw_only=True)
class Result:
    """What came of a run.

    Attributes:
        waits: how long each append took, in seconds, with all that was lost before it.
        seconds: how long the run took.
        won: how many events each process appended; where each has its own, until the first one was done.
        early: how many of the first thousand each appended.
        reads: how long each read of a reader beside them took, in seconds.
        faults: what is wrong; none if all is as it must be.
    """

    waits: list[float]
    seconds: float
    won: list[int]
    early: list[int]
    reads: list[float]
    faults: list[str]


def measured(run: Run) -> Result:
    """Run it, and return what came of it."""
    with open_log(run.path, create=True):
        pass
    work = _contend if run.contended else _append_own
    start = _spawned.Barrier(run.processes + 3)
    done = _spawned.Event()
    with _spawned.Pool(run.processes + 2, initializer=_share, initargs=(start, done)) as pool:
        writers = [pool.apply_async(work, (run, which)) for which in range(run.processes)]
        follower = pool.apply_async(_follow, (run,))
        reader = pool.apply_async(_read, (run,))
        start.wait()
        began = time.perf_counter()
        outcomes = [each.get() for each in writers]
        seconds = time.perf_counter() - began
        done.set()
        followed, reads = follower.get(), reader.get()
    waits = [wait for wait_of, _ in outcomes for wait in wait_of]
    acknowledged = [ids for _, ids in outcomes]
    with open_log(run.path, read_only=True) as log:
        order = [recorded.id for recorded in log.read()]
        faults = list(_faults(run, log, acknowledged, followed))
    return Result(
        waits=waits,
        seconds=seconds,
        won=_won(run, order if run.contended else order[: _first_done(run, order)]),
        early=_won(run, order[:1_000]),
        reads=reads,
        faults=faults,
    )


def _share(start: Barrier, done: object) -> None:
    global _start, _done
    _start, _done = start, done


_start: Barrier
_done: object


def _append_own(run: Run, which: int) -> tuple[list[float], list[str]]:
    """Append under a tag of its own, each on condition that it has seen the last one under it."""
    own = Query((QueryItem(tags=frozenset({f"writer:{which}"})),))
    waits: list[float] = []
    ids: list[str] = []
    after = 0
    with open_log(run.path, durability=run.durability, lock_timeout=LOCK_TIMEOUT) as log:
        _start.wait()
        for number in range(run.appends):
            event = Event(
                id=f"{which}-{number}", type="noted", data=b'{"headline":"x"}', tags=(f"writer:{which}",)
            )
            began = time.perf_counter()
            (receipt,) = log.append([event], condition=AppendCondition(own, after))
            waits.append(time.perf_counter() - began)
            after = receipt.position
            ids.append(receipt.id)
    return waits, ids


def _contend(run: Run, which: int) -> tuple[list[float], list[str]]:
    """Want each next slot, as all the others do, until there is none left."""
    waits: list[float] = []
    ids: list[str] = []
    with open_log(run.path, durability=run.durability, lock_timeout=LOCK_TIMEOUT) as log:
        _start.wait()
        began = time.perf_counter()
        while True:
            last = next(log.read(SLOT, limit=1, backwards=True), None)
            slot, after = (int(last.data) + 1, last.position) if last else (1, 0)
            if slot > run.appends * run.processes:
                return waits, ids
            event = Event(id=f"{which}-{slot}", type="slot", data=b"%d" % slot)
            try:
                log.append([event], condition=AppendCondition(SLOT, after))
            except ConditionFailed:
                continue
            waits.append(time.perf_counter() - began)
            began = time.perf_counter()
            ids.append(event.id)


def _follow(run: Run) -> list[int]:
    """Follow the log to its end, and return the positions in the order in which they were seen."""
    total = run.appends * run.processes
    positions: list[int] = []
    with open_log(run.path, read_only=True) as log:
        _start.wait()
        for recorded in log.follow(timeout=IDLE, stop=lambda: len(positions) >= total):
            positions.append(recorded.position)  # noqa: PERF401 - when to stop depends on it
    return positions


def _read(run: Run) -> list[float]:
    """Read the newest events again and again until all have written; return how long each took."""
    reads = []
    with open_log(run.path, read_only=True) as log:
        _start.wait()
        while not _done.is_set():  # type: ignore[attr-defined]
            began = time.perf_counter()
            sum(1 for _ in log.read(limit=20, backwards=True))
            reads.append(time.perf_counter() - began)
            time.sleep(0.005)
    return reads


def _faults(run: Run, log: EventLog, acknowledged: list[list[str]], followed: list[int]) -> Iterator[str]:
    """Yield what is not as it must be."""
    total = run.appends * run.processes
    everything = list(log.read())
    found = Counter(recorded.id for recorded in everything)
    given = Counter(name for ids in acknowledged for name in ids)
    if [recorded.position for recorded in everything] != [*range(1, total + 1)]:
        yield f"positions are not 1 to {total}"
    if found != given:
        yield f"{len(given - found)} acknowledged events are missing, {len(found - given)} are too many"
    if followed != [*range(1, total + 1)]:
        yield f"who followed saw {len(followed)} of {total} positions, or not in order"
    if run.contended and [int(recorded.data) for recorded in everything] != [*range(1, total + 1)]:
        yield "a slot has no winner, or more than one"
    if log.verify().position != total:
        yield "the log does not verify as a whole"


def _first_done(run: Run, order: list[str]) -> int:
    """Return how many events there were when the first process had appended all of its own."""
    return min(order.index(f"{which}-{run.appends - 1}") + 1 for which in range(run.processes))


def _won(run: Run, order: list[str]) -> list[int]:
    counts = Counter(int(name.split("-")[0]) for name in order)
    return [counts[which] for which in range(run.processes)]
