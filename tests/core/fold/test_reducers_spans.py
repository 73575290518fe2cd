"""The reducer `span`: start and end of the last tenure."""

from __future__ import annotations

from things import cut, put, things


def test_a_tenure_that_has_not_ended_has_no_end() -> None:
    things(put("2024-01-01")).shows("tenure", value={"start": "2024-01-01", "end": None}, certainty="certain")


def test_the_first_end_after_the_start_ends_the_tenure() -> None:
    told = things(put("2024-01-01"), cut("2024-03-01"), cut("2024-05-01"))

    told.as_of("2024-02-01").shows("tenure", value={"start": "2024-01-01", "end": None})
    told.shows("tenure", value={"start": "2024-01-01", "end": "2024-03-01"}, since="2024-01-01")


def test_each_beginning_starts_a_tenure_anew() -> None:
    told = things(put("2024-01-01"), cut("2024-03-01"), put("2024-04-01"))

    told.shows("tenure", value={"start": "2024-04-01", "end": None})


def test_an_end_with_no_beginning_before_it_has_no_start() -> None:
    things(cut("2024-03-01")).shows("tenure", value={"start": None, "end": "2024-03-01"})


def test_a_tenure_is_null_and_certain_before_anything_occurred() -> None:
    things(put("2024-02-01")).as_of("2024-01-01").shows("tenure", value=None, certainty="certain")


def test_a_vague_end_leaves_two_possible_tenures() -> None:
    told = things(put("2024-01-01"), cut("2024-03"))

    told.as_of("2024-03-10").shows(
        "tenure",
        value=None,
        certainty="possible",
        possible=[{"start": "2024-01-01", "end": "2024-03"}, {"start": "2024-01-01", "end": None}],
    )


def test_a_vague_start_may_not_have_begun() -> None:
    told = things(put("2024-02"))

    told.as_of("2024-02-10").shows(
        "tenure", certainty="possible", possible=[None, {"start": "2024-02", "end": None}]
    )


def test_tenures_that_read_alike_rest_on_the_reports_of_each() -> None:
    told = things(cut("2024-02", id="r1"), cut("2024-02", id="r2", source="b")).as_of("2024-02-10")

    told.shows(
        "tenure",
        possible=[None, {"start": None, "end": "2024-02"}],
        reports=["r1", "r2"],
        sources=["a", "b"],
        origins=2,
    )
