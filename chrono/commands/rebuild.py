"""`rebuild` works out every state anew, and prints the digest of them all."""

from __future__ import annotations

import typer

from chrono.commands.shared import chronicle
from chrono.render.formats import out
from chrono.values.canonical_json import jsonbytes


def rebuild(ctx: typer.Context) -> None:
    """Work out every state of every key anew from the log, and print how many, and their digest.

    Nothing derived is kept, so nothing can be out of step: the same log gives the same digest.

    \b
    chrono rebuild
    """
    from hashlib import sha256

    with chronicle(ctx) as opened:
        digest, count, records = sha256(), 0, opened.view().archive.position
        for state in opened.rebuild():
            digest.update(jsonbytes(state.to_dict()) + b"\n")
            count, records = count + 1, state.position
        out(f"rebuilt {count} states from {records} records, sha256:{digest.hexdigest()}")
