"""In which orders records can arrive so that nothing but their order is another.

Free are reports published at different times. What stays: declarations come first; a record that names
another comes after it, and those that name one stay in their order, merges last; what is published at one
time stays in its order, and so do reports with `after` links: the log's position settles those by rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from chrono.testing.logs import PUBLISHED, Record
from chrono.values import times

DECLARING = ("storybook", "entity", "source")


def identified(records: Iterable[Record]) -> list[Record]:
    """Return the records with an id each, so that the same record is the same in every log."""
    made: list[Record] = []
    for n, each in enumerate(records, 1):
        named = "id" in each or each.get("record") in DECLARING
        made.append(each if named else {**each, "id": f"record-{n}"})
    return made


def arranged(records: Sequence[Record], order: Sequence[int]) -> list[Record]:
    """Return the records as near to an order as what must stay allows.

    Args:
        records: in an order in which a log takes them.
        order: the places of the records, any permutation of them.
    """
    before = dict(_before(records))
    left, placed = list(order), list[int]()
    while left:
        following = next(each for each in left if before[each].issubset(placed))
        placed.append(following)
        left.remove(following)
    return [records[each] for each in placed]


def _before(records: Sequence[Record]) -> Iterator[tuple[int, set[int]]]:
    """Yield each place with those that must come before it."""
    published = _published(records)
    for n, each in enumerate(records):
        earlier = range(n)
        what = each.get("record", "report")
        if what in DECLARING:
            yield n, set(earlier)
            continue
        must = {m for m in earlier if records[m].get("record") in DECLARING}
        if what == "merge":
            must.update(earlier)
        elif "of" in each:
            must |= {m for m in earlier if each["of"] in (records[m].get("of"), records[m].get("id"))}
        else:
            must |= {m for m in earlier if _stays_after(records, published, n, m)}
        yield n, must


def _stays_after(records: Sequence[Record], published: Sequence[object], n: int, m: int) -> bool:
    """Return whether a report stays after an earlier record."""
    one, other = records[m], records[n]
    if one.get("record", "report") != "report":
        return one.get("record") == "merge"
    source = one.get("source")
    inline = isinstance(source, Mapping) and source.get("slug") == other.get("source")
    return published[m] == published[n] or inline or bool(one.get("after") and other.get("after"))


def _published(records: Sequence[Record]) -> list[object]:
    """Return for each record when it is published, as bounds; what is no report has its own place."""
    told = {str(each["slug"]): each.get("published") for each in records if each.get("record") == "source"}
    told |= {
        str(source["slug"]): source.get("published")
        for each in records
        if isinstance(source := each.get("source"), Mapping)
    }
    found: list[object] = []
    for n, each in enumerate(records):
        source = each.get("source")
        slug = source.get("slug") if isinstance(source, Mapping) else source
        text = each.get("reported") or told.get(str(slug)) or PUBLISHED
        is_report = each.get("record", "report") == "report"
        found.append(times.reported(str(text)) if is_report else n)
    return found
