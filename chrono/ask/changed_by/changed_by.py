"""Finds what changed a field between two points of an axis: records that came in, or dates reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from chrono.ask.axes import FILE, WORLD, Axes
from chrono.ask.changed_by.dates_reached import dates_reached
from chrono.ask.changed_by.published_between import PublishedBetween
from chrono.ask.changed_by.recorded_between import RecordedBetween
from chrono.ask.changed_by.records_between import Positions, RecordsBetween
from chrono.fold.states import NONE, FieldState
from chrono.lookup.log_cache import LogCache
from chrono.model.fields import Field
from chrono.model.projection import Projection
from chrono.values.times import When

DEVELOPMENT = "development"
MOST_TRIED = 200
"""How many records are tried one by one for a field; of more, all that came in and concern it are named."""


@attrs.frozen
class Cause:
    """A record that came in and changed a field; on the world axis a development whose date was reached."""

    record: str
    """The type of the record; `development` on the world axis."""
    id: str
    """Its id; of a source or entity its slug."""
    reports: tuple[str, ...] = attrs.field(default=(), eq=False)
    """The visible reports of a development; none of a record."""
    when: When | None = attrs.field(default=None, eq=False)
    """The date of a development; None for a record."""
    modality: str = attrs.field(default="", eq=False)
    """The modality of a development; empty for a record."""

    def __str__(self) -> str:
        """Return the cause in one cell: `correction c1`, `report r1`; a development by its name."""
        return self.id if self.record == DEVELOPMENT else f"{self.record} {self.id}"

    def to_dict(self) -> dict[str, object]:
        """Return the cause as JSON shows it."""
        if self.record == DEVELOPMENT:
            return {DEVELOPMENT: self.id}
        return {"record": self.record, "id": self.id}


Causes = tuple[Cause, ...]
States = tuple[FieldState, FieldState]
"""A field at the earlier point, and at the later."""


def changed_by(
    cache: LogCache,
    projection: Projection,
    key: str,
    by: str,
    axes: tuple[Axes, Axes],
    changed: Mapping[str, States],
) -> dict[str, Causes]:
    """Return what changed each field that differs between an earlier and a later point of the axis `by`.

    Along the press and the file axis: the records that came in between and change the field, each alone
    added to the earlier view or alone left out of the later; where the later view without all of these does
    not give the field as it was, or more than `MOST_TRIED` would have to be tried, all that came in and
    concern it. Along the world axis: the developments that the field reads with a bound of their date after
    the earlier point, up to the later.
    """
    early, late = axes
    view = cache.view(late.position)
    fields = {name: projection.fields[name] for name in changed}
    if by == WORLD:
        fold = view.field_fold(projection, key, until=late.until, known_at=late.known, sources=late.sources)
        return {
            name: tuple(
                Cause(DEVELOPMENT, each.name, each.reports, each.when, each.modality)
                for each in dates_reached(fold, field, early.until, late.until)
            )
            for name, field in fields.items()
        }
    between: RecordsBetween
    if by == FILE:
        between = RecordedBetween(view, projection, key, late, cache.view(early.position))
    else:
        between = PublishedBetween(view, projection, key, late, early.press)
    return {name: _records_behind(between, field, changed[name]) for name, field in fields.items()}


def _records_behind(between: RecordsBetween, field: Field, states: States) -> Causes:
    """Return the records that came in between and changed a field, in log order."""
    before, after = states
    concerning, linked = between.concerning(field), between.only_linked(field)
    # What a field does not read gives it no value where it had none before.
    inert = linked if before.certainty == NONE else frozenset()

    def matter(some: Positions) -> bool:
        added = not some <= inert and not _same(between.only(field, some), before)
        return added or not _same(between.without(field, some), after)

    # A report that the later answer mentions changes it by being left out: that needs no fold.
    mentioned = reports_in(after)
    named = frozenset(each for each in concerning if between.came_in[each].id in mentioned)
    single = concerning - named - linked
    named |= {each for each in single if len(single) > MOST_TRIED or matter(frozenset((each,)))}
    named |= _halved(linked - named, matter)
    if not concerning - named <= inert and not _same(between.without(field, named), before):
        named = concerning
    entries = (between.came_in[position] for position in sorted(named))
    return tuple(Cause(each.type, each.id) for each in entries)


def _halved(some: Positions, matter: Callable[[Positions], bool]) -> Positions:
    """Return those of some records of which each alone matters, where none does unless all together do."""
    if not some or not matter(some):
        return frozenset()
    if len(some) == 1:
        return some
    ordered = sorted(some)
    halves = ordered[: len(some) // 2], ordered[len(some) // 2 :]
    return frozenset().union(*(_halved(frozenset(half), matter) for half in halves))


def _same(one: FieldState, other: FieldState) -> bool:
    return one.content() == other.content()


def reports_in(field: FieldState) -> dict[str, None]:
    """Return every report that a field mentions, each once: for its value, a member or an alternative."""
    beside = [name for each in field.alternatives for name in each.reports]
    inside = [name for each in field.members or () for name in each.reports]
    return dict.fromkeys((*field.reports, *beside, *inside))
