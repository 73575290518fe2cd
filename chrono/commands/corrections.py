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


def _markdown(log: CorrectionsLog, view: View) -> Iterable[str]:
    from chrono.render.corrections import markdown

    return markdown(log, view)


def _atom(log: CorrectionsLog, view: View) -> Iterable[str]:
    from chrono.render.corrections import atom

    return atom(log, view)


DOCUMENTS = {Format.md: _markdown, Format.atom: _atom}
CorrectionsFormats = Literal[AnswerFormat, Format.atom]
CorrectionsForm = Annotated[
    CorrectionsFormats, written_as(CorrectionsFormats, {*WRITERS, *DOCUMENTS}, help="How the log is written.")
]


def corrections(ctx: typer.Context, since: Since = None, form: CorrectionsForm = Format.table) -> None:
    """List what was put right, newest first: by the sources, by us, and by an editor's judgement.

    \b
    chrono corrections --since 2025-02-01
    chrono corrections --format atom > corrections.xml
    """
    with chronicle(ctx) as opened:
        write(_answer(opened.corrections(since=since), opened.view()), form)


def _answer(log: CorrectionsLog, view: View) -> Answer:
    from chrono.render import corrections as render

    return Answer(
        lines=lambda: render.table(log, view),
        rows=lambda: render.rows(log, view),
        columns=render.COLUMNS,
        documents={form: partial(lines, log, view) for form, lines in DOCUMENTS.items()},
    )
