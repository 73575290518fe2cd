"""Fields of a projection: which kinds feed them, by which reducer, and what they read of a development.

The constructors (`latest`, `status`, `members`, …) are what the built-in projections are written in;
a storybook's tables make the same `Field` objects.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import attrs

from chrono.model.policy import Policy

SPECIALS = ("@occurred", "@reported", "@development", "@source", "@by", "@standing", "@summary")


@attrs.frozen
class Constant:
    """A value that a kind stands for, whatever its accounts say; None clears."""

    value: object


@attrs.frozen
class Row:
    """Several fields read together."""

    names: tuple[str, ...]


@attrs.frozen
class Entry:
    """A row of a map: the fields that make its key, and those that make its value."""

    key: tuple[str, ...]
    value: tuple[str, ...]


Pick = str | Constant | Row | Entry
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
    kinds: frozenset[str] = attrs.field(init=False)
    """Every kind that the field listens to."""

    @kinds.default
    def _kinds(self) -> frozenset[str]:
        return frozenset(kind for picks in self.roles.values() for kind in picks)


def _pick(value: object) -> Pick:
    if isinstance(value, Mapping):
        if "key" in value:
            return Entry(tuple(value["key"]), tuple(value["value"]))
        if "field" in value:
            return str(value["field"])
        return Constant(None if value["value"] == "none" else value["value"])
    if isinstance(value, str):
        return value
    return Row(tuple(value))  # type: ignore[arg-type]


def _state(value: object) -> Pick:
    """A bare word is a state; `{field = …}` takes it from the development."""
    return str(value["field"]) if isinstance(value, Mapping) else Constant(value)


def _reads(table: object) -> dict[str, Pick]:
    return {kind: _pick(value) for kind, value in table.items()} if isinstance(table, Mapping) else {}


def _states(table: object) -> dict[str, Pick]:
    return {kind: _state(value) for kind, value in table.items()} if isinstance(table, Mapping) else {}


def _kinds(table: object) -> dict[str, Pick]:
    return {str(kind): Constant(value=True) for kind in table} if isinstance(table, list | tuple) else {}


def _drops(table: object) -> dict[str, Pick]:
    if not isinstance(table, Mapping):
        return {}
    return {kind: Row((value,) if isinstance(value, str) else tuple(value)) for kind, value in table.items()}


PARAMETERS: dict[str, dict[str, tuple[str, Callable[[object], dict[str, Pick]]]]] = {
    "latest": {"from": ("set", _reads), "observe": ("observe", _reads)},
    "first": {"from": ("set", _reads)},
    "status": {"on": ("set", _states), "observe": ("observe", _states)},
    "sum": {"from": ("set", _reads)},
    "least": {"from": ("set", _reads)},
    "greatest": {"from": ("set", _reads)},
    "count": {"of": ("set", _kinds)},
    "set": {
        "add": ("set", _reads),
        "remove": ("remove", _reads),
        "during": ("during", _reads),
        "observe": ("observe", _reads),
    },
    "map": {
        "put": ("set", _reads),
        "drop": ("remove", _drops),
        "during": ("during", _reads),
        "observe": ("observe", _reads),
    },
    "span": {"from": ("set", _kinds), "until": ("until", _kinds)},
    "collect": {"of": ("set", _kinds)},
}
"""For each reducer its parameters: the role that each one plays, and how its table is read."""
COMMON = ("reduce", "where", "modality", "policy")


def field(name: str, table: Mapping[str, object]) -> Field:
    """Return the field that a storybook's table declares; the table is known to be well-formed."""
    reduce = str(table["reduce"])
    roles = {
        role: read(table[parameter])
        for parameter, (role, read) in PARAMETERS[reduce].items()
        if parameter in table
    }
    policy = table.get("policy")
    return Field(
        name=name,
        reduce=reduce,
        roles=roles,
        initial=table.get("initial"),
        final=_strings(table.get("final")),
        columns=_strings(table.get("fields")),
        where=_where(table.get("where")),
        modality=_strings(table.get("modality")) or ("occurred",),
        policy=_strings(policy) or None,
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
    return list(dict.fromkeys(n for pick in picks for n in _names_in(pick) if n != "@occurred"))


def reads_dates(field: Field) -> bool:
    """Return whether a field shows dates, so that another date is another value."""
    names = [name for picks in field.roles.values() for pick in picks.values() for name in _names_in(pick)]
    return field.reduce == "span" or "@occurred" in (*names, *field.columns)


def _names_in(pick: Pick) -> tuple[str, ...]:
    if isinstance(pick, Row):
        return pick.names
    if isinstance(pick, Entry):
        return (*pick.key, *pick.value)
    return (pick,) if isinstance(pick, str) else ()


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


def members(add: Mapping[str, object], **more: object) -> Field:
    """Return a field that holds the members of a set."""
    return field("", {"reduce": "set", "add": add, **more})


def collect(of: Sequence[str], fields: Sequence[str], **more: object) -> Field:
    """Return a field that holds every such development, in order."""
    return field("", {"reduce": "collect", "of": tuple(of), "fields": tuple(fields), **more})


def total(reads: Mapping[str, object], **more: object) -> Field:
    """Return a field that adds up what such developments say, unit by unit."""
    return field("", {"reduce": "sum", "from": reads, **more})
