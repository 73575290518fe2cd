"""Stage 1: what was known when, who said it, and whether it happened at all."""

from __future__ import annotations

import pytest

from things import correction, cut, held, kept, named, put, ranking, retraction, source, things

# --- the press axis -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reported", "before", "from_"),
    [
        pytest.param("2024-02-10", "2024-02-09", "2024-02-10", id="a day"),
        pytest.param("2024-02", "2024-02-28", "2024-02-29", id="a month counts from its end on"),
        pytest.param("2024", "2024-12-30", "2024-12-31", id="a year counts from its end on"),
        pytest.param("2024-02-10T09:00:00+09:00", "2024-02-09T23:59:59Z", "2024-02-10T00:00:00Z", id="an instant"),
    ],
)
def test_a_report_is_known_from_the_latest_bound_of_its_publication_on(
    reported: str, before: str, from_: str
) -> None:
    told = things(put("2024-01-01", word="one", reported=reported))

    told.known_at(before).shows("word", value=None, certainty="none")
    told.known_at(from_).shows("word", value="one", certainty="certain")


def test_a_report_takes_the_publication_of_its_source() -> None:
    told = things(source("a", "2024-03-05"), put("2024-01-01", word="one"))

    told.known_at("2024-03-04").shows("word", certainty="none")
    told.known_at("2024-03-05").shows("word", value="one")


def test_a_month_as_a_bound_means_its_end() -> None:
    told = things(put("2024-01-31", word="one", reported="2024-03-31"))

    told.as_of("2024-01").known_at("2024-03").shows("word", value="one")


def test_our_own_desk_reports_with_a_publication_of_its_own() -> None:
    told = things(
        put("2024-01-01", source="desk", word="one", reported="2024-03-05", attribution={"standing": "inferred"})
    )

    told.known_at("2024-03-05").shows("word", value="one", sources=["desk"])


# --- corrections and retractions ------------------------------------------------------------------


def test_a_correction_is_in_force_from_its_publication_and_never_backdates() -> None:
    told = things(put("2024-01-01", id="r", word="one", reported="2024-02-01"), correction("r", "2024-03-01", data={"word": "two"}))

    told.known_at("2024-02-29").shows("word", value="one")
    told.known_at("2024-03-01").shows("word", value="two", disputed=False)


def test_a_correction_changes_only_what_it_names_and_null_clears() -> None:
    told = things(put("2024-01-01", id="r", word="one", text="t", number=5), correction("r", "2025-01-01", data={"word": None, "number": 6}))

    told.shows("word", value=None).shows("text", value="t").shows("number", value=6)


def test_a_correction_of_the_date_moves_the_development() -> None:
    told = things(put("2024-01-01", id="r", word="one"), correction("r", "2025-01-01", occurred="2024-05-05"))

    told.as_of("2024-03-01").known_at("2024-12-31").shows("word", value="one")
    told.as_of("2024-03-01").known_at("2025-01-01").shows("word", value=None, certainty="certain")


def test_a_correction_of_the_modality_takes_the_report_out_of_what_occurred() -> None:
    told = things(put("2024-01-01", id="r", word="one"), correction("r", "2025-01-01", modality="alleged"))

    told.shows("word", certainty="none").shows("alleged", value="one")


def test_a_correction_of_the_links_replaces_them() -> None:
    # y may lie anywhere in February; after x it can only lie on or after the 20th.
    told = things(
        put("2024-02-20", development="dx", word="one"),
        put("2024-02", id="r", development="dy", word="two", source="b", after=["dx"]),
        correction("r", "2025-01-01", after=[]),
    )

    told.known_at("2024-12-31").shows("word", value="two", certainty="certain")
    told.known_at("2025-01-01").shows("word", certainty="possible", possible=["two", "one"])


def test_corrections_apply_in_press_order_whatever_their_positions() -> None:
    told = things(
        put("2024-01-01", id="r", word="one", reported="2024-02-01"),
        correction("r", "2024-05-01", data={"word": "three"}),
        correction("r", "2024-04-01", data={"word": "two"}),
    )

    told.known_at("2024-04-01").shows("word", value="two")
    told.known_at("2024-05-01").shows("word", value="three")


