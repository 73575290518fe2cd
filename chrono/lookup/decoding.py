"""Events of a log as the records that they carry."""

from __future__ import annotations

from collections.abc import Mapping

from chrono.model.record_types import BY_SLUG
from chrono.resolve.archive import Entry
from chrono.values.canonical_json import from_json
from eventlog import Recorded


def entry(recorded: Recorded) -> Entry:
    """Return an event of a log as an entry of an archive; `id` is a source's or entity's slug."""
    payload = from_json(recorded.data)
    record = {"record": recorded.type, **payload} if isinstance(payload, dict) else {"record": recorded.type}
    name = record["slug"] if recorded.type in BY_SLUG and "slug" in record else recorded.id
    return Entry(recorded.position, str(name), recorded.type, record)


def source_slug(record: Mapping[str, object]) -> str:
    """Return the slug of a report's source, which may be declared inside the report."""
    source = record["source"]
    return str(source["slug"] if isinstance(source, Mapping) else source)
