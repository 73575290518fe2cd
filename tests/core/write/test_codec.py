"""Records as the events of a log, and back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chrono.model.record_types import VERSIONS
from chrono.values.canonical_json import from_json, jsontext
from chrono.write.codec import BadLine, event, event_id, line, parse_line, tags

REPORT = {
    "record": "report",
    "id": "r1",
    "kind": "put",
    "source": {"slug": "a", "publisher": "A"},
    "occurred": "2024",
    "development": "d",
    "stories": ["s"],
    "data": {"b": 1, "a": Decimal("0.10"), "ja": "提訴"},
}


def test_a_line_has_the_record_first_and_the_other_keys_sorted() -> None:
    assert line({"why": "w", "of": "r", "record": "ranking", "rank": "normal"}) == (
        '{"record":"ranking","of":"r","rank":"normal","why":"w"}'
    )


def test_a_line_reads_back_as_the_record() -> None:
    assert parse_line(line(REPORT)) == REPORT


def test_numbers_keep_their_exact_digits() -> None:
    assert jsontext(from_json("[0.10,97400000000,1e3]")) in (
        "[0.10,97400000000,1E+3]",
        "[0.10,97400000000,1e3]",
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param('{"record": "report", "kind"', "not JSON", id="cut short"),
        pytest.param("", "not JSON", id="empty"),
        pytest.param("[1, 2]", "one JSON object", id="a list"),
        pytest.param('"report"', "one JSON object", id="a word"),
        pytest.param('{"data": {"n": NaN}}', "not JSON", id="no finite number"),
        pytest.param(b'{"a": "\xff"}', "not JSON", id="no UTF-8"),
        pytest.param('{"a": 1} {"b": 2}', "not JSON", id="two objects"),
    ],
)
def test_a_line_that_is_no_record_is_refused_in_one_line(text: str | bytes, says: str) -> None:
    with pytest.raises(BadLine) as refusal:
        parse_line(text)
    assert says in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_an_event_is_tagged_with_what_the_record_concerns() -> None:
    assert set(tags(REPORT)) == {"kind:put", "development:d", "source:a", "story:s"}
    assert set(tags({"record": "merge", "developments": ["d", "e"]})) == {"development:d", "development:e"}
    assert set(tags({"record": "retraction", "of": "r1"})) == {"of:r1"}
    assert set(tags({"record": "entity", "slug": "x"})) == {"entity:x"}


def test_an_event_carries_its_type_and_version_and_the_same_bytes_for_the_same_record() -> None:
    shuffled = dict(reversed(REPORT.items()))

    assert event(REPORT) == event(shuffled)
    assert (event(REPORT).type, event(REPORT).version, event(REPORT).id) == (
        "report",
        VERSIONS["report"],
        "r1",
    )


def test_what_has_no_id_of_its_own_is_named_by_what_it_declares() -> None:
    first = {"record": "entity", "slug": "x", "aliases": ["y"]}
    more = {"record": "entity", "slug": "x", "aliases": ["z"]}

    assert event_id({"record": "source", "slug": "a", "publisher": "A"}) == "source:a"
    assert event_id(first) == event_id(dict(first)) != event_id(more)
