"""What changed between two points of one axis, and what sources say of one target side by side."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from chrono.axes import Axes
from chrono.replays import Change, changes_between, reports_of
from chrono.states import CERTAIN, NONE, FieldState, State

AGREE, DIFFER, ALONE, SILENT = "agree", "differ", "one alone", "silent"


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

    def to_dict(self) -> dict[str, object]:
        """Return the difference as JSON shows it."""
        return {
            "projection": self.after.projection,
            "key": self.after.key,
            "by": self.by,
            "from": _point(self.axes[0], self.by),
            "to": _point(self.axes[1], self.by),
            "reports": list(self.reports),
            "changes": {
                name: {"before": each.before.to_dict(), "after": each.after.to_dict()}
                for name, each in self.changes.items()
            },
        }


def _point(axes: Axes, by: str) -> str | int | None:
    return {"world": axes.as_of, "press": axes.known_at, "file": axes.position}[by]


def diff(by: str, before: State, after: State, axes: tuple[Axes, Axes]) -> Diff:
    """Return what changed between two states of one target."""
    changes = changes_between(before, after)
    return Diff(by=by, before=before, after=after, axes=axes, changes=changes, reports=reports_of(changes))


@attrs.frozen(kw_only=True)
class Comparison:
    """A target as each of several sources alone has it."""

    states: Mapping[str, State]
    verdicts: Mapping[str, str]
    """For each field: whether the sources that speak of it agree or differ, one speaks alone, or none."""

    def to_dict(self) -> dict[str, object]:
        """Return the comparison as JSON shows it."""
        first = next(iter(self.states.values()))
        return {
            "projection": first.projection,
            "key": first.key,
            "as_of": first.as_of,
            "known_at": first.known_at,
            "between": list(self.states),
            "fields": {
                name: {
                    "verdict": verdict,
                    "sources": {
                        source: state.fields[name].to_dict() for source, state in self.states.items()
                    },
                }
                for name, verdict in self.verdicts.items()
            },
        }


def comparison(states: Mapping[str, State]) -> Comparison:
    """Return what sources say, field by field. Silence is no denial: it neither agrees nor differs."""
    first = next(iter(states.values()))
    verdicts = {name: _verdict([state.fields[name] for state in states.values()]) for name in first.fields}
    return Comparison(states=states, verdicts=verdicts)


def speaks(field: FieldState) -> bool:
    """Return whether a source says anything of a field by the time asked for."""
    if field.certainty == NONE:
        return False
    return field.certainty != CERTAIN or bool(field.reports)


def _verdict(fields: list[FieldState]) -> str:
    spoken = [each for each in fields if speaks(each)]
    if not spoken:
        return SILENT
    if len(spoken) == 1:
        return ALONE
    return AGREE if all(each.verdict == spoken[0].verdict for each in spoken) else DIFFER
