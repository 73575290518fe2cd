"""Names of entities: any name or alias, in any script, leads to its slug."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

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


@attrs.frozen
class Directory:
    """All entities of a log at a position: match key of a name → slug, and slug → what is declared of it."""

    slugs: Mapping[str, str]
    entities: Mapping[str, Record]

    def resolve(self, name: str) -> str:
        """Return the slug of the entity that `name` names; an undeclared name stands for itself, trimmed."""
        return slug_of(self.slugs, name)

    def title(self, slug: str) -> str:
        """Return the name to show for a slug: English if there is one, else any, else the slug."""
        names = mapping_of(self.entities.get(slug, {}), "names")
        return str(names.get("en") or next(iter(names.values()))) if names else slug


def directory(records: Iterable[Record]) -> Directory:
    """Return the directory that entity records make, in their order.

    A slug declared twice gathers names; `same_as` joins slugs, and that of the record that says it
    stays. A slug wins over another entity's alias, an earlier alias over a later one.
    """
    merged: dict[str, Record] = {}
    joined: dict[str, str] = {}
    for record in records:
        slug = str(record["slug"])
        merged[slug] = _merged(merged.get(slug, {}), record)
        for same in texts_of(record, "same_as"):
            if _root(joined, slug) != same:  # else the two would lead to each other
                joined[same] = slug
    return Directory(_slugs(merged, joined), _entities(merged, joined))


def _slugs(merged: Mapping[str, Record], joined: Mapping[str, str]) -> dict[str, str]:
    """Return the slug to which each name leads, by match key and, where it is a slug, as it is written."""
    slugs: dict[str, str] = {}
    for slug in merged:
        slugs.setdefault(match_key(slug), _root(joined, slug))
    for slug, entity in merged.items():
        for name in names_of(entity):
            slugs.setdefault(match_key(name), _root(joined, slug))
    for slug in joined:
        slugs.setdefault(match_key(slug), _root(joined, slug))
    return slugs | {slug: _root(joined, slug) for slug in (*merged, *joined)}


def _entities(merged: Mapping[str, Record], joined: Mapping[str, str]) -> dict[str, Record]:
    """Return the entities by the slugs that stay, each with the names of those joined to it."""
    entities: dict[str, Record] = {}
    for slug, entity in merged.items():
        root = _root(joined, slug)
        own = {**entity, "slug": root}
        entities[root] = _merged(entities[root], own) if root in entities else own
    return entities


def _merged(earlier: Record, later: Record) -> Record:
    return {
        "slug": later["slug"],
        "type": later.get("type") or earlier.get("type"),
        "names": {**mapping_of(earlier, "names"), **mapping_of(later, "names")},
        **{key: list(dict.fromkeys((*texts_of(earlier, key), *texts_of(later, key)))) for key in _LISTS},
    }


_LISTS = ("aliases", "same_as")


def _root(joined: Mapping[str, str], slug: str) -> str:
    """Return the slug that stays, transitively; a circle ends where it would begin anew."""
    passed = {slug}
    while slug in joined and joined[slug] not in passed:
        slug = joined[slug]
        passed.add(slug)
    return slug
