"""Implement the protocol of a log over one SQLite file."""

from __future__ import annotations

import os
import re
import threading
import weakref
from typing import TYPE_CHECKING, Self

from eventlog.api import ALL, FORM, Checkpoint, Verified
from eventlog.errors import InvalidArgument, LogClosed, OlderForm, ReadOnlyLog
from eventlog.sqlite import files, reading
from eventlog.sqlite.files import look, opened
from eventlog.sqlite.mounts import network_type
from eventlog.sqlite.opening import close, open_reader, open_writer
from eventlog.sqlite.schema import check, make
from eventlog.words import are_fit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from types import TracebackType

    from eventlog.api import AppendCondition, Event, Query, Receipt, Recorded, Salvaged
    from eventlog.settings import Settings
    from eventlog.sqlite.database import Database


class SqliteLog:
    """Keep an `EventLog` in one SQLite file: read over one connection, append over another."""

    def __init__(self, reader: Database, settings: Settings) -> None:
        self._reader = reader
        self._settings = settings
        self._writer: Database | None = None
        self._opening = threading.Lock()
        self._closed = False
        self._key = opened(reader.path)
        # Also where nobody closes it, the log is left whole, and at the latest when the process ends.
        self._finalizer = weakref.finalize(self, close, reader, None, self._key)

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
        return cls(open_reader(path, lock_timeout=settings.lock_timeout), settings)

    def append(self, events: Iterable[Event], *, condition: AppendCondition | None = None) -> list[Receipt]:
        """Append the events and return their receipts; see `EventLog.append`."""
        from eventlog.sqlite.appending import (
            append,
        )  # what only writing needs is loaded when something is written

        writer = self._open_writer()
        upcasting = self._settings.upcasting

        def of_known_version() -> Iterator[Event]:
            for event in events:
                upcasting.refuse_newer(event)
                yield event

        return append(writer, of_known_version(), condition=condition, clock=self._settings.clock)

    def erase(
        self,
        positions: Iterable[int],
        *,
        parts: Iterable[str] = ("data",),
        why: str,
        by: str | None = None,
    ) -> Receipt:
        """Erase parts of events and return the receipt of the event that says so; see `EventLog.erase`."""
        from eventlog.sqlite.erasing import erase

        writer = self._open_writer()
        return erase(writer, positions, parts=parts, why=why, by=by, clock=self._settings.clock)

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
        found = reading.with_ids(self._reader, [id]) if are_fit((id,)) else []
        return self._settings.upcasting.apply(found[0]) if found else None

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

    def verify(self, *, against: Checkpoint | None = None, quick: bool = False) -> Verified:
        """Recompute the log, or what follows a checkpoint; see `EventLog.verify`."""
        from eventlog.sqlite.verifying import verify, verify_after  # as in append

        return verify_after(self._reader, against) if quick else verify(self._reader, against=against)

    def checkpoint(self) -> Checkpoint:
        """Return the last position and its digest; 0 and zero bytes for an empty log."""
        last = reading.tip(self._reader)
        return Checkpoint(last.position, last.digest, form=self._reader.form)

    def check(self, checkpoint: Checkpoint) -> None:
        """Check that the log holds the checkpoint; see `EventLog.check`."""
        from eventlog.sqlite.verifying import check_checkpoint

        check_checkpoint(self._reader, checkpoint)

    def backup(self, path: str, *, replace: bool = True) -> Verified:
        """Copy the log into a file and return what was verified of the copy; see `EventLog.backup`."""
        from eventlog.sqlite.copying import copy

        return copy(self._reader, path, replace=replace)

    def upgrade(self) -> Verified:
        """Bring a log of form 1 to form 2, and return what was verified of it; see `upgrade_log`."""
        from eventlog.sqlite.upgrading import upgrade

        verified = upgrade(self._open_writer(any_form=True), self._settings.clock)
        self._reader.form = FORM
        return verified

    def close(self) -> None:
        """Release the file; closing again does nothing."""
        self._closed = True
        self._finalizer()

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

    def _open_writer(self, *, any_form: bool = False) -> Database:
        if self._closed:
            raise LogClosed(self._reader.path)
        if self._settings.read_only:
            raise ReadOnlyLog(self._reader.path)
        with self._opening:
            if self._writer is None:
                self._writer = open_writer(
                    self._reader.path,
                    durability=self._settings.durability,
                    lock_timeout=self._settings.lock_timeout,
                )
                self._finalizer.detach()
                self._finalizer = weakref.finalize(self, close, self._reader, self._writer, self._key)
            if self._writer.form != FORM:
                check(self._writer)  # another process may have upgraded it since
        if self._writer.form != FORM and not any_form:
            raise OlderForm(self._reader.path, self._writer.form, FORM)
        return self._writer


def salvage(path: str, target: str, *, lock_timeout: float) -> Salvaged:
    """Write the intact events of the log at the path into a new log; see `eventlog.salvage_log`."""
    from eventlog.sqlite.salvaging import salvage

    return salvage(_linked(path), target, lock_timeout=lock_timeout)


def refuse_remains(path: str) -> None:
    """Refuse a path beside which another log has left something; see `eventlog.refuse_remains`."""
    files.refuse_remains(path)


def is_whole(path: str) -> bool:
    """Return whether the file by itself is the whole log; see `eventlog.is_whole`."""
    found = look(os.path.abspath(path))
    return found is not None and found.is_log and not found.in_wal_mode


def network_file_system(path: str) -> str | None:
    """Return the type of the network file system of a path; see `eventlog.network_file_system`."""
    return None if "://" in path else network_type(_linked(os.path.abspath(path)))


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
    try:
        named = os.fsencode(path)
    except UnicodeEncodeError:
        named = b"\0"
    if b"\0" in named:
        reason = f"{path!r} can name no file: a path holds no null character and no half character"
        raise InvalidArgument(name="url", reason=reason)
    return _linked(os.path.abspath(path))


def _linked(path: str) -> str:
    """Return where a symbolic link leads: what belongs to a file lies beside it, not beside the link."""
    return os.path.realpath(path) if os.path.islink(path) and os.path.exists(path) else path
