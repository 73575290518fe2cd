"""`merge` takes several developments for one."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.commands.entry.options import By, Strict, Why
from chrono.commands.entry.receipts import append_one
from chrono.commands.shared import Form, chronicle
from chrono.render.formats import Format


def merge(
    ctx: typer.Context,
    developments: Annotated[
        list[str], typer.Argument(metavar="DEVELOPMENT…", help="Two or more; the first slug stays.")
    ],
    why: Why,
    by: By = None,
    strict: Strict = False,
    form: Form = Format.table,
) -> None:
    """Say that several developments were one all along: their reports become accounts of it.

    \b
    chrono merge musk-x-no-money musk-vents-to-aides --why "one complaint, told twice"
    """
    with chronicle(ctx, read_only=False, entered_by=by) as opened:
        record: dict[str, object] = {"record": "merge", "developments": developments, "why": why}
        append_one(opened, record, form, strict=strict)
