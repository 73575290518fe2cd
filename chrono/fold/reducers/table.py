"""Every reducer by name: the one place where a new one is entered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chrono.fold.reducers.amounts import COUNT, SUM
from chrono.fold.reducers.collections import COLLECT, MEMBERS, ROWS
from chrono.fold.reducers.extremes import GREATEST, LEAST
from chrono.fold.reducers.items import FieldInput
from chrono.fold.reducers.making import one_item
from chrono.fold.reducers.medians import MEDIAN
from chrono.fold.reducers.points import FIRST, LATEST, STATUS
from chrono.fold.reducers.reducer import Reducer
from chrono.fold.reducers.spans import SPAN
from chrono.fold.states import FieldState
from chrono.model.fields import IN_PYTHON, SPECS, Field, ReducerSpec
from chrono.values.completeness import complete


def table(reducers: Iterable[Reducer], declared: Iterable[str]) -> Mapping[str, Reducer]:
    """Return reducers by name, one for each name that a storybook can give.

    Raises:
        LookupError: a name has no reducer.
    """
    return complete(
        {each.name: each for each in reducers}, declared, where="chrono.fold.reducers.table.REDUCERS"
    )


def reducer_of(field: Field) -> Reducer:
    """Return the reducer of a field; of a projection in Python one that holds for all its fields."""
    return _PYTHON_REDUCER if field.reduce == IN_PYTHON else REDUCERS[field.reduce]


def _together(_: FieldInput) -> FieldState:
    raise AssertionError(
        "the fields of a projection in Python are folded together, by chrono.fold.python.fold"
    )


REDUCERS = table(
    (COLLECT, COUNT, FIRST, GREATEST, LATEST, LEAST, MEDIAN, MEMBERS, ROWS, SPAN, STATUS, SUM),
    declared=SPECS,
)
_PYTHON_REDUCER = Reducer(
    name=IN_PYTHON,
    make=one_item,
    fold=_together,
    empty=FieldState(),
    spec=ReducerSpec(parameters={}),
)
