"""Connect to the file of a log, and wait for the locks of other connections."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from eventlog.api import FORM
from eventlog.errors import InvalidArgument, StorageFailed
from eventlog.sqlite.faults import is_busy, is_unopenable, translated
from eventlog.sqlite.queue import Queue
from eventlog.sqlite.statements import STATEMENTS
from eventlog.sqlite.turns import turn
from eventlog.sqlite.wal import cut_to_acknowledged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

Row = tuple[Any, ...]

ATTEMPT_MS = 5  # how long SQLite itself waits for the lock in one attempt
LONGEST_PAUSE = 0.01


class Database:
    """Run statements by name over one connection, with the log's own errors. Any thread may use it.

    `form` is the stored form whose statements are run; who opens a log sets it. `still` is what the system
    said of the file when it was opened as one that does not change; None where changes are seen.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: str,
        lock_timeout: float,
        *,
        still: tuple[int, ...] | None = None,
    ) -> None:
        self.connection = connection
        self.path = path
        self.lock_timeout = lock_timeout
        self.still = still
        self.indexes_checked = False
        self.form = FORM
        self._lock = threading.RLock()
        self._queue = Queue(path)

    def rows(self, name: str, **parameters: object) -> list[Row]:
        """Return all rows of the statement at once: a cursor left open would hold up other connections."""
        with self._lock, translated(self.path, self.lock_timeout):
            if self.still is not None and self.still != state_of(self.path):
                self._open_again()
            try:
                return self.connection.execute(STATEMENTS[self.form][name], parameters).fetchall()
            except sqlite3.OperationalError as err:
                if self.form == FORM or "no such" not in str(err):
                    raise
                self.form = FORM  # another process has upgraded the log
                return self.connection.execute(STATEMENTS[self.form][name], parameters).fetchall()

    def row(self, name: str, **parameters: object) -> Row | None:
        """Return the first row of the statement, or None."""
        return next(iter(self.rows(name, **parameters)), None)

    def write(self, name: str, rows: Sequence[Mapping[str, object]]) -> int:
        """Run the statement for each row, inside the transaction of `writing`; return how many it changed."""
        with translated(self.path, self.lock_timeout):
            return self.connection.executemany(STATEMENTS[self.form][name], rows).rowcount

    def _open_again(self) -> None:
        """Connect anew: the file that did not change has changed, or another one has taken its place."""
        with turn(self.path, alone=False, seconds=self.lock_timeout):
            fresh = connect(self.path, lock_timeout=self.lock_timeout)
        self.connection.close()
        self.connection, self.still = fresh.connection, fresh.still
        self.indexes_checked = False

    def note_head(self, position: int) -> None:
        """Write the last position into the file's header too, inside the transaction of `writing`."""
        with translated(self.path, self.lock_timeout):
            self.connection.execute(f"PRAGMA user_version = {position % 2**31}")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the file's write lock; commit at the end, or roll back if anything is raised.

        BEGIN IMMEDIATE takes the lock at once, so writers queue up and each reads the head that it appends
        to. A deferred transaction that reads first fails as soon as another connection has appended, however
        long it waits.

        Raises:
            InvalidArgument: if a transaction is open already.
            LogBusy: if other connections held the lock for the whole lock timeout.
        """
        with self._lock:
            if self.connection.in_transaction:
                raise InvalidArgument(
                    name="events", reason="they append to the log they go to: draw them up beforehand"
                )
            waited = self._queue.enter(self.lock_timeout)
            done = False
            try:
                with translated(self.path, self.lock_timeout):
                    left = self.lock_timeout - waited
                    retry_while_busy(lambda: self.connection.execute("BEGIN IMMEDIATE"), left)
                yield
                with translated(self.path, self.lock_timeout):
                    self.connection.execute("COMMIT")
                done = True
            except StorageFailed:
                self._roll_back()
                self._forget_failed_commit()
                raise
            finally:
                self._roll_back()
                self._queue.leave(done=done)

    def _roll_back(self) -> None:
        if self.connection.in_transaction:  # SQLite has undone it itself where the disk was full
            self.connection.execute("ROLLBACK")

    def _forget_failed_commit(self) -> None:
        """Take what a failed commit left in the `-wal` out of it, as far as the disk lets that be done.

        SQLite passes over it, and writes over it at the next commit; but it would take it for committed if
        every process ended before that.
        """
        with suppress(sqlite3.Error, OSError):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                cut_to_acknowledged(self.path)
            finally:
                self.connection.execute("ROLLBACK")

    def empty_side_file(self) -> None:
        """Move what the `-wal` holds into the file, and empty it, unless readers still need it."""
        with self._lock, translated(self.path, self.lock_timeout):
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def in_wal_mode(self) -> bool:
        """Return whether what is appended goes to a `-wal` first."""
        return self.rows("journal_mode") == [("wal",)]

    def leave_wal(self) -> bool:
        """Go back to rollback mode, in which the file alone is the whole log; return whether it was done.

        It is not while another connection has the file open in WAL mode.
        """
        with self._lock:
            try:
                mode = self.connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            except sqlite3.Error:
                return False
            return bool(mode == ("delete",))

    def close(self) -> None:
        """Close the connection; closing again does nothing."""
        with self._lock:
            self.connection.close()
            self._queue.close()


def retry_while_busy(attempt: Callable[[], object], seconds: float) -> None:
    """Repeat the attempt while another connection holds the lock, for about that many seconds.

    SQLite's own waiting backs off in fixed steps, so of several writers the one that waits longest tries
    least often and may starve. Short attempts with random pauses give every writer the same chance. The time
    is the sum of the pauses, not read off a clock, so that the waiting ends in a test that stops the clock.

    Raises:
        sqlite3.OperationalError: the last attempt's, if it is about the lock; any other at once.
    """
    waited = 0.0
    while True:
        try:
            attempt()
        except sqlite3.OperationalError as err:
            if not is_busy(err) or waited >= seconds:
                raise
        else:
            return
        import random  # slow to load, and seldom needed

        pause = random.uniform(0.001, LONGEST_PAUSE)
        time.sleep(pause)
        waited += pause + ATTEMPT_MS / 1000


def connect(path: str, *, lock_timeout: float, still: bool = False) -> Database:
    """Return a connection for reading a file that exists.

    In WAL mode a reader needs files beside the database. Where there are none, and none can be made since the
    directory is read-only, nobody is writing: the database is then read as one that does not change, until
    the system says that it has.

    Args:
        path: the file.
        lock_timeout: seconds to wait for the lock of other connections.
        still: whether to read it so in any case.

    Raises:
        StorageFailed: if the file cannot be read, or not without writing beside it.
    """
    state = state_of(path)
    with translated(path, lock_timeout):
        if still:
            return Database(_connect_still(path, lock_timeout), path, lock_timeout, still=state)
        try:
            _roll_back(path, lock_timeout)
            return Database(_connect_reader(path, "mode=ro", lock_timeout), path, lock_timeout)
        except sqlite3.OperationalError as err:
            if not is_unopenable(err):
                raise
            obstacle = _obstacle(path)
            if obstacle is not None:
                raise StorageFailed(path, obstacle) from err
            return Database(_connect_still(path, lock_timeout), path, lock_timeout, still=state)


def _connect_still(path: str, lock_timeout: float) -> sqlite3.Connection:
    return _connect_reader(path, "mode=ro&immutable=1", lock_timeout)


def _roll_back(path: str, lock_timeout: float) -> None:
    """Undo what a process left half-written that died; who may only read cannot, and need not if it lives."""
    if os.path.exists(f"{path}-journal") and os.access(path, os.W_OK):
        _connect_reader(path, "mode=rw", lock_timeout).close()


def state_of(path: str) -> tuple[int, ...]:
    """Return what changes when anyone writes to the file or beside it."""
    state: list[int] = []
    for name in (path, f"{path}-wal"):
        try:
            found = os.stat(name)
        except OSError:
            state += (0, 0, 0)
        else:
            state += (found.st_ino, found.st_size, found.st_mtime_ns)
    return tuple(state)


def _connect_reader(path: str, options: str, lock_timeout: float) -> sqlite3.Connection:
    connection = _connect(path, options)
    try:
        connection.execute(f"PRAGMA busy_timeout = {int(lock_timeout * 1000)}")
        connection.execute("PRAGMA schema_version")  # only a statement opens the file
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _obstacle(path: str) -> str | None:
    """Return why the file cannot be read as one that does not change; None if it can."""
    try:
        os.close(os.open(path, os.O_RDONLY))
    except OSError as err:
        return f"it cannot be read, {str(err.strerror).lower()}"
    wal = f"{path}-wal"
    if os.path.exists(wal) and os.path.getsize(wal):
        return f'"{wal}" holds appends that cannot be read without writing beside it'
    return None


def connect_writer(
    path: str, *, durability: str, lock_timeout: float, page_size: int | None = None, wal: bool = True
) -> Database:
    """Return a connection for appending to a file that exists.

    Args:
        path: the file.
        durability: "full" or "normal"; see `open_log`.
        lock_timeout: seconds to wait for the lock of other connections.
        page_size: the size of a page in bytes; without effect unless the file is empty.
        wal: whether to go over to WAL mode, in which readers and the writer do not wait for one another.
    """
    with translated(path, lock_timeout):
        connection = _connect(path, "mode=rw")
        try:
            _prepare(connection, durability, lock_timeout, page_size)
            if wal:
                retry_while_busy(lambda: connection.execute("PRAGMA journal_mode = WAL"), lock_timeout)
                # What is left over from before would look like damage.
                connection.execute("PRAGMA journal_size_limit = 0")
        except BaseException:
            connection.close()
            raise
    return Database(connection, path, lock_timeout)


def wait_in_turn(writer: Database) -> None:
    """Let a connection that is prepared wait for the lock by short attempts, so that no writer starves."""
    writer.connection.execute(f"PRAGMA busy_timeout = {ATTEMPT_MS}")


def _prepare(
    connection: sqlite3.Connection, durability: str, lock_timeout: float, page_size: int | None
) -> None:
    # The file may be locked while another process changes its mode: SQLite itself waits for that.
    connection.execute(f"PRAGMA busy_timeout = {int(lock_timeout * 1000)}")
    connection.execute(f"PRAGMA synchronous = {durability}")
    connection.execute("PRAGMA recursive_triggers = ON")
    if page_size is not None:
        connection.execute(f"PRAGMA page_size = {page_size}")
    connection.execute("PRAGMA cache_size = -32768")  # 32 MiB: a long append keeps its indexes in memory


def _connect(path: str, options: str) -> sqlite3.Connection:
    escaped = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    # The log opens its transactions itself; its own lock, not the driver, keeps threads apart.
    return sqlite3.connect(
        f"file:{escaped}?{options}", uri=True, isolation_level=None, check_same_thread=False
    )
