"""`find` searches all that is written in the log."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.commands.faults import NOT_FOUND
from chrono.commands.shared import Form, chronicle, say
from chrono.errors import BadQuestion
from chrono.render.formats import Answer, Format, write


def find(
    ctx: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT…", help="Words that must all occur.")],
    form: Form = Format.table,
) -> None:
    """Search summaries, quotes, names, fields, wordings, locators and sources' titles, in any script.

    A name finds all that names the same person or thing, under any of its names. Nothing found: exit
    code 3.

    \b
    chrono find アルトマン
    chrono find stargate 5000億ドル --format json
    """
    from chrono.ask.search import search
    from chrono.render.finding import COLUMNS, render

    if not any(each.strip() for each in text):
        raise BadQuestion("text", "nothing to look for: give a word or a name")
    with chronicle(ctx) as opened:
        matches = search(" ".join(text), opened.lookup())
    answer = Answer(
        lines=lambda: render(matches), rows=lambda: [each.to_dict() for each in matches], columns=COLUMNS
    )
    if matches or form is not Format.md:  # a Markdown table without rows is a heading over nothing
        write(answer, form)
    if not matches:
        say(f"nothing found: {' '.join(text)}")
        raise typer.Exit(NOT_FOUND)
