"""The names of developments: made once, at append, from the kind and what identifies a development of it."""

from __future__ import annotations

from collections.abc import Mapping

from chrono.lookup.names import Known
from chrono.model.kinds import Kind, read
from chrono.values import times
from chrono.values.shapes import plain


def development_name(record: Mapping[str, object], known: Known) -> str:
    """Return the name of the development of a report that gives none.

    It is `kind:value/value` by the kind's identity fields; a kind without identity, or a report that is
    silent on an identity field, makes a development of its own, named by the report's id.
    """
    kind = known.shelf.kinds[str(record["kind"])]
    parts = [_identity(record, kind, field, known) for field in kind.identity]
    if not parts or None in parts:
        return str(record["id"])
    return f"{kind.name}:{'/'.join(str(part) for part in parts)}"


def _identity(record: Mapping[str, object], kind: Kind, field: str, known: Known) -> str | None:
    if field == "@occurred":
        return times.when(record["occurred"], span=kind.span).edtf
    data = record["data"]
    given = data.get(field) if isinstance(data, Mapping) else None
    if given is None:
        return None
    value = read(given, kind.fields[field])
    several = value if isinstance(value, tuple) else (value,)
    entity = kind.fields[field].base == "entity"
    return ",".join(sorted(known.resolve(str(each)) if entity else str(plain(each)) for each in several))
