"""Following: what the log holds, then what lands in it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from eventlog.sqlite.reading import head, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from eventlog.api import Query, Recorded
    from eventlog.sqlite.database import Database

POLL = 0.02  # seconds between two looks at the file: one PRAGMA, some microseconds each


def follow(
    database: Database,
    query: Query,
    *,
    after: int,
    stop: Callable[[], bool],
    timeout: float | None,
) -> Iterator[Recorded]:
    """Yield what EventLog.follow yields, as stored.

    SQLite has no way to wake a reader in another process; its data_version changes with every commit of any
    other connection, and asking for it reads nothing else. Time is counted in polls, not read off a clock.
    """
    idle = 0.0
    while not stop():
        version = database.rows("data_version")
        end = head(database)
        for recorded in read(database, query, after=after, until=end, limit=None, backwards=False):
            yield recorded
            idle = 0.0
            if stop():
                return
        after = max(after, end)
        while database.rows("data_version") == version:
            if stop() or (timeout is not None and idle >= timeout):
                return
            time.sleep(POLL)
            idle += POLL
