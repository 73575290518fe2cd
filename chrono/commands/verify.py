"""`verify` recomputes the whole log."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.commands.shared import chronicle
from chrono.errors import BadQuestion
from chrono.render.formats import out
from eventlog import Checkpoint, InvalidArgument


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
    checkpoint = None if against is None else _parsed(against)
    with chronicle(ctx) as opened:
        result = opened.log.verify(against=checkpoint)
        erased = f", {result.erased} lawfully erased" if result.erased else ""
        out(f"sound: {result.position} records{erased}, digest {result.digest.hex()}")


def _parsed(line: str) -> Checkpoint:
    """Return the checkpoint that a line holds.

    Raises:
        BadQuestion: it holds none, or is empty, as a variable is that was never set.
    """
    try:
        return Checkpoint.parse(line)
    except InvalidArgument as err:
        raise BadQuestion("--against", err.reason) from err
