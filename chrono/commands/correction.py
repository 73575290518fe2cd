"""`correction` appends what a source corrects in its own report."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.commands.entry.assignments import read_assignments
from chrono.commands.entry.options import EnteredBy, Of, Reported, SourceSlug, Strict, Why
from chrono.commands.entry.receipts import append_one
from chrono.commands.shared import Form, chronicle
from chrono.errors import BadQuestion
from chrono.lookup.records import find_record
from chrono.render.formats import Format


def correction(
    ctx: typer.Context,
    of: Of,
    reported: Reported,
    why: Why,
    fields: Annotated[
        list[str] | None, typer.Argument(metavar="FIELD=VALUE…", help="Only what changes; `field=` clears.")
    ] = None,
    occurred: Annotated[
        str | None, typer.Option("--occurred", metavar="DATE", help="When it happened after all.")
    ] = None,
    modality: Annotated[
        str | None, typer.Option("--modality", help="occurred, planned, alleged or denied.")
    ] = None,
    source: SourceSlug = None,
    strict: Strict = False,
    entered_by: EnteredBy = None,
    form: Form = Format.table,
) -> None:
    """Append a source's correction of its own report: in force from --reported on, never before.

    \b
    chrono correction wsj-p24-filed --occurred 2024-02-29 --reported 2025-02-20 --why "the day was added"
    """
    with chronicle(ctx, read_only=False, entered_by=entered_by) as opened:
        target = find_record(opened.lookup(), of)
        spec = opened.shelf.kinds.get(target.kind)
        record: dict[str, object] = {
            "record": "correction",
            "of": target.id,
            "reported": reported,
            "why": why,
        }
        if fields and spec is None:
            raise BadQuestion("field", f"{target.id} is a {target.type}: only a report has fields")
        if fields and spec is not None:
            record["data"] = read_assignments(spec, fields, clear=True)
        record |= {k: v for k, v in (("occurred", occurred), ("modality", modality), ("source", source)) if v}
        append_one(opened, record, form, strict=strict)
