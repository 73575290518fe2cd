"""Names of entities: any name or alias, in any script, leads to its slug."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from chrono.model.record_parts import Record, mapping_of, texts_of


def match_key(name: str) -> str:
    """Return the form by which names match: normalised to NFKC, case-folded, trimmed."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def names_of(entity: Record) -> list[str]:
    """Return every name of an entity: its slug first, then names and aliases."""
    names = mapping_of(entity, "names").values()
    return [str(entity["slug"]), *map(str, names), *texts_of(entity, "aliases")]


def slug_of(slugs: Mapping[str, str], name: str) -> str:
    """Return the slug that a name leads to among match keys; another name stands for itself, trimmed."""
    slug = slugs.get(name)  # most names are their own match key: spare making it
    return slug if slug is not None else slugs.get(match_key(name), name.strip())


@attrs.define(eq=False, repr=False)
class JoinedSlugs:
    """The slugs that `same_as` joins, each under the one that stays: union-find, with the ways shortened."""

    _stays: dict[str, str] = attrs.field(factory=dict)
    _named: set[str] = attrs.field(factory=set)

    def __contains__(self, slug: object) -> bool:
        """Return whether a slug is joined to another."""
        return slug in self._named

    def __iter__(self) -> Iterator[str]:
        return iter(self._stays)

    def root(self, slug: str) -> str:
        """Return the slug that stays, transitively."""
        root = slug
        while root in self._stays:
            root = self._stays[root]
        while slug != root:
            self._stays[slug], slug = root, self._stays[slug]
        return root

    def join(self, slug: str, same: str) -> None:
        """Join two slugs with all that are joined to either: that of the first stays."""
        root, joined = self.root(slug), self.root(same)
        if root != joined:
            self._stays[joined] = root
            self._named |= {slug, same}


@attrs.define(eq=False, repr=False)
class NameIndex(Mapping[str, str]):
    """Match key of a name → the slug that it leads to now; grows in place, record by record."""

    _slugs: dict[str, str] = attrs.field(factory=dict)
    """Match key → the slug under which the name was declared."""
    _joined: JoinedSlugs = attrs.field(factory=JoinedSlugs)

    def __getitem__(self, key: str) -> str:
        return self._joined.root(self._slugs[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._slugs)

    def __len__(self) -> int:
        return len(self._slugs)

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        """Return the slug that a name leads to, or a default; quicker than by `[]` for what is missing."""
        slug = self._slugs.get(key)
        return default if slug is None else self._joined.root(slug)

    def takes(self, slug: str) -> bool:
        """Return whether an entity can be added in place: its slug is no name of another one."""
        return self._slugs.get(match_key(slug), slug) == slug

    def joined(self, slug: str) -> bool:
        """Return whether `same_as` joins a slug to another."""
        return slug in self._joined

    def rename(self, slug: str, gone: Iterable[str], fresh: Iterable[str]) -> None:
        """Give an entity other names, as match keys, which no other entity has or had."""
        for key in gone:
            del self._slugs[key]
        self._slugs.update(dict.fromkeys(fresh, slug))

    def add(self, entity: Record) -> None:
        """Add the names of an entity, and the slugs that it joins; names that are there keep their slug."""
        slug = str(entity["slug"])
        for name in names_of(entity):
            self._slugs.setdefault(match_key(name), slug)
        for same in texts_of(entity, "same_as"):
            self._slugs.setdefault(match_key(same), same)
            self._joined.join(slug, same)


@attrs.frozen
class Directory:
    """All entities of a log at a position: match key of a name → slug, and slug → what is declared of it."""

    slugs: Mapping[str, str]
    entities: Mapping[str, Record]
    index: NameIndex = attrs.field(factory=NameIndex, eq=False)
    """The names once more, as they can be added to."""

    def resolve(self, name: str) -> str:
        """Return the slug of the entity that `name` names; an undeclared name stands for itself, trimmed."""
        return slug_of(self.slugs, name)

    def title(self, slug: str) -> str:
        """Return the name to show for a slug: English if there is one, else any, else the slug."""
        names = mapping_of(self.entities.get(slug, {}), "names")
        return str(names.get("en") or next(iter(names.values()))) if names else slug


def directory(records: Iterable[Record]) -> Directory:
    """Return the directory that entity records make, in their order.

    A slug declared twice gathers names; `same_as` joins slugs with all that are joined to them, and that of
    the record that says it stays. A slug wins over another entity's alias, an earlier alias over a later one.
    """
    given: dict[str, list[Record]] = {}
    joined = JoinedSlugs()
    for record in records:
        slug = str(record["slug"])
        given.setdefault(slug, []).append(record)
        for same in texts_of(record, "same_as"):
            joined.join(slug, same)
    merged = {slug: gathered(slug, told) for slug, told in given.items()}
    declared = _declared(merged, joined)
    slugs = {key: joined.root(slug) for key, slug in declared.items()}
    written = {slug: joined.root(slug) for slug in (*merged, *joined)}
    return Directory(slugs | written, _entities(merged, joined), NameIndex(declared, joined))


def _declared(merged: Mapping[str, Record], joined: JoinedSlugs) -> dict[str, str]:
    """Return the slug under which each name is declared, by match key: slugs first."""
    slugs: dict[str, str] = {}
    for slug in merged:
        slugs.setdefault(match_key(slug), slug)
    for slug, entity in merged.items():
        for name in names_of(entity):
            slugs.setdefault(match_key(name), slug)
    for slug in joined:
        slugs.setdefault(match_key(slug), slug)
    return slugs


def _entities(merged: Mapping[str, Record], joined: JoinedSlugs) -> dict[str, Record]:
    """Return the entities by the slugs that stay, each with the names of those joined to it."""
    groups: dict[str, list[Record]] = {}
    for slug, entity in merged.items():
        groups.setdefault(joined.root(slug), []).append(entity)
    return {root: gathered(root, members) for root, members in groups.items()}


def gathered(slug: str, records: Sequence[Record]) -> Record:
    """Return one entity with all that records say of it; of what they say differently the last one counts."""
    kind: object = None
    names: dict[str, object] = {}
    lists: dict[str, dict[str, None]] = {key: {} for key in _LISTS}
    for record in records:
        kind = record.get("type") or kind
        names |= mapping_of(record, "names")
        for key, told in lists.items():
            told.update(dict.fromkeys(texts_of(record, key)))
    return {"slug": slug, "type": kind, "names": names, **{key: list(told) for key, told in lists.items()}}


_LISTS = ("aliases", "same_as")
