"""Rows of any answer as a table, JSON, JSON Lines, CSV or Markdown."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from chrono.render.text import as_json, escaped, grid, safe
from chrono.values.canonical_json import jsonbytes, jsontext
from chrono.values.hidden import is_formula


class Format(StrEnum):
    """How an answer is written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    md = "md"


def pretty(value: object) -> str:
    """Return JSON for people: indented, keys in the order given."""
    import msgspec.json

    encoder = msgspec.json.Encoder(decimal_format="number")
    return msgspec.json.format(encoder.encode(value), indent=2).decode()


def written(
    rows: Sequence[Mapping[str, object]], columns: Sequence[str], form: Format, whole: object = None
) -> str:
    """Return rows in a format; `whole` is what JSON shows in place of the list of rows."""
    if form is Format.json:
        return pretty(list(rows) if whole is None else whole)
    if form is Format.jsonl:
        return "\n".join(jsontext(row) for row in rows)
    cells = [[_cell(row.get(column)) for column in columns] for row in rows]
    if form is Format.csv:
        return _csv([list(columns), *([_harmless(cell) for cell in row] for row in cells)])
    if form is Format.md:
        return "\n".join(_markdown(columns, cells))
    return "\n".join(grid(cells, header=[each.replace("_", " ") for each in columns]))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return jsontext(value)


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, and no terminal for a command."""
    cell = safe(cell)
    return f"'{cell}" if is_formula(cell) else cell


def _csv(rows: Iterable[Sequence[str]]) -> str:
    import csv
    from io import StringIO

    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().rstrip("\n")


def _markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{'|'.join('---' for _ in columns)}|"
    for row in rows:
        yield f"| {' | '.join(safe(cell).replace('|', chr(92) + '|') for cell in row)} |"


def out_rows(
    rows: Sequence[Mapping[str, object]], columns: Sequence[str], form: Format, whole: object = None
) -> None:
    """Write rows to stdout as `written` makes them; no rows are no line of JSON.

    Raises:
        ReaderGone: nobody reads any more.
    """
    if rows or form is not Format.jsonl:
        out(written(rows, columns, form, whole))


class ReaderGone(Exception):
    """Whoever reads the answer has what they want, and has gone: not a fault."""


def out(text: str) -> None:
    """Write an answer to stdout, and a newline.

    What a terminal could take for a command, and each character that its encoding lacks, is written as
    JSON escapes it: in a table it can be read, in JSON it stays the same.

    Raises:
        ReaderGone: nobody reads any more.
    """
    text = escaped(text) + "\n"
    encoding = sys.stdout.encoding or "utf-8"
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        data = b"".join(_encoded(each, encoding) for each in text)
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError as err:
        raise ReaderGone from err


def _encoded(character: str, encoding: str) -> bytes:
    try:
        return character.encode(encoding)
    except UnicodeEncodeError:
        return as_json(character).encode("ascii")


__all__ = ["Format", "jsonbytes", "out", "out_rows", "pretty", "written"]
