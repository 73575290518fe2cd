"""Find every fault in the tables of a storybook, with its path."""

from __future__ import annotations

from collections.abc import Mapping

from chrono.errors import quoted
from chrono.model.fields import COMMON, ENTRIES, FIELD_MODALITIES, KIND_LIST, SPECS, Parameter
from chrono.model.kinds import DATES, OCCURRED, field_type
from chrono.model.policy import POLICIES
from chrono.values.suggestions import nearest
from chrono.values.untyped import Table, strings_of, table_of

_TOP = ("storybook", "kinds", "projections", "entities", "sources", "stories")
_KIND_KEYS = ("title", "identity", "fields", "span", "like")
_PROJECTION_KEYS = ("title", "subject", "key", "fields", "policy")
_ENTITY_KEYS = ("type", "names", "aliases", "same_as")
_SOURCE_KEYS = (
    "publisher", "title", "authors", "language", "url", "published", "origin", "sequence", "zone",
    "fiscal_year",
)  # fmt: skip
_STORY_KEYS = ("title", "targets", "summary")


def table_faults(table: Table) -> list[tuple[str, str]]:
    """Return every fault of a storybook, as (path, what is wrong and would be right)."""
    faults = _keys("", table, _TOP)
    head = table.get("storybook")
    if not isinstance(head, Mapping) or not isinstance(head.get("name"), str):
        faults.append(("storybook", 'needs a name: [storybook] name = "courts"'))
    faults += _keys("storybook", head, ("name", "title")) if isinstance(head, Mapping) else []
    for name in _TOP[1:]:
        if not isinstance(table.get(name, {}), Mapping):
            faults.append((name, 'wants tables, such as [kinds."lawsuit.filed"]'))
    if faults:  # the tables below may not be tables at all
        return faults
    for name, kind in table_of(table.get("kinds")).items():
        faults += _kind_faults(f"kinds.{quoted(name)}", kind)
    for name, projection in table_of(table.get("projections")).items():
        faults += _projection_faults(f"projections.{name}", projection)
    for what, keys in (("entities", _ENTITY_KEYS), ("sources", _SOURCE_KEYS), ("stories", _STORY_KEYS)):
        for name, own in table_of(table.get(what)).items():
            faults += _keys(f"{what}.{name}", own, keys)
            if what == "sources" and isinstance(own, Mapping) and not isinstance(own.get("publisher"), str):
                faults.append((f"{what}.{name}", "a source needs a publisher"))
    return faults


def _kind_faults(path: str, table: object) -> list[tuple[str, str]]:
    faults = _keys(path, table, _KIND_KEYS)
    if not isinstance(table, Mapping):
        return faults
    fields = table.get("fields", {})
    if not isinstance(fields, Mapping):
        return [*faults, (path, 'fields wants names and types: fields.case = "entity"')]
    for name, declared in fields.items():
        try:
            field_type(str(declared))
        except ValueError as err:
            faults.append((f"{path}.fields.{name}", str(err)))
    dates = DATES if table.get("span") is True else (OCCURRED,)
    faults += [
        (f"{path}.identity", f"no field {quoted(name)}: {nearest(name, (*fields, *dates))}")
        for name in strings_of(table.get("identity"))
        if name not in fields and name not in dates
    ]
    return faults


def _projection_faults(path: str, table: object) -> list[tuple[str, str]]:
    faults = _keys(path, table, _PROJECTION_KEYS)
    if not isinstance(table, Mapping):
        return faults
    if not isinstance(table.get("key"), str | Mapping):
        faults.append(
            (path, 'needs a key: key = "case", a table {kind = field}, or "*" for one single state')
        )
    faults += _policy_faults(path, table)
    fields = table.get("fields")
    if not isinstance(fields, Mapping) or not fields:
        return [*faults, (path, f"needs fields: [{path}.fields.status]")]
    for name, field in fields.items():
        faults += _field_faults(f"{path}.fields.{name}", field)
    return faults + _old_name_faults(f"{path}.fields", fields)


def _old_name_faults(path: str, fields: Table) -> list[tuple[str, str]]:
    """Return the faults in the old names of fields: each leads to one field, and is none itself."""
    faults: list[tuple[str, str]] = []
    owners: dict[str, str] = {}
    for name, field in fields.items():
        given = field.get("was", []) if isinstance(field, Mapping) else []
        if not isinstance(given, list) or not all(isinstance(old, str) for old in given):
            faults.append((f"{path}.{name}.was", 'wants a list of old names: ["trial"]'))
            continue
        for old in given:
            if old in fields:
                faults.append((f"{path}.{name}.was", f"{quoted(old)} is a field: an old name cannot be one"))
            elif old in owners:
                twice = f"{quoted(old)} is an old name of {quoted(owners[old])} already: keep one"
                faults.append((f"{path}.{name}.was", twice))
            owners.setdefault(old, name)
    return faults


def _field_faults(path: str, table: object) -> list[tuple[str, str]]:
    if not isinstance(table, Mapping) or table.get("reduce") not in SPECS:
        given = str(table.get("reduce", "")) if isinstance(table, Mapping) else ""
        return [(path, f"unknown reduce {quoted(given)}: {nearest(given, tuple(SPECS))}")]
    spec = SPECS[table["reduce"]]
    faults = _keys(path, table, (*COMMON, *spec.parameters, *spec.options))
    if not any(name in table for name in spec.parameters):
        faults.append((path, f"{table['reduce']} listens to no kind: give {' or '.join(spec.parameters)}"))
    for name, parameter in spec.parameters.items():
        if name in table:
            faults += _parameter_faults(f"{path}.{name}", parameter, table[name])
    final = table.get("final", [])
    if not isinstance(final, list) or not all(isinstance(each, str) for each in final):
        faults.append((f"{path}.final", 'wants a list of states: ["settled", "judged"]'))
    faults += [
        (path, f"unknown modality {quoted(modality)}: {nearest(modality, FIELD_MODALITIES)}")
        for modality in strings_of(table.get("modality"))
        if modality not in FIELD_MODALITIES
    ]
    return faults + _policy_faults(path, table)


def _parameter_faults(path: str, parameter: Parameter, value: object) -> list[tuple[str, str]]:
    if parameter.written == KIND_LIST:
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
