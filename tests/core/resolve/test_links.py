"""Links between developments: what they order, and those that cannot be used."""

from __future__ import annotations

from things import cut, held, put, source, things


def test_a_link_orders_two_vague_developments() -> None:
    told = things(
        put("2024-02", development="dx", source="a", word="one"),
        put("2024-02", development="dy", source="b", word="two", after=["dx"]),
    )

    told.as_of("2024-02-29").shows("word", value="two", certainty="certain")
    told.as_of("2024-02-15").shows("word", certainty="possible", possible=[None, "one", "two"])


def test_without_a_link_either_of_two_vague_developments_can_be_current() -> None:
    told = things(
        put("2024-02", source="a", word="one"),
        put("2024-02", source="b", word="two"),
    )

    told.shows("word", value=None, certainty="possible", possible=["one", "two"])


def test_a_link_reaches_through_a_development_of_another_key() -> None:
    told = things(
        put("2024-02", development="dx", source="a", word="one"),
        put("2024-02", development="between", source="b", thing="z", after=["dx"]),
        put("2024-02", development="dy", source="c", word="two", after=["between"]),
    )

    told.shows("word", value="two", certainty="certain")


def test_a_link_through_what_is_not_yet_published_does_not_hold() -> None:
    told = things(
        put("2024-02", development="dx", source="a", word="one", reported="2024-03-01"),
        put("2024-02", development="between", source="b", thing="z", after=["dx"], reported="2024-05-01"),
        put("2024-02", development="dy", source="c", word="two", after=["between"], reported="2024-03-01"),
    )

    told.known_at("2024-04-30").shows("word", certainty="possible")
    told.known_at("2024-05-01").shows("word", value="two", certainty="certain")


def test_a_link_that_no_placement_satisfies_is_left_unused_and_explained() -> None:
    told = things(
        put("2024-02-10", development="dx", source="a", word="one"),
        put("2024-02-01", development="dy", source="b", word="two", after=["dx"]),
    )

    told.shows("word", value="one", certainty="certain")
    assert told.chronicle.explain("thing/x", as_of="2025-01-01").unused_links == (("dy", "dx"),)


def test_a_link_binds_the_start_of_a_span() -> None:
    told = things(
        put("2024-03-10", development="dx", source="a", members=["m"]),
        held({"start": "2024-03", "end": "2024-06-30"}, source="b", after=["dx"], members=["n"]),
    )

    told.as_of("2024-03-09").shows("guests", value=[], certainty="certain")
    told.as_of("2024-03-20").shows("guests", value=["m"], possible=["n"])


def test_two_steps_of_one_day_by_a_source_in_sequence_are_taken_in_the_order_reported() -> None:
    told = things(
        source("a", "2024-02-02", sequence=True),
        put("2024-02-01", word="one"),
        put("2024-02-01", word="two"),
    )

    told.as_of("2024-02-01").shows("word", value="two", certainty="certain")


def test_the_order_of_typing_says_nothing_of_the_order_of_one_day() -> None:
    told = things(put("2024-02-01", word="one"), put("2024-02-01", word="two"))

    told.as_of("2024-02-01").shows("word", value=None, certainty="possible", possible=["one", "two"])


def test_two_steps_of_one_day_by_two_sources_leave_their_order_open() -> None:
    told = things(put("2024-02-01", source="a", word="one"), cut("2024-02-01", source="b"))

    told.as_of("2024-02-01").shows("cleared", value=None, certainty="possible", possible=["one", None])
