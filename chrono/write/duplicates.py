"""Find likely duplicates of a new report: developments that it may belong to, and the report itself.

Equal amounts alone prove nothing: two developments are alike by the entities they are about and by date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

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
SAME = ("data", "occurred", "locator", "modality")
"""The keys by which two reports of one source say the same."""
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
    record: Record, lookup: LogLookup, *, most: int = DUPLICATES_NAMED, among: Iterable[Entry] | None = None
) -> list[LikelyDuplicate]:
    """Return the developments that a report may belong to instead of its own, likeliest first.

    They are of its kind or a like one, their dates overlap, wherever both name entities they share one
    at least, and no word that identifies them differs.

    Args:
        record: the complete report.
        lookup: the lookup of the log.
        most: how many at most.
        among: the reports to compare; by default those of the log, the last `REPORTS_COMPARED`.
    """
    kind = lookup.shelf.kinds.get(str(record["kind"]))
    if kind is None:
        return []
    when = times.when(record["occurred"], span=kind.span)
    alike: dict[str, LikelyDuplicate] = {}
    for report in _candidates(record, kind, lookup) if among is None else among:
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
    for recorded in lookup.read(Query((QueryItem(tags=tags),))):
        report = lookup.as_amended(decode(recorded))
        if report is not None and all(report.record.get(key) == record.get(key) for key in SAME):
            return recorded.position
    return None


def _candidates(record: Record, kind: Kind, lookup: LogLookup) -> Iterator[Entry]:
    """Yield the reports of like kinds that name one of the same entities, with our amendments applied."""
    yield from reports_naming({kind.name, *kind.like}, entities_named(record, kind, lookup), lookup)


def reports_naming(kinds: Collection[str], slugs: Collection[str], lookup: LogLookup) -> Iterator[Entry]:
    """Yield the reports of some kinds whose text holds a name of one of the slugs, the last first.

    Our amendments are applied. Of the log, at most `REPORTS_COMPARED` reports are looked at.
    """
    names = {name for name, slug in lookup.names.items() if slug in slugs} | {
        match_key(each) for each in slugs
    }
    items = [QueryItem(tags=frozenset((f"kind:{name}",))) for name in sorted(kinds)]
    for recorded in lookup.read(Query(tuple(items)), backwards=True, limit=REPORTS_COMPARED):
        text = recorded.data.decode().casefold()
        if any(name in text for name in names):  # a cheap test: most reports need no decoding
            report = lookup.as_amended(decode(recorded))
            if report is not None:
                yield report


def entities_named(record: Record, kind: Kind, lookup: LogLookup) -> set[str]:
    """Return the slugs of the entities that a report names in its fields."""
    return {slug for value in _entities(record, kind) for slug in slugs_of(value, lookup)}


def _entities(record: Record, kind: Kind) -> list[object]:
    data = mapping_of(record, "data")
    return [
        value for name, value in data.items() if name in kind.fields and kind.fields[name].base == "entity"
    ]


def _weight(one: Record, when: When, other: Record, kind: Kind, lookup: LogLookup) -> tuple[int, ...] | None:
    """Return the likelihood that two reports are of one development, or None where they cannot be."""
    other_kind = lookup.shelf.kinds[str(other["kind"])]
    date = times.when(other["occurred"], span=other_kind.span)
    if not agree(when, date) or not in_one_modality(
        {str(each.get("modality", "occurred")) for each in (one, other)}
    ):
        return None
    data, other_data = mapping_of(one, "data"), mapping_of(other, "data")
    shared = equal = 0
    for name in data.keys() & other_data.keys() & kind.fields.keys() & other_kind.fields.keys():
        if kind.fields[name].base == "entity":
            common = slugs_of(data[name], lookup) & slugs_of(other_data[name], lookup)
            if not common:
                return None
            shared += len(common)
        elif data[name] == other_data[name]:
            equal += 1
        elif kind.fields[name].base == "word" and name in kind.identity:
            return None
    return (shared, equal, date.earliest - date.latest) if shared else None


def in_one_modality(modalities: Collection[str]) -> bool:
    """Return whether accounts of these modalities, a set of them, can be of one development."""
    return len(modalities) == 1 or modalities == _COMPATIBLE


def slugs_of(value: object, lookup: LogLookup) -> set[str]:
    """Return the slugs that a field's names lead to; any other value stands for itself, as text."""
    names = value if isinstance(value, list | tuple) else (value,)
    return {lookup.resolve(str(name)) for name in names}
