"""Reports overdue plans, stale values, open disputes and broken links."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import attrs

from chrono.ask.axes import Axes, label
from chrono.errors import BadQuestion, quoted
from chrono.fold.confirmations import lasts
from chrono.fold.readings import key_text
from chrono.fold.states import Alternative, FieldState
from chrono.fold.view import View, target_name
from chrono.fold.worlds import frame, placed
from chrono.model.policy import DEFAULT_POLICY
from chrono.model.projection import Projection
from chrono.resolve.archive import NORMAL
from chrono.resolve.developments import DENIED, OCCURRED, PLANNED, Development
from chrono.values.times import DAY

OVERDUE, UNCONFIRMED, DISPUTED, UNUSED, UNTOLD, TOO_EARLY = (
    "overdue",
    "unconfirmed",
    "disputed",
    "unused link",
    "untold link",
    "before its date",
)
Target = tuple[Projection, str]
SECOND = 1_000_000
_AGE = re.compile(r"(\d{1,4})([dwmy])")


@attrs.frozen(kw_only=True)
class Finding:
    """One thing that somebody should look after, and the command that does it."""

    sort: str
    """`overdue`, `unconfirmed`, `disputed`, `unused link`, `untold link` or `before its date`."""
    target: str | None = None
    field: str | None = None
    development: str | None = None
    after: str | None = None
    """The development that a link names."""
    date: str | None = None
    """When it was due, or when the value was last confirmed: EDTF."""
    reports: tuple[str, ...] = ()
    """The reports that say so; of a value those by which it was last confirmed."""
    state: FieldState | None = None
    next: str
    """What one can do: a command, with words in capitals to fill in."""

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The values that stand side by side."""
        return self.state.alternatives if self.state is not None and self.sort == DISPUTED else ()

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON shows it."""
        return {
            "sort": self.sort,
            "target": self.target,
            "field": self.field,
            "development": self.development,
            "after": self.after,
            "date": self.date,
            "reports": list(self.reports),
            "value": None if self.state is None else self.state.value,
            "alternatives": [each.to_dict() for each in self.alternatives],
            "next": self.next,
        }


@attrs.frozen(kw_only=True)
class Check:
    """All findings at some time."""

    axes: Axes
    before: int
    """A value confirmed up to here, inclusive, and not since, was confirmed long ago."""
    findings: tuple[Finding, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the check as JSON shows it."""
        return {
            "as_of": self.axes.as_of,
            "known_at": self.axes.known_at,
            "position": self.axes.position,
            "unconfirmed_since": label(
                self.before if self.before % DAY == DAY - 1 else self.before // SECOND * SECOND
            ),
            "findings": [each.to_dict() for each in self.findings],
        }


def check(view: View, axes: Axes, *, scope: str | None = None, older_than: str = "1y") -> Check:
    """Return what should be looked after: overdue plans, old values, open disputes, idle links.

    Args:
        view: the log at the position asked for.
        axes: the time from which it is seen.
        scope: a story or a target; by default every target, and developments that stand under none.
        older_than: how long before as-of a value must have been confirmed last: `30d`, `6w`, `18m`, `1y`.

    Raises:
        NoSuchTarget: there is no such story or target.
        BadQuestion: the age cannot be read.
    """
    before = long_ago(axes.until, older_than)
    targets = _targets(view, scope)
    names = _names(view, targets, everything=scope is None)
    visible = view.developments(names, axes.known, axes.sources)
    found = [
        *_overdue(view, visible, axes),
        *_of_states(view, targets, axes, before),
        *_links(view, visible, axes),
        *_too_early(visible),
    ]
    order = {sort: n for n, sort in enumerate((OVERDUE, UNCONFIRMED, DISPUTED, UNUSED, UNTOLD, TOO_EARLY))}
    return Check(axes=axes, before=before, findings=tuple(sorted(found, key=lambda each: order[each.sort])))


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


def _targets(view: View, scope: str | None) -> list[Target]:
    if scope is None:
        return list(view.targets())
    story = view.shelf.stories.get(scope)
    if story is None:
        return [view.target(scope)]
    named = story.get("targets")
    return [view.target(str(each)) for each in named] if isinstance(named, list | tuple) else []


