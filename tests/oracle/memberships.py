"""Fields with members: sets, maps and what is collected."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from oracle.answers import RESTING, Answer, by
from oracle.books import Field
from oracle.knowledge import Account
from oracle.machines import UNKNOWN, Run
from oracle.outcomes import Outcomes
from oracle.values import OPEN, Json, text

IN_ROWS = frozenset(("other_units",))
"""What no text describes closely enough for rows and items."""
Members = Mapping[str, Outcomes]
"""The outcomes of each member, as if it were alone."""
States = Mapping[str, Sequence[Any]]
"""Every state of each member in some world: its value boxed, None for absent, or UNKNOWN."""


def members(found: Members) -> Answer:
    """Return the state of a set."""
    states = _states(found)
    certain = {name: _certainty(some) for name, some in states.items()}
    listed = [
        {
            "value": json.loads(name),
            "certainty": _shown(certain[name]),
            **_resting(name, certain[name], found[name]),
        }
        for name in states
        if states[name] != [None]
    ]
    return Answer(
        value=[json.loads(name) for name in states if certain[name] == "certain" and states[name] != [None]],
        possible=[json.loads(name) for name in states if certain[name] == "possible"],
        certainty=_of_field(certain),
        members=listed,
        accounts=_accounts(found, certain),
        doubtful=_doubtful(found, certain),
    )


def rows(found: Members) -> Answer:
    """Return the state of a map."""
    states = _states(found)
    certain = {name: _certainty(some) for name, some in states.items()}
    listed = [
        {
            "key": name,
            **({} if each == UNKNOWN else {"value": each[0]}),
            "certainty": _shown(certain[name]),
            **_resting(name, certain[name], found[name], each),
        }
        for name, some in states.items()
        for each in _listed(some)
    ]
    return Answer(
        value={
            name: some[0][0]
            for name, some in states.items()
            if certain[name] == "certain" and some[0] is not None
        },
        possible={
            name: sorted((None if each is None else each[0] for each in some if each != UNKNOWN), key=text)
            for name, some in states.items()
            if certain[name] == "possible"
        },
        certainty=_of_field(certain),
        members=listed,
        accounts=_accounts(found, certain),
        doubtful=_doubtful(found, certain),
    )


def _listed(some: Sequence[Any]) -> list[Any]:
    """Return the rows of a key that are listed; one of which nothing is known stands there but alone."""
    rows = sorted((each for each in some if each is not None and each != UNKNOWN), key=text)
    return rows or [each for each in some if each is not None]


def _states(found: Members) -> States:
    states: dict[str, list[Any]] = {}
    for name, outcomes in found.items():
        some = {}
        for outcome in outcomes:
            held = outcome.value.get(name)
            boxed = name in outcome.value and held != UNKNOWN
            state = [held] if boxed else held
            some[text(state)] = state
        states[name] = list(some.values())
    return states


def _certainty(some: Sequence[Any]) -> str:
    """Return how certain a member is; `partly` of one that is nowhere in, and unknown in some worlds only."""
    if len(some) == 1:
        return "unknown" if some[0] == UNKNOWN else "certain"
    return "possible" if any(each is not None and each != UNKNOWN for each in some) else "partly"


def _shown(certainty: str) -> str:
    return "possible" if certainty == "partly" else certainty


def _of_field(certain: Mapping[str, str]) -> str:
    found = {_shown(each) for each in certain.values()}
    return next((each for each in ("possible", "unknown") if each in found), "certain")


def _resting(name: str, certainty: str, found: Outcomes, value: object = None) -> dict[str, Json]:
    """Return on what a member rests and since when, as far as the text says it."""
    if certainty not in ("certain", "possible"):
        return {}
    runs = [
        outcome.runs[name]
        for outcome in found
        if name in outcome.runs and (value is None or [outcome.runs[name].value] == value)
    ]
    if found.chosen(run.last for run in runs):
        return {}
    accounts: frozenset[Account] = frozenset().union(*(run.accounts for run in runs))
    if certainty == "certain" and _unsettled(runs):
        return {}
    began = next(iter(runs)).began if certainty == "certain" else OPEN
    since = OPEN if began == OPEN else found.date(began)
    if began and began != OPEN:
        accounts |= _that_name(began, found)
    shown = by(accounts)
    return {
        "reports": shown["reports"],
        "sources": shown["sources"],
        **({} if since == OPEN else {"since": since}),
    }


def _that_name(began: str, found: Outcomes) -> frozenset[Account]:
    """Return the accounts of the development at which a member began that name it."""
    puts = [put for case in found.cases for put in case.acts[began].carries]
    return frozenset[Account]().union(*(put.accounts for put in puts))


def _accounts(found: Members, certain: Mapping[str, str]) -> frozenset[Account]:
    """Return the accounts of all members: those that give each, and those of its beginning."""
    accounts: set[Account] = set()
    for name, outcomes in found.items():
        runs = _runs(name, outcomes)
        accounts |= frozenset[Account]().union(*(run.accounts for run in runs))
        if certain[name] == "certain" and runs and not _unsettled(runs) and runs[0].began:
            accounts |= _that_name(runs[0].began, outcomes)
    return frozenset(accounts)


def _doubtful(found: Members, certain: Mapping[str, str]) -> frozenset[str]:
    """Return what is not closely described of rows; what all rest on, where one has several beginnings."""
    several = any(
        certain[name] == "certain" and _unsettled(_runs(name, outcomes)) for name, outcomes in found.items()
    )
    return IN_ROWS | (RESTING if several else frozenset())


def _runs(name: str, found: Outcomes) -> list[Run]:
    return [outcome.runs[name] for outcome in found if name in outcome.runs]


def _unsettled(runs: Sequence[Run]) -> bool:
    """Return whether a member began with one or another, or no text says with which."""
    beginnings = {run.began for run in runs}
    return len(beginnings) > 1 or OPEN in beginnings


def items(_: Field, found: Outcomes) -> Answer:
    """Return the state of what is collected."""
    shown = {each: item for outcome in found for each, item in outcome.value}
    always = [each for each in found.order if all(each in outcome.rests_on for outcome in found)]
    sometimes = [each for each in found.order if each in shown and each not in always]
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
        accounts=found.accounts(shown),
        doubtful=IN_ROWS,
    )
