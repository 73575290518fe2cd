"""Commands that carry records in and out: `import` and `export`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from itertools import islice
from typing import Annotated

import typer

from chrono.codec import entry, line
from chrono.commands.shared import chronicle
from chrono.errors import BadQuestion
from chrono.render.formats import ReaderGone, out, pretty

app = typer.Typer(rich_markup_mode=None)
AT_ONCE = 500
"""Rows of an export that are written in one go."""


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A spreadsheet as CSV, or one of its kin.")],
    map_: Annotated[
        str | None,
        typer.Option("--map", metavar="MAP.toml", help="Which column gives what; an export needs none."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Append nothing: show how rows are understood, and what fails.")
    ] = False,
    rejects: Annotated[
        str | None,
        typer.Option("--rejects", metavar="FILE", help="Append what is sound; the other rows go there."),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", metavar="NAME", help="Where the file's own is guessed wrongly."),
    ] = None,
    delimiter: Annotated[
        str | None,
        typer.Option("--delimiter", metavar="C", help="What stands between cells, if not , ; tab or |."),
    ] = None,
) -> None:
    """Load a spreadsheet: each row is a report, read by a map; what is in the log already is passed over.

    \b
    chrono import hearings.csv --map hearings.toml --dry-run
    chrono import hearings.csv --map hearings.toml --rejects rejects.csv
    """
    from chrono.commands.entry.files import check_rejects
    from chrono.commands.loading.importing import run

    if dry_run and rejects:
        raise BadQuestion("rejects", "a dry run writes nothing: it shows what would be rejected")
    if rejects:
        check_rejects(rejects, {"the log": str(ctx.obj), "the map": map_ or "", "the file it reads": file})
    if delimiter is not None and len(delimiter) != 1:
        raise BadQuestion("delimiter", "one character stands between cells, such as , or ;")
    with chronicle(ctx, read_only=dry_run) as opened:
        raise typer.Exit(
            run(
                opened,
                file,
                map_path=map_,
                dry=dry_run,
                rejects=rejects,
                encoding=encoding,
                delimiter=delimiter,
            )
        )


class ExportFormat(StrEnum):
    """How an export is written."""

    jsonl = "jsonl"
    json = "json"
    csv = "csv"


@app.command()
def export(
    ctx: typer.Context,
    form: Annotated[
        ExportFormat, typer.Option("--format", help="How the records are written.")
    ] = ExportFormat.jsonl,
) -> None:
    """Write every record: as JSON Lines, or as CSV for a spreadsheet; either makes the same log again.

    \b
    chrono export > records.jsonl
    chrono --log copy.db init && chrono --log copy.db append --file records.jsonl
    chrono export --format csv > records.csv
    """
    with chronicle(ctx) as opened:
        _EXPORTS[form](lambda: (dict(entry(each).record) for each in opened.records()))


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

    from chrono.exports import columns, rows

    header = columns(records())
    cells = rows(records(), header)
    batch: list[list[str]] = [header]
    while batch:
        text = StringIO()
        csv.writer(text, lineterminator="\n").writerows(batch)
        try:
            sys.stdout.flush()
            sys.stdout.buffer.write(text.getvalue().encode())
            sys.stdout.buffer.flush()
        except BrokenPipeError as err:
            raise ReaderGone from err
        batch = list(islice(cells, AT_ONCE))


_EXPORTS: dict[ExportFormat, Callable[[Records], None]] = {
    ExportFormat.json: _json,
    ExportFormat.jsonl: _jsonl,
    ExportFormat.csv: _csv,
}
