"""Test the contract of opening and closing."""

from __future__ import annotations

import pytest

from eventlog import EventLog, LogClosed, LogMissing, ReadOnlyLog, open_log
from eventlog.testing.fixtures import StoreContract, event, ids


class OpenContract(StoreContract):
    """Test opening and closing."""

    def test_what_was_appended_is_there_when_the_log_is_opened_again(self, url: str) -> None:
        with open_log(url, create=True) as log:
            log.append([event("a"), event("b")])
            line = str(log.checkpoint())
        with open_log(url) as log:
            assert ids(log.read()) == ["a", "b"]
            assert str(log.checkpoint()) == line
            assert log.append([event("c")])[0].position == 3
            assert log.verify().position == 3

    def test_making_a_log_where_one_is_opens_it_as_it_is(self, log: EventLog, url: str) -> None:
        log.append([event("a")])
        with open_log(url, create=True) as again:
            assert ids(again.read()) == ["a"]

    def test_a_log_that_is_not_there_is_not_made_unasked(self, url: str) -> None:
        for _ in range(2):
            with pytest.raises(LogMissing):
                open_log(url)

    def test_a_log_opened_for_reading_reads_and_refuses_appends(self, log: EventLog, url: str) -> None:
        log.append([event("a")])
        with open_log(url, read_only=True) as reading:
            assert ids(reading.read()) == ["a"]
            with pytest.raises(ReadOnlyLog):
                reading.append([event("b")])
            log.append([event("c")])
            assert ids(reading.read()) == ["a", "c"]
            assert reading.verify().position == 2

    def test_a_closed_log_says_so_and_may_be_closed_again(self, url: str) -> None:
        log = open_log(url, create=True)
        log.append([event("a")])
        log.close()
        log.close()
        for use in (log.head, log.verify, lambda: log.get("a"), lambda: log.append([event("b")]), log.read):
            with pytest.raises(LogClosed):
                use()

    def test_two_open_logs_of_one_place_see_each_other(self, log: EventLog, url: str) -> None:
        with open_log(url) as other:
            log.append([event("a")])
            other.append([event("b")])
            log.append([event("c")])
            assert ids(log.read()) == ids(other.read()) == ["a", "b", "c"]
