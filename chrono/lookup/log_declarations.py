"""The declarations of a log: its sources, entities, storybooks and amendments, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from chrono.lookup.amendments import EVER, AmendmentIndex
from chrono.lookup.declarations import in_force, shelf
from chrono.model.entities import match_key, names_of
from chrono.model.shelf import Shelf
from chrono.resolve.archive import Archive, Entry, archive, declared_in

Record = Mapping[str, object]


@attrs.define(eq=False)
class LogDeclarations:
    """The records of a log on which the meaning of others can hang, and what they come to.

    What they come to is worked out when it is asked for. A record added after that is taken in by a shorter
    way where there is one: else each of many added together would have all of them worked out anew.
    """

    records: list[Entry] = attrs.field(factory=list, init=False)
    amendments: AmendmentIndex = attrs.field(factory=AmendmentIndex, init=False)
    _shelf: Shelf | None = attrs.field(default=None, init=False)
    _archive: Archive | None = attrs.field(default=None, init=False)
    """None where it must be made anew before anything else is asked."""
    _behind: bool = attrs.field(default=False, init=False)
    """Whether the archive alone lacks what was added."""
    _names: dict[str, str] = attrs.field(factory=dict, init=False)
    _added_sources: dict[str, Record] = attrs.field(factory=dict, init=False)
    """Sources that the archive lacks."""
    _original_sources: dict[str, Record] = attrs.field(factory=dict, init=False)

    @property
    def shelf(self) -> Shelf:
        """The kinds, projections and stories in force."""
        if self._shelf is None:
            self._shelf = shelf(in_force(self.records))
        return self._shelf

    @property
    def archive(self) -> Archive:
        """The archive of what is declared, by storybooks too."""
        return self._rebuilt() if self._archive is None or self._behind else self._archive

    @property
    def names(self) -> Mapping[str, str]:
        """The slug that each name of an entity leads to, folded as names match."""
        if self._archive is None:
            self._rebuilt()
        return self._names

    @property
    def original_sources(self) -> Mapping[str, Record]:
        """Each source as it was first declared, before amendments."""
        if self._archive is None:
            self._rebuilt()
        return self._original_sources

    def source(self, slug: str) -> Record | None:
        """Return a source as it stands after our amendments; None for one that only reports declare."""
        made = self._archive or self._rebuilt()
        return self._added_sources.get(slug) or made.sources.get(slug)

    def add(self, each: Entry, *, of_record: bool = False) -> None:
        """Add a record that comes after all others.

        Args:
            each: a source, an entity, a storybook or an amendment.
            of_record: whether it amends a record that is none of these, perhaps through other amendments.
        """
        self.records.append(each)
        if each.type == "amendment":
            self.amendments.add(each)
        elif each.type == "storybook":
            self._shelf = None
        if of_record or self._archive is None:
            return
        shorter = {"source": self._add_source, "entity": self._add_entity}.get(each.type)
        if shorter is None or not shorter(each):
            self._archive = None
        self._behind = True

    def _add_source(self, each: Entry) -> bool:
        """Take in a source; return False where amendments of it have to be applied."""
        if self.amendments.naming((each.id,)):
            return False
        self._original_sources.setdefault(each.id, each.record)
        self._added_sources[each.id] = each.record
        return True

    def _add_entity(self, each: Entry) -> bool:
        """Take in the names of an entity; return False where they lead elsewhere than to its slug."""
        slug = match_key(each.id)
        if each.record.get("same_as") or self._names.get(slug, each.id) != each.id:
            return False
        if self.amendments.naming((each.id,)):
            return False
        for name in names_of(each.record):
            self._names.setdefault(match_key(name), each.id)
        return True

    def _rebuilt(self) -> Archive:
        """Return the archive made anew, and the rest with it."""
        declared = declared_in(self.shelf.sources, self.shelf.entities)
        self._archive = archive(self.records, EVER, declared=declared)
        self._names = dict(self._archive.directory.slugs)
        self._added_sources = {}
        sources = [each for each in (*declared, *self.records) if each.type == "source"]
        self._original_sources = {each.id: each.record for each in reversed(sources)}
        self._behind = False
        return self._archive
