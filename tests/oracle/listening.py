"""What a field takes from a development: its role there, and what it reads, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import attrs

from oracle.books import Book, Field
from oracle.developments import Development, Group, Groups, foremost, reading
from oracle.knowledge import STANDINGS, Account
from oracle.machines import Act, Put
from oracle.values import OPEN, Json, Type, Value, text, to_json, wild

ROLES = {
    "observe": ("observe",),
    "end": ("remove", "drop", "until"),
    "during": ("during",),
    "change": ("from", "on", "add", "put", "of"),
}
DATE, DENIAL, CONSTANT = "@occurred", "@modality", "@kind"
_WORD = Type("word")
Choice = Mapping[str, Group | None]
"""The group taken of each thing that is read; None where all are silent."""


@attrs.frozen(eq=False)
class Change:
    """One group of what one development gives, as if it stood first alone."""

    id: str
    subject: str
    group: Group

    def of(self, development: Development, subject: str, groups: Groups) -> Groups:
        """Return some groups as they are with the change."""
        if (self.id, self.subject) != (development.id, subject):
            return groups
        return Groups((self.group,), 1, groups.others)


@attrs.frozen(eq=False)
class Part:
    """A development as a field hears it."""

    development: Development
    role: str
    columns: tuple[str, ...]
    """What is read, in order: a name, `@occurred` for the date, `@kind` for a constant."""
    read: Mapping[str, Groups]
    dates: Groups
    keyed: int = 0
    """How many of the columns are a row's key, of a map."""
    chosen: bool = False
    """Whether one account alone gives what is heard: words, or a name with @."""

    @property
    def id(self) -> str:
        """The id of the development."""
        return self.development.id

    @property
    def teller(self) -> Account | None:
        """The account that stands first on the date; None where the date ties."""
        return self.dates.first[0].accounts[0] if self.dates.tied == 1 else None

    @property
    def beginning(self) -> Json:
        """The date as the account that stands first gives it, null where it ties; open of spans and plans."""
        if self.development.modality == "planned" or any(
            each.when.given.end for each in self.development.accounts
        ):
            return OPEN
        return self.teller and self.teller.when.given.edtf

    @property
    def accounts(self) -> frozenset[Account]:
        """The accounts that give what stands first."""
        first = [group for groups in self.read.values() for group in groups.first]
        return frozenset(account for group in first for account in group.accounts)

    @property
    def open(self) -> bool:
        """Whether no text fixes what is heard."""
        return any(OPEN in str(group.value) for each in self.read.values() for group in each.all)

    def choices(self) -> Iterator[Choice]:
        """Yield a group for each thing that is read, in every way that a tie allows."""
        for groups in product(*(each.first or (None,) for each in self.read.values())):
            yield dict(zip(self.read, groups, strict=True))


def part(
    field: Field, development: Development, book: Book, dates: Groups, change: Change | None
) -> Part | None:
    """Return what a field hears of a development; None where it is silent or of no kind listened to."""
    for role, parameters in ROLES.items():
        taken = field.role(*parameters)
        accounts = development.of_kinds(taken)
        if not accounts:
            continue
        if field.reduce == "collect":
            taken = {kind: list(field.rules["fields"]) for kind in taken}
        # An account of a like kind that is not listened to says something of the same fields all the same.
        others = {each.kind: taken[accounts[0].kind] for each in development.accounts}
        taken = {kind: takes for kind, takes in (others | taken).items() if kind in others}
        wanted = {kind: _columns(field, takes) for kind, takes in taken.items()}
        columns = tuple(
            min(_name(takes[number]) for takes in wanted.values())
            for number in range(len(wanted[accounts[0].kind]))
        )
        read: dict[str, Groups] = {}
        for number, name in enumerate(columns):
            said = [(each, wanted[each.kind][number]) for each in development.accounts]
            found = _column(development, said, field, book, dates)
            read[name] = change.of(development, name, found) if change else found
        keyed = _keyed(field, taken[accounts[0].kind])
        heard = [bool(read[name].all) for name in columns[:keyed] or columns]
        if not (all if keyed else any)(heard) and field.reduce != "collect":
            return None
        names = {take for takes in wanted.values() for take in takes if isinstance(take, str)} - {DATE}
        chosen = any(name.startswith("@") or _words(name, development, book) for name in names)
        return Part(development, role, columns, read, dates, keyed, chosen)
    return None


def _name(take: object) -> str:
    return take if isinstance(take, str) else CONSTANT


def _words(name: str, development: Development, book: Book) -> bool:
    types = [book.kinds[each.kind].fields.get(name) for each in development.accounts]
    return any(each is not None and each.base == "text" for each in types)


def _keyed(field: Field, takes: object) -> int:
    """Return how many columns make the key of a row of a map."""
    if field.reduce != "map":
        return 0
    key = takes["key"] if isinstance(takes, dict) else takes
    assert isinstance(key, list)
    return len(key)


