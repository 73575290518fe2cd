"""Folds one field over what is visible, in every placement of the dates and under every open question.

A development whose denial ties with its accounts may or may not have occurred: both are folded. What
another group's date or the other side of a denial would change is disputed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import attrs

from chrono.fold.beginnings import begun, ended
from chrono.fold.confirmations import confirmation
from chrono.fold.readings import Reader
from chrono.fold.reducers.items import FieldInput, Item
from chrono.fold.reducers.table import reducer_of
from chrono.fold.relevance import Relevance
from chrono.fold.states import FieldState, alternative
from chrono.fold.worlds import Frame, Node, Place, frame, node, placed
from chrono.model.fields import Field, names_read, reads_dates
from chrono.model.policy import DEFAULT_POLICY, Policy
from chrono.model.projection import Projection
from chrono.resolve.accounts import Account, Group, Reading
from chrono.resolve.developments import PLANNED, Development
from chrono.values.canonical_json import jsontext
from chrono.values.shapes import plain
from chrono.values.times import When

Variation = tuple[Sequence[Item], Mapping[Node, When], Mapping[Node, bool], Sequence[Account]]
"""The items that matter, other dates, other sides of a denial, and the accounts that stand for them."""
MOST_OPEN = 6
"""How many developments whose occurrence ties are folded in every combination; beyond it one by one."""


@attrs.define(eq=False, repr=False)
class FieldFold:
    """Folds the fields of one projection over one set of developments, up to one time."""

    projection: Projection
    developments: Sequence[Development]
    """Those that stand under the key."""
    linked: Sequence[Development]
    """Others that links join them to."""
    until: int
    reader: Reader
    bases: dict[Policy, list[Frame]] = attrs.field(factory=dict)
    found: dict[str, list[Item]] = attrs.field(factory=dict)
    """The items of each field, by its name: the same at any time."""
    others: dict[object, list[Frame]] = attrs.field(factory=dict)
    """The frames of what could stand otherwise, where links make them costly: the same at any time."""

    def state(self, field: Field) -> FieldState:
        """Return the state of one field."""
        policy = self.policy(field)
        found = self.items(field)
        if not found:
            return _nothing(field)
        base = self.bare_state(field)
        last = confirmation(reducer_of(field), base, found, self.frames(policy)[0], self.until)
        return attrs.evolve(
            base,
            accounts=self._accounts(field, found),
            confirmed=last,
            begun=begun(found, self.frames(policy), self.until),
            ended=ended(found, base, self.frames(policy)[0], self.until),
        )

    def bare_state(self, field: Field) -> FieldState:
        """Return the state of one field without its accounts, and without when it was confirmed."""
        policy = self.policy(field)
        found = self.items(field)
        if not found:
            return _nothing(field)
        base = self._fold(field, found, self.frames(policy), policy)
        return self._disputed(field, found, base, policy)

    def _accounts(self, field: Field, found: Sequence[Item]) -> tuple[tuple[Account, object], ...]:
        """Return every account of the field's developments, with what it gives, in log order."""
        policy = self.policy(field)
        read: dict[int, tuple[Account, object]] = {}
        for item in found:
            for account in item.development.accounts:
                if account.position not in read:
                    value = self._given(field, item, account, policy)
                    read[account.position] = (account, value)
        return tuple(read[position] for position in sorted(read))

    def _given(self, field: Field, item: Item, account: Account, policy: Policy) -> object:
        if reducer_of(field).takes_columns:
            return {each: self.reader.said(item.development, account, each, policy) for each in field.columns}
        picks = field.roles[item.role]
        pick = picks.get(account.kind) or next(
            picks[kind] for kind in item.development.kinds if kind in picks
        )
        return self.reader.said(item.development, account, pick, policy)

    def policy(self, field: Field) -> Policy:
        """Return the policy by which accounts stand in a field."""
        return field.policy or self.projection.policy or DEFAULT_POLICY

    def items(self, field: Field) -> list[Item]:
        """Return the items of a field."""
        if field.name not in self.found:
            self.found[field.name] = self._items(field, self.developments)
        return self.found[field.name]

    def _items(self, field: Field, developments: Iterable[Development]) -> list[Item]:
        return reducer_of(field).items(field, developments, self.reader, self.policy(field))

    def frames(self, policy: Policy) -> list[Frame]:
        """Return the frames in which the developments stand as their accounts do."""
        if policy not in self.bases:
            self.bases[policy] = self._frames(policy, {}, {})
        return self.bases[policy]

    def _fold(
        self, field: Field, found: Sequence[Item], frames: Sequence[Frame], policy: Policy
    ) -> FieldState:
        given = FieldInput(field, found, frames, self.until, policy, self.reader)
        return reducer_of(field).fold(given)

    def _frames(self, policy: Policy, dates: Mapping[Node, When], sides: Mapping[Node, bool]) -> list[Frame]:
        """Return the frames in which the developments may stand: one, but for ties with a denial."""
        quick = self._moved(policy, dates, sides)
        if quick is not None:
            return quick
        key = (policy, tuple(dates.items()), tuple(sides.items()))
        if key not in self.others:
            made = self._made(policy, dates, sides)
            if not any(each.linked for each in made):
                return made
            self.others[key] = made
        return self.others[key]

    def _made(self, policy: Policy, dates: Mapping[Node, When], sides: Mapping[Node, bool]) -> list[Frame]:
        everyone = [*self.developments, *self.linked]
        places = {each.node: placed(each, policy) for each in everyone}
        places.update((name, Place(when.earliest, when.latest, when.end)) for name, when in dates.items())
        maybe: list[Node] = []
        for each in everyone:
            if each.denials:
                side = sides.get(node(each), each.occurrence(policy))
                if side is None:
                    maybe.append(node(each))
                elif not side:
                    del places[node(each)]
        return [
            frame(everyone, {name: place for name, place in places.items() if name not in absent})
            for absent in _subsets(maybe)
        ]

    def _moved(
        self, policy: Policy, dates: Mapping[Node, When], sides: Mapping[Node, bool]
    ) -> list[Frame] | None:
        """Return the frames with one development elsewhere where that is all that changes, else None."""
        bases = self.bases.get(policy, ())
        if len(bases) != 1 or len(dates) + len(sides) != 1:
            return None
        for name, when in dates.items():
            if name in bases[0].places:
                found = bases[0].moved(name, Place(when.earliest, when.latest, when.end))
                return None if found is None else [found]
        return None

    def _disputed(self, field: Field, found: Sequence[Item], base: FieldState, policy: Policy) -> FieldState:
        """Return the state with what another date or the other side of a denial would make of it."""
        others = [
            alternative(_shown(changed), accounts)
            for near, dates, sides, accounts in self._variations(field, found, policy)
            if (changed := self._fold(field, near, self._frames(policy, dates, sides), policy)).verdict
            != base.verdict
        ]
        if not others:
            return base
        own = base.alternatives or (alternative(_shown(base), _resting(found, base)),)
        known = {jsontext(each.value) for each in own}
        # In a set or map the groups of a member are alternatives already: each is listed once.
        given = {each.reports for each in own} if reducer_of(field).slotted else set()
        fresh = [e for e in others if jsontext(e.value) not in known and e.reports not in given]
        fresh.sort(key=lambda e: (jsontext(e.value), sorted(e.reports)))
        return attrs.evolve(base, disputed=True, alternatives=(*own, *fresh))

    def _variations(self, field: Field, found: Sequence[Item], policy: Policy) -> Iterator[Variation]:
        """Yield what could stand otherwise, each with the accounts that say so, if it can matter."""
        frames = self.frames(policy)
        plain_world = len(frames) == 1 and not frames[0].linked and not self._linking()
        dated = reads_dates(field)
        reducer = reducer_of(field)
        relevance = Relevance(reducer, found, frames[0], self.until) if plain_world else None
        for each in self._open({item.node: item.development for item in found}, policy):
            name = node(each)
            place = placed(each, policy)
            near = found if relevance is None else relevance.near(name)
            if each.denials and not (relevance and relevance.untouched(name, (place, None))):
                yield near, {}, {name: True}, each.accounts
                yield near, {}, {name: False}, each.denials
            for group in _other_dates(each, policy):
                when = group.value
                if not isinstance(when, When):
                    continue
                there = Place(when.earliest, when.latest, when.end)
                if relevance is None or not relevance.untouched(name, (place, there)):
                    items_then = (
                        self._instead(field, near, each, _dated(each, group, policy)) if dated else near
                    )
                    yield items_then, {name: when}, {}, group.accounts
        if reducer.slotted:
            for other, group in self._other_values(field, found, policy):
                yield self._instead(field, found, other[0], other[1]), {}, {}, group.accounts

    def _instead(
        self, field: Field, found: Sequence[Item], each: Development, other: Development
    ) -> list[Item]:
        """Return the items of a field with one development as it would be read otherwise."""
        kept = [item for item in found if item.node != node(each)]
        if len(kept) == len(found):  # it is only linked to what stands under the key
            return kept
        return kept + self._items(field, [other])

    def _other_values(
        self, field: Field, found: Sequence[Item], policy: Policy
    ) -> Iterator[tuple[tuple[Development, Development], Group]]:
        """Yield each development as it would be if another group of accounts were right, and that group."""
        for each in {item.node: item.development for item in found}.values():
            if len(each.accounts) == 1:
                continue
            for name in names_read(field, each.kinds):
                reading = self.reader.field(each, name, policy)
                if reading is None or not reading.disputed:
                    continue
                for group in reading.groups:
                    against = {a.position for o in reading.groups if o is not group for a in o.accounts}
                    accounts = tuple(a for a in each.accounts if a.position not in against)
                    yield (each, Development(each.name, each.modality, accounts, each.denials)), group

    def _linking(self) -> bool:
        return any(each.after for each in (*self.developments, *self.linked))

    def _open(self, own: Mapping[Node, Development], policy: Policy) -> list[Development]:
        """Return the developments with a disputed date or a denial that can touch the field."""
        return [
            each
            for each in (*own.values(), *self._neighbours(own))
            if each.denials
            or (each.modality != PLANNED and len(each.accounts) > 1 and each.dating(policy).disputed)
        ]

    def _neighbours(self, own: Mapping[Node, Development]) -> list[Development]:
        if not self._linking():
            return []
        return [each for each in (*self.developments, *self.linked) if node(each) not in own]


def _dated(each: Development, group: Group, policy: Policy) -> Development:
    """Return a development as it would be dated if one group of accounts were right."""
    other = Development(each.name, each.modality, each.accounts, each.denials)
    other.cache["dating", policy] = Reading((group,))
    return other


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


def _nothing(field: Field) -> FieldState:
    """Return the state of a field on which nothing visible bears at any time."""
    return attrs.evolve(reducer_of(field).empty, value=field.initial)
