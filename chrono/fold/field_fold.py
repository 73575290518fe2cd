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
from chrono.fold.disputes import Disputes, amounts_read
from chrono.fold.neighbourhood import Neighbourhood
from chrono.fold.readings import Reader
from chrono.fold.reducers.items import Item
from chrono.fold.reducers.table import reducer_of
from chrono.fold.rests import rests
from chrono.fold.states import Alternative, FieldState, OtherUnit, alternative
from chrono.fold.worlds import Frame, Node, Place, frame, node, placed
from chrono.model.fields import Field
from chrono.model.policy import DEFAULT_POLICY, Policy
from chrono.model.projection import Projection
from chrono.resolve.accounts import Account
from chrono.resolve.developments import Development
from chrono.values.edtf import parse
from chrono.values.shapes import plain
from chrono.values.times import DAY, bounds_text

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
    around: Neighbourhood | None = attrs.field(default=None, kw_only=True)
    """All developments, where other keys share them; `bases` and `others` are its own then."""
    _states_found: dict[str, FieldState] = attrs.field(factory=dict, init=False)

    def state(self, field: Field) -> FieldState:
        """Return the state of one field."""
        if field.name not in self._states_found:
            self._states_found[field.name] = self._state(field)
        return self._states_found[field.name]

    def _state(self, field: Field) -> FieldState:
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
        state = with_disputes(self.disputes(field, found, policy))
        return attrs.evolve(
            state,
            other_units=tuple(other_units(field, state, self.reader, policy)),
            since_bounds=since_bounds(state, self.frames(policy)),
        )

    def disputes(self, field: Field, found: Sequence[Item], policy: Policy) -> Disputes:
        """Return what accounts differ in behind a field."""
        linked = self._linking()
        own = {item.node for item in found}
        around: Iterable[Development] = ()
        if linked:
            around = self._everyone() if self.around is None else self.around.disputed(policy)
        return Disputes(
            field=field,
            policy=policy,
            reader=self.reader,
            until=self.until,
            items=found,
            frames=self.frames(policy),
            frames_with=lambda dates, sides: self._frames(policy, dates, sides),
            neighbours=[each for each in around if each.node not in own],
            linked=linked,
        )

    def _accounts(self, field: Field, found: Sequence[Item]) -> tuple[tuple[Account, object], ...]:
        """Return every account of the field's developments, with what it gives, in log order."""
        policy = self.policy(field)
        read: dict[int, tuple[Account, object]] = {}
        for item in {each.node: each for each in reversed(found)}.values():  # the first of each development
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

    def _frames(self, policy: Policy, dates: Mapping[Node, Place], sides: Mapping[Node, bool]) -> list[Frame]:
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

    def _made(self, policy: Policy, dates: Mapping[Node, Place], sides: Mapping[Node, bool]) -> list[Frame]:
        everyone = self._everyone()
        places = {each.node: placed(each, policy) for each in everyone}
        places.update(dates)
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
        self, policy: Policy, dates: Mapping[Node, Place], sides: Mapping[Node, bool]
    ) -> list[Frame] | None:
        """Return the frames with one development elsewhere where that is all that changes, else None."""
        bases = self.bases.get(policy, ())
        if len(bases) != 1 or len(dates) + len(sides) != 1:
            return None
        for name, place in dates.items():
            if name in bases[0].places:
                found = bases[0].moved(name, place)
                return None if found is None else [found]
        return None

    def _linking(self) -> bool:
        if self.around is not None:
            return self.around.linking
        return any(each.after for each in self._everyone())

    def _everyone(self) -> Sequence[Development]:
        return [*self.developments, *self.linked] if self.around is None else self.around.developments


def with_disputes(about: Disputes) -> FieldState:
    """Return the state with what each group of accounts would make of it, where one makes it another."""
    base = about.base
    sides: list[Alternative] = []
    for n, question in enumerate(about.questions()):
        states = [about.under(option, question.development) for option in question.options]
        if any(state.verdict != base.verdict for state in states):
            sides += [
                alternative(state, option.accounts, n, date=option.date, occurred=option.occurred)
                for state, option in zip(states, question.options, strict=True)
            ]
    observed = base.alternatives
    if observed:
        resting = [account for item in base.used for account in item.on if account.report in base.reports]
        observed = (alternative(base, resting, -1), *(attrs.evolve(each, question=-1) for each in observed))
    return attrs.evolve(base, disputed=bool(sides or observed), alternatives=(*sides, *observed))


def other_units(field: Field, state: FieldState, reader: Reader, policy: Policy) -> Iterator[OtherUnit]:
    """Yield the amounts in other units that accounts of what a field rests on give, each once."""
    named = reducer_of(field).takes_columns
    seen = set()
    for item in state.used:
        for name, reading in amounts_read(field, item.development, reader, policy):
            key = name if named else item.slot if state.members is not None else None
            if reading.elsewhere and (item.node, name, key) not in seen:
                seen.add((item.node, name, key))
                for group in reading.elsewhere:
                    on = rests(group.accounts)
                    yield OtherUnit(
                        value=plain(group.value),
                        development=item.development.name,
                        reports=on.reports,
                        sources=on.sources,
                        origins=on.origins,
                        key=key,
                    )


def since_bounds(state: FieldState, frames: Sequence[Frame]) -> tuple[str, str] | None:
    """Return the first and the last day since when a value can hold, where they are not those of `since`."""
    item = state.since_of
    if item is None or state.since is None:
        return None
    place = next(each.places[item.node] for each in frames if item.node in each.places)
    given = parse(state.since)
    if (given.earliest, given.latest) == (place.lo, place.hi):
        return None
    # What begins with a day begins on it.
    last = place.hi + DAY - 1 if place.lo == place.hi and place.hi % DAY == 0 else place.hi
    return bounds_text(place.lo, last)


def _subsets(maybe: Sequence[Node]) -> Iterable[frozenset[Node]]:
    if len(maybe) > MOST_OPEN:
        return [frozenset(), frozenset(maybe), *(frozenset((each,)) for each in maybe)]
    return [frozenset(some) for size in range(len(maybe) + 1) for some in combinations(maybe, size)]


def _nothing(field: Field) -> FieldState:
    """Return the state of a field on which nothing visible bears at any time."""
    return attrs.evolve(reducer_of(field).empty, value=field.initial)
