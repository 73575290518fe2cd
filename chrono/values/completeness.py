"""Check, when a table is made, that it has exactly the entries that are declared elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from chrono.errors import quoted

Part = TypeVar("Part")


def complete(table: Mapping[str, Part], names: Iterable[str], *, where: str) -> Mapping[str, Part]:
    """Return the table, which must have an entry for each of the names and no other.

    Args:
        table: the entries by name.
        names: the names declared elsewhere.
        where: what the message calls the table: its module and name.

    Raises:
        LookupError: a name has no entry, or an entry no name.
    """
    declared = set(names)
    if missing := sorted(declared - table.keys()):
        raise LookupError(f"{where} has no entry for {', '.join(map(quoted, missing))}")
    if undeclared := sorted(table.keys() - declared):
        raise LookupError(f"{where} has entries that nothing declares: {', '.join(map(quoted, undeclared))}")
    return table
