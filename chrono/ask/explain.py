"""Explains a state: each field with the developments behind it, and every account of those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Self

import attrs

from chrono.ask.axes import Axes
from chrono.fold.day_order import Predecessor, predecessors
from chrono.fold.field_fold import FieldFold
from chrono.fold.reducers.items import OBSERVE, Item, in_order, since_of
from chrono.fold.reducers.reducer import Reducer
from chrono.fold.reducers.table import reducer_of
from chrono.fold.states import FieldState
from chrono.fold.view import View
from chrono.model.fields import Constant, Field
from chrono.model.policy import STANDINGS, Policy
from chrono.model.projection import Projection
from chrono.resolve.accounts import Account, Precedence, precedence
from chrono.resolve.developments import Development
from chrono.resolve.entries import Entry, Record
from chrono.resolve.in_force import retractions
from chrono.values.outer_bounds import bounds_json

HOLDS, MAY_HOLD, BESIDE, ENDED, SUPERSEDED, NOT_YET, DENIED, ADDS_NOTHING = (
    "holds", "may hold", "beside it", "ended it", "superseded", "not yet", "denied", "adds nothing",
)  # fmt: skip
"""How a development bears on a field. In this order: the field rests on it for certain, or perhaps; it is an
alternative; it removed a member; a later one replaced it; it lies ahead; its denial is first; it was only
observed, and its status was entered before, or it is surpassed."""


@attrs.frozen(kw_only=True)
class AccountShown:
    """One account, as `explain` shows it."""

    account: Account
    corrected: tuple[Record, ...] = ()
    """The source's corrections in force, in press order."""
    mended: tuple[Record, ...] = ()
    """Our own amendments of it, in log order."""
    ranked: Record | None = None
    """The editor's ranking in force."""
    withdrawn: tuple[Record, ...] = ()
    """The source's retractions of it in force, where it is shown although withdrawn."""
    reads: bool = False
    """Whether the field reads a value of it, and not only its existence."""
    value: object = None
    """Its value for the field, as JSON shows it; None where it is silent."""

    def to_dict(self) -> dict[str, object]:
        """Return the account as JSON shows it."""
        record = self.account.record
        return {
            "report": self.account.report,
            "source": self.account.source,
            "publisher": self.account.publisher,
            "origin": self.account.origin,
            "by": self.account.by,
            "via": self.account.via,
            "standing": STANDINGS[self.account.standing],
            "reported": self.account.reported_text,
            "locator": record.get("locator"),
            "quote": record.get("quote"),
            "summary": record.get("summary"),
            "occurred": self.account.when.edtf,
            "wording": self.account.when.wording,
            **bounds_json(self.account.when),
            "data": dict(self.account.data),
            "modality": self.account.modality,
            "corrections": [dict(each) for each in self.corrected],
            "amendments": [dict(each) for each in self.mended],
            "ranking": None if self.ranked is None else dict(self.ranked),
            **({"value": self.value} if self.reads else {}),
        }


@attrs.frozen(kw_only=True)
class Reason:
    """A development that bears on a field, with its status at the question's time."""

    development: str
    kind: str
    title: str
    occurred: str | None
    status: str
    """How it bears on the field: `holds`, `superseded`, `not yet` …"""
    accounts: tuple[AccountShown, ...]
    denials: tuple[AccountShown, ...] = ()
    first: Precedence | None = None
    """The rule that puts the first value before the next; None where they tie or agree."""
    dated_first: Precedence | None = None
    """The same for its date."""
    after: tuple[Predecessor, ...] = ()
    """What stands directly before it where the dates alone do not say so."""

    def to_dict(self) -> dict[str, object]:
        """Return the reason as JSON shows it."""
        return {
            "development": self.development,
            "kind": self.kind,
            "occurred": self.occurred,
            "status": self.status,
            "first_by": None if self.first is None else attrs.asdict(self.first),
            "dated_first_by": None if self.dated_first is None else attrs.asdict(self.dated_first),
            "after": [attrs.asdict(each) for each in self.after],
            "accounts": [each.to_dict() for each in self.accounts],
            "denials": [each.to_dict() for each in self.denials],
        }


