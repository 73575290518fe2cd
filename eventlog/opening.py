"""Open a log: choose its store by the scheme of its URL."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from eventlog.errors import InvalidArgument, UnknownStore
from eventlog.instants import utc_now
from eventlog.settings import Durability, Settings
from eventlog.upcasting import Upcasters, Upcasting

if TYPE_CHECKING:
    from datetime import datetime

    from eventlog.api import EventLog


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
