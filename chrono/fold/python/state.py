"""The state of one field of a projection in Python, from all that its fold can come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from chrono.fold.python.apply import Nodes, ReachedState
from chrono.fold.reducers.items import Item, since_of
from chrono.fold.states import CERTAIN, MORE, POSSIBLE, Alternative, FieldState, alternative, rests
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


@attrs.frozen(kw_only=True)
class OtherReading:
    """Another way to read what is visible: the fold of it, and the accounts that stand for it."""

    run: FoldResult
    accounts: tuple[Account, ...]
    tied: bool = False
    """Whether it is the value of a group that ties for the first place."""
    aside: bool = False
    """Whether it is that of a group which stands behind another."""


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
    base: FoldResult
    readings: Sequence[OtherReading]

    def state(self) -> FieldState:
        """Return the state, but for the accounts that were read."""
        plain_ = self._settled(self.base)
        changed = [
            (each, state)
            for each in self.readings
            if (state := self._settled(each.run)).verdict != plain_.verdict
        ]
        ties = [state for each, state in changed if each.tied]
        settled = self._evenly(plain_, ties) if ties else plain_
        beside = {a.position for each, _ in changed if each.aside for a in each.accounts}
        on = rests(account for account in self._accounts() if account.position not in beside)
        return attrs.evolve(
            settled,
            disputed=bool(changed),
            alternatives=self._alternatives(plain_, changed) if changed else (),
            reports=on.reports,
            sources=on.sources,
            origins=on.origins,
        )

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
        nodes = frozenset().union(*(each.rests for each in self._outcomes(self.base)))
        return [account for node in nodes for account in self.items[node].development.accounts]

    def _alternatives(
        self, base: FieldState, changed: Sequence[tuple[OtherReading, FieldState]]
    ) -> tuple[Alternative, ...]:
        """Return what stands first, then what the other readings give, by their text."""
        against = {a.position for each, _ in changed if each.aside or each.tied for a in each.accounts}
        own = [account for account in self._accounts() if account.position not in against]
        found: dict[str, tuple[object, list[Account]]] = {}
        for each, state in changed:
            value = _shown(state)
            found.setdefault(jsontext(value), (value, []))[1].extend(each.accounts)
        return (
            alternative(_shown(base), own),
            *(alternative(value, accounts) for _, (value, accounts) in sorted(found.items(), key=_text)),
        )


def _text(found: tuple[str, tuple[object, list[Account]]]) -> str:
    return found[0]


def _shown(state: FieldState) -> object:
    """Return what stands for a whole state among alternatives: its value, or all that is possible."""
    if state.certainty == POSSIBLE and isinstance(state.possible, tuple):
        return {"possible": list(state.possible)}
    return state.value


def _values(state: FieldState) -> dict[str, object]:
    """Return the values of a state by their text."""
    possible = state.possible if isinstance(state.possible, tuple) else ()
    return {jsontext(each): each for each in (possible if state.certainty == POSSIBLE else (state.value,))}
