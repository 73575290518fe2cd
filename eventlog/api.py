"""Define the contract of an event log: the values that go in and come out, and the protocol of every store.

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
FORM = 2
"""The stored form in which logs are made; docs/stored-form.md describes it, and form 1."""
ERASURE = "erasure"
"""The type of the events in which a log says what was erased; the log alone writes them."""
PARTS = ("data", "tags", "id", "by")
"""The parts of an event that can be erased."""


def _type_set(value: Iterable[str]) -> frozenset[str]:
    return word_set("types", value)


def _tag_set(value: Iterable[str]) -> frozenset[str]:
    return word_set("tags", value)


def _item_tuple(value: Iterable[QueryItem]) -> tuple[QueryItem, ...]:
    return tuple(value)


@attrs.frozen(kw_only=True)
class Event:
    """Hold one event as its author gives it.

    Attributes:
        id: the author's name for the event, unique in the log.
        type: what sort of event it is, as an explicit word; never the path of a class.
        data: the payload, JSON in UTF-8. The log keeps these bytes and does not look into them.
        version: the version of the type that the payload is in, from 1 on.
        tags: the subjects that the event concerns; kept without duplicates, sorted by code point.
        by: who entered it, if anyone is named; kept beside the content, so it may differ where the same event
            is appended again.

    Raises:
        InvalidArgument: if id, type, by or a tag is empty, holds a control character or half of a surrogate
            pair, if data is not bytes, or if version is no whole number from 1 on.
    """

    id: str
    type: str
    data: bytes
    version: int = 1
    tags: tuple[str, ...] = attrs.field(default=(), converter=sorted_tags)
    by: str | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse an event that no log can take."""
        if type(self.data) is not bytes:
            raise InvalidArgument(
                name="data", reason=f"it is {type(self.data).__name__}: give bytes, JSON in UTF-8"
            )
        if type(self.version) is not int or not 1 <= self.version <= LARGEST_VERSION:
            raise InvalidArgument(
                name="version", reason=f"{self.version!r} is no version: give a whole number from 1 on"
            )
        # One check of all words first: every event that is read is made here.
        if not are_fit((self.id, self.type, *self.tags)):
            refuse_unfit("id", self.id)
            refuse_unfit("type", self.type)
            word_set("tags", self.tags)
        if self.by is not None:
            refuse_unfit("by", self.by)


@attrs.frozen
class Recorded:
    """Hold an event with its position in the log.

    Attributes:
        position: 1, 2, 3 … without gaps.
        recorded_at: when it was appended, in UTC, to the microsecond; later than at every lower position.
        event: the event, in the present version of its type.
        digest: SHA-256, 32 bytes, over the event as it is stored and the digest of its predecessor.
        erased: which parts of it were lawfully erased; an erased `data` is `null`, erased `tags` are none, an
            erased `id` is `erased:POSITION`, an erased `by` is None.
    """

    position: int
    recorded_at: datetime
    event: Event
    digest: bytes
    erased: frozenset[str] = attrs.field(default=frozenset(), kw_only=True)

    @property
    def id(self) -> str:
        """Return the event's id."""
        return self.event.id

    @property
    def type(self) -> str:
        """Return the event's type."""
        return self.event.type

    @property
    def version(self) -> int:
        """Return the version of the type that `data` is in."""
        return self.event.version

    @property
    def data(self) -> bytes:
        """Return the payload, JSON in UTF-8; `null` if it was erased."""
        return self.event.data

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the event's tags, sorted by code point; none if they were erased."""
        return self.event.tags

    @property
    def by(self) -> str | None:
        """Return who entered the event; None if nobody is named."""
        return self.event.by


@attrs.frozen
class QueryItem:
    """Match an event that has any of the types (none given: any type) and all of the tags.

    Raises:
        InvalidArgument: if types or tags are one text instead of a collection, or hold what is no word.
    """

    types: frozenset[str] = attrs.field(default=frozenset(), converter=_type_set)
    tags: frozenset[str] = attrs.field(default=frozenset(), converter=_tag_set)


