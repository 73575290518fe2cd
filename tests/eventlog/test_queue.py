"""Writers of one log append in the order in which they came; who stopped waiting holds up nobody for good."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from eventlog import ALL, AppendCondition, ConditionFailed, Event, EventLog, LogBusy, open_log
from eventlog.sqlite import queue
from eventlog.sqlite.queue import Queue

pytestmark = pytest.mark.skipif(not queue.SUPPORTED, reason="the system knows no such lock")
LONG = 60.0


def noted(name: str) -> Event:
    return Event(id=name, type="noted", data=b"{}")


@pytest.fixture
def first(log: EventLog, path: Path) -> Iterator[Queue]:
    """Yield a place in the queue of a log that is open for writing."""
    log.append([noted("first")])
    queue = Queue(str(path))
    yield queue
    queue.close()


@contextmanager
def held(queue: Queue) -> Iterator[None]:
    """Have the place until the end."""
    queue.enter(LONG)
    yield
    queue.leave(done=True)


def appending(log: EventLog, *events: Event) -> threading.Thread:
    """Return a thread that appends, once it waits or is done."""
    thread = threading.Thread(target=log.append, args=(events,))
    thread.start()
    thread.join(timeout=0.2)
    return thread


def test_who_comes_later_waits_for_who_came_before(first: Queue, log: EventLog) -> None:
    with held(first):
        thread = appending(log, noted("later"))
        assert thread.is_alive()
        assert log.head() == 1
    thread.join()
    assert log.head() == 2


def test_writers_append_in_the_order_in_which_they_came(first: Queue, path: Path) -> None:
    logs = [open_log(path) for _ in range(4)]
    with held(first):
        threads = [appending(log, noted(f"{number}")) for number, log in enumerate(logs)]
    for thread in threads:
        thread.join()
    assert [recorded.id for recorded in logs[0].read(after=1)] == ["0", "1", "2", "3"]
    for log in logs:
        log.close()


def test_whose_append_is_refused_comes_before_those_who_came_since(
    first: Queue, log: EventLog, path: Path
) -> None:
    with pytest.raises(ConditionFailed):
        log.append([noted("a")], condition=AppendCondition(ALL, after=0))
    with open_log(path) as other:
        with held(first):
            thread = appending(other, noted("b"))
            assert not appending(log, noted("a")).is_alive()
        thread.join()
        assert [recorded.id for recorded in other.read(after=1)] == ["a", "b"]


def test_a_place_that_is_old_holds_up_nobody(
    first: Queue, log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PATIENCE", 1_000)
    with held(first):
        assert log.append([noted("later")])[0].position == 2


def test_who_waited_as_long_as_it_may_appends_if_the_log_is_free(first: Queue, path: Path) -> None:
    with open_log(path, lock_timeout=0.01) as hurried, held(first):
        assert hurried.append([noted("later")])[0].position == 2


@pytest.mark.usefixtures("first")
def test_where_the_log_is_not_free_in_that_time_it_is_told_as_busy(log: EventLog, path: Path) -> None:
    began, go_on = threading.Event(), threading.Event()

    def slowly() -> Iterator[Event]:
        yield from (noted(f"{number}") for number in range(1_000))
        began.set()
        go_on.wait(timeout=20)

    thread = threading.Thread(target=log.append, args=(slowly(),))
    thread.start()
    assert began.wait(timeout=20)
    with open_log(path, lock_timeout=0.05) as hurried, pytest.raises(LogBusy):
        hurried.append([noted("later")])
    go_on.set()
    thread.join()


HOLDER = """
import sys, time
from eventlog.sqlite.queue import Queue

Queue(sys.argv[1]).enter(60)
print("waiting", flush=True)
time.sleep(60)
"""


@pytest.mark.usefixtures("first")
def test_the_place_of_a_process_ends_with_it(
    log: EventLog,
    path: Path,
    child_environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queue, "PATIENCE", 60_000_000)
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True, env=child_environment
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    thread = appending(log, noted("later"))
    assert thread.is_alive()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    thread.join(timeout=20)
    assert log.head() == 2


@pytest.mark.usefixtures("first")
def test_it_leaves_no_file(log: EventLog, path: Path) -> None:
    log.append([noted("a")])
    log.close()
    assert list(path.parent.iterdir()) == [path]


def test_a_log_whose_disk_knows_no_such_lock_is_appended_to_all_the_same(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(queue.fcntl, "fcntl", unknown)
    assert log.append([noted("a")])[0].position == 1
