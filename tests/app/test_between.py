"""What other writers append while a large batch is admitted: admitted again only where it rests on that."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

import attrs
import pytest

from chrono.chronicle import Chronicle
from chrono.testing.logs import new_chronicle
from chrono.write.append import NAMED_AT_MOST, TRIES, BatchAppender, Outrun, RefusedBatch
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


def of_development(case: str) -> dict[str, object]:
    return {**report("x"), "data": {"case": case, "plaintiffs": ["z"], "defendants": ["b"]}}


@pytest.mark.parametrize(
    ("record", "again"),
    [
        (of_development("n7"), [1]),
        ({"record": "entity", "slug": "other", "type": "organisation"}, []),
        ({"record": "entity", "slug": "n7", "type": "organisation"}, [1]),
        ({"record": "source", "slug": "t", "publisher": "P"}, []),
        ({"record": "amendment", "of": "old", "why": "slip", "data": {"court": "c"}}, []),
    ],
    ids=[
        "a report of one development",
        "an entity that none names",
        "one that one names",
        "a source",
        "a fix",
    ],
)
def test_only_what_rests_on_what_came_in_is_admitted_again(
    chronicle: Chronicle, record: dict[str, object], again: list[int]
) -> None:
    chronicle.append(report("old"))
    reviewed: list[int] = []
    log = Busy(chronicle.log, lambda call: chronicle.append(record) if call == 1 else None)
    appender = BatchAppender(log, review=lambda ready, _: reviewed.append(len(ready)) or {})  # type: ignore[arg-type, func-returns-value]
    outcome = appender.append([report(f"m{number}") for number in range(50)] + [report("n7")])
    assert reviewed == [51, *again]
    assert outcome.new == 51
    assert chronicle.log.verify().position == 1 + 1 + 1 + 51


def test_a_report_that_joins_what_came_in_says_so(chronicle: Chronicle) -> None:
    log = Busy(chronicle.log, lambda call: chronicle.append(of_development("n7")) if call == 1 else None)
    (_, receipt) = BatchAppender(log).append([report("n1"), report("n7")]).receipts  # type: ignore[arg-type]
    assert receipt.joins == receipt.record["development"]


def test_a_report_that_is_named_otherwise_since_is_admitted_anew(chronicle: Chronicle) -> None:
    record = {"record": "entity", "slug": "seven", "type": "organisation", "aliases": ["n7"]}
    log = Busy(chronicle.log, lambda call: chronicle.append(record) if call == 1 else None)
    (_, receipt) = BatchAppender(log).append([report("n1"), report("n7")]).receipts  # type: ignore[arg-type]
    alone = new_chronicle()
    alone.append(SOURCE, record)
    assert receipt.record["development"] == alone.append(report("n7"))[0].record["development"]


def test_a_record_that_what_came_in_forbids_is_refused(chronicle: Chronicle) -> None:
    other = {"kind": "lawsuit.settled", "id": "x", "source": "s", "occurred": "2024", "data": {"case": "n7"}}
    other["development"] = "d"
    log = Busy(chronicle.log, lambda call: chronicle.append(other) if call == 1 else None)
    with pytest.raises(RefusedBatch, match=r"lawsuit\.settled"):
        BatchAppender(log).append([report("n1"), {**report("n7"), "development": "d"}])  # type: ignore[arg-type]
    assert chronicle.log.get("n1") is None


def test_a_large_batch_gets_in_beside_who_always_reports_the_same_developments(chronicle: Chronicle) -> None:
    count = 0

    def others(_: int) -> None:
        nonlocal count
        count += 1
        if count <= 40:
            chronicle.append({**of_development(f"n{count}"), "id": f"x{count}"})

    admitted, _ = appended(chronicle, others)
    assert admitted == 1 + 40


def random_record(chance: random.Random, name: str, earlier: list[str]) -> dict[str, object]:
    """Return a record that shares names with others: it declares, reports, or mends."""
    word = chance.choice(["p", "q", "r", "s", "t"])
    of = chance.choice(earlier)
    return chance.choice(
        [
            {"record": "source", "slug": word, "publisher": "P", "published": "2024-01-01"},
            {
                "record": "entity",
                "slug": word,
                "type": "organisation",
                "aliases": [word + chance.choice("12")],
            },
            {"record": "entity", "slug": word, "type": "organisation", "same_as": [chance.choice("pqr")]},
            {"record": "amendment", "id": name, "of": of, "why": "slip", "data": {"court": name}},
            {
                "record": "correction",
                "id": name,
                "of": of,
                "reported": "2025",
                "why": "w",
                "modality": "denied",
            },
            {"record": "retraction", "id": name, "of": of, "reported": "2025", "why": "w"},
            *(
                {
                    **report(name),
                    "source": source,
                    "data": {"case": word + digit, "plaintiffs": [word], "defendants": ["b"]},
                    **({"development": word} if chance.random() < 0.3 else {}),
                }
                for source in ("s", word, {"slug": word, "publisher": "P", "published": "2024-01-01"})
                for digit in ("1", "2")
            ),
        ]
    )


def random_records(
    chance: random.Random, prefix: str, earlier: list[str], count: int
) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    for number in range(count):
        made.append(random_record(chance, f"{prefix}{number}", earlier))
        if made[-1].get("kind"):
            earlier.append(f"{prefix}{number}")
    return made


def taken(chronicle: Chronicle, log: object, batch: list[dict[str, object]]) -> tuple[object, ...]:
    """Return what became of a batch, and what the log then holds."""
    outcome = BatchAppender(log).append(batch, keep_going=True)  # type: ignore[arg-type]
    return (
        [(each.id, each.record, each.joins, each.position) for each in outcome.receipts],
        [each.index for each in outcome.rejects],
        [entry.record for entry in chronicle.entries()],
    )


def raced(seed: int) -> tuple[tuple[object, ...], tuple[object, ...]]:
    """Return what became of a random batch that came after some records, and where these came in between."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    names = ["old", "older"]
    between, batch = (
        random_records(chance, prefix, names[:], count) for prefix, count in (("x", 3), ("y", 8))
    )
    one, other = new_chronicle(), new_chronicle()
    for each in (one, other):
        each.append(SOURCE, report("old"), report("older"))
    one.append_all(between, keep_going=True)

    def others(call: int) -> None:
        if call == 1:
            other.append_all(between, keep_going=True)

    return taken(one, one.log, batch), taken(other, Busy(other.log, others), batch)


def test_a_batch_that_others_come_between_is_taken_as_one_that_came_after_them() -> None:
    """But what was refused before they came stays refused: those that differ in that are not compared."""
    compared = 0
    for seed in range(100):
        after, between = raced(seed)
        if after[1] == between[1]:
            compared += 1
            assert between == after
    assert compared > 80


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
