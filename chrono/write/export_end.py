"""The last line of an export: how many records stand before it, and the checkpoint of the log.

Every way in knows it and appends nothing of it, and nothing of a file that is short of records.
"""

from __future__ import annotations

from chrono.errors import quoted
from chrono.model.record_parts import Record
from chrono.model.records import Fault
from chrono.values.suggestions import nearest
from eventlog import Checkpoint, InvalidArgument

END = "end"
"""What such a line gives as its type of record."""
MOST = 2**63 - 1
"""The last position that a log can have."""
KEYS = ("record", "records", "checkpoint")
CUT = "it does not say at its end how many records it has, as an export does: if it is one, it was cut off"
"""What is noted of a file that reads as an export does, up to where it stops."""


def end_of(records: int, checkpoint: Checkpoint) -> dict[str, object]:
    """Return the end of an export that holds a number of records, up to a checkpoint of the log."""
    return {"record": END, "records": records, "checkpoint": str(checkpoint)}


def is_end(record: Record) -> bool:
    """Return whether a record is none, but the end of an export."""
    return record.get("record") == END


def end_faults(end: Record, before: int) -> list[Fault]:
    """Return the faults of the end of an export.

    Args:
        end: the end as it was read.
        before: how many records stand before it, since the end before it or the beginning.
    """
    if faults := shape_faults(end):
        return faults
    count = counted(end)
    if count == before:
        return []
    what = (
        f"the export had {_records(count)}, and {before:,} stand{'s' if before == 1 else ''} before this line"
    )
    if before < count:
        return [("records", f"{what}: the file is short")]
    return [("records", f"{what}: leave this line out if they are to be taken")]


def shape_faults(end: Record) -> list[Fault]:
    """Return the faults of the end of an export by itself."""
    faults = [(key, f"unknown key: {nearest(key, KEYS)}") for key in end if key not in KEYS]
    count = end.get("records")
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= MOST:
        faults.append(("records", "wants how many records the export has, a whole number"))
    line = end.get("checkpoint")
    try:
        Checkpoint.parse(line if isinstance(line, str) else "")
    except InvalidArgument:
        faults.append(("checkpoint", f'{quoted(line)} is none: it reads "eventlog/2 POSITION DIGEST"'))
    return faults


def counted(end: Record) -> int:
    """Return how many records the end of an export counts; it has no faults."""
    return int(str(end["records"]))


def _records(count: int) -> str:
    return f"{count:,} record" if count == 1 else f"{count:,} records"
