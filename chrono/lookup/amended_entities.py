"""Entities as our amendments leave them, changed in place where no other entity is concerned."""

from __future__ import annotations

from collections import Counter

import attrs

from chrono.model.entities import NameIndex, gathered, match_key, names_of
from chrono.model.record_parts import Record
from chrono.resolve.amendments import applied
from chrono.resolve.entries import Entry


@attrs.define(eq=False)
class AmendedEntities:
    """What is declared of each entity, and what has changed since the archive was computed."""

    names: NameIndex
    given: dict[str, list[Record]] = attrs.field(factory=dict, init=False)
    """The records of each entity, as amended, by its slug."""
    _changed: dict[str, Record | None] = attrs.field(factory=dict, init=False)
    """The entities that are others than in the archive; None until one is asked for."""
    stale: bool = attrs.field(default=False, init=False)
    """Whether entities that are joined have changed, so that the archive must be computed again."""
    _keys: dict[str, set[str]] = attrs.field(factory=dict, init=False)
    """The match keys of the names of each entity."""
    _naming: Counter[str] = attrs.field(factory=Counter, init=False)
    """Match key → how many entities have that name."""

    def note(self, record: Record) -> None:
        """Note a record of an entity that the archive has."""
        slug = str(record["slug"])
        keys, known = {match_key(name) for name in names_of(record)}, self._keys.setdefault(slug, set())
        self.given.setdefault(slug, []).append(record)
        self._naming.update(keys - known)
        known |= keys

    def add(self, record: Record) -> None:
        """Add a record of an entity that the archive has not."""
        slug = str(record["slug"])
        self.note(record)
        if record.get("same_as") or self.names.joined(slug):
            self.stale = True
        else:
            self._changed[slug] = None

    def changed(self, slug: str) -> Record | None:
        """Return an entity that is another than in the archive; None for one that is not."""
        if slug in self._changed and self._changed[slug] is None:
            self._changed[slug] = gathered(slug, self.given[slug])
        return self._changed.get(slug)

    def amend(self, amendment: Entry) -> bool:
        """Amend an entity in place; return False where others are concerned too."""
        slug = amendment.of
        if len(self.given[slug]) > 1 or self.names.joined(slug) or "same_as" in amendment.record:
            return False
        amended = applied(Entry(0, slug, "entity", self.given[slug][0]), amendment)
        if amended is None:
            return False
        before = self._keys[slug]
        after = {match_key(name) for name in names_of(amended.record)}
        gone, fresh = before - after, after - before
        if any(self._naming[key] > 1 for key in gone) or any(key in self.names for key in fresh):
            return False
        self.names.rename(slug, gone, fresh)
        self._naming.subtract(gone)
        self._naming.update(fresh)
        self.given[slug], self._keys[slug], self._changed[slug] = [amended.record], after, None
        return True
