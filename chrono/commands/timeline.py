"""`timeline` writes a chronology for a reader or for print."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Annotated, Literal

import typer

from chrono.ask.timeline import Timeline
from chrono.commands.shared import AccordingTo, AsOf, KnownAt, RecordedAt, chronicle, written_as
from chrono.fold.view import View
from chrono.render.formats import WRITERS, Answer, AnswerFormat, Format, write
from chrono.render.languages import LANGUAGES, Language, language


def _markdown(chronology: Timeline, view: View, spoken: Language) -> Iterable[str]:
    from chrono.render.timelines import markdown

    return markdown(chronology, view, spoken)


def _page(chronology: Timeline, view: View, spoken: Language) -> Iterable[str]:
    from chrono.render.pages import page

    return page(chronology, view, spoken)


DOCUMENTS = {Format.md: _markdown, Format.html: _page}
TimelineFormats = Literal[AnswerFormat, Format.html]
TimelineForm = Annotated[
    TimelineFormats,
    written_as(TimelineFormats, {*WRITERS, *DOCUMENTS}, help="How the chronology is written."),
]


def timeline(
    ctx: typer.Context,
    story: Annotated[
        str | None,
        typer.Argument(metavar="STORY|TARGET", help="A story, or a target; the whole log if left out."),
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
    according_to: AccordingTo = None,
    lang: Annotated[
        str,
        typer.Option(
            "--lang",
            metavar="|".join(LANGUAGES),
            help="The language of dates and remarks; titles and summaries stay as written.",
        ),
    ] = "en",
    form: TimelineForm = Format.table,
) -> None:
    """Write the chronology of a story, dates in words and every source cited, for a reader or for print.

    Markdown has numbered footnotes. HTML is one file that needs no network.

    \b
    chrono timeline lawsuit/musk-v-openai --as-of 2024-07-01
    chrono timeline musk-altman --format md > chronology.md
    chrono timeline musk-altman --lang ja --format html > chronology.html
    """
    with chronicle(ctx) as opened:
        chronology = opened.timeline(
            story, as_of=as_of, known_at=known_at, recorded_at=recorded_at, according_to=according_to
        )
        view = opened.view(chronology.axes.position)
        spoken = language(lang, view.archive)
        write(_answer(chronology, view, spoken), form)


def _answer(chronology: Timeline, view: View, spoken: Language) -> Answer:
    from chrono.render import timelines

    parts = (chronology, view, spoken)
    return Answer(
        lines=lambda: timelines.table(*parts),
        whole=lambda: timelines.whole(*parts),
        rows=lambda: timelines.rows(*parts),
        columns=timelines.COLUMNS,
        documents={form: partial(lines, *parts) for form, lines in DOCUMENTS.items()},
    )
