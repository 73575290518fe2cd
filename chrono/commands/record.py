"""Commands that record: `append`, `source add`, `entity add`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

import typer

from chrono.admission import Refused
from chrono.appending import RefusedBatch
from chrono.chronicle import Chronicle
from chrono.commands.files import append_file
from chrono.commands.receipts import append_one
from chrono.commands.shared import Form, chronicle
from chrono.errors import BadQuestion, nearest, quoted
from chrono.kinds import FieldType, Kind
from chrono.render.formats import Format

app = typer.Typer(rich_markup_mode=None)
source_app = typer.Typer(rich_markup_mode=None, help="Declare a source: one publication.")
entity_app = typer.Typer(rich_markup_mode=None, help="Declare a person, organisation, case …")
app.add_typer(source_app, name="source")
app.add_typer(entity_app, name="entity")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
REPORT_OPTIONS = ("reported", "locator", "quote", "summary", "modality", "development")


@app.command()
def append(
    ctx: typer.Context,
    kind: Annotated[
        str | None, typer.Argument(metavar="KIND", help="A kind: `chrono kinds` lists them.")
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Argument(metavar="FIELD=VALUE…", help="What the kind tells; repeat a field for a list."),
    ] = None,
    occurred: Annotated[
        str | None, typer.Option("--occurred", metavar="DATE", help="When it happened, EDTF.")
    ] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="SLUG", help="Who published it.")] = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher", help="Declares the source: its outlet.")
    ] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="Of a new source.")
    ] = None,
    url: Annotated[str | None, typer.Option("--url", help="Of a new source.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="Of a new source.")] = None,
    reported: Annotated[
        str | None,
        typer.Option(
            "--reported", metavar="DATE", help="When this was published; default: the source's date."
        ),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who, inside the source, says so.")] = None,
    standing: Annotated[
        str | None,
        typer.Option("--standing", help="document, on-record, reporter (default), anonymous or inferred."),
    ] = None,
    via: Annotated[str | None, typer.Option("--via", help="The channel it was said through.")] = None,
    development: Annotated[
        str | None, typer.Option("--development", metavar="SLUG", help="The development it is an account of.")
    ] = None,
    new: Annotated[
        bool, typer.Option("--new", help="A development of its own, whatever its fields.")
    ] = False,
    after: Annotated[
        list[str] | None, typer.Option("--after", help="A development it does not precede.")
    ] = None,
    modality: Annotated[
        str | None, typer.Option("--modality", help="occurred (default), planned, alleged or denied.")
    ] = None,
    sense: Annotated[
        str | None, typer.Option("--sense", help="within (some time in the date) or throughout (all of it).")
    ] = None,
    locator: Annotated[str | None, typer.Option("--locator", help="Where in the source: P9.")] = None,
    quote: Annotated[str | None, typer.Option("--quote", help="The source's own few words.")] = None,
    summary: Annotated[str | None, typer.Option("--summary", help="One line in your words.")] = None,
    file: Annotated[
        str | None,
        typer.Option("--file", metavar="FILE|-", help="Append records from JSON Lines, all or none."),
    ] = None,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="With --file: append what is sound, leave out the rest.")
    ] = False,
    rejects: Annotated[
        str | None,
        typer.Option("--rejects", metavar="FILE", help="With --keep-going: where what is left out goes."),
    ] = None,
    form: Form = Format.table,
) -> None:
    """Append one report, or a file of records; say in words what was understood.

    \b
    chrono append lawsuit.settled case=musk-v-openai --occurred 2026-03 \\
        --source ft --publisher "Financial Times" --published 2026-04-02
    chrono append --file records.jsonl
    """
    with chronicle(ctx, read_only=False) as opened:
        if file is not None:
            if kind is not None:
                raise BadQuestion("file", "append one report or a file, not both")
            if rejects and not keep_going:
                raise BadQuestion("rejects", "it goes with --keep-going: else a file is all or nothing")
            raise typer.Exit(append_file(opened, file, keep_going=keep_going, rejects=rejects, form=form))
        if keep_going or rejects:
            raise BadQuestion("keep-going", "it goes with --file: one report is appended or refused")
        if kind is None or occurred is None or source is None:
            missing = [
                n for n, v in (("KIND", kind), ("--occurred", occurred), ("--source", source)) if v is None
            ]
            raise BadQuestion(
                "append",
                f"missing {', '.join(missing)}: append KIND FIELD=VALUE… --occurred DATE --source SLUG",
            )
        if new and development:
            raise BadQuestion("new", "a development of its own has no name yet: leave --development out")
        given = {"publisher": publisher, "published": published, "url": url, "title": title}
        options = dict(
            zip(REPORT_OPTIONS, (reported, locator, quote, summary, modality, development), strict=True)
        )
        record: dict[str, object] = {
            "record": "report",
            "kind": kind,
            "occurred": _when(occurred, sense),
            "source": _source(opened, source, given),
            "data": _data(opened, kind, fields or []),
            **{key: value for key, value in options.items() if value},
        }
        said = {key: value for key, value in (("by", by), ("standing", standing), ("via", via)) if value}
        if said:
            record["attribution"] = said
        if after:
            record["after"] = after
        if new:
            from uuid_utils import uuid7

            record["id"] = record["development"] = str(uuid7())
        append_one(opened, record, form)


def _when(occurred: str, sense: str | None) -> object:
    """Return a date as a record holds it: EDTF text, or the object with its sense or its two ends."""
    given = _object(occurred, "occurred") if occurred.startswith("{") else occurred
    if sense is None:
        return given
    return {**given, "sense": sense} if isinstance(given, dict) else {"edtf": given, "sense": sense}


def _source(opened: Chronicle, slug: str, given: Mapping[str, str | None]) -> object:
    """Return the source's slug, or the source itself where it is declared in the same breath."""
    declared = {key: value for key, value in given.items() if value}
    if not declared:
        return slug
    if "publisher" not in declared and slug not in opened.view().archive.sources:
        raise BadQuestion("publisher", f"a new source needs its outlet: --source {slug} --publisher NAME")
    if "publisher" not in declared:
        raise BadQuestion(
            "source", f"{quoted(slug)} is known already: its date and title are mended with an amendment"
        )
    return {"slug": slug, **declared}


