"""From what a field is in each world to its state: value, certainty, possible values, range, members."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from chrono.values import quantities
from chrono.values.quantities import Quantity
from oracle.figures import ranges
from oracle.machines import NOTHING, UNKNOWN, Outcome
from oracle.values import WILD, Json, text

NONE = {"unknown": True}


@attrs.frozen(kw_only=True)
class Answer:
    """The state of a field; `open` names the keys that no text settles here."""

    value: Json = None
    certainty: str = "certain"
    possible: Any = attrs.field(factory=list)
    range: Json = None
    members: Any = None
    disputed: bool | None = False
    reports: tuple[str, ...] | None = None
    since: str | None = None
    changed_by: str | None = None
    """Of a median: the development that changed its value last, where one set of them has occurred."""
    rests_on: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()

    def differs(self, other: Answer) -> bool | None:
        """Return whether value, possible values or certainty are others; None where no text says."""
        unsettled = self.open | other.open
        for key in ("value", "certainty", "possible", "range"):
            ours, theirs = getattr(self, key), getattr(other, key)
            if key == "range":
                ours, theirs = ranges(ours), ranges(theirs)
            if key not in unsettled and _bag(ours) != _bag(theirs):
                if WILD not in _bag([ours, theirs]):
                    return True
                unsettled |= {key}  # what is spelt otherwise may be the same
        # A member of whom it is unknown is neither a value nor a possible one.
        return None if unsettled or _bag(self.members) != _bag(other.members) else False


def _bag(value: Json) -> str:
    """Return the text of a value; order is for display alone."""
    if isinstance(value, dict):
        return text({key: _bag(each) for key, each in value.items()})
    return text(sorted(map(text, value))) if isinstance(value, list) else text(value)


@attrs.frozen
class Tie:
    """The value of a development whose accounts tie."""

    of: str


def scalar(outcomes: Sequence[Outcome], initial: Json, order: Sequence[str]) -> Answer:
    """Return the state of a field with one value."""
    found: dict[str, tuple[tuple[int, ...], Json]] = {}
    ties: set[str] = set()
    for outcome in outcomes:
        value, rank = outcome.value, tuple(order.index(each) for each in outcome.rests_on)
        if tied := _tied(value):
            ties.add(tied)
            continue
        shown, rank = {UNKNOWN: (NONE, (-2,)), NOTHING: (initial, (-1,))}.get(
            value if isinstance(value, str) and not outcome.rests_on else "", (value, rank)
        )
        known = found.get(text(shown))
        found[text(shown)] = (min(rank, known[0]) if known else rank, shown)
    if len(found) + len(ties) == 1:
        only = next(iter(found.values()))[1] if found else None
        if only == NONE:
            return Answer(certainty="unknown")
        return Answer(value=only)
    return Answer(
        certainty="possible",
        possible=[shown for _, shown in sorted(found.values(), key=lambda each: each[0])],
    )


def _tied(value: object) -> str | None:
    if isinstance(value, Tie):
        return value.of
    if isinstance(value, dict):
        ties = [each.of for each in value.values() if isinstance(each, Tie)]
        return text([[name, _tied(each) or each] for name, each in value.items()]) if ties else None
    return None


def amounts(by_choice: Sequence[Sequence[Outcome]], units: Sequence[str | None], *, summed: bool) -> Answer:
    """Return the state of a field of amounts or counts: a list of outcomes for each choice of ties."""
    values = [{_figures(outcome.value, summed=summed) for outcome in outcomes} for outcomes in by_choice]
    every = [outcome.value for outcomes in by_choice for outcome in outcomes]
    certain = all(len(each) == 1 for each in values)
    one = len(set().union(*values)) == 1
    ranges = {unit: bounds for unit in units if (bounds := _range(every, unit, summed=summed))}
    shown = list(ranges.values())
    tied = len(by_choice) > 1
    return Answer(
        value=_amount(every[0], units, summed=summed) if one else None,
        open=frozenset(("value",)) if one and tied else frozenset(),
        certainty="certain" if certain else "possible",
        range=shown[0] if len(shown) == 1 else shown or None,
    )


def _figures(value: Mapping[str | None, Quantity], *, summed: bool) -> str:
    """Return the text of amounts by unit; a sum of zero is none."""
    counted = [(unit, q) for unit, q in value.items() if not (summed and q.least == q.most == 0)]
    return text(sorted([unit or "", str(q.least), str(q.most)] for unit, q in counted))


def _range(
    every: Sequence[Mapping[str | None, Quantity]], unit: str | None, *, summed: bool
) -> list[Json] | None:
    zero = quantities.zero(unit)
    some = [each.get(unit, zero) for each in every if summed or unit in each]
    if not some:
        return None
    lows, highs = [each.least for each in some], [each.most for each in some]
    low = None if None in lows else min(each for each in lows if each is not None)
    high = None if None in highs else max(each for each in highs if each is not None)
    return [
        None if each is None else quantities.to_json(Quantity(least=each, most=each, amount=each, unit=unit))
        for each in (low, high)
    ]


def _amount(value: Mapping[str | None, Quantity], units: Sequence[str | None], *, summed: bool) -> Json:
    shown = [quantities.to_json(value[unit]) for unit in units if unit in value]
    if not shown:
        return quantities.to_json(quantities.zero(None)) if summed else None
    return shown[0] if len(shown) == 1 else shown


def members(outcomes: Sequence[Outcome]) -> Answer:
    """Return the state of a set."""
    states = _states(outcomes)
    shown = {name: _value(name, some) for name, some in states.items()}
    found = {name: _certainty(some) for name, some in states.items()}
    value = [shown[name] for name in sorted(found) if found[name] == "certain" and states[name] != [None]]
    possible = [shown[name] for name in sorted(found) if found[name] == "possible"]
    listed = [
        {"value": shown[name], "certainty": certainty}
        for name, certainty in sorted(found.items())
        if states[name] != [None]
    ]
    return _of_members(value, possible, listed, found, states)


def rows(outcomes: Sequence[Outcome]) -> Answer:
    """Return the state of a map."""
    states = _states(outcomes)
    found = {name: _certainty(some) for name, some in states.items()}
    value = {
        name: some[0][0] for name, some in states.items() if found[name] == "certain" and some[0] is not None
    }
    possible = {
        name: sorted((None if each is None else each[0] for each in some if each != UNKNOWN), key=text)
        for name, some in states.items()
        if found[name] == "possible"
    }
    listed = [
        {"key": name, "value": None if each == UNKNOWN else each[0], "certainty": found[name]}
        for name, some in sorted(states.items())
        for each in sorted(some, key=text)
        if each is not None
    ]
    return _of_members(value, possible, listed, found, states)


def _value(name: str, some: Sequence[Any]) -> Json:
    """Return the value of a member; one that is never in carries none, but its name is its JSON text."""
    return next((each[0] for each in some if each is not None and each != UNKNOWN), json.loads(name))


def _states(outcomes: Sequence[Outcome]) -> dict[str, list[Any]]:
    """Return every state each member has in some world: [its value] boxed, None for absent, or UNKNOWN."""
    names = {name: None for outcome in outcomes for name in outcome.value}
    found: dict[str, list[Any]] = {}
    for name in names:
        some = {}
        for outcome in outcomes:
            held = outcome.value.get(name, NOTHING) if name in outcome.value else NOTHING
            state = None if held == NOTHING else held if held == UNKNOWN else [held]
            some[text(state)] = state
        found[name] = list(some.values())
    return found


def _certainty(some: Sequence[Any]) -> str:
    if len(some) == 1:
        return "unknown" if some[0] == UNKNOWN else "certain"
    return "possible" if any(each is not None and each != UNKNOWN for each in some) else "partly"


def _of_members(
    value: Json,
    possible: Json,
    listed: Sequence[Json],
    found: Mapping[str, str],
    states: Mapping[str, list[Any]],
) -> Answer:
    certainty = next((each for each in ("possible", "unknown") if each in found.values()), "certain")
    partly = any(UNKNOWN in some and len(some) > 1 for some in states.values())
    return Answer(
        value=value,
        possible=possible,
        members=listed,
        certainty="possible" if partly else certainty,
        open=frozenset(("possible", "members", "certainty")) if partly else frozenset(),
    )


def items(outcomes: Sequence[Outcome], order: Sequence[str]) -> Answer:
    """Return the state of what is collected."""
    shown = {each: item for outcome in outcomes for each, item in outcome.value}
    always = [each for each in order if all(each in outcome.rests_on for outcome in outcomes)]
    sometimes = [each for each in order if each in shown and each not in always]
    listed = [
        {"value": shown[each], "certainty": certainty}
        for some, certainty in ((always, "certain"), (sometimes, "possible"))
        for each in some
    ]
    return Answer(
        value=[shown[each] for each in always],
        possible=[shown[each] for each in sometimes],
        certainty="possible" if sometimes else "certain",
        members=listed,
    )
