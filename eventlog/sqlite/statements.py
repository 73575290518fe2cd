"""SQL by name: each `.sql` file beside this module holds blocks that begin with `-- name: …`."""

from __future__ import annotations

import os
import re


def named_blocks(file: str) -> dict[str, str]:
    """Return the SQL of every block of the file, by name, in the order of the file."""
    with open(os.path.join(os.path.dirname(__file__), file), encoding="utf-8") as lines:
        parts = re.split(r"^-- name: (\w+)\n", lines.read(), flags=re.MULTILINE)
    return {name: sql.strip() for name, sql in zip(parts[1::2], parts[2::2], strict=True)}


STATEMENTS = named_blocks("statements.sql")
