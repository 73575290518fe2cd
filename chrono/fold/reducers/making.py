"""How a development becomes items of a field: one, or one for each member or row that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from chrono.fold.readings import Reader, RowRead, saying
from chrono.fold.reducers.items import REMOVE, Item
from chrono.model.fields import FieldRow, MapEntry, Pick, column_name
from chrono.model.policy import Policy
from chrono.resolve.accounts import Account, Group, Reading
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
    leading = found.leading
    on = leading[0].accounts if len(leading) == 1 else tuple(e for group in leading for e in group.accounts)
    value = plain(found.groups[0].value) if not found.tied else None
    return Item(development, development.node, role, found, value, on=on)


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
            _member(
                development,
                role,
                found,
                plain(value),
                on,
                sure=not found.tied,
            )
            for group in found.leading
            for value, on in reader.members(development, picks, group, policy)
        ]
    names = columns_read(development, picks)
    rows = [row for row in reader.rows(development, names, policy) if any(e is not None for e in row.values)]
    return [_row(development, role, row) for row in rows]


def _row(development: Development, role: str, row: RowRead) -> Item:
    shown = [plain(each) for each in row.values]
    return _member(
        development, role, Reading((Group(shown, row.accounts),)), shown, row.accounts, sure=row.sure
    )


def _member(
    development: Development,
    role: str,
    reading: Reading,
    shown: object,
    on: tuple[Account, ...],
    *,
    sure: bool,
) -> Item:
    rows = ((shown, on),)
    return Item(development, development.node, role, reading, shown, jsontext(shown), sure, on, rows)


def columns_read(development: Development, picks: Mapping[str, Pick]) -> tuple[str, ...]:
    """Return the fields that a row of a set, or the key of a row to drop, is made of."""
    for account in development.of_kinds:
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
        silent = Reading((Group(None, development.accounts),))
        nothing = [(None, RowRead((), (), sure=True))]
        names = columns_read(development, picks)
        return _keyed(development, REMOVE, silent, reader.rows(development, names, policy), nothing)
    pick = entry_read(development, picks)
    if pick is None:
        return []
    first = next(each.value for each in picks.values() if isinstance(each, MapEntry))
    put = [column_name(column) for column in first]
    read = reader.rows(development, pick.value, policy, lists=False)
    values = [(_put(put, [plain(each) for each in row.values]), row) for row in read]
    found = reader.field(development, pick.value[0], policy) if len(pick.value) == 1 else None
    return _keyed(development, role, found, reader.rows(development, pick.key, policy), values)


def entry_read(development: Development, picks: Mapping[str, Pick]) -> MapEntry | None:
    """Return what a map takes of a development: the fields of its key, and those of the value put there."""
    found = (picks.get(account.kind) for account in development.of_kinds)
    return next((each for each in found if isinstance(each, MapEntry)), None)


def _put(names: Sequence[str], values: Sequence[object]) -> object:
    """Return what stands in a row: the one value, or an object named by the first kind."""
    return values[0] if len(values) == 1 else dict(zip(names, values, strict=False))


def _keyed(
    development: Development,
    role: str,
    reading: Reading | None,
    keys: Iterable[RowRead],
    values: Sequence[tuple[object, RowRead]],
) -> list[Item]:
    """Return an item for each row with a key in full: a development silent on its key takes no part."""
    found = []
    for key in keys:
        if None in key.values:
            continue
        rows = tuple((value, _both(key, row)) for value, row in values)
        groups = tuple(Group(value, on) for value, on in rows)
        item = Item(
            development,
            development.node,
            role,
            reading or Reading(groups, groups if len(groups) > 1 else ()),
            None if len(rows) > 1 else rows[0][0],
            row_key([plain(each) for each in key.values]),
            key.sure,
            tuple(account for _, on in rows for account in on),
            rows,
        )
        found.append(item)
    return found


def _both(key: RowRead, value: RowRead) -> tuple[Account, ...]:
    """Return the accounts that say a row, its key and what stands under it."""
    return saying((*key.parts, *value.parts), (*key.against, *value.against))


def row_key(key: Sequence[object]) -> str:
    """Return the key of a map's row: the one key field as text, several as a JSON list."""
    if len(key) > 1:
        return jsontext(list(key))
    return key[0] if isinstance(key[0], str) else jsontext(key[0])
