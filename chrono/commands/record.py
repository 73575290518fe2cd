"""Commands that record: `append`, `source add`, `entity add`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from chrono.admission import Refused
from chrono.appending import Receipt, RefusedBatch
from chrono.chronicle import Chronicle
from chrono.codec import BadLine, parsed
from chrono.commands.faults import REJECTED, FileFaults
from chrono.commands.shared import Form, chronicle, lines_in, say
from chrono.errors import BadQuestion, NoSuchTarget, nearest, quoted
from chrono.kinds import Kind
from chrono.render.formats import Format, out, pretty
from chrono.render.text import safe

app = typer.Typer(rich_markup_mode=None)
source_app = typer.Typer(
    rich_markup_mode=None, help="Declare a source: one publication.", no_args_is_help=True
)
entity_app = typer.Typer(
    rich_markup_mode=None, help="Declare a person, organisation, case …", no_args_is_help=True
)
app.add_typer(source_app, name="source")
app.add_typer(entity_app, name="entity")
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
    chrono append lawsuit.settled case=musk-v-openai --occurred 2026-03 --source ft \\
        --publisher "Financial Times" --published 2026-04-02
    chrono append --file records.jsonl
    """
    with chronicle(ctx, read_only=False) as opened:
        if file is not None:
            if kind is not None:
                raise BadQuestion("file", "append one report or a file, not both")
            raise typer.Exit(_append_file(opened, file, keep_going=keep_going, rejects=rejects, form=form))
        if keep_going or rejects:
            raise BadQuestion("keep-going", "it goes with --file: one report is appended or refused")
        if kind is None or occurred is None or source is None:
            missing = [
                n for n, v in (("KIND", kind), ("--occurred", occurred), ("--source", source)) if v is None
            ]
            raise BadQuestion(
                "append",
                f"missing {', '.join(missing)}: chrono append KIND FIELD=VALUE… --occurred DATE --source SLUG",
            )
        given = {"publisher": publisher, "published": published, "url": url, "title": title}
        options = dict(
            zip(REPORT_OPTIONS, (reported, locator, quote, summary, modality, development), strict=True)
        )
        record: dict[str, object] = {
            "record": "report",
            "kind": kind,
            "occurred": {"edtf": occurred, "sense": sense} if sense else occurred,
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
        receipt = _one(opened, record)
        _echo(opened, receipt, form)


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
        value: object = None if clear and text == "" else _typed(text)
        listed = name in spec.fields and spec.fields[name].listed
        if listed and value is not None:
            data[name] = [*_list(data.get(name)), *(value if isinstance(value, list) else [value])]
        elif name in data:
            raise BadQuestion("field", f"{quoted(name)} is given twice, and it is no list")
        else:
            data[name] = value
    return data


def _typed(text: str) -> object:
    """Return a value as given on a command line: JSON where it is an object or a list, else text."""
    if text[:1] in ("{", "["):
        try:
            return json.loads(text)
        except ValueError as err:
            raise BadQuestion("field", f"{quoted(text)} is not JSON") from err
    return text


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _one(opened: Chronicle, record: object) -> Receipt:
    """Append one record; a refusal names its faults without a line number."""
    try:
        return opened.append(record)[0]
    except RefusedBatch as err:
        raise FileFaults(str(err).split("\n")) from err


def _echo(opened: Chronicle, receipt: Receipt, form: Format) -> None:
    if form is not Format.table:
        out(pretty(receipt_dict(receipt)))
        return
    from chrono.render.receipts import echo

    out("\n".join(echo(receipt, opened)))


def receipt_dict(receipt: Receipt) -> dict[str, object]:
    """Return a receipt as JSON shows it."""
    return {
        "id": receipt.id,
        "position": receipt.position,
        "new": receipt.new,
        "recorded_at": receipt.recorded_at.isoformat(timespec="microseconds"),
        "development": receipt.record.get("development"),
        "joins": receipt.joins,
        "unknown_after": list(receipt.unknown_after),
    }


def _append_file(opened: Chronicle, path: str, *, keep_going: bool, rejects: str | None, form: Format) -> int:
    lines = [(number, line) for number, line in enumerate(lines_in(path), 1) if line.strip()]
    records, broken = _read(lines)
    if broken and not keep_going:
        sound = [refusal for refusal in _refusals(opened, records)]
        raise FileFaults(_told(path, {**broken, **dict(sound)}))
    try:
        outcome = opened.append_all([record for _, record in records], keep_going=keep_going)
    except RefusedBatch as err:
        raise FileFaults(_told(path, {records[each.index][0]: each.faults for each in err.refusals})) from err
    left = {**broken, **{records[each.index][0]: each.faults for each in outcome.rejects}}
    if form is not Format.table:
        for receipt in outcome.receipts:
            out(json.dumps(receipt_dict(receipt), ensure_ascii=False))
    fresh = [each for each in outcome.receipts if each.new]
    say(_summary(fresh, len(outcome.receipts) - len(fresh), len(left)))
    for line in _told(path, left):
        say(f"chrono: {safe(line)}")
    if rejects is not None:
        _write_rejects(rejects, lines, left)
    return REJECTED if left else 0


def _read(lines: list[tuple[int, bytes]]) -> tuple[list[tuple[int, object]], dict[int, object]]:
    records: list[tuple[int, object]] = []
    broken: dict[int, object] = {}
    for number, line in lines:
        try:
            records.append((number, parsed(line)))
        except BadLine as err:
            broken[number] = (("", str(err)),)
    return records, broken


def _refusals(opened: Chronicle, records: list[tuple[int, object]]) -> Iterator[tuple[int, object]]:
    """Yield what else is wrong in a file that is refused for its broken lines; nothing is appended."""
    from chrono.appending import refusals

    for each in refusals(opened.log, [record for _, record in records]):
        yield records[each.index][0], each.faults


def _told(path: str, faults: Mapping[int, object]) -> list[str]:
    name = "standard input" if path == "-" else path
    return [
        f"{name}:{number}: {where}: {what}" if where else f"{name}:{number}: {what}"
        for number in sorted(faults)
        for where, what in faults[number]  # type: ignore[attr-defined]
    ]


def _summary(fresh: list[Receipt], known: int, left: int) -> str:
    told = [f"appended {len(fresh)} record{'' if len(fresh) == 1 else 's'}"]
    if fresh:
        first, last = min(each.position for each in fresh), max(each.position for each in fresh)
        told[0] += f" at position {first}" if first == last else f" at positions {first} to {last}"
    told += [f"{known} already there"] if known else []
    told += [f"{left} rejected"] if left else []
    return ", ".join(told)


def _write_rejects(path: str, lines: list[tuple[int, bytes]], left: Mapping[int, object]) -> None:
    with Path(path).open("wb") as target:
        target.writelines(line.rstrip(b"\r") + b"\n" for number, line in lines if number in left)


@source_app.command("add")
def source_add(
    ctx: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="How reports will name it: wsj-ja.")],
    publisher: Annotated[str, typer.Option("--publisher", help="The outlet.")],
    title: Annotated[str | None, typer.Option("--title")] = None,
    author: Annotated[list[str] | None, typer.Option("--author", help="May be repeated.")] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="TAG", help="BCP 47: ja, en-GB.")
    ] = None,
    url: Annotated[str | None, typer.Option("--url")] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="EDTF or a datetime.")
    ] = None,
    origin: Annotated[str | None, typer.Option("--origin", help="The publisher it merely relays.")] = None,
    form: Form = Format.table,
) -> None:
    """Declare a source: one publication, with its outlet and date.

    \b
    chrono source add wsj-ja --publisher "The Wall Street Journal" --published 2025-02-17
    """
    given = {
        "title": title, "authors": author, "language": language, "url": url, "published": published, "origin": origin,
    }  # fmt: skip
    record = {
        "record": "source",
        "slug": slug,
        "publisher": publisher,
        **{k: v for k, v in given.items() if v},
    }
    with chronicle(ctx, read_only=False) as opened:
        _echo(opened, _one(opened, record), form)


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
    chrono entity add sam-altman --type person --name "Sam Altman" --name ja=サム・アルトマン --alias アルターマン
    """
    names: dict[str, str] = {}
    for each in name or []:
        language, equals, text = each.partition("=")
        names[language if equals else "en"] = text if equals else each
    record: dict[str, object] = {"record": "entity", "slug": slug}
    record |= {
        k: v for k, v in (("type", type_), ("names", names), ("aliases", alias), ("same_as", same_as)) if v
    }
    with chronicle(ctx, read_only=False) as opened:
        _echo(opened, _one(opened, record), form)


__all__ = ["NoSuchTarget", "app"]
