"""Look up records of a log one by one, for appending, which needs few of them.

They are fetched by tag or id when they are first asked for, so that one append into a large log reads little;
`fill` reads everything once, which is faster for a file of many records. Of a record in the log only the id
is kept: the record itself is fetched again when another names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from chrono.lookup.amendments import apply_amendments
from chrono.lookup.decoding import ERASED, decode, is_record, records_in
from chrono.lookup.log_declarations import LogDeclarations
from chrono.lookup.reported_sources import ReportedSources
from chrono.model.entities import Directory, match_key, slug_of
from chrono.model.record_parts import BY, Record, inline_source
from chrono.model.record_types import BY_SLUG, DECLARING, NOT_BY_ID
from chrono.model.shelf import Shelf
from chrono.resolve.amendments import applied
from chrono.resolve.archive import Archive, Entry, archive
from chrono.values.canonical_json import from_json, jsonbytes
from eventlog import EventLog, Query, QueryItem, Recorded

REPORTS = frozenset(("report",))
EVERY = Query()


@attrs.define(eq=False)
class LogLookup:
    """A memoised lookup of the records of a log up to `position`, and of those added since."""

    log: EventLog
    position: int
    full: bool = attrs.field(default=False, init=False)
    """Whether ids, developments and sources in reports are complete: what is missing is not in the log."""
    fingerprints: dict[str, int | None] = attrs.field(factory=dict, init=False)
    """The ids known to be in the log, each with the `fingerprint` of its record where that was read."""
    erased: set[int] = attrs.field(factory=set, init=False)
    """The positions of records that were erased, of those come across."""
    declarations: LogDeclarations = attrs.field(factory=LogDeclarations, init=False)
    _records: dict[str, Entry | None] = attrs.field(factory=dict, init=False)
    """Records that were looked up or added, by id; None for an id that is not in the log."""
    _added_of: dict[str, list[Entry]] = attrs.field(factory=dict, init=False)
    """The reports that were added, by the slug of their source."""
    _packed: dict[str, tuple[str, bytes]] = attrs.field(factory=dict, init=False)
    """Records that were added in a dry run, by id: type and JSON, which take less memory."""
    _kinds: dict[str, tuple[str, ...]] = attrs.field(factory=dict, init=False)
    _same_kinds: dict[tuple[str, ...], tuple[str, ...]] = attrs.field(factory=dict, init=False)
    """One shared tuple for all developments of the same kinds, to save memory."""
    _amended: dict[str, Entry | None] = attrs.field(factory=dict, init=False)
    """Records that were amended, with the amendments that name them applied, by id."""
    _reported: ReportedSources = attrs.field(init=False)
    _added: int = attrs.field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        query = Query((QueryItem(types=DECLARING),))
        for recorded in self.read(query):
            self.declarations.add(decode(recorded))
        self._reported = ReportedSources(self._reports_declaring, self.as_amended)

    @property
    def next_position(self) -> int:
        """The position at which a record lands that is appended after those added."""
        return self.position + self._added + 1

    @property
    def shelf(self) -> Shelf:
        """The kinds, projections and stories in force."""
        return self.declarations.shelf

    @property
    def archive(self) -> Archive:
        """The archive of all declarations, without reports and the sources that only reports declare."""
        return self.declarations.archive

    @property
    def directory(self) -> Directory:
        """The directory of declared entities."""
        return self.archive.directory

    @property
    def names(self) -> Mapping[str, str]:
        """The slug that each name of an entity leads to, by match key."""
        return self.declarations.names

    def resolve(self, name: str) -> str:
        """Return the slug of the entity that a name names; another name stands for itself, trimmed."""
        return slug_of(self.names, name)

    def entity(self, slug: str) -> Record | None:
        """Return an entity with our amendments applied, or None."""
        if match_key(slug) not in self.names:  # spares the directory, which may have to be made anew
            return None
        return self.declarations.entity(slug)

    def source(self, slug: str) -> Record | None:
        """Return a source with our amendments applied, or None."""
        declared = self.declarations.source(slug)
        if declared is not None:
            return declared
        amended = bool(self.declarations.amendments)
        return self._reported.amended(slug) if amended else self._reported.original(slug)

    def original_source(self, slug: str) -> Record | None:
        """Return a source as it was first declared, before amendments, or None."""
        return self.declarations.original_sources.get(slug) or self._reported.original(slug)

    def sources(self) -> list[str]:
        """Return the slugs of all sources, those that reports declare included; reads the log."""
        if not self.full:
            self.fill()
        reported = (slug for slug in self._reported.slugs() if self.source(slug) is not None)
        return list(dict.fromkeys((*self.archive.sources, *reported)))

    def read(
        self, query: Query = EVERY, *, backwards: bool = False, limit: int | None = None
    ) -> Iterator[Recorded]:
        """Yield the events up to `position` that hold records, in log order or backwards.

        Args:
            query: which of them.
            backwards: whether the last comes first.
            limit: how many at most.
        """
        after, until, left = 0, self.position, limit
        while True:
            given = passed = 0
            for recorded in self.log.read(query, after=after, until=until, backwards=backwards, limit=left):
                passed = recorded.position
                given += 1
                if is_record(recorded):
                    left = None if left is None else left - 1
                    yield recorded
                elif recorded.data == ERASED:
                    self.erased.add(passed)
            if not left or not given:
                return
            # some of as many as were wanted hold no record: the next ones stand in for them
            after, until = (after, passed - 1) if backwards else (passed, until)

    def _event(self, name: str) -> Recorded | None:
        """Return the event with an id, if it stands up to `position` and holds a record."""
        recorded = self.log.get(name)
        if recorded is None or recorded.position > self.position or not is_record(recorded):
            return None
        return recorded

    @property
    def entries(self) -> list[Entry]:
        """Every record up to `position`, in log order; reads the log."""
        return [decode(recorded) for recorded in self.read()]

    @property
    def entries_and_added(self) -> list[Entry]:
        """Every record up to `position`, in log order, and then those added since; reads the log."""
        packed = [Entry(self.position + 1, name, *self._unpacked(name)) for name in self._packed]
        later = (*packed, *self.declarations.records, *self._records.values())
        added = {(each.type, each.id, each.position): each for each in later if each is not None}
        return [*self.entries, *(each for each in added.values() if each.position > self.position)]

    def record(self, name: str) -> Entry | None:
        """Return the record with that id, as it was appended, or None."""
        if name not in self._records:
            if name in self._packed:
                return Entry(self.position + 1, name, *self._unpacked(name))
            if self.full and name not in self.fingerprints:
                return None
            recorded = self._event(name)
            # a record that is named by its slug has an event id of the log's own, by which none names it
            by_id = recorded is not None and recorded.type not in NOT_BY_ID
            self._records[name] = decode(recorded) if recorded is not None and by_id else None
        return self._records[name]

    def named(self, name: str) -> Entry | None:
        """Return the last record whose id, or slug if it has one, is `name`, or None."""
        items = [QueryItem(types=BY_SLUG, tags=frozenset((f"{type_}:{name}",))) for type_ in BY_SLUG]
        named = [decode(each) for each in self.read(Query(tuple(items)), backwards=True, limit=1)]
        recorded = self._event(name)
        if recorded is not None:
            named += [each for each in (decode(recorded),) if each.id == name]
        return max(named, key=lambda each: each.position, default=None)

    def last(self) -> Entry | None:
        """Return the last record, or None if there is none."""
        return next((decode(recorded) for recorded in self.read(backwards=True, limit=1)), None)

    def reports(self, *tags: str, backwards: bool = False, limit: int | None = None) -> Iterator[Entry]:
        """Yield the reports up to `position` that have all of the tags, in log order or backwards."""
        query = Query((QueryItem(types=REPORTS, tags=frozenset(tags)),))
        for recorded in self.read(query, backwards=backwards, limit=limit):
            yield decode(recorded)

    def as_amended(self, entry: Entry) -> Entry | None:
        """Return a record with our amendments applied, or None where they make it void."""
        if not self.declarations.amendments:
            return entry
        source, names = inline_source(entry.record), [entry.id]
        # a slug that is also the id of a record names that record, not the source
        if source is not None and self.record(str(source["slug"])) is None:
            names.append(str(source["slug"]))
        return apply_amendments(entry, self.declarations.amendments.naming(names))

    def amended(self, entry: Entry) -> Entry | None:
        """Return a record as the amendments that name it leave it, memoised; None where they make it void.

        Those of the source that is declared inside it are not applied.
        """
        if entry.id not in self._amended:
            named = self.declarations.amendments.naming((entry.id,))
            self._amended[entry.id] = apply_amendments(entry, named)
        return self._amended[entry.id]

    def developments(self) -> list[str]:
        """Return the names of all reported developments, merged ones under the name that stays."""
        return list(archive(self.entries, self.position).reports)

    def kinds_of(self, development: str) -> tuple[str, ...]:
        """Return the kinds of the reports of a development, in the order of their first reports."""
        if development not in self._kinds:
            self._kinds[development] = ()
            if not self.full:
                for report in self.reports(f"development:{development}"):
                    self._note_kind(development, report.kind)
        return self._kinds[development]

    def _reports_declaring(self, slug: str) -> Iterator[Entry]:
        """Yield the reports that may declare a source: in the log, added since, or as amended."""
        yield from self.reports(f"source:{slug}")
        yield from self._added_of.get(slug, ())
        for amendment in self.declarations.amendments.declaring(slug):
            root = self.record(self.declarations.amendments.root(amendment.of))
            if root is not None and root.type == "report":
                yield root

    def fill(self) -> None:
        """Read the whole log once, so that only records that are named have to be looked up again."""
        for recorded in self.read():
            if recorded.type not in NOT_BY_ID:
                landed = decode(recorded)
                self._note(landed)
                self.fingerprints[recorded.id] = fingerprint(landed.record)
        self.full = self._reported.complete = True

    def add(self, entry: Entry) -> None:
        """Add a record that is about to be appended, so that later ones can refer to it."""
        if entry.type == "amendment" and self.record(entry.id) is not None:
            return  # appended again: applied twice, it would undo what was amended since
        self._added += 1
        root = self.declarations.amendments.root(entry.of) if entry.type == "amendment" else ""
        target = self.record(root) if root else None
        before = self._amended.pop(root, None)
        if before is not None:  # the last amendment of the record itself is applied last
            effect = entry if entry.of == root else self.declarations.amendments.effect(entry)
            if effect is not None:
                self._amended[root] = applied(before, effect)
        if entry.type in DECLARING:
            self.declarations.add(entry, of_record=target is not None and target.type != "amendment")
        if root:
            slugs = {root, "" if target is None else target.source_slug}
            slugs |= self.declarations.amendments.slugs(entry.id)
            if target is None and entry.of == root and self._reported.amend(entry):
                slugs.discard(root)
            self._reported.forget(slugs)
        if entry.type not in NOT_BY_ID:
            if entry.type == "report":
                self.kinds_of(entry.development)  # those in the log come before its own
                self._added_of.setdefault(entry.source_slug, []).append(entry)
            self._records[entry.id] = entry
            self._note(entry)

    def catch_up(self, head: int) -> None:
        """Add what others have appended after `position`, up to a later one, inclusive."""
        for recorded in records_in(self.log.read(after=self.position, until=head)):
            landed = decode(recorded)
            if landed.id not in self.fingerprints and self._records.get(landed.id) is None:
                self.add(landed)
        self.advance(head)

    def advance(self, position: int) -> None:
        """Move on to a position: the records added are in the log by now, so that only their ids are kept."""
        for name, entry in self._records.items():
            if entry is not None:
                self.fingerprints.setdefault(name)
        self._records, self._added_of, self._added = {}, {}, 0
        self.position = position

    def pack(self) -> None:
        """Keep the records added as JSON: in a dry run they cannot be fetched from the log again."""
        for name, entry in self._records.items():
            if entry is not None and name not in self._packed:
                self._packed[name] = (entry.type, jsonbytes(entry.record))
        self.advance(self.position)

    def _unpacked(self, name: str) -> tuple[str, Record]:
        """Return the type of a record that was packed, and the record."""
        type_, data = self._packed[name]
        return type_, from_json(data)  # type: ignore[return-value]

    def _note(self, entry: Entry) -> None:
        """Note the development, kind and source of a report."""
        if entry.type == "report":
            self._note_kind(entry.development, entry.kind)
            self._reported.note(entry)

    def _note_kind(self, development: str, kind: str) -> None:
        kinds = self._kinds.get(development, ())
        if kind not in kinds:
            more = (*kinds, kind)
            self._kinds[development] = self._same_kinds.setdefault(more, more)


def fingerprint(record: Record) -> int:
    """Return a hash of a record without its development's name and who entered it, valid within this process.

    Records that differ collide by a chance of one in 2^64: it tells two versions of one record apart.
    """
    return hash(jsonbytes({key: value for key, value in record.items() if key not in ("development", BY)}))
