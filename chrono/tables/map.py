"""Maps of imports: TOML that says which column of a spreadsheet gives which key of a report.

A text is a constant; `{ column = "…" }` is a column, perhaps with how its cells are read. Every fault is
reported at once, with file, line and path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import attrs

from chrono.errors import ChronoError
from chrono.model.records import Fault
from chrono.values.untyped import Table

DATED = ("occurred", "reported", "source.published")
"""Keys that hold dates, beside the fields of kinds that do."""
LISTED = ("after", "stories", "source.authors")
"""Keys that hold lists, beside the fields of kinds that do."""


class BadMap(ChronoError, ValueError):
    """A map with faults: `faults` holds (path, message) pairs."""

    def __init__(self, faults: Iterable[Fault], *, file: str, text: str = "") -> None:
        self.faults = tuple(faults)
        lines = (f"{_place(file, text, path)}{path}: {what}" for path, what in self.faults if path)
        bare = (f"{file}: {what}" for path, what in self.faults if not path)
        super().__init__("\n".join((*bare, *lines)))


@attrs.frozen(kw_only=True)
class Column:
    """A column, and the options for reading its cells."""

    column: str
    values: Table | None = None
    """The value of each cell by its text; other cells are refused."""
    format: tuple[str, ...] = ()
    """The formats of its dates, as `datetime.strptime` takes them."""
    offset: str | None = None
    """The offset from UTC of its times of day."""
    split: str | None = None
    """The separator of the members of a list."""
    unit: str | Column | None = None
    """The unit of its bare numbers, or the column that names it."""
    decimal: str = "."
    """The decimal mark of its numbers, a point or a comma; the other one separates thousands."""
    prefix: str = ""
    """The text that is put before each cell."""


@attrs.frozen
class FixedValue:
    """A value that is the same in every row."""

    value: object


@attrs.frozen(kw_only=True)
class SpanEnds:
    """A date given by two: the first and the last day of a span."""

    start: Column | FixedValue
    end: Column | FixedValue


Cell = Column | FixedValue | SpanEnds


@attrs.frozen(kw_only=True)
class Map:
    """A map as read: for each key of a report, by its path (`data.case`), the source of its value."""

    file: str
    text: str
    cells: Mapping[str, Cell]
    sources: tuple[dict[str, object], ...] = ()
    """The sources that it declares, as records."""

    @property
    def columns(self) -> dict[str, str]:
        """The columns that it names, each with the path that names it."""
        return {each.column: path for path, cell in self.cells.items() for each in columns(cell)}

    def column_of(self, path: str) -> str | None:
        """Return the column of the value at a path, or None."""
        cell = self.cells.get(path) or self.cells.get(path.partition(".")[0])
        return cell.column if isinstance(cell, Column) else None


def columns(cell: Cell) -> Iterator[Column]:
    """Yield the columns that a value comes from."""
    if isinstance(cell, SpanEnds):
        yield from (each for each in (cell.start, cell.end) if isinstance(each, Column))
    elif isinstance(cell, Column):
        yield cell
        if isinstance(cell.unit, Column):
            yield cell.unit


def _place(file: str, text: str, path: str) -> str:
    line = line_of(text, path)
    return f"{file}:{line}: " if line else f"{file}: "


def line_of(text: str, path: str) -> int:
    """Return the number of the line of a map that defines a path, or else its nearest parent; 0 for none."""
    parts, table, best = path.split("."), "", (0, 0)
    for number, line in enumerate(text.splitlines(), 1):
        # possessive: a line of brackets or blanks alone would else be tried in every way to part it
        if heading := re.fullmatch(r"\s*+\[++([^\]]++)\]++\s*+(#.*)?", line):
            table = heading[1].strip()
            name = table
        elif key := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            name = f"{table}.{key[1]}" if table else key[1]
        else:
            continue
        named = [each.strip("\"' ") for each in name.split(".")]
        if parts[: len(named)] == named and len(named) > best[0]:
            best = (len(named), number)
    return best[1]
