"""`restore` makes a log from a backup."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.render.formats import out
from eventlog import restore_log


def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="What `backup` wrote.")],
) -> None:
    """Make the log from a backup; nothing may be at its path yet, so that nothing is written over.

    \b
    chrono backup copy.db
    chrono --log again.db restore copy.db
    """
    out(str(restore_log(file, str(ctx.obj).removeprefix("sqlite:///")).checkpoint))
