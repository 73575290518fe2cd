"""Stage 1: what was known when, corrected or withdrawn by whom, and who says it."""

from __future__ import annotations

import pytest
from things import amendment, correction, kept, named, put, retraction, source, things

# --- the press axis ---


@pytest.mark.parametrize(
    ("reported", "before", "from_"),
    [
        pytest.param("2024-02-10", "2024-02-09", "2024-02-10", id="a day"),
        pytest.param("2024-02", "2024-02-28", "2024-02-29", id="a month counts from its end on"),
        pytest.param("2024", "2024-12-30", "2024-12-31", id="a year counts from its end on"),
        pytest.param(
            "2024-02-10T09:00:00+09:00", "2024-02-09T23:59:59Z", "2024-02-10T00:00:00Z", id="an instant"
        ),
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


@pytest.mark.parametrize(
    ("keys", "before", "from_"),
    [
        pytest.param({}, "2024-02-10T23:59:59Z", "2024-02-10", id="its day, without a zone"),
        pytest.param(
            {"zone": "Asia/Tokyo"}, "2024-02-09T23:29:59Z", "2024-02-09T23:30:00Z", id="a zone by name"
        ),
        pytest.param({"zone": "-05:00"}, "2024-02-10T13:29:59Z", "2024-02-10T13:30:00Z", id="an offset"),
    ],
)
def test_a_time_of_day_without_offset_is_read_in_the_zone_of_its_source(
    keys: dict[str, object], before: str, from_: str
) -> None:
    told = things(source("a", **keys), put("2024-01-01", word="one", reported="2024-02-10T08:30:00"))

    told.known_at(before).shows("word", certainty="none")
    told.known_at(from_).shows("word", value="one", confirmed="2024-02-10T08:30:00")


def test_a_correction_without_a_source_is_read_in_the_zone_of_its_report() -> None:
    told = things(
        source("a", zone="+09:00"),
        put("2024-01-01", id="r", word="one", reported="2024-02-10"),
        correction("r", "2024-02-20T08:30:00", data={"word": "two"}),
    )

    told.known_at("2024-02-19T23:29:59Z").shows("word", value="one")
    told.known_at("2024-02-19T23:30:00Z").shows("word", value="two")


def test_a_zone_that_we_mend_is_the_one_read_in() -> None:
    told = things(
        source("a", zone="+09:00"),
        put("2024-01-01", word="one", reported="2024-02-10T08:30:00"),
        amendment("a", zone="-09:00"),
    )

    told.known_at("2024-02-10T17:29:59Z").shows("word", certainty="none")
    told.known_at("2024-02-10T17:30:00Z").shows("word", value="one")


def test_our_own_desk_reports_with_a_publication_of_its_own() -> None:
    told = things(
        put(
            "2024-01-01",
            source="desk",
            word="one",
            reported="2024-03-05",
            attribution={"standing": "inferred"},
        )
    )

    told.known_at("2024-03-05").shows("word", value="one", sources=["desk"])


# --- corrections and retractions ---


def test_a_correction_is_in_force_from_its_publication_and_never_backdates() -> None:
    told = things(
        put("2024-01-01", id="r", word="one", reported="2024-02-01"),
        correction("r", "2024-03-01", data={"word": "two"}),
    )

    told.known_at("2024-02-29").shows("word", value="one")
    told.known_at("2024-03-01").shows("word", value="two", disputed=False)


def test_a_correction_changes_only_what_it_names_and_null_clears() -> None:
    told = things(
        put("2024-01-01", id="r", word="one", text="t", number=5),
        correction("r", "2025-01-01", data={"word": None, "number": 6}),
    )

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
    # Both are in force at the end of January; the month has the earlier bound, so the day is on top.
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
    told = things(
        named("2024-01-01", id="r", word="one"), correction("r", "2025-01-01", data={"word": "two"})
    )

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


# --- joining ---


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


# --- according to ---


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


# --- origins ---


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
