"""`checkpoint` prints a line to verify the log against later."""

from __future__ import annotations

import typer

from chrono.commands.shared import chronicle
from chrono.render.formats import out


def checkpoint(ctx: typer.Context) -> None:
    """Print position and digest: a line to publish, and to verify against later.

    \b
    chrono checkpoint
    """
    with chronicle(ctx) as opened:
        out(str(opened.log.checkpoint()))
