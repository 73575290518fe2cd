"""Test the contract of `follow`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from eventlog import EventLog, open_log
from eventlog.testing.fixtures import StoreContract, event, ids, tagged


class WhileWaiting:
    """Be a `stop` that never stops, and appends an event at certain calls of the follower."""

    def __init__(self, log: EventLog, numbers: Iterable[int], *, at_calls: Iterable[int]) -> None:
        self.log = log
        self.planned = dict(zip(at_calls, numbers, strict=True))
        self.calls = 0

    def __call__(self) -> bool:
        """Append what is planned for this call, and return False."""
        self.calls += 1
        if self.calls in self.planned:
            self.log.append([event(f"later {self.planned[self.calls]}")])
        return False


class FollowContract(StoreContract):
    """Test following."""

    def test_following_gives_first_what_is_there_then_what_lands(self, log: EventLog) -> None:
        log.append([event("a"), event("b")])
        followed = []
        for recorded in log.follow(timeout=0.05):
            followed.append(recorded.id)
            if len(followed) in (2, 3):
                log.append([event(f"later {len(followed)}")])
        assert followed == ["a", "b", "later 2", "later 3"]

    def test_following_sees_what_another_connection_appends(self, log: EventLog, url: str) -> None:
        with open_log(url) as other:
            following = log.follow(timeout=5)
            log.append([event("a")])
            assert next(following).id == "a"
            other.append([event("b")])
            assert next(following).id == "b"

    def test_following_keeps_to_its_query_and_begins_after_its_position(self, log: EventLog) -> None:
        log.append([event("a", "noted", "x"), event("b"), event("c", "noted", "x")])
        following = log.follow(tagged("x"), 1, timeout=0.05)
        assert next(following).id == "c"
        log.append([event("d"), event("e", "noted", "x")])
        assert ids(following) == ["e"]

    def test_following_from_beyond_the_head_waits_for_that_position(self, log: EventLog) -> None:
        log.append([event("a")])
        appending = WhileWaiting(log, [1, 2], at_calls=[3, 6])
        assert ids(log.follow(after=2, stop=appending, timeout=0.2)) == ["later 2"]

    def test_the_timeout_counts_from_the_last_event(self, log: EventLog) -> None:
        appending = WhileWaiting(log, range(10), at_calls=range(4, 44, 4))
        assert ids(log.follow(stop=appending, timeout=0.15)) == [f"later {number}" for number in range(10)]

    def test_following_ends_when_it_is_told_to_stop(self, log: EventLog) -> None:
        log.append([event("a"), event("b"), event("c")])
        followed: list[str] = []
        for recorded in log.follow(stop=lambda: len(followed) == 2):
            followed.extend([recorded.id])
        assert followed == ["a", "b"]
        assert ids(log.follow(stop=lambda: True)) == []

    def test_following_yields_each_event_once_over_many_appends(self, log: EventLog) -> None:
        following = log.follow(timeout=5)
        for number in range(50):
            log.append([event(f"n{number}"), event(f"m{number}")])
            assert ids(islice(following, 2)) == [f"n{number}", f"m{number}"]
