"""What an event, a query and a checkpoint may be."""

from typing import Any

import pytest

from eventlog import Checkpoint, Event, InvalidArgument, QueryItem

GOOD: dict[str, Any] = {"id": "a", "type": "noted", "data": b"{}"}


def test_tags_are_sorted_by_code_point_and_each_stands_once() -> None:
    assert Event(**GOOD, tags=("é", "b", "あ", "a", "b", "Z")).tags == ("Z", "a", "b", "é", "あ")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""),
        ("id", 7),
        ("id", "two\nlines"),
        ("type", ""),
        ("type", "half \ud800"),
        ("type", "nul \0"),
        ("data", "text"),
        ("data", bytearray(b"{}")),
        ("version", 0),
        ("version", 2**63),
        ("version", True),
        ("version", "1"),
        ("tags", "one text"),
        ("tags", ("a", "")),
        ("tags", ("a", 7)),
        ("tags", ("del \x7f",)),
        ("by", ""),
        ("by", 7),
        ("by", "two\nlines"),
    ],
)
def test_an_event_that_no_log_can_hold_is_refused_with_the_name_of_the_field(
    field: str, value: object
) -> None:
    with pytest.raises(InvalidArgument) as caught:
        Event(**{**GOOD, field: value})
    assert caught.value.name == field


@pytest.mark.parametrize("word", ["訴訟", "a b", "\u3000", "e\u0301", "👩‍👩‍👧", "\u200f", "\ue000"])
def test_any_other_text_names_an_event(word: str) -> None:
    event = Event(id=word, type=word, data=b"{}", tags=(word,))
    assert (event.id, event.type, event.tags) == (word, word, (word,))


def test_a_query_item_takes_collections_of_texts_alone() -> None:
    assert QueryItem(types=["a", "b"]) == QueryItem(types={"b", "a"})
    for item in ({"types": "filed"}, {"tags": "court"}, {"tags": [""]}, {"types": [7]}):
        with pytest.raises(InvalidArgument):
            QueryItem(**item)


def test_a_checkpoint_reads_back_from_its_line() -> None:
    line = "eventlog/2 312 " + "9f" * 32
    assert Checkpoint.parse(f"  {line}\n") == Checkpoint(312, bytes([0x9F]) * 32)
    assert str(Checkpoint.parse(line)) == line
    former = line.replace("/2", "/1")
    assert Checkpoint.parse(former) == Checkpoint(312, bytes([0x9F]) * 32, form=1)
    assert str(Checkpoint.parse(former)) == former


@pytest.mark.parametrize(
    "line",
    [
        "",
        "eventlog/3 1 " + "0" * 64,
        "eventlog/1 0 " + "1" * 64,
        "eventlog/2 0 " + "1" * 64,
        "eventlog/1 -1 " + "0" * 64,
        "eventlog/1 1 00",
        "eventlog/1 ١ " + "0" * 64,
    ],
)
def test_what_is_no_checkpoint_is_refused(line: str) -> None:
    with pytest.raises(InvalidArgument):
        Checkpoint.parse(line)
