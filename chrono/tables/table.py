"""Reads the rows of a spreadsheet: cells under a header, with the line on which each row begins."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

import attrs

from chrono.errors import ChronoError
from chrono.tables.export import unguarded

LINE, REASON = "chrono:line", "chrono:reason"
"""The columns that a file of rejects has before those of its original."""


class BadHeader(ChronoError, ValueError):
    """A header that cannot be split into cells: `line` is where it begins, and `why` what is wrong."""

    def __init__(self, line: int, why: str) -> None:
        self.line, self.why = line, why
        super().__init__(f"line {line}: {why}")


@attrs.frozen
class SheetRow:
    """One row, with the fault of its shape if it has one."""

    line: int
    cells: Sequence[str]
    fault: str | None = None


@attrs.frozen(kw_only=True)
class Sheet:
    """A header, and an iterator of the rows under it, read lazily."""

    header: tuple[str, ...]
    rows: Iterator[SheetRow]


def table(lines: Iterable[str], delimiter: str) -> Sheet:
    """Return the table in lines of text; quoted cells may hold newlines.

    The columns and guards that a file of rejects adds to its original are removed. Blank lines are skipped. A
    duplicate or empty name in the header gets a number.

    Raises:
        BadHeader: the first line that is not blank cannot be split.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    header = [each.strip() for each in _header(reader)]
    rejects = header[:2] == [LINE, REASON]
    names = _unique(header[2:] if rejects else header)
    return Sheet(header=names, rows=_rows(reader, len(header), rejects=rejects))


def _header(reader: Iterator[list[str]]) -> list[str]:
    """Return the cells of the first line that is not blank; none where there is no such line."""
    line = 1
    try:
        for cells in reader:
            if any(cells):
                return cells
            line = reader.line_num + 1  # type: ignore[attr-defined]
    except csv.Error as err:
        raise BadHeader(line, _unreadable(str(err))) from err
    return []


def _rows(reader: Iterator[list[str]], width: int, *, rejects: bool) -> Iterator[SheetRow]:
    begins = reader.line_num + 1  # type: ignore[attr-defined]
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as err:
            yield SheetRow(begins, [""] * width, _unreadable(str(err)))
            return
        line, begins = begins, reader.line_num + 1  # type: ignore[attr-defined]
        if not any(cells):
            continue
        fault = None if len(cells) == width else _misshapen(len(cells), width, begins - line)
        yield SheetRow(line, [unguarded(each) for each in cells[2:]] if rejects else cells, fault)


def _unreadable(why: str) -> str:
    """Return the fault where the rest of a file cannot be split into cells."""
    if "unexpected end" in why:
        return "a quotation mark that is opened here is not closed: nothing from here on can be read"
    if "field limit" in why:
        return (
            f"a cell has more than {csv.field_size_limit():,} characters: is a quotation mark left open? "
            "Nothing from here on can be read"
        )
    return f"nothing from here on can be read: {why}"


def _misshapen(count: int, width: int, lines: int) -> str:
    open_quote = f"; it runs over {lines} lines: is a quotation mark left open?" if lines > 1 else ""
    return f"{count} cell{'' if count == 1 else 's'}, and the header has {width}{open_quote}"


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    unique: dict[str, None] = {}
    for number, name in enumerate(names, 1):
        given = name or f"column {number}"
        twin = 2
        while given in unique:
            given, twin = f"{name or f'column {number}'} ({twin})", twin + 1
        unique[given] = None
    return tuple(unique)
