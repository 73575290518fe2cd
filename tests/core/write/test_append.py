"""Appending: how much of a log is read for it, and what is kept from one append to the next."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
from given import Record, new_chronicle
from things import THINGS, put, source

from chrono import Chronicle
from eventlog import ALL, EventLog, Query, Recorded

FEW = 20


@attrs.define
class Counted:
    """A log that counts the events read from it."""

    log: EventLog
    owner: Chronicle
    """Keeps the log while it is in use."""
    events: int = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self.log, name)

    def read(self, query: Query = ALL, **options: object) -> Iterator[Recorded]:
        """Yield the events that match, each counted."""
        for each in self.log.read(query, **options):  # type: ignore[arg-type]
            self.events += 1
            yield each


def counted(*records: Record) -> tuple[Chronicle, Counted]:
    """Return a log that holds the records, opened anew, and what counts the events read from it."""
    made = new_chronicle()
    made.append(*records)
    log = Counted(made.log, made)
    return Chronicle(log, made.clock), log  # type: ignore[arg-type]


def reports(count: int) -> list[Record]:
    """Return as many reports, of as many developments."""
    return [put("2024-01-01", id=f"r{n}", development=f"d{n}") for n in range(count)]


def test_one_append_into_a_large_log_reads_little_of_it() -> None:
    chronicle, log = counted(
        {"record": "storybook", "toml": THINGS}, source("a", "2024-03-01"), *reports(300)
    )

    chronicle.append(put("2024-01-01", development="d7"))

    assert log.events < FEW


def test_a_second_append_looks_up_nothing_that_the_first_has() -> None:
    chronicle, log = counted(
        {"record": "storybook", "toml": THINGS}, source("a", "2024-03-01"), *reports(300)
    )
    chronicle.append(put("2024-01-01", development="d7"))
    log.events = 0

    chronicle.append(put("2024-01-01", development="d7"))

    assert log.events == 0


def test_what_others_append_is_looked_up_before_the_next_append() -> None:
    chronicle, log = counted({"record": "storybook", "toml": THINGS}, source("a", "2024-03-01"))
    chronicle.append(put("2024-01-01", source="a"))
    log.owner.append(source("b", "2024-03-01"))

    assert chronicle.append(put("2024-01-01", source="b"))[0].new


def test_a_storybook_that_is_given_twice_in_one_batch_is_adopted_once() -> None:
    chronicle, _ = counted()
    book = {"record": "storybook", "toml": THINGS}

    receipts = chronicle.append(book, book)

    assert [(each.position, each.new) for each in receipts] == [(1, True), (1, False)]
