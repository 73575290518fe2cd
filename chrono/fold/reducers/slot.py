"""A member of a set or a row of a map, which holds apart from the others."""

from __future__ import annotations

import attrs

from chrono.fold.reducers.items import Item
from chrono.fold.states import Member
from chrono.resolve.accounts import Account
from chrono.values.canonical_json import jsontext


@attrs.frozen(kw_only=True)
class Slot:
    """What can hold in one slot: a member of a set, or a row of a map."""

    name: str
    certainty: str
    value: object
    """What certainly holds there."""
    possible: tuple[object, ...]
    """What can hold there, None for nothing, where that is open."""
    members: tuple[Member, ...]
    used: tuple[Item, ...]
    on: tuple[Account, ...]
    """The accounts on which the slot rests."""
    observed: tuple[Item, ...]
    """Observations that contradict what bears."""
    removed: tuple[Member, ...]

    @property
    def verdict(self) -> tuple[object, ...]:
        """What another account must change for the field to be disputed."""
        members = [(each.certainty, jsontext(each.value)) for each in self.members]
        return self.certainty, jsontext(self.value), *sorted(map(jsontext, self.possible)), *sorted(members)