def _columns(field: Field, takes: object) -> list[Any]:
    """Return what is read for one kind: names of fields, or constants as {"value": …}."""
    if field.reduce == "span":
        return [DATE]
    if field.reduce == "status" and isinstance(takes, str):
        return [{"value": takes}]
    if isinstance(takes, dict) and "field" in takes:
        return [takes["field"]]
    if isinstance(takes, dict) and "key" in takes:
        return [*takes["key"], *takes["value"]]
    return takes if isinstance(takes, list) else [takes]


def _column(
    development: Development, wanted: Sequence[tuple[Account, Any]], field: Field, book: Book, dates: Groups
) -> Groups:
    said: list[tuple[Account, Value]] = []
    kind = _WORD
    for account, take in wanted:
        if isinstance(take, dict):
            constant = take["value"]
            said.append((account, None if constant == "none" and field.reduce != "status" else constant))
        elif take == DATE:
            return dates
        elif take.startswith("@"):
            return _of_development(development, take, field)
        elif take in account.data:
            kind = book.kinds[account.kind].fields[take]
            said.append((account, account.data[take]))
    return reading(said, kind, field.policy)


def _of_development(development: Development, name: str, field: Field) -> Groups:
    """Return what a name with @ gives: of the first report, or of the account that stands first."""
    report = development.report
    value: str | None = f"{OPEN}{development.id}"
    if name == "@reported":
        value = wild(report.reported[0]) if "T" in report.reported_text else report.reported_text
    elif name == "@development":
        value = development.name
    else:
        said = {_of_account(each, name) for each in foremost(development.accounts, field.policy)}
        value = said.pop() if len(said) == 1 else value
        if value is None:
            return Groups((), 0)
    return Groups((Group(value, development.accounts),), 1)


def _of_account(account: Account, name: str) -> str | None:
    return {
        "@source": account.source,
        "@by": account.by,
        "@standing": STANDINGS[account.standing],
        "@summary": account.summary,
    }[name]


def act(field: Field, part: Part, choice: Choice) -> Act:
    """Return what a development does to a field, given the group chosen of each thing that is read."""
    chosen = [choice[name] for name in part.columns]
    accounts = frozenset(account for group in chosen if group for account in group.accounts)
    values = [None if group is None else group.value for group in chosen]
    if field.reduce in ("sum", "least", "greatest", "median"):
        return Act(part.role, values[0], accounts)
    cells: list[Json] = [to_json(value) for value in values]
    if field.reduce == "collect":
        return Act(part.role, dict(zip(field.rules["fields"], cells, strict=True)), accounts)
    if field.reduce not in ("set", "map"):
        return Act(part.role, cells[0], accounts)
    return Act(part.role, _rows(field, part, chosen, cells), accounts)


def _rows(field: Field, part: Part, chosen: Sequence[Group | None], cells: Sequence[Json]) -> list[Put]:
    """Return what is put: a list in a row or a key gives a row for each value."""
    keyed = part.keyed or len(cells)
    cells_of_value = cells[keyed:]
    of_value = [group.accounts for group in chosen[keyed:] if group]
    against = _against(part, chosen)
    found = []
    for row in product(*(_cells(group) for group in chosen[:keyed])):
        key = [to_json(member) for member, _ in row]
        # What a row has from those alone that contradict it elsewhere rests on them all the same.
        said = [(some - against) or some for some in map(frozenset, (*of_value, *(some for _, some in row)))]
        accounts = frozenset[Account]().union(*said)
        member = key[0] if len(key) == 1 else key
        if field.reduce == "set":
            found.append(Put(text(member), member, accounts))
            continue
        names = _value_names(field, part.role)
        one = len(cells_of_value) == 1
        value = cells_of_value[0] if one else dict(zip(names, cells_of_value, strict=True))
        found.append(Put(str(member) if len(key) == 1 else text(key), value, accounts))
    return found


def _against(part: Part, chosen: Sequence[Group | None]) -> frozenset[Account]:
    """Return the accounts that give something else in one of the columns of a row."""
    found: set[Account] = set()
    for name, group in zip(part.columns, chosen, strict=True):
        speaking = {account for each in part.read[name].all for account in each.accounts}
        found |= speaking - set(group.accounts if group else ())
    return frozenset(found)


def _cells(group: Group | None) -> list[tuple[Value, frozenset[Account]]]:
    """Return the values of a column with the accounts that give them."""
    if group is None:
        return [(None, frozenset())]
    values = group.value if isinstance(group.value, tuple) else (group.value,)
    return [(each, group.naming(each)) for each in values]


def _value_names(field: Field, role: str) -> list[str]:
    """Return the names under which several values of a row stand: as the first kind names them."""
    if role == "end":
        return []
    for parameter in ("put", "during", "observe"):
        for takes in field.rules.get(parameter, {}).values():
            return list(takes["value"])
    return []
