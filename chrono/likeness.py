"""Likely duplicates: developments of the same kind about the same things at a time that overlaps."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from chrono import times
from chrono.accounts import agree
from chrono.codec import entry
from chrono.kinds import Kind
from chrono.known import Known
from eventlog import Query, QueryItem

ENOUGH = 3
"""How many likely duplicates are worth naming."""


@attrs.frozen(kw_only=True)
class Likeness:
    """A development that a new report may be another account of."""

    development: str
    source: str
    occurred: str


def likely(record: Mapping[str, object], known: Known) -> list[Likeness]:
    """Return developments that a report may belong to, beside the one it stands under.

    They are of its kind, their dates overlap, and wherever both name entities, they share one at least.
    """
    kind = known.shelf.kinds.get(str(record["kind"]))
    if kind is None:
        return []
    query = Query((QueryItem(types=frozenset(("report",)), tags=frozenset((f"kind:{kind.name}",))),))
    when = times.when(record["occurred"], span=kind.span)
    found: dict[str, Likeness] = {}
    for recorded in known.log.read(query):
        other = entry(recorded).record
        name = str(other["development"])
        if (
            name == record["development"]
            or name in found
            or other.get("modality", "occurred") != record.get("modality", "occurred")
        ):
            continue
        if agree(when, times.when(other["occurred"], span=kind.span)) and _same(record, other, kind, known):
            source = other["source"]
            slug = str(source["slug"]) if isinstance(source, Mapping) else str(source)
            found[name] = Likeness(
                development=name, source=slug, occurred=times.when(other["occurred"], span=kind.span).edtf
            )
            if len(found) == ENOUGH:
                break
    return list(found.values())


def _same(one: Mapping[str, object], other: Mapping[str, object], kind: Kind, known: Known) -> bool:
    mine, theirs = one["data"], other["data"]
    if not isinstance(mine, Mapping) or not isinstance(theirs, Mapping):
        return False
    shared = [
        name
        for name, each in kind.fields.items()
        if each.base == "entity" and name in mine and name in theirs
    ]
    return bool(shared) and all(_slugs(mine[name], known) & _slugs(theirs[name], known) for name in shared)


def _slugs(value: object, known: Known) -> set[str]:
    several = value if isinstance(value, list | tuple) else (value,)
    return {known.resolve(str(each)) for each in several}
