"""Detects encoding and delimiter of a spreadsheet file, and reads its rows as often as needed."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO

import attrs

from chrono.commands.shared import file_name, refuse_device
from chrono.errors import BadQuestion, ChronoError, quoted
from chrono.render.text import safe
from chrono.tables.export import is_export, record
from chrono.tables.sniff import Encoding, delimiter, encoding, fits
from chrono.tables.table import BadHeader, Sheet, SheetRow, table
from chrono.values.limits import CELL_CHARACTERS
from chrono.write.export_end import END, counted, shape_faults

PIECE = 1 << 20
SAMPLE = 200
"""How many lines are read to detect the delimiter."""
_GIVEN_BY_EXPORTS = frozenset(("record", "id", "development"))
_NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp932": "Shift-JIS (cp932)"}
_MARKS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars (|)"}


class BadSpreadsheet(ChronoError, ValueError):
    """A file that cannot be read as a spreadsheet."""


@attrs.frozen(kw_only=True)
class Spreadsheet:
    """A file whose rows can be read from the first on, again and again."""

    name: str
    file: BinaryIO
    size: int
    encoding: Encoding
    delimiter: str
    header: tuple[str, ...]

    @property
    def description(self) -> str:
        """How the file is read, in words."""
        name = _NAMES.get(self.encoding.name, self.encoding.name)
        sure = ", a guess: if letters come out wrong, say --encoding" if self.encoding.guessed else ""
        mark = _MARKS.get(self.delimiter, quoted(self.delimiter))
        return f"{self.name}: read as {name}{sure}; {len(self.header)} columns between {mark}"

    def table(self) -> Sheet:
        """Return the header and the rows, from the first on, but for the row that ends an export."""
        sheet = table(_text(self.file, self.encoding.name), self.delimiter)
        if not is_export(self.header):
            return sheet
        return attrs.evolve(sheet, rows=(row for row in sheet.rows if not self._is_end(row)))

    def is_cut(self) -> bool:
        """Return whether it is an export that does not count its rows; refuse one that counts more of them.

        Rows that were sorted or added are no fault. An export gives each report's id and development.

        Raises:
            BadSpreadsheet: it has fewer, or the row that counts them cannot be read.
        """
        if not is_export(self.header):
            return False
        rows, records, ended = 0, 0, False
        for row in table(_text(self.file, self.encoding.name), self.delimiter).rows:
            rows += 1
            if self._is_end(row):
                rows, ended = rows - 1, True
                records += self._counted(row)
        if rows < records:
            had = f"{records:,} row" if records == 1 else f"{records:,} rows"
            raise BadSpreadsheet(f"{self.name}: it is short: the export had {had}, and {rows:,} are here")
        return rows > 0 and not ended and _GIVEN_BY_EXPORTS.issubset(self.header)

    def _is_end(self, row: SheetRow) -> bool:
        return row.fault is None and row.cells[self.header.index("record")] == END

    def _counted(self, row: SheetRow) -> int:
        try:
            end = record(self.header, row.cells)
            faults = shape_faults(end)
        except ValueError as err:
            faults = [("", str(err))]
        if faults:
            raise BadSpreadsheet(f"{self.name}:{row.line}: the row that ends the export: {faults[0][1]}")
        return counted(end)

    def has_rows(self) -> bool:
        """Return whether any row follows the header."""
        return next(iter(self.table().rows), None) is not None

    def done(self) -> float:
        """Return how much of the file has been read, from 0 to 1."""
        return self.file.tell() / self.size if self.size else 1.0


@contextmanager
def spreadsheet(
    path: str, *, given_encoding: str | None, given_delimiter: str | None, wanted: Collection[str]
) -> Iterator[Spreadsheet]:
    """Open the file of a spreadsheet; encoding and delimiter are detected where they are not given.

    Args:
        path: the file; `-` for standard input.
        given_encoding: an encoding by a name that Python knows.
        given_delimiter: what stands between cells, one character.
        wanted: columns that are known to be there.

    Raises:
        BadSpreadsheet: it is empty, has no header that can be read, or cannot be read in any encoding, or in
            the one given.
    """
    csv.field_size_limit(CELL_CHARACTERS)
    name = file_name(path)
    with _seekable(path) as file:
        size = file.seek(0, 2)
        read_as = _encoding(file, given_encoding, name)
        lines = list(islice(_text(file, read_as.name), SAMPLE))
        mark = given_delimiter or delimiter(lines, wanted)
        try:
            header = table(lines, mark).header
        except BadHeader as err:
            raise BadSpreadsheet(f"{name}:{err.line}: {err.why}") from err
        if not header:
            raise BadSpreadsheet(f"{name}: it is empty: a first line names the columns")
        yield Spreadsheet(name=name, file=file, size=size, encoding=read_as, delimiter=mark, header=header)


@contextmanager
def _seekable(path: str) -> Iterator[BinaryIO]:
    """Open a file, or a copy of what cannot be read twice."""
    if path != "-":
        refuse_device(path)
    with Path("/dev/stdin" if path == "-" else path).open("rb") as file:
        if file.seekable():
            yield file
            return
        with TemporaryFile() as copy:
            copyfileobj(file, copy)
            yield copy


def _encoding(file: BinaryIO, chosen: str | None, name: str) -> Encoding:
    if chosen is None:
        guess = encoding(lambda: _pieces(file))
        if guess is None:
            raise BadSpreadsheet(f"{name}: no encoding that is known here fits: say --encoding")
        return guess
    try:
        of_text = codecs.lookup(chosen)._is_text_encoding  # noqa: SLF001 - Python says it nowhere else
        good = of_text and fits(_pieces(file), chosen)
    except (LookupError, ValueError) as err:
        raise BadQuestion(
            "encoding", f'{quoted(chosen)} is none: use one such as "utf-8" or "cp932"'
        ) from err
    if not good:
        raise BadSpreadsheet(
            f"{name}: it is not {safe(chosen)} throughout: leave --encoding out, or say another"
        )
    return Encoding(chosen)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece


def _text(file: BinaryIO, name: str) -> Iterator[str]:
    """Yield the lines of a file from the first on, with their ends; the file stays open."""
    file.seek(0)
    text = TextIOWrapper(file, encoding=name, newline="")
    try:
        for line in text:  # noqa: UP028 - `yield from` would close the file with the generator
            yield line
    finally:
        with suppress(ValueError):  # an interrupt may have closed the file already
            text.detach()
