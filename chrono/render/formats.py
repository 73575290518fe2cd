"""The formats of answers: what each can hold, and how an answer is written in it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum, StrEnum
from typing import Literal, Self

import attrs

from chrono.render.escaping import csv_text, markdown_text
from chrono.render.text import as_json, grid, json_escaped
from chrono.values.canonical_json import jsontext

Cells = Mapping[str, object]
"""A row of an answer: values by the names of columns."""


class Shape(Enum):
    """The part of an answer that a format can hold."""

    lines = "words for a person, line by line"
    whole = "one value of any depth"
    items = "a value of any depth on each line"
    rows = "cells under columns"
    page = "a document that names its own encoding"


class Format(StrEnum):
    """A format, and what it can hold."""

    table = "table", Shape.lines
    json = "json", Shape.whole
    jsonl = "jsonl", Shape.items
    csv = "csv", Shape.rows
    md = "md", Shape.rows
    html = "html", Shape.page
    atom = "atom", Shape.page

    holds: Shape

    def __new__(cls, name: str, holds: Shape) -> Self:
        """Return a member whose value is its name alone."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.holds = holds
        return member


AnswerFormat = Literal[Format.table, Format.json, Format.jsonl, Format.csv, Format.md]
"""The formats in which any answer can be written: those of `WRITERS`."""


@attrs.frozen(kw_only=True, repr=False)
class Answer:
    """An answer in every shape that a format can hold; a shape is made only where it is written."""

    lines: Callable[[], Iterable[str]]
    rows: Callable[[], Iterable[Cells]]
    columns: Sequence[str]
    """The columns of a row that formats of rows show, in their order."""
    whole: Callable[[], object] | None = None
    """None: the list of the rows."""
    items: Callable[[], Iterable[object]] | None = None
    """None: the rows, one by one."""
    documents: Mapping[Format, Callable[[], Iterable[str]]] = attrs.field(factory=dict)
    """The lines of a document for readers, for the formats in which the answer is one."""


def write(answer: Answer, form: Format) -> None:
    """Write an answer to stdout.

    Raises:
        ReaderGone: nobody reads any more.
    """
    own = answer.documents.get(form)
    if own is None:
        WRITERS[form](answer)
    elif form.holds is Shape.page:
        _out_page("\n".join(own()))
    else:
        out("\n".join(own()))


def pretty(value: object) -> str:
    """Return JSON for people: indented, keys in the order given."""
    import msgspec.json

    encoder = msgspec.json.Encoder(decimal_format="number")
    return msgspec.json.format(encoder.encode(value), indent=2).decode()


def table_lines(rows: Iterable[Cells], columns: Sequence[str], empty: str = "") -> Iterator[str]:
    """Yield rows as a table on the screen; without any, the sentence that says so, if there is one."""
    cells = list(_cells(rows, columns))
    if cells or not empty:
        yield from grid(cells, header=[each.replace("_", " ") for each in columns])
    else:
        yield empty


def listing(rows: Sequence[Cells], columns: Sequence[str], empty: str) -> Answer:
    """Return rows as an answer that is nothing but a table; without any, a screen shows the sentence."""
    return Answer(lines=lambda: table_lines(rows, columns, empty), rows=lambda: rows, columns=columns)


def _table(answer: Answer) -> None:
    for line in answer.lines():
        out(line)


def _json(answer: Answer) -> None:
    out(pretty(list(answer.rows()) if answer.whole is None else answer.whole()))


def _jsonl(answer: Answer) -> None:
    for item in (answer.items or answer.rows)():
        out(jsontext(item))


def _csv(answer: Answer) -> None:
    import csv
    from io import StringIO

    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(csv_text, answer.columns))
    for row in _cells(answer.rows(), answer.columns):
        writer.writerow([csv_text(cell) for cell in row])
    out(text.getvalue().rstrip("\n"))


def _markdown(answer: Answer) -> None:
    out("\n".join(markdown_table(answer.columns, _cells(answer.rows(), answer.columns))))


def _cells(rows: Iterable[Cells], columns: Sequence[str]) -> Iterator[list[str]]:
    for row in rows:
        yield [_cell(row.get(column)) for column in columns]


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


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table; nothing in a cell or a heading is markup, and no bar ends it."""
    yield f"| {' | '.join(map(markdown_text, columns))} |"
    yield f"|{'|'.join('---' for _ in columns)}|"
    for row in rows:
        yield f"| {' | '.join(map(markdown_text, row))} |"


class ReaderGone(Exception):
    """Whoever reads the answer has what they want, and has gone: not a fault."""


def out(text: str) -> None:
    """Write an answer to stdout, and a newline.

    What a terminal could take for a command, and each character that its encoding lacks, is written as
    JSON escapes it: in a table it can be read, in JSON it stays the same.

    Raises:
        ReaderGone: nobody reads any more.
    """
    text = json_escaped(text) + "\n"
    encoding = sys.stdout.encoding or "utf-8"
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        data = b"".join(_encoded(each, encoding) for each in text)
    out_bytes(data)


def out_bytes(data: bytes) -> None:
    """Write bytes to stdout, behind what was written there before.

    Raises:
        ReaderGone: nobody reads any more.
    """
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


def _out_page(text: str) -> None:
    """Write HTML or XML to stdout; what the terminal's encoding lacks, as character references."""
    encoding = sys.stdout.encoding or "utf-8"
    out(text.encode(encoding, "xmlcharrefreplace").decode(encoding))


WRITERS: dict[Format, Callable[[Answer], None]] = {
    Format.table: _table,
    Format.json: _json,
    Format.jsonl: _jsonl,
    Format.csv: _csv,
    Format.md: _markdown,
}
"""The writers of any answer; a format that has none is for answers that are a document in it."""
