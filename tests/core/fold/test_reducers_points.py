"""The reducers that hold one value: `latest`, `first`, `status`, and what an observation fills."""

from __future__ import annotations

from things import correction, cut, put, seen, things

UNKNOWN = {"unknown": True}


def test_latest_is_what_the_last_such_development_says() -> None:
    told = things(
        put("2024-01-01", word="one"), put("2024-03-01", word="three"), put("2024-02-01", word="two")
    )

    told.shows("word", value="three", certainty="certain", since="2024-03-01")
    told.as_of("2024-02-15").shows("word", value="two", since="2024-02-01")


def test_an_older_fact_that_arrives_late_never_overwrites_what_is_newer() -> None:
    told = things(
        put("2024-03-01", word="new", reported="2024-03-02"),
        put("2024-01-01", word="old", reported="2024-06-01"),
    )

    told.known_at("2024-06-01").shows("word", value="new")
    told.as_of("2024-02-01").known_at("2024-05-01").shows("word", value=None, certainty="certain")
    told.as_of("2024-02-01").known_at("2024-06-01").shows("word", value="old")


def test_first_is_what_the_first_such_development_says() -> None:
    told = things(put("2024-03-01", word="three"), put("2024-01-01", word="one"))

    told.shows("opening", value="one", since="2024-01-01")


def test_either_of_two_vague_developments_can_be_the_first() -> None:
    told = things(put("2024-01", source="a", word="one"), put("2024-01-10", source="b", word="two"))

    told.shows("opening", value=None, certainty="possible", possible=["one", "two"])


def test_a_status_is_its_initial_where_nothing_has_begun() -> None:
    told = things(put("2024-03-01", word="open", reported="2024-04-01"))

    told.as_of("2024-02-01").shows("status", value="nothing", certainty="certain", since=None, reports=[])
    told.known_at("2024-03-31").shows("status", value="nothing", certainty="none", since=None)


def test_a_status_is_the_state_last_entered() -> None:
    told = things(put("2024-01-01", word="open"), cut("2024-02-01"))

    told.as_of("2024-01-15").shows("status", value="open", since="2024-01-01")
    told.shows("status", value="gone", since="2024-02-01")


def test_a_status_that_may_not_have_begun_has_its_initial_among_the_possible() -> None:
    told = things(put("2024-02", word="open"))

    told.as_of("2024-02-10").shows(
        "status", value=None, certainty="possible", possible=["nothing", "open"], since="2024-02"
    )


def test_a_vague_end_leaves_two_possible_states() -> None:
    told = things(put("2024-02-29", word="open"), cut("2024-06"))

    told.as_of("2024-06-15").shows("status", value=None, certainty="possible", possible=["open", "gone"])
    told.as_of("2024-06-30").shows("status", value="gone", certainty="certain")
    told.as_of("2024-05-31").shows("status", value="open", certainty="certain")


def test_a_value_that_is_the_same_in_every_placement_is_certain() -> None:
    told = things(put("2024-02", source="a", word="open"), put("2024-02", source="b", word="open"))

    told.as_of("2024-02-29").shows("word", value="open", certainty="certain", possible=[])


def test_a_value_began_with_the_first_of_the_run_of_equal_values() -> None:
    told = things(
        put("2024-01-01", word="one"),
        put("2024-02-01", word="two"),
        put("2024-03-01", word="two"),
    )

    told.shows("word", value="two", since="2024-02-01")


def test_a_constant_stands_for_its_kind_and_none_clears() -> None:
    told = things(put("2024-01-01", word="one"), cut("2024-02-01"))

    told.shows("watched", value="gone").shows("cleared", value=None, certainty="certain")


def test_a_development_silent_on_the_field_takes_no_part() -> None:
    told = things(put("2024-01-01", word="one"), put("2024-02-01", number=5))

    told.shows("word", value="one", since="2024-01-01")


def test_only_developments_silent_on_a_field_leave_it_none() -> None:
    things(put("2024-01-01", word="one")).shows("number", value=None, certainty="none")


# --- disputes in the value ------------------------------------------------------------------------


def test_accounts_that_differ_dispute_the_value_of_the_group_that_stands_first() -> None:
    told = things(
        put("2024-01-01", id="r", development="d", source="a", amount="400 USD"),
        put(
            "2024-01-01",
            id="s",
            development="d",
            source="b",
            amount="500 USD",
            attribution={"standing": "document"},
        ),
    )

    told.shows(
        "amount",
        value={"amount": 500, "unit": "USD"},
        certainty="certain",
        disputed=True,
        alternatives=[
            {
                "value": {"amount": 500, "unit": "USD"},
                "certainty": "certain",
                "possible": [],
                "reports": ["s"],
                "sources": ["b"],
                "origins": 1,
            },
            {
                "value": {"amount": 400, "unit": "USD"},
                "certainty": "certain",
                "possible": [],
                "reports": ["r"],
                "sources": ["a"],
                "origins": 1,
            },
        ],
        reports=["s"],
    )


def test_a_tie_leaves_none_first_and_the_certainty_to_the_dates() -> None:
    told = things(
        put("2024-01", development="d", source="a", word="one"),
        put("2024-01", development="d", source="b", word="two"),
    )

    told.shows("word", value=None, certainty="certain", possible=[]).differs_in("word", "one", "two")


def test_tied_values_stand_among_alternatives_never_among_the_possible() -> None:
    told = things(
        put("2024-01-01", source="c", word="zero"),
        put("2024-02", development="d", source="a", word="one"),
        put("2024-02", development="d", source="b", word="two"),
    )

    told.as_of("2024-02-10").shows("word", value=None, certainty="possible", possible=["zero"])
    shown = told.as_of("2024-02-10").field("word")["alternatives"]
    assert [(e["certainty"], e["possible"]) for e in shown] == [  # type: ignore[attr-defined]
        ("possible", ["zero", "one"]),
        ("possible", ["zero", "two"]),
    ]


