"""Admit records to a log: complete them, or refuse them with every fault.

Admission does not add a record to the lookup: whoever appends it does (`LogLookup.add`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from chrono.errors import ChronoError
from chrono.lookup.log_lookup import LogLookup
from chrono.model.record_parts import BY, Record, texts_of
from chrono.model.record_types import BY_ID, RECORD_TYPES
from chrono.model.records import Fault, as_mapping
from chrono.resolve.entries import Entry
from chrono.resolve.identity import identity_name
from chrono.values.canonical_json import jsonbytes
from chrono.values.completeness import complete
from chrono.values.limits import RECORD_BYTES
from chrono.values.storable import name_fault
from chrono.write import record_faults
from chrono.write.amendment_faults import amendment_faults
from chrono.write.log_faults import (
    correction_faults,
    development_faults,
    entity_faults,
    merge_faults,
    ranking_faults,
    report_faults,
    retraction_faults,
    source_faults,
    storybook_faults,
)

MutableRecord = dict[str, object]

LOG_CHECKS: Mapping[str, Callable[[Record, LogLookup], list[Fault]]] = complete(
    {
        "source": source_faults,
        "entity": entity_faults,
        "report": report_faults,
        "correction": correction_faults,
        "retraction": retraction_faults,
        "amendment": amendment_faults,
        "ranking": ranking_faults,
        "merge": merge_faults,
        "storybook": storybook_faults,
    },
    RECORD_TYPES,
    where="chrono.write.admission.LOG_CHECKS",
)
"""Type of record → the function that returns the faults that a record of it has against the log."""


class Refused(ChronoError, ValueError):
    """A record that the log refuses, with every fault: (path in the record, what is wrong)."""

    def __init__(self, faults: list[Fault], *, index: int = 0) -> None:
        self.faults = tuple(faults)
        self.index = index
        super().__init__("\n".join(f"{path}: {what}" if path else what for path, what in faults))


@attrs.frozen(kw_only=True)
class Admitted:
    """A complete record, ready to be appended."""

    record: MutableRecord
    entry: Entry
    joins: str | None = None
    """The existing development that the report joins."""
    unknown_after: tuple[str, ...] = ()
    """Developments named in `after` that no report names yet."""
    nothing_new: bool = False
    """Whether it adopts a storybook that is in force unchanged."""


def admit(
    given: object, lookup: LogLookup, new_id: Callable[[], str], *, entered_by: str | None = None
) -> Admitted:
    """Return a given record, completed; `lookup` does not change.

    Args:
        given: a mapping, or an object of a record class.
        lookup: the log, with the records before it.
        new_id: makes an id for a record that gives none.
        entered_by: who enters it, where it does not say so itself.

    Raises:
        Refused: it has faults.
    """
    record = as_mapping(given)
    if entered_by is not None:
        record.setdefault(BY, entered_by)
    name = str(record["record"])
    faults = _faults(name, record, lookup)
    joins: str | None = None
    if not faults and name in BY_ID:
        record.setdefault("id", new_id())
    if not faults and name == "report":
        joins, faults = _joined(record, lookup)
    faults = faults or _size_faults(record)
    if faults:
        raise Refused(faults)
    after = texts_of(record, "after") if name == "report" else ()
    unknown = tuple(development for development in after if not lookup.kinds_of(development))
    entry = Entry(lookup.next_position, str(record.get("slug") or record.get("id") or name), name, record)
    in_force = name == "storybook" and _in_force(record, lookup)
    return Admitted(record=record, entry=entry, joins=joins, unknown_after=unknown, nothing_new=in_force)


def _faults(name: str, record: MutableRecord, lookup: LogLookup) -> list[Fault]:
    """Return every fault of a record by itself, and those that its sound keys have against the log."""
    faults = record_faults.faults(record)
    if not faults:
        return LOG_CHECKS[name](record, lookup)
    faulty = {path.split(".")[0] for path, _ in faults}
    sound = {key: value for key, value in record.items() if key not in faulty}
    if name not in RECORD_TYPES or not RECORD_TYPES[name].needs <= sound.keys():
        return faults
    more = LOG_CHECKS[name](sound, lookup)
    if name == "report" and not more and {"kind", "data", "occurred"} <= sound.keys():
        more = _joined({"id": "", **sound}, lookup)[1]
    return faults + more


def _joined(record: MutableRecord, lookup: LogLookup) -> tuple[str | None, list[Fault]]:
    """Give a report its development; return the one it joins, or None for a new one, and its faults.

    The name is made once: a report that is in the log keeps its own, whatever was declared since.
    """
    earlier = lookup.record(str(record["id"]))
    if earlier is not None and not record.get("development") and earlier.record.get("kind") == record["kind"]:
        record["development"] = earlier.record.get("development")
    record["development"] = record.get("development") or development_name(record, lookup)
    development = str(record["development"])
    if fault := name_fault(development):  # one that was made of long names
        return None, [("development", f"{fault}: give a name of your own")]
    kinds = lookup.kinds_of(development)
    faults = development_faults(lookup.shelf.kinds[str(record["kind"])], development, kinds) if kinds else []
    if development in texts_of(record, "after"):
        faults.append(("after", "a development cannot be after itself"))
    return development if kinds and earlier is None else None, faults


def development_name(record: Record, lookup: LogLookup) -> str:
    """Return the name of the development of a report that gives none.

    It is `kind:value/value` by the kind's identity fields. A report of a kind without identity, or one that
    leaves an identity field out, makes a development of its own, named by the report's id. A field that the
    name may omit is left out of it where the report does so.
    """
    kind = lookup.shelf.kinds[str(record["kind"])]
    return identity_name(record, kind, lookup.resolve) or str(record["id"])


def _size_faults(record: Record) -> list[Fault]:
    """Return the fault of a record that is too long as a whole."""
    size = len(jsonbytes(record))
    if size <= RECORD_BYTES:
        return []
    return [("", f"too long: {size:,} bytes as JSON, and {RECORD_BYTES:,} at most")]


def _in_force(record: Record, lookup: LogLookup) -> bool:
    return any(book.text == record["toml"] for book in lookup.shelf.storybooks.values())
