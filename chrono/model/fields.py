"""Fields of a projection: which kinds feed them, by which reducer, and what they read of a development.

The constructors (`latest`, `status`, `members`, …) are what the built-in projections are written in;
a storybook's tables make the same `Field` objects.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import attrs

from chrono.model.policy import Policy

IN_PYTHON = "python"
"""What the fields of a projection in Python have for a reducer; no storybook can name it."""
UNNAMED = "null"
"""The key of the row of a map for what no account names."""
SPECIALS = ("@occurred", "@reported", "@development", "@source", "@by", "@standing", "@summary")


@attrs.frozen
class Constant:
    """A value that a kind stands for, whatever its accounts say; None clears."""

    value: object


@attrs.frozen
class Otherwise:
    """A field of a development, and the value that stands where all its accounts are silent on it."""

    name: str
    silent: object


Column = str | Constant | Otherwise
"""One thing that is read of a development: a field (or `@` field), or a value that stands for one."""


@attrs.frozen
class FieldRow:
    """Several fields read together."""

    names: tuple[str, ...]


@attrs.frozen
class MapEntry:
    """A row of a map: the fields that make its key, and those that make its value."""

    key: tuple[Column, ...]
    value: tuple[Column, ...]


Pick = Column | FieldRow | MapEntry
"""What a reducer reads of a development: one field (or `@` field), a constant, a row, a map's entry."""
Roles = Mapping[str, Mapping[str, Pick]]
"""What a kind does to a field: role (`set`, `remove`, `observe`, `during`, `until`) → kind → pick."""


@attrs.frozen(kw_only=True)
class Field:
    """One field of a projection."""

    name: str = ""
    reduce: str
    roles: Roles
    initial: object = None
    final: tuple[str, ...] = ()
    """The states of a status after which nothing more is expected: they do not grow old."""
    columns: tuple[str, ...] = ()
    """What `collect` takes of each development."""
    where: Mapping[str, Mapping[str, object]] = attrs.field(factory=dict)
    """Kind → field → the value that must stand first; `*` for every kind."""
    modality: tuple[str, ...] = ("occurred",)
    policy: Policy | None = None
    was: tuple[str, ...] = ()
    """The names that it had before: questions take them, states do not carry them."""
    kinds: frozenset[str] = attrs.field(init=False)
    """Every kind that the field listens to."""

    @kinds.default
    def _kinds(self) -> frozenset[str]:
        return frozenset(kind for picks in self.roles.values() for kind in picks)


def _pick(value: object) -> Pick:
    if isinstance(value, Mapping) and "key" in value:
        return MapEntry(tuple(map(_column, value["key"])), tuple(map(_column, value["value"])))
    if isinstance(value, str | Mapping):
        return _column(value)
    return FieldRow(tuple(value))  # type: ignore[arg-type]


def _column(value: object) -> Column:
    """Return what a field's name, `{field = …}`, `{field = …, silent = …}` or `{value = …}` reads."""
    if not isinstance(value, Mapping):
        return str(value)
    if "field" not in value:
        return Constant(_cleared(value["value"]))
    name = str(value["field"])
    return Otherwise(name, _cleared(value["silent"])) if "silent" in value else name


def _cleared(value: object) -> object:
    return None if value == "none" else value


def _state(value: object) -> Pick:
    """A bare word is a state; `{field = …}` takes it from the development."""
    return _column(value) if isinstance(value, Mapping) else Constant(value)


def _reads(table: object) -> dict[str, Pick]:
    return {kind: _pick(value) for kind, value in table.items()} if isinstance(table, Mapping) else {}


def _states(table: object) -> dict[str, Pick]:
    return {kind: _state(value) for kind, value in table.items()} if isinstance(table, Mapping) else {}


def _kinds(table: object) -> dict[str, Pick]:
    return {str(kind): Constant(value=True) for kind in table} if isinstance(table, list | tuple) else {}


def _drops(table: object) -> dict[str, Pick]:
    if not isinstance(table, Mapping):
        return {}
    return {
        kind: FieldRow((value,) if isinstance(value, str) else tuple(value)) for kind, value in table.items()
    }


KINDS, PICKS, STATES, ENTRIES, KEYS = "kinds", "picks", "states", "entries", "keys"
_READ: Mapping[str, Callable[[object], dict[str, Pick]]] = {
    KINDS: _kinds,
    PICKS: _reads,
    STATES: _states,
    ENTRIES: _reads,
    KEYS: _drops,
}
"""How a parameter can be written: a list of kinds, or a table of kind → field, state, row or row key."""


@attrs.frozen(repr=False)
class Parameter:
    """One parameter of a reducer: the role that its kinds play, and how it is written (`KINDS`, …)."""

    role: str
    written: str

    def picks(self, given: object) -> dict[str, Pick]:
        """Return what is read of each kind; nothing where the parameter is not well-formed."""
        return _READ[self.written](given)


@attrs.frozen(kw_only=True, repr=False)
class ReducerSpec:
    """What a storybook can declare of a field with one reducer; `chrono.fold.reducers` has what it does."""

    parameters: Mapping[str, Parameter]
    options: tuple[str, ...] = ()
    """The keys that it takes beside its parameters and those of every field."""
    shows_dates: bool = False
    """Whether its value is made of dates, so that another date is another value."""


