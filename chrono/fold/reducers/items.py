"""What a field is folded from: the developments that take part, in their roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import attrs

from chrono.fold.readings import Reader
from chrono.fold.rests import Rests, rests
from chrono.fold.worlds import Frame, Node
from chrono.model.fields import Field
from chrono.model.policy import Policy
from chrono.resolve.accounts import Account, Reading
from chrono.resolve.developments import Development
from chrono.values.shapes import plain
from chrono.values.times import When

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
    rows: tuple[tuple[object, tuple[Account, ...]], ...] = ()
    """Of a member or a row what can stand there: one, or one for each way to settle its ties."""

    @property
    def tied(self) -> bool:
        """Whether accounts tie, so that no value stands first."""
        return bool(self.reading.tied)

    @cached_property
    def rests(self) -> Rests:
        """What the value rests on."""
        return rests(self.on)

    @property
    def leading(self) -> tuple[tuple[object, tuple[Account, ...]], ...]:
        """The value that stands first, or those that tie, as JSON shows them, with who gives each."""
        if self.rows:
            return self.rows
        if not self.tied:
            return ((self.value, self.on),)
        return tuple((plain(group.value), group.accounts) for group in self.reading.tied)


def rests_on(items: Iterable[Item]) -> Rests:
    """Return what the values of items rest on together."""
    used = list({id(each): each for each in items}.values())
    return used[0].rests if len(used) == 1 else rests(account for each in used for account in each.on)


@attrs.frozen(repr=False)
class FieldInput:
    """All that one field is folded from: items, the frames in which they may stand, the time asked for."""

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


def since_of(development: Development, policy: Policy) -> str | None:
    """Return the date of a development as the account that stands first gives it; of a span its start.

    None where the date is tied, and where the span has no known start.
    """
    dating = development.dating(policy)
    return None if dating.tied else start_of(dating.groups[0].accounts[0].when)


def start_of(when: When) -> str | None:
    """Return how a date is written; of a span its start, None where that is not known."""
    return when.edtf if when.end is None else when.start


def in_order(found: Iterable[Item], frame: Frame) -> list[Item]:
    """Return items in world order."""
    return sorted(found, key=lambda each: frame.rank(each.node))
