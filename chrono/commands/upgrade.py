"""`upgrade` brings a log that an older version made to the form in which it is appended to."""

from __future__ import annotations

import typer

from chrono.commands.shared import say_network
from chrono.render.formats import out
from eventlog import upgrade_log


def upgrade(ctx: typer.Context) -> None:
    """Bring a log of an older stored form to the present one: whole or not at all, while others read it.

    Positions, ids, times and records stay as they are. The log is verified before and after, and keeps the
    last checkpoint of its older form. A log of the present form stays as it is.

    \b
    chrono upgrade
    """
    say_network(ctx.obj)
    verified = upgrade_log(ctx.obj)
    out(f"form {verified.form}: {verified.position} records, {verified.checkpoint}")
