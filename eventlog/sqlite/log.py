"""Implement the protocol of a log over one SQLite file."""

from __future__ import annotations

import os
import re
import threading
from typing import TYPE_CHECKING, Self

from eventlog.api import ALL, Checkpoint
from eventlog.errors import InvalidArgument, LogClosed, LogMissing, NotALog, ReadOnlyLog
from eventlog.sqlite import reading
from eventlog.sqlite.database import Database, connect, connect_writer
from eventlog.sqlite.schema import check, make
from eventlog.words import are_fit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from types import TracebackType

    from eventlog.api import AppendCondition, Event, Query, Receipt, Recorded, Verified
    from eventlog.settings import Settings


class SqliteLog:
    """Keep an `EventLog` in one SQLite file: read over one connection, append over another."""

    def __init__(self, reader: Database, settings: Settings) -> None:
        self._reader = reader
        self._settings = settings
        self._writer: Database | None = None
        self._opening = threading.Lock()
        self._closed = False

    @classmethod
    def open(cls, url: str, settings: Settings) -> SqliteLog:
        """Open the log in a file, given by its path or its `sqlite:` URL; see `open_log`.

        Raises:
            InvalidArgument: if the URL names a host, or no file.
            NotALog, LogMissing, NewerSchema: if no log that this program can read is there.
        """
        path = _file_path(url)
        if settings.create:
            make(path, lock_timeout=settings.lock_timeout)
        if os.path.isdir(path):
            raise NotALog(path, "it is a directory")
        if not os.path.exists(path):
            raise LogMissing(path)
        reader = connect(path, read_only=settings.read_only, lock_timeout=settings.lock_timeout)
        try:
            check(reader)
        except BaseException:
            reader.close()
            raise
        return cls(reader, settings)

    def append(self, events: Iterable[Event], *, condition: AppendCondition | None = None) -> list[Receipt]:
        """Append the events and return their receipts; see `EventLog.append`."""
        from eventlog.sqlite.appending import append  # reading needs no hashlib

        writer = self._open_writer()
        upcasting = self._settings.upcasting

        def of_known_version() -> Iterator[Event]:
            for event in events:
                upcasting.refuse_newer(event)
                yield event

        return append(writer, of_known_version(), condition=condition, clock=self._settings.clock)

    def read(
        self,
        query: Query = ALL,
        *,
        after: int = 0,
        until: int | datetime | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> Iterator[Recorded]:
        """Return the matching events, lazily; see `EventLog.read`."""
        stored = reading.read(self._reader, query, after=after, until=until, limit=limit, backwards=backwards)
        return map(self._settings.upcasting.apply, stored)

    def get(self, id: str) -> Recorded | None:
        """Return the event with the id, or None if the log holds none."""
        row = self._reader.row("with_id", id=id) if are_fit((id,)) else None
        return None if row is None else self._settings.upcasting.apply(reading.recorded(row))

    def head(self) -> int:
        """Return the position of the last event; 0 for an empty log."""
        return reading.head(self._reader)

    def position_at(self, time: datetime) -> int:
        """Return the last position recorded at or before the instant; see `EventLog.position_at`."""
        return reading.position_at(self._reader, time)

    def follow(
        self,
        query: Query = ALL,
        after: int = 0,
        *,
        stop: Callable[[], bool] | None = None,
        timeout: float | None = None,
    ) -> Iterator[Recorded]:
        """Yield the matching events, then those still to come; see `EventLog.follow`."""
        from eventlog.sqlite.following import follow  # as in append

        stored = follow(self._reader, query, after=after, stop=stop or (lambda: False), timeout=timeout)
        return map(self._settings.upcasting.apply, stored)

    def verify(self, *, against: Checkpoint | None = None) -> Verified:
        """Recompute the whole log and return what was verified; see `EventLog.verify`."""
        from eventlog.sqlite.verifying import verify  # as in append

        return verify(self._reader, against=against)

    def checkpoint(self) -> Checkpoint:
        """Return the last position and its digest; 0 and zero bytes for an empty log."""
        row = self._reader.row("tip")
        return Checkpoint(0, bytes(32)) if row is None else Checkpoint(row[0], row[2])

    def close(self) -> None:
        """Release the file; closing again does nothing."""
        self._closed = True
        self._reader.close()
        if self._writer is not None:
            self._writer.close()

    def __enter__(self) -> Self:
        """Return the log itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the log."""
        self.close()

    def _open_writer(self) -> Database:
        if self._closed:
            raise LogClosed(self._reader.path)
        if self._settings.read_only:
            raise ReadOnlyLog(self._reader.path)
        with self._opening:
            if self._writer is None:
                self._writer = connect_writer(
                    self._reader.path,
                    durability=self._settings.durability,
                    lock_timeout=self._settings.lock_timeout,
                )
        return self._writer


def _file_path(url: str) -> str:
    """Return the absolute path of the file that a path or a `sqlite:` URL names."""
    path = url
    if scheme := re.match("sqlite://", url, re.IGNORECASE):
        if not url.startswith("/", scheme.end()):
            raise InvalidArgument(
                name="url", reason=f'"{url}" names a host: a file takes three slashes, sqlite:///path'
            )
        path = url[scheme.end() + 1 :]
    # SQLite takes ":memory:" and its like for databases that nobody else could open.
    if not path or path.startswith(":"):
        raise InvalidArgument(
            name="url", reason=f'"{path}" is no file: a log is kept in a file, give its path'
        )
    return os.path.abspath(path)
