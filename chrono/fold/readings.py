"""What a projection reads of a development: values by field, key, and condition."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import attrs

from chrono.model.entities import Directory
from chrono.model.fields import Column, Constant, Field, FieldRow, MapEntry, Otherwise, Pick, column_name
from chrono.model.kinds import FieldType, Kind, read_resolved
from chrono.model.policy import RANKS, STANDINGS, Policy
from chrono.resolve.accounts import Account, Group, Reading, ranked, reading
from chrono.resolve.developments import Development
from chrono.values.canonical_json import jsontext
from chrono.values.shapes import plain

DEPRECATED = RANKS.index("deprecated")
TEXT = FieldType(base="text")
Special = Callable[[Development, Account, Policy], object]
"""Gives what is read of an account under an `@` name."""


@attrs.frozen(repr=False)
class Others:
    """The positions of the accounts of all groups but one; the set of all is one for all groups."""

    every: frozenset[int]
    own: frozenset[int]

    def __contains__(self, position: int) -> bool:
        return position in self.every and position not in self.own


@attrs.frozen(repr=False)
class RowRead:
    """One row that several fields make: its values, and the accounts that give each of them."""

    values: tuple[object, ...]
    parts: tuple[tuple[Account, ...], ...]
    sure: bool = attrs.field(kw_only=True)
    """Whether it stands first alone; where accounts tie, each of their rows is only possible."""
    against: tuple[Others, ...] = ()
    """The accounts that give another value in one of its fields."""

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts that say this row."""
        return saying(self.parts, self.against)


