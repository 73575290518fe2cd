"""Builds chronologies: the developments of a story in world order, with their accounts and disputes.

The default policy decides which account of a development is first: a chronology runs across projections,
whose policies may differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from heapq import merge

import attrs

from chrono.ask.axes import Axes
from chrono.ask.explain import AccountShown, account_shown
from chrono.ask.stories import Scope, scope
from chrono.ask.world_order import world_order
from chrono.fold.states import CERTAIN, NONE, POSSIBLE
from chrono.fold.view import View
from chrono.fold.worlds import Frame, Place
from chrono.model.policy import DEFAULT_POLICY
from chrono.resolve.accounts import Account, Reading, ranked
from chrono.resolve.developments import PLANNED, Development, developments
from chrono.resolve.in_force import retractions
from chrono.values.times import When

ABSENT = "absent"
"""The certainty of a development that is taken as not having happened: its denial is first."""
DATE = "@occurred"
"""The date, among the fields on which accounts differ."""


@attrs.frozen(kw_only=True)
class Difference:
    """A field of a development, or its date (`@occurred`), on which its accounts differ."""

    field: str
    reading: Reading


@attrs.frozen(kw_only=True)
class TimelineRow:
    """One development in one modality, as a chronology has it."""

    development: Development
    title: str
    """The title of its kind."""
    when: When
    """The most precise date among the accounts behind the first date: no report says more."""
    earliest: int
    """The lower bound of the date in use, after links, inclusive; of a span that of its start."""
    latest: int
    certainty: str
    """`certain` (had happened by as-of, or is planned), `possible` (may have), `absent` (denied), `none`
    (every account of it is withdrawn)."""
    evenly: bool
    """Whether accounts for and against its having happened tie."""
    lead: AccountShown
    """The account that is quoted for all: of those behind the first date, by policy."""
    accounts: tuple[AccountShown, ...]
    """Every account that counts, the lead first, then in policy order; none where all are withdrawn."""
    denials: tuple[AccountShown, ...]
    differences: tuple[Difference, ...]
    retracted: tuple[AccountShown, ...]
    """The accounts that their source has withdrawn, with the retractions in force."""

    @property
    def cited(self) -> tuple[AccountShown, ...]:
        """Every account that the row cites: for, against, withdrawn."""
        return (*self.accounts, *self.denials, *self.retracted)

    @property
    def disputed(self) -> bool:
        """Whether accounts differ: in the date, in a value, or in whether it happened."""
        return bool(self.differences or self.denials)


Citation = tuple[str, str | None]
"""A source by its slug, and the paragraph in it."""


@attrs.frozen(kw_only=True)
class Timeline:
    """A chronology: rows in world order, and their citations, numbered from 1 by first mention."""

    story: str | None
    """The slug or target asked for; None for the whole log."""
    title: str | None
    axes: Axes
    rows: tuple[TimelineRow, ...]
    citations: tuple[Citation, ...]
    """The footnotes, in the order of their numbers."""
    numbers: Mapping[Citation, int]

    def notes(self, accounts: Iterable[Account]) -> tuple[int, ...]:
        """Return the numbers of the citations of some accounts, ascending, without duplicates."""
        return tuple(sorted({self.numbers[citation(each)] for each in accounts}))


def citation(account: Account) -> Citation:
    """Return the source and the paragraph of an account."""
    locator = account.record.get("locator")
    return account.source, None if locator is None else str(locator)


def timeline(view: View, axes: Axes, story: str | None = None) -> Timeline:
    """Return the chronology of a declared story, of a target, or of the whole log.

    A story has the developments under its targets' keys and those of reports that name it in `stories`.
    What had certainly not happened by as-of is left out; a plan is at its due date once it is reported.

    Raises:
        NoSuchTarget: there is no such story or target.
    """
    members = scope(view, story)
    rows = tuple(_rows(view, axes, members))
    cited = tuple(dict.fromkeys(citation(each.account) for row in rows for each in row.cited))
    numbers = {each: n for n, each in enumerate(cited, 1)}
    return Timeline(story=story, title=members.title, axes=axes, rows=rows, citations=cited, numbers=numbers)


# --- the rows -----------------------------------------------------------------------------------


def _rows(view: View, axes: Axes, members: Scope) -> Iterator[TimelineRow]:
    """Yield the rows in world order.

    A plan is placed at its due date, a denied or withdrawn development at the date that it was given.
    """
    related = view.developments(view.related(members.names), axes.known, axes.sources)
    world = world_order(related)
    own = [each for each in related if members.holds(view, each)]
    retracted = {name: withdrawn for name in members.names if (withdrawn := _withdrawn(view, name, axes))}
    row = partial(_row, view, axes, world, retracted)
    dated = [each for each in own if each.modality != PLANNED and each.node in world.places]
    dated.sort(key=lambda each: world.rank(each.node))
    visible = {each.node for each in related}
    undated = [each for each in own if each.modality == PLANNED or each.node not in world.places]
    undated += [
        each
        for withdrawn in retracted.values()
        for each in withdrawn
        if each.node not in visible and members.holds(view, each)
    ]
    undated.sort(key=lambda each: (each.when().earliest, each.when().latest, each.press))
    rows = (
        [made for each in group if (made := row(each, gone=each.node not in visible)) is not None]
        for group in (dated, undated)
    )
    yield from merge(*rows, key=lambda each: each.earliest)


def _row(
    view: View,
    axes: Axes,
    world: Frame,
    retracted: Mapping[str, tuple[Development, ...]],
    development: Development,
    *,
    gone: bool,
) -> TimelineRow | None:
    """Return the row of a development; None where it had certainly not happened, or been planned, by then."""
    planned = development.modality == PLANNED
    place = None if gone or planned else world.places.get(development.node)
    when = development.when()
    earliest, latest = (when.earliest, when.latest) if place is None else (place.lo, place.hi)
    if (development.first.reported[1] if planned else earliest) > axes.until:
        return None
    lead = _lead(development)
    accounts = [each for each, _ in ranked([(one, one.when) for one in development.accounts], DEFAULT_POLICY)]
    accounts.sort(key=lambda each: each is not lead)
    kind = view.shelf.kinds.get(development.first.kind)
    return TimelineRow(
        development=development,
        title=kind.title if kind else development.first.kind,
        when=_narrowest(development),
        earliest=earliest,
        latest=latest,
        certainty=NONE if gone else _certainty(development, place, axes.until),
        evenly=not gone and development.occurrence() is None,
        lead=account_shown(view, lead),
        accounts=() if gone else tuple(account_shown(view, each) for each in accounts),
        denials=() if gone else tuple(account_shown(view, each) for each in development.denials),
        differences=() if gone else tuple(_differences(view, development)),
        retracted=tuple(_retracted(view, axes, development, retracted)),
    )


def _certainty(development: Development, place: Place | None, until: int) -> str:
    if development.modality == PLANNED:
        return CERTAIN
    if place is None:
        return ABSENT
    return CERTAIN if place.hi <= until and development.occurrence() is not None else POSSIBLE


def _behind_the_date(development: Development) -> list[Account]:
    return [account for group in development.dating().leading for account in group.accounts]


def _lead(development: Development) -> Account:
    """Return the first account by policy, of those behind the first date, with a summary if any has one."""
    behind = _behind_the_date(development)
    quotable = [each for each in behind if each.record.get("summary")]
    quotable = quotable or [each for each in development.accounts if each.record.get("summary")] or behind
    return min(quotable, key=lambda each: (each.rank, each.standing, _width(each.when), each.press))


def _narrowest(development: Development) -> When:
    if development.dating().tied:
        return development.when()
    behind = _behind_the_date(development)
    return min(behind, key=lambda each: (_width(each.when), each.rank, each.press)).when


def _width(when: When) -> int:
    return (when.end[1] if when.end else when.latest) - when.earliest


def _differences(view: View, development: Development) -> Iterator[Difference]:
    if len(development.accounts) == 1:
        return
    if development.dating().disputed:
        yield Difference(field=DATE, reading=development.dating())
    kinds = [view.shelf.kinds[name] for name in sorted(development.kinds) if name in view.shelf.kinds]
    for name in dict.fromkeys(name for kind in kinds for name in kind.fields):
        reading = view.reader.field(development, name, DEFAULT_POLICY)
        if reading is not None and reading.disputed:
            yield Difference(field=name, reading=reading)


# --- what sources have withdrawn ----------------------------------------------------------------


def _withdrawn(view: View, name: str, axes: Axes) -> tuple[Development, ...]:
    """Return a development as if no report of it had been withdrawn; empty where none has been."""
    if not any(retractions(view.archive, report.id, axes.press) for report in view.archive.reports[name]):
        return ()
    return developments(name, view.dossier(name).accounts(axes.press, axes.sources, withdrawn=True))


def _retracted(
    view: View, axes: Axes, development: Development, retracted: Mapping[str, tuple[Development, ...]]
) -> Iterator[AccountShown]:
    for version in retracted.get(development.name, ()):
        if version.node == development.node:
            for account in (*version.accounts, *version.denials):
                withdrawals = retractions(view.archive, account.report, axes.press)
                if withdrawals:
                    yield account_shown(view, account, withdrawn=[entry.record for entry in withdrawals])
