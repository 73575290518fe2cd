"""`export` writes every record, in files from which the same log can be made again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Annotated, Literal

import typer

from chrono.commands.shared import chronicle, written_as
from chrono.lookup.decoding import decode
from chrono.render.formats import Format, out, out_bytes, pretty
from chrono.write.codec import line

AT_ONCE = 500
"""Rows of an export that are written in one go."""


Records = Callable[[], Iterator[dict[str, object]]]


def _json(records: Records) -> None:
    out(pretty(list(records())))


def _jsonl(records: Records) -> None:
    for each in records():
        out(line(each))


def _csv(records: Records) -> None:
    """Write records as CSV, UTF-8 whatever the locale: a file, read by programs elsewhere."""
    import csv
    from io import StringIO

    from chrono.tables.export import columns, rows

    header = columns(records())
    cells = rows(records(), header)
    batch: list[list[str]] = [header]
    while batch:
        text = StringIO()
        csv.writer(text, lineterminator="\n").writerows(batch)
        out_bytes(text.getvalue().encode())
        batch = list(islice(cells, AT_ONCE))


WRITERS: dict[Format, Callable[[Records], None]] = {
    Format.jsonl: _jsonl,
    Format.json: _json,
    Format.csv: _csv,
}
"""An export has writers of its own: what they write is read again by `append` and `import`."""
Formats = Literal[Format.jsonl, Format.json, Format.csv]
Form = Annotated[Formats, written_as(Formats, WRITERS, help="How the records are written.")]


def export(
    ctx: typer.Context,
    form: Form = Format.jsonl,
) -> None:
    """Write every record: as JSON Lines, or as CSV for a spreadsheet; either makes the same log again.

    \b
    chrono export > records.jsonl
    chrono --log copy.db init && chrono --log copy.db append --file records.jsonl
    chrono export --format csv > records.csv
    """
    with chronicle(ctx) as opened:
        WRITERS[form](lambda: (dict(decode(each).record) for each in opened.records()))
