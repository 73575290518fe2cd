"""What became of one record, said in words: what was understood, and what it joins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chrono import times
from chrono.accounts import plain
from chrono.appending import Receipt
from chrono.chronicle import Chronicle
from chrono.kinds import Kind, read
from chrono.known import Known
from chrono.likeness import likely
from chrono.render.states import Row, Sheet, label
from chrono.render.text import safe, screen_width, styled, wrapped
from chrono.render.values import Speaker, attribution_words, date_words, source_words
from chrono.wording import in_words, understood

_NOT_TOLD = frozenset(("record", "id", "slug", "data", "toml"))
_DATES = frozenset(("reported", "published"))


def echo(receipt: Receipt, opened: Chronicle) -> Iterator[str]:
    """Yield the lines that tell a person what was appended and how it was understood."""
    record = receipt.record
    head = "appended" if receipt.new else "already there, nothing changed:"
    name = styled(safe(f"{record['record']} {receipt.id}"), "bold")
    yield f"{head} {name} at position {receipt.position}"
    sheet = Sheet(Speaker(opened.view().archive), screen_width())
    if record["record"] != "report":
        yield from sheet.table(_rows(record, sheet))
        return
    yield from sheet.table(_report(receipt, opened, sheet))
    for hint in _hints(receipt, opened):
        yield from (f"  {line}" for line in wrapped(hint, sheet.width - 2))


def _rows(record: Mapping[str, object], sheet: Sheet) -> list[Row]:
    """Return what a record other than a report says: its keys, then what it changes of a report's fields."""
    rows = [(key, _told(key, value, sheet)) for key, value in record.items() if key not in _NOT_TOLD]
    data = record.get("data")
    for key, value in data.items() if isinstance(data, Mapping) else ():
        rows.append((key, "cleared" if value is None else sheet.speaker.value(value)))
    return [(label(key), told, "", "") for key, told in rows]


def _told(key: str, value: object, sheet: Sheet) -> str:
    if key == "occurred" and isinstance(value, str | Mapping):
        return understood(times.when(value))
    if key in _DATES and isinstance(value, str):
        return in_words(value)
    if key == "names" and isinstance(value, Mapping):
        return ", ".join(f"{name} ({language})" for language, name in value.items())
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value) if isinstance(value, str) else sheet.speaker.value(value)


def _report(receipt: Receipt, opened: Chronicle, sheet: Sheet) -> list[Row]:
    record = receipt.record
    kind = opened.shelf.kinds[str(record["kind"])]
    data = record["data"]
    given = data if isinstance(data, Mapping) else {}
    told = [
        ("what", kind.title),
        *((label(key), _value(value, key, kind, opened, sheet)) for key, value in given.items()),
        ("occurred", understood(times.when(record["occurred"], span=kind.span))),
        ("modality", str(record.get("modality", "occurred"))),
        ("reported", _reported(record, opened)),
        ("said by", attribution_words(record.get("attribution"), sheet.speaker)),
        ("development", f"{record['development']}  {_standing_of(receipt)}".rstrip()),
        ("after", ", ".join(str(each) for each in _list(record.get("after")))),
    ]
    left_out = (("modality", "occurred"), ("said by", ""), ("after", ""))
    return [(name, text, "", "") for name, text in told if (name, text) not in left_out]


def _standing_of(receipt: Receipt) -> str:
    """Return whether the report's development is new, or one that others report too."""
    if not receipt.new:
        return ""
    return "(joins what is reported of it already)" if receipt.joins else "(new)"


def _reported(record: Mapping[str, object], opened: Chronicle) -> str:
    source = record["source"]
    slug = str(source["slug"]) if isinstance(source, Mapping) else str(source)
    known = opened.view().archive.sources[slug]
    return f"{in_words(str(record.get('reported') or known.get('published')))} by {source_words(known)}"


def _value(value: object, key: str, kind: Kind, opened: Chronicle, sheet: Sheet) -> str:
    """Return a field as understood: names as the entities they lead to, amounts and dates as read."""
    field = kind.fields[key]
    if field.base == "entity":
        resolve = opened.view().archive.directory.resolve
        names = value if isinstance(value, list) else [value]
        return ", ".join(sheet.speaker.name(resolve(str(each))) for each in names)
    understood_as = plain(read(value, field))
    bare = field.base == "quantity" and not isinstance(understood_as, Mapping)
    return sheet.speaker.value(understood_as) + (" (no unit given)" if bare else "")


def _undeclared(record: Mapping[str, object], opened: Chronicle) -> list[str]:
    """Return the names in a report's fields that lead to no declared entity, in their order."""
    fields = opened.shelf.kinds[str(record["kind"])].fields
    directory = opened.view().archive.directory
    data = record["data"]
    names = [
        str(each)
        for key, value in (data.items() if isinstance(data, Mapping) else ())
        if fields[key].base == "entity"
        for each in (value if isinstance(value, list) else [value])
    ]
    return [each for each in dict.fromkeys(names) if directory.resolve(each) not in directory.entities]


def _hints(receipt: Receipt, opened: Chronicle) -> Iterator[str]:
    if names := _undeclared(receipt.record, opened):
        yield f"note: not declared, so they stand as written: {', '.join(names)}"
    for name in receipt.unknown_after:
        yield f"note: no report names the development {name} yet: check its spelling"
    if receipt.new and not receipt.joins:
        for each in likely(receipt.record, Known(opened.log, opened.log.head())):
            yield (
                f"note: this may be {each.development} ({date_words(each.occurred)}), which {each.source} "
                f"reports: a report of it says --development {each.development}"
            )


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
