"""Read untyped values of TOML and JSON as tables and lists; empty where a value is of another type."""

from __future__ import annotations

from collections.abc import Mapping

Table = Mapping[str, object]


def table_of(value: object) -> dict[str, object]:
    """Return a value that is a table, or else an empty one."""
    return dict(value) if isinstance(value, Mapping) else {}


def strings_of(value: object) -> list[str]:
    """Return the members of an array as text; an empty list where the value is no array."""
    return [str(each) for each in value] if isinstance(value, list | tuple) else []
