"""Intakes: records by the batch into one log, what the log knows kept from batch to batch.

Each batch is appended in one go, what is unsound in it left out. One that was interrupted is not in the log,
and whoever takes in everything again goes on there: what stands in the log already is passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import attrs
from uuid_utils import uuid7

from chrono.errors import quoted
from chrono.lookup.decoding import entry
from chrono.lookup.names import Known, mark
from chrono.model.records import as_mapping
from chrono.values.canonical_json import jsonbytes
from chrono.write.admission import Admitted, Refused, admit
from chrono.write.append import TRIES, condition_of, event_of
from chrono.write.codec import event_id
from eventlog import ConditionFailed, DuplicateId, EventLog, LogBusy

SHARE = 20
"""The whole log is read once as soon as the records taken in are one for this many that it holds."""
_BY_NAME = ("source", "entity")


@attrs.frozen(kw_only=True)
class Taken:
    """What became of a batch: how much is new and stood there already, and what was left out, by index."""

    new: int
    already: int
    rejects: tuple[Refused, ...] = ()
    first: int = 0
    last: int = 0
    """The positions of the first and the last new record; 0 where there is none."""


@attrs.define(eq=False)
class Intake:
    """Takes in records batch by batch.

    With `dry`, nothing is appended: batches are checked as if those before had been.
    """

    log: EventLog
    dry: bool = False
    known: Known = attrs.field(init=False)
    seen: int = attrs.field(default=0, init=False)
    adopted: Counter[str] = attrs.field(factory=Counter, init=False)
    """How often the log has adopted each storybook, less how often these records have."""

    def __attrs_post_init__(self) -> None:
        self.known = Known(self.log, self.log.head())
        self.adopted.update(
            str(each.record["toml"]) for each in self.known.declared if each.type == "storybook"
        )

    def take(self, records: Sequence[object]) -> Taken:
        """Append the sound records of a batch that are not in the log yet, in one go.

        Raises:
            eventlog.LogBusy: other writers came in between again and again.
        """
        self.seen += len(records)
        left = list(enumerate(records))
        clashes: list[Refused] = []
        for _ in range(TRIES):
            self._catch_up()
            adopted = self.adopted.copy()
            fresh, rejects = self._admitted(left, adopted)
            try:
                new, first, last = self._put([each for _, each in fresh])
            except ConditionFailed:
                self._start_anew()
            except DuplicateId as err:  # it landed after we looked
                clash = next(n for n, each in fresh if str(each.record.get("id")) == err.id)
                clashes.append(_other(err.id, err.position, clash))
                left = [each for each in left if each[0] != clash]
                self._start_anew()
            else:
                self.adopted = adopted
                rejects = sorted((*clashes, *rejects), key=lambda each: each.index)
                already = len(records) - new - len(rejects)
                return Taken(new=new, already=already, rejects=tuple(rejects), first=first, last=last)
        raise LogBusy(str(getattr(self.log, "path", "log")), 0.0)

    def _catch_up(self) -> None:
        head = self.log.head()
        if not self.dry and head > self.known.position:
            self.known.catch_up(head)
        if not self.known.full and self.seen * SHARE >= self.known.position:
            self.known.fill()

    def _start_anew(self) -> None:
        """Forget what was admitted and not appended."""
        full = self.known.full
        self.known = Known(self.log, self.log.head())
        if full:
            self.known.fill()

    def _admitted(
        self, given: Iterable[tuple[int, object]], adopted: Counter[str]
    ) -> tuple[list[tuple[int, Admitted]], list[Refused]]:
        """Return what is new and sound, and what is not sound; what stands there already is neither."""
        fresh: list[tuple[int, Admitted]] = []
        rejects: list[Refused] = []
        for index, each in given:
            try:
                if self._stands(each, adopted):
                    continue
                admitted = admit(each, self.known, lambda: str(uuid7()))
            except Refused as err:
                rejects.append(Refused(list(err.faults), index=index))
                continue
            if not admitted.nothing_new:
                fresh.append((index, admitted))
        return fresh, rejects

    def _stands(self, given: object, adopted: Counter[str]) -> bool:
        """Return whether a record stands in the log already, as it is.

        Raises:
            Refused: one with its id stands there with other content.
        """
        if not isinstance(given, Mapping):
            return False
        name, type_ = given.get("id"), given.get("record", "report")
        if type_ == "storybook":
            return _adopted(str(given.get("toml")), adopted)
        if type_ in _BY_NAME:
            return "slug" in given and self._declared(as_mapping(given))
        return isinstance(name, str) and bool(name) and self._recorded(name, given)

    def _recorded(self, name: str, given: Mapping[str, object]) -> bool:
        """Return whether a record with an id stands in the log already, as it is.

        Where it says nothing of its development, it was given one when it was appended.
        """
        own, marked = given.get("development"), self.known.ids.get(name)
        if marked is not None and not own and marked == mark(as_mapping(given)):
            return True
        earlier = self.known.record(name)
        if earlier is None:
            return False
        record = as_mapping(given)
        if not own and "development" in earlier.record:
            record["development"] = earlier.record["development"]
        if jsonbytes(record) == jsonbytes(earlier.record):
            return True
        landed = earlier.position <= self.known.position
        raise _other(name, earlier.position if landed else 0, 0)

    def _declared(self, record: Mapping[str, object]) -> bool:
        recorded = self.log.get(event_id(record))
        return recorded is not None and jsonbytes(entry(recorded).record) == jsonbytes(record)

    def _put(self, fresh: Sequence[Admitted]) -> tuple[int, int, int]:
        """Append what was admitted; return how much of it is new, and the first and the last position."""
        if self.dry or not fresh:
            self.known.put_away(pack=self.dry)
            return len(fresh), 0, 0
        events = [event_of(each, self.known, n) for n, each in enumerate(fresh)]
        receipts = self.log.append(events, condition=condition_of(self.known, fresh))
        landed = [each.position for each in receipts if each.new]
        last = max(landed, default=0)
        if last - self.known.position == len(landed):  # nobody else's record lies between
            self.known.put_away()
            self.known.position = last
        else:
            self.known.catch_up(self.log.head())
        return len(landed), min(landed, default=0), last


def _adopted(text: str, left: Counter[str]) -> bool:
    """Return whether the log has adopted a storybook more often than these records so far; they have now."""
    if left[text] <= 0:
        return False
    left[text] -= 1
    return True


def _other(name: str, position: int, index: int) -> Refused:
    where = f"at position {position}" if position else "further up"
    what = f"stands {where} with other content: amend that record, or use another id"
    return Refused([("id", f"{quoted(name)} {what}")], index=index)
