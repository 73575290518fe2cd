"""`export` writes every record, in files from which the same log can be made again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Annotated, Literal

import typer

from chrono.commands.shared import chronicle, say_erased, written_as
from chrono.lookup.decoding import ERASED, decode, is_record
from chrono.render.formats import Format, out, out_bytes, pretty
from chrono.write.codec import line
from chrono.write.export_end import end_of

AT_ONCE = 500
"""Rows of an export that are written in one go."""


Records = Callable[[], Iterator[dict[str, object]]]


def _json(records: Records) -> None:
    out(pretty(list(records())))


def _jsonl(records: Records) -> None:
    for record in records():
        out(line(record))


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


RECORD_WRITERS: dict[Format, Callable[[Records], None]] = {
    Format.jsonl: _jsonl,
    Format.json: _json,
    Format.csv: _csv,
}
"""An export has writers of its own: what they write is read again by `append` and `import`."""
ExportFormats = Literal[Format.jsonl, Format.json, Format.csv]
ExportForm = Annotated[
    ExportFormats, written_as(ExportFormats, RECORD_WRITERS, help="How the records are written.")
]


def export(ctx: typer.Context, form: ExportForm = Format.jsonl) -> None:
    """Write every record: as JSON Lines, or as CSV for a spreadsheet; either makes the same log again.

    It ends with a line (in CSV a row, in JSON a member) of the type `end`: how many records there are,
    and the checkpoint of the log. `append --file` and `import` take nothing of a file that is short.

    \b
    chrono export > records.jsonl
    chrono --log copy.db init && chrono --log copy.db append --file records.jsonl
    chrono export --format csv > records.csv
    """
    with chronicle(ctx) as opened:
        erased: dict[int, None] = {}
        checkpoint = opened.log.checkpoint()  # what lands from now on is left out

        def records() -> Iterator[dict[str, object]]:
            count = 0
            for each in opened.records(until=checkpoint.position):
                if is_record(each):
                    count += 1
                    yield dict(decode(each).record)
                elif each.data == ERASED:
                    erased[each.position] = None
            yield end_of(count, checkpoint)

        RECORD_WRITERS[form](records)
        say_erased(tuple(erased))
