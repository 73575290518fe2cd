"""What a field is made of: the developments that take part, each in a role."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from chrono.fold.readings import Reader, RowRead, members_of
from chrono.fold.worlds import Frame, Node, node
from chrono.model.fields import Entry, Field, Pick, Row
from chrono.model.policy import Policy
from chrono.resolve.accounts import Account, Group, Reading
from chrono.resolve.developments import Development
from chrono.values.canonical_json import jsontext
from chrono.values.shapes import plain

SET, REMOVE, OBSERVE, DURING, UNTIL = "set", "remove", "observe", "during", "until"


@attrs.define(eq=False)
class Item:
    """A development in one role of a field, with what it says there.

    For sets and maps there is an item for each member or row. `sure` is False where a tie of accounts
    leaves open whether it says this at all.
    """

    development: Development
    node: Node
    role: str
    reading: Reading
    value: object
    """The value as JSON shows it: that of the group first; for a tie, null."""
    slot: str = ""
    """The member or row that the item is about, as JSON text."""
    sure: bool = True
    on: tuple[Account, ...] = ()
    """The accounts on which the value rests."""
    contested: bool = False
    """Whether accounts differ in what makes the member or the row's key."""

    @property
    def tied(self) -> bool:
        """Whether accounts tie, so that no value stands first."""
        return bool(self.reading.tied)


@attrs.frozen
class Feed:
    """All that feeds one field: its items, the frames in which they may stand, and the time asked for."""

    field: Field
    items: Sequence[Item]
    frames: Sequence[Frame]
    """One, but for ties with a denial: then one for each way to take them, the first with all in it."""
    until: int
    """The time asked for, inclusive."""
    policy: Policy
    reader: Reader

    @property
    def frame(self) -> Frame:
        """The frame whose world order is shown."""
        return self.frames[0]

    def frame_of(self, item: Item) -> Frame:
        """Return the first frame in which an item's development has a place."""
        return next(each for each in self.frames if item.node in each.places)

    def since(self, item: Item) -> str | None:
        """Return the date of an item's development as the account that stands first gives it."""
        return since_of(item.development, self.policy)


def items(field: Field, developments: Iterable[Development], reader: Reader, policy: Policy) -> list[Item]:
    """Return every item of the field: the developments of its kinds and modality that are not silent."""
    found: list[Item] = []
    key = (id(field), policy)
    for development in developments:
        if development.modality in field.modality and not field.kinds.isdisjoint(development.kinds):
            made = development.cache.get(key)
            if made is None:
                made = development.cache[key] = _items(field, development, reader, policy)
            found += made  # type: ignore[arg-type]
    return found


def _items(field: Field, development: Development, reader: Reader, policy: Policy) -> list[Item]:
    if not reader.matches(development, field, policy):
        return []
    return [
        item
        for role, picks in field.roles.items()
        if not development.kinds.isdisjoint(picks)
        for item in _MAKERS[field.reduce](field, development, role, picks, reader, policy)
    ]


def _scalar(
    _: Field, development: Development, role: str, picks: Mapping[str, Pick], reader: Reader, policy: Policy
) -> list[Item]:
    found = reader.pick(development, picks, policy, id(picks))
    if found is None:
        return []
    return [_item(development, role, found)]


def _item(development: Development, role: str, found: Reading) -> Item:
    on = tuple(account for group in found.leading for account in group.accounts)
    value = plain(found.groups[0].value) if not found.tied else None
    return Item(development, node(development), role, found, value, on=on)


def _members(
    _: Field, development: Development, role: str, picks: Mapping[str, Pick], reader: Reader, policy: Policy
) -> list[Item]:
    row = next((pick for pick in picks.values() if isinstance(pick, Row)), None)
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
    """Return an item for each row of a set in which at least one field is told."""
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
        if isinstance(pick, Row):
            return pick.names
        if isinstance(pick, str):
            return (pick,)
    return ()


def _entries(
    _: Field, development: Development, role: str, picks: Mapping[str, Pick], reader: Reader, policy: Policy
) -> list[Item]:
    """Return an item for each row of a map: its key, and the value put there."""
    if role == REMOVE:
        return [
            _keyed(development, REMOVE, Reading((Group(None, development.accounts),)), row)
            for row in _told(reader.rows(development, _names(development, picks), policy))
        ]
    pick = next((picks[a.kind] for a in development.accounts if isinstance(picks.get(a.kind), Entry)), None)
    names = next((each.value for each in picks.values() if isinstance(each, Entry)), ())
    if not isinstance(pick, Entry):
        return []
    reading = _value_reading(development, pick.value, names, reader, policy)
    return [
        _keyed(development, role, reading, row) for row in _told(reader.rows(development, pick.key, policy))
    ]


def _told(rows: Iterable[RowRead]) -> list[RowRead]:
    """Return the rows whose key is told in full: a development silent on its key takes no part."""
    return [row for row in rows if None not in row.values]


def _keyed(development: Development, role: str, reading: Reading, row: RowRead) -> Item:
    item = _item(development, role, reading)
    item.slot = row_key([plain(each) for each in row.values])
    item.sure = row.sure
    item.contested = row.disputed
    item.on = (*row.on, *item.on)
    return item


def _value_reading(
    development: Development, columns: Sequence[str], names: Sequence[str], reader: Reader, policy: Policy
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


_Maker = Callable[[Field, Development, str, Mapping[str, Pick], Reader, Policy], list[Item]]
_MAKERS: dict[str, _Maker] = {
    **dict.fromkeys(
        (
            *("latest", "first", "status", "sum", "least", "greatest", "count", "span", "collect"),
            "handwritten",
        ),
        _scalar,
    ),
    "set": _members,
    "map": _entries,
}


def since_of(development: Development, policy: Policy) -> str | None:
    """Return the date of a development as the account that stands first gives it; of a span its start.

    None where the span has no known start.
    """
    dating = development.dating(policy)
    tied = bool(dating.tied)
    when = development.when(policy) if tied else dating.groups[0].accounts[0].when
    if when.end is None or "/" not in when.edtf:
        return when.edtf
    start = when.edtf.split("/")[0]
    return None if start in ("", "..") else start


def in_order(found: Iterable[Item], frame: Frame) -> list[Item]:
    """Return items in world order."""
    return sorted(found, key=lambda each: frame.rank(each.node))
