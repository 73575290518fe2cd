"""The file axis: our own amendments, merges and rankings, as of one position."""

from __future__ import annotations

from things import amendment, correction, cut, merge, named, put, ranking, retraction, source, things

from chrono.resolve.archive import Archive, Entry, archive


def filed(*records: dict[str, object], position: int = 99) -> Archive:
    """Return the archive of records at positions 1, 2, 3 …"""
    entries = [
        Entry(n, str(each.get("slug") or each["id"]), str(each.get("record", "report")), each)
        for n, each in enumerate(records, 1)
    ]
    return archive(entries, position)


def test_an_amended_record_reads_as_if_it_had_always_said_so() -> None:
    told = things(put("2024-01-01", id="r", word="won"), amendment("r", data={"word": "one"}))

    told.known_at("2024-12-31").shows("word", value="one", certainty="certain", disputed=False)


def test_only_positions_before_an_amendment_show_the_slip() -> None:
    told = things(put("2024-01-01", id="r", word="won"), amendment("r", data={"word": "one"}))
    slip = told.receipts[0].position

    told.recorded_at(slip).shows("word", value="won")
    told.recorded_at(slip + 1).shows("word", value="one")


def test_the_data_of_an_amendment_is_a_patch_and_null_clears() -> None:
    told = things(put("2024-01-01", id="r", word="one", text="t"), amendment("r", data={"text": None}))

    told.shows("word", value="one").shows("text", value=None, certainty="none")


def test_any_other_key_of_an_amendment_replaces() -> None:
    told = things(put("2024-01-01", id="r", word="one"), amendment("r", occurred="2024-02-02"))

    told.shows("when", value="2024-02-02").as_of("2024-02-01").shows("word", value=None)


def test_an_amended_publication_moves_when_the_report_was_known() -> None:
    told = things(
        put("2024-01-01", id="r", word="one", reported="2024-03-01"), amendment("r", reported="2024-02-01")
    )

    told.known_at("2024-01-31").shows("word", certainty="none")
    told.known_at("2024-02-01").shows("word", value="one")


def test_a_void_record_reads_as_if_it_had_never_been() -> None:
    told = things(
        put("2024-01-01", id="r", word="one"),
        put("2024-02-01", id="s", word="two"),
        amendment("s", void=True),
    )

    told.shows("word", value="one").shows("count", value=1)


def test_a_void_amendment_brings_the_record_back() -> None:
    told = things(
        put("2024-01-01", id="r", word="one"),
        amendment("r", void=True, id="m"),
        amendment("m", void=True),
    )

    told.shows("word", value="one")


def test_amendments_of_amendments_are_settled_from_the_last_to_the_first() -> None:
    # n voids m, but o voids n: so m stands, and r is void.
    told = things(
        put("2024-01-01", word="zero"),
        put("2024-02-01", id="r", word="one"),
        amendment("r", void=True, id="m"),
        amendment("m", void=True, id="n"),
        amendment("n", void=True, id="o"),
    )

    told.shows("word", value="zero")


def test_amendments_of_one_record_are_applied_in_log_order() -> None:
    told = things(
        put("2024-01-01", id="r", word="zero"),
        amendment("r", data={"word": "one"}, id="m"),
        amendment("r", data={"word": "two"}, id="n"),
        amendment("m", data={"word": "three"}),
    )

    told.shows("word", value="two")


def test_an_amendment_that_is_amended_says_the_new_thing() -> None:
    told = things(
        put("2024-01-01", id="r", word="zero"),
        amendment("r", data={"word": "one"}, id="m"),
        amendment("m", data={"word": "two"}),
    )

    told.shows("word", value="two")


def test_our_amendment_comes_before_the_correction_of_the_source() -> None:
    told = things(
        put("2024-01-01", id="r", word="won", reported="2024-01-02"),
        correction("r", "2024-03-01", data={"word": "two"}),
        amendment("r", data={"word": "one"}),
    )

    told.known_at("2024-02-01").shows("word", value="one")
    told.known_at("2024-03-01").shows("word", value="two")


