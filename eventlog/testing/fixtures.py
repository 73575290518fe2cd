"""Give the tests of the contract what they start from: an empty log, and a clock that they set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import attrs
import pytest

from eventlog import Event, EventLog, Query, QueryItem, Receipt, Recorded, open_log

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NOON = datetime(2024, 2, 29, 12, tzinfo=UTC)


@attrs.define
class Clock:
    """Give the time that it is set to; go on by `step` at every call."""

    now: datetime = NOON
    step: timedelta = timedelta(seconds=1)

    def __call__(self) -> datetime:
        """Return the time, then go on."""
        now, self.now = self.now, self.now + self.step
        return now


class StoreContract:
    """Give the fixtures that all parts of the contract share."""

    @pytest.fixture
    def url(self) -> str:
        """Return the URL of a place without a log. The test class of a store gives its own."""
        raise NotImplementedError

    @pytest.fixture
    def clock(self) -> Clock:
        """Return the clock of the fixture `log`."""
        return Clock()

    @pytest.fixture
    def log(self, url: str, clock: Clock) -> Iterator[EventLog]:
        """Yield an empty log."""
        with open_log(url, create=True, clock=clock) as log:
            yield log


def event(
    id: str,
    type: str = "noted",
    *tags: str,
    data: bytes = b"{}",
    version: int = 1,
    by: str | None = None,
) -> Event:
    """Return an event; a test names only what it is about."""
    return Event(id=id, type=type, data=data, version=version, tags=tags, by=by)


def tagged(*tags: str) -> Query:
    """Return the query for events that have all of the tags."""
    return Query((QueryItem(tags=frozenset(tags)),))


def typed(*types: str) -> Query:
    """Return the query for events of any of the types."""
    return Query((QueryItem(types=frozenset(types)),))


def ids(events: Iterable[Event | Recorded | Receipt]) -> list[str]:
    """Return the ids, in the order given."""
    return [entry.id for entry in events]
