"""Finds developments that have several names, but one by the identity of their kind as it is declared now.

A name is made at append and never changes, though what identifies the kind may, or which names are of one
entity.
"""

from __future__ import annotations

from collections.abc import Iterable

from chrono.fold.view import View
from chrono.resolve.entries import Entry
from chrono.resolve.identity import identity_name


def same_by_identity(view: View, developments: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the names of developments that a merge would make one, group by group.

    First in each is the name that would be made now, else the one that was made first.
    """
    by_identity: dict[str, list[str]] = {}
    for name in dict.fromkeys(developments):
        identity = _identity(view, name)
        if identity is not None:
            by_identity.setdefault(identity, []).append(name)
    return [
        tuple(sorted(names, key=lambda name: (name != identity, first_report(view, name).position)))
        for identity, names in by_identity.items()
        if len(names) > 1
    ]


def first_report(view: View, development: str) -> Entry:
    """Return the first report of a development in the log, whose name it bears."""
    return view.archive.reports[development][0]


def _identity(view: View, development: str) -> str | None:
    """Return the name that a development would be given now; None where its name was not made by its kind."""
    first = first_report(view, development)
    kind = view.shelf.kinds.get(first.kind)
    # A name that somebody gave, or that is an id, is meant to keep the development apart.
    if kind is None or not development.startswith(f"{kind.name}:"):
        return None
    return identity_name(first.record, kind, view.archive.directory.resolve)
