"""Review the records of a file one after another, in time that grows with the file alone."""

from __future__ import annotations

import attrs

from chrono.lookup.log_lookup import LogLookup
from chrono.model.record_parts import Record
from chrono.resolve.entries import Entry
from chrono.write.admission import Admitted
from chrono.write.duplicates import REPORTS_COMPARED, likely_duplicates
from chrono.write.entity_types import mistyped_in
from chrono.write.entry_notes import EntryNotes, NameCheck, late, mend_notes, misnamed_in, undeclared_in
from chrono.write.joining import Joins
from chrono.write.report_index import ReportIndex


@attrs.define(eq=False)
class FileReview:
    """The notes on the records of a file, each against the log and those before it in the file."""

    lookup: LogLookup
    _index: ReportIndex = attrs.field(init=False)
    _joins: Joins = attrs.field(init=False)
    _names: NameCheck = attrs.field(init=False)
    _lines: dict[str, int] = attrs.field(factory=dict, init=False)
    """The lines of the last reports of the file, by id."""

    def __attrs_post_init__(self) -> None:
        self._index = ReportIndex(self.lookup)
        self._joins = Joins(self.lookup, self._index.named)
        self._names = NameCheck(self.lookup)

    def notes(self, admitted: Admitted, line: int) -> EntryNotes:
        """Return the notes on the record of a line, and go on as if it were appended."""
        record, entry = admitted.record, admitted.entry
        notes = (
            self._of_report(record, admitted) if entry.type == "report" else mend_notes(record, self.lookup)
        )
        self._add(entry, line, joins=admitted.joins is not None)
        return notes

    def _of_report(self, record: Record, admitted: Admitted) -> EntryNotes:
        if self._in_log(admitted.entry.id):  # nothing is appended
            return EntryNotes()
        misnamed = list(misnamed_in(record, self.lookup, self._names))
        notes = EntryNotes(
            misnamed=tuple(name for name in misnamed if name.slugs),
            undeclared=undeclared_in(misnamed, record, self.lookup),
            mistyped=tuple(mistyped_in(record, self.lookup)),
            late=late(record, self.lookup),
        )
        same = self._index.same(record)
        if same is not None:
            line = self._lines.get(same.id)
            return attrs.evolve(notes, same=None if line else same.position, same_line=line)
        notes = attrs.evolve(notes, same_day=self._joins.same_day(record))
        if admitted.joins is not None:
            return attrs.evolve(notes, doubtful=self._joins.doubt(record, admitted.joins))
        kind = self.lookup.shelf.kinds[str(record["kind"])]
        among = self._index.alike(record, {kind.name, *kind.like})
        return attrs.evolve(notes, likely=tuple(likely_duplicates(record, self.lookup, most=1, among=among)))

    def _in_log(self, name: str) -> bool:
        if self.lookup.full:
            return name in self.lookup.fingerprints
        return self.lookup.log.get(name) is not None

    def _add(self, entry: Entry, line: int, *, joins: bool) -> None:
        self._joins.add(entry, joins=joins)
        if entry.type == "report":
            self._index.add(entry)
            self._names.spellings.add(entry.record)
            self._lines[entry.id] = line
            if len(self._lines) > REPORTS_COMPARED:
                del self._lines[next(iter(self._lines))]
