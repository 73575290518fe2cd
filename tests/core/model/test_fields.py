"""What a field reads of a development: `@` fields, `where`, keys, and how a table becomes a field."""

from __future__ import annotations

import pytest
from given import Given, given
from things import cut, put, source, things

from chrono.model.fields import Constant, FieldRow, MapEntry, field
from chrono.model.storybook import BadStorybook, storybook

SAM = {"by": "sam", "standing": "on-record"}


def test_at_occurred_is_the_date_of_the_development() -> None:
    things(put("2024-02")).shows("when", value="2024-02")


def test_at_reported_is_the_publication_of_its_first_report() -> None:
    told = things(
        put(
            "2024-01-01",
            development="d",
            source="b",
            reported="2024-05-01",
            attribution={"standing": "document"},
        ),
        put("2024-01-01", development="d", source="a", reported="2024-03"),
    )

    told.shows("told", value="2024-03")


@pytest.mark.parametrize(
    ("field", "value"), [("by", "sam"), ("standing", "on-record"), ("source", "b"), ("summary", "he says so")]
)
def test_an_at_field_is_that_of_the_account_that_stands_first(field: str, value: str) -> None:
    told = things(
        put("2024-01-01", development="d", source="a", summary="some say so", attribution={"by": "ann"}),
        put("2024-01-01", development="d", source="b", summary="he says so", attribution=SAM),
    )

    told.shows(field, value=value, disputed=False)


def test_at_development_is_its_name() -> None:
    things(put("2024-01-01", development="d")).shows("development", value="d")


def test_where_leaves_out_what_does_not_match() -> None:
    told = things(put("2024-01-01", word="one", role="red"), put("2024-02-01", word="two", role="blue"))

    told.shows("red", value="one").shows("word", value="two")


def test_a_development_silent_on_a_condition_does_not_match() -> None:
    things(put("2024-01-01", word="one")).shows("red", certainty="none")


def test_a_tie_on_a_condition_does_not_match() -> None:
    told = things(
        put("2024-01-01", development="d", source="a", word="one", role="red"),
        put("2024-01-01", development="d", source="b", word="one", role="blue"),
    )

    told.shows("red", certainty="none").shows("word", value="one")


def test_a_condition_compares_what_stands_first_and_disputes_nothing() -> None:
    told = things(
        put("2024-01-01", development="d", source="a", word="one", role="red", attribution=SAM),
        put("2024-01-01", development="d", source="b", word="one", role="blue"),
    )

    told.shows("red", value="one", disputed=False)


def test_a_list_meets_a_condition_that_it_contains() -> None:
    told = things(
        put("2024-01-01", word="one", members=["them", "us"]), put("2024-02-01", word="two", members=["them"])
    )

    told.shows("ours", value="one")


def test_a_tied_key_puts_the_development_under_each_and_disputes_nothing() -> None:
    told = things(
        put("2024-01-01", development="d", source="a", thing="x", word="one"),
        put("2024-01-01", development="d", source="b", thing="y", word="one"),
    )

    for key in "xy":
        told.about(f"thing/{key}").shows("word", value="one", disputed=False)


def test_a_list_for_a_key_puts_the_development_under_each_value() -> None:
    told = things(
        put("2024-01-01", word="one", members=["p", "q"]), put("2024-02-01", word="two", members=["q"])
    )

    told.about("group/p").shows("word", value="one")
    told.about("group/q").shows("word", value="two")


def test_a_star_makes_one_single_state() -> None:
    told = things(put("2024-01-01", thing="x"), put("2024-01-01", thing="y"), cut("2024-01-01"))

    told.about("everything").shows("count", value=2)


LIVES = """
[storybook]
name = "lives"
[kinds.born]
fields.child = "entity"
fields.place = "text"
[kinds.wed]
fields.spouse = "entity"
fields.other = "entity"
[kinds.walked]
fields.child = "entity"
[projections.life]
key = { born = "child", wed = "spouse" }
[projections.life.fields]
steps = { reduce = "count", of = ["born", "wed", "walked"] }
"""


def test_a_key_may_be_another_field_in_each_kind_and_other_kinds_have_no_part() -> None:
    told = given(
        source("a", "2024-06-01"),
        {"source": "a", "kind": "born", "occurred": "1990", "data": {"child": "ann", "place": "Tokyo"}},
        {"source": "a", "kind": "wed", "occurred": "2020", "data": {"spouse": "ann", "other": "bob"}},
        {"source": "a", "kind": "walked", "occurred": "1991", "data": {"child": "ann"}},
        storybook=LIVES,
    )

    told.about("life/ann").as_of("2024-06-01").shows("steps", value=2)


