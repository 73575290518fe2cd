"""The façade: append, state, replay, explain – everything that the command line does, from Python."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self, Unpack

import attrs

from chrono.ask.axes import Axes, AxesGiven, DateInput, PairGiven, TimesGiven, position_before, resolve_axes
from chrono.ask.state import state
from chrono.fold.states import State
from chrono.fold.view import View, target_name
from chrono.lookup.installed import python_projections
from chrono.lookup.log_cache import LogCache
from chrono.model.record_types import UPCASTERS, VERSIONS
from chrono.model.shelf import Shelf
from chrono.resolve.entries import Entry
from eventlog import EventLog, Recorded, Verified, open_log

if TYPE_CHECKING:
    from types import TracebackType

    from chrono.ask.check import Check
    from chrono.ask.compare import Comparison
    from chrono.ask.corrections import CorrectionsLog
    from chrono.ask.diff import Diff
    from chrono.ask.explain import Explanation
    from chrono.ask.impact.impact import Impact
    from chrono.ask.replay import Step
    from chrono.ask.show import Shown
    from chrono.ask.timeline import Timeline
    from chrono.lookup.log_lookup import LogLookup
    from chrono.model.python_projection import PythonProjection
    from chrono.write.append import Outcome, Receipt, Review


def utc_now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)


@attrs.define(eq=False, repr=False)
class Chronicle:
    """A log of reports, and the questions that can be asked of it.

    Most questions take axes as keywords; each may be left out, and an unknown one is a TypeError:

    as_of: the world axis: what had happened by then, inclusive. Default: now.
    known_at: the press axis: what had been published by then, inclusive. Default: everything.
    recorded_at: the file axis: what the log held by then, a time or a position. Default: all of it.
    according_to: a source or publisher, or several, whose reports alone count. Default: everyone.

    Times are EDTF text, ISO datetimes with an offset, or `date` and aware `datetime` objects; a date as a
    bound means the end of that day, UTC.
    """

    log: EventLog
    clock: Callable[[], datetime] = utc_now
    written: Mapping[str, PythonProjection] = attrs.field(factory=dict)
    """The Python projections that it was opened with, by name."""
    entered_by: str | None = None
    """Who enters what is appended, where a record does not say so itself."""
    held: LogCache = attrs.field(init=False)
    """The log's decoded entries and views, cached; each question reads only what has landed since."""
    _lookup: LogLookup | None = attrs.field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        self.held = LogCache(self.log, self.written)

    @classmethod
    def open(
        cls,
        url: str | os.PathLike[str],
        *,
        create: bool = True,
        read_only: bool = False,
        clock: Callable[[], datetime] = utc_now,
        projections: Iterable[object] = (),
        entered_by: str | None = None,
    ) -> Self:
        """Return the chronicle at a path or URL; one that is missing is made unless `create` is False.

        Args:
            url: a path, or a URL such as `postgresql://…`.
            create: whether to make one that is missing.
            read_only: whether nothing is to be appended.
            clock: returns the present instant.
            projections: classes or objects as `chrono.model.python_projection` describes them, besides those
                declared in storybooks and those that installed packages offer.
            entered_by: who enters what is appended, where a record does not say so itself.

        Raises:
            eventlog.EventLogError: it is missing and `create` is False, or it is no log.
            BadProjection: a projection has faults.
        """
        create = create and not read_only
        written = python_projections(projections)
        log = open_log(
            url,
            create=create,
            read_only=read_only,
            clock=clock,
            upcasters=UPCASTERS,
            versions=VERSIONS,
        )
        return cls(log, clock, written, entered_by)

    def close(self) -> None:
        """Release the log."""
        self.log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def append(self, *records: object) -> list[Receipt]:
        """Append records, all or none, and return a receipt for each, in their order.

        Args:
            records: objects of `chrono.model.records`, or mappings of the same keys; the end of an export,
                which is none, is checked and gets no receipt.

        Raises:
            Refused: a record has faults; each is named, and nothing is appended.
        """
        return self.append_all(records).receipts

    def append_all(
        self, records: Iterable[object], *, keep_going: bool = False, review: Review | None = None
    ) -> Outcome:
        """Append records, all or none; or, to keep going, all but those that have faults.

        Args:
            records: mappings, or objects of the record classes.
            keep_going: whether the sound ones are appended where others have faults.
            review: looks at them before they are appended, and may refuse more of them.

        Raises:
            RefusedBatch: a record has faults, and `keep_going` is False; nothing is appended.
        """
        from chrono.write.append import BatchAppender

        appender = BatchAppender(self.log, self.lookup(), review=review, entered_by=self.entered_by)
        self._lookup = None  # a batch that fails would leave records in it that are not in the log
        outcome = appender.append(records, keep_going=keep_going)
        self._lookup = appender.lookup
        return outcome

    def axes(self, **axes: Unpack[AxesGiven]) -> Axes:
        """Return the resolved axes of a question; the defaults are now, everything, the head, everyone.

        Axes: `as_of`, `known_at`, `recorded_at`, `according_to`.

        Raises:
            BadDate: a date cannot be read.
            BadQuestion: a position is beyond the log.
            NoSuchTarget: no source or publisher has that name.
        """
        return resolve_axes(self.held, self.clock(), **axes)

    def state(self, target: str, **axes: Unpack[AxesGiven]) -> State:
        """Return the state of a target such as `lawsuit/musk-v-openai`.

        Axes: `as_of`, `known_at`, `recorded_at`, `according_to`.

        Raises:
            NoSuchTarget: no such projection, key or source.
            BadDate: a date cannot be read.
        """
        return self.state_at(target, self.axes(**axes))

    def state_at(self, target: str, axes: Axes) -> State:
        """Return the state of a target at axes that are resolved already."""
        view = self.view(axes.position)
        return state(view, *view.target(target), axes)

    def replay(
        self,
        target: str,
        *,
        by: str = "world",
        start: DateInput | int = None,
        end: DateInput | int = None,
        **axes: Unpack[AxesGiven],
    ) -> Iterator[Step]:
        """Yield the history of a target, step by step, as one axis moves and the others stay.

        Args:
            target: what to replay.
            by: the axis that moves: `world`, `press` or `file`.
            start: the first point of that axis to show, inclusive; the state before it is not a step.
            end: the last point, inclusive.
            axes: the fixed points of the others: `as_of`, `known_at`, `recorded_at`, `according_to`.

        Raises:
            BadQuestion: there is no such axis, or it ends before it begins.
            NoSuchTarget: no such projection, key or source.
            BadDate: a date cannot be read.
        """
        from chrono.ask.replay import replay

        return replay(self.held, self.clock(), target, by=by, start=start, end=end, **axes)

    def diff(self, target: str, **axes: Unpack[PairGiven]) -> Diff:
        """Return the changes in a target between two points of one axis.

        Axes: `as_of`, `known_at`, `recorded_at`, one of them as a pair of points; `according_to`.

        Raises:
            BadQuestion: not exactly one of the axes is a pair.
        """
        from chrono.ask.diff import diff

        return diff(self.held, self.clock(), target, **axes)

    def compare(self, target: str, between: Iterable[str], **axes: Unpack[TimesGiven]) -> Comparison:
        """Return a target as each of several sources or publishers alone has it.

        Axes: `as_of`, `known_at`, `recorded_at`.

        Raises:
            BadQuestion: fewer than two are named.
            NoSuchTarget: no such target, source or publisher.
        """
        from chrono.ask.compare import comparison, distinct_names

        names = distinct_names(between)
        alone = {name: self.axes(according_to=name, **axes) for name in names}
        return comparison(self.view(alone[names[0]].position), target, alone)

    def rebuild(self) -> Iterator[State]:
        """Yield every state at the head, of every key of every projection, recomputed from the log.

        The head is that of the first one: what others append meanwhile changes none of them.
        """
        self.held.forget()
        axes = self.axes(as_of="9999-12-31")
        for projection, key in self.view(axes.position).targets():
            yield self.state_at(target_name(projection, key), axes)

    def explain(self, target: str, **axes: Unpack[AxesGiven]) -> Explanation:
        """Return the reasons for a target, or for one field of it (`lawsuit/musk-v-openai.status`).

        Axes: `as_of`, `known_at`, `recorded_at`, `according_to`.

        Raises:
            NoSuchTarget: no such projection, key, field or source.
        """
        from chrono.ask.explain import explain

        resolved = self.axes(**axes)
        return explain(self.view(resolved.position), target, resolved)

    def show(self, name: str, *, as_of: DateInput = None) -> Shown:
        """Return one record with its revisions, or a development with its accounts.

        Args:
            name: an id or the beginning of one that no other has, `@last`, or a development.
            as_of: for a development: whether it had happened by then.

        Raises:
            NoSuchTarget: nothing has that name, or several ids begin so.
        """
        from chrono.ask.show import show

        return show(self.held, name, self.axes(as_of=as_of))

    def impact(self, name: str, *, as_of: DateInput = None) -> Impact:
        """Return every state, now and at past points, that rests or rested on a record.

        Args:
            name: an id, the beginning of one, `@last`; a source, an entity or a development.
            as_of: the time that separates past from present; by default now.

        Raises:
            NoSuchTarget: nothing has that name, or several ids begin so.
        """
        from chrono.ask.impact.impact import impact

        return impact(self.held, name, self.axes(as_of=as_of))

    def timeline(self, story: str | None = None, **axes: Unpack[AxesGiven]) -> Timeline:
        """Return the chronology of a declared story, of a target, or of the whole log.

        Axes: `as_of`, `known_at`, `recorded_at`, `according_to`.

        Raises:
            NoSuchTarget: no such story, target or source.
        """
        from chrono.ask.timeline import timeline

        resolved = self.axes(**axes)
        return timeline(self.view(resolved.position), resolved, story)

    def corrections(self, *, since: DateInput = None) -> CorrectionsLog:
        """Return the corrections of sources and of ours, recorded from `since` on, newest first.

        Raises:
            BadDate: the date cannot be read.
        """
        from chrono.ask.corrections import corrections_log

        after = position_before(self.held, since)
        return corrections_log(self.view(), self.log.read(), after=after)

    def check(self, scope: str | None = None, *, older_than: str = "1y", **axes: Unpack[AxesGiven]) -> Check:
        """Return findings: overdue plans, values long unconfirmed, open disputes, unused links.

        Args:
            scope: a story or a target; by default all of them.
            older_than: how long before as-of a value must have been confirmed last: `30d`, `6w`, `18m`, `1y`.
            axes: `as_of`, `known_at`, `recorded_at`, `according_to`.

        Raises:
            NoSuchTarget: there is no such story or target.
            BadQuestion: the age cannot be read.
        """
        from chrono.ask.check import check

        resolved = self.axes(**axes)
        return check(self.view(resolved.position), resolved, scope=scope, older_than=older_than)

    def records(self, *, since: DateInput = None, until: int | None = None) -> Iterator[Recorded]:
        """Yield the log's events as they were appended, those recorded from `since` on."""
        return self.log.read(after=position_before(self.held, since), until=until)

    def verify(self) -> Verified:
        """Return how much was verified, with the whole log's chain of digests recomputed.

        Raises:
            eventlog.LogDamaged: at the first fault, with its position.
        """
        return self.log.verify()

    def lookup(self) -> LogLookup:
        """Return a lookup of single records and declarations at the head; cached until others append."""
        from chrono.lookup.log_lookup import LogLookup

        head = self.log.head()
        if self._lookup is None or self._lookup.position != head:
            self._lookup = LogLookup(self.log, head)
        return self._lookup

    @property
    def shelf(self) -> Shelf:
        """The kinds, projections and stories in force."""
        return self.held.shelf

    def view(self, position: int | None = None) -> View:
        """Return the view of the log at a position, inclusive; by default at the head."""
        return self.held.view(position)

    @property
    def erased(self) -> Sequence[int]:
        """The positions of records that were erased, of those that were read for an answer."""
        looked_up = self._lookup.erased if self._lookup is not None else ()
        return sorted({*self.held.erased, *looked_up})

    def entries(self) -> list[Entry]:
        """Return every record in the log, as it was appended."""
        return self.held.entries