def _data(opened: Chronicle, kind: str, fields: list[str]) -> dict[str, object]:
    spec = opened.shelf.kinds.get(kind)
    if spec is None:
        hint = nearest(kind, tuple(opened.shelf.kinds))
        hint = hint if hint.startswith("did") else "`chrono kinds` lists them"
        raise RefusedBatch([Refused([("kind", f"unknown kind {quoted(kind)}: {hint}")])])
    return assigned(spec, fields)


def assigned(spec: Kind, fields: list[str], *, clear: bool = False) -> dict[str, object]:
    """Return the data that `field=value` arguments give; a list field is repeated.

    Raises:
        BadQuestion: an argument is no assignment, or a field that is no list is given twice.
    """
    data: dict[str, object] = {}
    for each in fields:
        name, equals, text = each.partition("=")
        if not equals:
            raise BadQuestion("field", f"{quoted(each)} is no assignment: write field=value")
        field = spec.fields.get(name)
        value: object = None if clear and text == "" else _typed(name, text, field)
        if field is not None and field.listed and value is not None:
            data[name] = [*_list(data.get(name)), *(value if isinstance(value, list) else [value])]
        elif name in data:
            raise BadQuestion("field", f"{quoted(name)} is given twice, and it is no list")
        else:
            data[name] = value
    return data


def _typed(name: str, text: str, field: FieldType | None) -> object:
    """Return a value as given on a command line: JSON for a field of objects or lists, else text."""
    takes_object = field is not None and field.base in ("quantity", "date")
    takes_list = field is not None and field.listed
    if (takes_object and text.startswith("{")) or (takes_list and text.startswith("[")):
        return _object(text, name)
    return text


def _object(text: str, name: str) -> object:
    """Return the JSON object or list that an argument gives, with exact decimals."""
    try:
        return json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as err:
        raise BadQuestion(name, f"{quoted(text)} is not JSON") from err


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


@source_app.command("add")
def source_add(
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
    form: Form = Format.table,
) -> None:
    """Declare a source: one publication, with its outlet and date.

    \b
    chrono source add ft-settled --publisher "Financial Times" --published 2026-04-02
    """
    given = {
        "title": title,
        "authors": author,
        "language": language,
        "url": url,
        "published": published,
        "origin": origin,
    }
    record = {
        "record": "source",
        "slug": slug,
        "publisher": publisher,
        **{k: v for k, v in given.items() if v},
    }
    with chronicle(ctx, read_only=False) as opened:
        append_one(opened, record, form)


@entity_app.command("add")
def entity_add(
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
    form: Form = Format.table,
) -> None:
    """Declare an entity, or add names to one: any name or alias then leads to its slug.

    \b
    chrono entity add jared-birchall --type person --name "Jared Birchall" --name ja=バーチャル
    """
    names: dict[str, str] = {}
    for each in name or []:
        language, _, text = each.partition("=")
        tagged = _LANGUAGE.fullmatch(language) and text
        names[language if tagged else "en"] = text if tagged else each
    record: dict[str, object] = {"record": "entity", "slug": slug}
    record |= {
        k: v for k, v in (("type", type_), ("names", names), ("aliases", alias), ("same_as", same_as)) if v
    }
    with chronicle(ctx, read_only=False) as opened:
        append_one(opened, record, form)