def test_corrections_of_one_day_apply_by_position() -> None:
    told = things(
        put("2024-01-01", id="r", word="one"),
        correction("r", "2025-01-01", data={"word": "three"}),
        correction("r", "2025-01-01", data={"word": "two"}),
    )

    told.shows("word", value="two")


def test_a_correction_reported_in_a_month_comes_before_one_reported_on_a_day_within() -> None:
    # Both are in force at the end of January; by the earliest bound the month stands first, so the day is on top.
    told = things(
        put("2024-01-01", id="r", word="one"),
        correction("r", "2025-01-15", data={"word": "of the day"}),
        correction("r", "2025-01", data={"word": "of the month"}),
    )

    told.known_at("2025-01-31").shows("word", value="of the day")


def test_a_corrected_key_moves_the_development_from_the_correction_on() -> None:
    told = things(put("2024-01-01", id="r", word="one"), correction("r", "2025-01-01", data={"thing": "y"}))

    told.known_at("2024-12-31").shows("word", value="one")
    told.known_at("2025-01-01").shows("word", certainty="none")
    told.about("thing/y").known_at("2024-12-31").shows("word", certainty="none")
    told.about("thing/y").known_at("2025-01-01").shows("word", value="one")


def test_a_correction_that_changes_the_identity_never_renames_the_development() -> None:
    told = things(named("2024-01-01", id="r", word="one"), correction("r", "2025-01-01", data={"word": "two"}))

    told.shows("word", value="two")
    assert told.chronicle.show("named:x/one").development == "named:x/one"


def test_a_retraction_hides_the_report_only_from_its_publication_on() -> None:
    told = things(put("2024-01-01", id="r", word="one", reported="2024-02-01"), retraction("r", "2024-03-01"))

    told.known_at("2024-02-29").shows("word", value="one")
    told.known_at("2024-03-01").shows("word", value=None, certainty="none")


def test_a_retraction_of_a_correction_brings_the_first_value_back() -> None:
    told = things(
        put("2024-01-01", id="r", word="one", reported="2024-02-01"),
        correction("r", "2024-03-01", id="c", data={"word": "two"}),
        retraction("c", "2024-04-01"),
    )

    told.known_at("2024-03-31").shows("word", value="two")
    told.known_at("2024-04-01").shows("word", value="one")


def test_a_retraction_of_a_retraction_reinstates() -> None:
    told = things(
        put("2024-01-01", id="r", word="one", reported="2024-02-01"),
        retraction("r", "2024-03-01", id="t"),
        retraction("t", "2024-04-01"),
    )

    told.known_at("2024-03-31").shows("word", certainty="none")
    told.known_at("2024-04-01").shows("word", value="one")


def test_a_retraction_takes_only_what_it_names() -> None:
    told = things(
        put("2024-01-01", id="r", word="one", source="a"),
        put("2024-01-02", id="s", word="two", source="a"),
        retraction("s", "2025-01-01"),
    )

    told.shows("word", value="one").shows("count", value=1)


# --- joining ----------------------------------------------------------------------------------------


def test_reports_of_one_slug_are_accounts_of_one_development() -> None:
    told = things(
        put("2024-01-01", development="d", source="a", word="one"),
        put("2024-01-01", development="d", source="b", word="one"),
    )

    told.shows("count", value=1, origins=2).shows("word", sources=["a", "b"])


def test_a_kind_without_identity_makes_each_report_a_development_of_its_own() -> None:
    told = things(put("2024-01-01", source="a", word="one"), put("2024-01-01", source="b", word="one"))

    told.shows("count", value=2)


def test_reports_of_equal_identity_are_accounts_of_one_development() -> None:
    told = things(named("2024-01", source="a", word="one"), named("2024-01-05", source="b", word="one"))

    told.shows("word", value="one", sources=["a", "b"], origins=2)


def test_a_like_kind_may_share_a_development_and_is_read_as_its_own_kind() -> None:
    told = things(
        named("2024-01-01", source="a", word="one", development="d"),
        kept("2024-01-01", source="b", word="one", development="d"),
    )

    assert told.field("word")["origins"] == 2


