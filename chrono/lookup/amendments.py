"""The amendments of a log by the record that they name, so that one record can be amended alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from chrono.lookup.plain_effects import PlainEffects
from chrono.model.record_parts import inline_source
from chrono.resolve.amendments import amendments
from chrono.resolve.entries import Entry

EVER = 1 << 62
"""A position after every other one."""


@attrs.define(eq=False)
class AmendmentIndex:
    """An index of amendments by what they name, filled in log order."""

    _of: dict[str, list[tuple[int, Entry]]] = attrs.field(factory=dict, init=False)
    """Amendments by the id or slug that they name, each with its rank in log order."""
    _sources: dict[str, list[Entry]] = attrs.field(factory=dict, init=False)
    """Amendments by the slug of the source that they declare inside the report they name."""
    _roots: dict[str, str] = attrs.field(factory=dict, init=False)
    """Id of an amendment → the name of the record that it amends, transitively."""
    _slugs: dict[str, frozenset[str]] = attrs.field(factory=dict, init=False)
    """Id of an amendment → the sources that it, or an amendment that it amends transitively, declares."""
    _last: dict[str, str] = attrs.field(factory=dict, init=False)
    """The name of a record → the id of the last amendment of it, transitively."""
    _effects: PlainEffects = attrs.field(factory=PlainEffects, init=False)
    _count: int = attrs.field(default=0, init=False)

    def __bool__(self) -> bool:
        return self._count > 0

    def add(self, amendment: Entry) -> None:
        """Add an amendment that is later in the log than all others."""
        self._of.setdefault(amendment.of, []).append((self._count, amendment))
        self._effects.add(amendment, self.root(amendment.of), self._count)
        self._count += 1
        # memoised while adding, so that a chain of amendments costs its length and not its square
        self._roots[amendment.id] = root = self.root(amendment.of)
        self._last[root] = amendment.id
        self._slugs[amendment.id] = slugs = self._slugs.get(amendment.of, frozenset())
        source = inline_source(amendment.record)
        if source is not None:
            self._sources.setdefault(str(source["slug"]), []).append(amendment)
            self._slugs[amendment.id] = slugs | {str(source["slug"])}

    def effect(self, amendment: Entry) -> Entry | None:
        """Return what an amendment of an amendment, still to be added, changes of the record that they amend.

        None where all amendments of the record must be settled anew.
        """
        return self._effects.effect(amendment, self.root(amendment.of))

    def root(self, name: str) -> str:
        """Return the name of the record that an amendment amends, transitively; another name as it is."""
        return self._roots.get(name, name)

    def is_last(self, amendment: str) -> bool:
        """Return whether no later amendment amends the record that this one does, transitively."""
        return self._last.get(self.root(amendment)) == amendment

    def slugs(self, amendment: str) -> frozenset[str]:
        """Return the sources that an amendment, or one that it amends transitively, declares in a report."""
        return self._slugs.get(amendment, frozenset())

    def declaring(self, slug: str) -> list[Entry]:
        """Return the amendments that declare a source inside the report they name."""
        return self._sources.get(slug, [])

    def naming(self, names: Iterable[str]) -> list[Entry]:
        """Return the amendments that name one of `names`, transitively, in log order."""
        by_rank: dict[int, Entry] = {}
        queue = list(names)
        while queue:
            for rank, amendment in self._of.get(queue.pop(), ()):
                if rank not in by_rank:
                    by_rank[rank] = amendment
                    queue.append(amendment.id)
        return [by_rank[rank] for rank in sorted(by_rank)]


def apply_amendments(record: Entry, given: Sequence[Entry]) -> Entry | None:
    """Return a record with amendments applied, in their order; None where they make it void."""
    return amendments((record, *given)).amended(record) if given else record
