"""The reducers that hold many values: `set`, `map` and `collect`."""

from __future__ import annotations

import pytest
from given import given
from things import cut, held, put, seen, things

UNKNOWN = {"unknown": True}


def test_a_set_holds_what_was_added_and_not_removed_sorted() -> None:
    told = things(
        put("2024-01-01", members=["c", "a"]),
        put("2024-02-01", members=["b"]),
        cut("2024-03-01", members=["a"]),
    )

    told.as_of("2024-02-01").shows("members", value=["a", "b", "c"], certainty="certain")
    told.shows("members", value=["b", "c"], certainty="certain", possible=[])


def test_a_set_is_empty_and_certain_before_anything_was_added() -> None:
    things(put("2024-02-01", members=["a"])).as_of("2024-01-01").shows(
        "members", value=[], certainty="certain", members=[]
    )


def test_a_set_on_which_nothing_bears_is_none_with_value_null() -> None:
    things(put("2024-01-01", word="one")).shows("members", value=None, certainty="none")


def test_a_member_added_at_a_vague_time_is_possible_beyond_the_certain_ones() -> None:
    told = things(put("2024-01-01", members=["a"]), put("2024-02", members=["b"]))

    told.as_of("2024-02-10").shows("members", value=["a"], certainty="possible", possible=["b"])


def test_each_member_tells_its_certainty_beginning_and_reports() -> None:
    told = things(put("2024-01-01", id="r", members=["a"]), put("2024-02", id="s", source="b", members=["b"]))

    told.as_of("2024-02-10").shows(
        "members",
        members=[
            {"value": "a", "certainty": "certain", "since": "2024-01-01", "reports": ["r"], "sources": ["a"]},
            {"value": "b", "certainty": "possible", "since": "2024-02", "reports": ["s"], "sources": ["b"]},
        ],
    )


def test_a_member_may_come_back() -> None:
    told = things(
        put("2024-01-01", members=["a"]), cut("2024-02-01", members=["a"]), put("2024-03-01", members=["a"])
    )

    told.as_of("2024-02-15").shows("members", value=[])
    told.shows("members", value=["a"])


def test_before_a_removal_with_no_earlier_addition_the_member_is_unknown() -> None:
    told = things(put("2024-01-01", members=["a"]), cut("2024-03-01", members=["b"]))

    told.as_of("2024-02-01").shows("members", value=["a"], certainty="unknown")
    told.shows("members", value=["a"], certainty="certain")


def test_a_removed_member_stands_in_explain_as_absent() -> None:
    told = things(put("2024-01-01", members=["a"]), cut("2024-02-01", id="out", members=["a"]))
    removed = told.chronicle.explain("thing/x.members", as_of="2024-03-01").fields["members"].removed

    assert [(each.value, each.certainty, each.reports) for each in removed] == [("a", "absent", ("out",))]


def test_an_observed_member_is_in_and_asserts_no_beginning() -> None:
    told = things(seen("2024-02-01", id="r", members=["a"]))

    told.shows(
        "members",
        value=["a"],
        certainty="certain",
        members=[{"value": "a", "certainty": "certain", "since": None, "reports": ["r"], "sources": ["a"]}],
    )
    told.as_of("2024-01-01").shows("members", value=[], certainty="unknown")


def test_an_observation_of_a_removed_member_disputes_and_brings_nothing_back() -> None:
    told = things(
        put("2024-01-01", members=["a"]), cut("2024-02-01", members=["a"]), seen("2024-03-01", members=["a"])
    )

    told.shows("members", value=[], disputed=True)


def test_a_member_holds_during_a_span_both_days_inclusive() -> None:
    told = things(held("2024-02-01/2024-03-31", members=["a"]))

    for day, value in (("2024-01-31", []), ("2024-02-01", ["a"]), ("2024-03-31", ["a"]), ("2024-04-01", [])):
        told.as_of(day).shows("guests", value=value, certainty="certain")


def test_a_year_alone_holds_during_all_of_it() -> None:
    told = things(held("2017", members=["a"]))

    for day, value in (("2016-12-31", []), ("2017-01-01", ["a"]), ("2017-12-31", ["a"]), ("2018-01-01", [])):
        told.as_of(day).shows("guests", value=value, certainty="certain")


def test_a_span_with_imprecise_ends_is_possible_at_both() -> None:
    told = things(held({"start": "2024-02", "end": "2024-05"}, members=["a"]))

    for day, value, certainty in (
        ("2024-01-31", [], "certain"),
        ("2024-02-15", [], "possible"),
        ("2024-03-15", ["a"], "certain"),
        ("2024-05-15", [], "possible"),
        ("2024-06-01", [], "certain"),
    ):
        told.as_of(day).shows("guests", value=value, certainty=certainty)


def test_an_open_span_still_holds() -> None:
    things(held("2024-02-01/..", members=["a"])).shows("guests", value=["a"], certainty="certain")


