"""Reads a spreadsheet by its map, and shows or appends its rows: `import`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

import attrs

from chrono.chronicle import Chronicle
from chrono.commands.faults import DONE, REJECTED, FileFaults
from chrono.commands.loading.import_run import (
    BATCH,
    ImportRun,
    OnRejected,
    Reading,
    Rejected,
    import_rows,
    rejects_file,
)
from chrono.commands.loading.spreadsheets import BadSpreadsheet, Spreadsheet, spreadsheet
from chrono.commands.shared import say
from chrono.errors import quoted
from chrono.model.record_types import BY_ID
from chrono.render.formats import out
from chrono.render.text import safe
from chrono.tables.export import RECORD_KEYS, is_export, record
from chrono.tables.map import BadMap, Map
from chrono.tables.map_faults import check
from chrono.tables.map_files import import_map
from chrono.tables.rows import RowIds, RowReader, Understood
from chrono.tables.table import SheetRow
from chrono.write.append import BatchAppender
from eventlog import EventLog

SHOWN = 10
"""How many faults are shown one by one."""
FIRST = 3
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
) -> int:
    """ImportRun a spreadsheet into a log, and return the exit code.

    Raises:
        FileFaults: rows have faults, and there is no file for rejects; nothing is appended.
    """
    by = _map(map_path) if map_path else None
    wanted = tuple(by.columns) if by else tuple(RECORD_KEYS)
    with spreadsheet(path, given_encoding=encoding, given_delimiter=delimiter, wanted=wanted) as sheet:
        say(sheet.description)
        if by is None and not is_export(sheet.header):
            raise BadSpreadsheet(
                f"{sheet.name}: it is no export of a log: say with --map what its columns give"
            )
        work = Work(opened.log, sheet, by)
        if dry:
            return work.show()
        return work.append(rejects) if rejects else work.append_all()


def _map(path: str) -> Map:
    try:
        text = Path(path).read_text("utf-8")
    except UnicodeDecodeError as err:
        raise BadMap([("", f"not UTF-8 at byte {err.start}")], file=safe(path)) from err
    return import_map(text, file=safe(path))


@attrs.frozen
class Work:
    """One log, one spreadsheet, and its map, if it needs one."""

    log: EventLog
    sheet: Spreadsheet
    by: Map | None

    def begun(self, *, dry: bool) -> tuple[BatchAppender, Reading]:
        """Return what takes records in, and what makes them of the rows, from the first on.

        The sources that the map declares are taken in.
        """
        intake = BatchAppender(self.log, resumes=True, dry=dry)
        if self.by is None:
            return intake, partial(_exported, self.sheet.header, RowIds(self.sheet.header))
        kinds = intake.lookup.shelf.kinds
        check(self.by, self.sheet.header, kinds)
        rejected = intake.append(self.by.sources, keep_going=True).rejects if self.by.sources else ()
        if rejected:
            sources = [self.by.sources[each.index]["slug"] for each in rejected]
            found = [
                (f"sources.{slug}", what)
                for slug, each in zip(sources, rejected, strict=True)
                for _, what in each.faults
            ]
            raise BadMap(found, file=self.by.file, text=self.by.text)
        return intake, RowReader(self.by, self.sheet.header, kinds).understood

    def show(self) -> int:
        """Show what an import would do."""
        from chrono.render.imports import Failures, record_lines, row_lines

        (intake, reading), sound = self.begun(dry=True), dict[int, Mapping[str, object]]()
        failures, faults = Failures(), self.faults()

        def read(row: SheetRow) -> Understood:
            understood = reading(row)
            if understood.record is not None and len(sound) < BATCH:
                sound[row.line] = understood.record
            return understood

        def rejected(each: Rejected) -> None:
            sound.pop(each.row.line, None)
            paths = {path for path, _, _ in each.understood.dates}
            for path, column, shape in each.understood.dates:
                failures.add(each.row.line, column, shape, dict(each.faults)[path])
            faults.add(attrs.evolve(each, faults=tuple(f for f in each.faults if f[0] not in paths)))

        done = import_rows(self.sheet, intake, read, what="checking", rejected=rejected)
        lines = row_lines if self.by else record_lines
        first = islice(sound.items(), FIRST)
        shown = [line for number, each in first for line in lines(number, each, intake.lookup)]
        for text in (*shown, *failures.lines(), *faults.lines(), _summary(done, "would append")):
            out(text)
        return DONE

    def append_all(self) -> int:
        """Check every row, then append all of them; or none."""
        faults = self.faults()
        import_rows(self.sheet, *self.begun(dry=True), what="checking", rejected=faults.add)
        if faults.lines():
            raise FileFaults((*faults.lines(), NOTHING))
        done = self._run(faults.add)
        say(_summary(done, "appended"))
        if faults.lines():  # something else was appended since the check
            raise FileFaults(faults.lines())
        return DONE

    def append(self, rejects: str) -> int:
        """Append the sound rows, and write the others to a file."""
        faults = self.faults()
        with rejects_file(rejects, self.sheet) as write:

            def rejected(each: Rejected) -> None:
                write(each)
                faults.add(each)

            done = self._run(rejected)
        say(f"{_summary(done, 'appended')}{f' to {safe(rejects)}' if done.rejected else ''}")
        for text in faults.lines():
            say(f"chrono: {text}")
        return REJECTED if done.rejected else DONE

    def faults(self) -> Faults:
        """Return what gathers the faults of this spreadsheet's rows."""
        return Faults(self.sheet.name, self.by)

    def _run(self, rejected: OnRejected) -> ImportRun:
        try:
            return import_rows(self.sheet, *self.begun(dry=False), what="appending", rejected=rejected)
        except KeyboardInterrupt:
            say("interrupted: whole batches of rows are in the log; run it again to go on")
            raise


@attrs.define
class Faults:
    """Gathers the faults of rows: the first as lines to tell, the others by their number."""

    name: str
    by: Map | None
    first: list[str] = attrs.field(factory=list, init=False)
    count: int = attrs.field(default=0, init=False)

    def add(self, rejected: Rejected) -> None:
        """Add those of one row."""
        for path, what in rejected.faults:
            self.count += 1
            if self.count <= SHOWN:
                self.first.append(safe(f"{self.name}:{rejected.row.line}: {self._where(path)}{what}"))

    def lines(self) -> list[str]:
        """Return the lines to tell."""
        more = self.count - len(self.first)
        return [*self.first, f"… and {more:,} more"] if more else self.first

    def _where(self, path: str) -> str:
        column = self.by.column_of(path) if self.by else None
        return f"{path} (column {quoted(column)}): " if column else f"{path}: " if path else ""


def _exported(header: Sequence[str], ids: RowIds, row: SheetRow) -> Understood:
    """Return the record that a row of an export stands for."""
    if row.fault:
        return Understood(line=row.line, faults=(("", row.fault),))
    try:
        made = record(header, row.cells)
    except ValueError as err:
        return Understood(line=row.line, faults=(("", str(err)),))
    if made.get("record", "report") in BY_ID and "id" not in made:
        made["id"] = ids.of(row.cells)
    return Understood(line=row.line, record=made)


def _summary(done: ImportRun, verb: str) -> str:
    if done.already == done.rows and done.rows:
        return f"nothing to append: all {done.rows:,} rows are in the log already"
    parts = [f"{verb} {done.new:,} of {done.rows:,} rows"]
    parts[0] += f" at positions {done.first:,} to {done.last:,}" if done.first < done.last else ""
    parts += [f"{done.already:,} are in the log already"] if done.already else []
    parts += [f"{done.rejected:,} rejected"] if done.rejected else []
    return ", ".join(parts)
