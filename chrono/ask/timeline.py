"""A chronology: the developments of a story in world order, each with what a reader must know of it.

The default policy says which account of a development stands first: a chronology runs across projections,
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
from chrono.fold.states import CERTAIN, NONE, POSSIBLE
from chrono.fold.view import View
from chrono.fold.worlds import Frame, Place, frame, node, placed
from chrono.model.policy import DEFAULT_POLICY
from chrono.resolve.accounts import Account, Reading, ranked
from chrono.resolve.developments import OCCURRED, PLANNED, Development, developments
from chrono.resolve.in_force import retractions
from chrono.values.times import When

ABSENT = "absent"
"""The certainty of what is taken as not having happened: the denial of it stands first."""
DATE = "@occurred"
"""The date, among the fields on which accounts differ."""
NOBODY = "nothing"


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
    """The most precise date among the accounts behind the date that stands first: no report says more."""
    earliest: int
    """The lower bound of the date in use, after links, inclusive; of a span that of its start."""
    latest: int
    certainty: str
    """`certain` (had happened by as-of, or is planned), `possible` (may have), `absent` (denied), `none`
    (every account of it is withdrawn)."""
    evenly: bool
    """Whether accounts for and against its having happened tie."""
    lead: AccountShown
    """The account whose words stand for all: of those behind the first date, by policy."""
    accounts: tuple[AccountShown, ...]
    """Every account that counts, the lead first, then in policy order; none where all are withdrawn."""
    denials: tuple[AccountShown, ...]
    differences: tuple[Difference, ...]
    retracted: tuple[AccountShown, ...]
    """The accounts that their source has withdrawn, with the retractions in force."""

    @property
    def cited(self) -> tuple[AccountShown, ...]:
        """Every account that a reader is sent to: for, against, withdrawn."""
        return (*self.accounts, *self.denials, *self.retracted)

    @property
    def disputed(self) -> bool:
        """Whether accounts differ: in the date, in a value, or in whether it happened."""
        return bool(self.differences or self.denials)


Citation = tuple[str, str | None]
"""A source by its slug, and the paragraph in it."""


@attrs.frozen(kw_only=True)
class Timeline:
    """A chronology: rows in world order, and what they cite, numbered from 1 by first mention."""

    story: str | None
    """The slug or target asked for; None for the whole log."""
    title: str | None
    axes: Axes
    rows: tuple[TimelineRow, ...]
    citations: tuple[Citation, ...]
    """What the footnotes stand for, in the order of their numbers."""
    numbers: Mapping[Citation, int]

    def notes(self, accounts: Iterable[Account]) -> tuple[int, ...]:
        """Return the numbers of what these accounts stand on, ascending, each once."""
        return tuple(sorted({self.numbers[citation(each)] for each in accounts}))


def citation(account: Account) -> Citation:
    """Return the source and the paragraph of an account."""
    locator = account.record.get("locator")
    return account.source, None if locator is None else str(locator)


def timeline(view: View, axes: Axes, story: str | None = None) -> Timeline:
    """Return the chronology of a declared story, of a target, or of the whole log.

    A story has the developments under its targets' keys and those of reports that name it in `stories`.
    What had certainly not happened by as-of is left out; a plan stands at its due date once it is reported.

    Raises:
        NoSuchTarget: there is no such story or target.
    """
    held = scope(view, story)
    rows = tuple(_rows(view, axes, held))
    cited = tuple(dict.fromkeys(citation(each.account) for row in rows for each in row.cited))
    numbers = {each: n for n, each in enumerate(cited, 1)}
    return Timeline(story=story, title=held.title, axes=axes, rows=rows, citations=cited, numbers=numbers)


# --- the rows -----------------------------------------------------------------------------------


def _rows(view: View, axes: Axes, held: Scope) -> Iterator[TimelineRow]:
    """Yield the rows in world order.

    A plan stands at its due date, what is denied or withdrawn at the date that it was given.
    """
    everyone = view.developments(view.related(held.names), axes.known, axes.sources)
    made = frame(
        everyone, {node(e): placed(e, DEFAULT_POLICY) for e in everyone if e.occurrence() is not False}
    )
    own = [each for each in everyone if held.holds(view, each)]
    gone = {name: withdrawn for name in held.names if (withdrawn := _withdrawn(view, name, axes))}
    row = partial(_row, view, axes, made, gone)
    steady = [each for each in own if each.modality != PLANNED and each.node in made.places]
    steady.sort(key=lambda each: made.rank(each.node))
    visible = {each.node for each in everyone}
    loose = [each for each in own if each.modality == PLANNED or each.node not in made.places]
    loose += [
        each
        for withdrawn in gone.values()
        for each in withdrawn
        if each.node not in visible and held.holds(view, each)
    ]
    loose.sort(key=lambda each: (each.when().earliest, each.when().latest, each.press))
    rows = (
        [found for each in some if (found := row(each, lost=each.node not in visible)) is not None]
        for some in (steady, loose)
    )
    yield from merge(*rows, key=lambda each: each.earliest)


def _row(
    view: View,
    axes: Axes,
    made: Frame,
    gone: Mapping[str, tuple[Development, ...]],
    each: Development,
    *,
    lost: bool,
) -> TimelineRow | None:
    """Return the row of a development; None where it had certainly not happened, or been planned, by then."""
    place = None if lost or each.modality == PLANNED else made.places.get(each.node)
    certainty = _certainty(each, place, axes.until)
    when = each.when()
    earliest, latest = (when.earliest, when.latest) if place is None else (place.lo, place.hi)
    if certainty == NOBODY or (each.modality != PLANNED and earliest > axes.until):
        return None
    lead = _lead(each)
    others = [one for one, _ in ranked([(one, one.when) for one in each.accounts], DEFAULT_POLICY)]
    others.sort(key=lambda one: one is not lead)
    kind = view.shelf.kinds.get(each.first.kind)
    return TimelineRow(
        development=each,
        title=kind.title if kind else each.first.kind,
        when=_narrowest(each),
        earliest=earliest,
        latest=latest,
        certainty=NONE if lost else certainty,
        evenly=not lost and each.occurrence() is None,
        lead=account_shown(view, lead),
        accounts=() if lost else tuple(account_shown(view, one) for one in others),
        denials=() if lost else tuple(account_shown(view, one) for one in each.denials),
        differences=() if lost else tuple(_differences(view, each)),
        retracted=tuple(_retracted(view, axes, each, gone)),
    )


def _certainty(each: Development, place: Place | None, until: int) -> str:
    if each.modality == PLANNED:
        return CERTAIN if each.first.reported[1] <= until else NOBODY
    if place is None:
        return ABSENT
    return CERTAIN if place.hi <= until and each.occurrence() is not None else POSSIBLE


def _behind_the_date(each: Development) -> list[Account]:
    return [account for group in each.dating().leading for account in group.accounts]


def _lead(each: Development) -> Account:
    """Return the account that stands first by policy, of those behind the date that does, with a summary."""
    behind = _behind_the_date(each)
    said = [one for one in behind if one.record.get("summary")]
    said = said or [one for one in each.accounts if one.record.get("summary")] or behind
    return min(said, key=lambda one: (one.rank, one.standing, _width(one.when), one.press))


def _narrowest(each: Development) -> When:
    if each.dating().tied:
        return each.when()
    return min(_behind_the_date(each), key=lambda one: (_width(one.when), one.rank, one.press)).when


def _width(when: When) -> int:
    return (when.end[1] if when.end else when.latest) - when.earliest


def _differences(view: View, each: Development) -> Iterator[Difference]:
    if len(each.accounts) == 1:
        return
    if each.dating().disputed:
        yield Difference(field=DATE, reading=each.dating())
    kinds = [view.shelf.kinds[name] for name in sorted(each.kinds) if name in view.shelf.kinds]
    for name in dict.fromkeys(name for kind in kinds for name in kind.fields):
        found = view.reader.field(each, name, DEFAULT_POLICY)
        if found is not None and found.disputed:
            yield Difference(field=name, reading=found)


# --- what sources have withdrawn ----------------------------------------------------------------


def _withdrawn(view: View, name: str, axes: Axes) -> tuple[Development, ...]:
    """Return a development as if no report of it had been withdrawn; nothing where none has been."""
    if not any(retractions(view.archive, each.id, axes.press) for each in view.archive.reports[name]):
        return ()
    return developments(name, view.dossier(name).accounts(axes.press, axes.sources, withdrawn=True))


def _retracted(
    view: View, axes: Axes, each: Development, gone: Mapping[str, tuple[Development, ...]]
) -> Iterator[AccountShown]:
    for other in gone.get(each.name, ()):
        if other.node == each.node:
            for account in (*other.accounts, *other.denials):
                found = retractions(view.archive, account.report, axes.press)
                if found:
                    yield account_shown(view, account, withdrawn=[one.record for one in found])


__all__ = [
    "ABSENT",
    "DATE",
    "OCCURRED",
    "Citation",
    "Difference",
    "Timeline",
    "TimelineRow",
    "citation",
    "timeline",
]
