"""Find likely duplicates of a new report: developments that it may belong to, and the report itself.

Equal amounts alone prove nothing: two developments are alike by the entities they are about and by date.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from chrono.lookup.decoding import decode
from chrono.lookup.log_lookup import LogLookup
from chrono.model.entities import match_key
from chrono.model.kinds import Kind
from chrono.model.record_parts import Record, mapping_of, source_slug
from chrono.resolve.entries import Entry
from chrono.values import times
from chrono.values.agreement import agree
from chrono.values.times import When
from eventlog import Query, QueryItem

DUPLICATES_NAMED = 3
"""How many likely duplicates are named at most."""
REPORTS_COMPARED = 20_000
"""How many reports of the kinds in question are compared, the last recorded first."""
_SAME = ("data", "occurred", "locator", "modality")
_COMPATIBLE = frozenset(("occurred", "denied"))
"""Two modalities whose accounts can be of one development: one source denies what another reports."""


@attrs.frozen(kw_only=True)
class LikelyDuplicate:
    """A development that a new report may belong to, as the most similar of its reports gives it."""

    development: str
    source: str
    occurred: str
    weight: tuple[int, ...]
    """Its likelihood: shared entities, other equal fields, and how narrow its date is."""


def likely_duplicates(
    record: Record, lookup: LogLookup, *, most: int = DUPLICATES_NAMED
) -> list[LikelyDuplicate]:
    """Return the developments that a report may belong to instead of its own, likeliest first.

    They are of its kind or a like one, their dates overlap, wherever both name entities they share one
    at least, and no word that identifies them differs. Only the last `REPORTS_COMPARED` are compared.
    """
    kind = lookup.shelf.kinds.get(str(record["kind"]))
    if kind is None:
        return []
    when = times.when(record["occurred"], span=kind.span)
    alike: dict[str, LikelyDuplicate] = {}
    for report in _candidates(record, kind, lookup):
        name = report.development
        weight = None if name == record["development"] else _weight(record, when, report.record, kind, lookup)
        if weight is not None and (name not in alike or weight >= alike[name].weight):
            occurred = times.when(report.record["occurred"]).edtf
            alike[name] = LikelyDuplicate(
                development=name, source=report.source_slug, occurred=occurred, weight=weight
            )
    return sorted(alike.values(), key=lambda duplicate: duplicate.weight, reverse=True)[:most]


def same_report(record: Record, lookup: LogLookup) -> int | None:
    """Return the position of the same report of the same source in the log, or None."""
    tags = frozenset((f"kind:{record['kind']}", f"source:{source_slug(record)}"))
    for recorded in lookup.log.read(Query((QueryItem(tags=tags),)), until=lookup.position):
        report = lookup.as_amended(decode(recorded))
        if report is not None and all(report.record.get(key) == record.get(key) for key in _SAME):
            return recorded.position
    return None


def _candidates(record: Record, kind: Kind, lookup: LogLookup) -> Iterator[Entry]:
    """Yield the reports of like kinds that name one of the same entities, with our amendments applied."""
    slugs = {slug for value in _entities(record, kind) for slug in _slugs(value, lookup)}
    names = {name for name, slug in lookup.names.items() if slug in slugs} | {
        match_key(each) for each in slugs
    }
    items = [QueryItem(tags=frozenset((f"kind:{name}",))) for name in sorted({kind.name, *kind.like})]
    for recorded in lookup.log.read(
        Query(tuple(items)), until=lookup.position, backwards=True, limit=REPORTS_COMPARED
    ):
        text = recorded.data.decode().casefold()
        if any(name in text for name in names):  # a cheap test: most reports need no decoding
            report = lookup.as_amended(decode(recorded))
            if report is not None:
                yield report


def _entities(record: Record, kind: Kind) -> list[object]:
    data = mapping_of(record, "data")
    return [
        value for name, value in data.items() if name in kind.fields and kind.fields[name].base == "entity"
    ]


def _weight(one: Record, when: When, other: Record, kind: Kind, lookup: LogLookup) -> tuple[int, ...] | None:
    """Return the likelihood that two reports are of one development, or None where they cannot be."""
    other_kind = lookup.shelf.kinds[str(other["kind"])]
    date = times.when(other["occurred"], span=other_kind.span)
    if not agree(when, date) or not _of_one_modality(one, other):
        return None
    data, other_data = mapping_of(one, "data"), mapping_of(other, "data")
    shared = equal = 0
    for name in data.keys() & other_data.keys() & kind.fields.keys() & other_kind.fields.keys():
        if kind.fields[name].base == "entity":
            common = _slugs(data[name], lookup) & _slugs(other_data[name], lookup)
            if not common:
                return None
            shared += len(common)
        elif data[name] == other_data[name]:
            equal += 1
        elif kind.fields[name].base == "word" and name in kind.identity:
            return None
    return (shared, equal, date.earliest - date.latest) if shared else None


def _of_one_modality(one: Record, other: Record) -> bool:
    modalities = {str(each.get("modality", "occurred")) for each in (one, other)}
    return len(modalities) == 1 or modalities == _COMPATIBLE


def _slugs(value: object, lookup: LogLookup) -> set[str]:
    names = value if isinstance(value, list | tuple) else (value,)
    return {lookup.resolve(str(name)) for name in names}
