"""Converts records to rows of a spreadsheet and back, without loss.

A cell is a text as it is, or JSON: numbers, lists, objects, true, false and null, and any text that could be
read as one of these or has hidden characters. A cell that a spreadsheet would take for a formula gets an
apostrophe before it, and so does one that begins with an apostrophe.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from chrono.model.record_parts import Record
from chrono.model.records import RECORD_KEYS
from chrono.values.canonical_json import from_json, jsontext
from chrono.values.hidden import HIDDEN, is_formula

LEADING_COLUMNS = ("record", "id", "slug", "kind", "occurred", "source", "development", "of", "reported")
"""The columns that come first, in this order, where they are in use."""
COLUMN_KEYS = frozenset(("record", *(key for keys in RECORD_KEYS.values() for key in keys)))
DATA, REST = "data.", "more"
"""The prefix of a column for a field of a kind; the column for values that fit in no other."""
_GUARDED = frozenset("'\t\r\n")
"""First characters of cells that are guarded too: such a cell looks guarded, or may be trimmed."""
_JSON_FIRST = frozenset('{["')
_WORDS = frozenset(("true", "false", "null"))
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_HIDDEN = re.compile(f"[\x00-\x08\x0b-\x1f{HIDDEN}]")


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; `unguarded` gives it back."""
    return f"'{cell}" if cell and (cell[0] in _GUARDED or is_formula(cell)) else cell


def unguarded(cell: str) -> str:
    """Return a cell without the apostrophe that `guarded` put before it."""
    return cell[1:] if cell[:1] == "'" else cell


def columns(records: Iterable[Record]) -> list[str]:
    """Return the columns that the records need: `LEADING_COLUMNS`, then keys, then fields, by name."""
    names = {"record"}
    for each in records:
        names.update(name for name, _, _ in _columns_of(each))
    first = [name for name in LEADING_COLUMNS if name in names]
    fields = {name for name in names if name.startswith(DATA)}
    return [*first, *sorted(names - fields - set(first)), *sorted(fields)]


def rows(records: Iterable[Record], header: Sequence[str]) -> Iterator[list[str]]:
    """Yield the cells of each record under the columns that `columns` gave for them, guarded."""
    for each in records:
        row = {name: _cell(value, typed=typed) for name, value, typed in _columns_of(each)}
        yield [guarded(row.get(name, "")) for name in header]


def is_export(header: Sequence[str]) -> bool:
    """Return whether a header is that of an export: only keys of records, fields and the rest column."""
    return "record" in header and all(
        name in COLUMN_KEYS or name == REST or name.startswith(DATA) for name in header
    )


def record(header: Sequence[str], cells: Sequence[str]) -> dict[str, object]:
    """Return the record of a row of an export; an empty cell is a missing key.

    Raises:
        ValueError: a cell begins like JSON and is not valid JSON.
    """
    made: dict[str, object] = {}
    data: dict[str, object] = {}
    for name, cell in zip(header, cells, strict=True):
        if cell == "":
            continue
        value = _value(unguarded(cell), name)
        if name.startswith(DATA):
            data[name.removeprefix(DATA)] = value
        elif name == REST and isinstance(value, dict):
            made |= value
        else:
            made[name] = value
    if data:
        unnamed = made.get("data")
        made["data"] = {**unnamed, **data} if isinstance(unnamed, dict) else data
    return made


def _columns_of(record: Record) -> Iterator[tuple[str, object, bool]]:
    """Yield (column, value, whether it is typed); values that fit no column go into the rest column."""
    rest: dict[str, object] = {}
    for key, value in record.items():
        if key == "data" and isinstance(value, Mapping):
            yield from ((f"{DATA}{name}", each, True) for name, each in value.items() if _can_be_column(name))
            unnamed = {name: each for name, each in value.items() if not _can_be_column(name)}
            if unnamed or not value:
                yield key, unnamed, True
        elif key not in COLUMN_KEYS or not _fits(value, key):
            rest[key] = value
        else:
            yield key, value, _is_typed(key)
    if rest:
        yield REST, rest, True


def _can_be_column(name: str) -> bool:
    """Return whether the name of a field can be the name of a column."""
    return name.isprintable() and name == name.strip()


def _is_typed(key: str) -> bool:
    """Return whether a column holds numbers and truth values as such: elsewhere `2024` is a text."""
    return key in ("void", REST) or key.startswith(DATA)


def _fits(value: object, key: str) -> bool:
    return _is_typed(key) or value is None or isinstance(value, str | list | Mapping)


def _cell(value: object, *, typed: bool) -> str:
    if isinstance(value, str) and value and not _HIDDEN.search(value) and not _is_json(value, typed=typed):
        return value
    return _HIDDEN.sub(_escaped, jsontext(value))


def _escaped(character: re.Match[str]) -> str:
    pairs = character[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{pairs[n]:02x}{pairs[n + 1]:02x}" for n in range(0, len(pairs), 2))


def _is_json(text: str, *, typed: bool) -> bool:
    if text[:1] in _JSON_FIRST or text == "null":
        return True
    return typed and (text in _WORDS or _NUMBER.fullmatch(text) is not None)


def _value(cell: str, column: str) -> object:
    if not _is_json(cell, typed=_is_typed(column)):
        return cell
    try:
        return from_json(cell)
    except (msgspec.DecodeError, RecursionError) as err:
        message = f'{column}: begins like JSON and is none: a text is written as JSON too, "…", where it does'
        raise ValueError(message) from err
