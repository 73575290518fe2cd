"""Finds the faults of a map for one spreadsheet and one log: missing columns, kinds and fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from chrono.errors import quoted
from chrono.model.kinds import FieldType, Kind
from chrono.model.records import Fault
from chrono.tables.map import BadMap, Cell, Column, FixedValue, Map
from chrono.values.suggestions import nearest


def check(by: Map, header: Sequence[str], kinds: Mapping[str, Kind]) -> None:
    """Refuse a map that does not fit a spreadsheet's header or the kinds that a log knows.

    Raises:
        BadMap: a column, kind or field is missing, or an option of a column does not fit its field.
    """
    faults = [
        (path, f"there is no column {quoted(name)}: {nearest(name, tuple(header))}")
        for name, path in by.columns.items()
        if name not in header
    ]
    names = list(_kind_names(by.cells["kind"]))
    unknown = [name for name in names if name not in kinds]
    faults += [("kind", f"unknown kind {quoted(name)}: {_kind_hint(name, tuple(kinds))}") for name in unknown]
    if names and not unknown:
        faults += list(_field_faults(by.cells, [kinds[name] for name in names]))
    if faults:
        raise BadMap(faults, file=by.file, text=by.text)


def _kind_names(cell: Cell) -> Iterator[str]:
    """Yield the kinds that a map names; none where the cells name them."""
    if isinstance(cell, FixedValue):
        yield str(cell.value)
    elif isinstance(cell, Column) and cell.values is not None:
        yield from (str(each) for each in cell.values.values())


def _kind_hint(name: str, known: tuple[str, ...]) -> str:
    hint = nearest(name, known)
    return hint if hint.startswith("did") else "`chrono kinds` lists them"


def _field_faults(cells: Mapping[str, Cell], kinds: Sequence[Kind]) -> Iterator[Fault]:
    for path, cell in cells.items():
        field = path.removeprefix("data.")
        if field == path:
            continue
        types = [kind.fields[field] for kind in kinds if field in kind.fields]
        if types:
            yield from _type_faults(path, field, cell, types)
        else:
            fields = tuple(name for kind in kinds for name in kind.fields)
            yield path, f"{_words(kinds)} has no field {quoted(field)}: {nearest(field, fields)}"
    if len(kinds) == 1:
        needed = [name for name, each in kinds[0].fields.items() if not each.optional]
        yield from (
            (f"data.{name}", f"missing: {_words(kinds)} needs it")
            for name in needed
            if f"data.{name}" not in cells
        )


def _type_faults(path: str, field: str, cell: Cell, types: Sequence[FieldType]) -> Iterator[Fault]:
    if not isinstance(cell, Column):
        return
    bases = {each.base for each in types}
    if cell.split and not any(each.listed for each in types):
        yield f"{path}.split", f"{quoted(field)} is {types[0]}, and no list"
    if cell.format and "date" not in bases:
        yield f"{path}.format", f"{quoted(field)} is {types[0]}, and no date"
    if cell.unit and "quantity" not in bases:
        yield f"{path}.unit", f"{quoted(field)} is {types[0]}, and no quantity"


def _words(kinds: Iterable[Kind]) -> str:
    names = [quoted(each.name) for each in kinds]
    return " or ".join(names[:3]) + (" …" if len(names) > 3 else "")
