"""The state of one field of a projection in Python, from all that its fold can come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from chrono.fold.python.apply import Nodes, ReachedState
from chrono.fold.reducers.items import Item, since_of
from chrono.fold.rests import rests
from chrono.fold.states import CERTAIN, MORE, POSSIBLE, Alternative, FieldState, alternative
from chrono.fold.worlds import Frame, Node
from chrono.model.policy import Policy
from chrono.resolve.accounts import Account
from chrono.values.canonical_json import jsontext


@attrs.frozen
class FoldResult:
    """A fold over all that is visible, read one way: what it can come to."""

    ends: Sequence[ReachedState]
    cut: bool
    frame: Frame


@attrs.frozen
class OpenResult:
    """A fold in which some accounts tie: as the first of the groups that tie has it, and as each does."""

    run: FoldResult
    ties: tuple[FoldResult, ...] = ()


@attrs.frozen
class OptionResult:
    """A fold in which one group of accounts is taken to be right."""

    accounts: tuple[Account, ...]
    result: OpenResult
    leads: bool = attrs.field(kw_only=True)
    """Whether the group stands first, or ties for it."""


@attrs.frozen
class _PossibleValue:
    """One value that a field can have, and what it rests on."""

    value: object
    began: Nodes
    rests: Nodes


@attrs.frozen
class FieldAnswer:
    """Makes the state of one field of what the fold comes to, read as it stands and otherwise."""

    name: str
    items: Mapping[Node, Item]
    policy: Policy
    base: OpenResult
    questions: Sequence[Sequence[OptionResult]]
    """For all that accounts differ in the groups that they form, the first first."""

    def state(self) -> FieldState:
        """Return the state, but for the accounts that were read."""
        base = self._open(self.base)
        sides: list[Alternative] = []
        beside: set[int] = set()
        for n, options in enumerate(self.questions):
            states = [self._open(option.result) for option in options]
            if any(state.verdict != base.verdict for state in states):
                sides += [alternative(state, o.accounts, n) for state, o in zip(states, options, strict=True)]
                beside |= {account.position for o in options if not o.leads for account in o.accounts}
        on = rests(account for account in self._accounts() if account.position not in beside)
        return attrs.evolve(
            base,
            disputed=bool(sides),
            alternatives=tuple(sides),
            reports=on.reports,
            sources=on.sources,
            origins=on.origins,
        )

    def _open(self, result: OpenResult) -> FieldState:
        """Return the state with what ties leave open, without what it rests on."""
        first = self._settled(result.run)
        ties = [state for run in result.ties if (state := self._settled(run)).verdict != first.verdict]
        return self._evenly(first, ties) if ties else first

    def _outcomes(self, run: FoldResult) -> list[_PossibleValue]:
        """Return the values that the field can have: the initial one first, then in world order."""
        found: dict[str, _PossibleValue] = {}
        for each in run.ends:
            text = jsontext(each.values[self.name])
            known = found.get(text)
            began, rests_ = each.began[self.name], each.rests[self.name].nodes()
            found[text] = _PossibleValue(
                each.values[self.name],
                began | known.began if known else began,
                rests_ | known.rests if known else rests_,
            )
        return sorted(found.values(), key=lambda each: min(map(run.frame.rank, each.began), default=()))

    def _settled(self, run: FoldResult) -> FieldState:
        """Return the state as one reading gives it, without what it rests on."""
        found = self._outcomes(run)
        certain = len(found) == 1 and not run.cut
        first = next((each for each in found if each.began), None)
        begun = min(first.began, key=run.frame.rank) if first else None
        values = tuple(each.value for each in found)
        return FieldState(
            value=values[0] if certain else None,
            certainty=CERTAIN if certain else POSSIBLE,
            possible=() if certain else (*values, MORE) if run.cut else values,
            since=since_of(self.items[begun].development, self.policy) if begun else None,
        )

    def _evenly(self, base: FieldState, ties: Sequence[FieldState]) -> FieldState:
        """Return the state where accounts tie: no value, and of those possible the ones that all allow."""
        if all(each.certainty == CERTAIN for each in (base, *ties)):
            return attrs.evolve(base, value=None, possible=())
        allowed = [_values(each) for each in ties]
        both = tuple(each for text, each in _values(base).items() if all(text in one for one in allowed))
        return attrs.evolve(base, value=None, certainty=POSSIBLE, possible=both)

    def _accounts(self) -> list[Account]:
        """Return every account of the developments on which the field rests."""
        nodes = frozenset().union(*(each.rests for each in self._outcomes(self.base.run)))
        return [account for node in nodes for account in self.items[node].development.accounts]


def _values(state: FieldState) -> dict[str, object]:
    """Return the values of a state by their text."""
    possible = state.possible if isinstance(state.possible, tuple) else ()
    return {jsontext(each): each for each in (possible if state.certainty == POSSIBLE else (state.value,))}
