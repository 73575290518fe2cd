"""`storybook add` adopts storybooks."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.commands.entry.options import EnteredBy, Strict
from chrono.commands.entry.storybooks import adopt, read_storybook
from chrono.commands.shared import chronicle, say

storybook = typer.Typer(
    rich_markup_mode=None, help="Adopt a storybook: kinds, projections, entities, stories."
)


@storybook.command("add")
def add(
    ctx: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Storybooks, in TOML.")],
    *,
    strict: Strict = False,
    entered_by: EnteredBy = None,
) -> None:
    """Adopt a storybook: from now on it is in force for every question.

    \b
    chrono storybook add courts.toml
    """
    texts = [(path, read_storybook(path)) for path in files]
    with chronicle(ctx, read_only=False, entered_by=entered_by) as opened:
        adopt(opened, texts, strict=strict)
        say(f"in force: {', '.join(opened.shelf.storybooks)}")
