"""What a person should hear of a report that they enter: what it may be instead, and what looks wrong in it.

Nothing here keeps a report out: whoever enters it knows more than the log does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from chrono.lookup.decoding import entry
from chrono.lookup.log_lookup import LogLookup
from chrono.model.entities import folded
from chrono.model.kinds import Kind
from chrono.model.record_parts import text_of
from chrono.values import times
from chrono.values.similar_names import near
from chrono.write.admission import development_name
from chrono.write.duplicates import LikelyDuplicate, likely, same
from eventlog import Query, QueryItem

Record = Mapping[str, object]
RECENT = 5_000
"""How many reports, the last recorded, give the names of developments that may have been meant."""


@attrs.frozen(kw_only=True)
class Misnamed:
    """A name that no entity is declared under, near to one or several that are."""

    field: str
    """A field of the kind, or `attribution.by` or `attribution.via`."""
    name: str
    slugs: tuple[str, ...]


@attrs.frozen(kw_only=True)
class EntryNotes:
    """What can be said of one report, as far as the log knows."""

    same: int | None = None
    """The position at which the same report of the same source stands already."""
    misnamed: tuple[Misnamed, ...] = ()
    undeclared: tuple[str, ...] = ()
    """Names in fields for entities that lead to no entity, and are near to none."""
    likely: tuple[LikelyDuplicate, ...] = ()
    mistaken: Mapping[str, str] = attrs.field(factory=dict)
    """Developments that are named, but that no report is about → the one whose name is near."""
    late: str | None = None
    """When it was published, where that is before all of the date that it gives, and it is no plan."""


def entry_notes(record: Record, lookup: LogLookup, *, joins: bool) -> EntryNotes:
    """Return what can be said of a report that the log has admitted or would admit.

    Args:
        record: the report, whole: with its development.
        lookup: what the log knows, up to a position before the report.
        joins: whether its development is there already: then no likely duplicate is looked for.
    """
    kind = lookup.shelf.kinds[str(record["kind"])]
    strange = list(_strange(record, kind, lookup))
    unknown = dict.fromkeys(each.name for each in strange if not each.slugs and each.field in kind.fields)
    position = same(record, lookup)
    return EntryNotes(
        same=position,
        misnamed=tuple(each for each in strange if each.slugs),
        undeclared=tuple(unknown),
        likely=() if joins or position else tuple(likely(record, lookup)),
        mistaken=dict(_mistaken(record, lookup, joins=joins)),
        late=_late(record, kind, lookup),
    )


def _strange(record: Record, kind: Kind, lookup: LogLookup) -> Iterator[Misnamed]:
    """Yield the names that lead to no declared entity, each with the slugs that are near."""
    seen: dict[str, tuple[str, ...]] = {}
    for field, name in _named(record, kind):
        if lookup.resolve(name) in lookup.directory.entities or folded(name) in lookup.names:
            continue
        if name not in seen:
            seen[name] = tuple(each.slug for each in near(name, lookup.names.items()))
        yield Misnamed(field=field, name=name, slugs=seen[name])


def _named(record: Record, kind: Kind) -> Iterator[tuple[str, str]]:
    data, attribution = record["data"], record.get("attribution")
    for field, value in data.items() if isinstance(data, Mapping) else ():
        if kind.fields[field].base == "entity":
            yield from ((field, str(each)) for each in (value if isinstance(value, list) else [value]))
    for key in ("by", "via"):
        if isinstance(attribution, Mapping) and attribution.get(key):
            yield f"attribution.{key}", str(attribution[key])


def _mistaken(record: Record, lookup: LogLookup, *, joins: bool) -> Iterator[tuple[str, str]]:
    """Yield the developments of no report that `development` and `after` name, each with a near one."""
    after, own = record.get("after"), str(record["development"])
    named = [str(each) for each in (after if isinstance(after, list | tuple) else ())]
    strange = [each for each in named if each != own and not lookup.kinds_of(each)]
    if not joins and own != development_name(record, lookup):
        strange.append(own)
    if not strange:
        return
    query = Query((QueryItem(types=frozenset(("report",))),))
    recent = lookup.log.read(query, until=lookup.position, backwards=True, limit=RECENT)
    names = dict.fromkeys(str(entry(each).record["development"]) for each in recent)
    for name in strange:
        yield from ((name, each.slug) for each in near(name, zip(names, names, strict=True), most=1))


def _late(record: Record, kind: Kind, lookup: LogLookup) -> str | None:
    if record.get("modality") == "planned":
        return None
    source = record["source"]
    declared = source if isinstance(source, Mapping) else lookup.source(str(source))
    published = record.get("reported") or (declared or {}).get("published")
    earliest = times.when(record["occurred"], span=kind.span).earliest
    zone = text_of(declared or {}, "zone")
    late = published is not None and earliest > times.reported(published, zone)[1]
    return str(published) if late else None


def renamed(record: Record, names: Mapping[tuple[str, str], str]) -> dict[str, object]:
    """Return a report with other names: (field, name as given) → slug."""
    data, attribution = record["data"], record.get("attribution")
    changed = dict(record)
    if isinstance(data, Mapping):
        changed["data"] = {field: _replaced(field, value, names) for field, value in data.items()}
    if isinstance(attribution, Mapping):
        said = {key: _replaced(f"attribution.{key}", value, names) for key, value in attribution.items()}
        changed["attribution"] = said
    return changed


def _replaced(field: str, value: object, names: Mapping[tuple[str, str], str]) -> object:
    if isinstance(value, list):
        return [names.get((field, str(each)), each) for each in value]
    return names.get((field, value), value) if isinstance(value, str) else value
