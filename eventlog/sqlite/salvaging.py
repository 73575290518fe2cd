"""Save what is intact of a damaged log into a new one, and say what is not."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import attrs
import msgspec

from eventlog.api import ERASURE, Event, Lost, Salvaged
from eventlog.digests import GENESIS
from eventlog.errors import EventLogError, LogDamaged, NewerSchema, NotALog, Occupied
from eventlog.instants import to_microseconds
from eventlog.sqlite import files
from eventlog.sqlite.appending import CHUNK, StoredRow, chained, row_of, write
from eventlog.sqlite.copying import folder_beside, place_of, put
from eventlog.sqlite.database import connect, connect_writer
from eventlog.sqlite.rows import Link, recorded
from eventlog.sqlite.scanning import rows_in
from eventlog.sqlite.schema import check, make
from eventlog.sqlite.wal import check_wal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from eventlog.api import Recorded
    from eventlog.sqlite.database import Database, Row

WITNESSES = ("stored_last", "header_last", "indexed_last", "tagged_last")
"""The statements that each say, from another part of the file, which position is the last."""


def salvage(path: str, target: str, *, lock_timeout: float) -> Salvaged:
    """Write the intact events of the log at the path into a new log; see `eventlog.salvage_log`."""
    files.kind_of(path)
    folder, name = place_of(target)
    if os.path.lexists(target):
        raise Occupied(target, "is there already")
    with folder_beside(target, folder, name) as beside:
        damaged, made = os.path.join(beside, "damaged"), os.path.join(beside, name)
        missing = _missing(path)
        _copy_whole(path, damaged)
        make(made, lock_timeout=lock_timeout)
        try:
            result = _salvaged(damaged, made, lock_timeout, missing)
        except NotALog as err:  # it names the copy that was looked at
            raise NotALog(path, err.reason, empty=err.empty) from err
        if not result.saved and not result.lost:
            raise LogDamaged(0, "nothing that is left of it can be read")
        put(made, target, replace=False)
    return result


def _missing(path: str) -> str | None:
    """Return why a part of the log may be missing without a trace in what is left, or None."""
    try:
        found = files.check_files(path)
        check_wal(path)
    except LogDamaged as err:
        return err.reason
    if found is not None and found.is_log and found.without_wal and not files.is_noted(path):
        return files.NO_WAL
    return None


def _salvaged(damaged: str, made: str, lock_timeout: float, missing: str | None) -> Salvaged:
    source, failure = _opened(damaged, lock_timeout)
    writer = connect_writer(made, durability="full", lock_timeout=lock_timeout, wal=False)
    try:
        with writer.writing():
            result = _Salvage(source, writer, damaged).run()
        if failure is not None and not result.saved:
            raise failure
        if missing == files.NO_WAL and source is not None and source.form == 1:  # such a log always looks so
            return result
        return attrs.evolve(result, missing=missing)
    finally:
        if source is not None:
            source.close()
        writer.close()


def _opened(damaged: str, lock_timeout: float) -> tuple[Database | None, EventLogError | None]:
    """Return a connection to a log as far as SQLite can read it; or why there is none."""
    source = None
    try:
        source = connect(damaged, lock_timeout=lock_timeout)
        _find_form(source)
    except NewerSchema:
        raise
    except EventLogError as err:  # its rows may be there all the same
        if source is not None:
            source.close()
        return None, err
    return source, None


def _copy_whole(path: str, copy: str) -> None:
    """Copy a file and its `-wal`; what was cut off the file is zeros, since SQLite opens no shorter one."""
    found = files.look(path)
    shutil.copyfile(path, copy)
    if found is None:
        return
    if found.expected_size is not None and found.size < found.expected_size:
        os.truncate(copy, found.expected_size)
    if found.wal and (found.in_wal_mode or not found.is_log):
        shutil.copyfile(f"{path}-wal", f"{copy}-wal")


def _content(path: str) -> bytes:
    """Return what a file holds; nothing if there is none."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def _find_form(source: Database) -> None:
    """Note the form of a log that may not be able to say it any more."""
    try:
        check(source)
    except LogDamaged:
        for form in (2, 1):
            source.form = form
            try:
                source.rows("between", low=0, high=1)
            except EventLogError:
                continue
            return


