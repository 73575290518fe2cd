"""Reports overdue plans, stale values, open disputes, broken links and developments that are one."""

from __future__ import annotations

import re
import shlex
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import attrs

from chrono.ask.axes import Axes, label
from chrono.ask.same_identity import first_report, same_by_identity
from chrono.ask.stories import ProjectionKey
from chrono.ask.world_order import world_order
from chrono.errors import BadQuestion, quoted
from chrono.fold.confirmations import lasts
from chrono.fold.day_order import open_orders
from chrono.fold.field_fold import FieldFold
from chrono.fold.readings import key_text
from chrono.fold.states import Alternative, FieldState
from chrono.fold.view import View, target_name
from chrono.resolve.archive import NORMAL
from chrono.resolve.developments import DENIED, OCCURRED, PLANNED, Development
from chrono.values.times import DAY
from chrono.values.untyped import strings_of

OVERDUE, UNCONFIRMED, DISPUTED, UNORDERED, UNUSED, UNTOLD, TOO_EARLY, SAME = (
    "overdue",
    "unconfirmed",
    "disputed",
    "open order",
    "unused link",
    "untold link",
    "before its date",
    "same identity",
)
SORTS = (OVERDUE, UNCONFIRMED, DISPUTED, UNORDERED, UNUSED, UNTOLD, TOO_EARLY, SAME)
"""The sorts of findings, in the order in which they are listed."""
_SECOND = 1_000_000
_AGE = re.compile(r"(\d{1,4})([dwmy])")


@attrs.frozen(kw_only=True)
class Finding:
    """One thing to look after, and the command that does it."""

    sort: str
    """One of `SORTS`: `overdue`, `unconfirmed`, `disputed`, `open order`, `unused link` …"""
    target: str | None = None
    field: str | None = None
    development: str | None = None
    after: str | None = None
    """The development that a link names."""
    duplicates: tuple[str, ...] = ()
    """The developments that their kind's identity holds for the same as this one."""
    date: str | None = None
    """The day it was due, or the value was last confirmed: EDTF."""
    reports: tuple[str, ...] = ()
    """The reports behind it; of a stale value the one that last confirmed it."""
    state: FieldState | None = None
    next: str
    """The command that settles it, with words in capitals to fill in."""

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The alternative values of a dispute; none for other findings."""
        return self.state.alternatives if self.state is not None and self.sort == DISPUTED else ()

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON shows it."""
        return {
            "sort": self.sort,
            "target": self.target,
            "field": self.field,
            "development": self.development,
            "after": self.after,
            "duplicates": list(self.duplicates),
            "date": self.date,
            "reports": list(self.reports),
            "value": None if self.state is None else self.state.value,
            "alternatives": [each.to_dict() for each in self.alternatives],
            "next": self.next,
        }


