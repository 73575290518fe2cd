"""Names: any name or alias of an entity, in any script, leads to its slug."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

import attrs


def match_key(name: str) -> str:
    """Return the form by which names match: NFKC, case-folded, trimmed."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def names_of(entity: Mapping[str, object]) -> list[str]:
    """Return every name under which an entity record is known: slug, names, aliases."""
    names = entity.get("names") or {}
    aliases = entity.get("aliases") or ()
    found = [str(entity["slug"])]
    found += [str(each) for each in names.values()] if isinstance(names, Mapping) else []
    found += [str(each) for each in aliases] if isinstance(aliases, list | tuple) else []
    return found


def slug_of(slugs: Mapping[str, str], name: str) -> str:
    """Return the slug that a name leads to among folded names; another name stands for itself, trimmed."""
    slug = slugs.get(name)  # a name that is folded already, as most are, costs no folding
    return slug if slug is not None else slugs.get(match_key(name), name.strip())


@attrs.frozen
class Directory:
    """All entities of a log at a position: folded name → slug, and what is declared of each slug."""

    slugs: Mapping[str, str]
    entities: Mapping[str, Mapping[str, object]]

    def resolve(self, name: str) -> str:
        """Return the slug that `name` stands for; an undeclared one stands under the text given."""
        return slug_of(self.slugs, name)

    def title(self, slug: str) -> str:
        """Return the name to show for a slug: English if there is one, else any, else the slug."""
        names = self.entities.get(slug, {}).get("names") or {}
        if isinstance(names, Mapping) and names:
            return str(names.get("en") or next(iter(names.values())))
        return slug


def directory(records: Iterable[Mapping[str, object]]) -> Directory:
    """Return the directory that entity records make, in their order.

    A slug declared twice gathers names; `same_as` joins slugs, and that of the record that says it
    stays. A slug wins over another entity's alias, an earlier alias over a later one.
    """
    merged: dict[str, dict[str, object]] = {}
    joined: dict[str, str] = {}
    for record in records:
        slug = str(record["slug"])
        merged[slug] = _together(merged.get(slug, {}), record)
        for other in _strings(record.get("same_as")):
            if _root(joined, slug) != other:
                joined[other] = slug
    slugs: dict[str, str] = {}
    for slug in merged:
        slugs.setdefault(match_key(slug), _root(joined, slug))
    for slug, entity in merged.items():
        for name in names_of(entity):
            slugs.setdefault(match_key(name), _root(joined, slug))
    for other in joined:
        slugs.setdefault(match_key(other), _root(joined, other))
    slugs.update({slug: _root(joined, slug) for slug in (*merged, *joined)})
    kept: dict[str, dict[str, object]] = {}
    for slug, entity in merged.items():
        root = _root(joined, slug)
        kept[root] = _together(kept.get(root, {}), {**entity, "slug": root}) if root in kept else dict(entity)
        kept[root]["slug"] = root
    return Directory(slugs, kept)


def _together(one: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    names = {**_mapping(one.get("names")), **_mapping(other.get("names"))}
    aliases = list(dict.fromkeys((*_strings(one.get("aliases")), *_strings(other.get("aliases")))))
    return {
        "slug": other["slug"],
        "type": other.get("type") or one.get("type"),
        "names": names,
        "aliases": aliases,
        "same_as": list(dict.fromkeys((*_strings(one.get("same_as")), *_strings(other.get("same_as"))))),
    }


def _root(joined: Mapping[str, str], slug: str) -> str:
    seen = {slug}
    while slug in joined and joined[slug] not in seen:
        slug = joined[slug]
        seen.add(slug)
    return slug


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list | tuple) else ()
