"""Loads: batch after batch into one log, beside other writers, and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from given import Record
from things import THINGS, amendment, correction, cut, put, source

from chrono.chronicle import Chronicle
from chrono.write.append import BatchAppender
from eventlog import AppendCondition, Event, EventLog, Receipt

BEGIN: tuple[Record, ...] = (
    {"record": "storybook", "toml": THINGS},
    source("a", "2024-03-01"),
    put("2024-01-01", id="r", word="one"),
)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Chronicle]:
    """A log that holds one report."""
    with Chronicle.open(tmp_path / "x.db") as opened:
        opened.append(*BEGIN)
        yield opened


class Meddled:
    """A log in which others append at the very moment that someone else does, once."""

    def __init__(self, log: EventLog, meddle: Callable[[], object]) -> None:
        self._log = log
        self._meddle: Callable[[], object] | None = meddle

    def __getattr__(self, name: str) -> object:
        return getattr(self._log, name)

    def append(self, events: Iterable[Event], *, condition: AppendCondition | None = None) -> list[Receipt]:
        """Let the others in first, then append."""
        meddle, self._meddle = self._meddle, None
        if meddle is not None:
            meddle()
        return self._log.append(events, condition=condition)


def loading(log: EventLog, *, dry: bool = False) -> BatchAppender:
    """Return a load into a log, which goes on where one before it was broken off."""
    return BatchAppender(log, resumes=True, dry=dry)


def meddled(told: Chronicle, *records: Record) -> BatchAppender:
    """Return a load at whose first writing others append these records first."""
    return loading(Meddled(told.log, lambda: told.append(*records)))  # type: ignore[arg-type]


@pytest.mark.parametrize("dry", [False, True], ids=["appended", "checked"])
def test_a_record_can_be_about_one_of_an_earlier_batch(told: Chronicle, dry: bool) -> None:  # noqa: FBT001
    load = loading(told.log, dry=dry)
    assert load.append([put("2024-02-01", id="s", word="two")], keep_going=True).new == 1

    taken = load.append(
        [correction("s", "2024-04-01", data={"word": "three"}), correction("t", "2024-04-01")],
        keep_going=True,
    )

    assert taken.new == 1
    assert [each.faults[0][0] for each in taken.rejects] == ["of"]
    assert told.log.head() == (3 if dry else 5)


def test_what_stands_in_the_log_is_passed_over_and_other_content_is_left_out(told: Chronicle) -> None:
    taken = loading(told.log).append(
        [*BEGIN, put("2024-01-01", id="r", word="two"), put("2024-03-01", id="s")], keep_going=True
    )

    assert (taken.new, taken.already) == (1, 3)
    assert [(each.index, *each.faults) for each in taken.rejects] == [
        (3, ("id", '"r" stands at position 3 with other content: amend that record, or use another id'))
    ]


def test_an_id_that_comes_twice_with_other_content_is_left_out_in_a_check_too(told: Chronicle) -> None:
    load = loading(told.log, dry=True)
    load.append([put("2024-01-01", id="s", word="one")], keep_going=True)

    taken = load.append(
        [put("2024-01-01", id="s", word="two"), put("2024-01-01", id="s", word="one")], keep_going=True
    )

    assert (taken.new, taken.already, len(taken.rejects)) == (0, 1, 1)
    assert "further up" in taken.rejects[0].faults[0][1]


def test_what_others_append_between_two_batches_is_seen(told: Chronicle) -> None:
    load = loading(told.log)
    load.append([put("2024-02-01", id="s")], keep_going=True)
    told.append(cut("2024-02-02", id="t", development="d"))

    taken = load.append([put("2024-02-03", id="u", development="d")], keep_going=True)

    assert "is of kind" in taken.rejects[0].faults[0][1]


def test_what_others_append_while_a_batch_is_written_is_seen_and_the_batch_taken_again(
    told: Chronicle,
) -> None:
    load = meddled(told, cut("2024-02-02", id="t", development="d"))

    taken = load.append(
        [put("2024-02-03", id="u", development="d"), put("2024-02-04", id="v")], keep_going=True
    )

    assert (taken.new, [each.index for each in taken.rejects]) == (1, [0])
    assert [each.id for each in told.records()][3:] == ["t", "v"]


def test_an_id_that_others_take_while_a_batch_is_written_is_left_out(told: Chronicle) -> None:
    load = meddled(told, put("2024-02-02", id="u", word="theirs"))

    taken = load.append([put("2024-02-03", id="u", word="ours"), put("2024-02-04", id="v")], keep_going=True)

    assert (taken.new, [each.index for each in taken.rejects]) == (1, [0])
    assert [each.id for each in told.records()][3:] == ["u", "v"]


def test_a_record_that_was_amended_since_is_still_the_same_record(told: Chronicle) -> None:
    told.append(amendment("r", summary="mended"))

    assert loading(told.log).append([*BEGIN], keep_going=True).already == 3