def test_a_bare_word_of_a_status_is_a_state_and_a_table_names_a_field() -> None:
    made = field("s", {"reduce": "status", "on": {"put": {"field": "word"}, "cut": "gone"}})

    assert made.roles == {"set": {"put": "word", "cut": Constant("gone")}}
    assert made.kinds == {"put", "cut"}


def test_a_table_becomes_the_picks_that_its_reducer_reads() -> None:
    latest = field(
        "f", {"reduce": "latest", "from": {"put": "word", "cut": {"value": "none"}, "seen": {"value": 3}}}
    )
    rows = field(
        "m", {"reduce": "map", "put": {"put": {"key": ["who"], "value": ["role"]}}, "drop": {"cut": ["who"]}}
    )

    assert latest.roles["set"] == {"put": "word", "cut": Constant(None), "seen": Constant(3)}
    assert rows.roles == {
        "set": {"put": MapEntry(("who",), ("role",))},
        "remove": {"cut": FieldRow(("who",))},
    }


def test_a_field_folds_what_occurred_unless_it_asks_for_another_modality() -> None:
    assert field("f", {"reduce": "count", "of": ["put"]}).modality == ("occurred",)
    assert field("f", {"reduce": "count", "of": ["put"], "modality": ["planned"]}).modality == ("planned",)


DOORS = """
[storybook]
name = "doors"
[kinds.opened]
fields.house = "entity"
fields.door = "word?"
fields.by = "entity?"
[kinds.shut]
fields.house = "entity"
fields.door = "word?"
fields.next = "date?"
[projections.house]
key = "house"
[projections.house.fields.doors]
reduce = "map"
[projections.house.fields.doors.put]
opened = { key = [{ field = "door", silent = "null" }], value = [{ value = "open" }] }
shut = { key = [{ field = "door", silent = "null" }], value = [{ value = "shut" }] }
[projections.house.fields.next]
reduce = "latest"
from = { opened = { value = "none" }, shut = { field = "next", silent = "never" } }
"""


def doors(*reports: tuple[str, str, dict[str, object]]) -> Given:
    """What is told of a house, each report as kind, day in January 2024, and data; asked a month later."""
    told = [
        {"source": "a", "kind": kind, "occurred": f"2024-01-{day}", "data": {"house": "h", **data}}
        for kind, day, data in reports
    ]
    return given(*told, storybook=DOORS).about("house/h").as_of("2024-02-01")


def test_a_map_holds_a_constant_for_each_kind_and_a_row_for_what_no_account_names() -> None:
    told = doors(("opened", "01", {"door": "front"}), ("opened", "02", {}), ("shut", "03", {"door": "front"}))

    told.as_of("2024-01-02").shows("doors", value={"front": "open", "null": "open"})
    told.shows("doors", value={"front": "shut", "null": "open"}, certainty="certain")


def test_a_value_stands_where_all_accounts_are_silent_and_only_there() -> None:
    told = doors(("opened", "01", {}), ("shut", "03", {}))
    other = {
        "source": "b",
        "kind": "shut",
        "occurred": "2024-01-03",
        "data": {"house": "h", "next": "2024-03"},
    }

    told.as_of("2024-01-02").shows("next", value=None, certainty="certain")
    told.shows("next", value="never")
    both = told.and_then({**other, "development": told.receipts[-1].record["development"]})
    both.shows("next", value="2024-03", disputed=False, alternatives=[])


def test_the_accounts_of_a_row_are_shown_with_what_each_gives() -> None:
    told = doors(("opened", "02", {})).field("doors")

    assert [each["value"] for each in told["accounts"]] == [{"door": None, "value": "open"}]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('{ value = "open" }', '{ valeu = "open" }', id="no such key"),
        pytest.param('{ value = "open" }', "{ value = [1] }", id="no single value"),
        pytest.param(
            ', silent = "null" }], value = [{ value = "open"', ' }], value = [{ value = "open"', id="half"
        ),
    ],
)
def test_what_stands_for_a_field_of_a_row_is_checked(old: str, new: str) -> None:
    assert old in DOORS

    with pytest.raises(BadStorybook, match=r'fields\.doors\.put\."opened": wants'):
        storybook(DOORS.replace(old, new, 1))
