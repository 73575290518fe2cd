"""Places developments in world order by the default policy, for answers that run across projections."""

from __future__ import annotations

from collections.abc import Sequence

from chrono.fold.worlds import Frame, frame, placed
from chrono.model.policy import DEFAULT_POLICY
from chrono.resolve.developments import Development


def world_order(developments: Sequence[Development]) -> Frame:
    """Return the frame of developments, with their links; one that certainly did not happen has no place."""
    happened = [each for each in developments if each.occurrence() is not False]
    return frame(developments, {each.node: placed(each, DEFAULT_POLICY) for each in happened})
