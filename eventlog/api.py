"""The contract of an event log: the values that go in and come out, and the protocol that each store keeps.

A log holds events in one global order, each with tags; there are no streams. A query picks events by type and
tag; an append condition fails when an event matching a query came in between. (This is the model known as
dynamic consistency boundaries: one event may concern several subjects, so consistency follows the query.)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol, Self

import attrs

from eventlog.errors import InvalidArgument
from eventlog.words import are_fit, refuse_unfit, sorted_tags, word_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from types import TracebackType

LARGEST_VERSION = 2**63 - 1


def _type_set(value: Iterable[str]) -> frozenset[str]:
    return word_set("types", value)


def _tag_set(value: Iterable[str]) -> frozenset[str]:
    return word_set("tags", value)


def _item_tuple(value: Iterable[QueryItem]) -> tuple[QueryItem, ...]:
    return tuple(value)


@attrs.frozen(kw_only=True)
class Event:
    """One event, as its author gives it.

    Attributes:
        id: the author's own name for it, unique in the log.
        type: an explicit word; never the path of a class.
        data: the payload, JSON in UTF-8. The log keeps these bytes and does not look into them.
        version: the version of the type, from 1 on.
        tags: what it concerns; kept sorted by code point, each once.

    Raises:
        InvalidArgument: if id, type or a tag is empty or holds a control character, or version is below 1.
    """

    id: str
    type: str
    data: bytes
    version: int = 1
    tags: tuple[str, ...] = attrs.field(default=(), converter=sorted_tags)

    def __attrs_post_init__(self) -> None:
        """Refuse what no log can take. Checked at once, since every event read passes here too."""
        if type(self.data) is not bytes:
            raise InvalidArgument(
                name="data", reason=f"it is {type(self.data).__name__}: give bytes, JSON in UTF-8"
            )
        if type(self.version) is not int or not 1 <= self.version <= LARGEST_VERSION:
            raise InvalidArgument(
                name="version", reason=f"{self.version!r} is no version: give a whole number from 1 on"
            )
        if not are_fit((self.id, self.type, *self.tags)):
            refuse_unfit("id", self.id)
            refuse_unfit("type", self.type)
            word_set("tags", self.tags)


@attrs.frozen
class Recorded:
    """An event in its place in the log.

    Attributes:
        position: 1, 2, 3 … without gaps.
        recorded_at: when it was appended, in UTC; later than that of every earlier position.
        event: the event, in the present version of its type.
        digest: SHA-256 chained to the predecessor's, over the event as it is stored.
        erased: whether its payload was lawfully erased; `data` is then `null`.
    """

    position: int
    recorded_at: datetime
    event: Event
    digest: bytes
    erased: bool = attrs.field(default=False, kw_only=True)

    @property
    def id(self) -> str:
        """The event's id."""
        return self.event.id

    @property
    def type(self) -> str:
        """The event's type."""
        return self.event.type

    @property
    def version(self) -> int:
        """The version of the type that `data` is in."""
        return self.event.version

    @property
    def data(self) -> bytes:
        """The payload, JSON in UTF-8."""
        return self.event.data

    @property
    def tags(self) -> tuple[str, ...]:
        """The event's tags, sorted."""
        return self.event.tags


@attrs.frozen
class QueryItem:
    """Matches an event that has any of the types (none given: all types) and all of the tags."""

    types: frozenset[str] = attrs.field(default=frozenset(), converter=_type_set)
    tags: frozenset[str] = attrs.field(default=frozenset(), converter=_tag_set)


@attrs.frozen
class Query:
    """Matches an event that any of the items matches; without items, every event."""

    items: tuple[QueryItem, ...] = attrs.field(default=(), converter=_item_tuple)


ALL = Query()
"""Matches every event."""


@attrs.frozen
class AppendCondition:
    """Fails an append if an event that the query matches stands after the position `after` (exclusive)."""

    query: Query
    after: int


@attrs.frozen
class Receipt:
    """What became of one appended event.

    Attributes:
        position: where it stands.
        id: its id.
        new: False if the same event stood there already, and nothing was written.
        recorded_at: when it was first appended, in UTC.
    """

    position: int
    id: str
    new: bool
    recorded_at: datetime


