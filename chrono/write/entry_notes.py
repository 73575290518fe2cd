"""Notes for a person who enters a report: likely duplicates, similar names, and dates that look wrong.

No note refuses a report: whoever enters it knows more than the log does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from chrono.lookup.decoding import decode
from chrono.lookup.log_lookup import LogLookup
from chrono.model.entities import match_key
from chrono.model.kinds import Kind
from chrono.model.record_parts import Record, inline_source, mapping_of, text_of, texts_of
from chrono.values import times
from chrono.values.similar_names import similar
from chrono.write.admission import development_name
from chrono.write.duplicates import LikelyDuplicate, likely_duplicates, same_report
from eventlog import Query, QueryItem

RECENT_REPORTS = 5_000
"""How many of the last recorded reports give the development names that may have been meant."""


@attrs.frozen(kw_only=True)
class Misnamed:
    """A name that leads to no declared entity; `slugs` are those with similar names."""

    field: str
    """A field of the kind, or `attribution.by` or `attribution.via`."""
    name: str
    slugs: tuple[str, ...]


@attrs.frozen(kw_only=True)
class EntryNotes:
    """The notes on one report."""

    same: int | None = None
    """The position of the same report of the same source."""
    misnamed: tuple[Misnamed, ...] = ()
    undeclared: tuple[str, ...] = ()
    """Names in fields for entities that lead to no entity, and are similar to none."""
    likely: tuple[LikelyDuplicate, ...] = ()
    mistaken: Mapping[str, str] = attrs.field(factory=dict)
    """Developments that are named, but that no report is about → the one with a similar name."""
    late: str | None = None
    """Its publication, where that is before the date on which it says something has occurred."""


def entry_notes(record: Record, lookup: LogLookup, *, joins: bool) -> EntryNotes:
    """Return the notes on a report that the log has admitted or would admit.

    Args:
        record: the complete report, with its development.
        lookup: the lookup of the log, up to a position before the report.
        joins: whether its development exists already: then no likely duplicate is looked for.
    """
    kind = lookup.shelf.kinds[str(record["kind"])]
    misnamed = list(_misnamed(record, kind, lookup))
    undeclared = dict.fromkeys(name.name for name in misnamed if not name.slugs and name.field in kind.fields)
    position = same_report(record, lookup)
    return EntryNotes(
        same=position,
        misnamed=tuple(name for name in misnamed if name.slugs),
        undeclared=tuple(undeclared),
        likely=() if joins or position else tuple(likely_duplicates(record, lookup)),
        mistaken=dict(_mistaken(record, lookup, joins=joins)),
        late=_late(record, kind, lookup),
    )


def _misnamed(record: Record, kind: Kind, lookup: LogLookup) -> Iterator[Misnamed]:
    """Yield the names that lead to no declared entity, with the slugs of similar names, if any."""
    slugs: dict[str, tuple[str, ...]] = {}
    for field, name in _names_in(record, kind):
        if lookup.resolve(name) in lookup.directory.entities or match_key(name) in lookup.names:
            continue
        if name not in slugs:
            slugs[name] = tuple(candidate.slug for candidate in similar(name, lookup.names.items()))
        yield Misnamed(field=field, name=name, slugs=slugs[name])


def _names_in(record: Record, kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield (field, name) of every entity that a report names, in its data and its attribution."""
    attribution = mapping_of(record, "attribution")
    for field, value in mapping_of(record, "data").items():
        if kind.fields[field].base == "entity":
            yield from ((field, str(name)) for name in (value if isinstance(value, list) else [value]))
    for key in ("by", "via"):
        if attribution.get(key):
            yield f"attribution.{key}", str(attribution[key])


def _mistaken(record: Record, lookup: LogLookup, *, joins: bool) -> Iterator[tuple[str, str]]:
    """Yield the unreported developments that `development` and `after` name, each with a similar one."""
    own = str(record["development"])
    unreported = [name for name in texts_of(record, "after") if name != own and not lookup.kinds_of(name)]
    if not joins and own != development_name(record, lookup):  # a name that a person has typed
        unreported.append(own)
    if not unreported:
        return
    query = Query((QueryItem(types=frozenset(("report",))),))
    recent = lookup.log.read(query, until=lookup.position, backwards=True, limit=RECENT_REPORTS)
    names = dict.fromkeys(decode(recorded).development for recorded in recent)
    for name in unreported:
        nearest = similar(name, zip(names, names, strict=True), most=1)
        yield from ((name, candidate.slug) for candidate in nearest)


def _late(record: Record, kind: Kind, lookup: LogLookup) -> str | None:
    if record.get("modality") == "planned":
        return None
    source = inline_source(record) or lookup.source(str(record["source"])) or {}
    published = text_of(record, "reported") or text_of(source, "published")
    earliest = times.when(record["occurred"], span=kind.span).earliest
    zone = text_of(source, "zone")
    late = published is not None and earliest > times.reported(published, zone)[1]
    return published if late else None


def with_names(record: Record, names: Mapping[tuple[str, str], str]) -> dict[str, object]:
    """Return a report with names replaced: (field, name as given) → slug."""
    data, attribution = record["data"], record.get("attribution")
    changed = dict(record)
    if isinstance(data, Mapping):
        changed["data"] = {field: _replaced(field, value, names) for field, value in data.items()}
    if isinstance(attribution, Mapping):
        changed["attribution"] = {
            key: _replaced(f"attribution.{key}", value, names) for key, value in attribution.items()
        }
    return changed


def _replaced(field: str, value: object, names: Mapping[tuple[str, str], str]) -> object:
    if isinstance(value, list):
        return [names.get((field, str(name)), name) for name in value]
    return names.get((field, value), value) if isinstance(value, str) else value