@attrs.frozen(repr=False)
class Reader:
    """Reads developments with the kinds and the names that a log knows at a position."""

    kinds: Mapping[str, Kind]
    directory: Directory

    def pick(
        self, development: Development, picks: Mapping[str, Pick], policy: Policy, role: object
    ) -> Reading | None:
        """Return what the accounts say under one scalar pick each; None where all are silent.

        Where `hired` and `appointed` are like kinds and `picks` reads `post` of `hired` alone, an account
        `appointed` of the same development is read for its `post` too.
        """
        return development.cached(
            ("pick", role, policy),
            lambda: self._read(development, _pick_of(development, picks), policy),
        )

    def members(
        self, development: Development, picks: Mapping[str, Pick], group: Group, policy: Policy
    ) -> list[tuple[object, tuple[Account, ...]]]:
        """Return the members of a group's value under one scalar pick each, with who gives each of them."""
        return self._members(development, _pick_of(development, picks), group, policy)

    def _members(
        self,
        development: Development,
        pick: Callable[[Account], Pick | None],
        group: Group,
        policy: Policy,
    ) -> list[tuple[object, tuple[Account, ...]]]:
        # Of lists that unite, an account stands for what its own list holds.
        if not isinstance(group.value, tuple) or len(group.accounts) == 1:
            return [(each, group.accounts) for each in members_of(group.value)]
        giving: dict[str, list[Account]] = {}
        for account in group.accounts:
            wanted = pick(account)
            given = None if wanted is None else self._value(development, account, wanted, policy)
            for text in dict.fromkeys(jsontext(plain(each)) for each in members_of(given)):
                giving.setdefault(text, []).append(account)
        return [(each, tuple(giving.get(jsontext(plain(each)), ()))) for each in group.value]

    def field(self, development: Development, name: Column, policy: Policy) -> Reading | None:
        """Return what the accounts say of one field, or `@` field; a constant they all say."""
        return development.cached(
            ("field", name, policy), lambda: self._read(development, _always(name), policy)
        )

    def _read(
        self, development: Development, pick: Callable[[Account], Pick | None], policy: Policy
    ) -> Reading | None:
        if all(pick(account) == "@occurred" for account in development.of_kinds):
            return development.dates(policy)
        said: list[tuple[Account, object]] = []
        kind = None
        for account in development.accounts:
            wanted = pick(account)
            if wanted is None:
                continue
            value = self._value(development, account, wanted, policy)
            if value is not None:
                said.append((account, value.value if isinstance(value, Constant) else value))
                kind = self._type(account, wanted) or kind
        if not said:
            return _silent_reading(development, pick)
        if kind is not None and kind.listed:
            return _union(said)
        if kind is not None and kind.base == "text":
            return _wordings(said, policy)
        return reading(said, policy)

    def said(self, development: Development, account: Account, pick: Pick, policy: Policy) -> object:
        """Return what one account gives under a pick, as JSON shows it; null where it is silent."""
        if isinstance(pick, FieldRow):
            return [self.said(development, account, name, policy) for name in pick.names]
        if isinstance(pick, MapEntry):
            read = (*pick.key, *pick.value)
            return {column_name(column): self.said(development, account, column, policy) for column in read}
        value = self._value(development, account, pick, policy)
        return plain(value.value if isinstance(value, Constant) else value)

    def _type(self, account: Account, wanted: Pick) -> FieldType | None:
        wanted = wanted.name if isinstance(wanted, Otherwise) else wanted
        if not isinstance(wanted, str):
            return None
        if wanted.startswith("@"):
            return None if wanted == "@occurred" else TEXT
        kind = self.kinds.get(account.kind)
        return kind.fields.get(wanted) if kind else None

    def _value(self, development: Development, account: Account, wanted: Pick, policy: Policy) -> object:
        if isinstance(wanted, Constant):
            return wanted
        name = wanted.name if isinstance(wanted, Otherwise) else str(wanted)
        if name.startswith("@"):
            value = _SPECIAL[name](development, account, policy)
            return self.directory.resolve(value) if name == "@by" and isinstance(value, str) else value
        kind = self.kinds.get(account.kind)
        given = account.data.get(name)
        if given is None or kind is None or name not in kind.fields:
            return None
        return self.value(given, kind.fields[name])

    def value(self, given: object, kind: FieldType) -> object:
        """Return a field's value as the engine computes with it, entities as slugs."""
        return read_resolved(given, kind, self.directory.resolve)

    def keys(
        self, development: Development, picks: Mapping[str, str] | str, policy: Policy
    ) -> tuple[str, ...]:
        """Return the keys under which a development stands: those of the group first, or of all that tie."""
        return tuple(self._keys(development, picks, policy))

    def has_key(
        self, development: Development, picks: Mapping[str, str] | str, policy: Policy, key: str
    ) -> bool:
        """Return whether a development stands under a key."""
        return key in self._keys(development, picks, policy)

    def _keys(
        self, development: Development, picks: Mapping[str, str] | str, policy: Policy
    ) -> Mapping[str, None]:
        if picks == "*":
            return {"*": None}

        def made() -> Mapping[str, None]:
            if isinstance(picks, str):
                found = self.field(development, picks, policy)
            else:
                found = self.pick(development, picks, policy, ("key", id(picks)))
            groups = () if found is None else found.leading
            return dict.fromkeys(key_text(each) for group in groups for each in members_of(group.value))

        name = picks if isinstance(picks, str) else id(picks)
        return development.cached((Reader.keys, name, policy), made)

    def matches(self, development: Development, field: Field, policy: Policy) -> bool:
        """Return whether all `where` conditions hold for what stands first; silence and ties never match."""
        if not field.where:
            return True
        return all(
            self._holds(development, name, wanted, policy)
            for kind in (account.kind for account in development.of_kinds)
            for name, wanted in (field.where.get(kind) or field.where.get("*") or {}).items()
        )

    def _holds(self, development: Development, name: str, wanted: object, policy: Policy) -> bool:
        found = self.field(development, name, policy)
        if found is None or found.first is None:
            return False
        kind = next(
            (
                kind.fields[name]
                for a in development.of_kinds
                if (kind := self.kinds.get(a.kind)) and name in kind.fields
            ),
            TEXT,
        )
        single = attrs.evolve(kind, listed=False)
        value = wanted if name.startswith("@") else plain(self.value(wanted, single))
        return any(plain(each) == value for each in members_of(found.first.value))

    def rows(
        self, development: Development, names: Sequence[Column], policy: Policy, *, lists: bool = True
    ) -> list[RowRead]:
        """Return the rows that some fields of a development make together.

        A list gives a row for each value, or stands whole without `lists`; null stands where the development
        is silent.
        """
        rows = [RowRead((), (), sure=True)]
        for name in names:
            found = self.field(development, name, policy)
            if found is None:
                rows = [attrs.evolve(row, values=(*row.values, None)) for row in rows]
                continue
            rows = [
                RowRead(
                    (*row.values, value),
                    (*row.parts, accounts),
                    sure=row.sure and not found.tied,
                    against=(*row.against, others),
                )
                for row in rows
                for group, others in _with_others(found)
                for value, accounts in (
                    self._members(development, _always(name), group, policy)
                    if lists
                    else ((group.value, group.accounts),)
                )
            ]
        return rows


