"""Find every fault in the tables of a storybook, with its path."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chrono.errors import quoted
from chrono.model.fields import (
    COMMON,
    ENTRIES,
    ENTRY_KEYS,
    FIELD_MODALITIES,
    KIND_LIST,
    PICKS,
    SPECIALS,
    SPECS,
    STATES,
    Parameter,
)
from chrono.model.kinds import DATES, OCCURRED, field_type
from chrono.model.policy import POLICIES
from chrono.values.storable import value_fault
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
    faults += _head_faults(table.get("storybook"))
    for name in _TOP[1:]:
        if not isinstance(table.get(name, {}), Mapping):
            faults.append((name, 'wants tables, such as [kinds."lawsuit.filed"]'))
    if faults:  # the tables below may not be tables at all
        return faults
    for name, kind in table_of(table.get("kinds")).items():
        faults += _kind_faults(f"kinds.{quoted(name)}", kind)
    for name, projection in table_of(table.get("projections")).items():
        faults += _projection_faults(f"projections.{name}", projection)
    for name, story in table_of(table.get("stories")).items():
        faults += _story_faults(f"stories.{name}", story)
    for what, keys in (("entities", _ENTITY_KEYS), ("sources", _SOURCE_KEYS)):
        for name, own in table_of(table.get(what)).items():
            faults += _keys(f"{what}.{name}", own, keys)
            if what == "sources" and isinstance(own, Mapping) and not isinstance(own.get("publisher"), str):
                faults.append((f"{what}.{name}", "a source needs a publisher"))
    return faults


def _head_faults(head: object) -> list[tuple[str, str]]:
    named = isinstance(head, Mapping) and isinstance(head.get("name"), str)
    faults = [] if named else [("storybook", 'needs a name: [storybook] name = "courts"')]
    faults += _keys("storybook", head, ("name", "title")) if isinstance(head, Mapping) else []
    return faults + _not_texts("storybook", head, "title")


def _story_faults(path: str, table: object) -> list[tuple[str, str]]:
    faults = _keys(path, table, _STORY_KEYS) + _not_texts(path, table, "title", "summary")
    return faults + _not_lists(path, table_of(table), targets='["lawsuit/musk-v-openai"]')


def _kind_faults(path: str, table: object) -> list[tuple[str, str]]:
    faults = _keys(path, table, _KIND_KEYS)
    if not isinstance(table, Mapping):
        return faults
    faults += _not_texts(path, table, "title")
    faults += _not_lists(path, table, identity='["case"]', like='["lawsuit.filed"]')
    if not isinstance(table.get("span", False), bool):
        faults.append((f"{path}.span", "wants true or false"))
    fields = table.get("fields", {})
    if not isinstance(fields, Mapping):
        return [*faults, (path, 'fields wants names and types: fields.case = "entity"')]
    for name, declared in fields.items():
        if name.startswith("@"):
            taken = f'{quoted(name)}: names that begin with "@" are the program\'s own: {", ".join(SPECIALS)}'
            faults.append((f"{path}.fields", taken))
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
    key = table.get("key")
    by_kind = isinstance(key, Mapping) and all(isinstance(each, str) for each in key.values())
    if not (by_kind or (isinstance(key, str) and key)):
        faults.append(
            (path, 'needs a key: key = "case", a table {kind = field}, or "*" for one single state')
        )
    faults += _special_key_faults(path, key)
    faults += _not_texts(path, table, "title", "subject")
    faults += _policy_faults(path, table)
    fields = table.get("fields")
    if not isinstance(fields, Mapping) or not fields:
        return [*faults, (path, f"needs fields: [{path}.fields.status]")]
    for name, field in fields.items():
        faults += _field_faults(f"{path}.fields.{name}", field)
    return faults + _old_name_faults(f"{path}.fields", fields)


def _special_key_faults(path: str, key: object) -> list[tuple[str, str]]:
    """Return the faults of keys that are nothing which a development has beside the fields of its kind."""
    given = {f"{path}.key.{quoted(kind)}": each for kind, each in table_of(key).items()}
    return [
        (where, f"unknown {quoted(name)}: {nearest(name, SPECIALS)}")
        for where, name in (given or {f"{path}.key": key}).items()
        if isinstance(name, str)
        and name.startswith("@")
        and name.removesuffix("?" * bool(given)) not in SPECIALS
    ]


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
    given = table.get("reduce", "") if isinstance(table, Mapping) else ""
    if not isinstance(table, Mapping) or not isinstance(given, str) or given not in SPECS:
        return [(path, f"unknown reduce {quoted(given)}: {nearest(str(given), tuple(SPECS))}")]
    spec = SPECS[given]
    faults = _keys(path, table, (*COMMON, *spec.parameters, *spec.options))
    if not any(name in table for name in spec.parameters):
        faults.append((path, f"{table['reduce']} listens to no kind: give {' or '.join(spec.parameters)}"))
    for name, parameter in spec.parameters.items():
        if name in table:
            faults += _parameter_faults(f"{path}.{name}", parameter, table[name])
    faults += _not_lists(path, table, final='["settled", "judged"]', fields='["says", "@source"]')
    faults += _not_lists(path, table, modality='["planned"]')
    if "initial" in table and not is_plain(table["initial"]):
        faults.append((f"{path}.initial", 'wants a state: "pending"'))
    faults += _where_faults(f"{path}.where", table.get("where", {}))
    faults += [
        (path, f"unknown modality {quoted(modality)}: {nearest(modality, FIELD_MODALITIES)}")
        for modality in strings_of(table.get("modality"))
        if modality not in FIELD_MODALITIES
    ]
    return faults + _policy_faults(path, table)


def _parameter_faults(path: str, parameter: Parameter, value: object) -> list[tuple[str, str]]:
    if parameter.written == KIND_LIST:
        return [] if is_texts(value) else [(path, 'wants a list of kinds: ["lawsuit.filed"]')]
    if not isinstance(value, Mapping):
        return [(path, 'wants a table: { "lawsuit.filed" = "defendants" }')]
    fits, wants = _WRITTEN[parameter.written]
    return [(f"{path}.{quoted(kind)}", wants) for kind, each in value.items() if not fits(each)]


def _entry(given: object) -> bool:
    """Return whether a table gives the key and the value of a row of a map, and nothing else."""
    if not isinstance(given, Mapping) or given.keys() != {"key", "value"}:
        return False
    return _columns(given["key"]) and _columns(given["value"])


def _columns(given: object) -> bool:
    """Return whether a list names fields or holds { field = …, silent = … } or { value = … } for them."""
    return (
        isinstance(given, list)
        and bool(given)
        and all(
            _column(each) and not (isinstance(each, Mapping) and each.keys() == {"field"}) for each in given
        )
    )


def _column(given: object) -> bool:
    """Return whether one thing is named that can be read of a development, or stands for one."""
    if not isinstance(given, Mapping):
        return isinstance(given, str)
    if given.keys() not in ({"field"}, {"field", "silent"}, {"value"}):
        return False
    return isinstance(given.get("field", ""), str) and all(map(is_plain, given.values()))


def _key_of_row(given: object) -> bool:
    return isinstance(given, str) or (is_texts(given) and bool(given))


_WRITTEN: Mapping[str, tuple[Callable[[object], bool], str]] = {
    PICKS: (
        lambda given: _column(given) or _key_of_row(given),
        "wants a field, a list of fields, { value = … } or { field = … }",
    ),
    STATES: (
        lambda given: _column(given) or is_plain(given),
        "wants a state, { value = … } or { field = … }",
    ),
    ENTRIES: (_entry, 'wants { key = ["member"], value = ["role"] }'),
    ENTRY_KEYS: (_key_of_row, "wants a field, or a list of fields"),
}
"""How a parameter is written → whether a value fits, and what it wants."""


def _where_faults(path: str, table: object) -> list[tuple[str, str]]:
    if not isinstance(table, Mapping):
        return [(path, 'wants a table: { role = "chairman" }')]
    by_kind = bool(table) and all(isinstance(each, Mapping) for each in table.values())
    rows = [(f"{path}.{quoted(kind)}", each) for kind, each in table.items()] if by_kind else [(path, table)]
    return [
        (f"{where}.{name}", "wants a text, a number, or true or false")
        for where, conditions in rows
        for name, value in conditions.items()
        if not is_plain(value)
    ]


def is_plain(value: object) -> bool:
    """Return whether a value is one text, number or truth value, which any record could give."""
    return isinstance(value, str | int | float) and value_fault(value) is None


def is_texts(value: object) -> bool:
    """Return whether a value is a list of texts."""
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _not_texts(path: str, table: object, *keys: str) -> list[tuple[str, str]]:
    given = table_of(table)
    return [
        (f"{path}.{key}", "wants a text") for key in keys if key in given and not isinstance(given[key], str)
    ]


def _not_lists(path: str, table: Table, **examples: str) -> list[tuple[str, str]]:
    """Return the faults of keys that want lists of texts, each given with an example."""
    return [
        (f"{path}.{key}", f"wants a list, such as {example}")
        for key, example in examples.items()
        if key in table and not is_texts(table[key])
    ]


def _policy_faults(path: str, table: Table) -> list[tuple[str, str]]:
    return _not_lists(path, table, policy='["rank", "newest"]') + [
        (f"{path}.policy", f"unknown policy {quoted(each)}: {nearest(each, POLICIES)}")
        for each in strings_of(table.get("policy"))
        if each not in POLICIES
    ]


def _keys(path: str, table: object, known: tuple[str, ...]) -> list[tuple[str, str]]:
    if not isinstance(table, Mapping):
        return [(path, "wants a table")]
    return [(path, f"unknown key {quoted(key)}: {nearest(key, known)}") for key in table if key not in known]
