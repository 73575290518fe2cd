"""What changed in a target between two points of one axis, and what changed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from chrono.ask.axes import Axes
from chrono.ask.replay import FILE, WORLD, Change, changes_between, reports_of
from chrono.ask.stages import Stage, stages, status_of
from chrono.fold.states import State
from chrono.fold.view import View
from chrono.model.projection import Projection
from chrono.model.record_types import MENDING
from chrono.resolve.archive import Entry
from chrono.values.times import FUTURE, bound


@attrs.frozen(kw_only=True)
class Diff:
    """A target at two points of one axis, the others fixed."""

    by: str
    """The axis: world, press or file."""
    before: State
    after: State
    axes: tuple[Axes, Axes]
    changes: Mapping[str, Change]
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
    return {"world": axes.as_of, "press": axes.known_at, "file": axes.position}[by]


def diff(by: str, before: State, after: State, axes: tuple[Axes, Axes], views: tuple[View, View]) -> Diff:
    """Return what changed between two states of one target, each taken from the view beside it."""
    changes = changes_between(before, after)
    projection = after.shelf.projections[after.projection]
    return Diff(
        by=by,
        before=before,
        after=after,
        axes=axes,
        changes=changes,
        reports=reports_of(changes),
        stages=(
            _stages(views[0], projection, before.key, axes[0]),
            _stages(views[1], projection, after.key, axes[1]),
        ),
        mended=tuple(_mended(by, axes, views, projection, after.key)),
    )


def _stages(view: View, projection: Projection, key: str, axes: Axes) -> tuple[Stage, ...]:
    field = status_of(projection)
    if field is None:
        return ()
    return stages(
        view.fielder(projection, key, until=axes.until, known_at=axes.known, sources=axes.sources), field
    )


def _mended(
    by: str, axes: tuple[Axes, Axes], views: tuple[View, View], projection: Projection, key: str
) -> Iterator[Entry]:
    """Yield what mended the key's reports between the two points, whichever of them is the later."""
    if by == WORLD:
        return
    early, late = sorted((0, 1), key=lambda n: axes[n].position if by == FILE else _known(axes[n]))
    view = views[late]
    about = {
        each.id
        for each_view in views
        for name in each_view.keys(projection).get(key, ())
        for each in each_view.archive.reports[name]
    }
    for entry in view.archive.entries:
        if entry.type in MENDING and about & _named(entry, view):
            if by == FILE:
                between = entry.position > axes[early].position
            else:
                published = bound(str(entry.record["reported"])) if "reported" in entry.record else None
                between = published is not None and _known(axes[early]) < published <= _known(axes[late])
            if between:
                about.add(entry.id)
                yield entry


def _named(entry: Entry, view: View) -> set[str]:
    """Return the ids of the records that a mending is about."""
    names = entry.record.get("developments")
    if not isinstance(names, list):
        return {str(entry.record["of"])}
    return {
        each.id
        for name in names
        for each in view.archive.reports.get(view.archive.development(str(name)), ())
    }


def _known(axes: Axes) -> int:
    return FUTURE if axes.known is None else axes.known
