"""Fields of amounts and counts: their value by unit, and the range over all worlds and ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from chrono.values import quantities
from chrono.values.quantities import Quantity
from oracle.answers import RESTING, Answer
from oracle.books import Field
from oracle.machines import MACHINES
from oracle.outcomes import Outcomes
from oracle.placements import World
from oracle.values import OPEN, Json, text

EXTREMES = ("least", "greatest")
ByUnit = Mapping[str | None, Quantity]


def amounts(field: Field, found: Outcomes) -> Answer:
    """Return the state of a field of amounts or counts."""
    summed = field.reduce in ("sum", "count")
    by_case = [{_figures(each.value, summed=summed) for each in case.outcomes} for case in found.cases]
    certain = [len(each) == 1 for each in by_case]
    every = [outcome.value for outcome in found]
    units = _units(field, found)
    shown = [bounds for unit in units if (bounds := _range(every, unit, summed=summed))]
    answer = Answer(
        value=_amount(every[0], summed=summed) if len(set().union(*by_case)) == 1 else None,
        certainty="certain" if all(certain) else "possible",
        range=shown[0] if len(shown) == 1 else shown or None,
        doubtful=_doubtful(field, found, certain, units),
    )
    return _resting(field, answer, found)


def _units(field: Field, found: Outcomes) -> list[str | None]:
    """Return the units of what can have occurred; where nothing can, those of all that is heard."""
    if field.reduce == "count":
        return [None]
    occurred = {unit for outcome in found for unit in outcome.value}
    heard = {each.carries.unit for case in found.cases for each in case.acts.values()}
    return sorted(occurred or heard, key=lambda unit: unit or "")


def _doubtful(
    field: Field, found: Outcomes, certain: Sequence[bool], units: Sequence[str | None]
) -> frozenset[str]:
    """Return what may be read in two ways."""
    keys = set()
    if any(certain) and not all(certain):
        keys.add("certainty")  # only some of the groups that tie make it certain
    if len(units) > 1 and not any(each.value for each in found):
        keys.add("range")  # no text says of which unit the zero is
    if field.reduce in ("sum", "least", "greatest"):
        amounts = [each.carries for case in found.cases for each in case.acts.values()]
        if any(each.about or each.exclusive_least or each.exclusive_most for each in amounts):
            keys.add("value")  # no text says what becomes of the flags
    return frozenset(keys)


def _figures(value: ByUnit, *, summed: bool) -> str:
    """Return the text of amounts by unit; a sum of zero is none."""
    counted = [(unit, q) for unit, q in value.items() if not (summed and q.least == q.most == 0)]
    return text(sorted([unit or "", str(q.least), str(q.most)] for unit, q in counted))


def _range(every: Sequence[ByUnit], unit: str | None, *, summed: bool) -> list[Json] | None:
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


def _amount(value: ByUnit, *, summed: bool) -> Json:
    shown = [quantities.to_json(value[unit]) for unit in sorted(value, key=lambda unit: unit or "")]
    if not shown:
        return quantities.to_json(quantities.zero(None)) if summed else None
    return shown[0] if len(shown) == 1 else shown


def _resting(field: Field, answer: Answer, found: Outcomes) -> Answer:
    """Return an answer with since and reports, as far as the text says on what an amount rests."""
    taking_part = {name for each in found for name in each.rests_on}
    resting = _surpassing(field, found) if field.reduce in EXTREMES else taking_part
    undefined = taking_part and field.reduce == "median"
    open_keys = RESTING if undefined or found.chosen(taking_part) else frozenset[str]()
    answer = attrs.evolve(answer, accounts=found.accounts(resting), open=open_keys)
    return found.since(answer, _last_change(field, found) if taking_part else None)


def _surpassing(field: Field, found: Outcomes) -> set[str]:
    """Return the developments whose amount is the extreme of its unit, or may be, in some world."""
    turn = 1 if field.reduce == "greatest" else -1
    resting = set()
    for case in found.cases:
        for outcome in case.outcomes:
            ends = {name: _ends(case.acts[name].carries, turn) for name in outcome.rests_on}
            for name, (_, high) in ends.items():
                unit = case.acts[name].carries.unit
                alike = [low for one, (low, _) in ends.items() if case.acts[one].carries.unit == unit]
                resting |= {name} if high >= max(alike) else set()
    return resting


def _ends(amount: Quantity, turn: int) -> tuple[float, float]:
    low = float("-inf") if amount.least is None else float(amount.least)
    high = float("inf") if amount.most is None else float(amount.most)
    return (low, high) if turn > 0 else (-high, -low)


def _last_change(field: Field, found: Outcomes) -> str | None:
    """Return the last development that changed the value, as they came in world order."""
    occurred = {frozenset(world.order) for case in found.cases for world in case.worlds}
    if found.tied or len(occurred) > 1:
        return OPEN
    order = [each for each in found.order if each in next(iter(occurred))]
    acts = found.cases[0].acts
    summed = field.reduce in ("sum", "count")
    values = [
        # A sum is zero before anything is added: to add nothing changes nothing.
        _figures(MACHINES[field.reduce](World(tuple(order[:n]), ()), acts).value, summed=summed)
        for n in range(len(order) + 1)
    ]
    changes = [name for name, one, other in zip(order, values, values[1:], strict=False) if one != other]
    return changes[-1] if changes else None
