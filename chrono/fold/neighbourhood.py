"""The developments that links join, which the states of all keys that have some of them share.

A chain of links through many keys is put in order once, not once for every key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import overload

import attrs

from chrono.fold.worlds import Frame, Node
from chrono.model.policy import Policy
from chrono.resolve.developments import Development


@attrs.define(eq=False, repr=False)
class Neighbourhood:
    """All visible developments that links join, and the frames in which they stand."""

    developments: Sequence[Development]
    bases: dict[Policy, list[Frame]] = attrs.field(factory=dict)
    """The frames in which they stand as their accounts do, as `FieldFold.bases`."""
    others: dict[object, list[Frame]] = attrs.field(factory=dict)
    """Those of what could stand otherwise, as `FieldFold.others`."""
    _disputed: dict[Policy, list[Development]] = attrs.field(factory=dict)

    @cached_property
    def shared(self) -> bool:
        """Whether their order is the same whichever is named first: no denials, no order of a day."""
        return not any(each.denials or each.first.sequence for each in self.developments)

    @cached_property
    def linking(self) -> bool:
        """Whether any of them names another that it follows."""
        return any(each.after for each in self.developments)

    def disputed(self, policy: Policy) -> list[Development]:
        """Return those of which accounts differ in the date."""
        if policy not in self._disputed:
            self._disputed[policy] = [
                each for each in self.developments if len(each.accounts) > 1 and each.dating(policy).disputed
            ]
        return self._disputed[policy]


@attrs.define(eq=False, repr=False)
class Neighbours(Sequence[Development]):
    """The developments of a neighbourhood but some, found when somebody asks for them."""

    around: Neighbourhood
    own: frozenset[Node]

    @cached_property
    def _found(self) -> list[Development]:
        return [each for each in self.around.developments if each.node not in self.own]

    @overload
    def __getitem__(self, index: int) -> Development: ...

    @overload
    def __getitem__(self, index: slice) -> list[Development]: ...

    def __getitem__(self, index: int | slice) -> Development | list[Development]:
        return self._found[index]

    def __iter__(self) -> Iterator[Development]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
