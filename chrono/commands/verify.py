"""`verify` recomputes the log, the whole of it or what follows a checkpoint."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from chrono.commands import KEPT_CHECKPOINT
from chrono.commands.shared import chronicle, say
from chrono.errors import BadQuestion
from chrono.render.formats import out
from eventlog import Checkpoint, EventLog, InvalidArgument


def verify(
    ctx: typer.Context,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="CHECKPOINT", help="A line that `checkpoint` printed earlier."),
    ] = None,
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Recompute only what follows the checkpoint, which has to be held."),
    ] = False,
) -> None:
    """Recompute the whole log: nothing was changed, taken out or put in between. Exit code 5 if it was.

    --against proves that the log still extends an earlier state of it. --quick checks that the log has the
    digest of that checkpoint at its position, and recomputes only what follows: of what came before, it says
    nothing new. Without --against it starts from the checkpoint that $CHRONO_CHECKPOINT keeps.

    \b
    chrono verify
    chrono checkpoint > last.txt && chrono verify --quick --against "$(cat last.txt)"
    """
    given = None if against is None else _parsed(against)
    with chronicle(ctx) as opened:
        held = given or (_kept(opened.log) if quick else None)
        if quick and held is None:
            raise BadQuestion(
                "--quick", f"it starts from a checkpoint: give --against, or keep one with ${KEPT_CHECKPOINT}"
            )
        result = opened.log.verify(against=held, quick=quick)
        erased = f", {result.erased} lawfully erased" if result.erased else ""
        digest = f"digest {result.digest.hex()}"
        if quick:
            recomputed = f"{result.position - result.after} of {result.position} records recomputed{erased}"
            out(f"sound after position {result.after}: {recomputed}, {digest}")
        else:
            out(f"sound: {result.position} records{erased}, {digest}")
        if given is None:
            _say_doubt(opened.log)


def _kept(log: EventLog) -> Checkpoint | None:
    """Return the checkpoint that the environment's file keeps; None where there is none."""
    if not os.environ.get(KEPT_CHECKPOINT):
        return None
    from chrono.commands.kept_checkpoint import check_kept

    return check_kept(log)


def _say_doubt(log: EventLog) -> None:
    """Say on stderr if the log, sound by itself, does not hold the checkpoint that was kept."""
    if not os.environ.get(KEPT_CHECKPOINT):
        return
    from chrono.commands.kept_checkpoint import doubt

    if why := doubt(log):
        say(f"note: {why}: nothing will be appended to it")


def _parsed(line: str) -> Checkpoint:
    """Return the checkpoint that a line holds.

    Raises:
        BadQuestion: it holds none, or is empty, as a variable is that was never set.
    """
    try:
        return Checkpoint.parse(line)
    except InvalidArgument as err:
        raise BadQuestion("--against", err.reason) from err
