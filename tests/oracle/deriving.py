"""From the worlds of a field to its state: its machine is run in each, for each choice of what ties."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import product

import attrs

from oracle import amounts, memberships, scalars
from oracle.answers import Answer
from oracle.books import Field
from oracle.listening import Part, act
from oracle.machines import MACHINES, Act, Outcome
from oracle.outcomes import Case, Outcomes
from oracle.placements import TooManyError, World

MANY = 20000
"""More outcomes than this of one field are too many for a test."""
IN_ORDER = ("latest", "status", "first", "span", "set", "map")
"""The reducers to which the order of what has occurred makes a difference."""
Worlds = Callable[[Collection[str]], Sequence[World]]
SHAPES: Mapping[str, Callable[[Field, Outcomes], Answer]] = {
    "latest": scalars.scalar,
    "status": scalars.scalar,
    "first": scalars.scalar,
    "span": scalars.scalar,
    "sum": amounts.amounts,
    "count": amounts.amounts,
    "least": amounts.amounts,
    "greatest": amounts.amounts,
    "median": amounts.amounts,
    "collect": memberships.items,
}


def derived(field: Field, own: Mapping[str, Part], found: Worlds, order: Sequence[str]) -> Answer:
    """Return the state that a field's outcomes in all worlds make.

    Args:
        found: the worlds as some developments alone tell them apart.
        order: all that is visible, in world order.
    """
    own = dict(sorted(own.items(), key=lambda each: order.index(each[0])))
    options = {name: _options(field, each) for name, each in own.items()}
    if field.reduce not in ("set", "map"):
        outcomes = _outcomes(field, own, options, found, order)
        return _against(SHAPES[field.reduce](field, outcomes), list(outcomes))
    # What becomes of one member hangs on those alone that may name it.
    by_member: dict[str, dict[str, list[Act]]] = {}
    for name, acts in options.items():
        for member in {put.name for each in acts for put in each.carries}:
            by_member.setdefault(member, {})[name] = [_naming(each, member) for each in acts]
    members = {
        member: _outcomes(field, own, some, found, order) for member, some in sorted(by_member.items())
    }
    shape = memberships.members if field.reduce == "set" else memberships.rows
    return _against_any(shape(members), [list(each) for each in members.values()])


def _outcomes(
    field: Field,
    own: Mapping[str, Part],
    options: Mapping[str, Sequence[Act]],
    found: Worlds,
    order: Sequence[str],
) -> Outcomes:
    seen = found(list(options))
    choices = [dict(zip(options, picked, strict=True)) for picked in product(*options.values())]
    if len(choices) * len(seen) > MANY:
        raise TooManyError
    machine = MACHINES[field.reduce]
    cases = [Case(acts, tuple(seen), tuple(machine(world, acts) for world in seen)) for acts in choices]
    return Outcomes(tuple(cases), own, tuple(order))


def _against(answer: Answer, outcomes: Sequence[Outcome]) -> Answer:
    """Return an answer with the observations that contradict it, in every world or in some."""
    every = frozenset.intersection(*(each.against for each in outcomes))
    some = frozenset[str]().union(*(each.against | each.was_against for each in outcomes))
    resting = frozenset(name for each in outcomes for name in each.rests_on)
    return attrs.evolve(answer, against=every, maybe_against=some - every, resting=resting)


def _against_any(answer: Answer, members: Sequence[Sequence[Outcome]]) -> Answer:
    found = [_against(answer, each) for each in members]
    against = frozenset[str]().union(*(each.against for each in found))
    maybe = frozenset[str]().union(*(each.maybe_against for each in found))
    return attrs.evolve(answer, against=against, maybe_against=maybe)


def _naming(act: Act, member: str) -> Act:
    return attrs.evolve(act, carries=[put for put in act.carries if put.name == member])


def _options(field: Field, part: Part) -> list[Act]:
    """Return what a development does, in every way that ties allow."""
    acts = [act(field, part, choice) for choice in part.choices()]
    return [_collected(acts)] if field.reduce == "collect" else acts


def _collected(acts: Sequence[Act]) -> Act:
    """Return what is collected of one development: null where a tie would give one thing or another."""
    carries = {
        key: value if all(each.carries[key] == value for each in acts) else None
        for key, value in acts[0].carries.items()
    }
    return Act(acts[0].role, carries, acts[0].accounts.union(*(each.accounts for each in acts)))
