"""The interface by which records of a log are looked up: one by one, or in a log that was read whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from chrono.model.shelf import Shelf
from chrono.resolve.archive import Entry


class Lookup(Protocol):
    """A lookup of the records of a log up to one position, for appending and for answering.

    Records are returned as they were appended; sources and entities with our amendments applied.
    """

    @property
    def shelf(self) -> Shelf:
        """The kinds, projections and stories in force."""
        ...

    @property
    def entries(self) -> Sequence[Entry]:
        """Every record, in log order."""
        ...

    def resolve(self, name: str) -> str:
        """Return the slug of the entity that a name names; another name stands for itself, trimmed."""
        ...

    def entity(self, slug: str) -> Mapping[str, object] | None:
        """Return an entity, or None."""
        ...

    def source(self, slug: str) -> Mapping[str, object] | None:
        """Return a source, declared by a record, a storybook or inside a report, or None."""
        ...

    def named(self, name: str) -> Entry | None:
        """Return the last record whose id, or slug if it has one, is `name`, or None."""
        ...

    def last(self) -> Entry | None:
        """Return the last record, or None if there is none."""
        ...

    def as_amended(self, entry: Entry) -> Entry | None:
        """Return a record with our amendments applied, or None where they make it void."""
        ...

    def developments(self) -> Collection[str]:
        """Return the names of all reported developments, merged ones under the name that stays."""
        ...