_OBSERVED = Parameter("observe", PICKS)
_AMOUNTS = ReducerSpec(parameters={"from": Parameter("set", PICKS)})
SPECS: Mapping[str, ReducerSpec] = {
    "latest": ReducerSpec(parameters={"from": Parameter("set", PICKS), "observe": _OBSERVED}),
    "first": ReducerSpec(parameters={"from": Parameter("set", PICKS)}),
    "status": ReducerSpec(
        parameters={"on": Parameter("set", STATES), "observe": Parameter("observe", STATES)},
        options=("initial", "final"),
    ),
    "sum": _AMOUNTS,
    "least": _AMOUNTS,
    "greatest": _AMOUNTS,
    "median": _AMOUNTS,
    "count": ReducerSpec(parameters={"of": Parameter("set", KINDS)}),
    "set": ReducerSpec(
        parameters={
            "add": Parameter("set", PICKS),
            "remove": Parameter("remove", PICKS),
            "during": Parameter("during", PICKS),
            "observe": _OBSERVED,
        }
    ),
    "map": ReducerSpec(
        parameters={
            "put": Parameter("set", ENTRIES),
            "drop": Parameter("remove", KEYS),
            "during": Parameter("during", ENTRIES),
            "observe": Parameter("observe", ENTRIES),
        }
    ),
    "span": ReducerSpec(
        parameters={"from": Parameter("set", KINDS), "until": Parameter("until", KINDS)}, shows_dates=True
    ),
    "collect": ReducerSpec(parameters={"of": Parameter("set", KINDS)}, options=("fields",)),
}
"""The reducers that a storybook can name; `chrono.fold.reducers.table` checks at import that it has them."""
COMMON = ("reduce", "where", "modality", "policy", "was")


def field(name: str, table: Mapping[str, object]) -> Field:
    """Return the field that a storybook's table declares; the table is known to be well-formed."""
    reduce = str(table["reduce"])
    spec = SPECS[reduce]
    roles = {
        each.role: each.picks(table[parameter])
        for parameter, each in spec.parameters.items()
        if parameter in table
    }
    policy = table.get("policy")
    return Field(
        name=name,
        reduce=reduce,
        roles=roles,
        initial=table.get("initial") if "initial" in spec.options else None,
        final=_strings(table.get("final")),
        columns=_strings(table.get("fields")),
        where=_where(table.get("where")),
        modality=_strings(table.get("modality")) or ("occurred",),
        policy=_strings(policy) or None,
        was=_strings(table.get("was")),
    )


def _where(table: object) -> dict[str, Mapping[str, object]]:
    if not isinstance(table, Mapping):
        return {}
    if all(isinstance(value, Mapping) for value in table.values()):
        return dict(table)
    return {"*": table}


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list | tuple) else ()


# --- what a field reads of a development ---------------------------------------------------------


def names_read(field: Field, kinds: Collection[str]) -> list[str]:
    """Return the fields, dates apart, that a field reads of a development of these kinds."""
    picks = [picks[kind] for picks in field.roles.values() for kind in kinds if kind in picks]
    return list(dict.fromkeys(n for pick in picks for n in names_in(pick) if n != "@occurred"))


def reads_dates(field: Field) -> bool:
    """Return whether a field shows dates, so that another date is another value."""
    names = [name for picks in field.roles.values() for pick in picks.values() for name in names_in(pick)]
    spec = SPECS.get(field.reduce)  # a projection in Python has none
    return (spec is not None and spec.shows_dates) or "@occurred" in (*names, *field.columns)


def names_in(pick: Pick) -> tuple[str, ...]:
    """Return the fields that a pick reads, in order; a constant reads none."""
    if isinstance(pick, FieldRow):
        return pick.names
    if isinstance(pick, MapEntry):
        return tuple(name for each in (*pick.key, *pick.value) for name in names_in(each))
    if isinstance(pick, Otherwise):
        return (pick.name,)
    return (pick,) if isinstance(pick, str) else ()


def column_name(column: Column) -> str:
    """Return what a column is called where several stand beside each other; a constant is `value`."""
    return next(iter(names_in(column)), "value")


# --- the words in which the built-in projections are written ------------------------------------


def latest(reads: Mapping[str, object], **more: object) -> Field:
    """Return a field that holds what the last such development says."""
    return field("", {"reduce": "latest", "from": reads, **more})


def first(reads: Mapping[str, object], **more: object) -> Field:
    """Return a field that holds what the first such development says."""
    return field("", {"reduce": "first", "from": reads, **more})


def status(on: Mapping[str, object], **more: object) -> Field:
    """Return a field that holds the state last entered."""
    return field("", {"reduce": "status", "on": on, **more})


def rows(put: Mapping[str, object], **more: object) -> Field:
    """Return a field that holds the rows of a map, the last put for each key."""
    return field("", {"reduce": "map", "put": put, **more})


def members(add: Mapping[str, object], **more: object) -> Field:
    """Return a field that holds the members of a set."""
    return field("", {"reduce": "set", "add": add, **more})


def collect(of: Sequence[str], fields: Sequence[str], **more: object) -> Field:
    """Return a field that holds every such development, in order."""
    return field("", {"reduce": "collect", "of": tuple(of), "fields": tuple(fields), **more})


def total(reads: Mapping[str, object], **more: object) -> Field:
    """Return a field that adds up what such developments say, unit by unit."""
    return field("", {"reduce": "sum", "from": reads, **more})
