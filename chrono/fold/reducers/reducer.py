"""A reducer as one value: what it listens to, how it is folded, and what holds of its values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import attrs

from chrono.errors import quoted
from chrono.fold.readings import Reader
from chrono.fold.reducers.items import FieldInput, Item
from chrono.fold.reducers.making import ItemMaker
from chrono.fold.reducers.slot import Slot
from chrono.fold.states import FieldState
from chrono.model.fields import SPECS, Field, ReducerSpec
from chrono.model.policy import Policy
from chrono.resolve.developments import Development


@attrs.frozen(kw_only=True, repr=False)
class Reducer:
    """How one field follows from developments.

    What a storybook can declare of it is its `spec`, which the layers below know too.
    """

    name: str
    make: ItemMaker
    """Makes the items of one development in one role."""
    fold: Callable[[FieldInput], FieldState]
    """Returns the state of a field with at least one item, disputes of dates and denials apart."""
    empty: FieldState
    """The state of a field on which nothing visible bears at any time; a status shows its `initial`."""
    holds_until_next: bool = False
    """Whether a value holds until another takes its place, in all of the field or in one slot."""
    slots: Callable[[FieldInput], Mapping[str, Slot]] | None = None
    """Returns the members or rows, each of which holds apart from the others; None where there are none."""
    whole: Callable[[Mapping[str, Slot]], FieldState] | None = None
    """Returns the state that members or rows make together."""
    tallies: bool = False
    """Whether of a date it matters alone if it has come: no order, and no date is shown as value."""
    accumulates: bool = False
    """Whether a development adds its part for good, whatever else comes."""
    keeps_first: bool = False
    """Whether the value never changes once something has certainly occurred."""
    has_end: bool = False
    """Whether the value is a tenure, which lasts as long as it has no end."""
    shows_what_is_read: bool = True
    """Whether a value is of the type of the field that is read of a development."""
    spec: ReducerSpec = attrs.field()
    """By default the row of its name in `chrono.model.fields.SPECS`; without one the import fails."""

    @spec.default
    def _declared(self) -> ReducerSpec:
        if self.name not in SPECS:
            raise LookupError(f"the reducer {quoted(self.name)} has no row in chrono.model.fields.SPECS")
        return SPECS[self.name]

    @property
    def slotted(self) -> bool:
        """Whether members or rows have slots of their own."""
        return self.slots is not None

    @property
    def holds_one_value(self) -> bool:
        """Whether one value holds in the whole field until the next."""
        return self.holds_until_next and not self.slotted

    @property
    def takes_columns(self) -> bool:
        """Whether it takes several fields of every development, named by the field, not by kind."""
        return "fields" in self.spec.options

    def items(
        self, field: Field, developments: Iterable[Development], reader: Reader, policy: Policy
    ) -> list[Item]:
        """Return every item of a field: the developments of its kinds and modality that are not silent."""
        found: list[Item] = []
        key = (id(field), policy)
        for development in developments:
            if development.modality in field.modality and not field.kinds.isdisjoint(development.kinds):
                made = development.cache.get(key)
                if made is None:
                    made = development.cache[key] = self._items(field, development, reader, policy)
                found += made  # type: ignore[arg-type]
        return found

    def _items(self, field: Field, development: Development, reader: Reader, policy: Policy) -> list[Item]:
        if not reader.matches(development, field, policy):
            return []
        return self.items_of(field, development, reader, policy)

    def items_of(self, field: Field, development: Development, reader: Reader, policy: Policy) -> list[Item]:
        """Return the items of a development that takes part."""
        return [
            item
            for role, picks in field.roles.items()
            if not development.kinds.isdisjoint(picks)
            for item in self.make(development, role, picks, reader, policy)
        ]
