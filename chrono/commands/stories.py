"""`stories` lists the stories that storybooks declare."""

from __future__ import annotations

import typer

from chrono.commands.shared import Form, chronicle
from chrono.render.formats import Format, listing, write

NO_STORIES = "no story is declared: a storybook does it, [stories.NAME]"


def stories(ctx: typer.Context, form: Form = Format.table) -> None:
    """List the stories, with the targets that each follows.

    \b
    chrono stories
    """
    with chronicle(ctx) as opened:
        rows = [
            {"story": slug, "title": each.get("title"), "targets": each.get("targets")}
            for slug, each in opened.shelf.stories.items()
        ]
        write(listing(rows, ("story", "title", "targets"), NO_STORIES), form)