# --- according to -----------------------------------------------------------------------------------


def test_according_to_a_source_leaves_the_reports_of_others_out() -> None:
    told = things(put("2024-01-01", source="a", word="one"), put("2024-02-01", source="b", word="two"))

    told.according_to("a").shows("word", value="one", sources=["a"])
    told.according_to("a", "b").shows("word", value="two")


def test_according_to_a_publisher_takes_all_its_sources() -> None:
    told = things(
        source("m1", "2024-03-01", publisher="M"),
        source("m2", "2024-03-01", publisher="M"),
        put("2024-01-01", source="m1", word="one"),
        put("2024-02-01", source="m2", word="two"),
        put("2024-03-01", source="b", word="three"),
    )

    told.according_to("M").shows("word", value="two")


def test_according_to_a_relaying_publisher_is_not_according_to_its_origin() -> None:
    told = things(
        source("copy", "2024-03-01", publisher="Yahoo", origin="Reuters"),
        source("wire", "2024-03-01", publisher="Reuters"),
        put("2024-01-01", source="copy", word="one"),
        put("2024-02-01", source="wire", word="two"),
    )

    told.according_to("Yahoo").shows("word", value="one")
    told.according_to("Reuters").shows("word", value="two")


# --- origins ----------------------------------------------------------------------------------------


def test_a_source_that_merely_relays_counts_as_its_origin() -> None:
    told = things(
        source("wire", "2024-03-01", publisher="Reuters"),
        source("copy", "2024-03-01", publisher="Yahoo", origin="Reuters"),
        put("2024-01-01", source="wire", word="one", development="d"),
        put("2024-01-01", source="copy", word="one", development="d"),
    )

    told.shows("word", sources=["wire", "copy"], origins=1)


def test_two_articles_of_one_publisher_are_one_origin() -> None:
    told = things(
        source("m1", "2024-03-01", publisher="M"),
        source("m2", "2024-03-01", publisher="M"),
        put("2024-01-01", source="m1", word="one", development="d"),
        put("2024-01-01", source="m2", word="one", development="d"),
    )

    told.shows("word", origins=1)


# --- modality ---------------------------------------------------------------------------------------


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


# --- denial -----------------------------------------------------------------------------------------


def test_a_denial_alone_makes_no_development() -> None:
    told = things(put("2024-01-01", word="one", modality="denied"))

    told.shows("word", certainty="none").shows("count", value=None, certainty="none")


def test_a_denial_that_stands_first_makes_the_development_not_occur() -> None:
    told = things(
        put("2024-01-01", word="zero", source="c"),
        put("2024-02-01", development="d", source="a", word="one"),
        put("2024-02-01", development="d", source="b", modality="denied", attribution={"standing": "document"}),
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


# --- disputed dates -----------------------------------------------------------------------------------


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
    told.as_of("2024-01-20").shows("word", value=None, certainty="possible", possible=[None, "one"], disputed=True)
    told.as_of("2024-02-10").shows("word", value="one", certainty="certain")


def test_a_disputed_date_can_dispute_another_developments_field() -> None:
    told = things(
        put("2024-01-20", source="c", word="zero"),
        put("2024-01-10", development="d", source="a", word="one", attribution={"standing": "document"}),
        put("2024-02-10", development="d", source="b", word="one"),
    )

    told.differs_in("word", "zero", "one", value="zero", certainty="certain")


# --- links --------------------------------------------------------------------------------------------


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


def test_two_steps_of_one_day_by_one_source_are_taken_in_the_order_reported() -> None:
    told = things(put("2024-02-01", word="one"), put("2024-02-01", word="two"))

    told.as_of("2024-02-01").shows("word", value="two", certainty="certain")


def test_two_steps_of_one_day_by_two_sources_leave_their_order_open() -> None:
    told = things(put("2024-02-01", source="a", word="one"), cut("2024-02-01", source="b"))

    told.as_of("2024-02-01").shows("cleared", value=None, certainty="possible", possible=["one", None])
