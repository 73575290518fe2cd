"""What a projection gives at a point in time: fields, each with value, certainty and provenance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import attrs

from chrono.fold.rests import rests
from chrono.model.shelf import Shelf
from chrono.resolve.accounts import Account
from chrono.values.canonical_json import jsontext

if TYPE_CHECKING:
    from chrono.fold.reducers.items import Item

CERTAIN, POSSIBLE, UNKNOWN, NONE = "certain", "possible", "unknown", "none"
SEMANTICS = 2
"""Goes up when a rule changes an answer."""
UNKNOWN_VALUE: Mapping[str, object] = {"unknown": True}
"""Stands first in `possible` where in some placements nothing says what held."""
MORE: Mapping[str, object] = {"more": True}
"""Ends `possible` where there were more orders of events than are followed: there may be other values."""


@attrs.frozen(kw_only=True)
class Alternative:
    """What a field would be if one group of accounts were right, with the reports of that group."""

    value: object
    certainty: str = CERTAIN
    possible: object = ()
    range: object = None
    reports: tuple[str, ...]
    sources: tuple[str, ...]
    origins: int
    date: str | None = None
    """The date (EDTF) that makes it so, where the accounts differ in that; they need not give its value."""
    occurred: bool | None = None
    """Whether a development has occurred, where the accounts differ in that."""
    question: int = attrs.field(default=0, eq=False)
    """Which of the things that accounts differ in it answers: those that do stand side by side."""

    def to_dict(self) -> dict[str, object]:
        """Return the alternative as JSON shows it."""
        return {
            "value": self.value,
            "certainty": self.certainty,
            "possible": _copied(self.possible),
            **({} if self.range is None else {"range": self.range}),
            "reports": list(self.reports),
            "sources": list(self.sources),
            "origins": self.origins,
            **({} if self.date is None else {"date": self.date}),
            **({} if self.occurred is None else {"occurred": self.occurred}),
        }


@attrs.frozen(kw_only=True)
class OtherUnit:
    """A group of accounts that gives an amount in another unit than the one shown, as told."""

    value: object
    development: str
    reports: tuple[str, ...]
    sources: tuple[str, ...]
    origins: int
    key: str | None = None
    """The key of the row of a map, or the name of the field of an item."""

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON shows it."""
        shown: dict[str, object] = {
            "value": self.value,
            "development": self.development,
            "reports": list(self.reports),
            "sources": list(self.sources),
            "origins": self.origins,
        }
        return shown if self.key is None else {"key": self.key, **shown}


@attrs.frozen(kw_only=True)
class Member:
    """One member of a set, row of a map or item of a collection."""

    value: object
    certainty: str
    since: str | None = None
    reports: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    key: str | None = None
    tied: bool = False
    """Whether it is one of the rows that accounts tie on, which has certainly been put."""

    def to_dict(self) -> dict[str, object]:
        """Return the member as JSON shows it."""
        shown: dict[str, object] = {
            "value": self.value,
            "certainty": self.certainty,
            "since": self.since,
            "reports": list(self.reports),
            "sources": list(self.sources),
        }
        return shown if self.key is None else {"key": self.key, **shown}