def test_a_removal_ends_what_a_span_holds() -> None:
    told = things(held("2024-02-01/..", members=["a"]), cut("2024-03-01", members=["a"]))

    told.as_of("2024-02-15").shows("guests", value=["a"])
    told.shows("guests", value=[], certainty="certain")


def test_a_set_of_several_fields_has_rows_in_the_order_named_and_null_where_silent() -> None:
    told = things(put("2024-01-01", who="b", role="chair"), put("2024-02-01", who="a"))

    told.shows("pairs", value=[["a", None], ["b", "chair"]])


def test_members_that_tied_accounts_name_are_only_possible() -> None:
    told = things(
        put("2024-01-01", development="d", source="a", who="p", role="chair"),
        put("2024-01-01", development="d", source="b", who="p", role="clerk"),
    )

    told.shows(
        "pairs", value=[], certainty="possible", possible=[["p", "chair"], ["p", "clerk"]], disputed=True
    )


def test_a_map_holds_the_last_row_put_for_each_key() -> None:
    told = things(
        put("2024-01-01", who="a", role="chair"),
        put("2024-02-01", who="b", role="clerk"),
        put("2024-03-01", who="a", role="guest"),
    )

    told.as_of("2024-02-15").shows("roles", value={"a": "chair", "b": "clerk"}, possible={})
    told.shows("roles", value={"a": "guest", "b": "clerk"})


def test_a_dropped_row_is_gone() -> None:
    told = things(put("2024-01-01", who="a", role="chair"), cut("2024-02-01", who="a"))

    told.shows("roles", value={}, certainty="certain")


def test_a_map_on_which_nothing_bears_has_null_for_value_and_an_empty_possible() -> None:
    things(put("2024-01-01", word="one")).shows("roles", value=None, certainty="none", possible={})


def test_the_possible_rows_of_a_map_stand_by_key_with_null_for_none() -> None:
    told = things(
        put("2024-01-01", who="a", role="chair"),
        put("2024-02", source="b", who="a", role="guest"),
        put("2024-02", source="c", who="b", role="clerk"),
    )

    told.as_of("2024-02-10").shows(
        "roles", value={}, certainty="possible", possible={"a": ["chair", "guest"], "b": [None, "clerk"]}
    )


def test_members_of_a_map_carry_their_key() -> None:
    told = things(put("2024-01-01", id="r", who="a", role="chair"))

    told.shows(
        "roles",
        members=[
            {
                "key": "a",
                "value": "chair",
                "certainty": "certain",
                "since": "2024-01-01",
                "reports": ["r"],
                "sources": ["a"],
            }
        ],
    )


def test_a_row_put_with_a_disputed_value_disputes_the_map() -> None:
    told = things(
        put(
            "2024-01-01",
            development="d",
            source="a",
            who="p",
            role="chair",
            attribution={"standing": "document"},
        ),
        put("2024-01-01", development="d", source="b", who="p", role="clerk"),
    )

    told.differs_in("roles", {"p": "chair"}, {"p": "clerk"}, value={"p": "chair"}, certainty="certain")


BOARD = """
[storybook]
name = "board"
[kinds.sat]
fields.board = "entity"
fields.body = "entity"
fields.seats = "entity[]"
fields.role = "word"
fields.pay = "number?"
[projections.board]
key = "board"
[projections.board.fields.chairs]
reduce = "map"
put = { sat = { key = ["body", "seats"], value = ["role", "pay"] } }
"""


def test_a_key_of_several_fields_is_a_json_list_and_a_list_gives_a_row_for_each_value() -> None:
    data = {"board": "x", "body": "audit", "seats": ["ann", "bob"], "role": "chair", "pay": 5}
    told = given({"source": "a", "kind": "sat", "occurred": "2024-01-01", "data": data}, storybook=BOARD)

    told.about("board/x").as_of("2024-02-01").shows(
        "chairs",
        value={
            '["audit","ann"]': {"role": "chair", "pay": 5},
            '["audit","bob"]': {"role": "chair", "pay": 5},
        },
    )


def test_collect_lists_every_development_in_world_order_with_null_where_silent() -> None:
    told = things(put("2024-02-01", word="two", amount="5 USD"), put("2024-01-01", word="one"))

    told.shows(
        "all",
        value=[{"word": "one", "amount": None}, {"word": "two", "amount": {"amount": 5, "unit": "USD"}}],
        certainty="certain",
    )


def test_collect_shows_what_may_have_occurred_among_the_possible() -> None:
    told = things(put("2024-01-01", word="one"), put("2024-02", word="two"), put("2024-03-01", word="three"))

    told.as_of("2024-02-10").shows(
        "all",
        value=[{"word": "one", "amount": None}],
        possible=[{"word": "two", "amount": None}],
        certainty="possible",
    )


@pytest.mark.parametrize("field", ["members", "roles", "all"])
def test_a_collection_as_a_whole_has_no_beginning(field: str) -> None:
    things(put("2024-01-01", members=["a"], who="a", role="r", word="w")).shows(field, since=None)
