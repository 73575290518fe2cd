"""The stages that a status went through: what a sentence says of it, one after the other."""

from __future__ import annotations

import attrs

from chrono.fold.field_fold import FieldFold
from chrono.fold.reducers.items import OBSERVE, Item, in_order, since_of
from chrono.fold.states import CERTAIN, POSSIBLE
from chrono.model.fields import Field
from chrono.model.policy import Policy
from chrono.model.projection import Projection


@attrs.frozen(kw_only=True)
class Stage:
    """A state that was entered, or that a source saw."""

    value: object
    date: str | None
    """When, in EDTF; of a span its start, None where that is not known."""
    certainty: str
    """Whether it was entered by the time asked for: `certain` or `possible`."""
    observed: bool = False
    """Whether a source only says that it stood so."""


def status_of(projection: Projection) -> Field | None:
    """Return the field that says where a projection's subject stands: the first that reduces to a status."""
    return next((each for each in projection.fields.values() if each.reduce == "status"), None)


def stages(fold: FieldFold, field: Field) -> tuple[Stage, ...]:
    """Return the stages that a field may have gone through by the fold's time, in world order.

    What was entered again at once is told once; what was only seen, where nothing was entered before it.
    """
    policy = fold.policy(field)
    frame = fold.frames(policy)[0]
    begun = [
        each
        for each in in_order((e for e in fold.items(field) if e.node in frame.places), frame)
        if frame.places[each.node].lo <= fold.until
    ]
    found: list[Stage] = []
    for item in begun:
        if item.tied or (item.role == OBSERVE and found):
            continue
        sure = frame.places[item.node].hi <= fold.until
        stage = _stage(item, policy, certainty=CERTAIN if sure else POSSIBLE)
        if not found or found[-1].value != stage.value:
            found.append(stage)
    return tuple(found)


def _stage(item: Item, policy: Policy, *, certainty: str) -> Stage:
    when = item.development.when(policy)
    return Stage(
        value=item.value,
        date=when.edtf if when.end is None else since_of(item.development, policy),
        certainty=certainty,
        observed=item.role == OBSERVE,
    )
