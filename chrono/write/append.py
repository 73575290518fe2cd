"""Appending: records are admitted, then written in one go, and again if something came in between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs

from chrono.errors import ChronoError, quoted
from chrono.lookup.names import Known
from chrono.model.record_types import DECLARING
from chrono.write.admission import Admitted, Refused, admit
from chrono.write.codec import event, event_id
from eventlog import AppendCondition, ConditionFailed, DuplicateId, Event, EventLog, LogBusy, Query, QueryItem

FILL_FROM = 200
"""From how many records on the whole log is read once instead of looking each thing up."""
NAMED_AT_MOST = 1_000
"""With more developments than that, a condition names none of them: any event in between fails it."""
TRIES = 200
"""How often an append is tried anew where other writers came in between."""


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


class RefusedBatch(ChronoError, ValueError):
    """Records of which some have faults: `refusals` holds each, with its index; nothing was appended."""

    def __init__(self, refusals: Sequence[Refused]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("\n".join(str(each) for each in refusals))


def append_all(log: EventLog, records: Iterable[object], *, keep_going: bool = False) -> Outcome:
    """Append records to a log, all or none; or, to keep going, all but those that have faults.

    What the admission looked up must still hold when the records are written: an append condition says
    so, and the admission is done again where something came in between.

    Raises:
        RefusedBatch: some have faults, and it is not to keep going.
    """
    given = list(enumerate(records))
    rejected: list[Refused] = []
    for _ in range(TRIES):
        known = Known(log, log.head())
        if len(given) >= FILL_FROM:
            known.fill()
        admitted, refusals = _admit(given, known)
        if refusals and not keep_going:
            raise RefusedBatch(refusals)
        try:
            receipts = _write(log, known, admitted)
            return Outcome(
                receipts=receipts, rejects=tuple(sorted((*rejected, *refusals), key=lambda each: each.index))
            )
        except ConditionFailed:
            continue
        except DuplicateId as err:
            clash = _duplicate(err, admitted)
            if not keep_going or not clash:
                raise RefusedBatch(clash or [Refused([("id", str(err))])]) from err
            rejected += clash
            given = [each for each in given if each[0] != clash[0].index]
    raise LogBusy(str(getattr(log, "path", "log")), 0.0)


def refusals(log: EventLog, records: Iterable[object]) -> list[Refused]:
    """Return what is wrong with records, each with its index, without appending anything."""
    given = list(enumerate(records))
    known = Known(log, log.head())
    if len(given) >= FILL_FROM:
        known.fill()
    return _admit(given, known)[1]


def _admit(
    given: Sequence[tuple[int, object]], known: Known
) -> tuple[list[tuple[int, Admitted]], list[Refused]]:
    from uuid_utils import uuid7

    admitted: list[tuple[int, Admitted]] = []
    refusals: list[Refused] = []
    for index, each in given:
        try:
            admitted.append((index, admit(each, known, lambda: str(uuid7()))))
        except Refused as err:
            refusals.append(Refused(list(err.faults), index=index))
    return admitted, refusals


def _write(log: EventLog, known: Known, admitted: Sequence[tuple[int, Admitted]]) -> list[Receipt]:
    fresh = [each for _, each in admitted if not each.nothing_new]
    events = [event_of(each, known, n) for n, each in enumerate(fresh)]
    receipts = iter(log.append(events, condition=condition_of(known, fresh)) if events else ())
    found = []
    for _, each in admitted:
        if each.nothing_new:
            found.append(_unchanged(log, each, known))
            continue
        got = next(receipts)
        found.append(
            Receipt(
                position=got.position,
                id=str(each.record.get("slug") or got.id),
                new=got.new,
                recorded_at=got.recorded_at,
                record=each.record,
                joins=each.joins,
                unknown_after=each.unknown_after,
            )
        )
    return found


def event_of(each: Admitted, known: Known, n: int) -> Event:
    """Return the event that stands for an admitted record, the nth (from 0) of those appended together."""
    record = each.record
    if "id" in record:
        return event(record)
    if record["record"] == "storybook":  # an earlier text may be adopted again: it is a new event
        return event(record, id=f"storybook:{known.position + n + 1}:{event_id(record)}")
    return event(record, id=event_id(record))


def _unchanged(log: EventLog, each: Admitted, known: Known) -> Receipt:
    """Return the receipt of a storybook that is in force as it is: nothing is appended."""
    query = Query((QueryItem(types=frozenset(("storybook",))),))
    for recorded in log.read(query, until=known.position, backwards=True):
        found = Receipt(
            position=recorded.position,
            id=recorded.id,
            new=False,
            recorded_at=recorded.recorded_at,
            record=each.record,
        )
        if event(each.record, id=recorded.id).data == recorded.data:
            return found
    message = "a storybook in force is not in the log"
    raise ChronoError(message)


def condition_of(known: Known, fresh: Sequence[Admitted]) -> AppendCondition:
    """Return the condition that nothing on which the admission rested came in between."""
    names = {str(each.record[key]) for each in fresh for key in ("development",) if key in each.record}
    items = [QueryItem(types=DECLARING)]
    if len(names) > NAMED_AT_MOST:
        return AppendCondition(Query(), known.position)
    items += [QueryItem(tags=frozenset((f"development:{name}",))) for name in sorted(names)]
    return AppendCondition(Query(tuple(items)), known.position)


def _duplicate(err: DuplicateId, admitted: Sequence[tuple[int, Admitted]]) -> list[Refused]:
    """Return the refusal of the record whose id stands in the log with other content."""
    clash = [index for index, each in admitted if str(each.record.get("id")) == err.id]
    what = f"stands at position {err.position} with other content: use another id, or amend that record"
    return [Refused([("id", f"{quoted(err.id)} {what}")], index=clash[-1])] if clash else []
