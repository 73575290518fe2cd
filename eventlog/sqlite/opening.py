"""Open the file of a log, having checked that what lies there is the whole of it."""

from __future__ import annotations

import errno
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from eventlog.errors import EventLogError, HardLinked, LogDamaged, ReadOnlyLog
from eventlog.sqlite import files
from eventlog.sqlite.database import Database, connect, connect_writer, wait_in_turn
from eventlog.sqlite.faults import system_fault
from eventlog.sqlite.mounts import is_read_only, network_type
from eventlog.sqlite.objects import check_objects
from eventlog.sqlite.reading import head, tip
from eventlog.sqlite.rows import link_at
from eventlog.sqlite.schema import check, read_meta
from eventlog.sqlite.turns import turn
from eventlog.sqlite.wal import check_wal

if TYPE_CHECKING:
    from eventlog.sqlite.files import Files

READ_ONLY = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def open_reader(path: str, *, lock_timeout: float) -> Database:
    """Return a connection for reading the log at the path.

    Raises:
        LogMissing, NotALog, NewerSchema: if no log that this program can read is there.
        LogDamaged: if the file was cut, or what belongs beside it is missing, cut, or another log's.
        StorageFailed: if it cannot be read.
    """
    _check_frames(path)
    for _ in range(files.TRIES):
        with turn(path, alone=False, seconds=lock_timeout):
            found = files.check_files(path)
            database = _opened(path, found, lock_timeout)
        if database is not None:
            break
        time.sleep(files.PAUSE)
    else:
        raise LogDamaged(0, files.NO_WAL)
    if found is not None and found.is_log and found.wal:
        try:
            _check_wal_is_its_own(database)
        except BaseException:
            database.close()
            raise
    return database


def _check_frames(path: str) -> None:
    """Check what the `-wal` holds, if one belongs to the file.

    For that time no turn is held, nor a connection: a writer that closes would have to leave the `-wal`,
    which would grow and be longer to check for the next one.
    """
    found = files.look(path)
    if found is not None and found.is_log and found.in_wal_mode and found.wal is not None:
        check_wal(path)


def _opened(path: str, found: Files | None, lock_timeout: float) -> Database | None:
    """Return a connection to a log; None where a part of it is missing, perhaps for a moment."""
    still = found is not None and found.is_log and found.without_wal
    database = connect(path, lock_timeout=lock_timeout, still=still)
    try:
        check(database)
        if still and database.form > 1 and not _is_whole(database):
            database.close()
            return None
    except BaseException:
        database.close()
        raise
    return database


def _is_whole(database: Database) -> bool:
    """Return whether a process that died while it changed the mode says that the file is whole."""
    last = tip(database)
    return files.is_noted_whole(database.path, last.position, last.digest)


def _check_wal_is_its_own(database: Database) -> None:
    """Check that the file by itself is an earlier state of the log, so that the `-wal` belongs to it.

    Another process may be moving the one into the other, so a difference counts only if it stays.
    """
    for last in [*[False] * (files.TRIES - 1), True]:
        try:
            bare = connect(database.path, lock_timeout=database.lock_timeout, still=True)
        except Exception:  # noqa: BLE001 - half moved, it may be anything: then it says nothing
            return
        try:
            fault = _difference(bare, database)
        except Exception:  # noqa: BLE001 - as above
            return
        finally:
            bare.close()
        if fault is None:
            return
        if last:
            raise LogDamaged(0, fault)
        time.sleep(files.PAUSE)


def _difference(bare: Database, whole: Database) -> str | None:
    check(bare)
    if bare.form == whole.form and read_meta(bare) != read_meta(whole):
        return "the -wal beside its file is another log's"
    position = head(bare)
    if position > head(whole) or (
        bare.form == whole.form and link_at(bare, position) != link_at(whole, position)
    ):
        return "the -wal beside its file is another log's, or an earlier one"
    return None