@attrs.frozen
class Query:
    """Match an event that any of the items matches; without items, every event."""

    items: tuple[QueryItem, ...] = attrs.field(default=(), converter=_item_tuple)


ALL = Query()
"""The query that matches every event."""


@attrs.frozen
class AppendCondition:
    """Fail an append if the query matches an event of the log after the position `after` (exclusive)."""

    query: Query
    after: int


@attrs.frozen
class Receipt:
    """Say what became of one event of an append.

    Attributes:
        position: the event's position in the log.
        id: the event's id.
        new: False if the log already held the same event at this position, so nothing was written.
        recorded_at: when the event was first appended, in UTC.
    """

    position: int
    id: str
    new: bool
    recorded_at: datetime


@attrs.frozen
class Checkpoint:
    """Fix a position and the digest there, to prove later that nothing up to that position was changed.

    >>> print(Checkpoint(0, bytes(32)))
    eventlog/2 0 0000000000000000000000000000000000000000000000000000000000000000
    >>> Checkpoint.parse(str(Checkpoint(0, bytes(32)))).position
    0

    Attributes:
        position: the last position that it vouches for; 0 for an empty log.
        digest: the digest there, 32 bytes; zero bytes for an empty log.
        form: the stored form of the log that gave it, 1 or 2.
    """

    position: int
    digest: bytes
    form: int = attrs.field(default=FORM, kw_only=True)

    def __str__(self) -> str:
        """Return the checkpoint as one line: `eventlog/2`, position, digest in hexadecimal."""
        return f"eventlog/{self.form} {self.position} {self.digest.hex()}"

    @classmethod
    def parse(cls, line: str) -> Checkpoint:
        """Parse the line that `str` gives of a checkpoint; white space around it is ignored.

        Raises:
            InvalidArgument: if the line is no checkpoint, or is one of an empty log whose digest is not zero.
        """
        parts = re.fullmatch(r"eventlog/([12]) (\d{1,19}) ([0-9a-f]{64})", line.strip(), re.ASCII)
        if parts is None:
            raise InvalidArgument(name="checkpoint", reason=f'{line!r} is not "eventlog/2 POSITION DIGEST"')
        digest = bytes.fromhex(parts[3])
        if not int(parts[2]) and any(digest):
            raise InvalidArgument(
                name="checkpoint", reason=f"{line!r} is of an empty log, whose digest is 64 zeros"
            )
        return cls(int(parts[2]), digest, form=int(parts[1]))


@attrs.frozen
class Verified:
    """Say what was verified of a log that proved sound, from its first event or from a checkpoint on.

    Attributes:
        position: the last position verified; 0 for an empty log.
        digest: the digest there, 32 bytes; zero bytes for an empty log.
        erased: of how many events, of those that were recomputed, something was lawfully erased.
        form: the stored form of the log, 1 or 2.
        after: the position after which events were recomputed (exclusive); 0 for the whole log.
    """

    position: int
    digest: bytes
    erased: int
    form: int = attrs.field(default=FORM, kw_only=True)
    after: int = attrs.field(default=0, kw_only=True)

    @property
    def checkpoint(self) -> Checkpoint:
        """Return the last position verified and its digest as a checkpoint."""
        return Checkpoint(self.position, self.digest, form=self.form)


@attrs.frozen
class Lost:
    """Name an event that could not be saved from a damaged log: its former `position`, and the `reason`."""

    position: int
    reason: str


@attrs.frozen
class Salvaged:
    """Say what was saved of a damaged log.

    Attributes:
        saved: how many events the new log has.
        lost: those that are damaged or gone, by position.
        missing: why the last events may be missing without a trace; None if nothing says so.
    """

    saved: int
    lost: tuple[Lost, ...]
    missing: str | None = None


