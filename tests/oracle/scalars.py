"""Fields with one value: latest, first, status, span."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from oracle.answers import RESTING, Answer
from oracle.books import Field
from oracle.machines import NOTHING, UNKNOWN, Outcome
from oracle.outcomes import Outcomes
from oracle.values import OPEN, Json, text

NONE = {"unknown": True}
"""How `possible` says that nothing tells what held."""
LAST = (1 << 30,)


def scalar(field: Field, found: Outcomes) -> Answer:
    """Return the state of a field with one value."""
    initial = field.rules.get("initial")
    by_case = [
        {text(value): value for value in (_value(each, initial) for each in case.outcomes)}
        for case in found.cases
    ]
    if any(len(each) > 1 for each in by_case):
        # Only some of the groups that tie may make it certain.
        doubtful = frozenset(("certainty",) if any(len(each) == 1 for each in by_case) else ())
        possible = _possible(field, found, initial)
        answer = Answer(certainty="possible", possible=possible, doubtful=doubtful)
    elif all(text(NONE) in each for each in by_case):
        answer = Answer(certainty="unknown")
    else:
        every = {key: value for each in by_case for key, value in each.items()}
        answer = Answer(value=next(iter(every.values())) if len(every) == 1 else None)
    return _resting(field, answer, found)


def _value(outcome: Outcome, initial: Json) -> Json:
    if outcome.rests_on:
        return outcome.value
    return {UNKNOWN: NONE, NOTHING: initial}[outcome.value]


def _possible(field: Field, found: Outcomes, initial: Json) -> list[Json]:
    """Return the values in some world, but for those of ties: unknown, nothing yet, then in world order."""
    ranks: dict[str, tuple[tuple[int, ...], Json]] = {}
    for each in found:
        if any(found.is_tied(name) for name in each.rests_on):
            continue
        value = _value(each, initial)
        rank = _rank(field, each, found.order)
        known = ranks.get(text(value))
        ranks[text(value)] = (min(rank, known[0]) if known else rank, value)
    return [value for _, value in sorted(ranks.values(), key=lambda each: each[0])]


def _rank(field: Field, outcome: Outcome, order: Sequence[str]) -> tuple[int, ...]:
    if not outcome.rests_on:
        return (-2,) if outcome.value == UNKNOWN else (-1,)
    if field.reduce != "span":
        return tuple(order.index(each) for each in outcome.rests_on)
    start = order.index(outcome.began) if outcome.began else LAST[0]
    ended = outcome.value["end"] is not None
    return (start, order.index(outcome.rests_on[-1]) if ended else LAST[0])


def _resting(field: Field, answer: Answer, found: Outcomes) -> Answer:
    """Return an answer with since and reports, as far as all worlds say the same of them."""
    resting = {name for each in found for name in each.rests_on}
    began = _beginning(field, answer, found)
    accounts = found.accounts(resting | ({began} if began and began != OPEN else set()))
    open_keys = RESTING if found.chosen(resting) else frozenset[str]()
    if answer.certainty == "certain" and len({each.began for each in found}) > 1:
        # No text says which of several beginnings is shown.
        answer = attrs.evolve(answer, doubtful=answer.doubtful | RESTING | {"since", "since_bounds"})
    return found.since(attrs.evolve(answer, accounts=accounts, open=open_keys), began)


def _beginning(field: Field, answer: Answer, found: Outcomes) -> str | None:
    """Return the development at which the value began; of possible ones, the first that can be current."""
    if answer.certainty == "unknown":
        return None
    if answer.certainty == "possible":
        if field.reduce == "span" or any(not each.rests_on for each in found):
            return OPEN
        first = next(name for name in found.order if any(name in each.rests_on for each in found))
        # "It holds at that time, and no beginning is asserted."
        return None if found.cases[0].acts[first].role == "observe" else first
    beginnings = {each.began for each in found}
    if len(beginnings) > 1 and len({each.rests_on for each in found}) > 1:
        return OPEN
    return found.last(beginnings)
