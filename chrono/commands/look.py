"""Commands that look: what is in the log, and what it knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from chrono.commands.shared import Form, chronicle, say
from chrono.lookup.decoding import entry
from chrono.render.formats import Format, out, out_rows, pretty
from chrono.render.text import safe

app = typer.Typer(rich_markup_mode=None)


def _rows(rows: Sequence[Mapping[str, object]], columns: Sequence[str], form: Format, empty: str) -> None:
    if not rows and form is Format.table:
        out(empty)
        return
    out_rows(rows, columns, form)


@app.command()
def log(
    ctx: typer.Context,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only what was recorded from then on.")
    ] = None,
    form: Form = Format.table,
) -> None:
    """List the log's records in the order in which they were appended.

    \b
    chrono log --since 2025-02-17
    """
    from chrono.render.logs import line_of, render

    with chronicle(ctx) as opened:
        if form is Format.table:
            line = None
            for line in render(opened.records(since=since)):
                out(line)
            if line is None:
                out(f"nothing was recorded since {safe(since)}" if since else "the log is empty")
            return
        if form is Format.jsonl:
            for each in opened.records(since=since):
                out_rows([_whole(entry(each).record, each.position, each.recorded_at.isoformat())], (), form)
            return
        rows = [line_of(each) for each in opened.records(since=since)]
        out_rows(rows, ("position", "recorded_at", "record", "id", "what"), form)


def _whole(record: Mapping[str, object], position: int, recorded_at: str) -> dict[str, object]:
    return {"position": position, "recorded_at": recorded_at, **record}


@app.command()
def kinds(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="KIND", help="Only this one, or those that begin so.")
    ] = None,
    form: Form = Format.table,
) -> None:
    """List the kinds of development, with their fields.

    \b
    chrono kinds lawsuit
    """
    with chronicle(ctx) as opened:
        rows = [
            {
                "kind": kind.name,
                "title": kind.title,
                "fields": [f"{field}: {type_}" for field, type_ in kind.fields.items()],
                "identity": list(kind.identity),
            }
            for kind in sorted(opened.shelf.kinds.values(), key=lambda each: each.name)
            if name is None or kind.name.startswith(name)
        ]
        _rows(
            rows,
            ("kind", "title", "fields"),
            form,
            f"no kind begins with {safe(name)}: `chrono kinds` lists them all",
        )
        if form is Format.table and rows:
            out("\n? may be left out · [] is a list: repeat the field for each")


@app.command()
def projections(ctx: typer.Context, form: Form = Format.table) -> None:
    """List the projections, their fields, and the keys that can be asked for.

    Those that installed packages offer stand last; what is wrong with one of them is said.

    \b
    chrono projections
    """
    from chrono.lookup.installed import left_out

    with chronicle(ctx) as opened:
        view = opened.view()
        rows = [
            {
                "projection": each.name,
                "title": each.title,
                "fields": list(each.fields),
                "keys": sorted(view.keys(each)),
            }
            for each in opened.shelf.projections.values()
        ]
        for fault in left_out(opened.shelf):
            say(fault)
        _rows(rows, ("projection", "title", "fields", "keys"), form, "there are no projections")


@app.command()
def entities(ctx: typer.Context, form: Form = Format.table) -> None:
    """List the entities, with every name that leads to them.

    \b
    chrono entities
    """
    with chronicle(ctx) as opened:
        found = opened.view().archive.directory.entities
        rows = [
            {
                "entity": slug,
                "type": each.get("type"),
                "names": list(dict(each.get("names") or {}).values()),  # type: ignore[call-overload]
                "aliases": list(each.get("aliases") or ()),  # type: ignore[call-overload]
            }
            for slug, each in sorted(found.items())
        ]
        _rows(rows, ("entity", "type", "names", "aliases"), form, "no entity is declared")


@app.command()
def sources(ctx: typer.Context, form: Form = Format.table) -> None:
    """List the sources, with publisher, date and how many reports rest on each.

    \b
    chrono sources
    """
    with chronicle(ctx) as opened:
        archive = opened.view().archive
        counts: dict[str, int] = {}
        for entries in archive.reports.values():
            for each in entries:
                source = each.record["source"]
                slug = str(source["slug"]) if isinstance(source, Mapping) else str(source)
                counts[slug] = counts.get(slug, 0) + 1
        rows = [
            {
                "source": slug,
                "publisher": each.get("publisher"),
                "published": _day(each.get("published")) if form is Format.table else each.get("published"),
                "origin": each.get("origin"),
                "language": each.get("language"),
                "reports": counts.get(slug, 0),
                "title": each.get("title"),
            }
            for slug, each in archive.sources.items()
        ]
        _rows(
            rows,
            ("source", "publisher", "published", "origin", "reports", "title"),
            form,
            "no source is declared",
        )


def _day(published: object) -> str | None:
    """Return the day of a publication: its hour would not fit beside a title."""
    return None if published is None else str(published).partition("T")[0]


@app.command()
def stories(ctx: typer.Context, form: Form = Format.table) -> None:
    """List the stories, with the targets that each follows.

    \b
    chrono stories
    """
    with chronicle(ctx) as opened:
        rows = [
            {"story": slug, "title": each.get("title"), "targets": each.get("targets")}
            for slug, each in opened.shelf.stories.items()
        ]
        _rows(
            rows,
            ("story", "title", "targets"),
            form,
            "no story is declared: a storybook does it, [stories.NAME]",
        )


@app.command()
def info(ctx: typer.Context, form: Form = Format.table) -> None:
    """Say what the log holds: how many records of each sort, storybooks, first and last record.

    \b
    chrono info
    """
    with chronicle(ctx) as opened:
        counts: dict[str, int] = {}
        first = last = None
        for each in opened.records():
            counts[each.type] = counts.get(each.type, 0) + 1
            first = first or each.recorded_at.isoformat()
            last = each.recorded_at.isoformat()
        archive = opened.view().archive
        found: dict[str, object] = {
            "log": ctx.obj,
            "records": sum(counts.values()),
            **{f"{name} records": count for name, count in counts.items()},
            "developments": len(archive.reports),
            "storybooks": list(opened.shelf.storybooks),
            "storybook digest": opened.shelf.digest,
            "first recorded": first,
            "last recorded": last,
        }
        if form is Format.json:
            out(pretty(found))
            return
        out_rows([{"what": key, "value": value} for key, value in found.items()], ("what", "value"), form)
