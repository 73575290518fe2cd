"""Fields of a projection: which kinds feed them, by which reducer, and what they read of a development.

The constructors (`latest`, `status`, `members`, …) are what the built-in projections are written in;
a storybook's tables make the same `Field` objects.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import attrs

from chrono.model.policy import Policy
from chrono.model.record_parts import texts_of

IN_PYTHON = "python"
"""The reducer of the fields of a projection in Python; no storybook can name it."""
UNNAMED = "null"
"""The key under which a map has its row for what no account names."""
SPECIALS = ("@occurred", "@reported", "@development", "@source", "@by", "@standing", "@summary")
"""The names under which a field reads a development itself, beside the fields of its kind."""
FIELD_MODALITIES = ("occurred", "planned", "alleged")
"""The modalities of the developments that a field may fold: what is denied changes no state."""


def _with_type(value: object) -> object:
    """Return a value so that 1 and true, which Python takes for equal, are memoised apart."""
    return type(value), value


@attrs.frozen
class Constant:
    """A value that a kind gives whatever its accounts say; None clears the field."""

    value: object = attrs.field(eq=_with_type)


@attrs.frozen
class Otherwise:
    """A field of a development, and the value that stands where all its accounts are silent on it."""

    name: str
    silent: object = attrs.field(eq=_with_type)


Column = str | Constant | Otherwise
"""One thing that is read of a development: a field (or `@` field), or a value that stands for one."""


@attrs.frozen
class FieldRow:
    """Several fields of a development, read together as one row."""

    names: tuple[str, ...]


@attrs.frozen
class MapEntry:
    """An entry of a map: the fields of a development that make its key, and those that make its value."""

    key: tuple[Column, ...]
    value: tuple[Column, ...]


Pick = Column | FieldRow | MapEntry
"""What a reducer reads of a development: one field (or `@` field), a constant, a row or an entry of a map."""
Roles = Mapping[str, Mapping[str, Pick]]
"""How kinds change a field: role (`set`, `remove`, `observe`, `during`, `until`) → kind → pick."""


@attrs.frozen(kw_only=True)
class Field:
    """One field of a projection: its reducer, and what that reads of which kinds."""

    name: str = ""
    reduce: str
    roles: Roles
    initial: object = None
    final: tuple[str, ...] = ()
    """The states of a status after which nothing more is expected: they never go stale."""
    columns: tuple[str, ...] = ()
    """The fields that `collect` takes of each development."""
    where: Mapping[str, Mapping[str, object]] = attrs.field(factory=dict)
    """Kind → field → the value that its leading account must give; `*` for every kind."""
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
    """Return a bare word as a state; `{field = …}` takes the state from the development."""
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


KIND_LIST, PICKS, STATES, ENTRIES, ENTRY_KEYS = "kinds", "picks", "states", "entries", "keys"
_READ: Mapping[str, Callable[[object], dict[str, Pick]]] = {
    KIND_LIST: _kinds,
    PICKS: _reads,
    STATES: _states,
    ENTRIES: _reads,
    ENTRY_KEYS: _drops,
}
"""How a parameter is read: a list of kinds, or a table of kind → field, state, map entry or map key."""


@attrs.frozen(repr=False)
class Parameter:
    """One parameter of a reducer: the role of its kinds, and how it is written (`KIND_LIST`, …)."""

    role: str
    written: str

    def picks(self, given: object) -> dict[str, Pick]:
        """Return kind → pick; empty where the parameter is not well-formed."""
        return _READ[self.written](given)


@attrs.frozen(kw_only=True, repr=False)
class ReducerSpec:
    """The declarable half of a reducer: what a storybook can give; `chrono.fold.reducers` holds the fold."""

    parameters: Mapping[str, Parameter]
    options: tuple[str, ...] = ()
    """Further keys, beside the parameters and those that every field takes."""
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
    "count": ReducerSpec(parameters={"of": Parameter("set", KIND_LIST)}),
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
            "drop": Parameter("remove", ENTRY_KEYS),
            "during": Parameter("during", ENTRIES),
            "observe": Parameter("observe", ENTRIES),
        }
    ),
    "span": ReducerSpec(
        parameters={"from": Parameter("set", KIND_LIST), "until": Parameter("until", KIND_LIST)},
        shows_dates=True,
    ),
    "collect": ReducerSpec(parameters={"of": Parameter("set", KIND_LIST)}, options=("fields",)),
}
"""The reducers that a storybook can name; `chrono.fold.reducers.table` checks at import that it has them."""
COMMON = ("reduce", "where", "modality", "policy", "was")
"""The keys that every field takes."""


def field(name: str, table: Mapping[str, object]) -> Field:
    """Return the field that a storybook's table declares; the table must be well-formed."""
    reduce = str(table["reduce"])
    spec = SPECS[reduce]
    roles = {
        parameter.role: parameter.picks(table[key])
        for key, parameter in spec.parameters.items()
        if key in table
    }
    return Field(
        name=name,
        reduce=reduce,
        roles=roles,
        initial=table.get("initial") if "initial" in spec.options else None,
        final=texts_of(table, "final"),
        columns=texts_of(table, "fields"),
        where=_where(table.get("where")),
        modality=texts_of(table, "modality") or ("occurred",),
        policy=texts_of(table, "policy") or None,
        was=texts_of(table, "was"),
    )


def _where(table: object) -> dict[str, Mapping[str, object]]:
    if not isinstance(table, Mapping):
        return {}
    if all(isinstance(value, Mapping) for value in table.values()):
        return dict(table)
    return {"*": table}  # one condition, given for all kinds


def names_read(field: Field, kinds: Collection[str]) -> list[str]:
    """Return the fields of developments of these kinds that a field reads, without `@occurred`."""
    picks = [picks[kind] for picks in field.roles.values() for kind in kinds if kind in picks]
    return list(dict.fromkeys(n for pick in picks for n in names_in(pick) if n != "@occurred"))


def reads_dates(field: Field) -> bool:
    """Return whether a field shows dates, so that another date is another value."""
    names = [name for picks in field.roles.values() for pick in picks.values() for name in names_in(pick)]
    spec = SPECS.get(field.reduce)  # a projection in Python has none
    return (spec is not None and spec.shows_dates) or "@occurred" in (*names, *field.columns)


def names_in(pick: Pick | None) -> tuple[str, ...]:
    """Return the fields of a development that a pick reads, in order; a constant reads none."""
    if isinstance(pick, FieldRow):
        return pick.names
    if isinstance(pick, MapEntry):
        return tuple(name for each in (*pick.key, *pick.value) for name in names_in(each))
    if isinstance(pick, Otherwise):
        return (pick.name,)
    return (pick,) if isinstance(pick, str) else ()


def column_name(column: Column) -> str:
    """Return the name of a column where several stand beside each other; a constant is `value`."""
    return next(iter(names_in(column)), "value")


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
