"""Applying a projection in Python, one development after the other, and what last changed each field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import attrs

from chrono.fold.worlds import Node
from chrono.model.python_projection import (
    Occurrence,
    ProjectionFailed,
    PythonProjection,
    error_line,
    json_shape,
    read_only,
    state_fields,
)
from chrono.values.canonical_json import jsontext

Nodes = frozenset[Node]


@attrs.frozen(eq=False)
class Trail:
    """Developments that were added one after the other; two orders share what they have in common."""

    own: Nodes = frozenset()
    before: tuple[Trail, ...] = ()

    def nodes(self) -> Nodes:
        """Return all of them."""
        found: set[Node] = set()
        seen: set[int] = set()
        queue = [self]
        while queue:
            each = queue.pop()
            if id(each) not in seen:
                seen.add(id(each))
                found |= each.own
                queue += each.before
        return frozenset(found)


@attrs.frozen
class ReachedState:
    """A state that the fold has come to, and what it rests on."""

    key: str
    """The whole state as JSON text: two orders that come to the same are one from there on."""
    state: object
    """The state as `apply` returned it."""
    values: Mapping[str, object]
    """Field → value as JSON shows it."""
    began: Mapping[str, Nodes]
    """The developments at which each field took its value: one in each order; none for the initial value."""
    rests: Mapping[str, Trail]
    """The same, and for cumulative fields all that changed them before."""

    def joined(self, other: Self) -> ReachedState:
        """Return what stands for the same state, come to by other orders too."""
        return attrs.evolve(
            self,
            began={name: each | other.began[name] for name, each in self.began.items()},
            rests={name: _both(each, other.rests[name]) for name, each in self.rests.items()},
        )


def _both(one: Trail, other: Trail) -> Trail:
    return one if one is other else Trail(before=(one, other))


@attrs.frozen
class _Applied:
    """What `apply` made of a state: the next one, and the fields that it changed."""

    key: str
    state: object
    values: Mapping[str, object]
    changed: frozenset[str]


@attrs.define(eq=False)
class Applier:
    """Applies one projection; what a development makes of a state is worked out once."""

    projection: PythonProjection
    _applied: dict[tuple[str, int], _Applied] = attrs.field(factory=dict)
    _kept: list[Occurrence] = attrs.field(factory=list)
    """What was applied, so that no other occurrence takes its place in memory."""

    def start(self) -> ReachedState:
        """Return the state before anything has occurred."""
        values = {name: json_shape(value) for name, value in state_fields(self.projection.initial).items()}
        nothing: dict[str, Nodes] = dict.fromkeys(values, frozenset())
        rests = dict.fromkeys(values, Trail())
        return ReachedState(jsontext(values), self.projection.initial, values, nothing, rests)

    def step(self, before: ReachedState, node: Node, occurrence: Occurrence) -> ReachedState:
        """Return what one development makes of a state.

        Raises:
            ProjectionFailed: `apply` raises, returns no state, or changes the one that it is given.
        """
        name = (before.key, id(occurrence))
        if name not in self._applied:
            self._kept.append(occurrence)
            self._applied[name] = self._apply(before, occurrence)
        made = self._applied[name]
        one = frozenset((node,))
        began, rests = dict(before.began), dict(before.rests)
        for field in made.changed:
            began[field] = one
            adds = field in self.projection.cumulative
            rests[field] = Trail(one, (rests[field],) if adds else ())
        return ReachedState(made.key, made.state, made.values, began, rests)

    def _apply(self, before: ReachedState, occurrence: Occurrence) -> _Applied:
        try:
            state = self.projection.apply(read_only(before.state), occurrence)
        except Exception as err:  # the author's code may raise anything
            why = "writes to what it is given: return a new state, {**state, …}"
            raise self._failed(
                occurrence, why if "mappingproxy" in str(err) else f"raised {error_line(err)}"
            ) from err
        try:
            values = {name: json_shape(value) for name, value in state_fields(state).items()}
        except ValueError as err:
            raise self._failed(occurrence, f"returned a state that {err}") from err
        if values.keys() != before.values.keys():
            fields = ", ".join(before.values)
            raise self._failed(occurrence, f"returned other fields than those of the initial state: {fields}")
        if (
            jsontext({name: json_shape(each) for name, each in state_fields(before.state).items()})
            != before.key
        ):
            raise self._failed(occurrence, "changes what is in the state that it is given: make a new one")
        changed = frozenset(
            name for name, value in values.items() if jsontext(value) != jsontext(before.values[name])
        )
        return _Applied(jsontext(values), state, values, changed)

    def _failed(self, occurrence: Occurrence, why: str) -> ProjectionFailed:
        return ProjectionFailed(self.projection.name, occurrence.name, why)
