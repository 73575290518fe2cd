"""Notes for a person who enters a record: likely duplicates, similar names, and dates that look wrong.

No note refuses a record but where that is asked for: whoever enters it knows more than the log does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from chrono.lookup.decoding import decode
from chrono.lookup.log_lookup import LogLookup
from chrono.model.entities import match_key
from chrono.model.kinds import Kind
from chrono.model.record_parts import Record, inline_source, mapping_of, source_slug, text_of, texts_of
from chrono.values import times
from chrono.values.similar_names import similar
from chrono.write.admission import development_name
from chrono.write.duplicates import LikelyDuplicate, likely_duplicates, same_report
from chrono.write.entity_types import Mistyped, mistyped_in
from chrono.write.joining import DoubtfulJoin, Joins
from chrono.write.spellings import Spellings, key_names
from eventlog import Query, QueryItem

RECENT_REPORTS = 5_000
"""How many of the last recorded reports give the development names that may have been meant."""
SEARCHES = 500
"""How many of a file's names are compared with those of all entities: each costs a look at every name."""


@attrs.frozen(kw_only=True)
class Misnamed:
    """A name that leads to no declared entity, or is spelt otherwise in earlier reports.

    `slugs` are those with similar names, or the other spelling.
    """

    field: str
    """A field of the kind, or `attribution.by` or `attribution.via`."""
    name: str
    slugs: tuple[str, ...]


@attrs.frozen(kw_only=True)
class EntryNotes:
    """The notes on one report."""

    same: int | None = None
    """The position of the same report of the same source."""
    same_line: int | None = None
    """Its line, where it stands further up in the same file."""
    misnamed: tuple[Misnamed, ...] = ()
    undeclared: tuple[str, ...] = ()
    """Names in fields for entities that lead to no entity, and are similar to none."""
    mistyped: tuple[Mistyped, ...] = ()
    likely: tuple[LikelyDuplicate, ...] = ()
    mistaken: Mapping[str, str] = attrs.field(factory=dict)
    """Developments that are named, but that no report is about → the one with a similar name."""
    late: str | None = None
    """Its publication, where that is before the date on which it says something has occurred."""
    doubtful: DoubtfulJoin | None = None
    """The development that it joins, where it may well be an account of another."""
    same_day: str | None = None
    """A development of the same day in no order to it, where the order matters."""
    early: str | None = None
    """The publication of what a correction or retraction names, where that is after its own."""
    unknown_after: tuple[str, ...] = ()
    """Developments in `after` that no report names yet."""


def entry_notes(record: Record, lookup: LogLookup, *, joins: str | None, alone: bool = False) -> EntryNotes:
    """Return the notes on a report that the log has admitted or would admit.

    Args:
        record: the complete report, with its development.
        lookup: the lookup of the log, up to a position before the report.
        joins: the existing development that it joins: then no likely duplicate is looked for.
        alone: whether it is said to be of a development of its own: nor is one then.
    """
    misnamed = list(misnamed_in(record, lookup, NameCheck(lookup)))
    position, known = same_report(record, lookup), alone or joins is not None
    judge = Joins(lookup)
    doubtful = judge.doubt(record, joins) if joins is not None and position is None else None
    return EntryNotes(
        same=position,
        misnamed=tuple(name for name in misnamed if name.slugs),
        undeclared=undeclared_in(misnamed, record, lookup),
        mistyped=tuple(mistyped_in(record, lookup)),
        likely=() if known or position else tuple(likely_duplicates(record, lookup)),
        mistaken=dict(_mistaken(record, lookup, joins=known)),
        late=late(record, lookup),
        doubtful=doubtful,
        same_day=judge.same_day(record) if position is None else None,
    )


def mend_notes(record: Record, lookup: LogLookup) -> EntryNotes:
    """Return the notes on a record other than a report: a mend may be dated before what it mends."""
    if record["record"] not in ("correction", "retraction"):
        return EntryNotes()
    target = lookup.record(str(record["of"]))
    target = target and lookup.as_amended(target)
    published = target and _published(target.record, lookup)
    if not published:
        return EntryNotes()
    early = times.reported(record["reported"])[1] < times.reported(published)[0]
    return EntryNotes(early=published if early else None)


@attrs.define(eq=False)
class NameCheck:
    """Finds what a name that leads to no entity may have meant; memoised, for the names of a file."""

    lookup: LogLookup
    spellings: Spellings = attrs.field()
    searches: int = SEARCHES
    """How many names more are compared with those of all entities."""
    _meant: dict[str, tuple[str, ...]] = attrs.field(factory=dict, init=False)

    @spellings.default
    def _in_log(self) -> Spellings:
        return Spellings(self.lookup)

    def entities(self, name: str) -> tuple[str, ...]:
        """Return the slugs of the entities with similar names."""
        if name not in self._meant and self.searches > 0:
            self.searches -= 1
            near = similar(name, self.lookup.names.items())
            self._meant[name] = tuple(candidate.slug for candidate in near)
        return self._meant.get(name, ())

    def spelling(self, name: str) -> tuple[str, ...]:
        """Return another spelling of the name in earlier reports, if there is one."""
        spelt = self.spellings.another(name)
        return () if spelt is None else (spelt,)


def undeclared_in(misnamed: Iterable[Misnamed], record: Record, lookup: LogLookup) -> tuple[str, ...]:
    """Return the names in fields for entities that lead to none, each once."""
    fields = lookup.shelf.kinds[str(record["kind"])].fields
    names = (
        e.name for e in misnamed if not e.slugs and e.field in fields and fields[e.field].base == "entity"
    )
    return tuple(dict.fromkeys(names))


def misnamed_in(record: Record, lookup: LogLookup, check: NameCheck) -> Iterator[Misnamed]:
    """Yield the names that lead to no declared entity, and the words spelt another way before.

    Each has the slugs of similar names, or the other spelling, if there are any.
    """
    kind = lookup.shelf.kinds[str(record["kind"])]
    keys, named = dict.fromkeys(key_names(record, kind)), dict.fromkeys(_names_in(record, kind))
    for field, name in {**named, **keys}:
        if lookup.resolve(name) in lookup.directory.entities or match_key(name) in lookup.names:
            continue
        near = check.entities(name) if (field, name) in named else ()
        slugs = near or (check.spelling(name) if (field, name) in keys else ())
        if slugs or (field, name) in named:
            yield Misnamed(field=field, name=name, slugs=slugs)


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
    recent = lookup.read(query, backwards=True, limit=RECENT_REPORTS)
    names = dict.fromkeys(decode(recorded).development for recorded in recent)
    for name in unreported:
        nearest = similar(name, zip(names, names, strict=True), most=1)
        yield from ((name, candidate.slug) for candidate in nearest)


def late(record: Record, lookup: LogLookup) -> str | None:
    """Return when a report was published, where that is before what it says has occurred; else None."""
    if record.get("modality") == "planned":
        return None
    source = _source(record, lookup)
    published = _published(record, lookup)
    span = lookup.shelf.kinds[str(record["kind"])].span
    earliest = times.when(record["occurred"], span=span).earliest
    after = published is not None and earliest > times.reported(published, text_of(source, "zone"))[1]
    return published if after else None


def _published(record: Record, lookup: LogLookup) -> str | None:
    """Return when a record was published, as it says; else when its source was; None where neither says."""
    return text_of(record, "reported") or text_of(_source(record, lookup), "published")


def _source(record: Record, lookup: LogLookup) -> Record:
    """Return the source of a record as it stands, empty where it is not declared."""
    return inline_source(record) or lookup.source(source_slug(record)) or {}


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
