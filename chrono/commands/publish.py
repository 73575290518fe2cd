"""Commands that publish: `timeline`, a chronology, and `corrections`, the log of what was put right."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from chrono.commands.shared import AccordingTo, AsOf, KnownAt, RecordedAt, chronicle, sources
from chrono.render.formats import Format, out, out_rows, pretty

app = typer.Typer(rich_markup_mode=None)


class Page(StrEnum):
    """How a chronology is written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    md = "md"
    html = "html"


class Feed(StrEnum):
    """How a corrections log is written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    md = "md"
    atom = "atom"


@app.command()
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
            metavar="en|ja",
            help="The language of dates and remarks; titles and summaries stay as written.",
        ),
    ] = "en",
    form: Annotated[Page, typer.Option("--format", help="How the chronology is written.")] = Page.table,
) -> None:
    """Write the chronology of a story, dates in words and every source cited, for a reader or for print.

    Markdown has numbered footnotes. HTML is one file that needs no network.

    \b
    chrono timeline lawsuit/musk-v-openai --as-of 2024-07-01
    chrono timeline musk-altman --format md > chronology.md
    chrono timeline musk-altman --lang ja --format html > chronology.html
    """
    from chrono.render.languages import language

    with chronicle(ctx) as opened:
        found = opened.timeline(
            story,
            as_of=as_of,
            known_at=known_at,
            recorded_at=recorded_at,
            according_to=sources(according_to),
        )
        view = opened.view(found.axes.position)
        spoken = language(lang, view.archive)
        if form is Page.html:
            from chrono.render.pages import page

            out_page("\n".join(page(found, view, spoken)))
            return
        from chrono.render import timelines

        if form in (Page.table, Page.md):
            lines = timelines.table if form is Page.table else timelines.markdown
            out("\n".join(lines(found, view, spoken)))
            return
        if form is Page.json:
            out(pretty(timelines.whole(found, view, spoken)))
            return
        out_rows(timelines.rows(found, view, spoken), timelines.COLUMNS, Format(form.value))


def out_page(text: str) -> None:
    """Write HTML or XML to stdout; what the terminal's encoding lacks, as character references."""
    import sys

    encoding = sys.stdout.encoding or "utf-8"
    out(text.encode(encoding, "xmlcharrefreplace").decode(encoding))


@app.command()
def corrections(
    ctx: typer.Context,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only what was recorded from then on.")
    ] = None,
    form: Annotated[Feed, typer.Option("--format", help="How the log is written.")] = Feed.table,
) -> None:
    """List what was put right, newest first: by the sources, by us, and by an editor's judgement.

    \b
    chrono corrections --since 2025-02-01
    chrono corrections --format atom > corrections.xml
    """
    from chrono.render import corrections as render

    with chronicle(ctx) as opened:
        found = opened.corrections(since=since)
        view = opened.view()
        if form is Feed.atom:
            out_page("\n".join(render.atom(found, view)))
        elif form in (Feed.table, Feed.md):
            lines = render.table if form is Feed.table else render.markdown
            out("\n".join(lines(found, view)))
        elif form is Feed.json:
            out(pretty(render.rows(found, view)))
        else:
            out_rows(render.rows(found, view), render.COLUMNS, Format(form.value))
