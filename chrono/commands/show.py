"""`show` shows one record with what became of it, or one development with its accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from chrono.ask.show import Shown
from chrono.commands.shared import AsOf, Form, chronicle
from chrono.fold.view import View
from chrono.render.formats import Answer, Format, write


def show(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="ID-OR-DEVELOPMENT", help="An id, its beginning, @last, or a slug.")
    ],
    as_of: AsOf = None,
    form: Form = Format.table,
) -> None:
    """Show one record with what became of it; or a development, its accounts, and whether it had happened.

    \b
    chrono show @last
    chrono show stargate-announced --as-of 2025-01-21
    """
    with chronicle(ctx) as opened:
        shown = opened.show(name, as_of=as_of)
        write(_answer(shown, opened.view()), form)


def _answer(shown: Shown, view: View) -> Answer:
    def lines() -> Iterable[str]:
        from chrono.render.showing import render

        return render(shown, view)

    whole = shown.to_dict()
    return Answer(lines=lines, whole=lambda: whole, rows=lambda: [whole], columns=tuple(whole))
