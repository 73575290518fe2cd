"""The log on the screen: what each record is, in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from chrono.lookup.decoding import decode
from chrono.model.record_parts import source_slug
from chrono.model.record_types import MENDING
from chrono.model.storybook import storybook
from chrono.render.text import columns, paragraph, safe, screen_width, styled, wrapped
from chrono.values.canonical_json import jsontext
from chrono.values.completeness import complete
from eventlog import Recorded


def line_of(recorded: Recorded) -> dict[str, object]:
    """Return the columns that `log` shows of an event."""
    each = decode(recorded)
    return {
        "position": recorded.position,
        "recorded_at": recorded.recorded_at.isoformat(sep=" ", timespec="seconds").removesuffix("+00:00"),
        "record": each.type,
        "id": each.id if each.type != "storybook" else "",
        "what": what(each.type, each.record),
    }


def what(name: str, record: Mapping[str, object]) -> str:
    """Return what a record of a type says, in a few words."""
    if name == "report":
        told = record.get("summary") or record.get("development")
        return f"{record['kind']} · {source_slug(record)} {record.get('locator') or ''} · {told}".replace(
            "  ", " "
        )
    if name == "source":
        return f"{record['publisher']}, {record.get('published') or 'no date'}"
    if name == "entity":
        return ", ".join(str(each) for each in dict(record.get("names") or {}).values())  # type: ignore[call-overload]
    if name == "storybook":
        return f"{storybook(str(record['toml'])).title}: adopted"
    if name == "merge":
        return f"{' = '.join(map(str, record['developments']))}: {record['why']}"  # type: ignore[call-overload]
    changed = _changed(record)
    told = "we undo" if record.get("void") else _OF.get(name, name)
    rank = f" {record['rank']}" if "rank" in record else ""
    return f"{told} {record.get('of', '')}{rank}: {record.get('why', '')}{f' · {changed}' if changed else ''}"


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


def _changed(record: Mapping[str, object]) -> str:
    """Return what a correction or an amendment puts in place of what was there, key by key."""
    data = record.get("data")
    own = _OWN - {"reported", "source"} if record["record"] == "amendment" else _OWN
    told = {key: value for key, value in record.items() if key not in own}
    told |= dict(data) if isinstance(data, Mapping) else {}
    return ", ".join(f"{key} = {_short(value)}" for key, value in told.items())


def _short(value: object) -> str:
    return "nothing" if value is None else value if isinstance(value, str) else jsontext(value)


def render(recorded: Iterable[Recorded]) -> Iterator[str]:
    """Yield two lines for each record: its position, type, id and time, then what it says."""
    width = screen_width()
    for each in recorded:
        line = line_of(each)
        position = f"{line['position']:>5}"
        name = safe(f"{line['record']} {line['id']}".rstrip())
        at = str(line["recorded_at"])[:19]
        if columns(name) + len(at) + 9 <= width:
            yield f"{position}  {styled(name, 'bold')}  {styled(at, 'dim')}"
        else:
            first, *rest = wrapped(name, width - 7)
            yield f"{position}  {styled(first, 'bold')}"
            yield from (f"       {styled(part, 'bold')}" for part in rest)
            yield f"       {styled(at, 'dim')}"
        yield from paragraph(str(line["what"]), width, 7)
