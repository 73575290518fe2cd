"""The developments whose dates were reached between two instants of the world axis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chrono.fold.field_fold import FieldFold
from chrono.model.fields import Field
from chrono.resolve.developments import PLANNED, Development
from chrono.values.times import When


def dates_reached(fold: FieldFold, field: Field, low: int, high: int) -> dict[str, tuple[str, ...]]:
    """Return the developments that a field reads with a bound after `low`, up to `high`, and their reports.

    They stand in the order of the first such bound. Where there are none, those that links join to what the
    field reads take their place: their dates alone were reached.
    """
    read = {item.node: item.development for item in fold.items(field)}
    found = list(_reached(fold, field, read.values(), low, high))
    if not found:
        others = (each for each in (*fold.developments, *fold.linked) if each.node not in read)
        found = list(_reached(fold, field, others, low, high))
    reports: dict[str, dict[str, None]] = {}
    for _, each in sorted(found, key=lambda one: (one[0], one[1].name)):
        reports.setdefault(each.name, {}).update(dict.fromkeys(account.report for account in each.accounts))
    return {name: tuple(given) for name, given in reports.items()}


def _reached(
    fold: FieldFold, field: Field, developments: Iterable[Development], low: int, high: int
) -> Iterator[tuple[int, Development]]:
    """Yield the developments with a bound after `low`, up to `high`, each with the first such bound."""
    for each in developments:
        within = [bound for bound in _bounds(fold, field, each) if low < bound <= high]
        if within:
            yield min(within), each


def _bounds(fold: FieldFold, field: Field, development: Development) -> Iterator[int]:
    """Yield every bound of a development's date: as links tighten it, and as its accounts give it."""
    policy = fold.policy(field)
    for frame in fold.frames(policy):
        place = frame.places.get(development.node)
        if place is not None:
            yield from (place.lo, place.hi, *_bounds_of_end(place.end))
    if development.modality == PLANNED:  # its instant is that of its first report; its date is but a value
        return
    for group in development.dating(policy).groups:
        if isinstance(group.value, When):
            yield from (group.value.earliest, group.value.latest, *_bounds_of_end(group.value.end))


def _bounds_of_end(end: tuple[int, int] | None) -> tuple[int, ...]:
    """Return the bounds of a span's end: a span includes its last instant, and is over just after it."""
    return () if end is None else (end[0], end[1], end[0] + 1, end[1] + 1)
