"""Arrival order changes nothing at the head; export then append gives equal states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

import pytest
from given import Record, new_chronicle
from histories import BOOK, answer, chronicle, fields, histories, questions, reports
from hypothesis import given
from hypothesis import strategies as st
from laws import law

from chrono.lookup.decoding import decode
from chrono.write.codec import line, parse_line


def at_moments(records: Sequence[Record]) -> list[Record]:
    """Return the reports, each published at a moment of its own: on no day are two told at once."""
    return [{**each, "reported": f"2024-02-{1 + n % 5:02}T{n:02}:00:00Z"} for n, each in enumerate(records)]


def sorted_lists(value: object) -> object:
    """Return the value with its lists of reports, sources and accounts sorted: those stand in log order."""
    if isinstance(value, dict):
        told = ("reports", "sources")
        return {
            key: sorted(each, key=str) if key in told else sorted_lists(each) for key, each in value.items()
        }
    return [sorted_lists(each) for each in value] if isinstance(value, list | tuple) else value


@law(150)
@given(
    st.integers(2, 6).flatmap(lambda n: st.tuples(*(reports(m) for m in range(n)))), st.randoms(), questions()
)
def test_arrival_order_changes_nothing_at_the_head(
    told: tuple[Record, ...], chance: Random, asked: dict[str, object]
) -> None:
    # Links are taken by position, which is a tie that the contract states: none here.
    records = at_moments([{**each, "after": []} for each in told])
    shuffled = list(records)
    chance.shuffle(shuffled)

    assert sorted_lists(fields(shuffled, asked)) == sorted_lists(fields(records, asked))


@pytest.mark.parametrize(
    ("said", "arrival"),
    [
        pytest.param(
            {"r1": "put-0 05", "r3": "put-0 15", "r4": "put-1 05", "r5": "put-1 15"},
            ("r4", "r1", "r3", "r5"),
            id="of two developments",
        ),
        pytest.param(
            {"r2": "put-0 15", "r3": "put-0 05", "r4": "put-0 15"},
            ("r3", "r4", "r2"),
            id="of one",
        ),
    ],
)
def test_alternatives_that_other_dates_make_stand_in_no_order_of_arrival(
    said: dict[str, str], arrival: tuple[str, ...]
) -> None:
    def told(names: Iterable[str]) -> object:
        made = [
            {
                "kind": "put",
                "id": name,
                "development": said[name][:5],
                "source": "a",
                "occurred": f"2024-01-{said[name][-2:]}",
                "reported": f"2024-02-0{name[1]}",
                "data": {"thing": "x"},
            }
            for name in names
        ]
        found = fields(made, {"as_of": "2024-01-10"})
        return sorted_lists([found[name]["alternatives"] for name in ("all", "count")])

    assert told(said) == told(arrival)


def test_links_that_exclude_each_other_are_taken_by_position() -> None:
    def told(order: Sequence[str]) -> object:
        made = {
            "r1": {
                "development": "put-1",
                "after": ["put-2"],
                "data": {"thing": "x", "word": "one"},
                "source": "a",
            },
            "r2": {
                "development": "put-2",
                "after": ["put-1"],
                "data": {"thing": "x", "word": "two"},
                "source": "b",
            },
        }
        records = [{"kind": "put", "id": each, "occurred": "2024-01", **made[each]} for each in order]
        found = fields(records, {"as_of": "2024-02-01"})
        return found["status"]["value"]

    # The link of the first report holds: what it follows came before it.
    assert (told(["r1", "r2"]), told(["r2", "r1"])) == ("one", "two")


@law(60)
@given(histories(most=10), questions())
def test_export_then_append_gives_equal_states(records: list[Record], asked: dict[str, object]) -> None:
    told = chronicle(records)
    copy = new_chronicle(BOOK)
    copy.append(*[parse_line(line(decode(each).record)) for each in told.records()])

    for position in range(2, told.log.head() + 1, 3):
        at = {**asked, "recorded_at": position}
        assert answer(copy, at) == answer(told, at)
    assert answer(copy, asked) == answer(told, asked)


@law(30)
@given(histories(most=10))
def test_appending_the_same_records_again_changes_nothing(records: list[Record]) -> None:
    told = chronicle(records)
    head = told.log.head()
    again = told.append(*[parse_line(line(decode(each).record)) for each in told.records()])

    assert (told.log.head(), any(each.new for each in again)) == (head, False)
