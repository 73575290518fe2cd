"""Append records in batches, each written atomically and retried on conflict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

import attrs

from chrono.errors import ChronoError
from chrono.lookup.log_lookup import LogLookup
from chrono.model.record_parts import BY, content_of
from chrono.model.record_types import DECLARING
from chrono.values.canonical_json import from_json, jsonbytes
from chrono.write.admission import Admitted, Refused, admit
from chrono.write.codec import event, event_id
from chrono.write.export_end import end_faults, is_end
from chrono.write.resting import DEVELOPMENT, BatchIndex
from chrono.write.resumption import Resumption, other_content
from eventlog import AppendCondition, ConditionFailed, DuplicateId, Event, EventLog, Query, QueryItem
from eventlog import Receipt as Landed

SHARE = 20
"""The whole log is read at once when one record or more is given for this many that it holds."""
NAMED_AT_MOST = 1_000
"""The most developments that a condition names at first; with more of them, any event in between fails it."""
PATIENT = 5
"""Every so many tries a condition names all developments: it takes longer, but only what matters fails it."""
TRIES = 200
"""How often an append is tried when other writers come in between."""
AUTHORED = frozenset(("amendment", "ranking", "merge"))
"""The types of record whose payload named who entered them, before every event had a part for that."""
Numbered = Sequence[tuple[int, object]]
"""Records with their indexes in the batch."""
Review = Callable[[Sequence[tuple[int, Admitted]], LogLookup], Mapping[int, Sequence[str]]]
"""From the records that the log would take, by index, to the reasons to refuse some of them all the same."""


@attrs.frozen(kw_only=True)
class Receipt:
    """The result of appending one record."""

    position: int
    id: str
    new: bool
    recorded_at: datetime
    record: dict[str, object]
    joins: str | None = None
    """The existing development that the report joined."""
    unknown_after: tuple[str, ...] = ()
    """Developments named in `after` that no report names yet."""


@attrs.frozen(kw_only=True)
class Outcome:
    """The result of appending many records: receipts, and the refusals with their indexes."""

    receipts: list[Receipt]
    rejects: tuple[Refused, ...] = ()
    passed_over: int = 0
    """How many a resumed load skipped, since it had appended them before; they have no receipt."""
    checked: int = 0
    """How many a dry run would have appended; they have no receipt."""

    @property
    def new(self) -> int:
        """How many records were not in the log before."""
        return self.checked + sum(each.new for each in self.receipts)

    @property
    def already(self) -> int:
        """How many were in the log already, unchanged."""
        return self.passed_over + sum(not each.new for each in self.receipts)

    @property
    def first(self) -> int:
        """The position of the first new record, or 0."""
        return min((each.position for each in self.receipts if each.new), default=0)

    @property
    def last(self) -> int:
        """The position of the last new record, or 0."""
        return max((each.position for each in self.receipts if each.new), default=0)


class RefusedBatch(ChronoError, ValueError):
    """A batch that was not appended, since records in it have faults: `refusals` holds theirs."""

    def __init__(self, refusals: Sequence[Refused]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("\n".join(str(each) for each in refusals))


class Outrun(ChronoError, TimeoutError):
    """A batch that was not appended: at each of `tries`, other writers had appended what it rests on."""

    def __init__(self, tries: int) -> None:
        self.tries = tries
        super().__init__(
            f"nothing was appended: at each of {tries} tries other writers had just appended records of "
            "the same developments, or declarations: append again, or fewer at once"
        )


@attrs.frozen
class _Batch:
    """A batch after admission: the admitted records, the refusals, and how many were skipped."""

    admitted: list[tuple[int, Admitted]]
    refused: list[Refused]
    passed_over: int
    doubted: frozenset[int] = frozenset()
    """The indexes of those that the review alone refuses."""


@attrs.define(eq=False)
class BatchAppender:
    """An appender of records, batch by batch; its lookup of the log is kept from batch to batch.

    Args:
        log: the log.
        lookup: the lookup at the log's head, with nothing added; it is replaced where an append fails.
        resumes: whether records that are in the log already are skipped without being checked again, so that
            an interrupted load goes on where it was.
        dry: whether nothing is appended: batches are checked as if those before them had been.
        review: looks at each batch before it is appended, once for each try.
        entered_by: who enters the records that do not say so themselves.
    """

    log: EventLog
    lookup: LogLookup = attrs.field()
    resumes: bool = False
    dry: bool = False
    review: Review | None = None
    entered_by: str | None = None
    _given: int = attrs.field(default=0, init=False)
    _resumption: Resumption | None = attrs.field(init=False)

    @lookup.default
    def _at_head(self) -> LogLookup:
        return LogLookup(self.log, self.log.head())

    def __attrs_post_init__(self) -> None:
        self._resumption = Resumption.of(self.lookup) if self.resumes else None

    def append(self, records: Iterable[object], *, keep_going: bool = False) -> Outcome:
        """Append the records of a batch atomically; with `keep_going`, all but those that have faults.

        The records are admitted against the log as it was looked up. An append condition fails the write if
        that is stale, and the admission is then done again.

        The end of an export is no record, and gets no receipt; it is checked.

        Raises:
            RefusedBatch: records have faults, and `keep_going` is false; or the end of an export counts
                others than stand before it.
            Outrun: other writers came in between at every try.
        """
        given = _without_ends(records)
        self._given += len(given)
        clashes: list[Refused] = []
        tries = iter(range(TRIES))
        for _ in tries:
            self._catch_up()
            resumption = self._resumption and self._resumption.copy()
            batch = self._admit(given, resumption)
            batch = self._reviewed(batch)
            if batch.refused and not keep_going:
                raise RefusedBatch(batch.refused)
            if batch.doubted and not self.dry:  # the others may rest on them: admit these without
                clashes += [each for each in batch.refused if each.index in batch.doubted]
                given = [(index, record) for index, record in given if index not in batch.doubted]
                self._start_anew()
                continue
            try:
                receipts = self._write(batch.admitted, given, tries)
            except ConditionFailed:
                self._start_anew()
            except DuplicateId as err:  # another writer took the id after we looked
                clash = self._clash(err, batch.admitted)
                if clash is None or not keep_going:
                    raise RefusedBatch([clash or Refused([("id", str(err))])]) from err
                clashes.append(clash)
                given = [(index, record) for index, record in given if index != clash.index]
                self._start_anew()
            else:
                self._resumption = resumption
                return Outcome(
                    receipts=receipts,
                    rejects=tuple(sorted((*clashes, *batch.refused), key=lambda refused: refused.index)),
                    passed_over=batch.passed_over,
                    checked=len(batch.admitted) if self.dry else 0,
                )
        raise Outrun(TRIES)

    def _catch_up(self) -> None:
        head = self.log.head()
        if not self.dry and head > self.lookup.position:
            self.lookup.catch_up(head)
        if not self.lookup.full and self._given * SHARE >= self.lookup.position:
            self.lookup.fill()

    def _start_anew(self) -> None:
        """Look the log up again at its head: the records admitted were not appended."""
        full = self.lookup.full
        self.lookup = self._at_head()
        if full:
            self.lookup.fill()

    def _admit(self, given: Numbered, resumption: Resumption | None) -> _Batch:
        """Return the records of a batch, admitted in turn, each as if those before it were appended."""
        from uuid_utils import uuid7

        admitted: list[tuple[int, Admitted]] = []
        refused: list[Refused] = []
        for index, record in given:
            try:
                if resumption is not None and resumption.passes(record, self.lookup):
                    continue
                ready = admit(record, self.lookup, lambda: str(uuid7()), entered_by=self.entered_by)
            except Refused as err:
                refused.append(Refused(list(err.faults), index=index))
                continue
            if not ready.nothing_new:
                self.lookup.add(ready.entry)
            elif self.resumes:
                continue
            admitted.append((index, ready))
        return _Batch(admitted, refused, len(given) - len(admitted) - len(refused))

    def _reviewed(self, batch: _Batch) -> _Batch:
        """Return a batch without the records that the review refuses."""
        doubts = self.review(batch.admitted, self.lookup) if self.review is not None else {}
        if not doubts:
            return batch
        refused = [Refused([("", each) for each in doubts[index]], index=index) for index in doubts]
        return attrs.evolve(
            batch,
            admitted=[(index, each) for index, each in batch.admitted if index not in doubts],
            refused=sorted((*batch.refused, *refused), key=lambda each: each.index),
            doubted=frozenset(doubts),
        )

    def _write(
        self, admitted: Sequence[tuple[int, Admitted]], given: Numbered, tries: Iterator[int]
    ) -> list[Receipt]:
        """Append the admitted records, and return their receipts."""
        if self.dry:
            self.lookup.pack()
            return []
        fresh = {index: each for index, each in admitted if not each.nothing_new}
        expected = [each.entry.position for each in fresh.values()]
        landed = iter(self._appended(fresh, dict(given), tries) if fresh else ())
        receipts = [
            _unchanged(each, self.log) if each.nothing_new else _receipt(fresh[index], next(landed))
            for index, each in admitted
        ]
        self._advance(expected, receipts)
        return receipts

    def _appended(
        self, fresh: dict[int, Admitted], given: Mapping[int, object], tries: Iterator[int]
    ) -> list[Landed]:
        """Append the events of the records; where others came in between, admit again what rests on that.

        A large batch is not admitted again as a whole, which others would outrun.

        Raises:
            ConditionFailed: the batch as a whole rests on what came in, or was admitted otherwise now.
            Outrun: others came in at every try.
        """
        events = [_event_of(each, self.log) for each in fresh.values()]
        index = BatchIndex([each.record for each in fresh.values()], self.lookup)
        condition = _condition_of(self.lookup.position, fresh.values(), NAMED_AT_MOST)
        attempt = 0
        while True:
            attempt += 1
            try:
                return self.log.append(events, condition=condition)
            except ConditionFailed:
                after, head = condition.after, self.log.head()
                while after < head:  # until nothing more comes in: then what is left is short
                    if next(tries, None) is None:
                        raise Outrun(TRIES) from None
                    again = index.resting(self.log.read(after=after, until=head))
                    if again is None or not self._admitted_again(fresh, given, again, head):
                        raise
                    after, head = head, self.log.head()
                named = NAMED_AT_MOST if attempt % PATIENT else len(fresh)
                condition = _condition_of(head, fresh.values(), named)

    def _admitted_again(
        self, fresh: dict[int, Admitted], given: Mapping[int, object], again: Sequence[int], head: int
    ) -> bool:
        """Admit some records again, as of the head; return whether they are the same as before."""
        if not again:
            return True
        indexes = list(fresh)
        lookup, part = LogLookup(self.log, head), []
        for index in (indexes[which] for which in again):
            former = fresh[index]
            try:
                ready = admit(
                    given[index], lookup, partial(str, former.record.get("id")), entered_by=self.entered_by
                )
            except Refused:
                return False
            if ready.record != former.record or ready.nothing_new:
                return False
            lookup.add(ready.entry)
            fresh[index] = attrs.evolve(former, joins=ready.joins, unknown_after=ready.unknown_after)
            part.append((index, ready))
        return self.review is None or not self.review(part, lookup)

    def _advance(self, expected: Sequence[int], receipts: Sequence[Receipt]) -> None:
        """Move the lookup on to the records appended, which it expects at certain positions."""
        landed = [each.position for each in receipts if each.new]
        if landed == expected:
            self.lookup.advance(max(landed, default=self.lookup.position))
        elif self.resumes:
            self.lookup.catch_up(self.log.head())
        else:  # some were in the log before, so that the rest is not where the lookup has it
            self._start_anew()

    def _clash(self, err: DuplicateId, admitted: Sequence[tuple[int, Admitted]]) -> Refused | None:
        """Return the refusal of the record whose id is in the log with other content, or None."""
        index = next((index for index, each in reversed(admitted) if each.record.get("id") == err.id), None)
        if index is None:
            return None
        return other_content(err.id, err.position, resumes=self.resumes, index=index)


def _without_ends(records: Iterable[object]) -> Numbered:
    """Return records with their indexes, without the ends of exports among them.

    Raises:
        RefusedBatch: such an end counts other records than stand before it.
    """
    given: list[tuple[int, object]] = []
    refused, before = [], 0
    for index, record in enumerate(records):
        if not isinstance(record, Mapping) or not is_end(record):
            given.append((index, record))
            before += 1
            continue
        if faults := end_faults(record, before):
            refused.append(Refused(faults, index=index))
        before = 0
    if refused:
        raise RefusedBatch(refused)
    return given


def refusals(log: EventLog, records: Iterable[object]) -> list[Refused]:
    """Return the refusals of records, with their indexes, without appending anything."""
    return list(BatchAppender(log, dry=True).append(records, keep_going=True).rejects)


def _receipt(admitted: Admitted, landed: Landed) -> Receipt:
    return Receipt(
        position=landed.position,
        id=str(admitted.record.get("slug") or landed.id),
        new=landed.new,
        recorded_at=landed.recorded_at,
        record=admitted.record,
        joins=admitted.joins,
        unknown_after=admitted.unknown_after,
    )


def _unchanged(admitted: Admitted, log: EventLog) -> Receipt:
    """Return the receipt of a storybook that is in force unchanged: nothing is appended."""
    query = Query((QueryItem(types=frozenset(("storybook",))),))
    for recorded in log.read(query, backwards=True):
        if event(admitted.record, id=recorded.id).data == recorded.data:
            return Receipt(
                position=recorded.position,
                id=recorded.id,
                new=False,
                recorded_at=recorded.recorded_at,
                record=admitted.record,
            )
    message = "a storybook in force is not in the log"
    raise ChronoError(message)


def _event_of(admitted: Admitted, log: EventLog) -> Event:
    """Return the event of an admitted record."""
    record = admitted.record
    if record["record"] in AUTHORED:
        return _as_of_old(event(record), log)
    if "id" in record:
        return event(record)
    if record["record"] == "storybook":  # an earlier text may be adopted again: it is a new event
        return event(record, id=f"storybook:{admitted.entry.position}:{event_id(record)}")
    return event(record, id=event_id(record))


def _as_of_old(made: Event, log: EventLog) -> Event:
    """Return an event with the content that the log has it with, where that still names who entered it."""
    former = log.get(made.id)
    payload = None if former is None else from_json(former.data)
    if former is None or not isinstance(payload, dict) or BY not in payload:
        return made
    return attrs.evolve(made, data=former.data) if jsonbytes(content_of(payload)) == made.data else made


def _condition_of(after: int, fresh: Iterable[Admitted], named: int) -> AppendCondition:
    """Return the condition that no event came in after the position on which the admission depended.

    Where there are more developments than are to be named, no event may have come in at all.
    """
    names = {str(each.record["development"]) for each in fresh if "development" in each.record}
    if len(names) > named:
        return AppendCondition(Query(), after)
    items = [QueryItem(types=DECLARING)]
    items += [QueryItem(tags=frozenset((f"{DEVELOPMENT}{name}",))) for name in sorted(names)]
    return AppendCondition(Query(tuple(items)), after)
