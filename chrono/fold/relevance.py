"""Skips the folds with another date of a development that cannot change a field.

Only what follows from comparing bounds is left out; where `after` links, spans or ties with a denial
are about, nothing is. The full fold stays the definition.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from chrono.fold.reducers.items import OBSERVE, REMOVE, SET, Item
from chrono.fold.reducers.reducer import Reducer
from chrono.fold.worlds import Frame, Node, Place


@attrs.define(eq=False, repr=False)
class Relevance:
    """Tells for one field what another date of one development can change."""

    reducer: Reducer
    items: Sequence[Item]
    frame: Frame
    until: int
    _slots: dict[str, tuple[tuple[int, Node] | None, int | None]] | None = None
    _own: dict[Node, list[Item]] | None = None
    _close: list[Item] | None = None

    def untouched(self, one: Node, places: Sequence[Place | None]) -> bool:
        """Return whether the field is the same wherever in `places` the development lies (None: nowhere)."""
        if self.reducer.tallies:
            return len({self._occurred(place) for place in places}) == 1
        if not self.reducer.holds_until_next:
            return False
        return all(self._behind(item, one, places) for item in self._items_of(one))

    def near(self, one: Node) -> Sequence[Item]:
        """Return the items that can decide what is current wherever `one` lies; all, but for single values.

        What is wholly before two certain developments can neither be current nor bar another.
        """
        if not self.reducer.holds_one_value:
            return self.items
        if self._close is None:
            bar = self._slots_of("")[1]
            places = self.frame.places
            self._close = [
                item
                for item in self.items
                if bar is None or item.node not in places or places[item.node].hi >= bar
            ]
        return (
            self._close
            if any(item.node == one for item in self._close)
            else [*self._close, *self._items_of(one)]
        )

    def _slots_of(self, slot: str) -> tuple[tuple[int, Node] | None, int | None]:
        if self._slots is None:
            self._slots = self._bars()
        return self._slots.get(slot, (None, None))

    def _occurred(self, place: Place | None) -> tuple[bool, bool]:
        if place is None:
            return False, False
        return place.lo <= self.until, place.hi <= self.until

    def _items_of(self, one: Node) -> list[Item]:
        if self._own is None:
            self._own = {}
            for item in self.items:
                self._own.setdefault(item.node, []).append(item)
        return self._own.get(one, [])

    def _behind(self, item: Item, one: Node, places: Sequence[Place | None]) -> bool:
        """Return whether something certain lies after all these places, or they all lie after `until`."""
        if item.role not in (SET, REMOVE, OBSERVE):
            return False
        bar = self._bar(item.slot, one)
        if bar is None:
            return False
        return all(place is None or place.hi < bar or place.lo > self.until for place in places)

    def _bar(self, slot: str, one: Node) -> int | None:
        """Return the greatest earliest of what is certain to have set or ended a slot, `one` left out."""
        first, second = self._slots_of(slot)
        if first is None:
            return None
        return second if first[1] == one else first[0]

    def _bars(self) -> dict[str, tuple[tuple[int, Node] | None, int | None]]:
        found: dict[str, list[tuple[int, Node]]] = {}
        for item in self.items:
            place = self.frame.places.get(item.node)
            if place is not None and place.hi <= self.until and item.role in (SET, REMOVE) and item.sure:
                found.setdefault(item.slot, []).append((place.lo, item.node))
        bars: dict[str, tuple[tuple[int, Node] | None, int | None]] = {}
        for slot, lows in found.items():
            first = max(lows, key=lambda each: each[0])
            bars[slot] = (first, max((low for low, each in lows if each != first[1]), default=None))
        return bars
