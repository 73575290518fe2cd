"""Computes the state of one target at resolved axes."""

from __future__ import annotations

from chrono.ask.axes import Axes
from chrono.fold.states import State
from chrono.fold.view import View
from chrono.model.projection import FieldsByName, Projection


def state(view: View, projection: Projection, key: str, axes: Axes) -> State:
    """Return the state of a projection for one key, in the view at the axes' position."""
    fields = view.fields(projection, key, until=axes.until, known_at=axes.known, sources=axes.sources)
    return State(
        projection=projection.name,
        key=key,
        as_of=axes.as_of,
        known_at=axes.known_at,
        recorded_at=axes.recorded_at,
        according_to=axes.according_to,
        position=axes.position,
        shelf=view.shelf,
        fields=FieldsByName(projection, fields),
    )
