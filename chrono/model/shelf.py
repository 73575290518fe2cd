"""The declarations in force: the built-in kinds and projections with those of every storybook."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from chrono.errors import quoted
from chrono.model.fields import SPECIALS, names_in
from chrono.model.kinds import Kind
from chrono.model.projection import Projection
from chrono.model.storybook import BadStorybook, ParsedStorybook
from chrono.values.suggestions import nearest
from chrono.values.untyped import Table


@attrs.frozen(kw_only=True, repr=False)
class Shelf:
    """The built-in kinds and projections with those of every storybook in force, together."""

    storybooks: Mapping[str, ParsedStorybook]
    kinds: Mapping[str, Kind]
    projections: Mapping[str, Projection]

    @property
    def digest(self) -> str:
        """The digest of all storybooks in force, as answers carry it."""
        from hashlib import sha256

        together = "\n".join(f"{name} {self.storybooks[name].digest}" for name in sorted(self.storybooks))
        return "sha256:" + sha256(together.encode()).hexdigest()

    @property
    def sources(self) -> list[Table]:
        """Every declared source."""
        return [each for book in self.storybooks.values() for each in book.sources]

    @property
    def entities(self) -> list[Table]:
        """Every declared entity."""
        return [each for book in self.storybooks.values() for each in book.entities]

    @property
    def stories(self) -> dict[str, Table]:
        """Every declared story, by slug."""
        return {slug: story for book in self.storybooks.values() for slug, story in book.stories.items()}


def assembled(
    storybooks: Mapping[str, ParsedStorybook],
    built_in: Mapping[str, Kind],
    projections: Mapping[str, Projection],
) -> Shelf:
    """Return the shelf that storybooks make with the built-in kinds and projections.

    Raises:
        BadStorybook: two storybooks declare one kind or projection, or a projection listens to a kind
            that nobody declares.
    """
    faults = [
        (f"{what}.{name}", f"the storybooks {quoted(first)} and {quoted(second)} both declare it: keep one")
        for what, name, first, second in _twice(storybooks)
    ]
    kinds = dict(built_in)
    declared = dict(projections)
    for book in storybooks.values():
        kinds.update(book.kinds)
        declared.update(book.projections)
    for book in storybooks.values():
        for projection in book.projections.values():
            faults += _unknown_reads(projection, kinds)
    if faults:
        raise BadStorybook(faults, file="storybooks" if len(storybooks) > 1 else next(iter(storybooks)))
    return Shelf(storybooks=storybooks, kinds=_liked(kinds), projections=declared)


def _twice(storybooks: Mapping[str, ParsedStorybook]) -> list[tuple[str, str, str, str]]:
    seen: dict[tuple[str, str], str] = {}
    found = []
    for book in storybooks.values():
        for what, table in (("kinds", book.kinds), ("projections", book.projections)):
            for name in table:
                if (what, name) in seen:
                    found.append((what, name, seen[what, name], book.name))
                seen.setdefault((what, name), book.name)
    return found


def _liked(kinds: Mapping[str, Kind]) -> dict[str, Kind]:
    """Return the kinds with `like` said both ways."""
    both: dict[str, set[str]] = {name: set(kind.like) for name, kind in kinds.items()}
    for name, kind in kinds.items():
        for other in kind.like:
            both.setdefault(other, set()).add(name)
    return {name: attrs.evolve(kind, like=frozenset(both[name])) for name, kind in kinds.items()}


def _unknown_reads(projection: Projection, kinds: Mapping[str, Kind]) -> list[tuple[str, str]]:
    found = []
    for each in projection.fields.values():
        path = f"projections.{projection.name}.fields.{each.name}"
        for kind in sorted(each.kinds):
            if kind not in kinds:
                found.append((path, f"unknown kind {quoted(kind)}: {nearest(kind, tuple(kinds))}"))
                continue
            known = (*kinds[kind].fields, *SPECIALS)
            found += [
                (path, f"kind {quoted(kind)} has no field {quoted(name)}: {nearest(name, known)}")
                for picks in each.roles.values()
                if kind in picks
                for name in names_in(picks[kind])
                if name not in known
            ]
    return found
