"""Developments: accounts that belong together, and the groups into which what they say falls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import attrs

from chrono.values.quantities import Quantity
from chrono.values.times import When
from oracle.knowledge import Account, Knowledge
from oracle.placements import UnsettledError
from oracle.values import OPEN, Dated, Names, Type, Value, agree, meet, order, order_by_end, read

DEPRECATED = 2
Said = tuple[Account, Value]


@attrs.frozen(eq=False)
class Group:
    """Accounts that agree, first in policy first, and what they have in common."""

    value: Value
    accounts: tuple[Account, ...]
    lists: Mapping[Account, Value] = attrs.field(factory=dict)
    """Of lists that unite: the list of each account."""

    def naming(self, member: Value) -> frozenset[Account]:
        """Return the accounts that give a member of what is united; all, where nothing is."""
        if not self.lists:
            return frozenset(self.accounts)
        return frozenset(
            account
            for account, some in self.lists.items()
            if isinstance(some, tuple) and any(order(each) == order(member) for each in some)
        )


@attrs.frozen(eq=False)
class Groups:
    """What accounts say of one thing, the group that stands first first; `tied` of them stand first."""

    all: tuple[Group, ...]
    tied: int
    others: tuple[Group, ...] = ()
    """Those in other units than the one shown: no account against it."""
    open_order: bool = False
    """Whether no text says which of equal groups stands before which: those of spans that begin alike."""

    @property
    def first(self) -> tuple[Group, ...]:
        """The group that stands first, or all that tie for it."""
        return self.all[: self.tied]


@attrs.frozen(eq=False)
class Development:
    """One development in one modality, with the accounts that deny it."""

    name: str
    modality: str
    accounts: tuple[Account, ...]
    denials: tuple[Account, ...]

    @property
    def id(self) -> str:
        """Its name and modality."""
        return f"{self.name} ({self.modality})"

    @property
    def report(self) -> Account:
        """Its first report, in press order."""
        return min(self.accounts, key=lambda each: (each.reported, each.position))

    def of_kinds(self, kinds: Iterable[str]) -> list[Account]:
        """Return its accounts of some kinds."""
        wanted = set(kinds)
        return [each for each in self.accounts if each.kind in wanted]

    def dates(self, policy: Sequence[str]) -> Groups:
        """Return when it occurred, as its accounts say it."""
        return groups([(each, each.when) for each in self.accounts], policy)

    def occurs(self, policy: Sequence[str]) -> Groups:
        """Return whether it occurred: True and False, the one that stands first first, or tied."""
        said: list[Said] = [(each, True) for each in self.accounts]
        said += [(each, False) for each in self.denials]
        return groups(said, policy)


def developments(known: Knowledge) -> list[Development]:
    """Return the visible developments; denial alone makes none."""
    parts: dict[tuple[str, str], list[Account]] = {}
    for account in known.accounts:
        parts.setdefault((account.development, account.modality), []).append(account)
    return [
        Development(name, modality, tuple(accounts), _denials(name, modality, parts))
        for (name, modality), accounts in parts.items()
        if modality != "denied"
    ]


def _denials(
    name: str, modality: str, parts: Mapping[tuple[str, str], Sequence[Account]]
) -> tuple[Account, ...]:
    return tuple(parts.get((name, "denied"), ())) if modality == "occurred" else ()


_OF_ACCOUNT: Mapping[str, Callable[[Account], int]] = {
    "rank": lambda account: account.rank,
    "standing": lambda account: account.standing,
    "newest": lambda account: -account.reported[1],
}


def _of_accounts(accounts: Sequence[Account], policy: Sequence[str]) -> tuple[int, ...]:
    """Return where a policy sets some accounts together, the least first."""
    return tuple(
        -len({account.origin for account in accounts})
        if rule == "origins"
        else min(_OF_ACCOUNT[rule](account) for account in accounts)
        for rule in policy
    )


def in_policy_order(
    said: Iterable[Said], policy: Sequence[str], equal: Callable[[Value], tuple[object, ...]] = order
) -> list[Said]:
    """Return accounts in policy order; those equal in policy by lower bound, then upper, then text."""
    rules = [rule for rule in policy if rule != "origins"]
    return sorted(said, key=lambda each: (_of_accounts([each[0]], rules), equal(each[1])))


def foremost(accounts: Sequence[Account], policy: Sequence[str]) -> list[Account]:
    """Return the account that stands first in policy, or all that are equal there."""
    rules = [rule for rule in policy if rule != "origins"]
    best = min(_of_accounts([each], rules) for each in accounts)
    return [each for each in accounts if _of_accounts([each], rules) == best]


def groups(said: Iterable[Said], policy: Sequence[str]) -> Groups:
    """Return accounts in groups of those that agree; of amounts, those of the unit that stands first.

    Raises:
        UnsettledError: which group an account joins hangs on the order of spans, which no text gives.
    """
    by_unit: dict[str, list[Said]] = {}
    for account, value in said:
        by_unit.setdefault((isinstance(value, Quantity) and value.unit) or "", []).append((account, value))
    made = {unit: _of_one_unit(some, policy) for unit, some in sorted(by_unit.items())}
    if not made:
        return Groups((), 0)
    shown = min(made, key=lambda unit: _of_accounts(made[unit][0].accounts, policy))
    best = [_of_accounts(group.accounts, policy) for group in made[shown]]
    others = (group for unit, some in made.items() if unit != shown for group in some)
    if not any(isinstance(value, Dated) and value.bounded.end for _, value in by_unit[shown]):
        return Groups(tuple(made[shown]), best.count(best[0]), tuple(others))
    other = _of_one_unit(by_unit[shown], policy, order_by_end)
    sets, again = ([set(group.accounts) for group in some] for some in (made[shown], other))
    if any(each not in again for each in sets):
        raise UnsettledError
    return Groups(tuple(made[shown]), best.count(best[0]), tuple(others), open_order=sets != again)


def _of_one_unit(
    said: Iterable[Said], policy: Sequence[str], equal: Callable[[Value], tuple[object, ...]] = order
) -> list[Group]:
    made: list[tuple[Value, list[Account]]] = []
    for account, value in in_policy_order(said, policy, equal):
        for number, (common, accounts) in enumerate(made):
            if agree(common, value):
                made[number] = (meet(common, value), [*accounts, account])
                break
        else:
            made.append((value, [account]))
    made.sort(key=lambda group: _of_accounts(group[1], policy))
    return [Group(value, tuple(accounts)) for value, accounts in made]


def reading(said: Sequence[Said], kind: Type, policy: Sequence[str]) -> Groups:
    """Return what accounts say of a field: texts never dispute, lists unite, the others group."""
    accounts = tuple(account for account, _ in said)
    if not said:
        return Groups((), 0)
    if kind.listed:
        kept = {account: value for account, value in said if account.rank < DEPRECATED} or dict(said)
        members = {order(each): each for value in kept.values() if isinstance(value, tuple) for each in value}
        united = tuple(members[key] for key in sorted(members, key=str))
        return Groups((Group(united, tuple(kept), kept),), 1)
    if kind.base == "text":
        # The first account's, or that of most origins? No text says which counts for words.
        best = min(groups(said, policy).first, key=lambda group: order(group.value)).value
        shown = in_policy_order(said, policy)[0][1]
        return Groups((Group(shown if shown == best else f"{OPEN}{best}", accounts),), 1)
    return groups(said, policy)


def field(
    development: Development, fields: Mapping[str, str], kinds: Mapping[str, Any], policy: Sequence[str]
) -> Groups:
    """Return what accounts say of the field named for their kind."""
    said = [
        (each, each.data[fields[each.kind]])
        for each in development.of_kinds(fields)
        if fields[each.kind] in each.data
    ]
    types = [kinds[account.kind].fields[fields[account.kind]] for account, _ in said]
    return reading(said, types[0], policy) if types else Groups((), 0)


def keys(development: Development, key: object, kinds: Mapping[str, Any], policy: Sequence[str]) -> set[str]:
    """Return the keys that a development stands under; a tied key puts it under each."""
    if key == "*":
        return {"*"}
    of: dict[str, str] = key if isinstance(key, dict) else dict.fromkeys(kinds, str(key))
    found: set[str] = set()
    for group in field(development, of, kinds, policy).first:
        found |= {str(each) for each in (group.value if isinstance(group.value, tuple) else (group.value,))}
    return found


def meets(
    development: Development,
    where: Mapping[str, Any],
    kinds: Mapping[str, Any],
    policy: Sequence[str],
    known: Names,
) -> bool:
    """Return whether what stands first in a development is what `where` asks for."""
    for kind, name, wanted in _conditions(where, kinds):
        if kind is not None and not development.of_kinds([kind]):
            continue
        of = {each: name for each in ([kind] if kind else kinds) if name in kinds[each].fields}
        first = field(development, of, kinds, policy).first
        types = [kinds[each].fields[name] for each in of]
        value = read(wanted, Type(types[0].base, unit=types[0].unit), known)
        if len(first) != 1 or not _is(first[0].value, value):
            return False
    return True


def _is(found: Value, wanted: Value) -> bool:
    return wanted in found if isinstance(found, tuple) else wanted == found


def _conditions(
    where: Mapping[str, Any], kinds: Mapping[str, Any]
) -> Iterable[tuple[str | None, str, object]]:
    for name, wanted in where.items():
        if name in kinds:
            yield from ((name, field, value) for field, value in wanted.items())
        else:
            yield None, name, wanted


def hull(found: Groups) -> Dated:
    """Return the date that is used: that of the first group, or the hull of those that tie."""
    first = [group.value for group in found.first]
    dates = [each for each in first if isinstance(each, Dated)]
    if len(dates) == 1:
        return dates[0]
    return Dated(_hull([each.given for each in dates]), _hull([each.bounded for each in dates]))


def _hull(some: Sequence[When]) -> When:
    ends = [each.end for each in some if each.end is not None]
    return attrs.evolve(
        some[0],
        earliest=min(each.earliest for each in some),
        latest=max(each.latest for each in some),
        end=(min(each[0] for each in ends), max(each[1] for each in ends)) if ends else None,
    )
