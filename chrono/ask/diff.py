"""Finds what changed in a target between two points of one axis, and what changed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TypeVar

import attrs

from chrono.ask.axes import FILE, PRESS, WORLD, Axes, When, resolve_axes
from chrono.ask.replay import FieldChange, changes_between, reports_of
from chrono.ask.state import state
from chrono.errors import BadQuestion
from chrono.fold.field_fold import FieldFold
from chrono.fold.reducers.items import OBSERVE, Item, in_order, since_of
from chrono.fold.states import CERTAIN, POSSIBLE, State
from chrono.fold.view import View
from chrono.lookup.log_cache import LogCache
from chrono.model.fields import Field
from chrono.model.policy import Policy
from chrono.model.projection import Projection
from chrono.model.record_types import MENDING
from chrono.resolve.entries import Entry

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Stage:
    """A state that was entered, or that a source saw."""

    value: object
    date: str | None
    """When, in EDTF; of a span its start, None where that is not known."""
    certainty: str
    """Whether it was entered by the time asked for: `certain` or `possible`."""
    observed: bool = False
    """Whether a source only says that it stood so."""


def status_of(projection: Projection) -> Field | None:
    """Return the field that says where a projection's subject stands: the first that reduces to a status."""
    return next((each for each in projection.fields.values() if each.reduce == "status"), None)


@attrs.frozen(kw_only=True)
class Diff:
    """A target at two points of one axis, the others fixed."""

    by: str
    """The axis: world, press or file."""
    before: State
    after: State
    axes: tuple[Axes, Axes]
    changes: Mapping[str, FieldChange]
    reports: tuple[str, ...]
    """The reports that came to bear or ceased to."""
    stages: tuple[tuple[Stage, ...], tuple[Stage, ...]] = ((), ())
    """The stages that the status had gone through at either point; none where there is no status."""
    mended: tuple[Entry, ...] = ()
    """The corrections, retractions, amendments, rankings and merges that came in between, in log order."""

    def to_dict(self) -> dict[str, object]:
        """Return the difference as JSON shows it."""
        return {
            "projection": self.after.projection,
            "key": self.after.key,
            "by": self.by,
            "from": _point(self.axes[0], self.by),
            "to": _point(self.axes[1], self.by),
            "reports": list(self.reports),
            "mended": [dict(each.record) for each in self.mended],
            "changes": {
                name: {"before": each.before.to_dict(), "after": each.after.to_dict()}
                for name, each in self.changes.items()
            },
        }


def _point(axes: Axes, by: str) -> str | int | None:
    return {WORLD: axes.as_of, PRESS: axes.known_at, FILE: axes.position}[by]


def diff(
    held: LogCache,
    now: datetime,
    target: str,
    *,
    as_of: When | tuple[When, When] = None,
    known_at: When | tuple[When, When] = None,
    recorded_at: When | int | tuple[When | int, When | int] = None,
    according_to: str | Iterable[str] | None = None,
) -> Diff:
    """Return what changed in a target between two points of the one time axis that is a pair.

    Raises:
        BadQuestion: not exactly one of them is, or a position is beyond the log.
        NoSuchTarget: no such projection, key or source.
        BadDate: a date cannot be read.
    """
    given = {WORLD: as_of, PRESS: known_at, FILE: recorded_at}
    pairs = [by for by, value in given.items() if isinstance(value, tuple)]
    if len(pairs) != 1:
        raise BadQuestion("diff", "one axis is given as two points, A/B, the others as one or none")
    one, other = (
        resolve_axes(
            held,
            now,
            as_of=_point_of(as_of, n),
            known_at=_point_of(known_at, n),
            recorded_at=_point_of(recorded_at, n),
            according_to=according_to,
        )
        for n in (0, 1)
    )
    projection, key = held.view().target(target)
    views = held.view(one.position), held.view(other.position)
    before, after = state(views[0], projection, key, one), state(views[1], projection, key, other)
    changes = changes_between(before, after)
    return Diff(
        by=pairs[0],
        before=before,
        after=after,
        axes=(one, other),
        changes=changes,
        reports=reports_of(changes),
        stages=(_stages(views[0], projection, key, one), _stages(views[1], projection, key, other)),
        mended=tuple(_mended(pairs[0], (one, other), views, projection, key)),
    )


def _point_of(value: T | tuple[T, T], n: int) -> T:
    return value[n] if isinstance(value, tuple) else value


def _stages(view: View, projection: Projection, key: str, axes: Axes) -> tuple[Stage, ...]:
    field = status_of(projection)
    if field is None:
        return ()
    return stages(
        view.field_fold(projection, key, until=axes.until, known_at=axes.known, sources=axes.sources), field
    )


def _mended(
    by: str, axes: tuple[Axes, Axes], views: tuple[View, View], projection: Projection, key: str
) -> Iterator[Entry]:
    """Yield what mended the key's reports between the two points, whichever of them is the later.

    A mending of a mending is about what that is about; one that was void at both points is told at neither.
    """
    if by == WORLD:
        return
    early, late = sorted((0, 1), key=lambda n: axes[n].position if by == FILE else axes[n].press)
    view = views[late]
    about = {
        each.id
        for each_view in views
        for name in each_view.keys(projection).get(key, ())
        for each in each_view.archive.reports[name]
    }
    for entry in view.archive.appended:
        if entry.type not in MENDING or about.isdisjoint(_named(entry, view)):
            continue
        held = _held(entry, view)
        if held is not None or _held(entry, views[early]) is not None:
            about.add(entry.id)
        if held is not None and _between(held, view, by, axes[early], axes[late]):
            yield held


def _between(entry: Entry, view: View, by: str, early: Axes, late: Axes) -> bool:
    """Return whether a record came in after the one point, up to the other, inclusive."""
    if by == FILE:
        return entry.position > early.position
    return "reported" in entry.record and early.press < view.archive.press(entry.record)[1] <= late.press


def _held(entry: Entry, view: View) -> Entry | None:
    """Return a record as it stood in a view, as amended; None where it was void, or not there yet."""
    inside = entry.position <= view.archive.position
    return view.archive.amendments.amended(entry) if inside else None


def _named(entry: Entry, view: View) -> set[str]:
    """Return the ids of the records that a mending is about."""
    if not entry.merged:
        return {entry.of}
    return {
        report.id
        for name in entry.merged
        for report in view.archive.reports.get(view.archive.development(name), ())
    }


def stages(fold: FieldFold, field: Field) -> tuple[Stage, ...]:
    """Return the stages that a field may have gone through by the fold's time, in world order.

    What was entered again at once is told once; what was only seen, where nothing was entered before it.
    """
    policy = fold.policy(field)
    frame = fold.frames(policy)[0]
    begun = [
        each
        for each in in_order((e for e in fold.items(field) if e.node in frame.places), frame)
        if frame.places[each.node].lo <= fold.until
    ]
    found: list[Stage] = []
    for item in begun:
        if item.tied or (item.role == OBSERVE and found):
            continue
        sure = frame.places[item.node].hi <= fold.until
        stage = _stage(item, policy, certainty=CERTAIN if sure else POSSIBLE)
        if not found or found[-1].value != stage.value:
            found.append(stage)
    return tuple(found)


def _stage(item: Item, policy: Policy, *, certainty: str) -> Stage:
    when = item.development.when(policy)
    return Stage(
        value=item.value,
        date=when.edtf if when.end is None else since_of(item.development, policy),
        certainty=certainty,
        observed=item.role == OBSERVE,
    )
