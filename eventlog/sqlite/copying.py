"""Copy a log into another file, whole and verified, while others go on reading and appending."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from eventlog.api import Checkpoint
from eventlog.errors import InvalidArgument, LogDamaged, Occupied, StorageFailed
from eventlog.sqlite.faults import system_fault, translated
from eventlog.sqlite.files import refuse_remains
from eventlog.sqlite.opening import open_reader
from eventlog.sqlite.reading import head
from eventlog.sqlite.rows import link_at
from eventlog.sqlite.schema import read_meta
from eventlog.sqlite.verifying import check_checkpoint, verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventlog.api import Verified
    from eventlog.sqlite.database import Database

PAGES = 1_000  # copied at a time; in between others get their turn


def copy(database: Database, path: str, *, replace: bool) -> Verified:
    """Copy the log to the path and return what was verified of the copy; see `EventLog.backup`.

    It is made beside the path under another name, and gets its own when it is whole and on the disk.
    """
    folder, name = place_of(path)
    if os.path.lexists(path):
        _refuse_other(database, path, replace=replace)
        path = os.path.realpath(path)  # what a link leads to is replaced, not the link
        folder, name = os.path.split(path)
    with folder_beside(path, folder, name) as beside:
        made = os.path.join(beside, name)
        with translated(path, database.lock_timeout):
            _copy_pages(database, made)
        copied = open_reader(made, lock_timeout=database.lock_timeout)
        try:
            verified = verify(copied, against=None)
        finally:
            copied.close()
        put(made, path, replace=replace)
    return verified


def place_of(path: str) -> tuple[str, str]:
    """Return the folder and the name of a file that is to be made.

    Raises:
        InvalidArgument: if the path names none.
        StorageFailed: if there is no such folder.
        LeftBehind: if what another log has left there would be taken for a part of it.
    """
    if not path:
        raise InvalidArgument(name="path", reason='"" is no file: give its path')
    folder, name = os.path.split(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise StorageFailed(path, "there is no such folder")
    if not os.path.lexists(path):
        refuse_remains(path)
    return folder, name


@contextmanager
def folder_beside(path: str, folder: str, name: str) -> Iterator[str]:
    """Make a folder for what is made beside a path, and remove it again.

    Raises:
        StorageFailed: if there can be none; it names the path, since nobody has heard of the folder.
    """
    try:
        made = tempfile.TemporaryDirectory(prefix=f".{name}.", dir=folder)
    except OSError as err:
        raise system_fault(path, err) from err
    with made as beside:
        yield beside


def _refuse_other(database: Database, path: str, *, replace: bool) -> None:
    """Refuse to write over anything but an earlier copy of the same log.

    Raises:
        NotALog: if there is something else.
        Occupied: if there is the log itself, another one, a damaged one or one that holds more, or anything
            where nothing is to be replaced.
    """
    if not replace:
        raise Occupied(path, "is there already")
    if not os.path.exists(path):
        raise Occupied(path, "is a link that leads nowhere")
    if os.path.samefile(path, database.path):
        raise Occupied(path, "is the log itself")
    try:
        former = open_reader(path, lock_timeout=database.lock_timeout)
        try:
            position, earlier = head(former), _is_earlier(former, database)
        finally:
            former.close()
    except LogDamaged as err:
        raise Occupied(path, f"is a damaged log ({err.reason})") from err
    if earlier is None:
        raise Occupied(path, "is another log")
    if not earlier:
        raise Occupied(path, f"holds what the log does not, up to position {position}")


def _is_earlier(former: Database, database: Database) -> bool | None:
    """Return whether a log is an earlier state of another, or the same; None if it is not that log at all."""
    own, position = read_meta(database), head(former)
    if former.form == 1 and "upgraded" in own:  # it was copied before the upgrade, which gave the log its id
        try:
            check_checkpoint(database, Checkpoint(position, link_at(former, position).digest, form=1))
        except (LogDamaged, InvalidArgument):
            return None
        return True
    if own.get("log") != read_meta(former).get("log"):
        return None
    return position <= head(database) and link_at(former, position) == link_at(database, position)


def _copy_pages(database: Database, made: str) -> None:
    target = sqlite3.connect(made, isolation_level=None)
    try:
        database.connection.backup(target, pages=PAGES)
        # Pages are copied as they are: the header may say that the file has a -wal.
        target.execute("PRAGMA journal_mode = DELETE")
    finally:
        target.close()


def put(made: str, path: str, *, replace: bool) -> None:
    """Give a file that is whole its name, once it is on the disk."""
    try:
        handle = os.open(made, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
        if replace:
            os.replace(made, path)
        else:
            os.link(made, path)
            with suppress(FileNotFoundError):  # whoever opens the log for writing may take it away too
                os.unlink(made)
    except OSError as err:
        raise system_fault(path, err) from err
