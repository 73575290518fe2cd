"""What a lookup has of entities after each record is what a lookup has that reads the log anew."""

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
