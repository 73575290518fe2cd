"""Replay: the distinct states that a question gives as one of its axes moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from chrono.ask.axes import Axes, day_end, label, moved
from chrono.fold.states import FieldState, State
from chrono.resolve.developments import Dossier
from chrono.values.times import DAY, FUTURE, PAST

WORLD, PRESS, FILE = "world", "press", "file"
MOVING = (WORLD, PRESS, FILE)


@attrs.frozen(kw_only=True)
class Change:
    """One field before and after a step."""

    before: FieldState
    after: FieldState


@attrs.frozen(kw_only=True)
class Step:
    """A point of an axis from which on the state is another one."""

    at: str | int
    reports: tuple[str, ...]
    """The reports that came to bear or ceased to."""
    changes: Mapping[str, Change]
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


def marks(by: str, dossiers: Iterable[Dossier], axes: Axes) -> list[int]:
    """Return the points at which a state can change as the world or the press axis moves, in order."""
    if by == PRESS:
        return sorted({mark for each in dossiers for mark in each.breaks})
    found: set[int] = set()
    for dossier in dossiers:
        for each in dossier.developments(axes.known, axes.sources):
            for account in (*each.accounts, *each.denials):
                when = account.when
                end = when.end or (when.latest, when.latest)
                found |= {day_end(when.earliest), when.latest, end[0], end[1], end[0] + 1, end[1] + 1}
                found.add(account.reported[1])
    return sorted(day_end(mark) for mark in found if PAST < mark < FUTURE)


def steps(
    by: str, points: Iterable[int], state: Callable[[Axes], State], axes: Axes, *, start: int, end: int
) -> Iterator[Step]:
    """Yield a step for each point from `start` to `end`, inclusive, at which the state becomes another."""
    points = sorted(set(points))
    first = start if start > PAST else (points[0] if points else 1)
    before = state(moved(axes, by, _before(first, by, given=start > PAST)))
    for point in points:
        if not start <= point <= end:
            continue
        after = state(moved(axes, by, point))
        changes = changes_between(before, after)
        if changes:
            at = point if by == FILE else label(point)
            yield Step(at=at, reports=reports_of(changes), changes=changes, state=after)
        before = after


def _before(first: int, by: str, *, given: bool) -> int:
    """Return the point before the first: the end of the day before where the first is the end of a day."""
    if by == FILE:
        return max(first - 1, 0)
    return first - DAY if not given and first % DAY == DAY - 1 else first - 1


def changes_between(before: State, after: State) -> dict[str, Change]:
    """Return the fields in which two states of one target differ, in more than when they were confirmed."""
    return {
        name: Change(before=before.fields[name], after=field)
        for name, field in after.fields.items()
        if name in before.fields and before.fields[name].content() != field.content()
    }


def reports_of(changes: Mapping[str, Change]) -> tuple[str, ...]:
    """Return the reports that came to bear or ceased to; where there are none, those that bear."""
    found: dict[str, None] = {}
    for each in changes.values():
        old, new = _all_reports(each.before), _all_reports(each.after)
        found.update(dict.fromkeys(name for name in (*new, *old) if (name in old) != (name in new)))
    return tuple(found) or tuple(
        dict.fromkeys(name for each in changes.values() for name in each.after.reports)
    )


def _all_reports(field: FieldState) -> dict[str, None]:
    beside = [name for each in field.alternatives for name in each.reports]
    inside = [name for each in field.members or () for name in each.reports]
    return dict.fromkeys((*field.reports, *beside, *inside))
