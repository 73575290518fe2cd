"""A line of the log for each record: what it is, in a few words."""

from __future__ import annotations

from collections.abc import Mapping

from chrono.codec import entry
from chrono.storybook import storybook
from eventlog import Recorded


def line_of(recorded: Recorded) -> dict[str, object]:
    """Return the columns that `log` shows of an event."""
    each = entry(recorded)
    return {
        "position": recorded.position,
        "recorded_at": recorded.recorded_at.isoformat(sep=" ", timespec="seconds").removesuffix("+00:00"),
        "record": each.type,
        "id": each.id if each.type != "storybook" else "",
        "what": _what(each.type, each.record),
    }


def _what(name: str, record: Mapping[str, object]) -> str:
    source = record.get("source")
    slug = source["slug"] if isinstance(source, Mapping) else source
    if name == "report":
        told = record.get("summary") or record.get("development")
        return f"{record['kind']} · {slug} {record.get('locator') or ''} · {told}".replace("  ", " ")
    if name == "source":
        return f"{record['publisher']}, {record.get('published') or 'no date'}"
    if name == "entity":
        return ", ".join(str(each) for each in dict(record.get("names") or {}).values())  # type: ignore[call-overload]
    if name == "storybook":
        return f"{storybook(str(record['toml'])).title}: adopted"
    if name == "merge":
        return f"{' = '.join(map(str, record['developments']))}: {record['why']}"  # type: ignore[call-overload]
    return f"{_OF.get(name, name)} {record.get('of', '')}: {record.get('why', '')}"


_OF = {
    "correction": "the source corrects",
    "retraction": "the source withdraws",
    "amendment": "we mend",
    "ranking": "an editor ranks",
}
