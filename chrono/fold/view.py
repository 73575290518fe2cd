"""The view of a log at one position: its archive, the storybooks in force, and the states they give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from chrono.errors import NoSuchTarget, quoted
from chrono.fold.field_fold import FieldFold
from chrono.fold.neighbourhood import Neighbourhood, Neighbours
from chrono.fold.readings import Reader, key_text, members_of
from chrono.fold.states import FieldState
from chrono.model.policy import DEFAULT_POLICY
from chrono.model.projection import Projection
from chrono.model.shelf import Shelf
from chrono.resolve.archive import Archive, Entry
from chrono.resolve.developments import Development, Dossier, Sources
from chrono.values.suggestions import nearest

if TYPE_CHECKING:
    from chrono.resolve.history import History


@attrs.define(eq=False, repr=False)
class View:
    """Answers questions about a log as it stood at one position."""

    archive: Archive
    shelf: Shelf
    dossiers: dict[str, Dossier] = attrs.field(factory=dict, repr=False)
    indexes: dict[str, dict[str, tuple[str, ...]]] = attrs.field(factory=dict, repr=False)
    reader: Reader = attrs.field(init=False)
    _neighbourhoods: dict[int, Neighbourhood] = attrs.field(factory=dict, init=False)
    _folded: tuple[object, FieldFold] | None = attrs.field(default=None, init=False)
    """What was folded last, and what of."""
    _seen_by: tuple[int | None, Sources] = attrs.field(default=(None, None), init=False)

    def __attrs_post_init__(self) -> None:
        self.reader = Reader(self.shelf.kinds, self.archive.directory)

    def dossier(self, name: str) -> Dossier:
        """Return all that bears on one development."""
        if name not in self.dossiers:
            self.dossiers[name] = Dossier(name, self.archive, self.shelf.kinds, self.archive.reports[name])
        return self.dossiers[name]

    def projection(self, name: str) -> Projection:
        """Return a projection by name.

        Raises:
            NoSuchTarget: there is none of that name.
        """
        found = self.shelf.projections.get(name)
        if found is None:
            message = f"unknown projection {quoted(name)}: {nearest(name, tuple(self.shelf.projections))}"
            raise NoSuchTarget(message)
        return found

    def target(self, text: str) -> tuple[Projection, str]:
        """Return the projection and the key that a target names: `lawsuit/musk-v-openai`, or `lawsuit`.

        Raises:
            NoSuchTarget: no such projection, no such key, or a key is needed.
        """
        name, slash, key = text.partition("/")
        projection = self.projection(name)
        keys = self.made_keys(projection)
        if slash:
            found = self.archive.directory.resolve(key)
            if found in keys or key in keys:
                return projection, found if found in keys else key
            if found in self.archive.directory.entities:
                return projection, found
            raise NoSuchTarget(_no_key(name, key, tuple(keys)))
        if projection.key == "*":
            return projection, "*"
        if len(keys) == 1:
            return projection, next(iter(keys))
        raise NoSuchTarget(_no_key(name, None, tuple(keys)))

    def target_field(self, text: str) -> tuple[Projection, str, str | None]:
        """Return what a target names, and after a last dot the field as it was asked for: `lawsuit/x.status`.

        Raises:
            NoSuchTarget: no such target, or its projection has no such field and had none.
        """
        try:
            return (*self.target(text), None)
        except NoSuchTarget:
            whole, dot, asked = text.rpartition(".")
            if not dot:
                raise
            projection, key = self.target(whole)
        if projection.field_name(asked) is None:
            hint = nearest(asked, tuple(projection.fields))
            raise NoSuchTarget(f"{quoted(projection.name)} has no field {quoted(asked)}: {hint}")
        return projection, key, asked

    def targets(self, names: Iterable[str] | None = None) -> Iterator[tuple[Projection, str]]:
        """Yield the projections named, by default all, with each of their keys, sorted."""
        for name in self.shelf.projections if names is None else names:
            projection = self.shelf.projections[name]
            for key in sorted(self.made_keys(projection)):
                yield projection, key

    def made_keys(self, projection: Projection) -> Mapping[str, tuple[str, ...]]:
        """Return the keys that a record of a kind that makes keys names, with what may stand under each."""
        keys = self.keys(projection)
        if not projection.joining:
            return keys
        return {
            key: names
            for key, names in keys.items()
            if any(
                each.kind not in projection.joining for name in names for each in self.archive.reports[name]
            )
        }

    def keys(self, projection: Projection) -> Mapping[str, tuple[str, ...]]:
        """Return every key that a record names, with the developments that may stand under it."""
        if projection.name not in self.indexes:
            found: dict[str, dict[str, None]] = {}
            kinds = projection.kinds
            for name, entries in self.archive.reports.items():
                if kinds.isdisjoint(entry.kind for entry in entries):
                    continue
                for key in self._named_keys(projection, name):
                    found.setdefault(key, {})[name] = None
            self.indexes[projection.name] = {key: tuple(names) for key, names in found.items()}
        return self.indexes[projection.name]

    def _named_keys(self, projection: Projection, name: str) -> Iterable[str]:
        """Yield every key that any record of a development gives it, visible or not."""
        if projection.key == "*":
            yield "*"
            return
        for entry in self.archive.reports[name]:
            field = projection.key_field(entry.kind)
            if field is not None and field.startswith("@"):
                for each in self.dossier(name).developments(None):
                    yield from self.reader.keys(each, field, DEFAULT_POLICY)
            else:
                yield from self.told_keys(projection, entry)

    def told_keys(self, projection: Projection, entry: Entry) -> Iterable[str]:
        """Yield every key that a report, or a correction of it, gives its development."""
        kind = self.shelf.kinds.get(entry.kind)
        field = projection.key_field(entry.kind)
        if kind is None or field is None or field not in kind.fields:
            return
        for record in (entry, *self.archive.against.get(entry.id, ())):
            if (given := record.data.get(field)) is not None:
                value = self.reader.value(given, kind.fields[field])
                yield from (key_text(each) for each in members_of(value))

    def developments(self, names: Iterable[str], known_at: int | None, sources: Sources) -> list[Development]:
        """Return what is visible of the developments named, in each modality."""
        return [each for name in names for each in self.dossier(name).developments(known_at, sources)]

    def field_fold(
        self, projection: Projection, key: str, *, until: int, known_at: int | None, sources: Sources
    ) -> FieldFold:
        """Return what folds the fields of a projection for one key."""
        policy = projection.policy or DEFAULT_POLICY
        visible = self.developments(self.keys(projection).get(key, ()), known_at, sources)
        own = [each for each in visible if self.reader.has_key(each, projection.key, policy, key)]
        asked = (projection.name, tuple(id(each) for each in own), until, known_at, sources)
        if self._folded is not None and self._folded[0] == asked:  # another key of the same developments
            return self._folded[1]
        fold = self._fold(projection, own, until, known_at, sources)
        if not projection.in_python:  # one that is not pure is to show that it is not
            self._folded = (asked, fold)
        return fold

    def _fold(
        self,
        projection: Projection,
        own: list[Development],
        until: int,
        known_at: int | None,
        sources: Sources,
    ) -> FieldFold:
        around = self._around(own, known_at, sources)
        if around is not None:
            linked: Sequence[Development] = Neighbours(around, frozenset(each.node for each in own))
        else:
            linked = self._linked(own, known_at, sources)
        return field_fold_of(projection, own, linked, until, self.reader, around=around)

    def fields(
        self, projection: Projection, key: str, *, until: int, known_at: int | None, sources: Sources
    ) -> dict[str, FieldState]:
        """Return the state of every field at `until`, as known at `known_at`, both inclusive."""
        fold = self.field_fold(projection, key, until=until, known_at=known_at, sources=sources)
        return {name: fold.state(field) for name, field in projection.fields.items()}

    @cached_property
    def links(self) -> Mapping[str, frozenset[str]]:
        """The developments that any record joins by `after`, both ways."""
        return _joined(self.archive)

    @cached_property
    def history(self) -> History:
        """What became of the records; a state needs none of it."""
        from chrono.resolve.history import History

        return History(self.archive, self.shelf.kinds)

    def related(self, names: Iterable[str]) -> list[str]:
        """Return the developments named and all that links join to them, however far, sorted."""
        wanted = set(names)
        parts = {id(part): part for name in wanted if (part := self.parts.get(name)) is not None}
        wanted.update(name for part in parts.values() for name in part)
        return sorted(name for name in wanted if name in self.archive.reports)

    @cached_property
    def parts(self) -> Mapping[str, tuple[str, ...]]:
        """All developments that links join, however far, sorted, by each of them."""
        found: dict[str, tuple[str, ...]] = {}
        for name in self.links:
            if name not in found:
                seen, queue = {name}, [name]
                while queue:
                    fresh = self.links[queue.pop()] - seen
                    seen |= fresh
                    queue += fresh
                found.update(dict.fromkeys(seen, tuple(sorted(seen))))
        return found

    def linked(self, projection: Projection, key: str) -> bool:
        """Return whether a link joins any development that may stand under a key to another."""
        return bool(self.links) and any(name in self.links for name in self.keys(projection).get(key, ()))

    def _linked(self, own: list[Development], known_at: int | None, sources: Sources) -> list[Development]:
        """Return the other visible developments that links join, however far, to those given."""
        if not self.links:
            return []
        inside = {each.node for each in own}
        found = self.developments(self.related(each.name for each in own), known_at, sources)
        return [each for each in found if each.node not in inside]

    def _around(
        self, own: Sequence[Development], known_at: int | None, sources: Sources
    ) -> Neighbourhood | None:
        """Return the neighbourhood that all developments given are of, if it can be shared; else None."""
        part = self.parts.get(own[0].name) if own and self.links else None
        if part is None or any(self.parts.get(each.name) is not part for each in own):
            return None
        if self._seen_by != (known_at, sources):  # one view of the press is kept
            self._seen_by = (known_at, sources)
            self._neighbourhoods.clear()
        if id(part) not in self._neighbourhoods:
            names = [name for name in part if name in self.archive.reports]
            self._neighbourhoods[id(part)] = Neighbourhood(self.developments(names, known_at, sources))
        found = self._neighbourhoods[id(part)]
        return found if found.shared else None


def target_name(projection: Projection, key: str) -> str:
    """Return a target as text, such as `lawsuit/musk-v-openai`; a projection with one key is its name."""
    return projection.name if key == "*" else f"{projection.name}/{key}"


def field_fold_of(
    projection: Projection,
    developments: Sequence[Development],
    linked: Sequence[Development],
    until: int,
    reader: Reader,
    *,
    around: Neighbourhood | None = None,
) -> FieldFold:
    """Return what folds the fields of a projection, declared or written in Python."""
    if projection.in_python:
        from chrono.fold.python.fold import python_fold

        return python_fold(projection, developments, linked, until, reader)
    if around is None:
        return FieldFold(projection, developments, linked, until, reader)
    bases, others = around.bases, around.others
    return FieldFold(
        projection, developments, linked, until, reader, bases=bases, others=others, around=around
    )


def _joined(archive: Archive) -> dict[str, frozenset[str]]:
    pairs: dict[str, set[str]] = {}
    for name, entries in archive.reports.items():
        for entry in entries:
            for record in (entry, *archive.against.get(entry.id, ())):
                for each in record.texts("after"):
                    other = archive.development(each)
                    pairs.setdefault(name, set()).add(other)
                    pairs.setdefault(other, set()).add(name)
    return {name: frozenset(others) for name, others in pairs.items()}


FEW = 8
"""How many keys a message can list."""


def _no_key(name: str, key: str | None, keys: tuple[str, ...]) -> str:
    if key is None:
        some = ", ".join(quoted(f"{name}/{each}") for each in keys[:FEW]) + (" …" if len(keys) > FEW else "")
        return f"{quoted(name)} has {len(keys)} keys: " + (
            f"give one, such as {some}" if keys else "none yet"
        )
    asked = quoted(f"{name}/{key}")
    if not keys:
        return f"nothing is known of {asked}: no report names a key of {quoted(name)} yet"
    hint = nearest(key, keys)
    if not hint.startswith("did") and len(keys) > FEW:
        hint = f"{len(keys)} keys are known, `chrono projections` lists them"
    return f"nothing is known of {asked}: {hint}"
