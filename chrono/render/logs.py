"""Words the log for the screen: each record in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from chrono.lookup.decoding import ERASED, ERASURE, decode
from chrono.model.record_parts import BY, mapping_of, source_slug, texts_of
from chrono.model.record_types import MENDING
from chrono.model.storybook import storybook
from chrono.render.text import columns, paragraph, safe, screen_width, styled, wrapped
from chrono.values.canonical_json import jsontext
from chrono.values.completeness import complete
from eventlog import Recorded


def line_of(recorded: Recorded) -> dict[str, object]:
    """Return the columns that `log` shows of an event."""
    decoded = decode(recorded)
    return {
        "position": recorded.position,
        "recorded_at": recorded.recorded_at.isoformat(sep=" ", timespec="seconds").removesuffix("+00:00"),
        "record": decoded.type,
        "id": decoded.id if decoded.type != "storybook" else "",
        "by": "(erased)" if BY in recorded.erased else decoded.text(BY),
        "what": _words(recorded, decoded.record),
    }


def _words(recorded: Recorded, record: Mapping[str, object]) -> str:
    if recorded.data == ERASED:
        return "erased"
    return erasure_words(record) if recorded.type == ERASURE else record_words(recorded.type, record)


def erasure_words(record: Mapping[str, object]) -> str:
    """Return what an event says that tells of an erasure, in a few words."""
    return f"we erase what stood at {', '.join(texts_of(record, 'positions'))}: {record.get('why', '')}"


def record_words(name: str, record: Mapping[str, object]) -> str:
    """Return a record of a type in a few words."""
    if name == "report":
        summary = record.get("summary") or record.get("development")
        text = f"{record['kind']} · {source_slug(record)} {record.get('locator') or ''} · {summary}"
        return text.replace("  ", " ")  # two spaces: it gives no locator
    if name == "source":
        return f"{record['publisher']}, {record.get('published') or 'no date'}"
    if name == "entity":
        return ", ".join(str(each) for each in dict(record.get("names") or {}).values())  # type: ignore[call-overload]
    if name == "storybook":
        return f"{storybook(str(record['toml'])).title}: adopted"
    if name == "merge":
        return f"{' = '.join(map(str, record['developments']))}: {record['why']}"  # type: ignore[call-overload]
    changed = _change_words(record)
    verb = "we undo" if record.get("void") else _OF.get(name, name)
    rank = f" {record['rank']}" if "rank" in record else ""
    return f"{verb} {record.get('of', '')}{rank}: {record.get('why', '')}{f' · {changed}' if changed else ''}"


_OF = complete(
    {
        "correction": "the source corrects",
        "retraction": "the source withdraws",
        "amendment": "we fix",
        "ranking": "an editor ranks",
    },
    MENDING - {"merge"},
    where="chrono.render.logs._OF",
)
_OWN = frozenset(("record", "id", "of", "why", "by", "void", "reported", "source", "rank", "data"))


def _change_words(record: Mapping[str, object]) -> str:
    """Return the new values that a correction or an amendment gives, key by key."""
    own = _OWN - {"reported", "source"} if record["record"] == "amendment" else _OWN
    changes = {key: value for key, value in record.items() if key not in own}
    changes |= mapping_of(record, "data")
    return ", ".join(f"{key} = {_short(value)}" for key, value in changes.items())


def _short(value: object) -> str:
    return "nothing" if value is None else value if isinstance(value, str) else jsontext(value)


def render(recorded: Iterable[Recorded]) -> Iterator[str]:
    """Yield two lines for each record: its position, type, id and time, then what it says."""
    width = screen_width()
    for event in recorded:
        line = line_of(event)
        position = f"{line['position']:>5}"
        name = safe(f"{line['record']} {line['id']}".rstrip())
        at = str(line["recorded_at"])[:19] + (f" by {safe(str(line['by']))}" if line["by"] else "")
        if columns(name) + len(at) + 9 <= width:
            yield f"{position}  {styled(name, 'bold')}  {styled(at, 'dim')}"
        else:
            first, *rest = wrapped(name, width - 7)
            yield f"{position}  {styled(first, 'bold')}"
            yield from (f"       {styled(part, 'bold')}" for part in rest)
            yield from (f"       {styled(part, 'dim')}" for part in wrapped(at, width - 7))
        yield from paragraph(str(line["what"]), width, 7)
