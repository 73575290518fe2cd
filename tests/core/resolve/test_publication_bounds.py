"""What is told to have happened had happened by the time it was told."""

from __future__ import annotations

import pytest
from things import correction, cut, held, put, source, things


def test_what_has_happened_lies_no_later_than_its_publication() -> None:
    told = things(source("a", "2024-02-10"), put("2024-02", word="one"))

    told.as_of("2024-02-09").shows("word", certainty="possible")
    told.as_of("2024-02-10").shows("word", value="one", certainty="certain")


def test_the_date_is_shown_as_given() -> None:
    told = things(source("a", "2024-02-10"), put("2024-02", word="one"), cut("2024-01"))

    told.shows("word", since="2024-02").shows("when", value="2024-02")
    told.shows("tenure", value={"start": "2024-02", "end": None})


def test_what_is_planned_is_not_bounded() -> None:
    told = things(source("a", "2024-02-10"), put("2024-03", development="d", modality="planned"))

    told.chronicle.append(put("2024-03", development="e", modality="alleged"))
    shown = told.chronicle.check("thing/x", as_of="2025-01-01").findings
    assert [(each.sort, each.development) for each in shown if each.sort != "unconfirmed"] == [
        ("overdue", "d"),
        ("before its date", "e"),
    ]


def test_a_date_after_the_publication_stands_as_given() -> None:
    told = things(source("a", "2024-02-10"), put("2024-03-01", word="one"))

    told.as_of("2024-02-20").shows("word", value=None, certainty="certain")
    told.as_of("2024-03-01").shows("word", value="one", certainty="certain")


@pytest.mark.parametrize(
    "change", [{"occurred": "2024-03"}, {"modality": "occurred"}], ids=["the date", "that it has occurred"]
)
def test_a_correction_that_gives_it_bounds_it_by_its_own_publication(change: dict[str, object]) -> None:
    told = things(
        source("a", "2024-02-10"),
        put("2024-03", id="r", word="one", modality="planned"),
        correction("r", "2024-03-05", modality="occurred"),
        correction("r", "2024-03-10", **change),
    )

    told.as_of("2024-03-09").shows("word", certainty="possible")
    told.as_of("2024-03-10").shows("word", value="one", certainty="certain")


def test_accounts_agree_by_their_bounded_dates() -> None:
    told = things(
        source("early", "2024-02-10"),
        source("late", "2024-03-10"),
        put("2024-02", development="d", source="early", word="one"),
        put("2024-02-20", development="d", source="late", word="one"),
    )

    told.as_of("2024-02-15").shows("word", disputed=True)


def test_a_span_is_bounded_at_its_start_alone() -> None:
    told = things(source("a", "2024-02-10"), held({"start": "2024-02", "end": "2024-05"}, members=["m"]))

    told.as_of("2024-02-10").shows("guests", value=["m"], certainty="certain")
    told.as_of("2024-05-15").shows("guests", value=[], possible=["m"])


# --- the ends of a span --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "occurred",
    [
        pytest.param("2024-04-15/2024-04", id="an end within the month of the start"),
        pytest.param("2024-04/2024-04-15", id="a start within the month of the end"),
        pytest.param({"start": "2024-04-15", "end": "2024-04/2024-05"}, id="an end within two months"),
    ],
)
def test_a_span_never_ends_before_its_start(occurred: object) -> None:
    told = things(held(occurred, members=["m"]))

    told.as_of("2024-04-15").shows("guests", value=["m"], certainty="certain", possible=[])
