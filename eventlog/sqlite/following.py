"""Follow a log: yield the events it holds, then those that any process appends."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from eventlog.sqlite.reading import head, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from eventlog.api import Query, Recorded
    from eventlog.sqlite.database import Database

POLL = 0.02  # seconds between two polls of the file: one PRAGMA, a few microseconds


def follow(
    database: Database,
    query: Query,
    *,
    after: int,
    stop: Callable[[], bool],
    timeout: float | None,
) -> Iterator[Recorded]:
    """Yield what `EventLog.follow` yields, each event in the version it is stored in.

    SQLite cannot wake a reader in another process. But its data_version changes with every commit of another
    connection, and reading it reads nothing else. The timeout is counted in polls, not read off a clock.
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
