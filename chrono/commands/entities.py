"""`entities` lists who and what is declared, under every name."""

from __future__ import annotations

import typer

from chrono.commands.shared import Form, chronicle
from chrono.render.formats import Format, listing, write


def entities(ctx: typer.Context, form: Form = Format.table) -> None:
    """List the entities, with every name that leads to them.

    \b
    chrono entities
    """
    with chronicle(ctx) as opened:
        declared = opened.view().archive.directory.entities
        rows = [
            {
                "entity": slug,
                "type": entity.get("type"),
                "names": list(dict(entity.get("names") or {}).values()),  # type: ignore[call-overload]
                "aliases": list(entity.get("aliases") or ()),  # type: ignore[call-overload]
            }
            for slug, entity in sorted(declared.items())
        ]
        write(listing(rows, ("entity", "type", "names", "aliases"), "no entity is declared"), form)
