"""Untyped values of TOML and JSON, read as what they should be, empty where they are not."""

from __future__ import annotations

from collections.abc import Mapping

Table = Mapping[str, object]


def table_of(value: object) -> dict[str, object]:
    """Return a table of TOML, empty where the value is none."""
    return dict(value) if isinstance(value, Mapping) else {}


def strings_of(value: object) -> list[str]:
    """Return the members of an array of TOML as text, none where the value is none."""
    return [str(each) for each in value] if isinstance(value, list | tuple) else []
