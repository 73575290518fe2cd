"""A replay of spans whose ends are imprecise gives every distinct state of the days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from given import Record, new_chronicle
from hypothesis import given
from hypothesis import strategies as st
from laws import law

BOOK = """
[storybook]
name = "stays"
[kinds.stay]
span = true
fields.shop = "word"
fields.member = "word"
[projections.shop]
key = "shop"
[projections.shop.fields]
staying = { reduce = "set", during = { stay = "member" } }
last = { reduce = "latest", from = { stay = "member" } }
"""
STARTS = ("2024-04-03", "2024-04-03/2024-04-08", "2024-04-02/2024-04-05", "2024-04", "..", "")
ENDS = ("2024-04-03", "2024-04-03/2024-04-09", "2024-04-07", "2024-04", "2024-04/2024-05", "..", "")
DAYS = [str(date(2024, 3, 30) + timedelta(days=n)) for n in range(65)]


@st.composite
def stays(draw: st.DrawFn) -> list[Record]:
    found: list[Record] = []
    for n in range(draw(st.integers(1, 3))):
        start, end = draw(st.sampled_from(STARTS)), draw(st.sampled_from(ENDS))
        end = end or ("" if start else "2024-04-12")  # a span with neither end is refused
        links = [f"d{m}" for m in range(n) if draw(st.booleans())]
        found.append(
            {
                "kind": "stay",
                "id": f"r{n}",
                "development": f"d{n}",
                "source": "a",
                "occurred": {"start": start, "end": end},
                "after": links,
                "data": {"shop": "x", "member": draw(st.sampled_from(("ann", "bob")))},
            }
        )
    return found


@law(60)
@given(stays())
def test_a_replay_by_world_of_spans_is_every_distinct_state_of_the_days(records: list[Record]) -> None:
    told = new_chronicle(BOOK)
    told.append({"record": "source", "slug": "a", "publisher": "A", "published": "2024-06-01"}, *records)
    states = [(day, told.state("shop/x", as_of=day)) for day in DAYS]
    shown = [(day, {name: each.to_dict() for name, each in state.fields.items()}) for day, state in states]

    steps = {
        str(each.at): {name: field.to_dict() for name, field in each.state.fields.items()}
        for each in told.replay("shop/x", by="world", start=DAYS[1], end=DAYS[-1])
    }

    assert steps == {day: state for (_, before), (day, state) in pairwise(shown) if state != before}
