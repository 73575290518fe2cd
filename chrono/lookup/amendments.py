"""The amendments of a log by what they name: those that bear on one record are applied to it alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from chrono.model.record_parts import inline_source
from chrono.resolve.amendments import amendments
from chrono.resolve.entries import Entry

EVER = 1 << 62
"""A position after every other."""


@attrs.define(eq=False)
class AmendmentIndex:
    """Amendments in log order."""

    _of: dict[str, list[tuple[int, Entry]]] = attrs.field(factory=dict, init=False)
    """By what they name, each with its place among all of them."""
    _sources: dict[str, list[Entry]] = attrs.field(factory=dict, init=False)
    """By the source that they declare within the report they name."""
    _roots: dict[str, str] = attrs.field(factory=dict, init=False)
    """By id: what an amendment comes down to in the end, through all those that it names."""
    _slugs: dict[str, frozenset[str]] = attrs.field(factory=dict, init=False)
    """By id: the sources that an amendment, or one that it comes down through, declares."""
    _count: int = attrs.field(default=0, init=False)

    def __bool__(self) -> bool:
        return self._count > 0

    def add(self, each: Entry) -> None:
        """Add one that comes after all others."""
        self._of.setdefault(str(each.record["of"]), []).append((self._count, each))
        self._count += 1
        self._roots[each.id] = self.root(each.of)
        self._slugs[each.id] = slugs = self._slugs.get(each.of, frozenset())
        source = inline_source(each.record)
        if source is not None:
            self._sources.setdefault(str(source["slug"]), []).append(each)
            self._slugs[each.id] = slugs | {str(source["slug"])}

    def root(self, name: str) -> str:
        """Return what a name comes down to: of an amendment what it mends in the end, else the name."""
        return self._roots.get(name, name)

    def slugs(self, amendment: str) -> frozenset[str]:
        """Return the sources that an amendment, or one that it comes down through, declares in a report."""
        return self._slugs.get(amendment, frozenset())

    def declaring(self, slug: str) -> list[Entry]:
        """Return those that declare a source within the report they name."""
        return self._sources.get(slug, [])

    def naming(self, names: Iterable[str]) -> list[Entry]:
        """Return those that name one of `names`, and those that name these, transitively, in log order."""
        found: dict[int, Entry] = {}
        queue = list(names)
        while queue:
            for place, each in self._of.get(queue.pop(), ()):
                if place not in found:
                    found[place] = each
                    queue.append(each.id)
        return [found[place] for place in sorted(found)]


def apply_amendments(each: Entry, given: Sequence[Entry]) -> Entry | None:
    """Return a record with amendments applied, in their order; None where they make it void."""
    return amendments((each, *given)).amended(each) if given else each
