"""Where the instants of developments can lie, one by one, and what must come after what."""

from __future__ import annotations

import attrs

from chrono.values.times import DAY, PAST, Bounds, When

Node = tuple[str, str]
"""A development in one modality: (name, modality)."""


@attrs.frozen
class Place:
    """Where the instant of a development can lie, and for a span where its end can lie."""

    lo: int
    hi: int
    end: Bounds | None = None
    day: tuple[int, ...] | None = None
    """The date as given where it is of a day or less: what a source that keeps the order tells apart."""

    def first_end(self, begun: int) -> int:
        """Return the earliest instant at which a span that began at `begun` can end: never before that.

        Days are inclusive: where the end is known by the day, the day of the beginning is held whole.
        """
        if self.end is None:
            return begun
        least, most = self.end
        if begun > PAST and DAY - 1 in (least % DAY, most % DAY):
            begun = min(begun - begun % DAY + DAY - 1, most)
        return max(least, begun)


def place_of(when: When, given: When) -> Place:
    """Return where a development lies by the date that folds use, `given` being the date as told."""
    last = given.latest if given.end is None else given.end[1]
    day = None
    if last - given.earliest < DAY:
        day = (given.earliest, given.latest, *(given.end or ()))
    if when.end is None:
        return Place(when.earliest, when.latest, None, day)
    return Place(when.earliest, min(when.latest, when.end[1]), when.end, day)


Graph = dict[Node, set[Node]]
"""What must come directly after each development."""