def _always(name: Column) -> Callable[[Account], Pick | None]:
    return lambda _: name


def _pick_of(development: Development, picks: Mapping[str, Pick]) -> Callable[[Account], Pick | None]:
    """Return what is read of each account: one of a like kind says something of the same fields."""
    shared = next((picks[account.kind] for account in development.of_kinds if account.kind in picks), None)
    return lambda account: picks.get(account.kind, shared)


def saying(parts: Iterable[tuple[Account, ...]], against: Collection[Others]) -> tuple[Account, ...]:
    """Return the accounts that give a part of a row and contradict none; of a part without such all of it."""
    found: dict[int, Account] = {}
    for part in parts:
        own = [each for each in part if not any(each.position in others for others in against)] or part
        found.update((each.position, each) for each in own)
    return tuple(found.values())


def _with_others(found: Reading) -> list[tuple[Group, Others]]:
    """Return the groups that lead, each with the accounts of all other groups."""
    every = frozenset(a.position for group in (*found.groups, *found.elsewhere) for a in group.accounts)
    return [(group, Others(every, frozenset(a.position for a in group.accounts))) for group in found.leading]


def _silent_reading(development: Development, pick: Callable[[Account], Pick | None]) -> Reading | None:
    """Return the value that a pick has for the silence of all accounts; None where it has none."""
    picks = (pick(account) for account in development.of_kinds)
    values = [wanted.silent for wanted in picks if isinstance(wanted, Otherwise)]
    return Reading((Group(values[0], development.accounts),)) if values else None


def members_of(value: object) -> tuple[object, ...]:
    """Return the values of a list, or the one value."""
    return value if isinstance(value, tuple) else (value,)


def key_text(value: object) -> str:
    """Return a key as it is written: a slug, an EDTF date, else text."""
    shown = plain(value)
    return shown if isinstance(shown, str) else jsontext(shown)


def _union(said: Sequence[tuple[Account, object]]) -> Reading | None:
    """Return the list that the accounts make together; deprecated ones add nothing beside others."""
    counted = [(account, value) for account, value in said if account.rank != DEPRECATED] or said
    values = {jsontext(plain(each)): each for _, value in counted for each in members_of(value)}
    if not values:
        return None
    united = tuple(values[text] for text in sorted(values))
    return Reading((Group(united, tuple(account for account, _ in counted)),))


def _wordings(said: Sequence[tuple[Account, object]], policy: Policy) -> Reading:
    shown = ranked(said, policy)[0][1]
    return Reading((Group(shown, tuple(account for account, value in said if value == shown)),))


def _told_first(development: Development, account: Account, _: Policy) -> object:
    return account.reported_text if account.position == development.first.position else None


def _leading(name: str, read_of: Callable[[Account], object]) -> Special:
    def value(development: Development, account: Account, policy: Policy) -> object:
        def ahead() -> tuple[Account, object]:
            return ranked([(each, read_of(each)) for each in development.accounts], policy)[0]

        first, shown = development.cached(("leading", name, policy), ahead)
        return shown if account.position == first.position else None

    return value


_SPECIAL: dict[str, Special] = {
    "@occurred": lambda _, account, __: account.when,
    "@reported": _told_first,
    "@development": lambda development, _, __: development.name,
    "@source": _leading("@source", lambda account: account.source),
    "@by": _leading("@by", lambda account: account.by),
    "@standing": _leading("@standing", lambda account: STANDINGS[account.standing]),
    "@summary": _leading("@summary", lambda account: account.record.get("summary")),
}
