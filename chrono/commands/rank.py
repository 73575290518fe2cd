"""`rank` says how far an editor trusts one account."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.commands.entry.options import By, Of, Strict, Why
from chrono.commands.entry.receipts import append_one
from chrono.commands.shared import Form, chronicle
from chrono.lookup.records import find_record
from chrono.render.formats import Format


def rank(
    ctx: typer.Context,
    of: Of,
    rank: Annotated[str, typer.Argument(metavar="RANK", help="preferred, normal or deprecated.")],
    why: Why,
    by: By = None,
    strict: Strict = False,
    form: Form = Format.table,
) -> None:
    """Say how far an editor trusts one account: it then stands before or behind the others.

    \b
    chrono rank wsj-p02-announced deprecated --why "a mistranslation of the first full day"
    """
    with chronicle(ctx, read_only=False, entered_by=by) as opened:
        record = {"record": "ranking", "of": find_record(opened.lookup(), of).id, "rank": rank, "why": why}
        append_one(opened, record, form, strict=strict)
