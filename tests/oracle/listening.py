"""What a field takes from a development: its role there, and what it reads, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import attrs

from oracle.books import Book, Field
from oracle.developments import Development, Group, Groups, foremost, reading
from oracle.knowledge import STANDINGS, Account
from oracle.machines import Act
from oracle.values import OPEN, WILD, Json, Type, Value, text, to_json

ROLES = {
    "observe": ("observe",),
    "end": ("remove", "drop", "until"),
    "during": ("during",),
    "change": ("from", "on", "add", "put", "of"),
}
_WORD = Type("word")


@attrs.frozen(eq=False)
class Part:
    """A development as a field hears it."""

    development: Development
    role: str
    columns: tuple[Groups, ...]
    keyed: int = 0
    """How many of the columns are a row's key, of a map."""
    chosen: bool = False
    """Whether one account alone gives what is heard: words, or a name with @."""

    @property
    def id(self) -> str:
        """The id of the development."""
        return self.development.id

    @property
    def tied(self) -> bool:
        """Whether a tie leaves none of its values first."""
        return any(each.tied > 1 for each in self.columns)

    @property
    def accounts(self) -> set[Account]:
        """The accounts that say something of what is heard."""
        return {account for column in self.columns for group in column.all for account in group.accounts}

    @property
    def open(self) -> bool:
        """Whether no text fixes what is heard."""
        return any(OPEN in str(group.value) for column in self.columns for group in column.all)

    def choices(self) -> Iterator[tuple[Group, ...]]:
        """Yield one group for each column, in every way that a tie allows."""
        yield from product(*(each.first for each in self.columns))

    def alternatives(self) -> Iterator[Part]:
        """Yield the part as it would be, were one other group to stand first alone."""
        for number, column in enumerate(self.columns):
            for group in column.all[1 if column.tied == 1 else 0 :]:
                one = Groups((group,), 1)
                yield attrs.evolve(self, columns=(*self.columns[:number], one, *self.columns[number + 1 :]))


def part(field: Field, development: Development, book: Book, dates: Groups) -> Part | None:
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
        wide = len(wanted[accounts[0].kind])
        columns = tuple(
            _column(
                development,
                [(each, wanted[each.kind][number]) for each in development.accounts],
                field,
                book,
                dates,
            )
            for number in range(wide)
        )
        keyed = _keyed(field, taken[accounts[0].kind])
        if (
            not (all if keyed else any)(each.all for each in (columns[:keyed] or columns))
            and field.reduce != "collect"
        ):
            return None
        names = {take for takes in wanted.values() for take in takes if isinstance(take, str)}
        chosen = any(name.startswith("@") or _words(name, development, book) for name in names)
        return Part(development, role, columns, keyed, chosen)
    return None


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
        return ["@occurred"]
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
        elif take == "@occurred":
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
        value = f"{WILD}{report.reported[0]}" if "T" in report.reported_text else report.reported_text
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


def act(field: Field, part: Part, chosen: Sequence[Group | None]) -> Act:
    """Return what a development does to a field, given the group chosen for each column (None: silent)."""
    values = [None if group is None else group.value for group in chosen]
    if field.reduce in ("sum", "least", "greatest", "median"):
        return Act(part.role, values[0])
    cells: list[Json] = [to_json(value) for value in values]
    if field.reduce == "collect":
        names = field.rules["fields"]
        return Act(part.role, dict(zip(names, cells, strict=True)))
    if field.reduce not in ("set", "map"):
        return Act(part.role, cells[0])
    key = cells[: part.keyed] if part.keyed else cells
    rows = [list(row) for row in product(*(each if isinstance(each, list) else [each] for each in key))]
    single = len(key) == 1
    if field.reduce == "set":
        return Act(part.role, [(text(row[0] if single else row), row[0] if single else row) for row in rows])
    names = _value_names(field, part.role)
    rest = cells[part.keyed :]
    value = rest[0] if len(rest) == 1 else dict(zip(names, rest, strict=True))
    return Act(part.role, [(str(row[0]) if single else text(row), value) for row in rows])


def _value_names(field: Field, role: str) -> list[str]:
    """Return the names under which several values of a row stand: as the first kind names them."""
    if role == "end":
        return []
    for parameter in ("put", "during", "observe"):
        for takes in field.rules.get(parameter, {}).values():
            return list(takes["value"])
    return []
