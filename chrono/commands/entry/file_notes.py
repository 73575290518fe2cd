"""Collects the notes on the records of a file: the first of each sort as lines, the others counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from chrono.commands.shared import say
from chrono.lookup.log_lookup import LogLookup
from chrono.render.receipts import notes
from chrono.write.admission import Admitted
from chrono.write.entry_notes import EntryNotes
from chrono.write.file_review import FileReview

SHOWN_NOTES = 10
"""How many notes of each sort are shown one by one, and how many undeclared names."""
_SORTS = {
    "same": "the same report twice",
    "same_line": "the same report twice",
    "misnamed": "a name that is like another",
    "late": "a date after the publication",
    "early": "a mend dated before what it mends",
    "doubtful": "a doubtful other account",
    "likely": "a likely duplicate",
}
"""Attribute of the notes → what it is called where it is counted."""


@attrs.define(eq=False)
class FileNotes:
    """The notes on the records of a file; with `strict`, the refusals that they become."""

    name: str
    strict: bool = False
    lines: Sequence[int] = ()
    """The line of each record of the batch under review, by its index."""
    _shown: list[tuple[int, str]] = attrs.field(factory=list, init=False)
    _counts: dict[str, int] = attrs.field(factory=dict, init=False)
    _undeclared: dict[str, int] = attrs.field(factory=dict, init=False)
    """The names that lead to no entity, with the line of the first record that has each."""
    _review: FileReview | None = attrs.field(default=None, init=False)
    _pending: list[tuple[int, Admitted, EntryNotes]] = attrs.field(factory=list, init=False)

    def review(self, batch: Sequence[tuple[int, Admitted]], lookup: LogLookup) -> Mapping[int, Sequence[str]]:
        """Take in the notes on a batch, in place of those of an earlier try; return what is to be refused."""
        if self._review is None or self._review.lookup is not lookup:
            self._review = FileReview(lookup)
        review = self._review
        self._pending = [(index, each, review.notes(each, self.lines[index])) for index, each in batch]
        if not self.strict:
            return {}
        worded = {
            index: list(notes(each.record, found, lookup, last=False)) for index, each, found in self._pending
        }
        self._pending = []
        return {index: lines for index, lines in worded.items() if lines}

    def settle(self) -> None:
        """Keep the notes on the last batch: it is appended."""
        for index, admitted, found in self._pending:
            line = self.lines[index]
            for name in found.undeclared:
                self._undeclared.setdefault(name, line)
            self._keep(line, admitted, attrs.evolve(found, undeclared=()))
        self._pending = []

    def _keep(self, line: int, admitted: Admitted, found: EntryNotes) -> None:
        assert self._review is not None  # noqa: S101 - it has made the notes
        sorts = [sort for sort in _SORTS if getattr(found, sort) not in (None, ())]
        for sort in sorts:
            name = _SORTS[sort]
            self._counts[name] = self._counts.get(name, 0) + 1
            if self._counts[name] <= SHOWN_NOTES:
                alone = attrs.evolve(EntryNotes(), **{sort: getattr(found, sort)})
                worded = notes(admitted.record, alone, self._review.lookup, last=False)
                self._shown += [(line, text) for text in worded]

    def say(self) -> None:
        """Write the notes to stderr."""
        for text in self._texts():
            say(f"note: {text}")

    def _texts(self) -> Iterator[str]:
        yield from (f"{self.name}:{line}: {text}" for line, text in sorted(self._shown, key=lambda e: e[0]))
        more = {name: count - SHOWN_NOTES for name, count in self._counts.items() if count > SHOWN_NOTES}
        if more:
            yield "… and " + ", ".join(f"{count:,} more: {name}" for name, count in more.items())
        if self._undeclared:
            names = list(self._undeclared)
            rest = len(names) - SHOWN_NOTES
            shown = ", ".join(f"{name} (line {self._undeclared[name]})" for name in names[:SHOWN_NOTES])
            yield f"not declared, so they stand as written: {shown}" + (
                f", … and {rest:,} more" if rest > 0 else ""
            )
