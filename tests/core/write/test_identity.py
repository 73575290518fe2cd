"""The name of a development that is identified by when it began."""

from __future__ import annotations

import pytest
from given import given

from chrono.errors import ChronoError

BOOK = """
[storybook]
name = "stays"
[kinds.stay]
span = true
identity = ["guest", "@start"]
fields.guest = "entity"
[projections.guest]
key = "guest"
[projections.guest.fields]
count = { reduce = "count", of = ["stay"] }
"""


@pytest.mark.parametrize(
    ("occurred", "name"),
    [
        pytest.param("2017/2019", "stay:ann/2017", id="its start"),
        pytest.param("2017", "stay:ann/2017", id="one expression"),
        pytest.param("../2019", "stay:ann/../2019", id="an open start: all of it"),
        pytest.param("/2019", "stay:ann//2019", id="an unknown start: all of it"),
        pytest.param({"start": "2017-03", "end": "2018"}, "stay:ann/2017-03", id="a start of its own"),
    ],
)
def test_a_span_may_be_identified_by_its_start(occurred: object, name: str) -> None:
    report = {"source": "a", "kind": "stay", "occurred": occurred, "data": {"guest": "ann"}}

    [receipt] = given(report, storybook=BOOK).receipts[-1:]

    assert receipt.record["development"] == name


def test_what_is_no_span_has_no_start_to_identify_it() -> None:
    with pytest.raises(ChronoError, match="@start"):
        given(storybook=BOOK.replace("span = true", ""))


def held(occurred: str, source: str) -> dict[str, object]:
    """A report that Ann was chief of Acme from one time to another."""
    data = {"holder": "ann", "organisation": "acme", "role": "chief"}
    return {"kind": "role.held", "source": source, "occurred": occurred, "data": data}


def test_accounts_of_one_tenure_with_different_ends_are_of_one_development() -> None:
    receipts = given(held("2017/2019", "a"), held("2017/2020", "b"), held("2018/2020", "c")).receipts[-3:]

    assert [receipt.record["development"] for receipt in receipts] == [
        "role.held:ann/acme/chief/2017",
        "role.held:ann/acme/chief/2017",
        "role.held:ann/acme/chief/2018",
    ]
    assert receipts[1].joins == "role.held:ann/acme/chief/2017"
