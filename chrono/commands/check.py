"""`check` lists plans, values, disputes and links that have fallen silent."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.ask.check import Check
from chrono.commands.shared import AccordingTo, AsOf, Form, KnownAt, RecordedAt, chronicle
from chrono.fold.view import View
from chrono.render.formats import Answer, Format, write


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
        result = opened.check(
            scope,
            older_than=older_than,
            as_of=as_of,
            known_at=known_at,
            recorded_at=recorded_at,
            according_to=according_to,
        )
        write(_answer(result, opened.view(result.axes.position)), form)


def _answer(result: Check, view: View) -> Answer:
    from chrono.render.checks import COLUMNS, render, rows

    return Answer(
        lines=lambda: render(result, view),
        whole=result.to_dict,
        items=lambda: (each.to_dict() for each in result.findings),
        rows=lambda: rows(result.findings),
        columns=COLUMNS,
    )
