"""Finds the changes in a target between two points of one axis, and the records behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

import attrs

from chrono.ask.axes import FILE, PRESS, WORLD, Axes, DateInput, resolve_axes
from chrono.ask.changed_by.changed_by import Causes
from chrono.ask.replay import Changes, causes_of, changes_between, reports_of, with_causes
from chrono.ask.state import state
from chrono.errors import BadQuestion
from chrono.fold.field_fold import FieldFold
from chrono.fold.reducers.items import OBSERVE, Item, in_order, since_of
from chrono.fold.states import CERTAIN, POSSIBLE, State
from chrono.fold.view import View
from chrono.lookup.log_cache import LogCache
from chrono.model.fields import Field
from chrono.model.policy import DEFAULT_POLICY, Policy
from chrono.model.projection import Projection
from chrono.model.record_types import MENDING
from chrono.resolve.developments import DENIED, Development
from chrono.resolve.entries import Entry

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Stage:
    """A status that was entered, or that a source observed."""

    value: object
    date: str | None
    """Its date in EDTF; of a span its start, None where that is unknown."""
    certainty: str
    """Whether it was entered by the time asked for: `certain` or `possible`."""
    observed: bool = False
    """Whether a source only says that it was so, not when it began."""


def status_of(projection: Projection) -> Field | None:
    """Return the status field of a projection: the first that reduces to a status."""
    return next((each for each in projection.fields.values() if each.reduce == "status"), None)


@attrs.frozen(kw_only=True)
class Diff:
    """A target at two points of one axis, the others fixed."""

    by: str
    """The axis: world, press or file."""
    before: State
    after: State
    axes: tuple[Axes, Axes]
    changes: Changes
    reports: tuple[str, ...]
    """The reports that began or ceased to support a field that changed."""
    changed_by: Causes = ()
    """The records that came in between, or the developments whose dates were reached."""
    reported: tuple[bool, bool] = (True, True)
    """Whether anything at all was reported of the target, as known at either point."""
    stages: tuple[tuple[Stage, ...], tuple[Stage, ...]] = ((), ())
    """The stages of the status up to either point; none without a status field."""
    mended: tuple[Entry, ...] = ()
    """The corrections, retractions, amendments, rankings and merges that came in between, in log order."""

    def to_dict(self) -> dict[str, object]:
        """Return the difference as JSON shows it."""
        return {
            "projection": self.after.projection,
            "key": self.after.key,
            "by": self.by,
            "from": _shown_point(self.axes[0], self.by),
            "to": _shown_point(self.axes[1], self.by),
            "reports": list(self.reports),
            "changed_by": [each.to_dict() for each in self.changed_by],
            "mended": [dict(each.record) for each in self.mended],
            "changes": {
                name: {"before": each.before.to_dict(), "after": each.after.to_dict()}
                for name, each in self.changes.items()
            },
        }


def _shown_point(axes: Axes, by: str) -> str | int | None:
    return {WORLD: axes.as_of, PRESS: axes.known_at, FILE: axes.position}[by]


def diff(
    cache: LogCache,
    now: datetime,
    target: str,
    *,
    as_of: DateInput | tuple[DateInput, DateInput] = None,
    known_at: DateInput | tuple[DateInput, DateInput] = None,
    recorded_at: DateInput | int | tuple[DateInput | int, DateInput | int] = None,
    according_to: str | Iterable[str] | None = None,
) -> Diff:
    """Return the changes in a target between two points of the one time axis that is a pair.

    Raises:
        BadQuestion: not exactly one of them is, or a position is beyond the log.
        NoSuchTarget: no such projection, key or source.
        BadDate: a date cannot be read.
    """
    given = {WORLD: as_of, PRESS: known_at, FILE: recorded_at}
    pairs = [axis for axis, value in given.items() if isinstance(value, tuple)]
    if len(pairs) != 1:
        raise BadQuestion("diff", "one axis is given as two points, A/B, the others as one or none")
    first, second = (
        resolve_axes(
            cache,
            now,
            as_of=_nth(as_of, n),
            known_at=_nth(known_at, n),
            recorded_at=_nth(recorded_at, n),
            according_to=according_to,
        )
        for n in (0, 1)
    )
    projection, key = cache.view().target(target)
    views = cache.view(first.position), cache.view(second.position)
    before, after = state(views[0], projection, key, first), state(views[1], projection, key, second)
    by = pairs[0]
    changes = with_causes(cache, projection, key, by, (first, second), changes_between(before, after))
    return Diff(
        by=by,
        before=before,
        after=after,
        axes=(first, second),
        changes=changes,
        reports=reports_of(changes),
        changed_by=causes_of(changes),
        reported=(
            _is_reported(views[0], projection, key, first),
            _is_reported(views[1], projection, key, second),
        ),
        stages=(_stages(views[0], projection, key, first), _stages(views[1], projection, key, second)),
        mended=tuple(_mending_records(by, (first, second), views, projection, key)),
    )


def _nth(value: T | tuple[T, T], n: int) -> T:
    return value[n] if isinstance(value, tuple) else value


def _is_reported(view: View, projection: Projection, key: str, axes: Axes) -> bool:
    """Return whether any visible account is of what stands under a key: of later dates, or a denial, too."""
    policy = projection.policy or DEFAULT_POLICY
    for name in view.keys(projection).get(key, ()):
        dossier = view.dossier(name)
        accounts = dossier.accounts(axes.press, axes.sources)
        # a denial alone makes no development, yet it says something
        if accounts and key in view.reader.keys(
            Development(name, DENIED, tuple(accounts)), projection.key, policy
        ):
            return True
    return False


def _stages(view: View, projection: Projection, key: str, axes: Axes) -> tuple[Stage, ...]:
    field = status_of(projection)
    if field is None:
        return ()
    return stages(
        view.field_fold(projection, key, until=axes.until, known_at=axes.known, sources=axes.sources), field
    )


def _mending_records(
    by: str, axes: tuple[Axes, Axes], views: tuple[View, View], projection: Projection, key: str
) -> Iterator[Entry]:
    """Yield the records that mended the key's reports between the two points, whichever of them is the later.

    A mending of a mending counts transitively; one that was void at both points is left out.
    """
    if by == WORLD:
        return
    early, late = sorted((0, 1), key=lambda n: axes[n].position if by == FILE else axes[n].press)
    view = views[late]
    about = {
        report.id
        for at_point in views
        for name in at_point.keys(projection).get(key, ())
        for report in at_point.archive.reports[name]
    }
    for entry in view.archive.appended:
        if entry.type not in MENDING or about.isdisjoint(_ids_mended(entry, view)):
            continue
        amended = _as_amended(entry, view)
        if amended is not None or _as_amended(entry, views[early]) is not None:
            about.add(entry.id)
        if amended is not None and _between(amended, view, by, axes[early], axes[late]):
            yield amended


def _between(entry: Entry, view: View, by: str, early: Axes, late: Axes) -> bool:
    """Return whether a record came in after the early point, up to the late one, inclusive."""
    if by == FILE:
        return entry.position > early.position
    if entry.record.get("reported") is None:
        return False
    return early.press < view.archive.press(entry.record)[1] <= late.press


def _as_amended(entry: Entry, view: View) -> Entry | None:
    """Return a record as amended in a view; None where it was void, or not there yet."""
    inside = entry.position <= view.archive.position
    return view.archive.amendments.amended(entry) if inside else None


def _ids_mended(entry: Entry, view: View) -> set[str]:
    """Return the ids of the records that a mending names."""
    if not entry.merged:
        return {entry.of}
    return {
        report.id
        for name in entry.merged
        for report in view.archive.reports.get(view.archive.development(name), ())
    }


def stages(fold: FieldFold, field: Field) -> tuple[Stage, ...]:
    """Return the stages that a field may have gone through by the fold's time, in world order.

    A stage entered again at once counts once; one only observed counts if none was entered before it.
    """
    policy = fold.policy(field)
    frame = fold.frames(policy)[0]
    begun = [
        each
        for each in in_order((e for e in fold.items(field) if e.node in frame.places), frame)
        if frame.places[each.node].lo <= fold.until
    ]
    entered: list[Stage] = []
    for item in begun:
        if item.tied or (item.role == OBSERVE and entered):
            continue
        sure = frame.places[item.node].hi <= fold.until
        stage = _stage(item, policy, certainty=CERTAIN if sure else POSSIBLE)
        if not entered or entered[-1].value != stage.value:
            entered.append(stage)
    return tuple(entered)


def _stage(item: Item, policy: Policy, *, certainty: str) -> Stage:
    when = item.development.when(policy)
    return Stage(
        value=item.value,
        date=when.edtf if when.end is None else since_of(item.development, policy),
        certainty=certainty,
        observed=item.role == OBSERVE,
    )
