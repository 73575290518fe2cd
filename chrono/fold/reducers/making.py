"""How a development becomes items of a field: one, or one for each member or row that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from chrono.fold.readings import Reader, RowRead, members_of
from chrono.fold.reducers.items import REMOVE, Item
from chrono.fold.worlds import node
from chrono.model.fields import Column, FieldRow, MapEntry, Pick, column_name
from chrono.model.policy import Policy
from chrono.resolve.accounts import Group, Reading
from chrono.resolve.developments import Development
from chrono.values.canonical_json import jsontext
from chrono.values.shapes import plain

ItemMaker = Callable[[Development, str, Mapping[str, Pick], Reader, Policy], list[Item]]
"""Makes the items of a development in one role, by what the field reads of each kind there."""


def one_item(
    development: Development, role: str, picks: Mapping[str, Pick], reader: Reader, policy: Policy
) -> list[Item]:
    """Return the one item of a development; none where it is silent."""
    found = reader.pick(development, picks, policy, id(picks))
    return [] if found is None else [_item(development, role, found)]


def _item(development: Development, role: str, found: Reading) -> Item:
    on = tuple(account for group in found.leading for account in group.accounts)
    value = plain(found.groups[0].value) if not found.tied else None
    return Item(development, node(development), role, found, value, on=on)


def member_items(
    development: Development, role: str, picks: Mapping[str, Pick], reader: Reader, policy: Policy
) -> list[Item]:
    """Return an item for each member of a set that a development names, or for each row."""
    row = next((pick for pick in picks.values() if isinstance(pick, FieldRow)), None)
    if row is None:
        found = reader.pick(development, picks, policy, id(picks))
        if found is None:
            return []
        return [
            _slot(development, role, found, plain(value))
            for group in found.leading
            for value in members_of(group.value)
        ]
    return _rows(development, role, picks, reader, policy)


def _slot(development: Development, role: str, found: Reading, shown: object) -> Item:
    sure = not found.tied
    return Item(
        development, node(development), role, found, shown, jsontext(shown), sure, development.accounts
    )


def _rows(
    development: Development, role: str, picks: Mapping[str, Pick], reader: Reader, policy: Policy
) -> list[Item]:
    """Return an item for each row of a set that is not silent on all its fields."""
    names = _names(development, picks)
    found = []
    for row in reader.rows(development, names, policy):
        shown = [plain(each) for each in row.values]
        if any(each is not None for each in shown):
            reading = Reading((Group(shown, row.on),))
            found.append(
                Item(
                    development,
                    node(development),
                    role,
                    reading,
                    shown,
                    jsontext(shown),
                    row.sure,
                    row.on,
                    row.disputed,
                )
            )
    return found


def _names(development: Development, picks: Mapping[str, Pick]) -> tuple[str, ...]:
    for account in development.accounts:
        pick = picks.get(account.kind)
        if isinstance(pick, FieldRow):
            return pick.names
        if isinstance(pick, str):
            return (pick,)
    return ()


def entry_items(
    development: Development, role: str, picks: Mapping[str, Pick], reader: Reader, policy: Policy
) -> list[Item]:
    """Return an item for each row of a map: its key, and the value put there."""
    if role == REMOVE:
        return [
            _keyed(development, REMOVE, Reading((Group(None, development.accounts),)), row)
            for row in _with_key(reader.rows(development, _names(development, picks), policy))
        ]
    pick = next(
        (picks[a.kind] for a in development.accounts if isinstance(picks.get(a.kind), MapEntry)), None
    )
    put = next((each.value for each in picks.values() if isinstance(each, MapEntry)), ())
    if not isinstance(pick, MapEntry):
        return []
    reading = _value_reading(development, pick.value, [column_name(each) for each in put], reader, policy)
    return [
        _keyed(development, role, reading, row)
        for row in _with_key(reader.rows(development, pick.key, policy))
    ]


def _with_key(rows: Iterable[RowRead]) -> list[RowRead]:
    """Return the rows with a key in full: a development silent on its key takes no part."""
    return [row for row in rows if None not in row.values]


def _keyed(development: Development, role: str, reading: Reading, row: RowRead) -> Item:
    item = _item(development, role, reading)
    item.slot = row_key([plain(each) for each in row.values])
    item.sure = row.sure
    item.contested = row.disputed
    item.on = (*row.on, *item.on)
    return item


def _value_reading(
    development: Development, columns: Sequence[Column], names: Sequence[str], reader: Reader, policy: Policy
) -> Reading:
    """Return the reading of the value columns together: one value, or an object named by the first kind."""
    if len(columns) == 1:
        found = reader.field(development, columns[0], policy)
        if found is not None:
            return found
        return Reading((Group(None, development.accounts),))
    rows = reader.rows(development, columns, policy)
    groups = tuple(
        Group(dict(zip(names, map(plain, row.values), strict=False)), row.on or development.accounts)
        for row in rows
    )
    tied = len(rows) > 1
    return Reading(groups, groups if tied else ())


def row_key(key: Sequence[object]) -> str:
    """Return the key of a map's row: the one key field as text, several as a JSON list."""
    if len(key) > 1:
        return jsontext(list(key))
    return key[0] if isinstance(key[0], str) else jsontext(key[0])
