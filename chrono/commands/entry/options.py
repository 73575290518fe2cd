"""Declares the options of commands that correct, withdraw or amend a record."""

from __future__ import annotations

from typing import Annotated

import typer

Of = Annotated[str, typer.Argument(metavar="ID", help="The record: its id, the beginning of it, or @last.")]
Why = Annotated[str, typer.Option("--why", help="The reason, as it will stand in the log.")]
AUTHOR = "CHRONO_AUTHOR"
"""The environment variable that names who enters records, where no option does."""
EnteredBy = Annotated[
    str | None,
    typer.Option("--entered-by", metavar="NAME", envvar=AUTHOR, help="Who enters it: kept with each record."),
]
By = Annotated[
    str | None,
    typer.Option("--entered-by", "--by", metavar="NAME", envvar=AUTHOR, help="Who of us: kept with it."),
]
Reported = Annotated[str, typer.Option("--reported", metavar="DATE", help="When the source said so.")]
SourceSlug = Annotated[
    str | None, typer.Option("--source", metavar="SLUG", help="Where it said so; default: where it reported.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse what would only be noted.")]
