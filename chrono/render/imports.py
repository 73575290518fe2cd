"""Words a dry run of an import: the first rows as understood, and the dates that failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import attrs

from chrono.errors import ChronoError
from chrono.lookup.log_lookup import LogLookup
from chrono.model.kinds import FieldType, read_value
from chrono.model.record_parts import Record, inline_source, mapping_of
from chrono.render.english import in_words
from chrono.render.sentences import date_in_full
from chrono.render.state_table import StateTable
from chrono.render.text import grid, safe, screen_width, styled
from chrono.render.values import ValueWords, attribution_words, label, source_words
from chrono.values import times
from chrono.values.shapes import plain

_APART = frozenset(("record", "kind", "data", "occurred", "reported", "source", "attribution", "extra"))


@attrs.define
class DateFailures:
    """Dates that failed, by column and shape: how many, and the first of each with its line."""

    counts: Counter[tuple[str, str]] = attrs.field(factory=Counter)
    firsts: dict[tuple[str, str], tuple[int, str]] = attrs.field(factory=dict)

    def add(self, line: int, column: str, shape: str, why: str) -> None:
        """Count one."""
        self.counts[column, shape] += 1
        self.firsts.setdefault((column, shape), (line, why))

    def lines(self) -> Iterator[str]:
        """Yield a table of them, the most frequent first; nothing where there are none."""
        if not self.counts:
            return
        yield styled("dates that cannot be read", "bold")
        rows = [
            [column, shape, f"{count:,}", str(self.firsts[column, shape][0]), self.firsts[column, shape][1]]
            for (column, shape), count in self.counts.most_common()
        ]
        yield from (f"  {line}" for line in grid(rows, header=FAILURE_HEADER, width=screen_width() - 2))
        yield ""


FAILURE_HEADER = ("column", "pattern", "rows", "first line", "why")


def row_lines(line: int, record: Record, lookup: LogLookup) -> Iterator[str]:
    """Yield one row as understood, in words: a heading, then what it says, aligned."""
    table = StateTable(ValueWords(lookup.archive), screen_width())
    yield styled(safe(f"line {line}: {record.get('kind')}"), "bold")
    yield from table.aligned(
        [(name, words, "", "") for name, words in _facts(record, lookup, table) if words]
    )
    yield ""


def record_lines(line: int, record: Record, _: LogLookup) -> Iterator[str]:
    """Yield a row that is a whole record, as an export has them: what it is, and its keys."""
    rows = [[label(key), safe(value)] for key, value in record.items() if key != "record"]
    yield styled(safe(f"line {line}: {record.get('record', 'report')}"), "bold")
    yield from (f"  {each}" for each in grid(rows, width=screen_width() - 2))
    yield ""


def _facts(record: Record, lookup: LogLookup, table: StateTable) -> Iterator[tuple[str, str]]:
    kind = lookup.shelf.kinds.get(str(record.get("kind")))
    for name, value in mapping_of(record, "data").items():
        field = kind.fields.get(name) if kind is not None else None
        yield label(name), safe(value) if field is None else _value(value, field, lookup, table)
    if (occurred := record.get("occurred")) is not None:
        yield "occurred", date_in_full(times.when(occurred, span=kind is not None and kind.span))
    source = record.get("source")
    declared = inline_source(record) or lookup.source(str(source))
    reported = str(record.get("reported") or (declared or {}).get("published") or "")
    by = source_words(declared) if declared else safe(f"{source} (not declared)")
    yield "reported", f"{in_words(times.read_in_zone(reported))} by {by}" if reported else f"by {by}"
    yield "said by", attribution_words(record.get("attribution"), table.words)
    for key, value in record.items():
        if key not in _APART:
            yield label(key), ", ".join(map(safe, value)) if isinstance(value, list) else safe(value)
    if extra := mapping_of(record, "extra"):
        yield "kept aside", "; ".join(safe(f"{name}: {value}") for name, value in extra.items())


def _value(value: object, field: FieldType, lookup: LogLookup, table: StateTable) -> str:
    """Return a field as understood: names as the entities they lead to, amounts and dates as read."""
    if field.base == "entity":
        several = value if isinstance(value, list) else [value]
        return ", ".join(_entity(str(each), lookup) for each in several)
    try:
        return table.words.value(plain(read_value(value, field)))
    except ChronoError:
        return safe(value)


def _entity(name: str, lookup: LogLookup) -> str:
    slug = lookup.resolve(name)
    if slug not in lookup.directory.entities:
        return safe(f"{name} (not declared)")
    title = lookup.directory.title(slug)
    return safe(f"{title} ({slug})" if title != slug else slug)
