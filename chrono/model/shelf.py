"""The declarations in force: built-in kinds and projections, and those of the storybooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from chrono.errors import ChronoError, quoted
from chrono.model.fields import SPECIALS, Field, names_in
from chrono.model.kinds import Kind, read_value
from chrono.model.projection import Projection
from chrono.model.storybook import BadStorybook, ParsedStorybook
from chrono.values.suggestions import nearest
from chrono.values.untyped import Table


@attrs.frozen(kw_only=True, repr=False)
class Shelf:
    """All kinds, projections, sources, entities and stories that are built in or declared in force."""

    storybooks: Mapping[str, ParsedStorybook]
    kinds: Mapping[str, Kind]
    projections: Mapping[str, Projection]

    @property
    def digest(self) -> str:
        """The SHA-256 digest of all storybooks in force, in the form that answers carry."""
        from hashlib import sha256

        together = "\n".join(f"{name} {self.storybooks[name].digest}" for name in sorted(self.storybooks))
        return "sha256:" + sha256(together.encode()).hexdigest()

    @property
    def sources(self) -> list[Table]:
        """Every declared source."""
        return [source for book in self.storybooks.values() for source in book.sources]

    @property
    def entities(self) -> list[Table]:
        """Every declared entity."""
        return [entity for book in self.storybooks.values() for entity in book.entities]

    @property
    def stories(self) -> dict[str, Table]:
        """Every declared story, by slug."""
        return {slug: story for book in self.storybooks.values() for slug, story in book.stories.items()}


def assemble(
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
        for what, name, first, second in _declared_twice(storybooks)
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
    return Shelf(storybooks=storybooks, kinds=_with_mutual_likes(kinds), projections=declared)


def _declared_twice(storybooks: Mapping[str, ParsedStorybook]) -> list[tuple[str, str, str, str]]:
    first: dict[tuple[str, str], str] = {}
    clashes = []
    for book in storybooks.values():
        for what, table in (("kinds", book.kinds), ("projections", book.projections)):
            for name in table:
                if (what, name) in first:
                    clashes.append((what, name, first[what, name], book.name))
                first.setdefault((what, name), book.name)
    return clashes


def _with_mutual_likes(kinds: Mapping[str, Kind]) -> dict[str, Kind]:
    """Return the kinds with `like` made symmetric."""
    both: dict[str, set[str]] = {name: set(kind.like) for name, kind in kinds.items()}
    for name, kind in kinds.items():
        for like in kind.like:
            both.setdefault(like, set()).add(name)
    return {name: attrs.evolve(kind, like=frozenset(both[name])) for name, kind in kinds.items()}


def _unknown_reads(projection: Projection, kinds: Mapping[str, Kind]) -> list[tuple[str, str]]:
    """Return the faults of kinds and fields that a projection reads and nobody declares."""
    faults: list[tuple[str, str]] = []
    for field in projection.fields.values():
        path = f"projections.{projection.name}.fields.{field.name}"
        for kind in sorted(field.kinds):
            if kind not in kinds:
                faults.append((path, f"unknown kind {quoted(kind)}: {nearest(kind, tuple(kinds))}"))
                continue
            names = [name for picks in field.roles.values() for name in names_in(picks.get(kind))]
            faults += _unknown_fields(path, [*names, *field.where.get(kind, ())], kinds, (kind,))
            faults += _unreadable(
                f"{path}.where", field.where.get(kind) or field.where.get("*", {}), kinds[kind]
            )
        faults += [
            (f"{path}.where", f"the field listens to no kind {quoted(kind)}: {_listened(field)}")
            for kind in field.where
            if kind != "*" and kind not in field.kinds
        ]
        if field.kinds <= kinds.keys():  # what any of the kinds has may be asked of all
            names = [*field.columns, *field.where.get("*", ())]
            faults += _unknown_fields(path, names, kinds, sorted(field.kinds))
    return faults


def _unknown_fields(
    path: str, names: Iterable[str], kinds: Mapping[str, Kind], of: Sequence[str]
) -> list[tuple[str, str]]:
    """Return a fault for each name that is a field of none of some kinds."""
    known = (*(name for kind in of for name in kinds[kind].fields), *SPECIALS)
    one = (
        f"kind {quoted(of[0])} has" if len(of) == 1 else f"none of the kinds {', '.join(map(quoted, of))} has"
    )
    no = "no field" if len(of) == 1 else "a field"
    return [
        (path, f"{one} {no} {quoted(name)}: {nearest(name, known)}") for name in names if name not in known
    ]


def _unreadable(path: str, conditions: Mapping[str, object], kind: Kind) -> list[tuple[str, str]]:
    """Return the faults of values that no report of a kind could give its fields."""
    faults = []
    for name, value in conditions.items():
        if name in kind.fields:
            try:
                read_value(value, attrs.evolve(kind.fields[name], listed=False))
            except ChronoError as err:
                faults.append((path, f"{name}: {err}"))
    return faults


def _listened(field: Field) -> str:
    return f"to {', '.join(map(quoted, sorted(field.kinds)))} it does" if field.kinds else "to none"
