"""Reads a spreadsheet by its map, and shows or appends its rows: `import`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

import attrs

from chrono.chronicle import Chronicle
from chrono.commands.entry.file_notes import FileNotes
from chrono.commands.faults import DONE, REJECTED, FileFaults
from chrono.commands.loading.import_run import (
    BATCH,
    ImportRun,
    OnRejected,
    Rejected,
    RowReading,
    import_rows,
    rejects_file,
)
from chrono.commands.loading.spreadsheets import BadSpreadsheet, Spreadsheet, spreadsheet
from chrono.commands.shared import refuse_device, say
from chrono.errors import quoted
from chrono.model.record_types import BY_ID
from chrono.render.formats import out
from chrono.render.text import safe
from chrono.tables.export import COLUMN_KEYS, is_export, record
from chrono.tables.map import BadMap, Map
from chrono.tables.map_faults import check
from chrono.tables.map_files import import_map
from chrono.tables.rows import RowIds, RowReader, Understood
from chrono.tables.table import SheetRow
from chrono.write.append import BatchAppender, RefusedBatch
from chrono.write.export_end import CUT
from eventlog import EventLog

SHOWN_FAULTS = 10
"""How many faults are shown one by one."""
SHOWN_ROWS = 3
"""How many rows a dry run shows."""
NOTHING = "nothing was appended: mend these rows, or leave them out with --rejects FILE"


def run(
    opened: Chronicle,
    path: str,
    *,
    map_path: str | None,
    dry: bool,
    rejects: str | None,
    encoding: str | None,
    delimiter: str | None,
    strict: bool = False,
) -> int:
    """Import a spreadsheet into a log, and return the exit code; if `strict`, what is only noted is a fault.

    Raises:
        FileFaults: rows have faults, and there is no file for rejects; nothing is appended.
    """
    mapping = _map(map_path) if map_path else None
    wanted = tuple(mapping.columns) if mapping else tuple(COLUMN_KEYS)
    with spreadsheet(path, given_encoding=encoding, given_delimiter=delimiter, wanted=wanted) as sheet:
        say(sheet.description)
        if mapping is None and not is_export(sheet.header):
            raise BadSpreadsheet(
                f"{sheet.name}: it is no export of a log: say with --map what its columns give"
            )
        if sheet.is_cut():
            if strict:
                raise BadSpreadsheet(f"{sheet.name}: {CUT}")
            say(f"note: {sheet.name}: {CUT}")
        work = SpreadsheetImport(opened.log, sheet, mapping, strict, opened.entered_by)
        if dry:
            return work.show()
        return work.append(rejects) if rejects else work.append_all()


def _map(path: str) -> Map:
    refuse_device(path)
    try:
        text = Path(path).read_text("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as err:
        raise BadMap([("", f"not UTF-8 at byte {err.start}")], file=safe(path)) from err
    return import_map(text, file=safe(path))


@attrs.frozen
class SpreadsheetImport:
    """One log, one spreadsheet, and its map, if it needs one."""

    log: EventLog
    sheet: Spreadsheet
    mapping: Map | None
    strict: bool = False
    """Whether what would only be noted is a fault."""
    entered_by: str | None = None

    def start(self, *, dry: bool) -> tuple[BatchAppender, RowReading, FileNotes]:
        """Return the appender of a new run, the reader of its rows, and what collects the notes on them.

        The map's sources are appended first, unless there is no row: a header alone declares nothing.

        Raises:
            BadMap: it does not fit the columns or the kinds, or a source of it is refused.
        """
        intake, notes = (
            BatchAppender(self.log, resumes=True, dry=dry, entered_by=self.entered_by),
            FileNotes(self.sheet.name, self.strict),
        )
        if self.mapping is None:
            intake.review = notes.review
            return intake, partial(_export_record, self.sheet.header, RowIds(self.sheet.header)), notes
        kinds = intake.lookup.shelf.kinds
        check(self.mapping, self.sheet.header, kinds)
        try:
            intake.append(self.mapping.sources if self.sheet.has_rows() else ())
        except RefusedBatch as err:
            faults = [
                (f"sources.{self.mapping.sources[each.index]['slug']}", what)
                for each in err.refusals
                for _, what in each.faults
            ]
            raise BadMap(faults, file=self.mapping.file, text=self.mapping.text) from err
        intake.review = notes.review
        return intake, RowReader(self.mapping, self.sheet.header, kinds).understood, notes

    def show(self) -> int:
        """Show what an import would do."""
        from chrono.render.imports import DateFailures, record_lines, row_lines

        (intake, reading, notes), sound = self.start(dry=True), dict[int, Mapping[str, object]]()
        failures, faults = DateFailures(), self.faults()

        def read(row: SheetRow) -> Understood:
            understood = reading(row)
            if understood.record is not None and len(sound) < BATCH:
                sound[row.line] = understood.record
            return understood

        def reject(rejected: Rejected) -> None:
            """Count dates that fail by their shape; the other faults of a row are shown one by one."""
            line, dates = rejected.row.line, rejected.understood.dates
            sound.pop(line, None)
            for path, column, shape in dates:
                failures.add(line, column, shape, dict(rejected.faults)[path])
            paths = {path for path, _, _ in dates}
            others = tuple(fault for fault in rejected.faults if fault[0] not in paths)
            faults.add(attrs.evolve(rejected, faults=others))

        done = import_rows(self.sheet, intake, read, what="checking", rejected=reject, notes=notes)
        lines = row_lines if self.mapping else record_lines
        first = islice(sound.items(), SHOWN_ROWS)
        shown = [line for number, record in first for line in lines(number, record, intake.lookup)]
        for text in (*shown, *failures.lines(), *faults.lines(), _summary(done, "would append")):
            out(text)
        notes.say()
        return DONE

    def append_all(self) -> int:
        """Check every row, then append all of them; or none."""
        faults = self.faults()
        intake, reading, notes = self.start(dry=True)
        if not self.strict:  # the notes are made as the rows are appended
            intake.review = None
        import_rows(self.sheet, intake, reading, what="checking", rejected=faults.add, notes=notes)
        if faults.lines():
            raise FileFaults((*faults.lines(), NOTHING))
        done, notes = self._run(faults.add)
        notes.say()
        say(_summary(done, "appended"))
        if faults.lines():  # something else was appended since the check
            raise FileFaults(faults.lines())
        return DONE

    def append(self, rejects: str) -> int:
        """Append the sound rows, and write the others to a file."""
        faults = self.faults()
        with rejects_file(rejects, self.sheet) as write:

            def reject(rejected: Rejected) -> None:
                write(rejected)
                faults.add(rejected)

            done, notes = self._run(reject)
        notes.say()
        say(f"{_summary(done, 'appended')}{f' to {safe(rejects)}' if done.rejected else ''}")
        for text in faults.lines():
            say(f"chrono: {text}")
        return REJECTED if done.rejected else DONE

    def faults(self) -> FaultLines:
        """Return an empty list of faults for the rows of this spreadsheet."""
        return FaultLines(self.sheet.name, self.mapping)

    def _run(self, rejected: OnRejected) -> tuple[ImportRun, FileNotes]:
        intake, reading, notes = self.start(dry=False)
        try:
            done = import_rows(self.sheet, intake, reading, what="appending", rejected=rejected, notes=notes)
        except KeyboardInterrupt:
            say("interrupted: whole batches of rows are in the log; run it again to go on")
            raise
        return done, notes


@attrs.define
class FaultLines:
    """The faults of rows: the first of them as lines, the others counted."""

    name: str
    mapping: Map | None
    first: list[str] = attrs.field(factory=list, init=False)
    count: int = attrs.field(default=0, init=False)

    def add(self, rejected: Rejected) -> None:
        """Add those of one row."""
        for path, what in rejected.faults:
            self.count += 1
            if self.count <= SHOWN_FAULTS:
                self.first.append(safe(f"{self.name}:{rejected.row.line}: {self._where(path)}{what}"))

    def lines(self) -> list[str]:
        """Return the lines, and one that counts the faults not among them."""
        more = self.count - len(self.first)
        return [*self.first, f"… and {more:,} more"] if more else self.first

    def _where(self, path: str) -> str:
        column = self.mapping.column_of(path) if self.mapping else None
        return f"{path} (column {quoted(column)}): " if column else f"{path}: " if path else ""


def _export_record(header: Sequence[str], ids: RowIds, row: SheetRow) -> Understood:
    """Return the record that a row of an export stands for."""
    if row.fault:
        return Understood(line=row.line, faults=(("", row.fault),))
    try:
        content = record(header, row.cells)
    except ValueError as err:
        return Understood(line=row.line, faults=(("", str(err)),))
    if content.get("record", "report") in BY_ID and "id" not in content:
        content["id"] = ids.of(row.cells)
    return Understood(line=row.line, record=content)


def _summary(done: ImportRun, verb: str) -> str:
    if done.already == done.rows and done.rows:
        return f"nothing to append: all {done.rows:,} rows are in the log already"
    parts = [f"{verb} {done.new:,} of {done.rows:,} rows"]
    parts[0] += f" at positions {done.first:,} to {done.last:,}" if done.first < done.last else ""
    parts += [f"{done.already:,} are in the log already"] if done.already else []
    parts += [f"{done.rejected:,} rejected"] if done.rejected else []
    return ", ".join(parts)
