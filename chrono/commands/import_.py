"""`import` loads a spreadsheet through a map."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.commands.entry.options import EnteredBy, Strict
from chrono.commands.shared import chronicle
from chrono.errors import BadQuestion


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
    strict: Strict = False,
    entered_by: EnteredBy = None,
) -> None:
    """Load a spreadsheet: each row is a report, read by a map; what is in the log already is passed over.

    \b
    chrono import hearings.csv --map hearings.toml --dry-run
    chrono import hearings.csv --map hearings.toml --rejects rejects.csv
    """
    from chrono.commands.entry.files import check_rejects
    from chrono.commands.loading.importing import run

    if dry_run and rejects is not None:
        raise BadQuestion("rejects", "a dry run writes nothing: it shows what would be rejected")
    if map_ == "":
        raise BadQuestion("map", "it is empty: give the path of a map, or leave it out")
    if rejects is not None:
        check_rejects(rejects, {"the log": str(ctx.obj), "the map": map_ or "", "the file it reads": file})
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise BadQuestion("delimiter", "one character stands between cells, such as , or ;")
    with chronicle(ctx, read_only=dry_run, entered_by=entered_by) as opened:
        raise typer.Exit(
            run(
                opened,
                file,
                map_path=map_,
                dry=dry_run,
                rejects=rejects,
                encoding=encoding,
                delimiter=delimiter,
                strict=strict,
            )
        )