@attrs.frozen(kw_only=True)
class Explanation:
    """The reasons for the fields of a target."""

    projection: Projection
    key: str
    axes: Axes
    fields: Mapping[str, FieldState]
    reasons: Mapping[str, tuple[Reason, ...]]
    withdrawn: tuple[Entry, ...]
    """The retractions in force of reports under the key."""
    undone: tuple[Entry, ...]
    """The amendments that make reports under the key void."""
    unused_links: tuple[tuple[str, str], ...]
    """`after` links that no placement can satisfy: (development, the target it names)."""
    old_name: str | None = None
    """The name by which its one field was asked for, where the field has another by now."""

    def to_dict(self) -> dict[str, object]:
        """Return the explanation as JSON shows it."""
        return {
            "projection": self.projection.name,
            "key": self.key,
            "as_of": self.axes.as_of,
            "known_at": self.axes.known_at,
            "recorded_at": self.axes.recorded_at,
            "according_to": None if self.axes.according_to is None else list(self.axes.according_to),
            "position": self.axes.position,
            "fields": {
                name: {
                    **state.to_dict(accounts=True),
                    "removed": [each.to_dict() for each in state.removed],
                    "reasons": [each.to_dict() for each in self.reasons[name]],
                }
                for name, state in self.fields.items()
            },
            "withdrawn": [
                {
                    "report": each.of,
                    "retraction": each.id,
                    "reported": each.record["reported"],
                    "why": each.why,
                }
                for each in self.withdrawn
            ],
            "undone": [{"report": each.of, "amendment": each.id, "why": each.why} for each in self.undone],
            "unused_links": [{"development": name, "after": after} for name, after in self.unused_links],
        }


def explain(view: View, target: str, axes: Axes) -> Explanation:
    """Return the reasons for a target, or for one field of it.

    Raises:
        NoSuchTarget: there is no such target or field.
    """
    projection, key, asked = view.target_field(target)
    wanted = None if asked is None else projection.field_name(asked)
    fold = view.field_fold(projection, key, until=axes.until, known_at=axes.known, sources=axes.sources)
    names = [wanted] if wanted else list(projection.fields)
    states = {name: fold.state(projection.fields[name]) for name in names}
    frames = [frame for name in names for frame in fold.frames(fold.policy(projection.fields[name]))]
    kinds = frozenset(kind for name in names for kind in projection.fields[name].kinds)
    links = dict.fromkeys((name, after) for frame in frames for (name, _), after in frame.unused)
    return Explanation(
        projection=projection,
        key=key,
        axes=axes,
        fields=states,
        reasons={name: _reasons(view, fold, name, states[name]) for name in names},
        withdrawn=tuple(_withdrawn(view, projection, key, axes, kinds)),
        undone=tuple(_undone(view, projection, key, kinds)),
        unused_links=tuple(links),
        old_name=asked if asked != wanted else None,
    )


def _reasons(view: View, fold: FieldFold, name: str, state: FieldState) -> tuple[Reason, ...]:
    field = fold.projection.fields[name]
    policy = fold.policy(field)
    frame = fold.frames(policy)[0]
    items = fold.items(field)
    placed = in_order((each for each in items if each.node in frame.places), frame)
    denied = [each for each in items if each.node not in frame.places]
    values = {account.report: value for account, value in state.accounts}
    before = predecessors(fold, field, frame) if frame.linked else {}
    footing = Footing.of(state)
    reasons: dict[tuple[str, str], Reason] = {}
    for item in (*placed, *denied):
        if item.node not in reasons:
            place = frame.places.get(item.node)
            begun = place is not None and place.lo <= fold.until
            status = DENIED if place is None else _status(item, footing, reducer_of(field), begun=begun)
            reason = _reason(view, item.development, status, since_of(item.development, policy))
            reason = attrs.evolve(reason, after=tuple(before.get(item.node, ())))
            reasons[item.node] = _with_precedence(reason, item, values, field, policy)
    return tuple(reasons.values())


