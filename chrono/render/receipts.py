"""What became of one record, said in words: what was understood, and what it joins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chrono import times
from chrono.appending import Receipt
from chrono.chronicle import Chronicle
from chrono.known import Known
from chrono.likeness import likely
from chrono.render.states import Sheet, label
from chrono.render.text import safe, screen_width, styled
from chrono.render.values import Speaker
from chrono.wording import in_words, understood


def echo(receipt: Receipt, opened: Chronicle) -> Iterator[str]:
    """Yield the lines that tell a person what was appended and how it was understood."""
    record = receipt.record
    name = safe(f"{record['record']} {receipt.id}")
    head = "appended" if receipt.new else "already there, nothing changed:"
    yield f"{head} {styled(name, 'bold')} at position {receipt.position}"
    sheet = Sheet(Speaker(opened.view().archive), screen_width())
    if record["record"] == "report":
        yield from sheet.table(_report(receipt, opened, sheet))
        yield from _hints(receipt, opened)
        return
    rows = [
        (label(key), sheet.speaker.value(value), "", "")
        for key, value in record.items()
        if key not in ("record", "id", "slug", "data", "toml")
    ]
    data = record.get("data")
    rows += (
        [
            (label(key), "cleared" if value is None else sheet.speaker.value(value), "", "")
            for key, value in data.items()
        ]
        if isinstance(data, Mapping)
        else []
    )
    yield from sheet.table([_dated(key, record, told) for key, told, *_ in rows])


def _dated(key: str, record: Mapping[str, object], told: str) -> tuple[str, str, str, str]:
    if key in ("reported", "published") and isinstance(record.get(key), str):
        return key, in_words(str(record[key])), ""
    return key, told, ""


def _report(receipt: Receipt, opened: Chronicle, sheet: Sheet) -> Iterator[tuple[str, str, str, str]]:
    record = receipt.record
    kind = opened.shelf.kinds[str(record["kind"])]
    yield "what", kind.title, ""
    data = record["data"]
    for key, value in data.items() if isinstance(data, Mapping) else ():
        told = sheet.speaker.value(
            _names(value, opened)
            if kind.fields[key].base == "entity"
            else _value(value, key, receipt, opened)
        )
        yield label(key), told, ""
    yield "occurred", understood(times.when(record["occurred"], span=kind.span)), ""
    source = record["source"]
    slug = str(source["slug"]) if isinstance(source, Mapping) else str(source)
    known = opened.view().archive.sources[slug]
    reported = str(record.get("reported") or known.get("published"))
    yield "reported", f"{in_words(reported)} by {slug} ({known['publisher']})", ""
    yield (
        "development",
        f"{record['development']}  ({'joins it' if receipt.joins else 'new' if receipt.new else 'its own'})",
        "",
    )


def _names(value: object, opened: Chronicle) -> object:
    resolve = opened.view().archive.directory.resolve
    return [resolve(str(each)) for each in value] if isinstance(value, list) else resolve(str(value))


def _value(value: object, key: str, receipt: Receipt, opened: Chronicle) -> object:
    from chrono.accounts import plain
    from chrono.kinds import read

    return plain(read(value, opened.shelf.kinds[str(receipt.record["kind"])].fields[key]))


def _hints(receipt: Receipt, opened: Chronicle) -> Iterator[str]:
    for name in receipt.unknown_after:
        yield f"  note: no report names the development {safe(name)} yet: check its spelling"
    if receipt.new and not receipt.joins:
        for each in likely(receipt.record, Known(opened.log, opened.log.head())):
            told = f"looks like {each.development} ({in_words(each.occurred)}), reported by {each.source}"
            yield f"  {safe(told)}: if it is the same, say --development {safe(each.development)}"
