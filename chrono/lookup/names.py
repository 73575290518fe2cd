"""What a log already knows, asked for piece by piece: what the admission of new records looks up.

Pieces are fetched by tag or id when first asked for, so that one append into a large log reads little;
`fill` reads everything once, which is faster for a file of many records. What is kept of a record that stands
in the log is its id: the record itself is fetched again when one names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from chrono.lookup.declarations import adopted, shelf
from chrono.lookup.decoding import entry
from chrono.model.entities import Directory, folded, names_of
from chrono.model.record_types import DECLARING, NOT_BY_ID
from chrono.model.shelf import Shelf
from chrono.resolve.archive import Archive, Entry, archive, declared_in
from chrono.values.canonical_json import from_json, jsonbytes
from eventlog import EventLog, Query, QueryItem


@attrs.define(eq=False)
class Known:
    """The records of a log up to `position`, and those admitted since, as far as they were looked up."""

    log: EventLog
    position: int
    full: bool = False
    """Whether `ids`, `developments` and `inline` are complete: what is not there is not in the log."""
    ids: dict[str, int | None] = attrs.field(factory=dict)
    """The records that stand in the log, each with the `mark` of its content where that was read."""
    entries: dict[str, Entry | None] = attrs.field(factory=dict)
    """Records that were looked up or admitted, by id."""
    packed: dict[str, tuple[str, bytes]] = attrs.field(factory=dict)
    """Records that were admitted, but are not to be appended: type and JSON, by id."""
    developments: dict[str, Mapping[str, str]] = attrs.field(factory=dict)
    """Development → the kinds of its reports → the source of the first of each."""
    pairs: dict[tuple[str, str], Mapping[str, str]] = attrs.field(factory=dict)
    """One mapping of a kind to a source, for all developments that have no other."""
    declared: list[Entry] = attrs.field(factory=list)
    raw: dict[str, Mapping[str, object]] = attrs.field(factory=dict)
    """Sources as they were first declared, before amendments."""
    inline: dict[str, Mapping[str, object] | None] = attrs.field(factory=dict)
    names: dict[str, str] = attrs.field(factory=dict)
    fresh: dict[str, Mapping[str, object]] = attrs.field(factory=dict)
    """Sources admitted since."""
    shelf: Shelf = attrs.field(init=False)
    settled: Archive = attrs.field(init=False)
    directory: Directory = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        query = Query((QueryItem(types=DECLARING),))
        for recorded in self.log.read(query, until=self.position):
            self.declared.append(entry(recorded))
        self._declare()

    def fill(self) -> None:
        """Read the whole log once, so that nothing more has to be looked up but records that are named."""
        for recorded in self.log.read(until=self.position):
            if recorded.type not in NOT_BY_ID:
                landed = entry(recorded)
                self._note(landed)
                self.ids[recorded.id] = mark(landed.record)
        self.full = True

    def catch_up(self, head: int) -> None:
        """Take in what others have appended after `position`, up to a later one, inclusive."""
        for recorded in self.log.read(after=self.position, until=head):
            landed = entry(recorded)
            if landed.id not in self.ids and landed.id not in self.entries:
                self.admit(landed)
        self.put_away()
        self.position = head

    def put_away(self, *, pack: bool = False) -> None:
        """Keep no more than the ids of the records admitted so far: they stand in the log by now.

        Args:
            pack: they do not, and never will: keep them in little room.
        """
        for name, each in self.entries.items():
            if each is not None:
                self.ids.setdefault(name)
                if pack and name not in self.packed:
                    self.packed[name] = (each.type, jsonbytes(each.record))
        self.entries = {}

    def _note(self, each: Entry) -> None:
        """Note what a record says of developments and sources."""
        if each.type != "report":
            return
        source, kind = each.record["source"], str(each.record["kind"])
        slug = str(source["slug"]) if isinstance(source, Mapping) else str(source)
        name = str(each.record["development"])
        kinds = self.developments.get(name)
        if kinds is None:
            self.developments[name] = self.pairs.setdefault((kind, slug), {kind: slug})
        elif kind not in kinds:
            self.developments[name] = {**kinds, kind: slug}
        if isinstance(source, Mapping) and self.inline.get(slug) is None:
            self.inline[slug] = source

    def admit(self, each: Entry) -> None:
        """Take in a record that is about to be appended, so that those after it can refer to it."""
        if each.type in DECLARING:
            self.declared.append(each)
        if each.type == "source":
            self.fresh[each.id] = each.record
            self.raw.setdefault(each.id, each.record)
        elif each.type == "entity" and not each.record.get("same_as"):
            self._name(each.record)
        elif each.type in ("storybook", "entity") or self._amends_a_name(each):
            self._declare()
        if each.type not in NOT_BY_ID:
            if each.type == "report":
                self.kinds(str(each.record["development"]))
            self.entries[each.id] = each
            self._note(each)

    def _amends_a_name(self, each: Entry) -> bool:
        return each.type == "amendment" and self.record(str(each.record["of"])) is None

    def _declare(self) -> None:
        self.shelf = shelf(adopted(self.declared))
        told = [*declared_in(self.shelf.sources, self.shelf.entities), *self.declared]
        self.settled = archive(told, 1 << 62)
        self.raw = {each.id: each.record for each in reversed(told) if each.type == "source"}
        self.directory = self.settled.directory
        self.names = dict(self.directory.slugs)
        self.fresh = {}

    def _name(self, record: Mapping[str, object]) -> None:
        for name in names_of(record):
            self.names.setdefault(
                folded(name), self.names.get(folded(str(record["slug"])), str(record["slug"]))
            )

    def resolve(self, name: str) -> str:
        """Return the slug that a name stands for; an undeclared one stands under the text given."""
        return self.names.get(name) or self.names.get(folded(name), name.strip())

    def source(self, slug: str) -> Mapping[str, object] | None:
        """Return a source as it stands after our amendments, or None."""
        found = self.fresh.get(slug) or self.settled.sources.get(slug)
        if found is not None:
            return found
        if slug not in self.inline and not self.full:
            self.inline[slug] = self._inline(slug)
        return self.inline.get(slug)

    def _inline(self, slug: str) -> Mapping[str, object] | None:
        query = Query((QueryItem(types=frozenset(("report",)), tags=frozenset((f"source:{slug}",))),))
        for recorded in self.log.read(query, until=self.position):
            source = entry(recorded).record.get("source")
            if isinstance(source, Mapping):
                return source
        return None

    def raw_source(self, slug: str) -> Mapping[str, object] | None:
        """Return a source as it was first declared, before amendments, or None."""
        if slug in self.raw:
            return self.raw[slug]
        if slug not in self.inline and not self.full:
            self.inline[slug] = self._inline(slug)
        return self.inline.get(slug)

    def sources(self) -> Iterable[str]:
        """Return the slugs of all sources, those that came with a report too: the log is read for them."""
        if not self.full:
            self.fill()
        return dict.fromkeys(
            (*self.settled.sources, *self.fresh, *(slug for slug, one in self.inline.items() if one))
        )

    def entity(self, slug: str) -> Mapping[str, object] | None:
        """Return an entity as it stands, or None."""
        if slug not in self.directory.entities and any(
            e.type == "entity" and e.id == slug for e in self.declared
        ):
            self._declare()
        return self.directory.entities.get(slug)

    def record(self, name: str) -> Entry | None:
        """Return the record with that id, or None."""
        if name not in self.entries:
            if name in self.packed:
                type_, data = self.packed[name]
                return Entry(self.position + 1, name, type_, from_json(data))  # type: ignore[arg-type]
            if self.full and name not in self.ids:
                return None
            recorded = self.log.get(name)
            inside = recorded is not None and recorded.position <= self.position
            self.entries[name] = entry(recorded) if recorded is not None and inside else None
        return self.entries[name]

    def kinds(self, development: str) -> Mapping[str, str]:
        """Return the kinds of the reports of a development, each with the source of the first."""
        if development not in self.developments:
            found: dict[str, str] = {}
            if not self.full:
                query = Query(
                    (QueryItem(types=frozenset(("report",)), tags=_tag("development", development)),)
                )
                for recorded in self.log.read(query, until=self.position):
                    record = entry(recorded).record
                    source = record["source"]
                    slug = str(source["slug"]) if isinstance(source, Mapping) else str(source)
                    found.setdefault(str(record["kind"]), slug)
            self.developments[development] = found
        return self.developments[development]


def mark(record: Mapping[str, object]) -> int:
    """Return a number that two records share if they say the same, but for the name of the development.

    By chance others do, one in 2^64: it is good for telling a record from another version of itself, and only
    within this process.
    """
    return hash(jsonbytes({key: value for key, value in record.items() if key != "development"}))


def _tag(name: str, value: str) -> frozenset[str]:
    return frozenset((f"{name}:{value}",))
