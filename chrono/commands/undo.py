"""`undo` makes a record of ours void."""

from __future__ import annotations

import typer

from chrono.commands.entry.amendable import amendable
from chrono.commands.entry.options import By, Of, Strict, Why
from chrono.commands.entry.receipts import append_one
from chrono.commands.shared import Form, chronicle
from chrono.render.formats import Format


def undo(
    ctx: typer.Context, of: Of, why: Why, by: By = None, strict: Strict = False, form: Form = Format.table
) -> None:
    """Make a record of ours void: it then reads as if it had never been appended.

    Only --recorded-at before this shows it. Undoing an `undo` brings the record back.

    \b
    chrono undo @last --why "entered twice"
    """
    with chronicle(ctx, read_only=False, entered_by=by) as opened:
        target = amendable(opened, of)
        record: dict[str, object] = {"record": "amendment", "of": target.id, "why": why, "void": True}
        append_one(opened, record, form, strict=strict)
