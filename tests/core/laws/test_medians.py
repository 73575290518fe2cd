"""The least median is that of every set that holds all it needs, gone through one by one."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from decimal import Decimal

import attrs
from hypothesis import given
from hypothesis import strategies as st

from chrono.fold.reducers.medians import least_median

NUMBERS = st.sampled_from([Decimal(each) for each in ("-Infinity", "-2", "0", "1", "1.5", "4", "9")])


@attrs.frozen
class Case:
    """Numbers that are sure, and possible ones with those that each needs, however far."""

    sure: list[Decimal]
    maybe: dict[int, Decimal]
    needed: dict[int, frozenset[int]]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw up to three sure numbers and seven possible ones, at least one in all."""
    sure = draw(st.lists(NUMBERS, max_size=3))
    maybe = dict(enumerate(draw(st.lists(NUMBERS, min_size=0 if sure else 1, max_size=7))))
    needed: dict[int, frozenset[int]] = {}
    for one in maybe:
        direct = draw(st.sets(st.integers(0, one - 1))) if one else set()
        needed[one] = frozenset(direct).union(*(needed[each] for each in direct))
    return Case(sure, maybe, needed)


def medians(case: Case) -> Iterator[Decimal]:
    """Yield the median of every set of the possible numbers that holds all it needs, with the sure ones."""
    for chosen in range(1 << len(case.maybe)):
        some = {one for one in case.maybe if chosen >> one & 1}
        numbers = [*case.sure, *(case.maybe[one] for one in some)]
        if numbers and all(case.needed[one] <= some for one in some):
            yield statistics.median(numbers)


@given(cases())
def test_the_least_median_is_the_least_over_all_sets_that_hold_what_they_need(case: Case) -> None:
    assert least_median(case.sure, case.maybe, case.needed) == min(medians(case))