def _names(view: View, targets: Iterable[Target], *, everything: bool) -> list[str]:
    if everything:
        return list(view.archive.reports)
    return sorted({name for projection, key in targets for name in view.keys(projection).get(key, ())})


# --- plans --------------------------------------------------------------------------------------


def _overdue(view: View, visible: Iterable[Development], axes: Axes) -> Iterator[Finding]:
    """Yield the plans whose last due day is over, of which nothing says that they came about, or did not."""
    plans: list[Development] = []
    come = set()
    for each in visible:
        if each.modality == PLANNED:
            plans.append(each)
        elif each.modality == OCCURRED:
            come.add(each.name)
    due = [each for each in plans if each.name not in come and each.when().latest <= axes.until]
    for each in sorted(due, key=lambda one: (one.when().latest, one.name)):
        if not _denied(view, each.name, axes):
            act = f"chrono append {each.first.kind} FIELD=VALUE --development {each.name}"
            yield Finding(
                sort=OVERDUE,
                development=each.name,
                date=key_text(each.when()),
                reports=tuple(account.report for account in each.accounts),
                next=f"{act} --occurred DATE --source S (or --modality denied)",
            )


def _denied(view: View, name: str, axes: Axes) -> bool:
    told = view.dossier(name).accounts(axes.press, axes.sources)
    return any(account.modality == DENIED for account in told)


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


# --- states -------------------------------------------------------------------------------------


def _of_states(view: View, targets: Iterable[Target], axes: Axes, before: int) -> Iterator[Finding]:
    for projection, key in targets:
        fields = view.fields(projection, key, until=axes.until, known_at=axes.known, sources=axes.sources)
        target = target_name(projection, key)
        ended = any(
            isinstance(fields[name].value, str) and fields[name].value in each.final
            for name, each in projection.fields.items()
        )
        for name, state in fields.items():
            last = state.confirmed
            if (
                last is not None
                and not ended
                and last.reported[1] <= before
                and lasts(projection.fields[name], state)
            ):
                yield Finding(
                    sort=UNCONFIRMED,
                    target=target,
                    field=name,
                    date=last.reported_text,
                    reports=(last.report,),
                    state=state,
                    next=f"chrono explain {target}.{name}",
                )
            if state.disputed and not _weighed(view, state):
                first = next((report for each in state.alternatives for report in each.reports), "REPORT")
                yield Finding(
                    sort=DISPUTED,
                    target=target,
                    field=name,
                    reports=tuple(report for each in state.alternatives for report in each.reports),
                    state=state,
                    next=f'chrono rank {first} preferred --why "…"',
                )


def _weighed(view: View, state: FieldState) -> bool:
    """Return whether an editor's rankings put one group before all others, in all that accounts differ in."""
    ranks: dict[int, list[int]] = {}
    for one in state.alternatives:
        best = min(map(view.archive.rank, one.reports), default=NORMAL)
        ranks.setdefault(one.question, []).append(best)
    return all(len(set(each)) > 1 and each.count(min(each)) == 1 for each in ranks.values())


# --- links --------------------------------------------------------------------------------------


def _links(view: View, visible: Sequence[Development], axes: Axes) -> Iterator[Finding]:
    """Yield links that no placement of the dates allows, and those to what no visible report tells of."""
    own = {each.name for each in visible}
    everyone = view.developments(view.related(own), axes.known, axes.sources) if view.links else []
    places = {each.node: placed(each, DEFAULT_POLICY) for each in everyone if each.occurrence() is not False}
    for (name, _), other in frame(everyone, places).unused:
        if name in own:
            yield _link(view, UNUSED, name, other, axes)
    told = {each.name for each in everyone}
    for name, other in dict.fromkeys((e.name, other) for e in visible for other in sorted(e.after)):
        if other not in told:
            yield _link(view, UNTOLD, name, other, axes)


def _link(view: View, sort: str, name: str, other: str, axes: Axes) -> Finding:
    told = view.developments([name], axes.known, axes.sources)
    reports = tuple(a.report for each in told for a in each.accounts if other in a.after)
    return Finding(
        sort=sort,
        development=name,
        after=other,
        reports=reports,
        next=f'chrono fix {reports[0] if reports else name} after=DEVELOPMENT --why "…"',
    )
