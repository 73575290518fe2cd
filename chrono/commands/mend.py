"""Commands that mend: the source's `correction` and `retraction`."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.commands.assignments import assigned
from chrono.commands.receipts import append_one
from chrono.commands.shared import Form, Why, chronicle
from chrono.errors import BadQuestion
from chrono.lookup.records import find
from chrono.render.formats import Format

app = typer.Typer(rich_markup_mode=None)
Of = Annotated[str, typer.Argument(metavar="ID", help="The record: its id, the beginning of it, or @last.")]
Reported = Annotated[str, typer.Option("--reported", metavar="DATE", help="When the source said so.")]
Source = Annotated[
    str | None, typer.Option("--source", metavar="SLUG", help="Where it said so; default: where it reported.")
]


@app.command()
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
    source: Source = None,
    form: Form = Format.table,
) -> None:
    """Append a source's correction of its own report: in force from --reported on, never before.

    \b
    chrono correction wsj-p24-filed --occurred 2024-02-29 --reported 2025-02-20 --why "the day was added"
    """
    with chronicle(ctx, read_only=False) as opened:
        target = find(opened.lookup(), of)
        spec = opened.lookup().shelf.kinds.get(str(target.record.get("kind")))
        record: dict[str, object] = {
            "record": "correction",
            "of": target.id,
            "reported": reported,
            "why": why,
        }
        if fields and spec is None:
            raise BadQuestion("field", f"{target.id} is a {target.type}: only a report has fields")
        if fields and spec is not None:
            record["data"] = assigned(spec, fields, clear=True)
        record |= {k: v for k, v in (("occurred", occurred), ("modality", modality), ("source", source)) if v}
        append_one(opened, record, form)


@app.command()
def retraction(
    ctx: typer.Context, of: Of, reported: Reported, why: Why, source: Source = None, form: Form = Format.table
) -> None:
    """Append a source's withdrawal of what it said: in force from --reported on, never before.

    \b
    chrono retraction nw-p17-softbank --reported 2025-02-01 --why "could not be confirmed"
    """
    with chronicle(ctx, read_only=False) as opened:
        target = find(opened.lookup(), of)
        record: dict[str, object] = {
            "record": "retraction",
            "of": target.id,
            "reported": reported,
            "why": why,
        }
        if source:
            record["source"] = source
        append_one(opened, record, form)
