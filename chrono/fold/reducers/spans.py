"""The reducer `span`: start and end of the last tenure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nlargest, nsmallest

import attrs

from chrono.fold.current import settled
from chrono.fold.reducers.items import SET, UNTIL, FieldInput, Item, start_of
from chrono.fold.reducers.making import one_item
from chrono.fold.reducers.reducer import Reducer
from chrono.fold.rests import rests
from chrono.fold.states import CERTAIN, POSSIBLE, FieldState
from chrono.fold.worlds import Frame
from chrono.model.policy import Policy
from chrono.resolve.accounts import Account
from chrono.values.canonical_json import jsontext
from chrono.values.times import PAST

Tenure = tuple[Item | None, Item | None]
"""What begins and what ends the last tenure; (None, None) where nothing has occurred yet."""


def span(given: FieldInput) -> FieldState:
    """Return the last tenure.

    Each `from` begins one anew, the first `until` after it ends it; an `until` with no `from` before
    it ends one whose start nobody says.
    """
    found: dict[str, tuple[object, list[Tenure]]] = {}
    for frame in given.frames:
        for tenure in _tenures(given.items, given.until, frame):
            value, tied = _value(tenure, given.policy), _is_tied(tenure, given.policy)
            # Where accounts tie for a date no value stands first: each tenure is one of its own.
            name = jsontext([value, *(each and each.node for each in tenure)]) if tied else jsontext(value)
            found.setdefault(name, (value, []))[1].append(tenure)
    ordered = sorted(found.values(), key=lambda each: min(_rank(one, given.frame) for one in each[1]))
    certain = len(ordered) == 1
    values = [value for value, tenures in ordered if not _is_tied(tenures[0], given.policy)]
    every = [tenure for _, tenures in found.values() for tenure in tenures]
    used = list(dict.fromkeys(each for tenure in every for each in tenure if each is not None))
    on = rests(account for each in used for account in _tellers(each, given.policy))
    started = [tenure[0] for tenure in every if tenure[0] is not None]
    return FieldState(
        value=values[0] if certain and values else None,
        certainty=CERTAIN if certain else POSSIBLE,
        possible=() if certain else tuple(values),
        since=given.since(started[0]) if started else None,
        since_of=started[0] if started else None,
        reports=on.reports,
        sources=on.sources,
        origins=on.origins,
        used=tuple(used),
    )


def _is_tied(tenure: Tenure, policy: Policy) -> bool:
    return any(bool(each.development.dates(policy).tied) for each in tenure if each is not None)


def _tellers(item: Item, policy: Policy) -> Iterator[Account]:
    """Yield the accounts that give the date which stands first, or those that tie for it."""
    for group in item.development.dates(policy).leading:
        yield from group.accounts


def _value(tenure: Tenure, policy: Policy) -> object:
    begun, ended = tenure
    if begun is None and ended is None:
        return None
    return {
        "start": start_of(begun.development.when(policy)) if begun else None,
        "end": start_of(ended.development.when(policy)) if ended else None,
    }


def _rank(tenure: Tenure, frame: Frame) -> tuple[object, ...]:
    """Return the place of a tenure among those possible: none first, then by start and end, null last."""
    if tenure == (None, None):
        return ()
    return tuple(
        (each is None, frame.rank(each.node) if each is not None and each.node in frame.places else ())
        for each in tenure
    )


def _tenures(items: Sequence[Item], until: int, frame: Frame) -> Iterator[Tenure]:
    here = sorted((e for e in items if e.node in frame.places), key=lambda e: frame.rank(e.node))
    begins = [each for each in here if each.role == SET]
    ends = [each for each in here if each.role == UNTIL]
    if not settled([each.node for each in here], until, frame):
        yield None, None
    places = [(frame.places[each.node], id(each)) for each in begins]
    sure = nlargest(2, [(place.lo, name) for place, name in places if place.hi <= until])
    for begun in (None, *begins):
        bar = next((low for low, name in sure if name != id(begun)), PAST - 1)
        trial = _Trial(begun, begins, ends, until, frame, bar)
        for ended in (None, *ends) if trial.can_be_last() else ():
            if (begun or ended) and trial.possible(ended):
                yield begun, ended


@attrs.define(eq=False, repr=False)
class _Trial:
    """Whether some placement makes `begun` the last beginning, and another the first end after it.

    The later the beginning, the more of the others can lie before it, and an end that lies after it stays
    after it: it is enough to try the latest that the two allow.
    """

    begun: Item | None
    begins: Sequence[Item]
    ends: Sequence[Item]
    until: int
    frame: Frame
    bar: int
    """When it must have begun for all other beginnings that have certainly occurred to lie before it."""
    latest: int | None = attrs.field(init=False)
    """When it can begin at the latest; None where nothing begins."""
    _next: list[tuple[int, int]] | None = None

    def __attrs_post_init__(self) -> None:
        places = self.frame.places
        self.latest = None if self.begun is None else min(places[self.begun.node].hi, self.until)

    def can_be_last(self) -> bool:
        """Return whether it can come after all other beginnings that have certainly occurred."""
        if self.latest is None or self.begun is None:
            return self.bar < PAST
        return self.latest >= max(self.frame.places[self.begun.node].lo, self.bar)

    def possible(self, ended: Item | None) -> bool:
        """Return whether that can be, with `ended` the first end after the beginning."""
        start = self.latest
        place = None if ended is None else self.frame.places[ended.node]
        if start is not None and self.begun is not None and place is not None:
            start = min(start, place.hi)
            if start < max(self.frame.places[self.begun.node].lo, self.bar):
                return False
        end = None
        if place is not None:
            end = place.lo if start is None else max(place.lo, start)
            if end > min(place.hi, self.until):
                return False
        if not self.frame.graph:
            return self._others_apart(ended, start, end)
        return self._in_order(ended, start, end)

    def _others_apart(self, ended: Item | None, start: int | None, end: int | None) -> bool:
        """Return whether every other end can lie before the beginning or after the end."""
        # Those that can lie before are left out; the two that must lie earliest of the rest tell for all.
        if self._next is None:
            places = [(self.frame.places[each.node], id(each)) for each in self.ends]
            least = self.latest
            rest = [(place.hi, name) for place, name in places if least is None or place.lo > least]
            self._next = nsmallest(2, rest)
        if start != self.latest:  # what lies after an earlier beginning lies after the end too
            return True
        earliest = next((hi for hi, name in self._next if name != id(ended)), None)
        if earliest is None:
            return True
        return earliest > self.until if end is None else earliest >= end

    def _in_order(self, ended: Item | None, start: int | None, end: int | None) -> bool:
        """Return the same where developments stand in order, and for the other beginnings too."""
        if ended is not None and self.begun is not None and self._follows(self.begun, ended):
            return False
        chosen = [one for one in (self.begun, ended) if one is not None]
        return all(
            self._before_or_later(each, start, chosen) for each in self.begins if each is not self.begun
        ) and all(self._apart(each, start, end, chosen) for each in self.ends if each is not ended)

    def _follows(self, one: Item, other: Item) -> bool:
        return self.frame.follows(one.node, other.node)

    def _before(self, each: Item, start: int | None, chosen: Sequence[Item]) -> bool:
        """Return whether another can lie before the beginning."""
        if start is None or self.begun is None:
            return False
        return self.frame.places[each.node].lo <= start and not any(self._follows(each, o) for o in chosen)

    def _before_or_later(self, each: Item, start: int | None, chosen: Sequence[Item]) -> bool:
        later = self.frame.places[each.node].hi > self.until and not any(
            self._follows(o, each) for o in chosen
        )
        return later or self._before(each, start, chosen)

    def _apart(self, each: Item, start: int | None, end: int | None, chosen: Sequence[Item]) -> bool:
        if self._before(each, start, chosen):
            return True
        place = self.frame.places[each.node]
        if self.begun is not None and self._follows(self.begun, each):
            return False
        if end is None:
            return place.hi > self.until
        return place.hi >= end and not self._follows(chosen[-1], each)


SPAN = Reducer(name="span", make=one_item, fold=span, empty=FieldState(), has_end=True)
