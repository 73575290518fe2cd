"""Arranges records in other orders of arrival in which every answer must stay the same.

Reports published at different times may move. Fixed are: declarations first; a record after the one that it
names; records that name the same one in their order; merges last; records published at the same time in
their order, and reports with `after` links too: of those the log's position decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chrono.model.record_parts import Record, inline_source, source_slug
from chrono.testing.logs import PUBLISHED
from chrono.values import times

DECLARED_FIRST = ("storybook", "entity", "source")


def identified(records: Iterable[Record]) -> list[Record]:
    """Return the records with an id each, so that a record has the same id in every log."""
    identified_records: list[Record] = []
    for n, each in enumerate(records, 1):
        named = "id" in each or each.get("record") in DECLARED_FIRST
        identified_records.append(each if named else {**each, "id": f"record-{n}"})
    return identified_records


def arranged(records: Sequence[Record], order: Sequence[int]) -> list[Record]:
    """Return the records as close to an order as the fixed positions allow.

    Args:
        records: in an order in which a log takes them.
        order: the indexes of the records, in any permutation.
    """
    before = dict(_before(records))
    remaining, placed = list(order), list[int]()
    while remaining:
        next_index = next(each for each in remaining if before[each].issubset(placed))
        placed.append(next_index)
        remaining.remove(next_index)
    return [records[each] for each in placed]


def _before(records: Sequence[Record]) -> Iterator[tuple[int, set[int]]]:
    """Yield the index of each record with the indexes that must come before it."""
    published = _published(records)
    for n, record in enumerate(records):
        earlier = range(n)
        record_type = record.get("record", "report")
        if record_type in DECLARED_FIRST:
            yield n, set(earlier)
            continue
        first = {m for m in earlier if records[m].get("record") in DECLARED_FIRST}
        if record_type == "merge":
            first.update(earlier)
        elif "of" in record:
            first |= {m for m in earlier if record["of"] in (records[m].get("of"), records[m].get("id"))}
        else:
            first |= {m for m in earlier if _stays_after(records, published, n, m)}
        yield n, first


def _stays_after(records: Sequence[Record], published: Sequence[object], n: int, m: int) -> bool:
    """Return whether a report stays after an earlier record."""
    earlier, later = records[m], records[n]
    if earlier.get("record", "report") != "report":
        return earlier.get("record") == "merge"
    source = inline_source(earlier)
    inline = source is not None and source.get("slug") == later.get("source")
    return published[m] == published[n] or inline or bool(earlier.get("after") and later.get("after"))


def _published(records: Sequence[Record]) -> list[object]:
    """Return the bounds of the publication of each report; for other records their index."""
    sources = [each for each in records if each.get("record") == "source"]
    sources += [source for each in records if (source := inline_source(each)) is not None]
    published = {str(source["slug"]): source.get("published") for source in sources}
    bounds: list[object] = []
    for n, record in enumerate(records):
        text = record.get("reported") or published.get(source_slug(record)) or PUBLISHED
        is_report = record.get("record", "report") == "report"
        bounds.append(times.reported(str(text)) if is_report else n)
    return bounds
