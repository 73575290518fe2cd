"""The table of reducers: what is missing is told at import, never at the first question."""

from __future__ import annotations

import pytest

from chrono.fold.reducers.items import FieldInput
from chrono.fold.reducers.making import one_item
from chrono.fold.reducers.medians import MEDIAN
from chrono.fold.reducers.reducer import Reducer
from chrono.fold.reducers.table import reducer_of, table
from chrono.fold.states import FieldState
from chrono.model.fields import latest


def fold(_: FieldInput) -> FieldState:
    return FieldState()


def test_a_reducer_that_is_declared_and_not_made_is_refused_by_name() -> None:
    with pytest.raises(LookupError, match=r'chrono\.fold\.reducers\.table\.REDUCERS has no entry for "mode"'):
        table((MEDIAN,), declared=("median", "mode"))


def test_a_reducer_that_is_made_and_not_declared_is_refused_by_name() -> None:
    with pytest.raises(LookupError, match=r'the reducer "mode" has no row in chrono\.model\.fields\.SPECS'):
        Reducer(name="mode", make=one_item, fold=fold, empty=FieldState())


@pytest.mark.parametrize("part", ["name", "make", "fold", "empty"])
def test_a_reducer_without_one_of_its_parts_is_refused(part: str) -> None:
    parts = {"name": "median", "make": one_item, "fold": fold, "empty": FieldState()}
    del parts[part]

    with pytest.raises(TypeError, match=part):
        Reducer(**parts)  # type: ignore[arg-type]


def test_a_field_has_the_reducer_that_it_names() -> None:
    assert reducer_of(latest({"put": "word"})).name == "latest"
