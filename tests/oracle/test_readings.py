"""What the contract says where no acceptance case reaches, put to the oracle by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from chrono.values import times
from oracle.answers import Answer
from oracle.asking import Question, ask
from oracle.books import book
from oracle.knowledge import named
from oracle.values import names

BOOK = """
[storybook]
name = "shops"
title = "Shops"
[kinds."opened"]
fields = { shop = "word", price = "quantity?" }
[kinds."closed"]
fields = { shop = "word" }
[kinds."seen"]
fields = { shop = "word", state = "word" }
[kinds."stay"]
span = true
identity = ["shop", "@start"]
fields = { shop = "word" }
[projections.shop]
title = "Shop"
key = "shop"
[projections.shop.fields.state]
reduce = "status"
initial = "unheard of"
on = { opened = "open", closed = "closed" }
observe = { seen = { field = "state" } }
[projections.shop.fields.openings]
reduce = "count"
of = ["opened"]
[projections.shop.fields.price]
reduce = "latest"
from = { opened = "price" }
"""
A: dict[str, Any] = {"record": "source", "slug": "a", "publisher": "A", "published": "2024-06-01"}
B: dict[str, Any] = {"record": "source", "slug": "b", "publisher": "B", "published": "2024-06-01"}


def report(
    kind: str, occurred: object, *, data: Mapping[str, object] | None = None, **given: object
) -> dict[str, Any]:
    """Return a report by A of something at the shop x."""
    name = f"{kind} {occurred}"
    found = {"record": "report", "id": name, "kind": kind, "source": "a", "occurred": occurred}
    return {"development": name, **found, "data": {"shop": "x", **(data or {})}, **given}


def answer(
    field: str, *records: dict[str, Any], as_of: str = "2024-12-31", known_at: str | None = None
) -> Answer:
    """Return the state of a field of the shop x."""
    rows = [(number + 2, record) for number, record in enumerate(records)]
    question = Question(target="shop/x", as_of=as_of, known_at=known_at)
    return ask(book(BOOK), rows, question)[field]


@pytest.mark.parametrize(
    ("zone", "hour", "known"),
    [
        (None, "2024-02-06T20:00:00Z", 0),
        (None, "2024-02-07T00:00:00Z", 1),
        ("+09:00", "2024-02-06T01:00:00Z", 1),
    ],
)
def test_a_time_of_publication_without_offset_is_read_in_its_zone_and_counts_as_its_day_without(
    zone: str | None, hour: str, known: int
) -> None:
    source = {**A, "zone": zone} if zone else A
    told = report("opened", "2024-01-05", reported="2024-02-06T10:00:00")
    found = answer("openings", source, told, known_at=hour)
    assert (found.certainty == "certain") == bool(known)


def test_a_correction_that_makes_a_plan_occurred_bounds_its_date_by_its_own_publication() -> None:
    plan = report("opened", "2024-02", reported="2024-01-01", modality="planned", id="r")
    correction = {"record": "correction", "id": "c", "of": "r", "reported": "2024-02-10", "why": "so"}
    made = {**correction, "modality": "occurred"}
    assert answer("openings", A, plan, made, as_of="2024-02-10").value == 1
    assert answer("openings", A, plan, made, as_of="2024-02-09").range == [0, 1]


def test_the_bounds_of_a_beginning_are_given_where_its_publication_narrows_them() -> None:
    found = answer("state", A, report("opened", "2024-02", reported="2024-02-10"))
    assert (found.since, found.since_bounds) == (
        "2024-02",
        (times.bound("2024-01-31") + 1, times.bound("2024-02-10")),
    )
    assert answer("state", A, report("opened", "2024-02")).since_bounds is None


def test_amounts_in_other_units_stand_beside_and_dispute_nothing() -> None:
    told = [
        report("opened", "2024-01-05", source=source, id=source, data={"price": f"5 {unit}"})
        for source, unit in (("a", "USD"), ("b", "EUR"))
    ]
    found = answer("price", A, B, *told)
    assert (found.value, found.disputed, found.alternatives) == ({"amount": 5, "unit": "EUR"}, False, [])
    assert [(each["value"], each["reports"]) for each in found.other_units] == [
        ({"amount": 5, "unit": "USD"}, ["a"])
    ]


def test_an_observation_that_contradicts_what_bears_disputes_and_changes_no_value() -> None:
    told = [report("opened", "2024-01-05"), report("seen", "2024-01-07", data={"state": "closed"})]
    found = answer("state", A, *told)
    assert (found.value, found.since, found.disputed) == ("open", "2024-01-05", True)
    assert found.observed == [["seen 2024-01-07"]]


def test_a_tie_of_denial_and_account_makes_possible_and_each_side_is_an_alternative() -> None:
    told = report("opened", "2024-01-05", id="yes")
    denied = report("opened", "2024-01-05", id="no", source="b", modality="denied")
    found = answer("openings", A, B, told, denied)
    assert (found.value, found.certainty, found.range) == (None, "possible", [0, 1])
    assert {each["value"]: each["reports"] for each in found.alternatives} == {0: ["no"], 1: ["yes"]}


@pytest.mark.parametrize(
    ("occurred", "name"),
    [("2017", "stay:x/2017"), ("2017/2018", "stay:x/2017"), ("../2018", "stay:x/../2018")],
)
def test_the_beginning_of_a_span_names_it_and_where_that_is_open_all_of_it(occurred: str, name: str) -> None:
    record = {**report("stay", occurred), "development": None}
    assert named(book(BOOK), record, names([])) == name
