"""Decode events of a log into the records that they carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chrono.model.record_parts import BY
from chrono.model.record_types import BY_SLUG
from chrono.resolve.entries import Entry
from chrono.values.canonical_json import from_json
from eventlog import Recorded

ERASED = b"null"
"""The payload of an event whose own was lawfully erased: that of a record is never null."""
ERASURE = "erasure"
"""The type of the events in which a log says what was erased, and why: they are no records of ours."""


def is_record(recorded: Recorded) -> bool:
    """Return whether an event holds a record: it was not erased, and does not tell of an erasure."""
    return recorded.type != ERASURE and recorded.data != ERASED


def records_in(events: Iterable[Recorded]) -> Iterator[Recorded]:
    """Yield the events that hold records, in their order."""
    return filter(is_record, events)


def decode(recorded: Recorded) -> Entry:
    """Return the record of an event at its position; the `id` of a source or entity is its slug."""
    payload = from_json(recorded.data)
    record = {"record": recorded.type, **payload} if isinstance(payload, dict) else {"record": recorded.type}
    if recorded.by is not None:  # in old logs amendments, rankings and merges have it in their payload
        record[BY] = recorded.by
    name = record["slug"] if recorded.type in BY_SLUG and "slug" in record else recorded.id
    return Entry(recorded.position, str(name), recorded.type, record)
