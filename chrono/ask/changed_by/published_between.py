"""The reports, corrections and retractions that were published between two points of the press axis."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator

import attrs

from chrono.ask.changed_by.records_between import Positions, RecordsBetween, names_read, names_under
from chrono.fold.view import View
from chrono.model.fields import Field
from chrono.resolve.developments import Dossier
from chrono.resolve.entries import Entry


@attrs.define(eq=False)
class PublishedBetween(RecordsBetween):
    """Reports, corrections and retractions that were published after an instant, up to the later point."""

    after: int
    """The instant, exclusive."""
    _dossiers: dict[tuple[str, Positions], Dossier] = attrs.field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.records, self.about, self.came_in = {}, {}, {}
        for name in names_under(self.view, self.projection, self.key):
            for entry in self.view.dossier(name).records():
                self.records[entry.position] = entry
                self.about[entry.position] = frozenset((name,))
                reported = self.view.archive.press(entry.record)[1]
                if self.after < reported <= self.axes.press:
                    self.came_in[entry.position] = entry

    def names_read(self, field: Field, *, linked: bool) -> frozenset[str]:
        """Return the developments that a field may read and, if so asked, those that links join to them."""
        return names_read(self.view, self.projection, self.key, field, linked=linked)

    def _view(self, left_out: Positions) -> View:
        by_name: dict[str, set[int]] = {}
        for position in left_out:
            for name in self.about[position]:
                by_name.setdefault(name, set()).add(position)
        fewer = {name: self._dossier(name, frozenset(some)) for name, some in by_name.items()}
        # The indexes may go on naming what is left out: a dossier without records shows nothing.
        made = View(self.view.archive, self.view.shelf, {**self.view.dossiers, **fewer}, self.view.indexes)
        made.links, made.parts = self.view.links, self.view.parts
        return made

    def _dossier(self, name: str, left_out: Positions) -> Dossier:
        """Return all that bears on a development but the records at some positions."""
        if (name, left_out) not in self._dossiers:
            whole = self.view.dossier(name)
            archived = self.view.archive
            against = {
                of: tuple(each for each in archived.against[of] if each.position not in left_out)
                for of in self._revised(left_out)
            }
            self._dossiers[name, left_out] = Dossier(
                name,
                attrs.evolve(archived, against=ChainMap(against, dict(archived.against))),
                whole.kinds,
                tuple(each for each in whole.entries if each.position not in left_out),
            )
        return self._dossiers[name, left_out]

    def _revised(self, positions: Positions) -> Iterator[str]:
        """Yield what the corrections and retractions at some positions name."""
        entries: Iterator[Entry] = (self.came_in[position] for position in positions)
        yield from (each.of for each in entries if each.type != "report")
