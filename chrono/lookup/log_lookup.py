"""What a log holds, looked up piece by piece: for appending, which needs to know little of it.

A piece is fetched by tag or id when it is first asked for, so that one append into a large log reads little;
`fill` reads everything once, which is faster for a file of many records. Of a record that is in the log only
the id is kept: the record itself is fetched again when one names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from chrono.lookup.amendments import apply_amendments
from chrono.lookup.decoding import decode
from chrono.lookup.log_declarations import LogDeclarations
from chrono.lookup.reported_sources import ReportedSources
from chrono.model.entities import Directory, slug_of
from chrono.model.record_parts import inline_source, source_slug
from chrono.model.record_types import BY_SLUG, DECLARING, NOT_BY_ID
from chrono.model.shelf import Shelf
from chrono.resolve.archive import Archive, Entry, archive
from chrono.values.canonical_json import from_json, jsonbytes
from eventlog import EventLog, Query, QueryItem

Record = Mapping[str, object]
REPORTS = frozenset(("report",))


@attrs.define(eq=False)
class LogLookup:
    """The records of a log up to `position`, and those added since, as far as they were looked up."""

    log: EventLog
    position: int
    full: bool = attrs.field(default=False, init=False)
    """Whether ids, developments and sources in reports are complete: what is missing is not in the log."""
    fingerprints: dict[str, int | None] = attrs.field(factory=dict, init=False)
    """The ids in the log, as far as known, each with the `fingerprint` of its record where that was read."""
    declarations: LogDeclarations = attrs.field(factory=LogDeclarations, init=False)
    _records: dict[str, Entry | None] = attrs.field(factory=dict, init=False)
    """Records that were looked up or added, by id."""
    _packed: dict[str, tuple[str, bytes]] = attrs.field(factory=dict, init=False)
    """Records that were added, but will never be in the log: type and JSON, by id."""
    _kinds: dict[str, tuple[str, ...]] = attrs.field(factory=dict, init=False)
    _same_kinds: dict[tuple[str, ...], tuple[str, ...]] = attrs.field(factory=dict, init=False)
    """One tuple of kinds for all developments that have the same."""
    _reported: ReportedSources = attrs.field(init=False)
    _added: int = attrs.field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        query = Query((QueryItem(types=DECLARING),))
        for recorded in self.log.read(query, until=self.position):
            self.declarations.add(decode(recorded))
        self._reported = ReportedSources(self._reports_declaring, self.as_amended)

    @property
    def next_position(self) -> int:
        """The position at which a record lands that is appended after those added."""
        return self.position + self._added + 1

    # --- names and declarations -----------------------------------------------------------------

    @property
    def shelf(self) -> Shelf:
        """The kinds, projections and stories in force."""
        return self.declarations.shelf

    @property
    def archive(self) -> Archive:
        """The archive of what is declared: without reports, and without sources that only they declare."""
        return self.declarations.archive

    @property
    def directory(self) -> Directory:
        """The entities declared."""
        return self.archive.directory

    @property
    def names(self) -> Mapping[str, str]:
        """The slug that each name of an entity leads to, folded as names match."""
        return self.declarations.names

    def resolve(self, name: str) -> str:
        """Return the slug that a name of an entity stands for; another name stands for itself, trimmed."""
        return slug_of(self.names, name)

    def entity(self, slug: str) -> Record | None:
        """Return an entity as it stands after our amendments, or None."""
        return self.directory.entities.get(slug)

    def source(self, slug: str) -> Record | None:
        """Return a source as it stands after our amendments, or None."""
        declared = self.declarations.source(slug)
        if declared is not None:
            return declared
        amended = bool(self.declarations.amendments)
        return self._reported.amended(slug) if amended else self._reported.original(slug)

    def original_source(self, slug: str) -> Record | None:
        """Return a source as it was first declared, before amendments, or None."""
        return self.declarations.original_sources.get(slug) or self._reported.original(slug)

    def sources(self) -> list[str]:
        """Return the slugs of all sources, those that reports declare too: the log is read for them."""
        if not self.full:
            self.fill()
        reported = (slug for slug in self._reported.slugs() if self.source(slug) is not None)
        return list(dict.fromkeys((*self.archive.sources, *reported)))

    # --- records --------------------------------------------------------------------------------

    @property
    def entries(self) -> list[Entry]:
        """Every record up to `position`, in log order: the log is read for them."""
        return [decode(each) for each in self.log.read(until=self.position)]

    def record(self, name: str) -> Entry | None:
        """Return the record with that id, as it was appended, or None."""
        if name not in self._records:
            if name in self._packed:
                type_, data = self._packed[name]
                return Entry(self.position + 1, name, type_, from_json(data))  # type: ignore[arg-type]
            if self.full and name not in self.fingerprints:
                return None
            recorded = self.log.get(name)
            inside = recorded is not None and recorded.position <= self.position
            # what is named by its slug has an event id of the log's own, by which nothing names it
            by_id = inside and recorded is not None and recorded.type not in NOT_BY_ID
            self._records[name] = decode(recorded) if recorded is not None and by_id else None
        return self._records[name]

    def named(self, name: str) -> Entry | None:
        """Return the last record whose id, or slug if it has one, is `name`, or None."""
        items = [QueryItem(types=BY_SLUG, tags=frozenset((f"{type_}:{name}",))) for type_ in BY_SLUG]
        declared = self.log.read(Query(tuple(items)), until=self.position, backwards=True, limit=1)
        found = [decode(each) for each in declared]
        recorded = self.log.get(name)
        if recorded is not None and recorded.position <= self.position:
            found += [each for each in (decode(recorded),) if each.id == name]
        return max(found, key=lambda each: each.position, default=None)

    def last(self) -> Entry | None:
        """Return the last record, or None if there is none."""
        return next(
            (decode(each) for each in self.log.read(until=self.position, backwards=True, limit=1)), None
        )

    def reports(self, *tags: str, backwards: bool = False, limit: int | None = None) -> Iterator[Entry]:
        """Yield the reports up to `position` that have all of the tags, in log order or backwards."""
        query = Query((QueryItem(types=REPORTS, tags=frozenset(tags)),))
        for each in self.log.read(query, until=self.position, backwards=backwards, limit=limit):
            yield decode(each)

    def as_amended(self, each: Entry) -> Entry | None:
        """Return a record with our amendments applied, or None where they make it void."""
        if not self.declarations.amendments:
            return each
        source, names = inline_source(each.record), [each.id]
        if source is not None and self.record(str(source["slug"])) is None:
            names.append(str(source["slug"]))
        return apply_amendments(each, self.declarations.amendments.naming(names))

    def developments(self) -> list[str]:
        """Return the names of all developments that reports tell of, merged ones under the one that stays."""
        return list(archive(self.entries, self.position).reports)

    def kinds_of(self, development: str) -> tuple[str, ...]:
        """Return the kinds of the reports of a development, in the order in which they first came."""
        if development not in self._kinds:
            self._kinds[development] = ()
            if not self.full:
                for each in self.reports(f"development:{development}"):
                    self._note_kind(development, str(each.record["kind"]))
        return self._kinds[development]

    def _reports_declaring(self, slug: str) -> Iterator[Entry]:
        """Yield the reports that may declare a source: in the log, added since, or as amended."""
        yield from self.reports(f"source:{slug}")
        for each in self._records.values():
            added = each is not None and each.position > self.position and each.type == "report"
            if each is not None and added and source_slug(each.record) == slug:
                yield each
        for amendment in self.declarations.amendments.declaring(slug):
            root = self.record(self.declarations.amendments.root(amendment.of))
            if root is not None and root.type == "report":
                yield root

    # --- going on -------------------------------------------------------------------------------

    def fill(self) -> None:
        """Read the whole log once, so that nothing more has to be looked up but records that are named."""
        for recorded in self.log.read(until=self.position):
            if recorded.type not in NOT_BY_ID:
                landed = decode(recorded)
                self._note(landed)
                self.fingerprints[recorded.id] = fingerprint(landed.record)
        self.full = self._reported.complete = True

    def add(self, each: Entry) -> None:
        """Take in a record that is about to be appended, so that those after it can refer to it."""
        if each.type == "amendment" and self.record(each.id) is not None:
            return  # appended again: applied twice, it would undo what was amended since
        self._added += 1
        root = self.declarations.amendments.root(each.of) if each.type == "amendment" else ""
        mended = self.record(root) if root else None
        if each.type in DECLARING:
            self.declarations.add(each, of_record=mended is not None and mended.type != "amendment")
        if root:
            slugs = {root, "" if mended is None else mended.source_slug}
            self._reported.forget(slugs | self.declarations.amendments.slugs(each.id))
        if each.type not in NOT_BY_ID:
            if each.type == "report":
                self.kinds_of(str(each.record["development"]))
            self._records[each.id] = each
            self._note(each)

    def catch_up(self, head: int) -> None:
        """Take in what others have appended after `position`, up to a later one, inclusive."""
        for recorded in self.log.read(after=self.position, until=head):
            landed = decode(recorded)
            if landed.id not in self.fingerprints and self._records.get(landed.id) is None:
                self.add(landed)
        self.advance(head)

    def advance(self, position: int) -> None:
        """Go on to a position: the records added are in the log by now, so that their ids are enough."""
        for name, each in self._records.items():
            if each is not None:
                self.fingerprints.setdefault(name)
        self._records, self._added = {}, 0
        self.position = position

    def pack(self) -> None:
        """Keep in little room the records added, which will never be in the log."""
        for name, each in self._records.items():
            if each is not None and name not in self._packed:
                self._packed[name] = (each.type, jsonbytes(each.record))
        self.advance(self.position)

    def _note(self, each: Entry) -> None:
        """Note what a record says of developments and sources."""
        if each.type == "report":
            self._note_kind(str(each.record["development"]), str(each.record["kind"]))
            self._reported.note(each)

    def _note_kind(self, development: str, kind: str) -> None:
        kinds = self._kinds.get(development, ())
        if kind not in kinds:
            more = (*kinds, kind)
            self._kinds[development] = self._same_kinds.setdefault(more, more)


def fingerprint(record: Record) -> int:
    """Return a number that two records share if they say the same, but for the name of the development.

    By chance others do, one in 2^64: it is good for telling a record from another version of itself, and only
    within this process.
    """
    return hash(jsonbytes({key: value for key, value in record.items() if key != "development"}))
