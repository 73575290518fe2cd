"""Runs through the rows of a spreadsheet batch by batch: checks, appends, sets aside what is unsound."""

from __future__ import annotations

import csv
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TextIO

import attrs

from chrono.commands.entry.file_notes import FileNotes
from chrono.commands.faults import fault_text
from chrono.commands.loading.progress import Progress
from chrono.commands.loading.spreadsheets import Spreadsheet
from chrono.model.records import Fault
from chrono.tables.export import guarded
from chrono.tables.rows import Understood
from chrono.tables.table import LINE, REASON, SheetRow
from chrono.write.append import BatchAppender, Outcome

BATCH = 1_000
"""Rows that are appended in one go: what an interruption can cost."""
RowReading = Callable[[SheetRow], Understood]


@attrs.frozen(kw_only=True)
class Rejected:
    """A row that is left out, and why."""

    row: SheetRow
    understood: Understood
    faults: tuple[Fault, ...]


@attrs.define
class ImportRun:
    """The outcome of an import: how many rows, and the positions of the first and the last."""

    rows: int = 0
    new: int = 0
    already: int = 0
    rejected: int = 0
    first: int = 0
    last: int = 0

    def add(self, rows: int, taken: Outcome, rejected: int) -> None:
        """Count a batch."""
        self.rows += rows
        self.new += taken.new
        self.already += taken.already
        self.rejected += rejected
        self.first = self.first or taken.first
        self.last = taken.last or self.last


OnRejected = Callable[[Rejected], object]


def import_rows(
    sheet: Spreadsheet,
    intake: BatchAppender,
    reading: RowReading,
    *,
    what: str,
    rejected: OnRejected,
    notes: FileNotes | None = None,
) -> ImportRun:
    """Take in every row of a spreadsheet, batch by batch, and return what became of them.

    Args:
        sheet: the rows.
        intake: appends them, batch by batch.
        reading: makes a record of a row.
        what: the work, for the line that says how far it has come.
        rejected: is given each row that is left out, in their order.
        notes: collects the notes on the rows, as the review of the appender.
    """
    # Rows make no cycles: to collect as often as by default costs a sixth of the time.
    gc.set_threshold(50_000, 20, 100)
    done, progress = ImportRun(), Progress(what)
    rows = sheet.table().rows
    try:
        while batch := list(islice(rows, BATCH)):
            _take(batch, intake, reading, done, rejected, notes)
            progress.at(sheet.done(), done.rows)
    finally:
        progress.end()
    return done


def _take(
    batch: Sequence[SheetRow],
    intake: BatchAppender,
    reading: RowReading,
    done: ImportRun,
    rejected: OnRejected,
    notes: FileNotes | None,
) -> None:
    understood = [reading(row) for row in batch]
    sound = [n for n, each in enumerate(understood) if each.record is not None]
    if notes is not None:
        notes.lines = [batch[n].line for n in sound]
    taken = intake.append([understood[n].record for n in sound], keep_going=True)
    if notes is not None:
        notes.settle()
    bad = {n: each.faults for n, each in enumerate(understood) if each.record is None}
    bad |= {sound[each.index]: each.faults for each in taken.rejects}
    done.add(len(batch), taken, len(bad))
    for n in sorted(bad):
        rejected(Rejected(row=batch[n], understood=understood[n], faults=bad[n]))


@contextmanager
def rejects_file(path: str, sheet: Spreadsheet) -> Iterator[OnRejected]:
    """Yield a writer of rejected rows; the file appears whole once all has gone well, else not at all.

    They keep their columns, with line and reason before them, so that the file, once its rows are mended, can
    be loaded by the same map. It is UTF-8; with a mark (BOM) if the spreadsheet had one or was in another
    encoding, since the program that made it looks for it.
    """
    part = Path(f"{path}.part")
    encoding = "utf-8" if sheet.encoding.name == "utf-8" else "utf-8-sig"
    try:
        with part.open("w", encoding=encoding, newline="") as file:
            write = _writer(file, sheet.delimiter)
            write([LINE, REASON, *map(guarded, sheet.header)])
            yield lambda each: write(_cells(each))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _writer(file: TextIO, delimiter: str) -> Callable[[Sequence[str]], object]:
    """Return a writer of rows that quotes a bare carriage return, which the module csv would leave open."""
    plain = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    quoted = csv.writer(file, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    return lambda cells: (quoted if any("\r" in each for each in cells) else plain).writerow(cells)


def _cells(rejected: Rejected) -> list[str]:
    reason = "; ".join(map(fault_text, rejected.faults))
    return [str(rejected.row.line), *map(guarded, (reason, *rejected.row.cells))]
