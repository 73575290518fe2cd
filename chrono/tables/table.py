"""The rows of a spreadsheet: cells under a header, each with the number of the line on which it begins."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

import attrs

from chrono.tables.export import unguarded

LINE, REASON = "chrono:line", "chrono:reason"
"""The columns that a file of rejects has before those of the file they come from."""


@attrs.frozen
class SheetRow:
    """One row; `fault` says what is wrong with its shape."""

    line: int
    cells: Sequence[str]
    fault: str | None = None


@attrs.frozen(kw_only=True)
class Sheet:
    """A header, and the rows under it, which are read once, as they are asked for."""

    header: tuple[str, ...]
    rows: Iterator[SheetRow]


def table(lines: Iterable[str], delimiter: str) -> Sheet:
    """Return the table that lines of text hold; quoted cells may hold newlines.

    Where it is a file of rejects, what these have more than the file they come from is taken off again.
    Blank lines are passed over. A name that the header has twice gets a number; one that is empty, too.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    header = [each.strip() for each in next((cells for cells in reader if any(cells)), [])]
    rejects = header[:2] == [LINE, REASON]
    names = _unique(header[2:] if rejects else header)
    return Sheet(header=names, rows=_rows(reader, len(header), rejects=rejects))


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
    """Return what is wrong where the rest of a file cannot be told apart into cells."""
    if "unexpected end" in why:
        return "a quotation mark that is opened here is not closed: nothing from here on can be read"
    return f"nothing from here on can be read: {why}"


def _misshapen(count: int, width: int, lines: int) -> str:
    open_quote = f"; it runs over {lines} lines: is a quotation mark left open?" if lines > 1 else ""
    return f"{count} cell{'' if count == 1 else 's'}, and the header has {width}{open_quote}"


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for number, name in enumerate(names, 1):
        given = name or f"column {number}"
        twin = 2
        while given in found:
            given, twin = f"{name or f'column {number}'} ({twin})", twin + 1
        found[given] = None
    return tuple(found)
