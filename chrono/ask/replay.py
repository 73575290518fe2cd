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


@attrs.frozen(kw_only=True)
class Step:
    """A point of an axis, inclusive, from which on the state has changed."""

    at: str | int
    reports: tuple[str, ...]
    """The reports that began or ceased to support a field that changed."""
    changes: Mapping[str, FieldChange]
    state: State

    def to_dict(self) -> dict[str, object]:
        """Return the step as JSON shows it."""
        return {
            "at": self.at,
            "reports": list(self.reports),
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

    return _steps(by, points, state_at, axes, start=first, end=last)


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
    for dossier in dossiers:
        for development in dossier.developments(axes.known, axes.sources):
            for account in (*development.accounts, *development.denials):
                when = account.when
                end = when.end or (when.latest, when.latest)
                # a span includes its last instant: a state changes just after it too
                points |= {day_end(when.earliest), when.latest, end[0], end[1], end[0] + 1, end[1] + 1}
                points.add(account.reported[1])
    first, last = times.CALENDAR  # beyond it nothing can be asked
    return sorted({day_end(point) for point in points if first <= point <= last})


def _steps(
    by: str, points: Iterable[int], state_at: Callable[[Axes], State], axes: Axes, *, start: int, end: int
) -> Iterator[Step]:
    """Yield a step for each point from `start` to `end`, inclusive, at which the state changes."""
    points = sorted(set(points))
    first = start if start > PAST else (points[0] if points else 1)
    before = state_at(moved(axes, by, _point_before(first, by, given=start > PAST)))
    for point in points:
        if not start <= point <= end:
            continue
        after = state_at(moved(axes, by, point))
        changes = changes_between(before, after)
        if changes:
            at = point if by == FILE else label(point)
            yield Step(at=at, reports=reports_of(changes), changes=changes, state=after)
        before = after


def _point_before(first: int, by: str, *, given: bool) -> int:
    """Return the point before the first: the end of the day before where the first is the end of a day."""
    if by == FILE:
        return max(first - 1, 0)
    return first - DAY if not given and first % DAY == DAY - 1 else first - 1


def changes_between(before: State, after: State) -> dict[str, FieldChange]:
    """Return the fields that differ between two states of a target, in more than their confirmation."""
    return {
        name: FieldChange(before=before.fields[name], after=field)
        for name, field in after.fields.items()
        if name in before.fields and before.fields[name].content() != field.content()
    }


def reports_of(changes: Mapping[str, FieldChange]) -> tuple[str, ...]:
    """Return the reports that began or ceased to support the fields; if none did, those that do."""
    began_or_ceased: dict[str, None] = {}
    for change in changes.values():
        old, new = _all_reports(change.before), _all_reports(change.after)
        began_or_ceased.update(dict.fromkeys(name for name in (*new, *old) if (name in old) != (name in new)))
    return tuple(began_or_ceased) or tuple(
        dict.fromkeys(name for change in changes.values() for name in change.after.reports)
    )


def _all_reports(field: FieldState) -> dict[str, None]:
    beside = [name for each in field.alternatives for name in each.reports]
    inside = [name for each in field.members or () for name in each.reports]
    return dict.fromkeys((*field.reports, *beside, *inside))
