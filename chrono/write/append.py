"""Appending: records by the batch, each batch written atomically and retried on conflict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs

from chrono.errors import ChronoError
from chrono.lookup.log_lookup import LogLookup
from chrono.model.record_types import DECLARING
from chrono.write.admission import Admitted, Refused, admit
from chrono.write.codec import event, event_id
from chrono.write.resumption import Resumption, other_content
from eventlog import AppendCondition, ConditionFailed, DuplicateId, Event, EventLog, LogBusy, Query, QueryItem
from eventlog import Receipt as Landed

SHARE = 20
"""The whole log is read once as soon as the records given are one for this many that it holds."""
NAMED_AT_MOST = 1_000
"""With more developments than that, a condition names none of them: any event in between fails it."""
TRIES = 200
"""How often an append is tried anew where other writers came in between."""
Numbered = Sequence[tuple[int, object]]
"""Records, each with its index in the batch."""


@attrs.frozen(kw_only=True)
class Receipt:
    """What became of one record."""

    position: int
    id: str
    new: bool
    recorded_at: datetime
    record: dict[str, object]
    joins: str | None = None
    """The development that was there already and that the report joined."""
    unknown_after: tuple[str, ...] = ()
    """Developments named in `after` that no report names yet."""


@attrs.frozen(kw_only=True)
class Outcome:
    """What became of many records: receipts, and the refusals of those left out, each with its index."""

    receipts: list[Receipt]
    rejects: tuple[Refused, ...] = ()
    passed_over: int = 0
    """How many were not looked at, since a resumed load had appended them before; they have no receipt."""
    checked: int = 0
    """How many a dry run would have appended; they have no receipt."""

    @property
    def new(self) -> int:
        """How many records were not in the log before."""
        return self.checked + sum(each.new for each in self.receipts)

    @property
    def already(self) -> int:
        """How many were in the log already, as they are."""
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
    """Records of which some have faults: `refusals` holds each, with its index; nothing was appended."""

    def __init__(self, refusals: Sequence[Refused]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("\n".join(str(each) for each in refusals))


@attrs.frozen
class _Batch:
    """Records of a batch that were admitted, those that were not, and how many were passed over."""

    admitted: list[tuple[int, Admitted]]
    refused: list[Refused]
    passed_over: int


@attrs.define(eq=False)
class BatchAppender:
    """Appends records batch by batch; what is looked up of the log is kept from batch to batch.

    Args:
        log: the log.
        lookup: what it holds, at its head and with nothing added; used up if an append fails.
        resumes: whether records that are in the log already are passed over, however they would fare today:
            a load that was broken off goes on there.
        dry: whether nothing is appended: batches are checked as if those before had been.
    """

    log: EventLog
    lookup: LogLookup = attrs.field()
    resumes: bool = False
    dry: bool = False
    _given: int = attrs.field(default=0, init=False)
    _resumption: Resumption | None = attrs.field(init=False)

    @lookup.default
    def _at_head(self) -> LogLookup:
        return LogLookup(self.log, self.log.head())

    def __attrs_post_init__(self) -> None:
        self._resumption = Resumption.of(self.lookup) if self.resumes else None

    def append(self, records: Iterable[object], *, keep_going: bool = False) -> Outcome:
        """Append the records of a batch, all or none; or, to keep going, all but those that have faults.

        What the admission looked up must still hold when the records are written: an append condition says
        so, and the admission is done again where something came in between.

        Raises:
            RefusedBatch: some have faults, and it is not to keep going.
            eventlog.LogBusy: other writers came in between again and again.
        """
        given: Numbered = list(enumerate(records))
        self._given += len(given)
        clashes: list[Refused] = []
        for _ in range(TRIES):
            self._catch_up()
            resumption = self._resumption and self._resumption.copy()
            batch = self._admit(given, resumption)
            if batch.refused and not keep_going:
                raise RefusedBatch(batch.refused)
            try:
                receipts = self._write(batch.admitted)
            except ConditionFailed:
                self._start_anew()
            except DuplicateId as err:  # it landed after we looked
                clash = self._clash(err, batch.admitted)
                if clash is None or not keep_going:
                    raise RefusedBatch([clash or Refused([("id", str(err))])]) from err
                clashes.append(clash)
                given = [each for each in given if each[0] != clash.index]
                self._start_anew()
            else:
                self._resumption = resumption
                return Outcome(
                    receipts=receipts,
                    rejects=tuple(sorted((*clashes, *batch.refused), key=lambda refused: refused.index)),
                    passed_over=batch.passed_over,
                    checked=len(batch.admitted) if self.dry else 0,
                )
        raise LogBusy(str(getattr(self.log, "path", "log")), 0.0)

    def _catch_up(self) -> None:
        head = self.log.head()
        if not self.dry and head > self.lookup.position:
            self.lookup.catch_up(head)
        if not self.lookup.full and self._given * SHARE >= self.lookup.position:
            self.lookup.fill()

    def _start_anew(self) -> None:
        """Forget what was admitted and not appended."""
        full = self.lookup.full
        self.lookup = self._at_head()
        if full:
            self.lookup.fill()

    def _admit(self, given: Numbered, resumption: Resumption | None) -> _Batch:
        """Return the records of a batch looked at in turn, each as if those before it were appended."""
        from uuid_utils import uuid7

        admitted: list[tuple[int, Admitted]] = []
        refused: list[Refused] = []
        for index, each in given:
            try:
                if resumption is not None and resumption.passes(each, self.lookup):
                    continue
                made = admit(each, self.lookup, lambda: str(uuid7()))
            except Refused as err:
                refused.append(Refused(list(err.faults), index=index))
                continue
            if not made.nothing_new:
                self.lookup.add(made.entry)
            elif self.resumes:
                continue
            admitted.append((index, made))
        return _Batch(admitted, refused, len(given) - len(admitted) - len(refused))

    def _write(self, admitted: Sequence[tuple[int, Admitted]]) -> list[Receipt]:
        """Append what was admitted, and return the receipts."""
        if self.dry:
            self.lookup.pack()
            return []
        fresh = [each for _, each in admitted if not each.nothing_new]
        events = [event_of(each) for each in fresh]
        condition = condition_of(self.lookup, fresh)
        landed = iter(self.log.append(events, condition=condition) if events else ())
        receipts = [
            _unchanged(each, self.log) if each.nothing_new else _receipt(each, next(landed))
            for _, each in admitted
        ]
        self._advance([each.entry.position for each in fresh], receipts)
        return receipts

    def _advance(self, expected: Sequence[int], receipts: Sequence[Receipt]) -> None:
        """Go on behind what was appended."""
        landed = [each.position for each in receipts if each.new]
        if landed == expected:
            self.lookup.advance(max(landed, default=self.lookup.position))
        elif self.resumes:
            self.lookup.catch_up(self.log.head())
        else:  # some were there before, so that the rest is not where the lookup has it
            self._start_anew()

    def _clash(self, err: DuplicateId, admitted: Sequence[tuple[int, Admitted]]) -> Refused | None:
        """Return the refusal of the record whose id is in the log with other content."""
        index = next((index for index, each in reversed(admitted) if each.record.get("id") == err.id), None)
        if index is None:
            return None
        return other_content(err.id, err.position, resumes=self.resumes, index=index)


def refusals(log: EventLog, records: Iterable[object]) -> list[Refused]:
    """Return what is wrong with records, each with its index, without appending anything."""
    return list(BatchAppender(log, dry=True).append(records, keep_going=True).rejects)


def _receipt(each: Admitted, landed: Landed) -> Receipt:
    return Receipt(
        position=landed.position,
        id=str(each.record.get("slug") or landed.id),
        new=landed.new,
        recorded_at=landed.recorded_at,
        record=each.record,
        joins=each.joins,
        unknown_after=each.unknown_after,
    )


def _unchanged(each: Admitted, log: EventLog) -> Receipt:
    """Return the receipt of a storybook that is in force as it is: nothing is appended."""
    query = Query((QueryItem(types=frozenset(("storybook",))),))
    for recorded in log.read(query, backwards=True):
        if event(each.record, id=recorded.id).data == recorded.data:
            return Receipt(
                position=recorded.position,
                id=recorded.id,
                new=False,
                recorded_at=recorded.recorded_at,
                record=each.record,
            )
    message = "a storybook in force is not in the log"
    raise ChronoError(message)


def event_of(each: Admitted) -> Event:
    """Return the event that stands for an admitted record."""
    record = each.record
    if "id" in record:
        return event(record)
    if record["record"] == "storybook":  # an earlier text may be adopted again: it is a new event
        return event(record, id=f"storybook:{each.entry.position}:{event_id(record)}")
    return event(record, id=event_id(record))


def condition_of(lookup: LogLookup, fresh: Sequence[Admitted]) -> AppendCondition:
    """Return the condition that nothing on which the admission rested came in between."""
    names = {str(each.record["development"]) for each in fresh if "development" in each.record}
    if len(names) > NAMED_AT_MOST:
        return AppendCondition(Query(), lookup.position)
    items = [QueryItem(types=DECLARING)]
    items += [QueryItem(tags=frozenset((f"development:{name}",))) for name in sorted(names)]
    return AppendCondition(Query(tuple(items)), lookup.position)
