"""`restore` makes a log from a backup."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from chrono.commands import KEPT_CHECKPOINT
from chrono.commands.shared import say
from chrono.errors import NoBackup, quoted_path
from chrono.render.formats import out
from eventlog import open_log, restore_log


def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="What `backup` wrote.")],
) -> None:
    """Make the log from a backup; nothing may be at its path yet, so that nothing is written over.

    A damaged log goes aside first, with the -wal and the -shm beside it: `salvage` may need them.

    \b
    chrono backup copy.db && chrono --log restored.db restore copy.db
    """
    if not os.path.lexists(file):
        raise NoBackup(f"there is no backup {quoted_path(file)}: give what `chrono backup` wrote")
    path = str(ctx.obj).removeprefix("sqlite:///")
    out(str(restore_log(file, path).checkpoint))
    if os.environ.get(KEPT_CHECKPOINT):
        _say_what_is_lost(path)


def _say_what_is_lost(path: str) -> None:
    """Say on stderr if the log does not hold the checkpoint that was kept: nothing will be appended to it."""
    from chrono.commands.kept_checkpoint import doubt

    with open_log(path, read_only=True) as log:
        why = doubt(log)
    if why is not None:
        say(
            f"note: {why}: what was appended after the backup is not in it; to go on from there, put "
            "the line above into that file"
        )