class EventLog(Protocol):
    """Keep events in an append-only log.

    Any thread may use it. Appends of all threads and processes run one after the other. Any use after
    `close` raises LogClosed.
    """

    def append(self, events: Iterable[Event], *, condition: AppendCondition | None = None) -> list[Receipt]:
        """Append the events, all or none, and return one receipt an event, in their order.

        On return they are durable. An event whose id the log already holds with the same content (type,
        version, data, tags) is not written again: its receipt gives the position that it has. Where no event
        is new, the condition is not evaluated. Of more than a thousand events, those after the first thousand
        are drawn from the iterable while the log's lock is held.

        Raises:
            InvalidArgument: if an event has the type `erasure`, which the log alone writes.
            ConditionFailed: if the log holds an event that the condition excludes.
            DuplicateId: if the log, or an earlier one of the events, has an id with other content.
            UnknownVersion: if an event is newer than the declared version of its type.
            OlderForm: if the log is of form 1, which has to be upgraded first.
            LogDamaged: if the last event, on which the new ones build, is damaged.
            LogBusy, ReadOnlyLog, StorageFailed: if the log cannot be written now.
        """

    def erase(
        self,
        positions: Iterable[int],
        *,
        parts: Iterable[str] = ("data",),
        why: str,
        by: str | None = None,
    ) -> Receipt:
        """Erase parts of events, as the law may demand, and return the receipt of the event that says so.

        One event of type `erasure` is appended, with the positions, the parts, why and by whom; in the same
        transaction the parts are cleared, with the salts without which their hashes say nothing. All digests
        stay as they are. What was erased cannot be had back; copies and backups are not reached.

        Args:
            positions: which events, at least one.
            parts: what of them, of `PARTS`, at least one; a part that an event does not have is passed over.
            why: the reason, in words; it stays.
            by: who erased it, if anyone is named; it stays too.

        Raises:
            InvalidArgument: if at a position is no event, or an erasure; if a part is none of `PARTS`.
            OlderForm, LogDamaged, LogBusy, ReadOnlyLog, StorageFailed: as `append`.
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
        """Return the matching events in ascending order of position, lazily and in constant memory.

        The iterator yields the log as it was at the call: later appends are left out.

        Args:
            query: which events.
            after: the position after which to begin (exclusive).
            until: the last position, or the last instant (both inclusive); None for the head.
            limit: how many events at most, from 0 on; None for all.
            backwards: yield in descending order of position.

        Raises:
            InvalidArgument: if the limit is negative, or the instant has no offset from UTC.
        """

    def get(self, id: str) -> Recorded | None:
        """Return the event with the id, or None if the log holds none."""

    def head(self) -> int:
        """Return the position of the last event; 0 for an empty log."""

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
        """Yield the matching events after the position, then those that any process appends, as they come.

        Args:
            query: which events.
            after: the position after which to begin (exclusive).
            stop: called between events and while waiting; the iteration ends when it returns True.
            timeout: seconds to wait for the next matching event before the iteration ends; None: for ever.
        """

    def verify(self, *, against: Checkpoint | None = None, quick: bool = False) -> Verified:
        """Recompute the whole log and return what was verified. O(n log n).

        Args:
            against: a checkpoint that the log has to hold.
            quick: recompute only what follows the checkpoint. Up to there the log is taken for what it was
                when the checkpoint was made; indexes and the structure of the file are not checked.

        Raises:
            LogDamaged: at the fault with the lowest position; also if the log does not hold the checkpoint.
            InvalidArgument: if it is to be quick, and no checkpoint is given.
        """

    def checkpoint(self) -> Checkpoint:
        """Return the last position and its digest, to publish as a line and verify against later."""

    def check(self, checkpoint: Checkpoint) -> None:
        """Check that the log holds the checkpoint, by its position alone: nothing before it is recomputed.

        Raises:
            LogDamaged: if it does not.
        """

    def backup(self, path: str, *, replace: bool = True) -> Verified:
        """Copy the log into a file, while others read and append, and return what was verified of the copy.

        The file appears when it is whole. With `replace` it may take the place of an earlier copy of the same
        log, and never of anything else.

        Raises:
            LogDamaged: if the log does not verify, or an earlier copy at the path holds what the log has not.
            NotALog, Occupied, StorageFailed: if the path holds something else, or cannot be written.
        """

    def upgrade(self) -> Verified:
        """Bring the log to the present stored form and return what was verified of it; see `upgrade_log`."""

    def close(self) -> None:
        """Release the store; closing again does nothing."""

    def __enter__(self) -> Self:
        """Return the log itself."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the log."""
