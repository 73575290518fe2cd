"""What a field is in every world, under every choice of what ties."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import attrs

from oracle.answers import Answer
from oracle.knowledge import Account
from oracle.listening import Part
from oracle.machines import Act, Outcome
from oracle.placements import World
from oracle.values import OPEN, Json


@attrs.frozen(eq=False)
class Case:
    """One choice of what ties: what each development does, and what comes of it in each world."""

    acts: Mapping[str, Act]
    worlds: tuple[World, ...]
    outcomes: tuple[Outcome, ...]


@attrs.frozen(eq=False)
class Outcomes:
    """All cases of a field, what it hears, and the order of the world."""

    cases: tuple[Case, ...]
    own: Mapping[str, Part]
    order: tuple[str, ...]

    def __iter__(self) -> Iterator[Outcome]:
        """Yield every outcome."""
        for case in self.cases:
            yield from case.outcomes

    @property
    def tied(self) -> bool:
        """Whether there is more than one choice."""
        return len(self.cases) > 1

    def is_tied(self, name: str) -> bool:
        """Return whether a development ties in what it carries."""
        return any(case.acts[name].carries != self.cases[0].acts[name].carries for case in self.cases)

    def date(self, name: str | None) -> Json:
        """Return when something began that began with a development; null where nothing asserts it."""
        return None if name is None else self.own[name].beginning

    def since(self, answer: Answer, began: str | None) -> Answer:
        """Return an answer with when its value began, at a development, at none, or no text says at which."""
        since = OPEN if began == OPEN else self.date(began)
        if since == OPEN:
            return attrs.evolve(answer, open=answer.open | {"since", "since_bounds"})
        return attrs.evolve(answer, since=since, began=began)

    def accounts(self, names: Iterable[str]) -> frozenset[Account]:
        """Return the accounts of some developments that say what is heard of them."""
        return frozenset().union(*(case.acts[name].accounts for case in self.cases for name in names))

    def last(self, names: Collection[str | None]) -> str | None:
        """Return the last of some beginnings: what began at either has held since the last for sure."""
        return None if None in names else max((each for each in names if each), key=self.order.index)

    def chosen(self, names: Iterable[str]) -> bool:
        """Return whether one account alone gives what is heard of one of some developments."""
        return any(self.own[name].chosen for name in names)
