"""What accounts differ on, and what the state would be under each group of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs

from oracle.answers import Answer, by
from oracle.developments import Group, Groups
from oracle.listening import DATE, DENIAL, Change, Part
from oracle.values import Json, to_json


@attrs.frozen(eq=False)
class Subject:
    """One thing that the accounts of a development give: a field, its date, or whether it occurred."""

    development: str
    name: str
    groups: Groups
    read: bool
    """Whether the field reads it; it may also bear on it by a link alone."""

    @property
    def stands(self) -> bool:
        """Whether what stands first, or ties for it, is not that it did not occur."""
        return any(group.value is not False for group in self.groups.first)

    @property
    def open_to_dispute(self) -> bool:
        """Whether accounts differ on it."""
        return len(self.groups.all) > 1


def disputed(answer: Answer, subjects: Sequence[Subject], evaluate: Callable[[Change], Answer]) -> Answer:
    """Return an answer with whether it is disputed, and what it would be under each group.

    Each subject that makes it so gives all its groups; where two readings differ on that, it is doubtful.
    Their order is open where no text gives it: of spans that begin alike, equal in policy (no text says
    which of its ends the upper bound of a span is); of a date, a denial and a field of one development.
    """
    alternatives: list[Mapping[str, Json]] = []
    unsettled = open_order = False
    naming: dict[str, list[str]] = {}
    for each in subjects:
        if not each.open_to_dispute:
            continue
        under = [(group, evaluate(Change(each.development, each.name, group))) for group in each.groups.all]
        # Where none ties, the first group gives the answer as it stands.
        changes = {other.differs(answer) for _, other in under[1 if each.groups.tied == 1 else 0 :]}
        # Does what bears on the field by a link alone make it disputed?
        unsettled |= None in changes or (True in changes and not each.read)
        if True in changes and each.read:
            alternatives += [_alternative(group, other) for group, other in under]
            open_order |= each.groups.open_order
            naming.setdefault(each.development, []).append(each.name)
    # What did not occur has no place in world order.
    absent = {each.development for each in subjects if each.name == DENIAL and not each.stands}
    found = attrs.evolve(
        answer,
        disputed=bool(alternatives),
        alternatives=alternatives,
        # Where among the fields do a date and a denial stand, and which of them first where they tie?
        ordered=not open_order
        and len(absent & set(naming)) < 2
        and all(len(names) == 1 or not {DATE, DENIAL} & set(names) for names in naming.values()),
    )
    if answer.against:
        # How the observation looks among the others is not fixed.
        return attrs.evolve(found, disputed=True, open=found.open | {"alternatives"})
    if answer.maybe_against:
        left_open = {"alternatives"} | (set() if found.disputed else {"disputed"})
        return attrs.evolve(found, open=found.open | left_open)
    if unsettled:
        return attrs.evolve(found, doubtful=found.doubtful | {"disputed", "alternatives"})
    return found


def _alternative(group: Group, under: Answer) -> Mapping[str, Json]:
    kept = ("value", "certainty", "possible", "range")
    shown = {key: value for key, value in under.shown().items() if key in kept}
    return {**shown, **by(group.accounts)}


def in_other_units(own: Sequence[Part], answer: Answer) -> Answer:
    """Return an answer with the groups in units that were not taken, of the developments it rests on."""
    every = {
        each.id: [
            {"value": to_json(group.value), "development": each.development.name, **by(group.accounts)}
            for groups in each.read.values()
            for group in groups.others
        ]
        for each in own
    }
    found = [one for name, some in every.items() if name in answer.resting for one in some]
    # Those of developments on which the value does not rest may stand there too.
    doubtful = (
        {"other_units"} if len(found) < len([one for some in every.values() for one in some]) else set()
    )
    return attrs.evolve(answer, other_units=found, doubtful=answer.doubtful | doubtful)
