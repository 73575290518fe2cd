"""Compares the type of an entity with the field that names it: a field `case` wants a case."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from chrono.lookup.log_lookup import LogLookup
from chrono.model.record_parts import Record, mapping_of

ENTITY_TYPES = frozenset(("person", "organisation", "project", "product", "place", "case"))
"""The types that have a name of their own in the contract; a field that is called so takes such an entity."""


@attrs.frozen(kw_only=True)
class Mistyped:
    """An entity that is declared as of another type than the field that names it is called."""

    field: str
    slug: str
    type: str
    """The type as declared, one of `ENTITY_TYPES`; of types that a user made up nothing is known."""


def mistyped_in(record: Record, lookup: LogLookup) -> Iterator[Mistyped]:
    """Yield the entities of a report whose declared type is not the one that their field is called by."""
    fields = lookup.shelf.kinds[str(record["kind"])].fields
    for field, value in mapping_of(record, "data").items():
        if field not in ENTITY_TYPES or fields[field].base != "entity":
            continue
        for name in value if isinstance(value, list) else [value]:
            slug = lookup.resolve(str(name))
            declared = (lookup.entity(slug) or {}).get("type")
            if declared in ENTITY_TYPES - {field}:
                yield Mistyped(field=field, slug=slug, type=str(declared))
