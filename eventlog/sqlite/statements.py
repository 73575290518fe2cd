"""Load SQL by name: each `.sql` file beside this module holds blocks that begin with `-- name: …`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache


@cache
def named_blocks(file: str) -> Mapping[str, str]:
    """Return the SQL of every block of the file, by name, in the order of the file.

    Each file is read once a process, so a process that gives up the right to read it can go on.
    """
    with open(os.path.join(os.path.dirname(__file__), file), encoding="utf-8") as lines:
        parts = re.split(r"^-- name: (\w+)\n", lines.read(), flags=re.MULTILINE)
    return {name: sql.strip() for name, sql in zip(parts[1::2], parts[2::2], strict=True)}


def _statements(form: int) -> Mapping[str, str]:
    """Return the statements for logs of a form; `row` and `before` are put in where they are named."""
    own = named_blocks(f"form{form}.sql")
    whole = {**named_blocks("statements.sql"), **own}
    return {
        name: sql.replace("{row}", own["row"]).replace("{before}", own["before"])
        for name, sql in whole.items()
    }


STATEMENTS: Mapping[int, Mapping[str, str]] = {form: _statements(form) for form in (1, 2)}
"""The statements by stored form, then by name."""
