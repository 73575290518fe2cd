"""What other writers append while a large batch is admitted: admitted again only where it rests on that."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs
import pytest

from chrono.chronicle import Chronicle
from chrono.testing.logs import new_chronicle
from chrono.write.append import NAMED_AT_MOST, TRIES, BatchAppender, Outrun
from eventlog import AppendCondition, Event, EventLog, Receipt

SOURCE = {"record": "source", "slug": "s", "publisher": "P", "published": "2024-01-01"}


def report(name: str) -> dict[str, object]:
    data = {"case": name, "plaintiffs": ["a"], "defendants": ["b"]}
    return {"kind": "lawsuit.filed", "id": name, "source": "s", "occurred": "2023", "data": data}


@attrs.define
class Busy:
    """A log to which somebody else appends before each append that arrives."""

    log: EventLog
    others: Callable[[int], object]
    calls: int = 0

    def append(self, events: Iterable[Event], *, condition: AppendCondition | None = None) -> list[Receipt]:
        """Let the others append, then append."""
        self.calls += 1
        self.others(self.calls)
        return self.log.append(events, condition=condition)

    def __getattr__(self, name: str) -> object:
        return getattr(self.log, name)


@pytest.fixture
def chronicle() -> Chronicle:
    opened = new_chronicle()
    opened.append(SOURCE)
    return opened


def appended(chronicle: Chronicle, others: Callable[[int], object]) -> tuple[int, int]:
    """Append a large batch beside others; return how often it was admitted, and tried."""
    admitted: list[int] = []
    log = Busy(chronicle.log, others)
    appender = BatchAppender(log, review=lambda ready, _: admitted.append(len(ready)) or {})  # type: ignore[arg-type, func-returns-value]
    appender.append([report(f"n{number}") for number in range(NAMED_AT_MOST + 1)])
    return len(admitted), log.calls


def test_a_large_batch_that_rests_on_nothing_of_what_came_in_is_admitted_once(chronicle: Chronicle) -> None:
    def others(call: int) -> None:
        if call <= 5:
            chronicle.append(report(f"other{call}"))

    assert appended(chronicle, others) == (1, 6)
    assert chronicle.log.verify().position == 1 + 5 + NAMED_AT_MOST + 1


@pytest.mark.parametrize(
    "record",
    [
        {**report("x"), "data": {"case": "n7", "plaintiffs": ["a"], "defendants": ["b"]}},
        {"record": "entity", "slug": "a", "type": "organisation"},
    ],
    ids=["a report of one of its developments", "a declaration"],
)
def test_a_batch_is_admitted_again_where_it_rests_on_what_came_in(
    chronicle: Chronicle, record: dict[str, object]
) -> None:
    assert appended(chronicle, lambda call: chronicle.append(record) if call == 1 else None) == (2, 2)


def test_who_is_outrun_at_every_try_says_so(chronicle: Chronicle) -> None:
    count = 0

    def others(_: int) -> None:
        nonlocal count
        count += 1
        chronicle.append({"record": "entity", "slug": f"e{count}", "type": "organisation"})

    log = Busy(chronicle.log, others)
    with pytest.raises(Outrun, match="nothing was appended") as caught:
        BatchAppender(log).append([report("n1")])  # type: ignore[arg-type]
    assert caught.value.tries == TRIES
    assert chronicle.log.get("n1") is None
