"""Converts rows to reports by a map, and reports the cells that cannot be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256

import attrs

from chrono.errors import BadDate, quoted
from chrono.model.kinds import FieldType, Kind
from chrono.model.records import Fault
from chrono.tables.dates import edtf, pattern
from chrono.tables.map import DATED, LISTED, Cell, Column, FixedValue, Map, SpanEnds
from chrono.tables.table import SheetRow
from chrono.values.canonical_json import from_json, jsonbytes
from chrono.values.suggestions import nearest

Read = Callable[[Sequence[str]], object]
"""Returns the value of a row for a key; None where its cell is empty."""
FailedDate = tuple[str, str, str]
"""The path, the column and the shape of a date that cannot be read."""
Convert = Callable[[str, Sequence[str]], object]
"""Returns the value of a cell that is not empty, given its row too."""
_OPTIONAL_TEXT = FieldType(base="text", optional=True)
_DATE = FieldType(base="date")
_LIST = FieldType(base="text", listed=True)
_PLAIN_NUMBER = frozenset("0123456789.-")


class Unreadable(Exception):
    """A cell that cannot be read: the reason, and its shape if it should be a date."""

    def __init__(self, why: str, shape: str | None = None) -> None:
        self.why, self.shape = why, shape
        super().__init__(why)


@attrs.frozen(kw_only=True)
class Understood:
    """A row as understood: a record, or its faults, with the dates among them."""

    line: int
    record: Mapping[str, object] | None = None
    faults: tuple[Fault, ...] = ()
    dates: tuple[FailedDate, ...] = ()


class RowIds:
    """Makes ids of rows from their cells, in any order of columns, and their count among equal rows."""

    def __init__(self, header: Sequence[str]) -> None:
        self._header = header
        self._twins: Counter[bytes] = Counter()

    def of(self, cells: Sequence[str]) -> str:
        """Return the id of the next row."""
        filled = sorted((name, each) for name, each in zip(self._header, cells, strict=True) if each)
        digest = sha256(jsonbytes(filled)).digest()[:12]
        self._twins[digest] += 1
        count = self._twins[digest]
        return f"row:{digest.hex()}" + (f"-{count}" if count > 1 else "")


class RowReader:
    """Reads the rows of one spreadsheet by a map that fits it."""

    def __init__(self, by: Map, header: Sequence[str], kinds: Mapping[str, Kind]) -> None:
        self._places = {name: n for n, name in enumerate(header)}
        self._header, self._kinds, self._map = header, kinds, by
        self._keys = self._readers({path: cell for path, cell in by.cells.items() if "." not in path})
        self._nested = [(name, self._readers_under(name)) for name in ("attribution", "source")]
        self._data: dict[str, list[tuple[str, str, Read]]] = {}
        self._rest = [(n, name) for n, name in enumerate(header) if name not in by.columns]
        self._has_ids = "id" in by.cells
        self._ids = RowIds(header)
        self._sources: dict[bytes, object] = {}

    def understood(self, row: SheetRow) -> Understood:
        """Return a row as understood; give rows in their order, since equal ones are counted."""
        if row.fault:
            return Understood(line=row.line, faults=(("", row.fault),))
        try:
            return Understood(line=row.line, record=self._record(row.cells))
        except Unreadable:
            return self._misread(row)

    def _record(self, cells: Sequence[str]) -> dict[str, object]:
        """Return the record of a row; raises `Unreadable` at the first cell that cannot be read."""
        record: dict[str, object] = {"record": "report"}
        for _, key, read in self._keys:
            if (value := read(cells)) is not None:
                record[key] = value
        for name, reads in self._nested:
            if made := {key: value for _, key, read in reads if (value := read(cells)) is not None}:
                record[name] = self._shared(made) if name == "source" else made
        fields = self._data_readers(record.get("kind"))
        record["data"] = {key: value for _, key, read in fields if (value := read(cells)) is not None}
        if extra := {name: cell for n, name in self._rest if (cell := cells[n]).strip()}:
            record["extra"] = extra
        if not self._has_ids:
            record["id"] = self._ids.of(cells)
        return record

    def _misread(self, row: SheetRow) -> Understood:
        """Return a row with the faults of all its cells."""
        kind = next((_attempt(read, row.cells) for path, _, read in self._keys if path == "kind"), None)
        nested = (each for _, reads in self._nested for each in reads)
        faults: list[Fault] = []
        dates: list[FailedDate] = []
        for path, _, read in (*self._keys, *nested, *self._data_readers(kind)):
            if isinstance(err := _attempt(read, row.cells), Unreadable):
                faults.append((path, err.why))
                if err.shape is not None:
                    dates.append((path, self._map.column_of(path) or path, err.shape))
        return Understood(line=row.line, faults=tuple(faults), dates=tuple(dates))

    def _shared(self, source: dict[str, object]) -> object:
        """Return one object for all equal sources: thousands of rows name few."""
        return self._sources.setdefault(jsonbytes(source), source)

    def _readers(self, cells: Mapping[str, Cell]) -> list[tuple[str, str, Read]]:
        return [(path, path, self._reader(path, cell, _type_of(path))) for path, cell in cells.items()]

    def _readers_under(self, name: str) -> list[tuple[str, str, Read]]:
        cells = {path: cell for path, cell in self._map.cells.items() if path.startswith(f"{name}.")}
        return [(path, path.partition(".")[2], read) for path, _, read in self._readers(cells)]

    def _data_readers(self, kind: object) -> list[tuple[str, str, Read]]:
        name = str(kind)
        if name not in self._data:
            fields = self._kinds[name].fields if name in self._kinds else {}
            self._data[name] = [
                (path, field, self._reader(path, cell, fields.get(field, _OPTIONAL_TEXT)))
                for path, cell in self._map.cells.items()
                if (field := path.removeprefix("data.")) != path
            ]
        return self._data[name]

    def _reader(self, path: str, cell: Cell, field: FieldType) -> Read:
        if isinstance(cell, FixedValue):
            return lambda _: cell.value
        if isinstance(cell, SpanEnds):
            start, end = (self._reader(path, each, _DATE) for each in (cell.start, cell.end))
            return lambda cells: _ends(start(cells), end(cells))
        place, needed = self._places[cell.column], path == "id"
        convert = self._converter(cell, field)

        def read(cells: Sequence[str]) -> object:
            text = cells[place].strip()
            if not text:
                if needed:
                    raise Unreadable("missing: the cell is empty")
                return None
            return convert(text, cells)

        return read

    def _converter(self, cell: Column, field: FieldType) -> Convert:
        """Return the converter of the cells of a column."""
        convert = self._single_converter(cell, field)
        if not field.listed:
            return convert
        separator = cell.split

        def convert_all(text: str, cells: Sequence[str]) -> object:
            parts = [text] if separator is None else [each.strip() for each in text.split(separator)]
            return [convert(each, cells) for each in parts if each]

        return convert_all

    def _single_converter(self, cell: Column, field: FieldType) -> Convert:
        if cell.values is not None:
            return lambda text, _: _value(text, cell)
        if isinstance(cell.unit, Column):
            place = self._places[cell.unit.column]
            return lambda text, cells: _amount(text, cells[place].strip(), cell)
        converters = {"date": _date, "number": _number, "quantity": _amount_of}
        convert = converters.get(field.base, _prefixed if cell.prefix else None)
        return _itself if convert is None else lambda text, _: convert(text, cell)


def _attempt(read: Read, cells: Sequence[str]) -> object:
    """Return the value of a row for a key, or the error for a cell that cannot be read."""
    try:
        return read(cells)
    except Unreadable as err:
        return err


def _type_of(path: str) -> FieldType:
    return _DATE if path in DATED else _LIST if path in LISTED else _OPTIONAL_TEXT


def _ends(start: object, end: object) -> object:
    """Return a span by its two ends; an empty one is unknown, not open."""
    return None if start is None and end is None else {"start": start or "", "end": end or ""}


def _value(text: str, cell: Column) -> object:
    values = cell.values or {}
    if text not in values:
        raise Unreadable(f"{quoted(text)} is none of the map's values: {nearest(text, tuple(values))}")
    return values[text]


def _date(text: str, cell: Column) -> str:
    try:
        return edtf(text, cell.format, cell.offset)
    except BadDate as err:
        raise Unreadable(str(err), pattern(text)) from None


def _number(text: str, cell: Column) -> object:
    plain = _plain(text, cell)
    if _PLAIN_NUMBER.issuperset(plain):
        try:
            return from_json(plain)
        except ValueError:
            return plain
    return plain


def _itself(text: str, _: Sequence[str]) -> str:
    return text


def _prefixed(text: str, cell: Column) -> str:
    return f"{cell.prefix}{text}"


def _amount_of(text: str, cell: Column) -> str:
    return _amount(text, cell.unit if isinstance(cell.unit, str) else "", cell)


def _amount(text: str, unit: str, cell: Column) -> str:
    plain = _plain(text, cell)
    return f"{plain} {unit}" if unit else plain


def _plain(text: str, cell: Column) -> str:
    """Return figures with a decimal point, also where the map says that they have a decimal comma."""
    if cell.decimal == ".":
        return text
    if re.search(r"\.(?!\d{3}(?!\d))", text):
        raise Unreadable(
            f'{quoted(text)}: the map says decimal = ",", and this point stands between no thousands'
        )
    return text.replace(".", "").replace("\N{NO-BREAK SPACE}", "").replace(",", ".")
