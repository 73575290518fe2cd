"""The declarations of a log: its sources, entities, storybooks and amendments, and the result of these."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from chrono.lookup.amendments import EVER, AmendmentIndex
from chrono.lookup.declarations import in_force, shelf
from chrono.model.entities import match_key, names_of
from chrono.model.record_parts import Record
from chrono.model.shelf import Shelf
from chrono.resolve.archive import Archive, Entry, archive, declared_in


@attrs.define(eq=False)
class LogDeclarations:
    """The records on which the meaning of others can depend, with the shelf, names and sources they make.

    These are computed lazily. A source or entity that is added later updates them in place where it can:
    else a batch of many would have all of them computed again for each record.
    """

    records: list[Entry] = attrs.field(factory=list, init=False)
    amendments: AmendmentIndex = attrs.field(factory=AmendmentIndex, init=False)
    _shelf: Shelf | None = attrs.field(default=None, init=False)
    _archive: Archive | None = attrs.field(default=None, init=False)
    """None where it, and the names and sources with it, must be computed again."""
    _behind: bool = attrs.field(default=False, init=False)
    """Whether the archive alone is stale; names and sources were updated in place."""
    _names: dict[str, str] = attrs.field(factory=dict, init=False)
    _added_sources: dict[str, Record] = attrs.field(factory=dict, init=False)
    """Sources added since the archive was computed."""
    _original_sources: dict[str, Record] = attrs.field(factory=dict, init=False)

    @property
    def shelf(self) -> Shelf:
        """The kinds, projections and stories in force."""
        if self._shelf is None:
            self._shelf = shelf(in_force(self.records))
        return self._shelf

    @property
    def archive(self) -> Archive:
        """The archive of all declarations, those in storybooks included."""
        return self._rebuilt() if self._archive is None or self._behind else self._archive

    @property
    def names(self) -> Mapping[str, str]:
        """The slug that each name of an entity leads to, by match key."""
        if self._archive is None:
            self._rebuilt()
        return self._names

    @property
    def original_sources(self) -> Mapping[str, Record]:
        """Sources by slug, as they were first declared, before amendments."""
        if self._archive is None:
            self._rebuilt()
        return self._original_sources

    def source(self, slug: str) -> Record | None:
        """Return a source with our amendments applied; None for one that only reports declare."""
        archived = self._archive or self._rebuilt()
        return self._added_sources.get(slug) or archived.sources.get(slug)

    def add(self, entry: Entry, *, of_record: bool = False) -> None:
        """Add a record that is later in the log than all others.

        Args:
            entry: a source, an entity, a storybook or an amendment.
            of_record: whether it amends, transitively, a record that is none of these.
        """
        self.records.append(entry)
        if entry.type == "amendment":
            self.amendments.add(entry)
        elif entry.type == "storybook":
            self._shelf = None
        if of_record or self._archive is None:  # it changes no declaration, or nothing is computed yet
            return
        update = {"source": self._add_source, "entity": self._add_entity}.get(entry.type)
        if update is None or not update(entry):
            self._archive = None
        self._behind = True

    def _add_source(self, entry: Entry) -> bool:
        """Add a source in place; return False where it has amendments to be applied."""
        if self.amendments.naming((entry.id,)):
            return False
        self._original_sources.setdefault(entry.id, entry.record)
        self._added_sources[entry.id] = entry.record
        return True

    def _add_entity(self, entry: Entry) -> bool:
        """Add the names of an entity in place; return False where they lead to another slug than its own."""
        slug = match_key(entry.id)
        if entry.record.get("same_as") or self._names.get(slug, entry.id) != entry.id:
            return False
        if self.amendments.naming((entry.id,)):
            return False
        for name in names_of(entry.record):
            self._names.setdefault(match_key(name), entry.id)
        return True

    def _rebuilt(self) -> Archive:
        """Return the archive, computed again together with the names and sources."""
        declared = declared_in(self.shelf.sources, self.shelf.entities)
        self._archive = archive(self.records, EVER, declared=declared)
        self._names = dict(self._archive.directory.slugs)
        self._added_sources = {}
        sources = [each for each in (*declared, *self.records) if each.type == "source"]
        self._original_sources = {each.id: each.record for each in reversed(sources)}  # the first one wins
        self._behind = False
        return self._archive
