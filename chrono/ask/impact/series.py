"""One field of one target in one view, folded again and again along an axis, with what can bear on it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import attrs

from chrono.ask.axes import Axes
from chrono.fold.field_fold import FieldFold
from chrono.fold.reducers.items import Item
from chrono.fold.reducers.table import reducer_of
from chrono.fold.states import FieldState
from chrono.fold.view import View, field_fold_of
from chrono.model.fields import Field
from chrono.model.policy import DEFAULT_POLICY, Policy
from chrono.model.projection import Projection
from chrono.resolve.developments import Development, Dossier

Folding = dict[tuple[int, int | None], FieldFold]
"""What folds all fields of a target, by view (its identity) and known-at."""
KEPT = 64
"""How many of them are kept."""


@attrs.define(eq=False)
class Side:
    """A field of a target as one view has it.

    Where no links are about, a field is the same whether or not the developments of other kinds are there:
    they are left out. Asked at ascending times of the press axis, only what is published between is read.
    """

    view: View
    projection: Projection
    key: str
    field: Field
    linked: bool
    """Whether links may carry what other developments say to this field."""
    folding: Folding
    names: list[str] = attrs.field(init=False)
    """The developments that can bear on it, at any time."""
    policy: Policy = attrs.field(init=False)
    _shown: dict[str, list[Development]] = attrs.field(factory=dict, init=False)
    _last: int | None = attrs.field(default=None, init=False)
    _fold: FieldFold | None = attrs.field(default=None, init=False)
    _news: dict[int, list[str]] = attrs.field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.policy = self.field.policy or self.projection.policy or DEFAULT_POLICY
        under = self.view.keys(self.projection).get(self.key, ())
        reports, kinds = self.view.archive.reports, self.field.kinds
        self.names = (
            self.view.related(under)
            if self.linked
            else [each for each in under if any(str(e.record["kind"]) in kinds for e in reports[each])]
        )

    def state(self, axes: Axes) -> FieldState:
        """Return the field."""
        return attrs.evolve(self.field_fold(axes.known), until=axes.until).bare_state(self.field)

    def dossiers(self) -> Iterator[Dossier]:
        """Yield what bears on each of the developments."""
        return map(self.view.dossier, self.names)

    def field_fold(self, known: int | None) -> FieldFold:
        """Return what folds the field as known at a time, inclusive; None for everything known."""
        if self._fold is None or self._last != known:
            if self.linked:
                self._fold = self._whole(known)
            else:
                self._fold = field_fold_of(self.projection, self._own(known), (), 0, self.view.reader)
            self._last = known
        return self._fold

    def _whole(self, known: int | None) -> FieldFold:
        name = (id(self.view), known)
        if name not in self.folding:
            if len(self.folding) >= KEPT:
                self.folding.clear()
            self.folding[name] = self.view.field_fold(
                self.projection, self.key, until=0, known_at=known, sources=None
            )
        return self.folding[name]

    def items(self, name: str, known: int | None) -> list[Item]:
        """Return the items of one development in the field."""
        return reducer_of(self.field).items(
            self.field, self._under(name, known), self.view.reader, self.policy
        )

    def _own(self, known: int | None) -> list[Development]:
        if not self._shown or known is None or self._last is None or known < self._last:
            self._shown = {name: self._under(name, known) for name in self.names}
        else:
            for name in self._published(self._last, known):
                self._shown[name] = self._under(name, known)
        return [each for name in self.names for each in self._shown[name]]

    def _published(self, last: int, known: int) -> Iterator[str]:
        """Yield the developments of which something was published after `last`, up to `known`."""
        if not self._news:
            marks: dict[int, list[str]] = {}
            for each in self.dossiers():
                for mark in each.breaks:
                    marks.setdefault(mark, []).append(each.name)
            self._news = {mark: marks[mark] for mark in sorted(marks)}
        ordered = list(self._news)
        for mark in ordered[bisect_right(ordered, last) : bisect_right(ordered, known)]:
            yield from self._news[mark]

    def _under(self, name: str, known: int | None) -> list[Development]:
        """Return what is visible of a development where it stands under the key."""
        keys, policy = self.view.reader.keys, self.projection.policy or DEFAULT_POLICY
        found = self.view.dossier(name).developments(known)
        return [each for each in found if self.key in keys(each, self.projection.key, policy)]