@attrs.frozen(kw_only=True)
class FieldState:
    """One field of a state (format.md §3)."""

    value: object = None
    certainty: str = NONE
    possible: object = ()
    disputed: bool = False
    alternatives: tuple[Alternative, ...] = ()
    since: str | None = None
    reports: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    origins: int = 0
    range: object = None
    members: tuple[Member, ...] | None = None
    removed: tuple[Member, ...] = ()
    """Members that a removal ended, for `explain`."""
    other_units: tuple[OtherUnit, ...] = ()
    since_bounds: tuple[str, str] | None = None
    """The first and the last day of the date since when it holds, where they are not those of `since`."""
    since_of: Item | None = attrs.field(default=None, repr=False)
    """The item since whose date the value holds."""
    used: tuple[Item, ...] = attrs.field(default=(), repr=False)
    """The items that the value rests on."""
    ended: frozenset[str] = frozenset()
    """The members, as JSON text, and rows, by key, that were held by then and are not any more."""
    begun: str | None = None
    """Whether anything that the field listens to had occurred by then: `certain`, `possible`, `none`; None
    where nobody asked."""
    accounts: tuple[tuple[Account, object], ...] = ()
    """Every account that was read for the field, agreeing ones too, each with the value it gives."""
    confirmed: Account | None = None
    """The account by which the value was last confirmed; None where none gives it."""

    def to_dict(self, *, accounts: bool = False) -> dict[str, object]:
        """Return the field as JSON shows it; `accounts` adds every account read."""
        shown = {**self.content(), "confirmed": self.confirmed.reported_text if self.confirmed else None}
        if accounts:
            shown["accounts"] = [account_dict(account, value) for account, value in self.accounts]
        return shown

    def content(self) -> dict[str, object]:
        """Return the field without `confirmed`; two states of a field are equal if these are."""
        shown: dict[str, object] = {
            "value": self.value,
            "certainty": self.certainty,
            "possible": _copied(self.possible),
            "disputed": self.disputed,
            "alternatives": [each.to_dict() for each in self.alternatives],
            "other_units": [each.to_dict() for each in self.other_units],
            "since": self.since,
            "reports": list(self.reports),
            "sources": list(self.sources),
            "origins": self.origins,
        }
        if self.since_bounds is not None:
            shown["since_bounds"] = list(self.since_bounds)
        if self.range is not None:
            shown["range"] = self.range
        if self.members is not None:
            shown["members"] = [each.to_dict() for each in self.members]
        return shown

    @property
    def verdict(self) -> tuple[str, ...]:
        """What another account must change for the field to be disputed: all but the order of display."""
        members = [jsontext([each.key, each.value, each.certainty]) for each in self.members or ()]
        return (
            "" if self.members is not None else jsontext(self.value),
            self.certainty,
            *_unordered(self.possible),
            jsontext(self.range),
            *sorted(members),
        )


def _unordered(possible: object) -> list[str]:
    """Return possible values as text in one order; of a map the rows under each key."""
    if isinstance(possible, dict):
        return [jsontext([key, sorted(map(jsontext, rows))]) for key, rows in sorted(possible.items())]
    return sorted(map(jsontext, possible)) if isinstance(possible, tuple) else [jsontext(possible)]


def _copied(possible: object) -> object:
    """Return possible values as a list or an object of the caller's own: an empty state is shared."""
    if isinstance(possible, tuple):
        return list(possible)
    return dict(possible) if isinstance(possible, dict) else possible


def account_dict(account: Account, value: object) -> dict[str, object]:
    """Return an account as JSON shows it beside a field."""
    from chrono.model.policy import STANDINGS

    return {
        "value": value,
        "source": account.source,
        "by": account.by,
        "standing": STANDINGS[account.standing],
        "locator": account.record.get("locator"),
        "report": account.report,
    }


@attrs.frozen(kw_only=True)
class State:
    """The fields of one projection for one key, and the axes at which they were asked."""

    projection: str
    key: str
    as_of: str | None
    known_at: str | None
    recorded_at: str | int | None
    according_to: tuple[str, ...] | None
    position: int
    shelf: Shelf = attrs.field(repr=False)
    """The kinds and projections in force when it was asked."""
    fields: Mapping[str, FieldState]

    @property
    def storybook(self) -> str:
        """The digest of all storybooks in force."""
        return self.shelf.digest

    def to_dict(self, *, accounts: bool = False) -> dict[str, object]:
        """Return the state as JSON shows it."""
        return {
            "projection": self.projection,
            "key": self.key,
            "as_of": self.as_of,
            "known_at": self.known_at,
            "recorded_at": self.recorded_at,
            "according_to": None if self.according_to is None else list(self.according_to),
            "position": self.position,
            "storybook": self.storybook,
            "semantics": SEMANTICS,
            "fields": {name: field.to_dict(accounts=accounts) for name, field in self.fields.items()},
        }


def alternative(
    state: FieldState,
    accounts: Iterable[Account],
    question: int = 0,
    *,
    date: str | None = None,
    occurred: bool | None = None,
) -> Alternative:
    """Return a field as one of its alternatives, with the accounts behind it and what they differ in."""
    on = rests(accounts)
    return Alternative(
        value=state.value,
        certainty=state.certainty,
        possible=state.possible,
        range=state.range,
        reports=on.reports,
        sources=on.sources,
        origins=on.origins,
        date=date,
        occurred=occurred,
        question=question,
    )
