"""Erase parts of events, and append the event that says so."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from eventlog.api import ERASURE, PARTS, Event, Receipt
from eventlog.errors import InvalidArgument, LogDamaged
from eventlog.instants import from_microseconds, to_microseconds
from eventlog.sqlite.appending import encoded_tags, row_of, write
from eventlog.sqlite.faults import translated
from eventlog.sqlite.opening import empty_wal
from eventlog.sqlite.reading import at, tip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from eventlog.api import Recorded
    from eventlog.sqlite.database import Database


def erase(
    database: Database,
    positions: Iterable[int],
    *,
    parts: Iterable[str],
    why: str,
    by: str | None,
    clock: Callable[[], datetime],
) -> Receipt:
    """Erase the parts of the events at the positions; see `EventLog.erase`."""
    ascending, named = sorted(set(positions)), frozenset(parts)
    event = erasure(ascending, named, why=why, by=by)
    with translated(database.path, database.lock_timeout):
        database.connection.execute("PRAGMA secure_delete = ON")  # what is cleared is overwritten with zeros
    with database.writing():
        last = tip(database)
        targets = _targets(database, ascending, last.position)
        row, last = row_of(event, last, max(to_microseconds(clock()), 0))
        write(database, [row], last)
        for target in targets:
            _clear(database, target, named)
    empty_wal(database)
    return Receipt(last.position, event.id, new=True, recorded_at=from_microseconds(last.recorded_at))


def erasure(
    positions: Sequence[int], parts: frozenset[str], *, why: str, by: str | None, **more: object
) -> Event:
    """Return the event that says that parts of the events at the positions are erased.

    Its id is random, so that nobody can take it first; a tag for each position leads from that to it.

    Raises:
        InvalidArgument: if no position or no part is given, or one that no event has; if there is no reason.
    """
    if not positions or positions[0] < 1:
        raise InvalidArgument(name="positions", reason=f"{positions!r} names no events: give at least one")
    if not parts or not parts.issubset(PARTS):
        raise InvalidArgument(name="parts", reason=f"{sorted(parts)!r}: give some of {', '.join(PARTS)}")
    if not why.strip():
        raise InvalidArgument(name="why", reason="there is no reason: say why it is erased")
    payload = {"positions": positions, "parts": [part for part in PARTS if part in parts], "why": why, **more}
    return Event(
        id=f"{ERASURE}:{os.urandom(16).hex()}",
        type=ERASURE,
        data=msgspec.json.encode(payload),
        tags=tuple(f"erases:{position}" for position in positions),
        by=by,
    )


def _targets(database: Database, positions: Sequence[int], head: int) -> list[Recorded]:
    if positions[-1] > head:
        raise InvalidArgument(name="positions", reason=f"there is no event at {positions[-1]}")
    targets = at(database, positions)
    for target in targets:
        if target.type == ERASURE:
            raise InvalidArgument(
                name="positions", reason=f"at {target.position} stands an erasure, which is never erased"
            )
    return targets


def _clear(database: Database, target: Recorded, parts: frozenset[str]) -> None:
    flags = {f"clear_{part}": part in parts for part in PARTS}
    if database.write("clear", [{"position": target.position, **flags}]) != 1:
        raise LogDamaged(target.position, "its parts were not cleared: something in the file keeps them")
    if "tags" in parts:
        tags = encoded_tags(target.tags)
        database.write("clear_tags", [{"position": target.position, "tags": tags}])
