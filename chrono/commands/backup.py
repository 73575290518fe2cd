"""`backup` copies the log into another file."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.commands.shared import chronicle
from chrono.render.formats import out


def backup(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where the copy goes.")],
) -> None:
    """Copy the log into FILE, while others read and append; the copy is verified before it gets its name.

    It may take the place of an earlier copy of the same log, and of nothing else. The line that is printed is
    a checkpoint: kept elsewhere, it shows later, by `verify --against`, that a log still holds all of that.

    \b
    chrono backup copy.db
    """
    with chronicle(ctx) as opened:
        out(str(opened.log.backup(file).checkpoint))
