"""What occurred, was planned or alleged, or is denied; and developments whose date is disputed."""

from __future__ import annotations

from things import put, ranking, things

# --- modality ---


def test_a_plan_is_never_folded_as_what_occurred() -> None:
    told = things(put("2024-01-01", word="one", modality="planned"))

    told.shows("word", value=None, certainty="none").shows("planned", value="one")


def test_a_plan_holds_from_its_first_report_and_its_date_is_only_a_value() -> None:
    told = things(put("2024-09-01", word="one", modality="planned", reported="2024-02-01"))

    told.as_of("2024-01-31").shows("planned", value=None, certainty="certain")
    told.as_of("2024-02-01").shows("planned", value="one", certainty="certain")


def test_the_instant_of_a_plan_is_the_latest_bound_of_its_first_report() -> None:
    told = things(
        put("2024-09-01", word="one", modality="planned", reported="2024-02", development="d", source="a"),
        put("2024-09-01", word="one", modality="planned", reported="2024-04-01", development="d", source="b"),
    )

    told.as_of("2024-02-28").shows("planned", value=None, certainty="certain")
    told.as_of("2024-02-29").shows("planned", value="one", certainty="certain")


def test_accounts_of_two_modalities_are_not_accounts_of_one_another() -> None:
    told = things(
        put("2024-01-01", development="d", source="a", word="one"),
        put("2024-01-01", development="d", source="b", word="two", modality="alleged"),
    )

    told.shows("word", value="one", disputed=False, origins=1).shows("alleged", value="two", disputed=False)


# --- denial ---


def test_a_denial_alone_makes_no_development() -> None:
    told = things(put("2024-01-01", word="one", modality="denied"))

    told.shows("word", certainty="none").shows("count", value=None, certainty="none")


def test_a_denial_that_stands_first_makes_the_development_not_occur() -> None:
    told = things(
        put("2024-01-01", word="zero", source="c"),
        put("2024-02-01", development="d", source="a", word="one"),
        put(
            "2024-02-01", development="d", source="b", modality="denied", attribution={"standing": "document"}
        ),
    )

    told.shows("word", value="zero", certainty="certain", disputed=True)


def test_a_denial_that_stands_behind_changes_no_value_but_is_a_dispute() -> None:
    told = things(
        put("2024-01-01", word="zero", source="c"),
        put("2024-02-01", development="d", source="a", word="one", attribution={"standing": "document"}),
        put("2024-02-01", development="d", source="b", modality="denied"),
    )

    told.differs_in("word", "one", "zero", value="one", certainty="certain")


def test_a_tie_with_a_denial_leaves_open_whether_it_occurred() -> None:
    told = things(
        put("2024-01-01", word="zero", source="c"),
        put("2024-02-01", development="d", source="a", word="one"),
        put("2024-02-01", development="d", source="b", modality="denied"),
    )

    told.shows("word", value=None, certainty="possible", possible=["zero", "one"], disputed=True)
    told.shows("count", value=None, range=[1, 2], disputed=True)


def test_a_denial_disputes_no_field_that_it_would_not_change() -> None:
    told = things(
        put("2024-01-01", development="d", source="a", word="one"),
        put("2024-01-01", development="d", source="b", modality="denied"),
        put("2024-02-01", word="two", source="c"),
    )

    told.shows("word", value="two", certainty="certain", disputed=False)


def test_a_second_origin_outweighs_a_denial() -> None:
    told = things(
        put("2024-01-01", development="d", source="a", word="one"),
        put("2024-01-01", development="d", source="b", word="one"),
        put("2024-01-01", development="d", source="c", modality="denied"),
    )

    told.shows("word", value="one", certainty="certain", disputed=True)


def test_a_deprecated_denial_stands_behind() -> None:
    told = things(
        put("2024-01-01", development="d", source="a", word="one"),
        put("2024-01-01", id="no", development="d", source="b", modality="denied"),
        ranking("no", rank="deprecated"),
    )

    told.shows("word", value="one", certainty="certain")


# --- disputed dates ---


def test_dates_that_overlap_agree_and_the_group_keeps_their_intersection() -> None:
    told = things(
        put("2024-01", development="d", source="a", word="one"),
        put("2024-01-20/2024-02-10", development="d", source="b", word="one"),
    )

    told.as_of("2024-01-19").shows("word", value=None, certainty="certain", disputed=False)
    told.as_of("2024-01-20").shows("word", certainty="possible", possible=[None, "one"])
    told.as_of("2024-01-31").shows("word", value="one", certainty="certain")
    told.shows("when", value="2024-01-20/2024-01-31", disputed=False)


def test_a_disputed_date_disputes_a_state_only_where_it_would_change_it() -> None:
    told = things(
        put("2024-01-10", development="d", source="a", word="one", attribution={"standing": "document"}),
        put("2024-02-10", development="d", source="b", word="one"),
    )

    told.as_of("2024-01-09").shows("word", value=None, disputed=False)
    told.as_of("2024-01-20").differs_in("word", "one", None, value="one", certainty="certain")
    told.as_of("2024-02-10").shows("word", value="one", disputed=False)


def test_dates_that_tie_are_used_by_their_hull() -> None:
    told = things(
        put("2024-01-10", development="d", source="a", word="one"),
        put("2024-02-10", development="d", source="b", word="one"),
    )

    told.as_of("2024-01-09").shows("word", value=None, certainty="certain")
    told.as_of("2024-01-20").shows(
        "word", value=None, certainty="possible", possible=[None, "one"], disputed=True
    )
    told.as_of("2024-02-10").shows("word", value="one", certainty="certain")


def test_a_disputed_date_can_dispute_another_developments_field() -> None:
    told = things(
        put("2024-01-20", source="c", word="zero"),
        put("2024-01-10", development="d", source="a", word="one", attribution={"standing": "document"}),
        put("2024-02-10", development="d", source="b", word="one"),
    )

    told.differs_in("word", "zero", "one", value="zero", certainty="certain")
