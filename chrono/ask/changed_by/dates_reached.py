"""The developments whose dates were reached between two instants of the world axis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from chrono.fold.field_fold import FieldFold
from chrono.model.fields import Field
from chrono.resolve.developments import PLANNED, Development
from chrono.values.times import When


@attrs.frozen(kw_only=True)
class Reached:
    """A development a bound of whose date was reached."""

    name: str
    modality: str
    """`occurred`, `planned` or `alleged`."""
    when: When
    reports: tuple[str, ...]
    """Its visible reports."""


def dates_reached(fold: FieldFold, field: Field, low: int, high: int) -> Iterator[Reached]:
    """Yield the developments that a field reads with a bound after `low`, up to `high`.

    They stand in the order of the first such bound. Where there are none, those that links join to what the
    field reads take their place: their dates alone were reached.
    """
    read = {item.node: item.development for item in fold.items(field)}
    found = list(_reached(fold, field, read.values(), low, high))
    if not found:
        others = (each for each in (*fold.developments, *fold.linked) if each.node not in read)
        found = list(_reached(fold, field, others, low, high))
    by_name: dict[str, list[Development]] = {}
    for _, each in sorted(found, key=lambda one: (one[0], one[1].name)):
        by_name.setdefault(each.name, []).append(each)
    for name, some in by_name.items():
        yield Reached(
            name=name,
            modality=some[0].modality,
            when=some[0].when(fold.policy(field)),
            reports=tuple(dict.fromkeys(account.report for each in some for account in each.accounts)),
        )


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
            if place.end is not None:
                yield from (place.first_end(place.lo) + 1, place.first_end(place.hi) + 1)
    if development.modality == PLANNED:  # its instant is that of its first report; its date is but a value
        return
    for group in development.dating(policy).groups:
        if isinstance(group.value, When):
            yield from (group.value.earliest, group.value.latest, *_bounds_of_end(group.value.end))


def _bounds_of_end(end: tuple[int, int] | None) -> tuple[int, ...]:
    """Return the bounds of a span's end: a span includes its last instant, and is over just after it."""
    return () if end is None else (end[0], end[1], end[0] + 1, end[1] + 1)
