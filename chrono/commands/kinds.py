"""`kinds` lists the kinds of development that can be appended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from chrono.commands.shared import Form, chronicle
from chrono.render.formats import Answer, Cells, Format, table_lines, write
from chrono.render.text import safe

COLUMNS = ("kind", "title", "fields")


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
        write(_answer(rows, name), form)


def _answer(rows: Sequence[Cells], begun: str | None) -> Answer:
    def lines() -> Iterator[str]:
        yield from table_lines(
            rows, COLUMNS, f"no kind begins with {safe(begun)}: `chrono kinds` lists them all"
        )
        if rows:
            yield from ("", "? may be left out · [] is a list: repeat the field for each")

    return Answer(lines=lines, rows=lambda: rows, columns=COLUMNS)