@attrs.define
class _Salvage:
    source: Database | None
    writer: Database
    path: str
    last: Link = attrs.field(factory=Link)
    moved: dict[int, int] = attrs.field(factory=dict)
    """The new position of each event, by its former one."""
    lost: list[Lost] = attrs.field(factory=list)
    scanned: Mapping[int, Row] | None = None
    """The rows that are found without SQLite, once one is asked for."""

    def run(self) -> Salvaged:
        batch: list[StoredRow] = []
        for row in self._rows():
            saved = self._saved(row)
            if saved is not None:
                batch.append(saved)
            if len(batch) == CHUNK:
                write(self.writer, batch, self.last)
                batch = []
        write(self.writer, batch, self.last)
        return Salvaged(self.last.position, tuple(self.lost))

    def _rows(self) -> Iterator[Row]:
        """Yield the row at each position that has one, with the digest that is stored for the one before.

        Each is read by itself and by its position alone, so a page that is lost takes no other's rows along.
        """
        before: bytes | None = GENESIS
        for position in range(1, self._end() + 1):
            row, reason = self._row(position), "what it is chained to is lost, so that nothing vouches for it"
            if isinstance(row, str) or before is None:
                self.lost.append(Lost(position, row if isinstance(row, str) else reason))
            else:
                yield (*row[:-1], before)
            before = None if isinstance(row, str) else row[17]

    def _row(self, position: int) -> Row | str:
        """Return the row at a position, or why there is none."""
        if self.source is None:
            return self._scanned().get(position, "there is no event here")
        try:
            rows = self.source.rows("one", position=position)
        except LogDamaged as err:
            return self._scanned().get(position, err.reason)
        except EventLogError as err:
            return self._scanned().get(position, str(err))
        if rows and rows[0][1] == position:
            return rows[0]
        return self._scanned().get(position, "there is no event here")

    def _scanned(self) -> Mapping[int, Row]:
        if self.scanned is None:
            self.scanned = rows_in(_content(self.path), _content(f"{self.path}-wal"))
        return self.scanned

    def _end(self) -> int:
        """Return the highest position that any part of the file knows of."""
        if self.source is None:
            return max(self._scanned(), default=0)
        known = [0]
        for name in WITNESSES:
            try:
                ((position,),) = self.source.rows(name)
            except EventLogError:
                continue
            if type(position) is int:
                known.append(position)
        return max(known)

    def _saved(self, row: Row) -> StoredRow | None:
        """Return the row for an event that is intact, chained to the one before; None if it is lost."""
        try:
            event = recorded(row, row[-1])
        except LogDamaged as err:
            self.lost.append(Lost(row[1], err.reason))
            return None
        time = to_microseconds(event.recorded_at)
        if time <= self.last.recorded_at:
            self.lost.append(Lost(row[1], "it was recorded no later than its predecessor"))
            return None
        saved = self._anew(event, time) if row[0] == 1 or event.type == ERASURE else self._as_is(row)
        self.moved[row[1]] = self.last.position
        return saved

    def _anew(self, event: Recorded, time: int) -> StoredRow:
        given = event.event
        if event.type == ERASURE and any(self.moved.get(at) != at for at in _erased(given)):
            given = _moved(given, self.moved)
        row, self.last = row_of(given, self.last, time)
        return row

    def _as_is(self, row: Row) -> StoredRow:
        """Return the row with its parts, salts and hashes: its digest stays if all before it stay."""
        _, _, recorded_at, id_, type_, version, tags, data, by = row[:9]
        saved: StoredRow = {
            "position": self.last.position + 1,
            "recorded_at": recorded_at,
            "type": type_.decode(),
            "version": version,
            "id": None if id_ is None else id_.decode(),
            "tags": None if tags is None else tags.decode(),
            "data": data,
            "by": None if by is None else by.decode(),
        }
        parts = ("id", "tags", "data", "by")
        names = [f"{part}_{more}" for more in ("salt", "hash") for part in parts]
        saved |= dict(zip(names, row[9:17], strict=True))  # type: ignore[typeddict-item] # as they stand
        self.last = chained(saved, self.last)
        return saved


def _erased(event: Event) -> list[int]:
    return list(msgspec.json.decode(event.data)["positions"])


def _moved(event: Event, moved: dict[int, int]) -> Event:
    """Return an erasure whose positions are those that the events have now; of lost ones it says nothing."""
    positions = [moved[position] for position in _erased(event) if position in moved]
    payload = {**msgspec.json.decode(event.data), "positions": positions}
    tags = tuple(f"erases:{position}" for position in positions)
    return attrs.evolve(event, data=msgspec.json.encode(payload), tags=tags)