@attrs.frozen
class Checkpoint:
    """A position and the digest there: who holds it can tell later that nothing up to there was changed.

    >>> print(Checkpoint(0, bytes(32)))
    eventlog/1 0 0000000000000000000000000000000000000000000000000000000000000000
    >>> Checkpoint.parse(str(Checkpoint(0, bytes(32)))).position
    0
    """

    position: int
    digest: bytes

    def __str__(self) -> str:
        """Return it as one line: form, position, digest in hexadecimal."""
        return f"eventlog/1 {self.position} {self.digest.hex()}"

    @classmethod
    def parse(cls, line: str) -> Checkpoint:
        """Return the checkpoint that `str` gave as a line; white space around it is ignored.

        Raises:
            InvalidArgument: if the line is no checkpoint.
        """
        found = re.fullmatch(r"eventlog/1 (\d{1,19}) ([0-9a-f]{64})", line.strip(), re.ASCII)
        if found is None:
            raise InvalidArgument(name="checkpoint", reason=f'{line!r} is not "eventlog/1 POSITION DIGEST"')
        return cls(int(found[1]), bytes.fromhex(found[2]))


@attrs.frozen
class Verified:
    """A log that was recomputed from its first event on and found sound.

    Attributes:
        position: of the last event verified; 0 for an empty log.
        digest: the digest there.
        erased: how many payloads were lawfully erased.
    """

    position: int
    digest: bytes
    erased: int


class EventLog(Protocol):
    """An append-only log of events. Any thread may use it; appends of all threads and processes queue up."""

    def append(self, events: Iterable[Event], *, condition: AppendCondition | None = None) -> list[Receipt]:
        """Append the events, all or none, and return one receipt an event, in their order.

        On return they are durable. The same id with the same content (type, version, data, tags) gives the
        position it has: nothing is written, and the condition is not asked where no event is new.
        More than a thousand events are drawn from the iterable while the log's lock is held.

        Raises:
            ConditionFailed: if an event matching the condition stands in the way.
            DuplicateId: if an id stands in the log, or earlier among the events, with other content.
            UnknownVersion: if an event is newer than the declared version of its type.
            LogBusy, ReadOnlyLog, StorageFull: if it cannot be written now.
        """

    def read(
        self,
        query: Query = ALL,
        *,
        after: int = 0,
        until: int | datetime | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> Iterator[Recorded]:
        """Return the matching events by position, lazily and in constant memory.

        What it yields is the log as it stood at the call: later appends are left out.

        Args:
            query: which events.
            after: the position after which to begin (exclusive).
            until: the last position, or the last instant (both inclusive); the head if left out.
            limit: how many events at most.
            backwards: the highest position first.
        """

    def get(self, id: str) -> Recorded | None:
        """Return the event with that id, or None."""

    def head(self) -> int:
        """Return the last position; 0 for an empty log."""

    def position_at(self, time: datetime) -> int:
        """Return the last position recorded at or before the instant; 0 if there is none. O(log n).

        For an instant before the last event's `recorded_at` the answer never changes.

        Raises:
            InvalidArgument: if the datetime has no offset from UTC.
        """

    def follow(
        self,
        query: Query = ALL,
        after: int = 0,
        *,
        stop: Callable[[], bool] | None = None,
        timeout: float | None = None,
    ) -> Iterator[Recorded]:
        """Yield the matching events after the position, then go on as others land, from any process.

        Args:
            query: which events.
            after: the position after which to begin (exclusive).
            stop: asked between events and while waiting; ends the iteration by returning True.
            timeout: seconds to wait for the next matching event before it ends; None waits for ever.
        """

    def verify(self, *, against: Checkpoint | None = None) -> Verified:
        """Recompute the whole log and return what was verified.

        Raises:
            LogDamaged: at the first fault, with its position; also if the log does not hold the checkpoint.
        """

    def checkpoint(self) -> Checkpoint:
        """Return the head and its digest; as text, one line to publish and verify against later."""

    def close(self) -> None:
        """Release the store. Closing twice does nothing; any other use afterwards raises LogClosed."""

    def __enter__(self) -> Self:
        """Return the log itself."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the log."""
