"""Likely duplicates: developments that a new report may be another account of, and the report itself.

Equal amounts alone say nothing: what makes two developments alike is whom they are about, and when.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from chrono.lookup.decoding import decode
from chrono.lookup.log_lookup import LogLookup
from chrono.model.entities import match_key
from chrono.model.kinds import Kind
from chrono.model.record_parts import source_slug
from chrono.resolve.entries import Entry
from chrono.values import times
from chrono.values.agreement import agree
from chrono.values.times import When
from eventlog import Query, QueryItem

Record = Mapping[str, object]
DUPLICATES_NAMED = 3
"""How many likely duplicates are worth naming."""
REPORTS_COMPARED = 20_000
"""How many reports of the kinds in question are looked at, the last recorded first."""
_SAME = ("data", "occurred", "locator", "modality")
_JUDGED = frozenset(("occurred", "denied"))
"""Two modalities whose accounts are judged against each other, as of one development."""


@attrs.frozen(kw_only=True)
class LikelyDuplicate:
    """A development that a new report may be another account of, as its first report has it."""

    development: str
    source: str
    occurred: str
    weight: tuple[int, ...]
    """How much speaks for it: names shared, other fields that are equal, and how narrow its date is."""


def likely_duplicates(
    record: Record, lookup: LogLookup, *, most: int = DUPLICATES_NAMED
) -> list[LikelyDuplicate]:
    """Return developments that a report may belong to, beside the one it stands under, likeliest first.

    They are of its kind or a like one, their dates overlap, wherever both name entities they share one
    at least, and no word that identifies them differs. Only the last `REPORTS_COMPARED` are compared.
    """
    kind = lookup.shelf.kinds.get(str(record["kind"]))
    if kind is None:
        return []
    when = times.when(record["occurred"], span=kind.span)
    alike: dict[str, LikelyDuplicate] = {}
    for each in _candidates(record, kind, lookup):
        name = str(each.record["development"])
        weight = None if name == record["development"] else _weight(record, when, each.record, kind, lookup)
        if weight is not None and (name not in alike or weight >= alike[name].weight):
            shown = times.when(each.record["occurred"]).edtf
            alike[name] = LikelyDuplicate(
                development=name, source=source_slug(each.record), occurred=shown, weight=weight
            )
    return sorted(alike.values(), key=lambda one: one.weight, reverse=True)[:most]


def same_report(record: Record, lookup: LogLookup) -> int | None:
    """Return the position of the same report of the same source, if it stands in the log already."""
    tags = frozenset((f"kind:{record['kind']}", f"source:{source_slug(record)}"))
    for recorded in lookup.log.read(Query((QueryItem(tags=tags),)), until=lookup.position):
        other = lookup.as_amended(decode(recorded))
        if other is not None and all(other.record.get(key) == record.get(key) for key in _SAME):
            return recorded.position
    return None


def _candidates(record: Record, kind: Kind, lookup: LogLookup) -> Iterator[Entry]:
    """Yield the reports of like kinds that name one of the entities in question, as we have mended them."""
    slugs = {slug for value in _entities(record, kind) for slug in _slugs(value, lookup)}
    names = {name for name, slug in lookup.names.items() if slug in slugs} | {
        match_key(each) for each in slugs
    }
    items = [QueryItem(tags=frozenset((f"kind:{name}",))) for name in sorted({kind.name, *kind.like})]
    for recorded in lookup.log.read(
        Query(tuple(items)), until=lookup.position, backwards=True, limit=REPORTS_COMPARED
    ):
        text = recorded.data.decode().casefold()
        if any(name in text for name in names) and (each := lookup.as_amended(decode(recorded))) is not None:
            yield each


def _entities(record: Record, kind: Kind) -> list[object]:
    data = record["data"]
    given = data if isinstance(data, Mapping) else {}
    return [
        value for name, value in given.items() if name in kind.fields and kind.fields[name].base == "entity"
    ]


def _weight(one: Record, when: When, other: Record, kind: Kind, lookup: LogLookup) -> tuple[int, ...] | None:
    """Return how much speaks for one development, or None where something speaks against it."""
    theirs = lookup.shelf.kinds[str(other["kind"])]
    date = times.when(other["occurred"], span=theirs.span)
    if not agree(when, date) or not _of_one_modality(one, other):
        return None
    mine, others = one["data"], other["data"]
    if not isinstance(mine, Mapping) or not isinstance(others, Mapping):
        return None
    shared = equal = 0
    for name in mine.keys() & others.keys() & kind.fields.keys() & theirs.fields.keys():
        if kind.fields[name].base == "entity":
            common = _slugs(mine[name], lookup) & _slugs(others[name], lookup)
            if not common:
                return None
            shared += len(common)
        elif mine[name] == others[name]:
            equal += 1
        elif kind.fields[name].base == "word" and name in kind.identity:
            return None
    return (shared, equal, date.earliest - date.latest) if shared else None


def _of_one_modality(one: Record, other: Record) -> bool:
    modalities = {str(each.get("modality", "occurred")) for each in (one, other)}
    return len(modalities) == 1 or modalities == _JUDGED


def _slugs(value: object, lookup: LogLookup) -> set[str]:
    several = value if isinstance(value, list | tuple) else (value,)
    return {lookup.resolve(str(each)) for each in several}
