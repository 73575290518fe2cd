"""What a lookup has after each record is what a lookup has that reads the log anew."""

from __future__ import annotations

import random

import pytest
from given import Record, new_chronicle

from chrono.lookup.log_lookup import LogLookup
from chrono.write.append import BatchAppender, RefusedBatch

SLUGS = ("e0", "e1", "e2", "e3")
NAMES = (*SLUGS, "Ann", "Bob", "ANN", "Carl", "x")


def entity(rng: random.Random) -> Record:
    made: Record = {"record": "entity", "slug": rng.choice(SLUGS)}
    if rng.random() < 0.7:
        made["aliases"] = rng.sample(NAMES, rng.randrange(3))
    if rng.random() < 0.2:
        made["same_as"] = [rng.choice(SLUGS)]
    return made


def fix(rng: random.Random, n: int) -> Record:
    made: Record = {"record": "amendment", "id": f"c{n}", "why": "w"}
    made["of"] = f"c{rng.randrange(n)}" if n and rng.random() < 0.2 else rng.choice(SLUGS)
    way = rng.random()
    if way < 0.15:
        return {**made, "void": True}
    if way < 0.3:
        return {**made, "type": rng.choice(("person", None))}
    if way < 0.4:
        return {**made, "same_as": [rng.choice(SLUGS)]}
    return {**made, "aliases": rng.sample(NAMES, rng.randrange(3))}


def seen(lookup: LogLookup) -> tuple[list[object], list[str]]:
    return [lookup.entity(slug) for slug in SLUGS], [lookup.resolve(name) for name in NAMES]


@pytest.mark.parametrize("seed", range(60))
def test_entities_amended_in_place_are_those_of_the_log_read_anew(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - the same again each time
    made = new_chronicle()
    appender = BatchAppender(made.log, LogLookup(made.log, 0))
    for n in range(25):
        given = entity(rng) if rng.random() < 0.4 else fix(rng, n)
        try:
            appender.append([given])
        except RefusedBatch:
            appender = BatchAppender(made.log, LogLookup(made.log, made.log.head()))
            continue
        assert seen(appender.lookup) == seen(LogLookup(made.log, made.log.head())), given


def fix_of_fix(rng: random.Random, n: int, known: list[str], *, odd: float) -> Record:
    of = rng.choice(("r", *known, *known[-2:]))
    made: Record = {"record": "amendment", "id": f"c{n}", "of": of, "why": "w"}
    if rng.random() < odd:
        return (
            {**made, "void": True} if rng.random() < 0.5 else {**made, rng.choice(("quote", "locator")): None}
        )
    for key in rng.sample(("summary", "quote", "locator", "occurred"), rng.randrange(1, 3)):
        made[key] = str(rng.randrange(1900, 2000))
    if rng.random() < 0.5:
        made["data"] = {"terms": rng.choice(("x", "y", None))}
    return made


@pytest.mark.parametrize("odd", [0.0, 0.15])
@pytest.mark.parametrize("seed", range(40))
def test_a_record_amended_step_by_step_is_the_record_that_all_amendments_make(seed: int, odd: float) -> None:
    rng = random.Random(seed)  # noqa: S311 - the same again each time
    made = new_chronicle()
    settled = {"kind": "lawsuit.settled", "source": "s", "occurred": "2024", "data": {"case": "x"}}
    made.append(
        {"record": "source", "slug": "s", "publisher": "P", "published": "2025"}, {**settled, "id": "r"}
    )
    appender = BatchAppender(made.log, LogLookup(made.log, made.log.head()))
    taken: list[str] = []
    for n in range(30):
        try:
            appender.append([fix_of_fix(rng, n, taken, odd=odd)])
        except RefusedBatch:
            appender = BatchAppender(made.log, LogLookup(made.log, made.log.head()))
            continue
        taken.append(f"c{n}")
        fresh = LogLookup(made.log, made.log.head())
        record, again = appender.lookup.record("r"), fresh.record("r")
        assert record is not None
        assert again is not None
        assert appender.lookup.amended(record) == fresh.amended(again)
    assert len(taken) > 10