@attrs.frozen(kw_only=True)
class Check:
    """The findings of a check at resolved axes."""

    axes: Axes
    before: int
    """A value last confirmed up to this instant, inclusive, is stale."""
    findings: tuple[Finding, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the check as JSON shows it."""
        return {
            "as_of": self.axes.as_of,
            "known_at": self.axes.known_at,
            "position": self.axes.position,
            "unconfirmed_since": label(
                self.before if self.before % DAY == DAY - 1 else self.before // _SECOND * _SECOND
            ),
            "findings": [each.to_dict() for each in self.findings],
        }


def check(view: View, axes: Axes, *, scope: str | None = None, older_than: str = "1y") -> Check:
    """Return findings: overdue plans, stale values, open disputes, idle links, developments to merge.

    Args:
        view: the log at the position asked for.
        axes: the resolved axes of the question.
        scope: a story or a target; by default every target, and developments that are under none.
        older_than: how long before as-of a value must have been confirmed last: `30d`, `6w`, `18m`, `1y`.

    Raises:
        NoSuchTarget: there is no such story or target.
        BadQuestion: the age cannot be read.
    """
    before = long_ago(axes.until, older_than)
    targets = _targets(view, scope)
    names = list(view.archive.reports) if scope is None else _developments_under(view, targets)
    visible = view.developments(names, axes.known, axes.sources)
    findings = [
        *_overdue_plans(view, visible, axes),
        *_state_findings(view, targets, axes, before),
        *_link_findings(view, visible, axes),
        *_too_early(visible),
        *_same_identity(view, visible),
    ]
    ordered = tuple(sorted(findings, key=lambda each: SORTS.index(each.sort)))
    return Check(axes=axes, before=before, findings=ordered)


def long_ago(until: int, age: str) -> int:
    """Return the instant that lies an age such as `30d`, `6w`, `18m` or `1y` before another.

    Months and years are those of the calendar; a day that a month lacks is its last.

    Raises:
        BadQuestion: the age cannot be read.
    """
    parts = _AGE.fullmatch(age)
    if parts is None:
        raise BadQuestion("older-than", f"{quoted(age)} is no age: write 30d, 6w, 18m or 1y")
    count, unit = int(parts[1]), parts[2]
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=until)
    if unit in "dw":
        return until - timedelta(days=count * (7 if unit == "w" else 1)) // timedelta(microseconds=1)
    months = moment.year * 12 + moment.month - 1 - count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    if year < 1:
        raise BadQuestion("older-than", f"{quoted(age)} reaches before the year 1")
    then = moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
    return until - (moment - then) // timedelta(microseconds=1)


def _targets(view: View, scope: str | None) -> list[ProjectionKey]:
    if scope is None:
        return list(view.targets())
    story = view.shelf.stories.get(scope)
    if story is None:
        return [view.target(scope)]
    return [view.target(name) for name in strings_of(story.get("targets"))]


def _developments_under(view: View, targets: Iterable[ProjectionKey]) -> list[str]:
    return sorted({name for projection, key in targets for name in view.keys(projection).get(key, ())})


# --- plans --------------------------------------------------------------------------------------


def _overdue_plans(view: View, visible: Sequence[Development], axes: Axes) -> Iterator[Finding]:
    """Yield the plans whose last due day is over, and which no report says to have happened or not."""
    occurred = {each.name for each in visible if each.modality == OCCURRED}
    plans = [each for each in visible if each.modality == PLANNED and each.name not in occurred]
    due = [plan for plan in plans if plan.when().latest <= axes.until]
    for plan in sorted(due, key=lambda each: (each.when().latest, each.name)):
        if not _denied(view, plan.name, axes):
            act = f"chrono append {plan.first.kind} FIELD=VALUE --development {plan.name}"
            yield Finding(
                sort=OVERDUE,
                development=plan.name,
                date=key_text(plan.when()),
                reports=tuple(account.report for account in plan.accounts),
                next=f"{act} --occurred DATE --source S (or --modality denied)",
            )


def _denied(view: View, name: str, axes: Axes) -> bool:
    accounts = view.dossier(name).accounts(axes.press, axes.sources)
    return any(account.modality == DENIED for account in accounts)


# --- dates --------------------------------------------------------------------------------------


def _too_early(visible: Iterable[Development]) -> Iterator[Finding]:
    """Yield the reports that tell as past what by their own date came after their publication."""
    for each in visible:
        for account in each.accounts:
            if account.too_early:
                yield Finding(
                    sort=TOO_EARLY,
                    development=each.name,
                    date=account.when.edtf,
                    reports=(account.report,),
                    next=f'chrono fix {account.report} --occurred DATE --why "…" (or modality=planned)',
                )


# --- identity -----------------------------------------------------------------------------------


def _same_identity(view: View, visible: Iterable[Development]) -> Iterator[Finding]:
    """Yield the developments that their kind's identity holds for the same."""
    for names in same_by_identity(view, [each.name for each in visible]):
        yield Finding(
            sort=SAME,
            development=names[0],
            duplicates=names[1:],
            reports=tuple(first_report(view, name).id for name in names),
            next=f'chrono merge {" ".join(map(shlex.quote, names))} --why "…"',
        )


# --- states -------------------------------------------------------------------------------------


def _state_findings(
    view: View, targets: Iterable[ProjectionKey], axes: Axes, before: int
) -> Iterator[Finding]:
    """Yield the stale values, the open disputes and the open orders of targets, field by field."""
    for projection, key in targets:
        fold = view.field_fold(projection, key, until=axes.until, known_at=axes.known, sources=axes.sources)
        fields = {name: fold.state(field) for name, field in projection.fields.items()}
        target = target_name(projection, key)
        yield from _open_orders(fold, target)
        # what has reached a final status need not be confirmed again
        ended = any(
            isinstance(fields[name].value, str) and fields[name].value in field.final
            for name, field in projection.fields.items()
        )
        for name, state in fields.items():
            if not ended and lasts(projection.fields[name], state):
                yield from _stale_value(target, name, state, before)
            if state.disputed and not _decided_by_rank(view, state):
                yield _dispute(target, name, state)


def _stale_value(target: str, name: str, state: FieldState, before: int) -> Iterator[Finding]:
    last = state.confirmed
    if last is not None and last.reported[1] <= before:
        yield Finding(
            sort=UNCONFIRMED,
            target=target,
            field=name,
            date=last.reported_text,
            reports=(last.report,),
            state=state,
            next=f"chrono explain {target}.{name}",
        )


def _dispute(target: str, name: str, state: FieldState) -> Finding:
    reports = tuple(report for each in state.alternatives for report in each.reports)
    return Finding(
        sort=DISPUTED,
        target=target,
        field=name,
        reports=reports,
        state=state,
        next=f'chrono rank {reports[0] if reports else "REPORT"} preferred --why "…"',
    )


def _decided_by_rank(view: View, state: FieldState) -> bool:
    """Return whether an editor's rankings put one group before all others, in all that accounts differ in."""
    ranks: dict[int, list[int]] = {}
    for one in state.alternatives:
        best = min(map(view.archive.rank, one.reports), default=NORMAL)
        ranks.setdefault(one.question, []).append(best)
    return all(len(set(each)) > 1 and each.count(min(each)) == 1 for each in ranks.values())


def _open_orders(fold: FieldFold, target: str) -> Iterator[Finding]:
    """Yield the pairs of developments of one day of which it matters, and is not known, which came first."""
    for name, field in fold.projection.fields.items():
        for each in open_orders(fold, field):
            one, other = each.first, each.second
            yield Finding(
                sort=UNORDERED,
                target=target,
                field=name,
                development=other.name,
                after=one.name,
                date=key_text(other.when(fold.policy(field))),
                reports=(one.first.report, other.first.report),
                next=f'chrono fix {other.first.report} after={one.name} --why "…" (or the reverse)',
            )


# --- links --------------------------------------------------------------------------------------


def _link_findings(view: View, visible: Sequence[Development], axes: Axes) -> Iterator[Finding]:
    """Yield links that no placement of the dates allows, and links to developments that are not visible."""
    own = {each.name for each in visible}
    related = view.developments(view.related(own), axes.known, axes.sources) if view.links else []
    for (name, _), target in world_order(related).unused:
        if name in own:
            yield _link_finding(view, UNUSED, name, target, axes)
    reported = {each.name for each in related}
    for name, target in dict.fromkeys((e.name, target) for e in visible for target in sorted(e.after)):
        if target not in reported:
            yield _link_finding(view, UNTOLD, name, target, axes)


def _link_finding(view: View, sort: str, name: str, target: str, axes: Axes) -> Finding:
    developments = view.developments([name], axes.known, axes.sources)
    reports = tuple(a.report for each in developments for a in each.accounts if target in a.after)
    return Finding(
        sort=sort,
        development=name,
        after=target,
        reports=reports,
        next=f'chrono fix {reports[0] if reports else name} after=DEVELOPMENT --why "…"',
    )
