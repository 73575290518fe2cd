"""Open a log: choose its store by the scheme of its URL."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from eventlog.errors import InvalidArgument, LogDamaged, NotALog, UnknownStore
from eventlog.instants import utc_now
from eventlog.settings import Durability, Settings
from eventlog.upcasting import Upcasters, Upcasting

if TYPE_CHECKING:
    from datetime import datetime

    from eventlog.api import EventLog, Salvaged, Verified


def open_log(
    url: str | os.PathLike[str],
    *,
    create: bool = False,
    read_only: bool = False,
    clock: Callable[[], datetime] = utc_now,
    upcasters: Upcasters | None = None,
    versions: Mapping[str, int] | None = None,
    durability: Durability = "full",
    lock_timeout: float = 10.0,
) -> EventLog:
    """Open the log at a path or URL and return it.

    Args:
        url: a path, or `sqlite:///relative/path`, `sqlite:////absolute/path`.
        create: make an empty log if there is none; one that exists is opened as it is.
        read_only: refuse appends, and write nothing to the log.
        clock: gives the present instant, with an offset from UTC.
        upcasters: steps from one version of a type to the next, as `{("report", 1): function}`.
        versions: the present version of each type; where left out, the one its upcasters lead to.
        durability: "full": what was appended survives a power cut. "normal": it survives the end of the
            process, but a power cut may take the last appends; the log stays whole either way.
        lock_timeout: seconds to wait for the lock of other writers, about.

    Raises:
        InvalidArgument: if the settings contradict one another, or the URL is none of its store's.
        UnknownStore: if this build has no store for the URL's scheme.
        LogMissing: if there is no log, and none is to be made, or its directory does not exist.
        NotALog: if what is there is something else.
        NewerSchema: if it was made by a newer program.
        MissingUpcaster, UnusedUpcaster: if the upcasters do not fit the versions.
    """
    if create and read_only:
        raise InvalidArgument(
            name="read_only", reason="a log cannot be made without writing: leave out one of the two"
        )
    if durability not in ("full", "normal"):
        raise InvalidArgument(name="durability", reason=f'"{durability}" is neither "full" nor "normal"')
    settings = Settings(
        create=create,
        read_only=read_only,
        clock=clock,
        upcasting=Upcasting.complete(upcasters or {}, versions or {}),
        durability=durability,
        lock_timeout=lock_timeout,
    )
    text = os.fspath(url)
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*)://", text)
    store = "sqlite" if scheme is None else scheme[1].lower()  # a plain path is a file
    if store not in STORES:
        raise UnknownStore(text, tuple(STORES))
    return STORES[store](text, settings)


def _open_sqlite(url: str, settings: Settings) -> EventLog:
    from eventlog.sqlite.log import SqliteLog  # only the store that is asked for is loaded

    return SqliteLog.open(url, settings)


STORES: dict[str, Callable[[str, Settings], EventLog]] = {
    "sqlite": _open_sqlite,
}
"""What opens each store, by the scheme of its URLs, in lower case; each reads its URLs itself."""


def upgrade_log(url: str | os.PathLike[str], *, lock_timeout: float = 10.0) -> Verified:
    """Bring a log of an older stored form to the present one, and return what was verified of it.

    Others may read meanwhile, and see the log as it was until it is done; writers wait. Positions, ids,
    times, tags and payloads stay as they are, and the log keeps the last checkpoint of its older form. It is
    done wholly or not at all. A log of the present form stays as it is.

    Args:
        url: as for `open_log`.
        lock_timeout: seconds to wait for the lock of other writers, about.

    Raises:
        LogDamaged: if the log does not verify; it stays as it is.
        LogMissing, NotALog, NewerSchema, LogBusy, ReadOnlyLog, StorageFailed: as `open_log` and `append`.
    """
    log = open_log(url, lock_timeout=lock_timeout)
    with log:
        return log.upgrade()


def restore_log(
    backup: str | os.PathLike[str], path: str | os.PathLike[str], *, lock_timeout: float = 10.0
) -> Verified:
    """Copy the log of a backup to a path where there is nothing, and return what was verified of it.

    Raises:
        LogDamaged: if the backup does not verify.
        LogMissing, NotALog: if there is no backup.
        Occupied, StorageFailed: if something is at the path already, or it cannot be written.
    """
    try:
        with open_log(backup, read_only=True, lock_timeout=lock_timeout) as log:
            return log.backup(os.fspath(path), replace=False)
    except LogDamaged as err:
        raise LogDamaged(err.position, err.reason, f'the backup "{os.fspath(backup)}"') from err


def salvage_log(
    path: str | os.PathLike[str], target: str | os.PathLike[str], *, lock_timeout: float = 10.0
) -> Salvaged:
    """Write the intact events of a damaged log into a new log, and return what was saved and what is lost.

    Events keep their parts, type, version and time. Up to the first that is lost they keep position and
    digest too (from a log of form 1: position); the later ones move up. The damaged log is only read.

    Raises:
        LogMissing, NotALog: if there is no log.
        Occupied, StorageFailed: if something is at the target already, or it cannot be written.
    """
    from eventlog.sqlite.log import salvage

    return salvage(os.fspath(path), os.fspath(target), lock_timeout=lock_timeout)


def is_blank(path: str | os.PathLike[str]) -> bool:
    """Return whether a file holds nothing yet, so that a log can be made in it: it is empty, or has no table.

    Raises:
        LogDamaged: if it was a log, and is none any more.
    """
    try:
        open_log(path, read_only=True).close()
    except NotALog as err:
        return err.empty
    return False


def refuse_remains(path: str | os.PathLike[str]) -> None:
    """Refuse to make a log where what another one has left would be taken for a part of it.

    Raises:
        LeftBehind: if there is a `-wal` that is not empty, or a `-journal`.
    """
    from eventlog.sqlite.log import refuse_remains

    refuse_remains(os.fspath(path))


def is_whole(path: str | os.PathLike[str]) -> bool:
    """Return whether the file by itself is the whole log: nobody has it open, and it was closed to the end.

    It is not where the disk failed while it was closed: what was appended is then beside it, until it is
    opened for writing and closed again.
    """
    from eventlog.sqlite.log import is_whole

    return is_whole(os.fspath(path))


def network_file_system(url: str | os.PathLike[str]) -> str | None:
    """Return the type of the network file system that a log is on, such as "nfs4"; None for any other.

    There it is written without a `-wal`: readers and writers wait for one another, and it is as safe as the
    locks of that file system are.
    """
    from eventlog.sqlite.log import network_file_system

    return network_file_system(re.sub(r"^sqlite:///", "", os.fspath(url), flags=re.IGNORECASE))