def _with_precedence(
    reason: Reason, item: Item, values: Mapping[str, object], field: Field, policy: Policy
) -> Reason:
    """Return a reason with the value of each account for the field, and why one value is first."""
    dating = item.development.dating(policy)
    accounts = [
        attrs.evolve(each, reads=_is_read(field, item, each.account), value=values.get(each.account.report))
        for each in reason.accounts
    ]
    return attrs.evolve(
        reason,
        accounts=tuple(accounts),
        first=None if item.reading == dating else precedence(item.reading, policy),
        dated_first=precedence(dating, policy),
    )


def _is_read(field: Field, item: Item, account: Account) -> bool:
    """Return whether a field reads a value of an account: not a constant, nor the date, shown anyway."""
    pick = field.roles[item.role].get(account.kind)
    return not reducer_of(field).takes_columns and not isinstance(pick, Constant) and pick != "@occurred"


@attrs.frozen(repr=False)
class Footing:
    """The reports on which a field rests, and those of what is beside it: gathered once for all items."""

    held: frozenset[str]
    certain: frozenset[str]
    """Those of what is certain there."""
    ended: frozenset[str]
    beside: frozenset[str]

    @classmethod
    def of(cls, state: FieldState) -> Self:
        """Return what a state rests on."""
        held = frozenset(state.reports)
        sure = held if state.certainty == "certain" else frozenset[str]()
        if state.members is not None:
            members = (each for each in state.members if each.certainty == "certain")
            sure = frozenset(report for each in members for report in each.reports)
        return cls(
            held,
            sure,
            frozenset(report for each in state.removed for report in each.reports),
            frozenset(report for each in state.alternatives for report in each.reports),
        )


def _status(item: Item, footing: Footing, reducer: Reducer, *, begun: bool) -> str:
    reports = {account.report for account in item.development.accounts}
    if not footing.held.isdisjoint(reports):
        return MAY_HOLD if footing.certain.isdisjoint(reports) else HOLDS
    if not begun:
        return NOT_YET
    if not footing.ended.isdisjoint(reports):
        return ENDED
    if not footing.beside.isdisjoint(reports):
        return BESIDE
    # such as the dead of an attack that was not the worst
    surpassed = reducer.tallies and not reducer.accumulates
    return ADDS_NOTHING if item.role == OBSERVE or surpassed else SUPERSEDED


def _reason(view: View, development: Development, status: str, occurred: str | None) -> Reason:
    kind = view.shelf.kinds.get(development.first.kind)
    return Reason(
        development=development.name,
        kind=development.first.kind,
        title=kind.title if kind else development.first.kind,
        occurred=occurred,
        status=status,
        accounts=tuple(account_shown(view, each) for each in development.accounts),
        denials=tuple(account_shown(view, each) for each in development.denials),
    )


def account_shown(view: View, account: Account, *, withdrawn: Iterable[Record] = ()) -> AccountShown:
    """Return an account with the corrections applied to it, our amendments and its ranking."""
    against = {each.id: each.record for each in view.archive.against.get(account.report, ())}
    amended = view.archive.amendments.against.get(account.report, ())
    ranking = view.archive.rankings.get(account.report)
    return AccountShown(
        account=account,
        corrected=tuple(against[name] for name in account.corrections),
        mended=tuple(each.record for each in amended),
        ranked=None if ranking is None else ranking.record,
        withdrawn=tuple(withdrawn),
    )


def _withdrawn(
    view: View, projection: Projection, key: str, axes: Axes, kinds: frozenset[str]
) -> Iterator[Entry]:
    """Yield the retractions in force of the reports under a key."""
    for name in view.keys(projection).get(key, ()):
        for entry in view.archive.reports[name]:
            if entry.kind in kinds:
                yield from retractions(view.archive, entry.id, axes.press)


def _undone(view: View, projection: Projection, key: str, kinds: frozenset[str]) -> Iterator[Entry]:
    """Yield the amendments that make reports under a key void."""
    for entry in view.archive.undone:
        if entry.type == "report" and entry.kind in kinds:
            void = view.archive.amendments.void(entry)
            if void is not None and (key == "*" or key in view.told_keys(projection, entry)):
                yield void
