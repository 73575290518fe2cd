"""`corrections` lists what was put right, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Annotated, Literal

import typer

from chrono.ask.corrections import CorrectionsLog
from chrono.commands.shared import Since, chronicle, written_as
from chrono.fold.view import View
from chrono.render.formats import WRITERS, Answer, AnswerFormat, Format, write


def _markdown(found: CorrectionsLog, view: View) -> Iterable[str]:
    from chrono.render.corrections import markdown

    return markdown(found, view)


def _atom(found: CorrectionsLog, view: View) -> Iterable[str]:
    from chrono.render.corrections import atom

    return atom(found, view)


DOCUMENTS = {Format.md: _markdown, Format.atom: _atom}
Formats = Literal[AnswerFormat, Format.atom]
Form = Annotated[Formats, written_as(Formats, {*WRITERS, *DOCUMENTS}, help="How the log is written.")]


def corrections(
    ctx: typer.Context,
    since: Since = None,
    form: Form = Format.table,
) -> None:
    """List what was put right, newest first: by the sources, by us, and by an editor's judgement.

    \b
    chrono corrections --since 2025-02-01
    chrono corrections --format atom > corrections.xml
    """
    with chronicle(ctx) as opened:
        write(_answer(opened.corrections(since=since), opened.view()), form)


def _answer(found: CorrectionsLog, view: View) -> Answer:
    from chrono.render import corrections as render

    return Answer(
        lines=lambda: render.table(found, view),
        rows=lambda: render.rows(found, view),
        columns=render.COLUMNS,
        documents={form: partial(lines, found, view) for form, lines in DOCUMENTS.items()},
    )
