"""Tables that must hold an entry for every one of some names, checked when they are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from chrono.errors import quoted

Part = TypeVar("Part")


def complete(table: Mapping[str, Part], names: Iterable[str], *, where: str) -> Mapping[str, Part]:
    """Return a table that has an entry for each of the names, and no other.

    Args:
        table: the entries by name.
        names: those that there must be, as they are declared elsewhere.
        where: what the message calls the table: its module and name.

    Raises:
        LookupError: names are missing, or entries are of no name.
    """
    wanted = set(names)
    if missing := sorted(wanted - table.keys()):
        raise LookupError(f"{where} has no entry for {', '.join(map(quoted, missing))}")
    if strange := sorted(table.keys() - wanted):
        raise LookupError(f"{where} has entries that nothing declares: {', '.join(map(quoted, strange))}")
    return table
