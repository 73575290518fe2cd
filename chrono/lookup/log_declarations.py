"""The declarations of a log: its sources, entities, storybooks and amendments, and the result of these."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from chrono.lookup.amended_entities import AmendedEntities
from chrono.lookup.amendments import EVER, AmendmentIndex
from chrono.lookup.declarations import in_force, shelf
from chrono.model.entities import NameIndex, match_key
from chrono.model.record_parts import Record
from chrono.model.shelf import Shelf
from chrono.model.storybook import ParsedStorybook
from chrono.resolve.amendments import applied
from chrono.resolve.archive import DESK, Archive, Entry, archive, declared_in


@attrs.define(eq=False)
class LogDeclarations:
    """The records on which the meaning of others can depend, with the shelf, names and sources they make.

    These are computed lazily. A source or entity that is added later updates them in place where it can:
    else a batch of many would have all of them computed again for each record.
    """

    records: list[Entry] = attrs.field(factory=list, init=False)
    amendments: AmendmentIndex = attrs.field(factory=AmendmentIndex, init=False)
    _shelf: Shelf | None = attrs.field(default=None, init=False)
    _storybooks: dict[str, ParsedStorybook] = attrs.field(factory=dict, init=False)
    _archive: Archive | None = attrs.field(default=None, init=False)
    """None where it, and the names and sources with it, must be computed again."""
    _behind: bool = attrs.field(default=False, init=False)
    """Whether the archive alone is stale; names and sources were updated in place."""
    _names: NameIndex = attrs.field(factory=NameIndex, init=False)
    _added_sources: dict[str, Record] = attrs.field(factory=dict, init=False)
    """Sources added since the archive was computed."""
    _original_sources: dict[str, Record] = attrs.field(factory=dict, init=False)
    _entities: AmendedEntities = attrs.field(init=False)

    @property
    def shelf(self) -> Shelf:
        """The kinds, projections and stories in force."""
        if self._shelf is None:
            self._shelf = shelf(self._storybooks)
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

    def entity(self, slug: str) -> Record | None:
        """Return an entity with our amendments applied, and the names of those joined to it; else None."""
        archived = self._archive or self._rebuilt()
        if self._entities.stale:
            archived = self._rebuilt()
        changed = self._entities.changed(slug)
        return archived.directory.entities.get(slug) if changed is None else changed

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
            self._storybooks |= in_force((entry,))
        if of_record or self._archive is None:  # it changes no declaration, or nothing is computed yet
            return
        update = _IN_PLACE.get(entry.type)
        if update is None or not update(self, entry):
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
        """Add the names of an entity in place; return False where its slug is a name of another one."""
        if not self._names.takes(entry.id) or self.amendments.naming((entry.id,)):
            return False
        self._names.add(entry.record)
        self._entities.add(entry.record)
        return True

    def _amend(self, entry: Entry) -> bool:
        """Amend a source or an entity in place; return False where that is not all that an amendment does."""
        if self._entities.given.get(entry.of):
            return self.source(entry.of) is None and self._entities.amend(entry)
        return self._amend_source(entry)

    def _amend_source(self, entry: Entry) -> bool:
        """Amend a source in place; return False where that is not all that an amendment does."""
        source = self.source(entry.of)
        if source is None and self.amendments.root(entry.of) == entry.of:
            return self._names.get(match_key(entry.of)) is None  # only a report declares it
        if source is None or entry.of == DESK or self._names.get(match_key(entry.of)) is not None:
            return False
        amended = applied(Entry(0, entry.of, "source", source), entry)
        if amended is None:
            return False
        self._added_sources[entry.of] = amended.record
        return True

    def _rebuilt(self) -> Archive:
        """Return the archive, computed again together with the names and sources."""
        declared = declared_in(self.shelf.sources, self.shelf.entities)
        self._archive = archive(self.records, EVER, declared=declared)
        self._names = self._archive.directory.index
        self._added_sources = {}
        sources = [each for each in (*declared, *self.records) if each.type == "source"]
        self._original_sources = {each.id: each.record for each in reversed(sources)}  # the first one wins
        self._behind = False
        entities = [each for each in (*declared, *self.records) if each.type == "entity"]
        self._entities = AmendedEntities(self._names)
        for each in entities:
            amended = self._archive.amendments.amended(each) or (each if each.position == 0 else None)
            if amended is not None:
                self._entities.note(amended.record)
        return self._archive


_IN_PLACE: Mapping[str, Callable[[LogDeclarations, Entry], bool]] = {
    "source": LogDeclarations._add_source,  # noqa: SLF001 - its own table
    "entity": LogDeclarations._add_entity,  # noqa: SLF001
    "amendment": LogDeclarations._amend,  # noqa: SLF001
}
"""Type of record → what takes one in without computing all anew, if it can."""
