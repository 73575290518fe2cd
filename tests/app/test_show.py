"""Show: one record with what became of it, or a development and whether it had happened."""

from __future__ import annotations

import pytest
from given import Given
from things import amendment, correction, merge, put, ranking, retraction, things

from chrono.ask.show import data_first
from chrono.errors import NoSuchTarget
from chrono.resolve.history import Revision


def occurred(told: Given, name: str, as_of: str) -> dict[str, str]:
    return told.chronicle.show(name, as_of=as_of).occurred


@pytest.mark.parametrize(
    ("as_of", "answer"),
    [
        ("2024-01-31", "no"),
        ("2024-02-01", "possible"),
        ("2024-02-28", "possible"),
        ("2024-02-29", "yes"),
        ("2024-03", "yes"),
    ],
)
def test_a_development_had_happened_when_its_latest_day_is_past(as_of: str, answer: str) -> None:
    told = things(put("2024-02", development="d"))

    assert occurred(told, "d", as_of) == {"occurred": answer}


def test_a_link_decides_whether_a_vague_development_had_happened() -> None:
    told = things(
        put("2024-02", development="d", source="a"),
        put("2024-02-10", development="e", source="b", after=["d"]),
    )

    assert occurred(told, "d", "2024-02-10") == {"occurred": "yes"}


def test_a_denied_development_has_not_happened() -> None:
    told = things(
        put("2024-02", development="d", source="a"),
        put("2024-02", development="d", source="b", modality="denied", attribution={"standing": "document"}),
    )

    assert occurred(told, "d", "2024-06-01") == {"occurred": "no"}


def test_a_tie_with_a_denial_leaves_it_possible_and_never_before_its_date() -> None:
    told = things(
        put("2024-02", development="d", source="a"),
        put("2024-02", development="d", source="b", modality="denied"),
    )

    assert occurred(told, "d", "2024-06-01") == {"occurred": "possible"}
    assert occurred(told, "d", "2024-01-31") == {"occurred": "no"}


def test_a_development_shows_every_account_and_link_left_unused() -> None:
    told = things(
        put("2024-02-10", development="d", id="r", source="a"),
        put("2024-02-01", development="e", id="s", source="b", after=["d"]),
    )
    found = told.chronicle.show("e")

    assert [each.account.report for each in found.accounts] == ["s"]
    assert found.unused_links == ("d",)


def test_a_merged_slug_shows_the_development_that_stays() -> None:
    told = things(
        put("2024-02", development="d", source="a"),
        put("2024-02", development="e", source="b"),
        merge("d", "e"),
    )
    found = told.chronicle.show("e")

    assert (found.development, len(found.accounts)) == ("d", 2)


def test_a_record_shows_what_became_of_it_in_log_order() -> None:
    told = things(
        put("2024-01-01", id="r", development="d", word="one"),
        put("2024-02-01", id="s", development="e", word="two"),
        correction("r", "2025-01-01", id="c", data={"word": "x"}),
        ranking("r", id="k", rank="preferred"),
        amendment("s", id="not of r", summary="x"),
        retraction("r", "2025-02-01", id="t"),
    )
    found = told.chronicle.show("r")

    assert found.record is not None
    assert found.record.id == "r"
    assert [each.entry.id for each in found.became] == ["c", "k", "t"]
    assert (found.development, found.to_dict()["position"]) == ("d", told.receipts[0].position)


def test_a_record_is_found_by_the_beginning_of_its_id_and_the_last_by_name() -> None:
    told = things(
        put("2024-01-01", id="abc-1", development="d"), put("2024-01-01", id="xyz-2", development="e")
    )

    first, last = told.chronicle.show("ab").record, told.chronicle.show("@last").record
    assert first is not None
    assert last is not None
    assert (first.id, last.id) == ("abc-1", "xyz-2")


def test_the_beginning_of_several_ids_is_refused_with_them() -> None:
    told = things(
        put("2024-01-01", id="abc-1", development="d"), put("2024-01-01", id="abc-2", development="e")
    )

    with pytest.raises(NoSuchTarget, match=r'2 ids begin with "abc": "abc-1", "abc-2"'):
        told.chronicle.show("abc")


def test_an_exact_id_is_found_though_others_begin_so() -> None:
    told = things(
        put("2024-01-01", id="abc", development="d"), put("2024-01-01", id="abc-2", development="e")
    )
    found = told.chronicle.show("abc").record

    assert found is not None
    assert found.id == "abc"


def test_what_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(NoSuchTarget, match='did you mean "filing"'):
        things(put("2024-01-01", development="filing")).chronicle.show("filling")


def changes(told: Given, name: str) -> list[tuple[str, tuple[tuple[str, object, object], ...], str | None]]:
    return [(each.entry.type, recorded(each), each.ended) for each in told.chronicle.show(name).became]


def recorded(revision: Revision) -> tuple[tuple[str, object, object], ...]:
    return tuple((each.field, *each.recorded) for each in data_first(revision.changes))


def test_what_mends_a_record_shows_what_it_read_before_and_after() -> None:
    told = things(
        put("2024-01", id="r", development="d", word="one", locator="P1"),
        amendment("r", locator="P2"),
        amendment("r", locator="P3", data={"text": "so"}),
        correction("r", "2025-01-01", occurred="2024-01-05", data={"word": None}),
        ranking("r", rank="preferred"),
        ranking("r", rank="deprecated"),
    )

    assert changes(told, "r") == [
        ("amendment", (("locator", "P1", "P2"),), None),
        ("amendment", (("text", None, "so"), ("locator", "P2", "P3")), None),
        ("correction", (("word", "one", None), ("occurred", "2024-01", "2024-01-05")), None),
        ("ranking", (("rank", "normal", "preferred"),), None),
        ("ranking", (("rank", "preferred", "deprecated"),), None),
    ]


def test_what_was_undone_or_withdrawn_is_told_so_and_is_no_ground_for_what_follows() -> None:
    told = things(
        put("2024-01", id="r", development="d", word="one", locator="P1"),
        amendment("r", id="m", locator="P2"),
        amendment("m", void=True),
        correction("r", "2025-01-01", id="c", data={"word": "two"}),
        retraction("c", "2025-02-01"),
        amendment("r", locator="P3", data={"word": "three"}),
    )

    assert changes(told, "r") == [
        ("amendment", (("locator", "P1", "P2"),), "undone"),
        ("correction", (("word", "three", "two"),), "withdrawn"),
        ("amendment", (("word", "one", "three"), ("locator", "P1", "P3")), None),
    ]


def test_a_record_that_mends_another_shows_what_it_changed_there() -> None:
    told = things(
        put("2024-01", id="r", development="d", word="one"),
        correction("r", "2025-01-01", id="c", data={"word": "two"}),
    )
    found = told.chronicle.show("c")

    assert found.mended is not None
    assert recorded(found.mended) == (("word", "one", "two"),)
    assert found.to_dict()["changes"] == [{"key": "word", "before": "one", "after": "two"}]


def test_a_report_mends_nothing() -> None:
    found = things(put("2024-01", id="r", development="d", word="one")).chronicle.show("r")

    assert found.mended is None
    assert found.to_dict()["changes"] == []
