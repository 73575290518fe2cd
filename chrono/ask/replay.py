"""Replays a target: yields the steps at which its state changes as one axis moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Unpack

import attrs

from chrono.ask.axes import (
    FILE,
    PRESS,
    TIME_AXES,
    WORLD,
    Axes,
    AxesGiven,
    DateInput,
    day_end,
    file_point,
    label,
    moved,
    position_of,
    resolve_axes,
    spelled,
)
from chrono.ask.changed_by.changed_by import Causes, changed_by, reports_in
from chrono.ask.state import state
from chrono.errors import BadQuestion, quoted
from chrono.fold.states import FieldState, State
from chrono.lookup.log_cache import LogCache
from chrono.model.projection import Projection
from chrono.resolve.developments import Dossier
from chrono.resolve.entries import Entry
from chrono.values import times
from chrono.values.suggestions import nearest
from chrono.values.times import DAY, FUTURE, PAST


@attrs.frozen(kw_only=True)
class FieldChange:
    """One field before and after a step."""

    before: FieldState
    after: FieldState
    changed_by: Causes = ()
    """The records that came in between the two, or the developments whose dates were reached."""


Changes = Mapping[str, FieldChange]
"""The fields that differ between two points, by name."""


@attrs.frozen(kw_only=True)
class Step:
    """A point of an axis, inclusive, from which on the state has changed."""

    at: str | int
    reports: tuple[str, ...]
    """The reports that began or ceased to support a field that changed."""
    changed_by: Causes
    """The records that came in since the step before, or the developments whose dates were reached."""
    changes: Changes
    state: State

    def to_dict(self) -> dict[str, object]:
        """Return the step as JSON shows it."""
        return {
            "at": self.at,
            "reports": list(self.reports),
            "changed_by": [each.to_dict() for each in self.changed_by],
            "changes": {
                name: {"before": each.before.to_dict(), "after": each.after.to_dict()}
                for name, each in self.changes.items()
            },
        }


def replay(
    cache: LogCache,
    now: datetime,
    target: str,
    *,
    by: str,
    start: DateInput | int,
    end: DateInput | int,
    **given: Unpack[AxesGiven],
) -> Iterator[Step]:
    """Return the steps of a target from `start` to `end`, inclusive, as the axis `by` moves.

    Raises:
        BadQuestion: there is no such axis, or it ends before it begins.
        NoSuchTarget: no such projection, key or source.
        BadDate: a date cannot be read.
    """
    if by not in TIME_AXES:
        raise BadQuestion("by", f"unknown axis {quoted(by)}: {nearest(by, TIME_AXES)}")
    axes = resolve_axes(cache, now, **given)
    view = cache.view(axes.position)
    projection, key = view.target(target)
    if by == FILE:
        points = positions_of_change(cache.entries, projection)
    else:
        dossiers = [view.dossier(name) for name in view.related(view.keys(projection).get(key, ()))]
        points = points_of_change(by, dossiers, axes)
    first = PAST if start is None else _bound_of_axis(cache, by, start, opening=True)
    last = FUTURE if end is None else _bound_of_axis(cache, by, end, opening=False)
    if first > last:
        raise BadQuestion("to", f"{quoted(end)} is before {quoted(start)}, where it is to begin")

    def state_at(point: Axes) -> State:
        return state(cache.view(point.position), projection, key, point)

    def attributed(points: tuple[Axes, Axes], changes: Changes) -> Changes:
        return with_causes(cache, projection, key, by, points, changes)

    return _steps(by, points, state_at, attributed, axes, start=first, end=last)


def _bound_of_axis(cache: LogCache, by: str, given: DateInput | int, *, opening: bool) -> int:
    """Return the first (`opening`) or the last point of an axis that is to be shown, inclusive.

    Raises:
        BadDate: it is no date.
        BadQuestion: it is no position of the log, or a position on another axis than the file axis.
    """
    if by == FILE:
        point = file_point(given if isinstance(given, int) else spelled(given))
        position = position_of(cache, point)
        timed = not isinstance(point, int)
        # a time resolves to the last position recorded by then, and the replay starts after it
        return position + 1 if opening and timed else position
    if isinstance(given, int):
        option = "from" if opening else "to"
        raise BadQuestion(option, f"{given} is no date: only the file axis has positions")
    text = spelled(given) or ""
    return times.published(text)[0] if opening else times.bound(text)


def positions_of_change(entries: Iterable[Entry], projection: Projection) -> list[int]:
    """Return the positions at which a projection's states can change: not at reports of other kinds."""
    kinds = projection.kinds
    positions: list[int] = []
    unrelated: set[str] = set()
    for entry in entries:
        if entry.type == "report" and entry.record["kind"] not in kinds:
            unrelated.add(entry.id)
        elif not (entry.type in ("correction", "retraction") and entry.record["of"] in unrelated):
            positions.append(entry.position)
    return positions


