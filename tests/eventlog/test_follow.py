"""Following across processes; the rules of `follow` itself stand in the contract."""

import subprocess
import sys
import threading
from pathlib import Path

from freezegun import freeze_time

from eventlog import Event, EventLog

WRITER = """
import sys
from eventlog import Event, open_log

with open_log(sys.argv[1]) as log:
    for number in range(20):
        log.append([Event(id=f"n{number}", type="noted", data=b"{}")])
"""


def test_a_follower_sees_each_event_of_another_process_once_and_in_order(
    log: EventLog, path: Path, child_environment: dict[str, str]
) -> None:
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], env=child_environment)
    followed: list[str] = []
    for recorded in log.follow(stop=lambda: len(followed) == 20, timeout=20):
        followed.extend([recorded.id])
    assert process.wait() == 0
    assert followed == [f"n{number}" for number in range(20)]


def test_a_follower_in_one_thread_sees_what_another_appends_to_the_same_log(log: EventLog) -> None:
    followed: list[str] = []

    def follow() -> None:
        for recorded in log.follow(stop=lambda: len(followed) == 3, timeout=20):
            followed.extend([recorded.id])

    follower = threading.Thread(target=follow)
    follower.start()
    for name in ("a", "b", "c"):
        log.append([Event(id=name, type="noted", data=b"{}")])
    follower.join()
    assert followed == ["a", "b", "c"]


def test_a_timeout_ends_the_following_also_where_the_clock_stands_still(log: EventLog) -> None:
    with freeze_time("2024-02-29T12:00:00Z"):
        log.append([Event(id="a", type="noted", data=b"{}")])
        (recorded,) = log.follow(timeout=0.05)
    assert recorded.recorded_at.isoformat() == "2024-02-29T12:00:00+00:00"
