"""Commands that watch over a log: `impact`, what rests on a record, and `check`, what has fallen silent."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.commands.shared import AccordingTo, AsOf, Form, KnownAt, RecordedAt, chronicle, sources
from chrono.render.formats import Format, out, out_rows, pretty
from chrono.values.canonical_json import jsontext

app = typer.Typer(rich_markup_mode=None)


@app.command()
def impact(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A record's id, its beginning, @last; or a source, a development, an entity."
        ),
    ],
    as_of: AsOf = None,
    form: Form = Format.table,
) -> None:
    """Say what rests on a record: every state, now and at past points, that would be another without it.

    \b
    chrono impact wsj-p24-filed
    chrono impact nw-p13-announced --format csv
    """
    with chronicle(ctx) as opened:
        found = opened.impact(name, as_of=as_of)
        from chrono.render.impacts import COLUMNS, render, rows

        if form is Format.table:
            out("\n".join(render(found, opened.view())))
        elif form is Format.json:
            out(pretty(found.to_dict()))
        elif form is Format.jsonl:
            for each in found.effects:
                out(jsontext(each.to_dict()))
        else:
            out_rows(rows(found), COLUMNS, form)


@app.command()
def check(
    ctx: typer.Context,
    scope: Annotated[
        str | None,
        typer.Argument(metavar="[STORY-OR-TARGET]", help="Only what a story follows, or one target."),
    ] = None,
    older_than: Annotated[
        str,
        typer.Option("--older-than", metavar="AGE", help="How old a confirmation may be: 30d, 6w, 18m, 1y."),
    ] = "1y",
    as_of: AsOf = None,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
    according_to: AccordingTo = None,
    form: Form = Format.table,
) -> None:
    """List what has fallen silent: plans past due, values long unconfirmed, open disputes, idle links.

    What is over is not old: a date of what happened, a tally, a target whose status is final (settled).

    \b
    chrono check
    chrono check lawsuit/musk-v-openai --as-of 2026-06-01 --older-than 6m
    """
    with chronicle(ctx) as opened:
        found = opened.check(
            scope,
            older_than=older_than,
            as_of=as_of,
            known_at=known_at,
            recorded_at=recorded_at,
            according_to=sources(according_to),
        )
        from chrono.render.checks import COLUMNS, render, rows

        if form is Format.table:
            out("\n".join(render(found, opened.view(found.axes.position))))
        elif form is Format.json:
            out(pretty(found.to_dict()))
        elif form is Format.jsonl:
            for each in found.findings:
                out(jsontext(each.to_dict()))
        else:
            out_rows(rows(found.findings), COLUMNS, form)
