"""Encode records as events of a log and as lines: canonical JSON, tags, versions."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from chrono.errors import ChronoError
from chrono.model.record_parts import BY, Record, content_of, source_slug, text_of, texts_of
from chrono.model.record_types import VERSIONS
from chrono.values.canonical_json import from_json, jsonbytes
from eventlog import Event


class BadLine(ChronoError, ValueError):
    """A line of a file that is not a record."""


def event(record: Record, *, id: str | None = None) -> Event:
    """Return a record as an event of its type; `id` names it, by default the record's own id.

    Who entered it is a part of the event of its own, beside the payload.
    """
    payload = {key: value for key, value in record.items() if key not in ("record", BY)}
    name = str(record["record"])
    return Event(
        id=id or str(record["id"]),
        type=name,
        data=jsonbytes(payload),
        version=VERSIONS[name],
        tags=tuple(tags(record)),
        by=text_of(record, BY),
    )


def event_id(record: Record) -> str:
    """Return the id of an event whose record has none: made of its type, slug and content hash."""
    from hashlib import sha256

    name = str(record["record"])
    if name == "source":  # declared once: the same slug with other content must clash
        return f"source:{record['slug']}"
    content = sha256(jsonbytes(content_of(record))).hexdigest()[:24]
    return f"{name}:{record['slug']}:{content}" if "slug" in record else f"{name}:{content}"


def tags(record: Record) -> Iterable[str]:
    """Yield the tags of a record, by which queries and append conditions find it."""
    if "slug" in record:
        yield f"{record['record']}:{record['slug']}"
    if "of" in record:
        yield f"of:{record['of']}"
    if "kind" in record:
        yield f"kind:{record['kind']}"
        yield f"development:{record['development']}"
        yield f"source:{source_slug(record)}"
    yield from (f"development:{name}" for name in texts_of(record, "developments"))
    yield from (f"story:{name}" for name in texts_of(record, "stories"))


def line(record: Record) -> str:
    """Return a record as one line of JSON, `record` first and the other keys sorted."""
    name = record["record"]
    rest = jsonbytes({key: value for key, value in record.items() if key != "record"}).decode()
    return f'{{"record":"{name}"' + ("," + rest[1:] if rest != "{}" else "}")


def parse_line(text: str | bytes) -> dict[str, object]:
    """Return the object that one line of JSON holds.

    Raises:
        BadLine: it is not JSON, cut short, no object, or holds a number that is not finite.
    """
    try:
        record = from_json(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as err:
        why = str(err).removeprefix("JSON is ")
        message = f"not JSON: {why[0].lower()}{why[1:]}"
        raise BadLine(message) from err
    except RecursionError as err:
        message = "nested too deeply for a record"
        raise BadLine(message) from err
    if not isinstance(record, dict):
        message = 'a line is one JSON object, such as {"record": "report", …}'
        raise BadLine(message)
    return record
