"""From the worlds of a field to its state: its machine is run in each, for each choice of what ties."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import attrs

from oracle.answers import Answer, Tie, amounts, items, members, rows, scalar
from oracle.books import Field
from oracle.developments import Group
from oracle.listening import Part, act
from oracle.machines import MACHINES, Act, Outcome
from oracle.placements import TooManyError, World
from oracle.values import text

MANY = 3000
"""More outcomes than this of one field are too many for a test."""
ALL = frozenset(("value", "certainty", "possible", "members", "range"))
"""All of an answer, where nothing of it is settled."""


def derived(field: Field, own: Mapping[str, Part], found: Sequence[World], order: Sequence[str]) -> Answer:
    """Return the state that a field's outcomes in all worlds make."""
    machine = MACHINES[field.reduce]

    def run(acts: Mapping[str, Act]) -> list[Outcome]:
        return [machine(world, acts) for world in found]

    if field.reduce in ("latest", "first", "status", "span", "collect"):
        outcomes = run(_acts(field, own, Tie))
        one = field.reduce != "collect"
        answer = scalar(outcomes, field.rules.get("initial"), order) if one else items(outcomes, order)
        # Does a span whose end is tied show the hull that is used, or null as other values do?
        unsettled = field.reduce == "span" and any(each.tied for each in own.values())
        return attrs.evolve(answer, rests_on=_rests_on(outcomes), open=ALL if unsettled else frozenset[str]())
    choices = list(_choices(field, own))
    if len(choices) * len(found) > MANY:
        raise TooManyError
    by_choice = [run(acts) for acts in choices]
    if field.reduce in ("set", "map"):
        outcomes = [outcome for each in by_choice for outcome in each]
        answer = (members if field.reduce == "set" else rows)(outcomes)
        tied = len(by_choice) > 1 and (field.reduce == "map" or _named(choices, answer))
        return attrs.evolve(answer, rests_on=_rests_on(outcomes), open=ALL if tied else answer.open)
    summed = field.reduce in ("sum", "count")
    rests_on = _rests_on(outcome for each in by_choice for outcome in each) if summed else frozenset[str]()
    answer = attrs.evolve(amounts(by_choice, _units(field, own), summed=summed), rests_on=rests_on)
    occurred = {frozenset(world.order) for world in found}
    if field.reduce == "median" and len(choices) == len(occurred) == 1:
        ordered = [each for each in order if each in next(iter(occurred))]
        return attrs.evolve(answer, changed_by=_last_change(machine, choices[0], ordered))
    return answer


def _last_change(
    machine: Callable[[World, Mapping[str, Act]], Outcome], acts: Mapping[str, Act], order: Sequence[str]
) -> str | None:
    """Return the last development at which the value becomes another one, as they come in world order."""
    values = [machine(World(tuple(order[:n]), tuple(order[n:])), acts).value for n in range(len(order) + 1)]
    changes = [
        name for name, before, after in zip(order, values, values[1:], strict=False) if before != after
    ]
    return changes[-1] if changes else None


def _named(choices: Sequence[Mapping[str, Act]], answer: Answer) -> bool:
    """Return whether a tie names a member that is certain by others: no text says if it is possible then."""
    certain = {text(each["value"]) for each in answer.members if each["certainty"] == "certain"}
    by_some = [
        {name for acts in choices for name, _ in acts[each].carries}
        for each in choices[0]
        if len({text(acts[each].carries) for acts in choices}) > 1
    ]
    return bool(certain & set().union(*by_some))


def _rests_on(outcomes: Iterable[Outcome]) -> frozenset[str]:
    return frozenset(each for outcome in outcomes for each in outcome.rests_on)


def _acts(field: Field, own: Mapping[str, Part], tie: type[Tie]) -> dict[str, Act]:
    """Return what each development does, a tie standing for the values that tie."""
    found = {}
    for name, each in own.items():
        chosen = [column.first[0] if column.tied == 1 else None for column in each.columns]
        found[name] = act(field, each, chosen)
        if each.tied and field.reduce != "collect":
            found[name] = Act(each.role, tie(name))
    return found


def _choices(field: Field, own: Mapping[str, Part]) -> Iterator[dict[str, Act]]:
    """Yield what each development does, in every way that ties allow."""
    options = [[(name, act(field, each, chosen)) for chosen in _chosen(each)] for name, each in own.items()]
    for picked in product(*options):
        yield dict(picked)


def _chosen(each: Part) -> Iterator[tuple[Group | None, ...]]:
    yield from product(*(column.first or (None,) for column in each.columns))


def _units(field: Field, own: Mapping[str, Part]) -> list[str | None]:
    if field.reduce == "count":
        return [None]
    units: set[Any] = {
        getattr(group.value, "unit", None) for each in own.values() for group in each.columns[0].all
    }
    return sorted(units, key=lambda unit: unit or "")
