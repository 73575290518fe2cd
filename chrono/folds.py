"""Stage 2 of one field: the fold over what is visible, in every placement and under every open question.

A development whose denial ties with its accounts may or may not have occurred: both are folded. What
another group's date or the other side of a denial would change is disputed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

import attrs

from chrono.accounts import DEFAULT_POLICY, Account, Group, Policy, plain
from chrono.developments import PLANNED, Development
from chrono.fields import Field
from chrono.jsontext import jsontext
from chrono.projections import Projection
from chrono.readings import Reader
from chrono.reducers import amounts, collections, points, spans
from chrono.reducers.items import Feed, Item, items
from chrono.states import Alternative, FieldState, alternative
from chrono.times import When
from chrono.worlds import Frame, Node, Place, frame, node, placed

Fold = Callable[[Feed], FieldState]
MOST_OPEN = 6
"""How many developments whose occurrence ties are folded in every combination; beyond it one by one."""


@attrs.define(eq=False)
class Fielder:
    """Folds the fields of one projection over one set of developments, up to one time."""

    projection: Projection
    developments: Sequence[Development]
    """Those that stand under the key."""
    linked: Sequence[Development]
    """Others that links join them to."""
    until: int
    reader: Reader
    bases: dict[Policy, list[Frame]] = attrs.field(factory=dict)

    def state(self, field: Field) -> FieldState:
        """Return the state of one field."""
        policy = self.policy(field)
        found = self.items(field)
        if not found:
            return _nothing(field)
        base = self._fold(field, found, self.frames(policy), policy)
        base = self._disputed(field, found, base, policy)
        return attrs.evolve(base, accounts=_accounts(found))

    def policy(self, field: Field) -> Policy:
        """Return the policy by which accounts stand in a field."""
        return field.policy or self.projection.policy or DEFAULT_POLICY

    def items(self, field: Field) -> list[Item]:
        """Return the items of a field."""
        return items(field, self.developments, self.reader, self.policy(field))

    def frames(self, policy: Policy) -> list[Frame]:
        """Return the frames in which the developments stand as their accounts do."""
        if policy not in self.bases:
            self.bases[policy] = self._frames(policy, {}, {})
        return self.bases[policy]

    def _fold(
        self, field: Field, found: Sequence[Item], frames: Sequence[Frame], policy: Policy
    ) -> FieldState:
        return FOLDS[field.reduce](Feed(field, found, frames, self.until, policy, self.reader))

    def _frames(self, policy: Policy, dates: Mapping[Node, When], sides: Mapping[Node, bool]) -> list[Frame]:
        """Return the frames in which the developments may stand: one, but for ties with a denial."""
        everyone = [*self.developments, *self.linked]
        occurs = {node(each): sides.get(node(each), each.occurrence(policy)) for each in everyone}
        places = {}
        for each in everyone:
            name = node(each)
            if occurs[name] is not False:
                when = dates.get(name)
                places[name] = (
                    placed(each, policy) if when is None else Place(when.earliest, when.latest, when.end)
                )
        maybe = [name for name, side in occurs.items() if side is None]
        return [
            frame(everyone, {name: place for name, place in places.items() if name not in absent})
            for absent in _subsets(maybe)
        ]

    def _disputed(self, field: Field, found: Sequence[Item], base: FieldState, policy: Policy) -> FieldState:
        """Return the state with what another date or the other side of a denial would make of it."""
        others: list[Alternative] = []
        contested = False
        own = {each.node: each.development for each in found}
        for each in self._open(own, policy):
            name = node(each)
            for side in (True, False) if each.denials else ():
                changed = self._fold(field, found, self._frames(policy, {}, {name: side}), policy)
                if changed.verdict != base.verdict:
                    contested = True
                    who = each.accounts if side else each.denials
                    others.append(alternative(_shown(changed), who))
            for group in _other_dates(each, policy):
                dates = {name: group.value}
                changed = self._fold(field, found, self._frames(policy, dates, {}), policy)  # type: ignore[arg-type]
                if changed.verdict != base.verdict:
                    contested = True
                    others.append(alternative(_shown(changed), group.accounts))
        if not contested:
            return base
        own_value = base.alternatives or (alternative(_shown(base), _resting(found, base)),)
        known = {jsontext(each.value) for each in own_value}
        fresh = [each for each in others if jsontext(each.value) not in known]
        return attrs.evolve(base, disputed=True, alternatives=(*own_value, *fresh))

    def _open(self, own: Mapping[Node, Development], policy: Policy) -> list[Development]:
        """Return the developments with a disputed date or a denial that can touch the field."""
        return [
            each
            for each in (*own.values(), *self._neighbours(own))
            if each.denials
            or (each.modality != PLANNED and len(each.accounts) > 1 and each.dating(policy).disputed)
        ]

    def _neighbours(self, own: Mapping[Node, Development]) -> list[Development]:
        if not any(each.after for each in (*self.developments, *self.linked)):
            return []
        return [each for each in (*self.developments, *self.linked) if node(each) not in own]


def _subsets(maybe: Sequence[Node]) -> Iterable[frozenset[Node]]:
    if len(maybe) > MOST_OPEN:
        return [frozenset(), frozenset(maybe), *(frozenset((each,)) for each in maybe)]
    return [frozenset(some) for size in range(len(maybe) + 1) for some in combinations(maybe, size)]


def _other_dates(each: Development, policy: Policy) -> Sequence[Group]:
    if each.modality == PLANNED or len(each.accounts) == 1:
        return ()
    dating = each.dating(policy)
    return dating.groups if dating.tied else dating.groups[1:]


def _shown(state: FieldState) -> object:
    """Return what stands for a whole state among alternatives: its value, or all that is possible."""
    if state.certainty == "possible" and state.value is None:
        return {"possible": plain(state.possible)} if isinstance(state.possible, tuple) else state.possible
    return state.value


def _resting(found: Sequence[Item], base: FieldState) -> list[Account]:
    return [
        account for each in found for account in each.development.accounts if account.report in base.reports
    ]


def _accounts(found: Sequence[Item]) -> tuple[Account, ...]:
    unique = {account.position: account for each in found for account in each.development.accounts}
    return tuple(unique[position] for position in sorted(unique))


def _nothing(field: Field) -> FieldState:
    """Return the state of a field on which nothing visible bears at any time."""
    if field.reduce == "status":
        return FieldState(value=field.initial)
    if field.reduce == "map":
        return FieldState(members=(), possible={})
    return FieldState(members=() if field.reduce in ("set", "collect") else None)


FOLDS: dict[str, Fold] = {
    "collect": collections.collect,
    "latest": points.latest,
    "status": points.latest,
    "first": points.first,
    "set": collections.members,
    "map": collections.rows,
    "span": spans.span,
    "count": amounts.count,
    "sum": amounts.added,
    "least": amounts.least,
    "greatest": amounts.greatest,
}
"""The reducers by name."""
