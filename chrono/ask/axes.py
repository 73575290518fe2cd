"""The three time axes of a question, as given and as understood."""

from __future__ import annotations

from datetime import date

import attrs

from chrono.values import times

When = str | date | None


@attrs.frozen(kw_only=True)
class Axes:
    """Where a question stands: on the world, press and file axes, and whose reports count."""

    as_of: str
    known_at: str | None = None
    recorded_at: str | int | None = None
    according_to: tuple[str, ...] | None = None
    until: int
    """The world axis as an instant, inclusive."""
    known: int | None = None
    """The press axis as an instant, inclusive; None for everything."""
    position: int
    """The file axis as a position, inclusive."""

    @property
    def press(self) -> int:
        """The press axis as an instant, inclusive: beyond all others for everything."""
        return times.FUTURE if self.known is None else self.known

    @property
    def sources(self) -> frozenset[str] | None:
        """The sources and publishers whose reports alone count; None for all."""
        return None if self.according_to is None else frozenset(self.according_to)


def spelled(value: When) -> str | None:
    """Return a date given from Python as text; text stays as it is."""
    if value is None or isinstance(value, str):
        return value
    return value.isoformat()


def moved(axes: Axes, by: str, mark: int) -> Axes:
    """Return the axes with one of them, `world`, `press` or `file`, moved to a mark."""
    if by == "file":
        return attrs.evolve(axes, position=mark, recorded_at=mark)
    text = label(mark)
    return (
        attrs.evolve(axes, as_of=text, until=mark)
        if by == "world"
        else attrs.evolve(axes, known_at=text, known=mark)
    )


def label(mark: int) -> str:
    """Return how a mark on the world or press axis is written: a day by its date, else the instant."""
    if mark % times.DAY == times.DAY - 1:
        return times.text_of(mark - times.DAY + 1, mark)
    return times.text_of(mark, mark)


def day_end(mark: int) -> int:
    """Return the end of the day in which a bound lies if it is a bound of days, else the bound itself."""
    return mark + times.DAY - 1 if mark % times.DAY == 0 else mark
