"""What is wrong with the tables of a storybook: every fault, each with its path."""

from __future__ import annotations

from collections.abc import Mapping

from chrono.errors import quoted
from chrono.model.fields import COMMON, ENTRIES, KINDS, SPECS, Parameter
from chrono.model.kinds import field_type
from chrono.model.policy import POLICIES
from chrono.values.suggestions import nearest
from chrono.values.untyped import Table, strings_of, table_of

_TOP = ("storybook", "kinds", "projections", "entities", "sources", "stories")
_KIND_KEYS = ("title", "identity", "fields", "span", "like")
_PROJECTION_KEYS = ("title", "subject", "key", "fields", "policy")
_ENTITY_KEYS = ("type", "names", "aliases", "same_as")
_SOURCE_KEYS = ("publisher", "title", "authors", "language", "url", "published", "origin")
_STORY_KEYS = ("title", "targets", "summary")


def faults(table: Table) -> list[tuple[str, str]]:
    """Return every fault of a storybook, as (path, what is wrong and would be right)."""
    found = _keys("", table, _TOP)
    head = table.get("storybook")
    if not isinstance(head, Mapping) or not isinstance(head.get("name"), str):
        found.append(("storybook", 'needs a name: [storybook] name = "courts"'))
    found += _keys("storybook", head, ("name", "title")) if isinstance(head, Mapping) else []
    for name in _TOP[1:]:
        if not isinstance(table.get(name, {}), Mapping):
            found.append((name, 'wants tables, such as [kinds."lawsuit.filed"]'))
    if found:
        return found
    for name, each in table_of(table.get("kinds")).items():
        found += _kind_faults(f"kinds.{quoted(name)}", each)
    for name, each in table_of(table.get("projections")).items():
        found += _projection_faults(f"projections.{name}", each)
    for what, keys in (("entities", _ENTITY_KEYS), ("sources", _SOURCE_KEYS), ("stories", _STORY_KEYS)):
        for name, each in table_of(table.get(what)).items():
            found += _keys(f"{what}.{name}", each, keys)
            if what == "sources" and isinstance(each, Mapping) and not isinstance(each.get("publisher"), str):
                found.append((f"{what}.{name}", "a source needs a publisher"))
    return found


def _kind_faults(path: str, table: object) -> list[tuple[str, str]]:
    found = _keys(path, table, _KIND_KEYS)
    if not isinstance(table, Mapping):
        return found
    fields = table.get("fields", {})
    if not isinstance(fields, Mapping):
        return [*found, (path, 'fields wants names and types: fields.case = "entity"')]
    for name, each in fields.items():
        try:
            field_type(str(each))
        except ValueError as err:
            found.append((f"{path}.fields.{name}", str(err)))
    found += [
        (f"{path}.identity", f"no field {quoted(name)}: {nearest(name, (*fields, '@occurred'))}")
        for name in strings_of(table.get("identity"))
        if name not in fields and name != "@occurred"
    ]
    return found


def _projection_faults(path: str, table: object) -> list[tuple[str, str]]:
    found = _keys(path, table, _PROJECTION_KEYS)
    if not isinstance(table, Mapping):
        return found
    if not isinstance(table.get("key"), str | Mapping):
        found.append((path, 'needs a key: key = "case", a table {kind = field}, or "*" for one single state'))
    found += _policy_faults(path, table)
    fields = table.get("fields")
    if not isinstance(fields, Mapping) or not fields:
        return [*found, (path, f"needs fields: [{path}.fields.status]")]
    for name, each in fields.items():
        found += _field_faults(f"{path}.fields.{name}", each)
    return found + _old_name_faults(f"{path}.fields", fields)


