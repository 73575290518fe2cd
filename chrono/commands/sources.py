"""`sources` lists the publications that reports rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import typer

from chrono.commands.shared import Form, chronicle
from chrono.model.record_parts import source_slug
from chrono.render.formats import Answer, Format, table_lines, write
from chrono.resolve.archive import Archive

COLUMNS = ("source", "publisher", "published", "origin", "reports", "title")


def sources(ctx: typer.Context, form: Form = Format.table) -> None:
    """List the sources, with publisher, date and how many reports rest on each.

    \b
    chrono sources
    """
    with chronicle(ctx) as opened:
        archive = opened.view().archive
        write(_answer(archive), form)


def _answer(archive: Archive) -> Answer:
    rows = list(_rows(archive))
    screen = [{**row, "published": _day(row["published"])} for row in rows]
    return Answer(
        lines=lambda: table_lines(screen, COLUMNS, "no source is declared"),
        rows=lambda: rows,
        columns=COLUMNS,
    )


def _rows(archive: Archive) -> Iterator[dict[str, object]]:
    counts = Counter(source_slug(each.record) for entries in archive.reports.values() for each in entries)
    for slug, source in archive.sources.items():
        yield {
            "source": slug,
            **{key: source.get(key) for key in ("publisher", "published", "origin", "language")},
            "reports": counts[slug],
            "title": source.get("title"),
        }


def _day(published: object) -> str | None:
    """Return the day of a publication: its hour would not fit beside a title."""
    return None if published is None else str(published).partition("T")[0]
