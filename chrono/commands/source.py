"""`source add` declares a publication."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.commands.entry.options import EnteredBy, Strict
from chrono.commands.entry.receipts import append_one
from chrono.commands.shared import Form, chronicle
from chrono.render.formats import Format

source = typer.Typer(rich_markup_mode=None, help="Declare a source: one publication.")


@source.command("add")
def add(
    ctx: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="How reports will name it: wsj-ja.")],
    publisher: Annotated[str, typer.Option("--publisher", help="The outlet.")],
    title: Annotated[str | None, typer.Option("--title", help="Its headline.")] = None,
    author: Annotated[
        list[str] | None, typer.Option("--author", help="Who wrote it; may be repeated.")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="TAG", help="BCP 47: ja, en-GB.")
    ] = None,
    url: Annotated[str | None, typer.Option("--url", help="Where it can be read.")] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="EDTF or a datetime.")
    ] = None,
    origin: Annotated[str | None, typer.Option("--origin", help="The publisher it merely relays.")] = None,
    strict: Strict = False,
    entered_by: EnteredBy = None,
    form: Form = Format.table,
) -> None:
    """Declare a source: one publication, with its outlet and date.

    \b
    chrono source add ft-settled --publisher "Financial Times" --published 2026-04-02
    """
    keys = {
        "title": title,
        "authors": author,
        "language": language,
        "url": url,
        "published": published,
        "origin": origin,
    }
    record: dict[str, object] = {"record": "source", "slug": slug, "publisher": publisher}
    record |= {key: value for key, value in keys.items() if value}
    with chronicle(ctx, read_only=False, entered_by=entered_by) as opened:
        append_one(opened, record, form, strict=strict)