def points_of_change(by: str, dossiers: Iterable[Dossier], axes: Axes) -> list[int]:
    """Return the points at which a state can change as the world or the press axis moves, ascending."""
    if by == PRESS:
        return sorted({point for each in dossiers for point in each.breaks})
    points: set[int] = set()
    vague_ends: set[tuple[int, int]] = set()
    for dossier in dossiers:
        for development in dossier.developments(axes.known, axes.sources):
            for account in (*development.accounts, *development.denials):
                when = account.when
                end = when.end or (when.latest, when.latest)
                # a span includes its last instant: a state changes just after it too
                points |= {day_end(when.earliest), when.latest, end[0], end[1], end[0] + 1, end[1] + 1}
                points |= {account.bounded.latest, account.reported[1]}
                vague_ends |= {end} if end[0] < end[1] else set()
    # a span can be over from the day after it began, wherever in its end that lies
    points |= {day_end(at) + 1 for at in points if any(low <= at < high for low, high in vague_ends)}
    first, last = times.CALENDAR  # beyond it nothing can be asked
    return sorted({day_end(point) for point in points if first <= point <= last})


def _steps(
    by: str,
    points: Iterable[int],
    state_at: Callable[[Axes], State],
    attributed: Callable[[tuple[Axes, Axes], Changes], Changes],
    axes: Axes,
    *,
    start: int,
    end: int,
) -> Iterator[Step]:
    """Yield a step for each point from `start` to `end`, inclusive, at which the state changes."""
    points = sorted(set(points))
    first = start if start > PAST else (points[0] if points else 1)
    last_step = moved(axes, by, _point_before(first, by, given=start > PAST))
    before = state_at(last_step)
    for point in points:
        if not start <= point <= end:
            continue
        here = moved(axes, by, point)
        after = state_at(here)
        changes = changes_between(before, after)
        if changes:
            changes = attributed((last_step, here), changes)
            yield Step(
                at=point if by == FILE else label(point),
                reports=reports_of(changes),
                changed_by=causes_of(changes),
                changes=changes,
                state=after,
            )
            last_step = here
        before = after


def _point_before(first: int, by: str, *, given: bool) -> int:
    """Return the point before the first: the end of the day before where the first is the end of a day."""
    if by == FILE:
        return max(first - 1, 0)
    return first - DAY if not given and first % DAY == DAY - 1 else first - 1


def changes_between(before: State, after: State) -> Changes:
    """Return the fields that differ between two states of a target, in more than their confirmation."""
    return {
        name: FieldChange(before=before.fields[name], after=field)
        for name, field in after.fields.items()
        if name in before.fields and before.fields[name].content() != field.content()
    }


def with_causes(
    cache: LogCache,
    projection: Projection,
    key: str,
    by: str,
    points: tuple[Axes, Axes],
    changes: Changes,
) -> Changes:
    """Return the changes from one point of the axis `by` to another, earlier or later, with their causes."""
    if not changes:
        return changes
    ordered = tuple(sorted(points, key=lambda each: _point(each, by)))
    states = {name: (each.before, each.after) for name, each in changes.items()}
    if ordered != points:
        states = {name: (after, before) for name, (before, after) in states.items()}
    causes = changed_by(cache, projection, key, by, (ordered[0], ordered[1]), states)
    return {name: attrs.evolve(each, changed_by=causes[name]) for name, each in changes.items()}


def _point(axes: Axes, by: str) -> int:
    return {WORLD: axes.until, PRESS: axes.press, FILE: axes.position}[by]


def causes_of(changes: Changes) -> Causes:
    """Return the causes of all changes, each once, those of the first field first."""
    return tuple(dict.fromkeys(cause for each in changes.values() for cause in each.changed_by))


def reports_of(changes: Changes) -> tuple[str, ...]:
    """Return the reports that began or ceased to support the fields; if none did, those that do."""
    began_or_ceased: dict[str, None] = {}
    for change in changes.values():
        old, new = reports_in(change.before), reports_in(change.after)
        began_or_ceased.update(dict.fromkeys(name for name in (*new, *old) if (name in old) != (name in new)))
    return tuple(began_or_ceased) or tuple(
        dict.fromkeys(name for change in changes.values() for name in change.after.reports)
    )
