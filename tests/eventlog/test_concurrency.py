"""Several processes append to one file at once: nothing is lost, nothing doubled, no gaps."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from torture.writers import Run, measured

from eventlog import Event, EventLog, Query, QueryItem, open_log
from eventlog.sqlite.database import Database

PROCESSES = 4
ROUNDS = 60

WRITER = """
import json, sys
from eventlog import AppendCondition, ConditionFailed, Event, Query, QueryItem, open_log

path, me, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
counter = Query((QueryItem(tags={"counter"}),))
refused = 0
with open_log(path, create=True) as log:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(rounds):
        log.append([Event(id=f"{me}-{number}-{k}", type="noted", data=b"{}", tags=(me,)) for k in range(3)])
        while True:
            last = next(log.read(counter, limit=1, backwards=True), None)
            value, after = (json.loads(last.data)["value"], last.position) if last else (0, 0)
            data = json.dumps({"value": value + 1}).encode()
            event = Event(id=f"{me}-count-{number}", type="counted", data=data, tags=("counter",))
            try:
                log.append([event], condition=AppendCondition(counter, after))
                break
            except ConditionFailed as err:
                assert err.position > after
                refused += 1
print(refused)
"""


@pytest.fixture
def writers(path: Path, child_environment: dict[str, str]) -> list[int]:
    """Let processes make the log and append to it, all at once; return how often each was refused."""
    command = [sys.executable, "-c", WRITER, str(path)]
    processes = [
        subprocess.Popen(
            [*command, f"writer{number}", str(ROUNDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=child_environment,
        )
        for number in range(PROCESSES)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    outputs = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * PROCESSES
    return [int(output) for output in outputs]


def test_processes_that_append_at_once_lose_nothing_and_a_conditional_counter_counts_right(
    writers: list[int], path: Path
) -> None:
    assert len(writers) == PROCESSES
    with open_log(path) as log:
        everything = list(log.read())
        counted = [
            json.loads(recorded.data)["value"] for recorded in everything if recorded.type == "counted"
        ]
        assert [recorded.position for recorded in everything] == [*range(1, PROCESSES * ROUNDS * 4 + 1)]
        assert counted == [*range(1, PROCESSES * ROUNDS + 1)]
        assert log.verify().position == len(everything)
        for number in range(PROCESSES):
            mine = list(log.read(Query((QueryItem(tags=frozenset({f"writer{number}"})),))))
            assert [recorded.id for recorded in mine] == [
                f"writer{number}-{turn}-{k}" for turn in range(ROUNDS) for k in range(3)
            ]
            batches = [mine[first].position for first in range(0, len(mine), 3)]
            assert [recorded.position for recorded in mine] == [at + k for at in batches for k in range(3)]


@pytest.mark.parametrize("contended", [False, True], ids=["each its own", "all want the same"])
def test_conditional_appends_of_many_processes_are_there_once_in_order_for_who_follows_and_fairly_won(
    tmp_path: Path, *, contended: bool
) -> None:
    result = measured(Run(path=tmp_path / "log.db", processes=6, appends=40, contended=contended))
    assert result.faults == []
    assert sum(result.won) > 0
    assert min(result.won) * 4 >= max(result.won)
    assert result.reads


def test_threads_may_share_one_open_log(log: EventLog) -> None:
    def write(me: int) -> None:
        for number in range(50):
            log.append([Event(id=f"{me}-{number}", type="noted", data=b"{}")])
            counts.append(sum(1 for _ in log.read()))

    counts: list[int] = []
    threads = [threading.Thread(target=write, args=(me,)) for me in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert log.head() == log.verify().position == 200
    assert len(counts) == 200
    assert max(counts) == 200


Meanwhile = Callable[[str, Callable[[], object]], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Return a function that lets something happen just before a log first runs a statement."""

    def run(statement: str, happens: Callable[[], object]) -> None:
        rows, pending = Database.rows, [happens]

        def interrupted(self: Database, name: str, **parameters: object) -> object:
            if name == statement and pending:
                pending.pop()()
            return rows(self, name, **parameters)

        monkeypatch.setattr(Database, "rows", interrupted)

    return run


def test_the_first_event_may_be_appended_while_an_empty_log_is_looked_at(
    log: EventLog, path: Path, meanwhile: Meanwhile
) -> None:
    event = Event(id="a", type="noted", data=b"{}", tags=("t",))
    with open_log(path) as other:
        meanwhile("tags_or_types", lambda: other.append([event]))
        assert log.head() == 1


def test_an_event_may_be_erased_while_the_log_is_verified(
    log: EventLog, path: Path, meanwhile: Meanwhile
) -> None:
    log.append([Event(id=name, type="noted", data=b"{}", tags=("t",)) for name in "abc"])
    with open_log(path) as other:
        meanwhile("between", lambda: other.erase([2], why="court order 12/2025"))
        assert log.verify().position == 3
    assert log.verify().position == 4
