"""`verify` recomputes the whole log."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.commands.shared import chronicle
from chrono.render.formats import out
from eventlog import Checkpoint


def verify(
    ctx: typer.Context,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="CHECKPOINT", help="A line that `checkpoint` printed earlier."),
    ] = None,
) -> None:
    """Recompute the whole log: nothing was changed, taken out or put in between. Exit code 5 if it was.

    \b
    chrono verify
    """
    with chronicle(ctx) as opened:
        result = opened.log.verify(against=Checkpoint.parse(against) if against else None)
        erased = f", {result.erased} lawfully erased" if result.erased else ""
        out(f"sound: {result.position} records{erased}, digest {result.digest.hex()}")
