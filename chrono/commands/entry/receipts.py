"""Appends one record and says what became of it, in words or as data."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from chrono.chronicle import Chronicle, utc_now
from chrono.commands.faults import FileFaults, fault_text
from chrono.commands.shared import discard, say
from chrono.lookup.log_lookup import LogLookup
from chrono.render.formats import Answer, Format, write
from chrono.write.admission import Admitted, Refused, admit
from chrono.write.append import Receipt, RefusedBatch

if TYPE_CHECKING:
    from chrono.render.receipts import RecordWords

MENDS_DATED = frozenset(("correction", "retraction"))
"""The types of record that say when they were published."""
COLUMNS = ("id", "position", "new", "development", "joins")


def append_one(
    opened: Chronicle, record: Mapping[str, object], form: Format, *, strict: bool = False
) -> None:
    """Append one record and say what became of it, and what looks odd in it.

    Raises:
        FileFaults: it is refused; a line for each fault, without a line number.
    """
    from chrono.render.receipts import understood

    with _refusal_as_lines():
        lookup = opened.lookup()
        noted = _mend_notes(record, lookup) if record["record"] in MENDS_DATED else []
        _refuse_noted(noted if strict else ())
        words = understood(_admitted(record, lookup, opened.entered_by), lookup)
        receipt = opened.append(record)[0]
    write_receipt(receipt, words, form, noted)


def _mend_notes(record: Mapping[str, object], lookup: LogLookup) -> list[str]:
    """Return the doubts about a correction or a retraction.

    Raises:
        Refused: it cannot be appended.
    """
    from chrono.render.receipts import notes
    from chrono.write.admission import admit
    from chrono.write.entry_notes import mend_notes

    complete = admit(record, lookup, str).record
    return list(notes(complete, mend_notes(complete, lookup), lookup))


def _refuse_noted(noted: Sequence[str]) -> None:
    """Refuse what is only noted, where that is asked for.

    Raises:
        Refused: there are notes.
    """
    if noted:
        raise Refused([("", each) for each in noted])


def append_report(
    opened: Chronicle, record: Mapping[str, object], form: Format, lookup: LogLookup, *, strict: bool = False
) -> None:
    """Append one report and say what became of it, and what looks odd in it; on a terminal, ask first.

    Args:
        opened: the log.
        record: the report.
        form: how the receipt is written.
        lookup: the names and records of the log.
        strict: whether what would only be noted is refused, without asking.

    Raises:
        FileFaults: it is refused; a line for each fault, without a line number.
        NothingAppended: whoever was asked did not want it.
    """
    from chrono.commands.entry.compose import completed, review, with_id
    from chrono.commands.entry.prompts import on_a_terminal, with_answers
    from chrono.render.receipts import notes, understood

    record = with_id(record)
    with _refusal_as_lines():
        advice = review(record, lookup)
        if strict:
            _refuse_noted(list(notes(completed(record, lookup), advice, lookup, last=False)))
        elif on_a_terminal():
            record, advice = with_answers(record, lookup, advice)
        admitted = _admitted(record, lookup, opened.entered_by)
        words, doubts = understood(admitted, lookup), list(notes(admitted.record, advice, lookup))
        receipt = opened.append(record)[0]
    write_receipt(receipt, words, form, doubts)


def _admitted(record: object, lookup: LogLookup, entered_by: str | None) -> Admitted:
    """Return a record as the log would admit it: what is said of it is made before it is appended.

    Raises:
        Refused: it cannot be appended.
    """
    from uuid_utils import uuid7

    return admit(record, lookup, lambda: str(uuid7()), entered_by=entered_by)


@contextmanager
def _refusal_as_lines() -> Iterator[None]:
    """Make the refusal of a record one line for each fault."""
    try:
        yield
    except (Refused, RefusedBatch) as err:
        refusals = err.refusals if isinstance(err, RefusedBatch) else (err,)
        raise FileFaults(fault_text(fault) for each in refusals for fault in each.faults) from err


def write_receipt(receipt: Receipt, words: RecordWords, form: Format, notes: Sequence[str] = ()) -> None:
    """Write the receipt of a record, with the notes on it: nothing here can refuse what is in the log."""
    notes = [*notes, *_clock_notes(receipt)]

    def lines() -> Iterator[str]:
        from chrono.render.receipts import echo

        yield from echo(receipt, words, notes)

    row = {**receipt_dict(receipt), "notes": list(notes)}
    _write(Answer(lines=lines, whole=lambda: row, rows=lambda: [row], columns=(*COLUMNS, "notes")), form)


def _clock_notes(receipt: Receipt) -> Iterator[str]:
    """Yield a note where a record was recorded ahead of this machine's clock, which was once further on."""
    days = (receipt.recorded_at - utc_now()).days
    if receipt.new and days >= 1:
        yield f"recorded {days:,} days ahead of this machine's clock: an earlier record was, too"


def write_receipts(receipts: Sequence[Receipt], form: Format) -> None:
    """Write receipts as data, one row or line for each; a screen shows none of them."""
    rows = [receipt_dict(each) for each in receipts]
    _write(Answer(lines=lambda: (), rows=lambda: rows, columns=COLUMNS), form)


def _write(answer: Answer, form: Format) -> None:
    """Write receipts; where that cannot be done, say so: the records are in the log."""
    try:
        write(answer, form)
    except BrokenPipeError:
        raise
    except OSError as err:
        discard(sys.stdout)
        say(f"appended, but the receipt could not be written: {(err.strerror or str(err)).lower()}")


def receipt_dict(receipt: Receipt) -> dict[str, object]:
    """Return a receipt as JSON shows it."""
    return {
        "id": receipt.id,
        "position": receipt.position,
        "new": receipt.new,
        "recorded_at": receipt.recorded_at.isoformat(timespec="microseconds"),
        "development": receipt.record.get("development"),
        "joins": receipt.joins,
        "unknown_after": list(receipt.unknown_after),
    }
