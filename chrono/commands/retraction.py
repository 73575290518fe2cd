"""`retraction` appends that a source withdraws its own report."""

from __future__ import annotations

import typer

from chrono.commands.entry.options import EnteredBy, Of, Reported, SourceSlug, Strict, Why
from chrono.commands.entry.receipts import append_one
from chrono.commands.shared import Form, chronicle
from chrono.lookup.records import find_record
from chrono.render.formats import Format


def retraction(
    ctx: typer.Context,
    of: Of,
    reported: Reported,
    why: Why,
    source: SourceSlug = None,
    strict: Strict = False,
    entered_by: EnteredBy = None,
    form: Form = Format.table,
) -> None:
    """Append a source's withdrawal of what it said: in force from --reported on, never before.

    \b
    chrono retraction nw-p17-softbank --reported 2025-02-01 --why "could not be confirmed"
    """
    with chronicle(ctx, read_only=False, entered_by=entered_by) as opened:
        target = find_record(opened.lookup(), of)
        record = {"record": "retraction", "of": target.id, "reported": reported, "why": why}
        append_one(opened, record | ({"source": source} if source else {}), form, strict=strict)