def test_ranges_that_overlap_agree_on_their_intersection() -> None:
    told = things(
        put("2024-01-01", development="d", source="a", amount="at least 400 USD"),
        put("2024-01-01", development="d", source="b", amount="up to 600 USD"),
    )

    told.shows("amount", value={"least": 400, "most": 600, "unit": "USD"}, disputed=False, origins=2)


def test_wordings_that_differ_never_dispute_and_the_better_account_shows() -> None:
    told = things(
        put("2024-01-01", development="d", source="a", text="they say"),
        put("2024-01-01", development="d", source="b", text="we say", attribution={"standing": "on-record"}),
    )

    told.shows("text", value="we say", disputed=False, alternatives=[])
    assert len(told.field("text")["accounts"]) == 2  # type: ignore[arg-type]


def test_of_wordings_equal_in_policy_the_first_by_text_shows_whatever_arrived_first() -> None:
    for arrival in (("alpha", "beta"), ("beta", "alpha")):
        told = (put("2024-01-01", development="d", source=f"of-{text}", text=text) for text in arrival)
        things(*told).shows("text", value="alpha")


def test_the_account_that_stands_first_by_its_bounds_says_since_when() -> None:
    for arrival in (("2024-01", "2024-01-05"), ("2024-01-05", "2024-01")):
        told = (put(date, development="d", source=f"of-{date}", word="one") for date in arrival)
        things(*told).shows("word", value="one", since="2024-01")


def test_lists_unite_sorted_and_a_deprecated_account_adds_nothing() -> None:
    told = things(
        put("2024-01-01", development="d", source="a", members=["n", "m"]),
        put("2024-01-01", development="d", source="b", members=["l", "n"]),
        put("2024-01-01", id="r", development="d", source="c", members=["k"]),
        {"record": "ranking", "of": "r", "rank": "deprecated", "why": "a slip"},
    )

    told.shows("list", value=["l", "m", "n"], disputed=False)


def test_a_policy_of_a_field_chooses_for_that_field_alone() -> None:
    told = things(
        put(
            "2024-01-01",
            development="d",
            source="a",
            word="one",
            reported="2024-02-01",
            attribution={"standing": "document"},
        ),
        put("2024-01-01", development="d", source="b", word="two", reported="2024-03-01"),
    )

    told.differs_in("word", "one", "two", value="one").differs_in("newest", "two", "one", value="two")


def test_a_dispute_of_what_has_been_overtaken_is_no_dispute_now() -> None:
    told = things(
        put("2024-01-01", development="d", source="a", word="one"),
        put("2024-01-01", development="d", source="b", word="two"),
        put("2024-02-01", source="c", word="three"),
    )

    told.shows("word", value="three", disputed=False, alternatives=[])


# --- observations -----------------------------------------------------------------------------------


def test_an_observation_fills_where_nothing_else_bears_and_asserts_no_beginning() -> None:
    things(seen("2024-02-01", word="open")).shows("status", value="open", certainty="certain", since=None)


def test_before_an_observation_the_state_is_unknown() -> None:
    things(seen("2024-02-01", word="open")).as_of("2024-01-15").shows(
        "status", value=None, certainty="unknown", possible=[], since=None
    )


def test_before_a_vague_observation_unknown_stands_first_among_the_possible() -> None:
    things(seen("2024-02", word="open")).as_of("2024-02-15").shows(
        "status", value=None, certainty="possible", possible=[UNKNOWN, "open"]
    )


def test_an_observation_that_agrees_with_what_bears_changes_nothing() -> None:
    told = things(put("2024-01-01", word="open"), seen("2024-02-01", word="open"))

    told.shows("status", value="open", disputed=False, since="2024-01-01")


def test_an_observation_that_contradicts_what_bears_disputes_and_changes_no_value() -> None:
    told = things(put("2024-01-01", word="open"), seen("2024-02-01", word="shut"))

    told.differs_in("status", "open", "shut", value="open", certainty="certain", since="2024-01-01")


def test_an_observation_before_the_change_contradicts_nothing() -> None:
    told = things(seen("2024-01-01", word="shut"), put("2024-02-01", word="open"))

    told.shows("status", value="open", disputed=False, since="2024-02-01")
    told.as_of("2024-01-15").shows("status", value="shut", since=None)


def test_a_dispute_with_an_observation_ends_with_the_next_change() -> None:
    told = things(put("2024-01-01", word="open"), seen("2024-02-01", word="shut"), cut("2024-03-01"))

    told.shows("status", value="gone", disputed=False)


def test_what_is_cleared_bears_on_an_observation_after_it() -> None:
    told = things(cut("2024-01-01"), seen("2024-02-01", word="open"))

    told.differs_in("watched", "gone", "open", value="gone")


def test_the_initial_state_does_not_bear_on_an_observation() -> None:
    told = things(seen("2024-01-01", word="open"), put("2024-03-01", word="shut"))

    told.as_of("2024-02-01").shows("status", value="open", disputed=False)


def test_the_later_of_two_observations_holds() -> None:
    told = things(seen("2024-01-01", word="one"), seen("2024-02-01", word="two"))

    told.shows("status", value="two", disputed=False, since=None)


def test_a_corrected_observation_moves_with_its_date() -> None:
    told = things(
        seen("2024-02-01", id="r", word="open"), correction("r", "2025-01-01", occurred="2024-04-01")
    )

    told.as_of("2024-03-01").known_at("2024-12-31").shows("status", value="open")
    told.as_of("2024-03-01").shows("status", value=None, certainty="unknown")
