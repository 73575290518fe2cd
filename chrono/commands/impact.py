"""`impact` lists every state that rests on a record."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.ask.impact.impact import Impact
from chrono.commands.shared import AsOf, Form, chronicle
from chrono.fold.view import View
from chrono.render.formats import Answer, Format, write


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
        result = opened.impact(name, as_of=as_of)
        write(_answer(result, opened.view()), form)


def _answer(result: Impact, view: View) -> Answer:
    from chrono.render.impacts import COLUMNS, render, rows

    return Answer(
        lines=lambda: render(result, view),
        whole=result.to_dict,
        items=lambda: (each.to_dict() for each in result.effects),
        rows=lambda: rows(result),
        columns=COLUMNS,
    )
