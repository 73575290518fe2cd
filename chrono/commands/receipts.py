"""One record appended: what became of it, told in words or as data, with what should be looked at again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from chrono.chronicle import Chronicle
from chrono.commands.faults import FileFaults
from chrono.lookup.log_lookup import LogLookup
from chrono.render.formats import Format, out, out_rows, pretty
from chrono.values.canonical_json import jsontext
from chrono.write.admission import Refused, admit
from chrono.write.append import Receipt, RefusedBatch

if TYPE_CHECKING:
    from chrono.write.entry_notes import EntryNotes

COLUMNS = ("id", "position", "new", "development", "joins")


def append_one(opened: Chronicle, record: object, form: Format) -> None:
    """Append one record and say what became of it.

    Raises:
        FileFaults: it is refused; a line for each fault, without a line number.
    """
    with _faults_told():
        receipt = opened.append(record)[0]
    tell(receipt, opened.lookup(), form)


def append_report(opened: Chronicle, record: Mapping[str, object], form: Format, known: LogLookup) -> None:
    """Append one report and say what became of it, and what looks odd in it; on a terminal, ask first.

    Args:
        opened: the log.
        record: the report.
        form: how the receipt is written.
        known: what the log knows.

    Raises:
        FileFaults: it is refused; a line for each fault, without a line number.
        NothingAppended: whoever was asked did not want it.
    """
    from chrono.commands.asking import asked, on_a_terminal
    from chrono.render.receipts import notes

    with _faults_told():
        heard = review(record, known)
        if on_a_terminal():
            record, heard = asked(record, known, heard)
        receipt = opened.append(record)[0]
    tell(receipt, known, form, list(notes(receipt, heard, known)))


def review(record: Mapping[str, object], known: LogLookup) -> EntryNotes:
    """Return what there is to say of a report that is to be appended.

    Raises:
        Refused: it cannot be appended.
    """
    from uuid_utils import uuid7

    from chrono.write.entry_notes import entry_notes

    admitted = admit(record, known, lambda: str(uuid7()))
    alone = "id" in record and record["id"] == record.get("development")  # as --new makes it
    return entry_notes(admitted.record, known, joins=alone or admitted.joins is not None)


@contextmanager
def _faults_told() -> Iterator[None]:
    """Make the refusal of a record one line for each fault."""
    try:
        yield
    except (Refused, RefusedBatch) as err:
        refusals = err.refusals if isinstance(err, RefusedBatch) else (err,)
        raise FileFaults(
            f"{where}: {what}" if where else what for each in refusals for where, what in each.faults
        ) from err


def tell(receipt: Receipt, known: LogLookup, form: Format, said: Sequence[str] = ()) -> None:
    """Write what became of a record, with the notes on it."""
    if form is Format.table:
        from chrono.render.receipts import echo

        out("\n".join(echo(receipt, known, said)))
        return
    row = {**receipt_dict(receipt), "notes": list(said)}
    if form is Format.json:
        out(pretty(row))
    elif form is Format.jsonl:
        out(jsontext(row))
    else:
        out_rows([row], (*COLUMNS, "notes"), form)


def show(receipts: Sequence[Receipt], form: Format) -> None:
    """Write receipts as data, one row or line for each."""
    rows = [receipt_dict(each) for each in receipts]
    if form is Format.jsonl:
        for row in rows:
            out(jsontext(row))
    else:
        out_rows(rows, COLUMNS, form)


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