def open_writer(path: str, *, durability: str, lock_timeout: float) -> Database:
    """Return a connection for appending to the log, whose guards and indexes are as they were made.

    Raises:
        HardLinked: if the file has more than one name.
        LogDamaged: if it is damaged.
        StorageFailed, ReadOnlyLog, LogBusy: if it cannot be written now.
    """
    if is_read_only(path):
        raise ReadOnlyLog(path, "its disk is mounted read-only; copy it to one that can be written")
    wal = network_type(path) is None
    with turn(path, alone=True, seconds=lock_timeout):
        if files.kind_of(path).st_nlink > 1 and not files.forget_making(path):
            raise HardLinked(path, "it has another name, a hard link")
        if wal:
            _note_before_wal(path, lock_timeout)
        try:
            writer = connect_writer(path, durability=durability, lock_timeout=lock_timeout, wal=wal)
        except BaseException:
            _forget_note(path, lock_timeout)
            raise
        try:
            check(writer)  # to read it makes the -wal
            check_objects(writer)
            if wal:  # else the end of an append may have to wait for readers
                wait_in_turn(writer)
            else:
                writer.leave_wal()
        except BaseException:
            writer.close()
            raise
    return writer


def _forget_note(path: str, lock_timeout: float) -> None:
    """Take away what `_note_before_wal` said, where the file did not go over to WAL mode."""
    with suppress(Exception):
        database = connect(path, lock_timeout=lock_timeout)
        try:
            if database.connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                files.forget_whole(path)
        finally:
            database.close()


def _note_before_wal(path: str, lock_timeout: float) -> None:
    """Say that the file is whole before it goes over to WAL mode: its `-wal` is empty until an append.

    Raises:
        StorageFailed: if that cannot be said, so that it must not go over.
    """
    database = connect(path, lock_timeout=lock_timeout)
    try:
        check(database)
        if database.form > 1:
            last = tip(database)
            files.note_whole(path, last.position, last.digest)
    except EventLogError:
        raise
    except OSError as err:
        if err.errno not in READ_ONLY:  # else SQLite says so, in its own words
            raise system_fault(path, err) from err
    finally:
        database.close()


def empty_wal(writer: Database) -> None:
    """Move what the `-wal` holds into the file, and empty it: so that what was erased is in neither."""
    last = tip(writer)
    try:
        files.note_whole(writer.path, last.position, last.digest)
    except OSError as err:
        raise system_fault(writer.path, err) from err
    writer.empty_side_file()


def close(reader: Database, writer: Database | None, key: tuple[int, int]) -> None:
    """Close the connections to a log; the last writer leaves the file as one that is whole by itself.

    Where the disk does not let it, the `-wal` stays beside the file, and the next writer takes it in: what
    was appended is on the disk, so that closing never fails.
    """
    if writer is None:
        reader.close()
        files.closed(key)
        return
    with turn(writer.path, alone=True, seconds=writer.lock_timeout):
        if _is_noted(writer):
            reader.close()
            _leave_wal(writer)
            writer.close()
        else:
            # SQLite leaves the `-wal` where another connection uses it; one that only reads cannot remove it.
            _read(reader)
            writer.close()
            reader.close()
        files.closed(key)
        _finish(writer)


def _is_noted(writer: Database) -> bool:
    """Say beside the file how it will be when it is closed, and return whether that was possible."""
    try:
        if writer.form > 1 and writer.in_wal_mode():
            last = tip(writer)
            files.note_whole(writer.path, last.position, last.digest)
    except Exception:  # noqa: BLE001 - closing goes on, whatever the log and the disk are like
        return False
    return True


def _leave_wal(writer: Database) -> None:
    if writer.form > 1 and not writer.leave_wal():
        _is_noted(writer)  # others have it open: they may have appended since, and close it first


def _read(reader: Database) -> None:
    try:
        reader.rows("stored_last")
    except Exception:  # noqa: BLE001 - as above
        return


def _finish(writer: Database) -> None:
    """Leave WAL mode once more, where others hindered it and have closed the file since."""
    try:
        if writer.form > 1 and _lacks_wal(writer.path):
            seconds = writer.lock_timeout
            again = connect_writer(writer.path, durability="full", lock_timeout=seconds, wal=False)
            try:
                wait_in_turn(again)
                again.leave_wal()
            finally:
                again.close()
        if writer.form == 1 or not _lacks_wal(writer.path):
            files.forget_whole(writer.path, of_dead=True)
    except Exception:  # noqa: BLE001 - as above
        return


def _lacks_wal(path: str) -> bool:
    """Return whether the header says that there is a `-wal`, and there is none, or nothing in it."""
    found = files.look(path)
    return found is not None and found.is_log and found.in_wal_mode and not found.wal
