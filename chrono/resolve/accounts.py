"""Accounts of one development, and how those that agree form groups, of which one may stand first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs

from chrono.model.policy import DEFAULT_POLICY, POLICIES, RANKS, STANDINGS, Policy
from chrono.resolve.grouping import Groups
from chrono.values.agreement import intersection, order_key
from chrono.values.completeness import complete
from chrono.values.quantities import Quantity
from chrono.values.times import When


@attrs.frozen
class Account:
    """What one visible report says, with its source's corrections up to then applied."""

    report: str
    position: int
    kind: str
    source: str
    publisher: str
    origin: str
    by: str | None
    standing: int
    via: str | None
    rank: int
    reported: tuple[int, int]
    reported_text: str
    when: When
    """The date as given."""
    bounded: When
    """The date as its own publication bounds it: what folds, links and agreement use."""
    modality: str
    after: tuple[str, ...]
    data: Mapping[str, object]
    record: Mapping[str, object]
    corrections: tuple[str, ...] = ()
    sequence: bool = False
    """Whether its source tells things in the order in which they happened."""
    too_early: bool = False
    """Whether it was published before its own date, which then stands as given."""

    @property
    def press(self) -> tuple[int, int, int]:
        """The account's place in press order: reported (earliest, then latest), then position."""
        return (*self.reported, self.position)


@attrs.frozen
class Group:
    """Accounts that agree on a value, and that value: what all of them allow."""

    value: object
    accounts: tuple[Account, ...]

    @property
    def origins(self) -> int:
        """How many independent publishers stand behind it."""
        return len({each.origin for each in self.accounts})


@attrs.frozen
class Reading:
    """All groups of accounts of one thing, that which stands first, or those that tie for it."""

    groups: tuple[Group, ...]
    tied: tuple[Group, ...] = ()
    elsewhere: tuple[Group, ...] = ()
    """Groups whose amounts are in other units: they are not compared with these."""

    @property
    def first(self) -> Group | None:
        """The group that stands first; None where groups tie."""
        return None if self.tied else self.groups[0]

    @property
    def leading(self) -> tuple[Group, ...]:
        """The group that stands first, or all that tie for it."""
        return self.tied or self.groups[:1]

    @property
    def disputed(self) -> bool:
        """Whether accounts differ."""
        return len(self.groups) > 1


@attrs.frozen(kw_only=True, repr=False)
class PolicyKey:
    """How one word of a policy weighs accounts; what has the least number comes first."""

    group: Callable[[Group], int]
    """Weighs accounts that agree, together."""
    shown: Callable[[Group], str]
    """Gives what a group has of it, for who asks why one comes first."""
    account: Callable[[Account], int] | None = None
    """Weighs one account alone; None where only accounts that agree have it."""


POLICY_KEYS = complete(
    {
        "rank": PolicyKey(
            account=lambda account: account.rank,
            group=lambda group: min(each.rank for each in group.accounts),
            shown=lambda group: RANKS[min(each.rank for each in group.accounts)],
        ),
        "standing": PolicyKey(
            account=lambda account: account.standing,
            group=lambda group: min(each.standing for each in group.accounts),
            shown=lambda group: STANDINGS[min(each.standing for each in group.accounts)],
        ),
        "origins": PolicyKey(group=lambda group: -group.origins, shown=lambda group: str(group.origins)),
        "newest": PolicyKey(
            account=lambda account: -account.reported[1],
            group=lambda group: -max(each.reported[1] for each in group.accounts),
            shown=lambda group: max(group.accounts, key=lambda each: each.reported[1]).reported_text,
        ),
    },
    POLICIES,
    where="chrono.resolve.accounts.POLICY_KEYS",
)


def ranked(said: Sequence[tuple[Account, object]], policy: Policy) -> list[tuple[Account, object]]:
    """Return accounts and their values in policy order.

    Those equal in policy stand by lower bound, then upper, then text, so that arrival does not matter.
    """
    keys = [key for name in policy if (key := POLICY_KEYS[name].account) is not None]
    return sorted(
        said, key=lambda each: ([key(each[0]) for key in keys], order_key(each[1]), each[0].position)
    )


def reading(said: Sequence[tuple[Account, object]], policy: Policy = DEFAULT_POLICY) -> Reading:
    """Return the groups that the accounts' values form, in the order of `policy`."""
    if len(said) == 1:
        account, value = said[0]
        return Reading((Group(value, (account,)),))
    order = ranked(said, policy)
    known = Groups([value for _, value in order])
    values: list[object] = []
    members: list[list[Account]] = []
    for account, value in order:
        n = known.first(value)
        if n is None:
            known.put(len(values), value)
            values.append(value)
            members.append([account])
        else:
            values[n] = intersection(values[n], value)
            known.put(n, values[n])
            members[n].append(account)
    groups = [Group(value, tuple(each)) for value, each in zip(values, members, strict=True)]
    return standing_first(groups, policy)


def standing_first(groups: Sequence[Group], policy: Policy) -> Reading:
    """Return the groups with that which stands first in front, or those that tie for it.

    Of amounts in several units those in the unit that stands first of all, equal units by their text.
    """
    keys = [POLICY_KEYS[name].group for name in policy]
    ranked_ = sorted((([key(group) for key in keys], group) for group in groups), key=lambda each: each[0])
    unit = min(_unit(group) for rank, group in ranked_ if rank == ranked_[0][0])
    shown = [(rank, group) for rank, group in ranked_ if _unit(group) == unit]
    ordered = tuple(group for _, group in shown)
    count = sum(rank == shown[0][0] for rank, _ in shown)
    elsewhere = tuple(group for _, group in ranked_ if _unit(group) != unit)
    return Reading(ordered, ordered[:count] if count > 1 else (), elsewhere)


def _unit(group: Group) -> str:
    return group.value.unit or "" if isinstance(group.value, Quantity) else ""


@attrs.frozen
class Precedence:
    """What puts the first of several groups before the next: the word of the policy, and what each has."""

    by: str
    ahead: str
    behind: str


def precedence(found: Reading, policy: Policy) -> Precedence | None:
    """Return what of the policy puts the group that stands first there; None where groups tie or are one."""
    if found.tied or len(found.groups) < 2:
        return None
    one, other = found.groups[:2]
    for word in policy:
        key = POLICY_KEYS[word]
        if key.group(one) != key.group(other):
            return Precedence(word, key.shown(one), key.shown(other))
    return None
