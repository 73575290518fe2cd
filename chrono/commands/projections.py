"""`projections` lists what can be asked for, with fields and keys."""

from __future__ import annotations

import typer

from chrono.commands.shared import Form, chronicle, say
from chrono.render.formats import Format, listing, write


def projections(ctx: typer.Context, form: Form = Format.table) -> None:
    """List the projections, their fields, and the keys that can be asked for.

    Those that installed packages offer stand last; what is wrong with one of them is said.

    \b
    chrono projections
    """
    from chrono.lookup.installed import installed_faults

    with chronicle(ctx) as opened:
        view = opened.view()
        rows = [
            {
                "projection": each.name,
                "title": each.title,
                "fields": list(each.fields),
                "keys": sorted(view.made_keys(each)),
            }
            for each in opened.shelf.projections.values()
        ]
        for fault in installed_faults(opened.shelf):
            say(fault)
        write(listing(rows, ("projection", "title", "fields", "keys"), "there are no projections"), form)
