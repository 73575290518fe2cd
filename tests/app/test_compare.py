"""Sources side by side: they differ only where one contradicts the other."""

from __future__ import annotations

import pytest
from given import Record
from things import cut, put, source, things

from chrono.ask.compare import AGREE, ALONE, BESIDE, DIFFER, IN_PART, SILENT
from chrono.render.diffs import render_comparison


def verdict(field: str, *records: Record) -> str:
    """Return how the sources "a" and "b" stand to each other in a field, at the end of 2024."""
    told = things(*records)
    return told.chronicle.compare("thing/x", ("a", "b"), as_of="2024-12-31").verdicts[field]


def two(one: dict[str, object], other: dict[str, object]) -> tuple[Record, Record]:
    """Return a report of each source, of one development."""
    return (
        put("2024-03-01", development="d", source="a", **one),
        put("2024-03-01", development="d", source="b", **other),
    )


@pytest.mark.parametrize(
    ("field", "one", "other", "expected"),
    [
        pytest.param("word", {"word": "x"}, {"word": "x"}, AGREE, id="the same word"),
        pytest.param("word", {"word": "x"}, {"word": "y"}, DIFFER, id="two words"),
        pytest.param("word", {"word": "x"}, {}, ALONE, id="one is silent"),
        pytest.param("word", {}, {}, SILENT, id="both are silent"),
        pytest.param("text", {"text": "so"}, {"text": "or so"}, BESIDE, id="wordings never contradict"),
        pytest.param("amount", {"amount": "5 USD"}, {"amount": "6 USD"}, DIFFER, id="two amounts"),
        pytest.param(
            "amount", {"amount": "at least 5 USD"}, {"amount": "6 USD"}, AGREE, id="amounts that overlap"
        ),
        pytest.param("amount", {"amount": "5 USD"}, {"amount": "5 EUR"}, BESIDE, id="two units"),
        pytest.param("due", {"due": "2025"}, {"due": "2025-03"}, AGREE, id="dates that overlap"),
        pytest.param("due", {"due": "2025"}, {"due": "2026-03"}, DIFFER, id="dates that do not"),
        pytest.param("list", {"members": ["p"]}, {"members": ["p", "q"]}, IN_PART, id="a list has more"),
        pytest.param("list", {"members": ["p"]}, {"members": ["q"]}, BESIDE, id="lists of others"),
        pytest.param("members", {"members": ["p"]}, {"members": ["p", "q"]}, IN_PART, id="a set has more"),
        pytest.param("members", {"members": ["p"]}, {"members": ["q"]}, BESIDE, id="sets of others"),
        pytest.param(
            "roles", {"who": "p", "role": "x"}, {"who": "p", "role": "y"}, DIFFER, id="a row contradicts"
        ),
        pytest.param("roles", {"who": "p", "role": "x"}, {"who": "p"}, IN_PART, id="a row is silent"),
        pytest.param("all", {"word": "x"}, {"word": "y"}, BESIDE, id="items are each its own"),
    ],
)
def test_sources_differ_only_where_one_contradicts_the_other(
    field: str, one: dict[str, object], other: dict[str, object], expected: str
) -> None:
    assert verdict(field, *two(one, other)) == expected


def test_a_member_that_one_source_has_removed_and_the_other_not_is_a_difference() -> None:
    records = (
        put("2024-03-01", development="d", source="a", members=["p"]),
        put("2024-03-01", development="d", source="b", members=["p"]),
        cut("2024-05-01", source="b", members=["p"]),
    )

    assert verdict("members", *records) == DIFFER


def test_a_vaguer_date_of_the_same_agrees_in_part() -> None:
    records = (
        put("2024-03-01", development="d", source="a", word="x"),
        put("2024-06/2025-06", development="e", source="b", word="x", reported="2025-07-01"),
    )

    assert verdict("word", *records) == IN_PART


def test_a_source_that_only_denies_differs_from_one_that_tells() -> None:
    told, denied = two({"word": "x"}, {"word": "x"})
    log = things(told, {**denied, "modality": "denied", "id": "no"})
    found = log.chronicle.compare("thing/x", ("a", "b"), as_of="2024-12-31")

    assert (found.verdicts["word"], found.verdicts["number"]) == (DIFFER, SILENT)
    assert (found.denials("b", "word"), found.denials("a", "word")) == (("no",), ())
    assert "denies it" in "\n".join(render_comparison(found, log.chronicle.view()))


def test_a_denial_of_what_nobody_tells_is_silence_in_a_comparison() -> None:
    told, denied = two({"word": "x"}, {"word": "x"})
    log = things(source("a", "2024-06-01"), {**told, "source": "c"}, {**denied, "modality": "denied"})

    assert log.chronicle.compare("thing/x", ("a", "b"), as_of="2024-12-31").verdicts["word"] == SILENT
