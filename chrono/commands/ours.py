"""Commands by which we mend: `fix` and `undo` our own slips, `rank` an account, `merge` developments."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.archive import Entry
from chrono.chronicle import Chronicle
from chrono.commands.mend import Of
from chrono.commands.receipts import append_one
from chrono.commands.record import assigned
from chrono.commands.shared import Form, Why, chronicle
from chrono.errors import BadQuestion, NoSuchTarget
from chrono.records import KEYS
from chrono.render.formats import Format
from chrono.showing import find

app = typer.Typer(rich_markup_mode=None)
By = Annotated[str | None, typer.Option("--by", help="Who of us.")]


@app.command()
def fix(
    ctx: typer.Context,
    of: Annotated[
        str, typer.Argument(metavar="ID", help="The record, or the slug of a source or an entity.")
    ],
    why: Why,
    fields: Annotated[
        list[str] | None,
        typer.Argument(metavar="FIELD=VALUE…", help="What it should have said; `field=` clears."),
    ] = None,
    occurred: Annotated[
        str | None, typer.Option("--occurred", metavar="DATE", help="The date it gives.")
    ] = None,
    by: By = None,
    form: Form = Format.table,
) -> None:
    """Mend our own slip: the record then reads as if it had always said so, at every --known-at.

    Only --recorded-at before this shows the slip. A field of the kind, or a key of the record
    (locator, summary, reported …), may be given; of a source or an entity any key but its slug.

    \b
    chrono fix wsj-p24-filed locator=P24 --why "the paragraph was missing"
    """
    with chronicle(ctx, read_only=False) as opened:
        target = _named(opened, of)
        record: dict[str, object] = {"record": "amendment", "of": target.id, "why": why}
        record |= {key: value for key, value in (("occurred", occurred), ("by", by)) if value}
        keys = KEYS.get(_root(opened, target).type, {})
        spec = opened.shelf.kinds.get(str(_root(opened, target).record.get("kind")))
        told = [each for each in fields or [] if spec is not None and each.partition("=")[0] in spec.fields]
        if told and spec is not None:
            record["data"] = assigned(spec, told, clear=True)
        for each in fields or []:
            key, equals, text = each.partition("=")
            if each in told:
                continue
            if not equals or (key not in keys and spec is None):
                raise BadQuestion("field", f"{each!r} is no key of a {target.type}: write key=value")
            if key in keys:
                record[key] = _value(key, text)
            elif spec is not None:
                record.setdefault("data", {})
                record["data"] = {**dict(record["data"]), key: text}  # type: ignore[call-overload]
        append_one(opened, record, form)


_LISTS = frozenset(("after", "stories", "aliases", "same_as", "authors"))


def _value(key: str, text: str) -> object:
    """Return a key's new value; nothing clears it, a list is separated by commas."""
    if not text:
        return None
    return [each.strip() for each in text.split(",")] if key in _LISTS else text


def _named(opened: Chronicle, name: str) -> Entry:
    """Return the record with that id, or the source or entity with that slug."""
    archive = opened.view().archive
    try:
        return find(opened, name)
    except NoSuchTarget:
        if name in archive.sources:
            return Entry(0, name, "source", archive.sources[name])
        slug = archive.directory.resolve(name)
        if slug in archive.directory.entities:
            return Entry(0, slug, "entity", archive.directory.entities[slug])
        raise


def _root(opened: Chronicle, entry: Entry) -> Entry:
    """Return the record that an amendment comes down to; any other record is its own."""
    while entry.type == "amendment":
        entry = _named(opened, str(entry.record["of"]))
    return entry


@app.command()
def undo(ctx: typer.Context, of: Of, why: Why, by: By = None, form: Form = Format.table) -> None:
    """Make a record of ours void: it then reads as if it had never been appended.

    Only --recorded-at before this shows it. Undoing an `undo` brings the record back.

    \b
    chrono undo @last --why "entered twice"
    """
    with chronicle(ctx, read_only=False) as opened:
        target = _named(opened, of)
        record: dict[str, object] = {"record": "amendment", "of": target.id, "why": why, "void": True}
        append_one(opened, record | ({"by": by} if by else {}), form)


@app.command()
def rank(
    ctx: typer.Context,
    of: Of,
    rank: Annotated[str, typer.Argument(metavar="RANK", help="preferred, normal or deprecated.")],
    why: Why,
    by: By = None,
    form: Form = Format.table,
) -> None:
    """Say how far an editor trusts one account: it then stands before or behind the others.

    \b
    chrono rank wsj-p02-announced deprecated --why "a mistranslation of the first full day"
    """
    with chronicle(ctx, read_only=False) as opened:
        record: dict[str, object] = {"record": "ranking", "of": find(opened, of).id, "rank": rank, "why": why}
        append_one(opened, record | ({"by": by} if by else {}), form)


@app.command()
def merge(
    ctx: typer.Context,
    developments: Annotated[
        list[str], typer.Argument(metavar="DEVELOPMENT…", help="Two or more; the first slug stays.")
    ],
    why: Why,
    by: By = None,
    form: Form = Format.table,
) -> None:
    """Say that several developments were one all along: their reports become accounts of it.

    \b
    chrono merge musk-x-no-money musk-vents-to-aides --why "one complaint, told twice"
    """
    with chronicle(ctx, read_only=False) as opened:
        record: dict[str, object] = {"record": "merge", "developments": developments, "why": why}
        append_one(opened, record | ({"by": by} if by else {}), form)
