"""Names developments by what identifies their kind: reports that give the same join by themselves."""

from __future__ import annotations

from collections.abc import Callable

from chrono.model.kinds import DATES, START, Kind, read_value
from chrono.model.record_parts import Record, mapping_of
from chrono.values import times
from chrono.values.shapes import plain

Resolve = Callable[[str], str]
"""From the name of an entity to its slug, or to itself."""


def identity_name(record: Record, kind: Kind, resolve: Resolve) -> str | None:
    """Return `kind:value/value` by the identity fields of a report's kind, as they are declared now.

    None where the kind has none, or where the report leaves one out that the name may not omit.
    """
    parts = {field: _part(record, kind, field, resolve) for field in kind.identity}
    named = [part for field, part in parts.items() if part is not None or field not in kind.omitted]
    if not named or None in named:
        return None
    return f"{kind.name}:{'/'.join(str(part) for part in named)}"


def _part(record: Record, kind: Kind, field: str, resolve: Resolve) -> str | None:
    if field in DATES:
        when = times.when(record["occurred"], span=kind.span)
        return when.start or when.edtf if field == START else when.edtf
    given = mapping_of(record, "data").get(field)
    if given is None:
        return None
    value = read_value(given, kind.fields[field])
    members = value if isinstance(value, tuple) else (value,)
    entity = kind.fields[field].base == "entity"
    return ",".join(sorted(resolve(str(each)) if entity else str(plain(each)) for each in members))
