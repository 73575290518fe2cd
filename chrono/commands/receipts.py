"""What became of records that a command appends: told in words, or as data."""

from __future__ import annotations

from collections.abc import Sequence

from chrono.appending import Receipt, RefusedBatch
from chrono.chronicle import Chronicle
from chrono.commands.faults import FileFaults
from chrono.jsontext import jsontext
from chrono.render.formats import Format, out, pretty, written

COLUMNS = ("id", "position", "new", "development", "joins")


def append_one(opened: Chronicle, record: object, form: Format) -> None:
    """Append one record and say what became of it.

    Raises:
        FileFaults: it is refused; a line for each fault, without a line number.
    """
    try:
        receipt = opened.append(record)[0]
    except RefusedBatch as err:
        raise FileFaults(
            f"{where}: {what}" if where else what for each in err.refusals for where, what in each.faults
        ) from err
    if form is Format.table:
        from chrono.render.receipts import echo

        out("\n".join(echo(receipt, opened)))
    elif form is Format.json:
        out(pretty(receipt_dict(receipt)))
    else:
        show([receipt], form)


def show(receipts: Sequence[Receipt], form: Format) -> None:
    """Write receipts as data, one row or line for each."""
    rows = [receipt_dict(each) for each in receipts]
    if form is Format.jsonl:
        for row in rows:
            out(jsontext(row))
    else:
        out(written(rows, COLUMNS, form))


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
