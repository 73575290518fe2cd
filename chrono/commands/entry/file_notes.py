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
    "mistyped": "an entity of another type than its field",
    "late": "a date after the publication",
    "early": "a mend dated before what it mends",
    "same_day": "an open order of one day",
    "doubtful": "a doubtful other account",
    "likely": "a likely duplicate",
}
"""Attribute of the notes → what it is called where it is counted."""


@attrs.define(eq=False)
class _Pending:
    """The notes on a batch that is not appended yet."""

    counts: dict[str, int] = attrs.field(factory=dict)
    """How many notes of each sort there are with those of the batches before."""
    shown: list[tuple[int, str]] = attrs.field(factory=list, init=False)
    undeclared: list[tuple[int, Sequence[str]]] = attrs.field(factory=list, init=False)

    def take(self, line: int, admitted: Admitted, found: EntryNotes, lookup: LogLookup) -> None:
        """Take in the notes on the record of a line; only the first of each sort are worded."""
        self.undeclared.append((line, found.undeclared))
        for sort, name in _SORTS.items():
            if getattr(found, sort) in (None, ()):
                continue
            self.counts[name] = self.counts.get(name, 0) + 1
            if self.counts[name] <= SHOWN_NOTES:
                alone = attrs.evolve(EntryNotes(), **{sort: getattr(found, sort)})
                self.shown += [(line, text) for text in notes(admitted.record, alone, lookup, last=False)]


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
    _pending: _Pending = attrs.field(factory=_Pending, init=False)
    _found: dict[int, tuple[Admitted, EntryNotes]] = attrs.field(factory=dict, init=False)
    """What was last found of each record of the batch, by its index."""

    def review(self, batch: Sequence[tuple[int, Admitted]], lookup: LogLookup) -> Mapping[int, Sequence[str]]:
        """Word the notes on a batch, in place of those of an earlier try; return what is to be refused.

        It may be given a part of a batch again, since others have appended something that concerns it.
        """
        if self._review is None or self._review.lookup is not lookup:
            self._review = FileReview(lookup)
        review = self._review
        found = [(index, each, review.notes(each, self.lines[index])) for index, each in batch]
        if self.strict:
            worded = {index: list(notes(each.record, of, lookup, last=False)) for index, each, of in found}
            return {index: lines for index, lines in worded.items() if lines}
        now = {index: (each, of) for index, each, of in found}
        self._found = self._found | now if now.keys() < self._found.keys() else now
        self._pending = pending = _Pending(counts=dict(self._counts))
        for index, (admitted, of) in self._found.items():
            pending.take(self.lines[index], admitted, of, lookup)
        return {}

    def settle(self) -> None:
        """Keep the notes on the last batch: it is appended. Nothing is worded here: that could fail."""
        self._shown += self._pending.shown
        self._counts = self._pending.counts
        for line, names in self._pending.undeclared:
            for name in names:
                self._undeclared.setdefault(name, line)
        self._pending = _Pending(counts=self._counts)
        self._found = {}

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