def test_an_amended_correction_is_in_force_from_its_amended_publication() -> None:
    told = things(
        put("2024-01-01", id="r", word="one", reported="2024-01-02"),
        correction("r", "2024-03-01", data={"word": "two"}, id="c"),
        amendment("c", reported="2024-02-01"),
    )

    told.known_at("2024-02-01").shows("word", value="two")


def test_a_void_retraction_withdraws_nothing() -> None:
    told = things(
        put("2024-01-01", id="r", word="one"),
        retraction("r", "2025-01-01", id="t"),
        amendment("t", void=True),
    )

    told.shows("word", value="one")


def test_an_amended_source_counts_as_its_amended_publisher() -> None:
    told = things(
        source("a", "2024-02-01"),
        source("b", "2024-02-01"),
        put("2024-01-01", development="d", source="a", word="one"),
        put("2024-01-01", development="d", source="b", word="one"),
        amendment("b", publisher="a"),
    )

    told.shows("word", origins=1)


def test_an_amendment_reaches_a_source_declared_inline() -> None:
    inline = {"slug": "in", "publisher": "In", "published": "2024-03-01"}
    told = things(put("2024-01-01", source=inline, word="one"), amendment("in", published="2024-02-01"))

    told.known_at("2024-02-01").shows("word", value="one")


def test_the_first_slug_of_a_merge_stays() -> None:
    told = things(
        put("2024-01-01", development="d", source="a", word="one"),
        put("2024-01-01", development="e", source="b", word="one"),
        merge("e", "d"),
    )

    told.shows("count", value=1).shows("development", value="e")


def test_merges_join_transitively() -> None:
    told = things(
        *(put("2024-01-01", development=each, source=each, word="one") for each in "abc"),
        merge("a", "b"),
        merge("b", "c"),
    )

    told.shows("count", value=1).shows("development", value="a")


def test_a_merge_stands_on_the_file_axis_alone() -> None:
    told = things(
        put("2024-01-01", development="d", source="a", reported="2024-01-02"),
        put("2024-01-01", development="e", source="b", reported="2024-01-02"),
        merge("d", "e"),
    )

    told.known_at("2024-01-02").shows("count", value=1)
    told.recorded_at(told.receipts[1].position).shows("count", value=2)


def test_the_last_ranking_of_a_report_counts() -> None:
    told = things(
        put("2024-01-01", id="r", development="d", source="a", word="one"),
        put("2024-01-01", id="s", development="d", source="b", word="two"),
        ranking("r", rank="preferred"),
        ranking("r", rank="deprecated"),
    )

    told.differs_in("word", "two", "one", value="two")


def test_a_ranking_stands_on_the_file_axis_alone() -> None:
    told = things(
        put("2024-01-01", id="r", development="d", source="a", word="one", reported="2024-01-02"),
        put("2024-01-01", id="s", development="d", source="b", word="two", reported="2024-01-02"),
        ranking("s", rank="preferred"),
    )

    told.known_at("2024-01-02").shows("word", value="two")
    told.recorded_at(told.receipts[1].position).shows("word", value=None)


def test_a_void_merge_parts_the_developments_again() -> None:
    told = things(
        put("2024-01-01", development="d", source="a"),
        put("2024-01-01", development="e", source="b"),
        merge("d", "e", id="m"),
        amendment("m", void=True),
    )

    told.shows("count", value=2)


def test_the_archive_of_a_position_holds_nothing_later() -> None:
    first = {**put("2024-01-01"), "id": "r", "development": "d"}
    second = {**cut("2024-01-01"), "id": "s", "development": "e"}

    assert set(filed(first, second, position=1).reports) == {"d"}


def test_an_alias_said_later_joins_what_was_reported_before() -> None:
    told = things(
        named("2024-01-01", source="a", word="w", who="Elon Musk"),
        put("2024-01-01", who="elon-musk", role="chair"),
        {"record": "entity", "slug": "elon-musk", "names": {"en": "Elon Musk"}},
    )

    told.shows("roles", value={"elon-musk": "chair"})


def test_an_amended_entity_loses_the_alias_that_was_a_slip() -> None:
    told = things(
        {"record": "entity", "slug": "elon-musk", "aliases": ["Maye"]},
        put("2024-01-01", who="Maye", role="chair"),
        amendment("elon-musk", aliases=[]),
    )

    told.shows("roles", value={"Maye": "chair"})