def _old_name_faults(path: str, fields: Table) -> list[tuple[str, str]]:
    """Return the faults of the names that fields had: each leads to one field, and is none itself."""
    found: list[tuple[str, str]] = []
    taken: dict[str, str] = {}
    for name, each in fields.items():
        given = each.get("was", []) if isinstance(each, Mapping) else []
        if not isinstance(given, list) or not all(isinstance(old, str) for old in given):
            found.append((f"{path}.{name}.was", 'wants a list of old names: ["trial"]'))
            continue
        for old in given:
            if old in fields:
                found.append((f"{path}.{name}.was", f"{quoted(old)} is a field: an old name cannot be one"))
            elif old in taken:
                twice = f"{quoted(old)} is an old name of {quoted(taken[old])} already: keep one"
                found.append((f"{path}.{name}.was", twice))
            taken.setdefault(old, name)
    return found


def _field_faults(path: str, table: object) -> list[tuple[str, str]]:
    if not isinstance(table, Mapping) or table.get("reduce") not in SPECS:
        given = str(table.get("reduce", "")) if isinstance(table, Mapping) else ""
        return [(path, f"unknown reduce {quoted(given)}: {nearest(given, tuple(SPECS))}")]
    spec = SPECS[table["reduce"]]
    found = _keys(path, table, (*COMMON, *spec.parameters, *spec.options))
    if not any(name in table for name in spec.parameters):
        found.append((path, f"{table['reduce']} listens to no kind: give {' or '.join(spec.parameters)}"))
    for name, parameter in spec.parameters.items():
        if name in table:
            found += _parameter_faults(f"{path}.{name}", parameter, table[name])
    final = table.get("final", [])
    if not isinstance(final, list) or not all(isinstance(each, str) for each in final):
        found.append((f"{path}.final", 'wants a list of states: ["settled", "judged"]'))
    for each in strings_of(table.get("modality")):
        if each not in ("occurred", "planned", "alleged"):
            found.append(
                (
                    path,
                    f"unknown modality {quoted(each)}: {nearest(each, ('occurred', 'planned', 'alleged'))}",
                )
            )
    return found + _policy_faults(path, table)


def _parameter_faults(path: str, parameter: Parameter, value: object) -> list[tuple[str, str]]:
    if parameter.written == KINDS:
        return [] if isinstance(value, list) else [(path, 'wants a list of kinds: ["lawsuit.filed"]')]
    if not isinstance(value, Mapping):
        return [(path, 'wants a table: { "lawsuit.filed" = "defendants" }')]
    if parameter.written == ENTRIES:
        return [
            (f"{path}.{quoted(kind)}", 'wants { key = ["member"], value = ["role"] }')
            for kind, each in value.items()
            if not (isinstance(each, Mapping) and _columns(each.get("key")) and _columns(each.get("value")))
        ]
    return [
        (f"{path}.{quoted(kind)}", "wants a field, a list of fields, { value = … } or { field = … }")
        for kind, each in value.items()
        if not isinstance(each, str | list)
        and not (isinstance(each, Mapping) and ("value" in each or "field" in each))
    ]


def _columns(given: object) -> bool:
    """Return whether a list names fields or holds { field = …, silent = … } or { value = … } for them."""
    return isinstance(given, list) and all(isinstance(each, str) or _column(each) for each in given)


def _column(given: object) -> bool:
    if not isinstance(given, Mapping) or set(given) not in ({"field", "silent"}, {"value"}):
        return False
    return all(isinstance(each, str | int | float) for each in given.values())


def _policy_faults(path: str, table: Table) -> list[tuple[str, str]]:
    return [
        (f"{path}.policy", f"unknown policy {quoted(each)}: {nearest(each, POLICIES)}")
        for each in strings_of(table.get("policy"))
        if each not in POLICIES
    ]


def _keys(path: str, table: object, known: tuple[str, ...]) -> list[tuple[str, str]]:
    if not isinstance(table, Mapping):
        return [(path, "wants a table")]
    return [(path, f"unknown key {quoted(key)}: {nearest(key, known)}") for key in table if key not in known]
