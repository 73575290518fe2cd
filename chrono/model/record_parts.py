"""Read the parts of a record by their types: text, lists of text, mappings, its source."""

from __future__ import annotations

from collections.abc import Mapping

Record = Mapping[str, object]
BY = "by"
"""The key that names who entered a record; it is kept beside the content that is compared."""


def content_of(record: Record) -> dict[str, object]:
    """Return a record without who entered it: what another person may enter again, and nothing happens."""
    return {key: value for key, value in record.items() if key != BY}


def text_of(record: Record, key: str) -> str | None:
    """Return a key's value as text, or None where the record does not give it."""
    value = record.get(key)
    return None if value is None else str(value)


def texts_of(record: Record, key: str) -> tuple[str, ...]:
    """Return the members of a key's list as text; empty where the record gives no list."""
    value = record.get(key)
    return tuple(str(member) for member in value) if isinstance(value, list | tuple) else ()


def mapping_of(record: Record, key: str) -> Record:
    """Return a key's mapping; empty where the record gives none."""
    value = record.get(key)
    return value if isinstance(value, Mapping) else {}


def inline_source(record: Record) -> Record | None:
    """Return the source that a report declares inside itself; None where it names one by its slug."""
    source = record.get("source")
    return source if isinstance(source, Mapping) else None


def source_slug(record: Record) -> str:
    """Return the slug of a record's source, named or declared inside it; empty text where it has none."""
    source = record.get("source") or ""
    return str(source["slug"] if isinstance(source, Mapping) else source)
