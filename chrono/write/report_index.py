"""Index reports by what they name and when, so that those of a file are compared in linear time.

Only the last few reports under each name, and under each name and month, are kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from typing import TypeVar

import attrs

from chrono.lookup.decoding import decode
from chrono.lookup.log_lookup import LogLookup
from chrono.model.record_parts import Record, source_slug
from chrono.resolve.entries import Entry
from chrono.values import times
from chrono.values.canonical_json import jsontext
from chrono.values.edtf import DAY
from chrono.write.duplicates import REPORTS_COMPARED, SAME
from chrono.write.spellings import key_names
from eventlog import Query, QueryItem

MONTH = 31 * DAY
MONTHS_COVERED = 13
"""The dates of a report that covers more months count under no month of their own."""
KEPT_IN_A_MONTH = 20
KEPT_OF_A_NAME = 50
_Key = TypeVar("_Key")
_Kept = TypeVar("_Kept")


@attrs.define(eq=False)
class ReportIndex:
    """The last reports of a log, read kind by kind as they are asked for, and those added since."""

    lookup: LogLookup
    _loaded: set[str] = attrs.field(factory=set, init=False)
    _by_month: dict[tuple[str, str, int | None], deque[Entry]] = attrs.field(factory=dict, init=False)
    _by_name: dict[tuple[str, str], deque[Entry]] = attrs.field(factory=dict, init=False)
    _same: dict[int, Entry] = attrs.field(factory=dict, init=False)

    def named(self, kinds: Collection[str], slugs: Collection[str]) -> Iterator[Entry]:
        """Yield reports of some kinds that name one of the slugs, the last first."""
        self._load(kinds)
        for kind in sorted(kinds):
            for slug in sorted(slugs):
                yield from reversed(self._by_name.get((kind, slug), ()))

    def alike(self, record: Record, kinds: Collection[str]) -> list[Entry]:
        """Return reports of some kinds that share a name and perhaps a month with a report, in log order."""
        self._load(kinds)
        found: dict[str, Entry] = {}
        months = (*self._months(record), None)
        for slug in self._slugs(record):
            for kind in kinds:
                for month in months:
                    found.update((each.id, each) for each in self._by_month.get((kind, slug, month), ()))
        return sorted(found.values(), key=lambda each: each.position)

    def same(self, record: Record) -> Entry | None:
        """Return the first report that says the same and is of the same source, or None."""
        self._load({str(record["kind"])})
        return self._same.get(hash(_content(record)))

    def add(self, report: Entry) -> None:
        """Add a report."""
        months = self._months(report.record) or (None,)
        for slug in self._slugs(report.record):
            for month in months:
                in_month = (report.kind, slug, month)
                self._by_month.setdefault(in_month, deque(maxlen=KEPT_IN_A_MONTH)).append(report)
            self._by_name.setdefault((report.kind, slug), deque(maxlen=KEPT_OF_A_NAME)).append(report)
        self._same.setdefault(hash(_content(report.record)), report)
        _forget(self._by_month)
        _forget(self._by_name)
        _forget(self._same)

    def _load(self, kinds: Collection[str]) -> None:
        """Read the last reports of the kinds that were not asked for yet."""
        for kind in sorted(set(kinds) - self._loaded):
            self._loaded.add(kind)
            query = Query((QueryItem(tags=frozenset((f"kind:{kind}",))),))
            recorded = self.lookup.read(query, backwards=True, limit=REPORTS_COMPARED)
            for each in reversed(list(recorded)):
                report = self.lookup.as_amended(decode(each))
                if report is not None:
                    self.add(report)

    def _slugs(self, record: Record) -> set[str]:
        kind = self.lookup.shelf.kinds[str(record["kind"])]
        return {self.lookup.resolve(name) for _, name in key_names(record, kind)}

    def _months(self, record: Record) -> tuple[int, ...]:
        """Return the months that a report's date may lie in, none where they are very many."""
        kind = self.lookup.shelf.kinds[str(record["kind"])]
        when = times.when(record["occurred"], span=kind.span)
        first, last = when.earliest // MONTH, when.latest // MONTH
        return () if last - first >= MONTHS_COVERED else tuple(range(first, last + 1))


def _content(record: Record) -> tuple[str, ...]:
    """Return what two reports have in common that say the same."""
    said = [jsontext(record.get(key)) for key in SAME]
    return (str(record["kind"]), source_slug(record), *said)


def _forget(kept: dict[_Key, _Kept]) -> None:
    """Drop the oldest of what is kept, so that a long file takes no more memory than a short one."""
    if len(kept) > REPORTS_COMPARED:
        del kept[next(iter(kept))]
