"""Translate the errors of the SQLite driver into those of the log; nothing else does."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from eventlog.errors import (
    EventLogError,
    LogBusy,
    LogClosed,
    LogDamaged,
    NotALog,
    ReadOnlyLog,
    StorageFailed,
    StorageFull,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

PRIMARY = 0xFF  # an extended result code carries the primary one in its low byte

BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH})
# A limit on the size of a file, and some network disks, refuse a write without saying "full".
NO_ROOM = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
        sqlite3.SQLITE_IOERR_TRUNCATE,
    }
)
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says where there is no room; EFBIG where a file may not grow."""


def system_fault(path: str, err: OSError) -> StorageFailed:
    """Return the error of the log that one of the system means."""
    reason = str(err.strerror).lower()
    return StorageFull(path, reason) if err.errno in FULL else StorageFailed(path, reason)


@contextmanager
def translated(path: str, lock_timeout: float) -> Iterator[None]:
    """Raise each error of the driver in the block as the error of the log that it means."""
    try:
        yield
    except sqlite3.Error as err:
        raise _log_error(err, path, lock_timeout) from err
    except UnicodeDecodeError as err:  # the driver's own message quotes what the file holds
        raise LogDamaged(0, "a text of its schema is no UTF-8") from err


def is_busy(err: sqlite3.Error) -> bool:
    """Return whether the error says that another connection holds a lock."""
    return _code(err) & PRIMARY in BUSY


def is_unopenable(err: sqlite3.Error) -> bool:
    """Return whether the error may say that the files beside the database cannot be made."""
    return _code(err) & PRIMARY in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}


def _code(err: sqlite3.Error) -> int:
    return getattr(err, "sqlite_errorcode", 0)


def _log_error(err: sqlite3.Error, path: str, lock_timeout: float) -> EventLogError:
    code, reason = _code(err), str(err)
    primary = code & PRIMARY
    if primary in BUSY:
        return LogBusy(path, lock_timeout)
    if primary == sqlite3.SQLITE_READONLY:
        return ReadOnlyLog(path)
    if primary == sqlite3.SQLITE_NOTADB:
        return NotALog(path, "the file is no SQLite database")
    # The statements of the log are always the same: one that does not fit means that the tables were changed.
    if primary in DAMAGE or primary == sqlite3.SQLITE_ERROR or "decode to UTF-8" in reason:
        return LogDamaged(0, reason)
    if "closed database" in reason:
        return LogClosed(path)
    full = code in NO_ROOM
    return StorageFull(path, reason) if full else StorageFailed(path, reason)
