"""Folds a projection in Python: all its fields together, in every order of events there can be.

What another account would change is found by folding again with that account in place of what stands
first. A tie is folded each way; one that does not change the result is not reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from chrono.fold.confirmations import confirmation
from chrono.fold.disputes import Option, Question, ValueRead
from chrono.fold.field_fold import FieldFold
from chrono.fold.python.apply import Applier, ReachedState
from chrono.fold.python.occurrence import occurrence, told_fields
from chrono.fold.python.orderings import endings
from chrono.fold.python.state import FieldAnswer, FoldResult, OpenResult, OptionResult
from chrono.fold.readings import Reader
from chrono.fold.reducers.items import Item
from chrono.fold.reducers.table import reducer_of
from chrono.fold.states import FieldState
from chrono.fold.worlds import Frame, Node, Place
from chrono.model.fields import Field
from chrono.model.policy import Policy
from chrono.model.projection import Projection
from chrono.model.python_projection import PythonProjection
from chrono.resolve.accounts import Account
from chrono.resolve.developments import Development
from chrono.values.times import FUTURE


@attrs.frozen(kw_only=True)
class Taken:
    """What is taken to be right: a date, a side of a denial, or a value of a field of a development."""

    accounts: tuple[Account, ...] = ()
    leads: bool = True
    dates: Mapping[Node, Place] = attrs.field(factory=dict)
    sides: Mapping[Node, bool] = attrs.field(factory=dict)
    instead: Mapping[tuple[Node, str], object] = attrs.field(factory=dict)


@attrs.define(eq=False)
class PythonFold(FieldFold):
    """Folds a projection in Python over one set of developments, up to one time."""

    applier: Applier = attrs.field(kw_only=True)
    _states: dict[str, FieldState] | None = attrs.field(default=None, init=False)
    _touched: dict[str, dict[Node, None]] = attrs.field(factory=dict, init=False)
    """Field → the developments that change it in some order."""

    def state(self, field: Field) -> FieldState:
        """Return the state of one field."""
        if self._states is None:
            self._states = self._all()
        return self._states[field.name]

    def bare_state(self, field: Field) -> FieldState:
        """Return the state of one field without its accounts, and without when it was confirmed."""
        return attrs.evolve(self.state(field), accounts=(), confirmed=None)

    def items(self, field: Field) -> list[Item]:
        """Return the items of a field: the developments that change it, by the time asked for or later."""
        self.state(field)
        found = self._found()
        self._run(found, self.frames(self.policy(field)), until=FUTURE)
        return [each for each in found if each.node in self._touched.get(field.name, ())]

    @property
    def _any(self) -> Field:
        """Any of the fields: all listen to the same developments, by one policy."""
        return next(iter(self.projection.fields.values()))

    @property
    def _policy(self) -> Policy:
        return self.policy(self._any)

    def _found(self) -> list[Item]:
        return super().items(self._any)

    def _all(self) -> dict[str, FieldState]:
        found = self._found()
        if not found:
            return {name: FieldState() for name in self.projection.fields}
        policy = self._policy
        ties = [(each, read) for each, read in self._values(found, policy) if read.reading.tied]
        base = self._result(found, policy, Taken(), ties)
        questions = [
            [
                OptionResult(
                    accounts=each.accounts, result=self._result(found, policy, each, ties), leads=each.leads
                )
                for each in options
            ]
            for options in self._questions(found, policy)
        ]
        by_node = {each.node: each for each in found}
        states = {
            name: FieldAnswer(name, by_node, policy, base, questions).state()
            for name in self.projection.fields
        }
        return {name: self._with_accounts(name, each, found, policy) for name, each in states.items()}

    def _with_accounts(
        self, name: str, state: FieldState, found: Sequence[Item], policy: Policy
    ) -> FieldState:
        """Return a state with every account of what changes it, and when it was confirmed."""
        last = confirmation(reducer_of(self._any), state, found, self.frames(policy)[0], self.until)
        return attrs.evolve(state, accounts=self._accounts_of(name, found, policy), confirmed=last)

    def _run(
        self,
        found: Sequence[Item],
        frames: Sequence[Frame],
        instead: Mapping[Node, Mapping[str, object]] | None = None,
        *,
        until: int | None = None,
    ) -> FoldResult:
        """Return what the fold can come to, with some fields of some developments read otherwise."""
        policy = self._policy
        occurrences = {
            each.node: occurrence(each.development, self.reader, policy, (instead or {}).get(each.node))
            for each in found
        }

        def step(before: ReachedState, node: Node) -> ReachedState:
            after = self.applier.step(before, node, occurrences[node])
            for name in after.values:
                if node in after.began[name]:
                    self._touched.setdefault(name, {})[node] = None
            return after

        ends: dict[str, ReachedState] = {}
        cut = False
        for frame in frames:
            some, less = endings(
                occurrences, self.until if until is None else until, frame, self.applier.start(), step
            )
            cut = cut or less
            for each in some:
                ends[each.key] = each.joined(ends[each.key]) if each.key in ends else each
        return FoldResult(tuple(ends.values()), cut, frames[0])

    def _result(
        self, found: Sequence[Item], policy: Policy, taken: Taken, ties: Sequence[tuple[Item, ValueRead]]
    ) -> OpenResult:
        """Return what the fold comes to where some accounts are taken to be right; other ties stay open."""
        frames = (
            self._frames(policy, taken.dates, taken.sides)
            if taken.dates or taken.sides
            else self.frames(policy)
        )
        own = taken.instead
        run = self._run(found, frames, _by_node(own))
        left = [(each, read) for each, read in ties if (each.node, read.name) not in own]
        return OpenResult(
            run,
            tuple(
                self._run(found, frames, _by_node({**own, (each.node, read.name): group.value}))
                for each, read in left
                for group in read.reading.tied
            ),
        )

    def _questions(self, found: Sequence[Item], policy: Policy) -> Iterator[list[Taken]]:
        """Yield every way to read one development otherwise: its date, its denial, one of its fields."""
        about = self.disputes(self._any, found, policy)
        asked = [
            (about.rank(each.development.node), each.name, [_taken(option, each) for option in each.options])
            for each in about.of_dates()
        ]
        asked += [
            (about.rank(each.node), read.name, _groups(each, read))
            for each, read in self._values(found, policy)
        ]
        yield from (options for _, _, options in sorted(asked, key=lambda each: each[:2]))

    def _values(self, found: Sequence[Item], policy: Policy) -> list[tuple[Item, ValueRead]]:
        """Return the fields that accounts of the developments differ in."""
        return [
            (each, ValueRead(name=name, reading=reading, keys=()))
            for each in found
            if len(each.development.accounts) > 1
            for name in told_fields(each.development, self.reader)
            if (reading := self.reader.field(each.development, name, policy)) is not None and reading.disputed
        ]

    def _accounts_of(
        self, name: str, found: Sequence[Item], policy: Policy
    ) -> tuple[tuple[Account, object], ...]:
        """Return every account of what changes a field, each with what it tells, in log order."""
        given = {
            account.position: (account, self._tells(each.development, account, policy))
            for each in found
            if each.node in self._touched.get(name, ())
            for account in each.development.accounts
        }
        return tuple(given[position] for position in sorted(given))

    def _tells(self, development: Development, account: Account, policy: Policy) -> object:
        said = {
            name: self.reader.said(development, account, name, policy)
            for name in told_fields(development, self.reader)
        }
        return {name: value for name, value in said.items() if value is not None}


def _by_node(instead: Mapping[tuple[Node, str], object]) -> dict[Node, dict[str, object]]:
    found: dict[Node, dict[str, object]] = {}
    for (node, name), value in instead.items():
        found.setdefault(node, {})[name] = value
    return found


def _taken(option: Option, question: Question) -> Taken:
    leads = option.stands or not any(each.stands for each in question.options)
    return Taken(accounts=option.accounts, leads=leads, dates=option.dates, sides=option.sides)


def _groups(item: Item, read: ValueRead) -> list[Taken]:
    return [
        Taken(
            accounts=group.accounts,
            leads=group in read.reading.leading,
            instead={(item.node, read.name): group.value},
        )
        for group in read.reading.groups
    ]


def python_fold(
    projection: Projection,
    developments: Sequence[Development],
    linked: Sequence[Development],
    until: int,
    reader: Reader,
) -> PythonFold:
    """Return what folds the fields of a projection in Python."""
    assert isinstance(projection, PythonProjection)  # noqa: S101 - the caller has asked it
    return PythonFold(projection, developments, linked, until, reader, applier=Applier(projection))
