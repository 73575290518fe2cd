"""`entity add` declares a person, an organisation or a thing."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from chrono.commands.entry.options import EnteredBy, Strict
from chrono.commands.entry.receipts import append_one
from chrono.commands.shared import Form, chronicle
from chrono.render.formats import Format

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


entity = typer.Typer(rich_markup_mode=None, help="Declare a person, organisation, case …")


@entity.command("add")
def add(
    ctx: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="How records will name it: sam-altman.")],
    type_: Annotated[str | None, typer.Option("--type", help="person, organisation, project, case …")] = None,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="[LANG=]NAME", help="A name; ja=サム・アルトマン. May be repeated."),
    ] = None,
    alias: Annotated[
        list[str] | None, typer.Option("--alias", help="Another spelling. May be repeated.")
    ] = None,
    same_as: Annotated[
        list[str] | None, typer.Option("--same-as", metavar="SLUG", help="A slug for the same one.")
    ] = None,
    strict: Strict = False,
    entered_by: EnteredBy = None,
    form: Form = Format.table,
) -> None:
    """Declare an entity, or add names to one: any name or alias then leads to its slug.

    \b
    chrono entity add jared-birchall --type person --name "Jared Birchall" --name ja=バーチャル
    """
    names: dict[str, str] = {}
    for argument in name or []:
        language, _, text = argument.partition("=")
        tagged = _LANGUAGE.fullmatch(language) and text
        names[language if tagged else "en"] = text if tagged else argument
    record: dict[str, object] = {"record": "entity", "slug": slug}
    record |= {
        k: v for k, v in (("type", type_), ("names", names), ("aliases", alias), ("same_as", same_as)) if v
    }
    with chronicle(ctx, read_only=False, entered_by=entered_by) as opened:
        append_one(opened, record, form, strict=strict)
