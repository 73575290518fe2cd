"""Decode events of a log into the records that they carry."""

from __future__ import annotations

from chrono.model.record_types import BY_SLUG
from chrono.resolve.entries import Entry
from chrono.values.canonical_json import from_json
from eventlog import Recorded


def decode(recorded: Recorded) -> Entry:
    """Return the record of an event at its position; the `id` of a source or entity is its slug."""
    payload = from_json(recorded.data)
    record = {"record": recorded.type, **payload} if isinstance(payload, dict) else {"record": recorded.type}
    name = record["slug"] if recorded.type in BY_SLUG and "slug" in record else recorded.id
    return Entry(recorded.position, str(name), recorded.type, record)
