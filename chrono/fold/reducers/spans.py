"""The reducer `span`: start and end of the last tenure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from chrono.fold.current import settled
from chrono.fold.reducers.items import SET, UNTIL, FieldInput, Item, start_of
from chrono.fold.reducers.making import one_item
from chrono.fold.reducers.reducer import Reducer
from chrono.fold.states import CERTAIN, POSSIBLE, FieldState, rests
from chrono.fold.worlds import Frame
from chrono.model.policy import Policy
from chrono.resolve.accounts import Account
from chrono.values.canonical_json import jsontext

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
    for begun in (None, *begins):
        for ended in (None, *ends):
            if (begun or ended) and _Trial(begun, ended, begins, ends, until, frame).possible():
                yield begun, ended


@attrs.frozen(repr=False)
class _Trial:
    """Whether some placement makes `begun` the last beginning and `ended` the first end after it."""

    begun: Item | None
    ended: Item | None
    begins: Sequence[Item]
    ends: Sequence[Item]
    until: int
    frame: Frame

    def possible(self) -> bool:
        """Try each instant for the beginning that some bound singles out."""
        if self.begun is None:
            return self._fits(None)
        place = self.frame.places[self.begun.node]
        latest = min(place.hi, self.until)
        marks = {place.lo, *(self.frame.places[e.node].lo for e in (*self.begins, *self.ends))}
        return any(self._fits(mark) for mark in sorted(marks) if place.lo <= mark <= latest)

    def _fits(self, start: int | None) -> bool:
        end = None
        if self.ended is not None:
            place = self.frame.places[self.ended.node]
            end = place.lo if start is None else max(place.lo, start)
            if end > min(place.hi, self.until) or (self.begun and self._follows(self.begun, self.ended)):
                return False
        return all(
            self._before_or_later(each, start) for each in self.begins if each is not self.begun
        ) and all(self._apart(each, start, end) for each in self.ends if each is not self.ended)

    def _follows(self, one: Item, other: Item) -> bool:
        return self.frame.follows(one.node, other.node)

    def _before(self, each: Item, start: int | None) -> bool:
        """Return whether another can lie before the beginning."""
        if start is None or self.begun is None:
            return False
        after = [one for one in (self.begun, self.ended) if one is not None and self._follows(each, one)]
        return self.frame.places[each.node].lo <= start and not after

    def _before_or_later(self, each: Item, start: int | None) -> bool:
        chosen = [one for one in (self.begun, self.ended) if one is not None]
        later = self.frame.places[each.node].hi > self.until and not any(
            self._follows(o, each) for o in chosen
        )
        return later or self._before(each, start)

    def _apart(self, each: Item, start: int | None, end: int | None) -> bool:
        if self._before(each, start):
            return True
        place = self.frame.places[each.node]
        if self.begun is not None and self._follows(self.begun, each):
            return False
        if end is None or self.ended is None:
            return place.hi > self.until
        return place.hi >= end and not self._follows(self.ended, each)


SPAN = Reducer(name="span", make=one_item, fold=span, empty=FieldState(), has_end=True)
