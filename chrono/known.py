"""What a log already knows, asked for piece by piece: what the admission of new records looks up.

Pieces are fetched by tag or id when first asked for, so that one append into a large log reads little;
`fill` reads everything once, which is faster for a file of many records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from chrono.archive import Archive, Entry, archive, declared_in
from chrono.codec import entry
from chrono.entities import Directory, folded, names_of
from chrono.storybook import Shelf, shelf, storybook
from eventlog import EventLog, Query, QueryItem

DECLARING = frozenset(("source", "entity", "storybook", "amendment"))
"""The record types on which the meaning of a new record can hang, whatever it is about."""


@attrs.define(eq=False)
class Known:
    """The records of a log up to `position`, and those admitted since, as far as they were looked up."""

    log: EventLog
    position: int
    full: bool = False
    entries: dict[str, Entry | None] = attrs.field(factory=dict)
    developments: dict[str, dict[str, str]] = attrs.field(factory=dict)
    """Development → the kinds of its reports → the source of the first of each."""
    declared: list[Entry] = attrs.field(factory=list)
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
        """Read the whole log once, so that nothing more has to be looked up."""
        for recorded in self.log.read(until=self.position):
            if recorded.type not in ("source", "entity", "storybook"):
                self._keep(entry(recorded))
        self.full = True

    def _keep(self, each: Entry) -> None:
        self.entries[each.id] = each
        if each.type == "report":
            kinds = self.developments.setdefault(str(each.record["development"]), {})
            source = each.record["source"]
            slug = str(source["slug"]) if isinstance(source, Mapping) else str(source)
            kinds.setdefault(str(each.record["kind"]), slug)
            if isinstance(source, Mapping) and self.inline.get(slug) is None:
                self.inline[slug] = source

    def admit(self, each: Entry) -> None:
        """Take in a record that is about to be appended, so that those after it can refer to it."""
        if each.type in DECLARING:
            self.declared.append(each)
        if each.type == "source":
            self.fresh[each.id] = each.record
        elif each.type == "entity" and not each.record.get("same_as"):
            self._name(each.record)
        elif each.type in ("storybook", "entity") or self._amends_a_name(each):
            self._declare()
        if each.type not in ("source", "entity", "storybook"):
            if each.type == "report":
                self.kinds(str(each.record["development"]))
            self._keep(each)

    def _amends_a_name(self, each: Entry) -> bool:
        return each.type == "amendment" and self.record(str(each.record["of"])) is None

    def _declare(self) -> None:
        books = {}
        for each in self.declared:
            if each.type == "storybook":
                made = storybook(str(each.record["toml"]), adopted=True)
                books[made.name] = made
        self.shelf = shelf(books)
        self.settled = archive(
            [*declared_in(self.shelf.sources, self.shelf.entities), *self.declared], 1 << 62
        )
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
        for each in (*declared_in(self.shelf.sources, self.shelf.entities), *self.declared):
            if each.type == "source" and each.id == slug:
                return each.record
        if slug not in self.inline and not self.full:
            self.inline[slug] = self._inline(slug)
        return self.inline.get(slug)

    def sources(self) -> Iterable[str]:
        """Return the slugs of the sources that are known by now."""
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
        if name not in self.entries and not self.full:
            recorded = self.log.get(name)
            inside = recorded is not None and recorded.position <= self.position
            self.entries[name] = entry(recorded) if recorded is not None and inside else None
        return self.entries.get(name)

    def kinds(self, development: str) -> dict[str, str]:
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


def _tag(name: str, value: str) -> frozenset[str]:
    return frozenset((f"{name}:{value}",))
