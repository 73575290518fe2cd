"""What a log holds much of costs in step with how much it is: calls are counted, never seconds.

Each log is made at a size and at eight times that; the calls beyond those of a tiny one may grow by less than
twelve times: linear, with a logarithm where something is sorted. A square would grow by sixty-four times.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType

import pytest
from given import Record, new_chronicle

from chrono import Chronicle
from chrono.ask.search import search

TINY, SIZE, LARGE, AT_MOST = 5, 25, 193, 12
SOURCE = {"record": "source", "slug": "s", "publisher": "P", "published": "2025-01-01"}


def report(n: int, **more: object) -> Record:
    given = {"kind": "lawsuit.settled", "source": "s", "occurred": "2024", "data": {"case": "x"}}
    return {**given, "id": f"r{n}", **more}


def naming(record: str, of: Callable[[int], str], n: int, **more: object) -> list[Record]:
    """Return so many records that name others."""
    return [{"record": record, "id": f"c{k}", "of": of(k), "why": "w", **more} for k in range(1, n)]


def first(_: int) -> str:
    return "r0"


def last(k: int) -> str:
    """Return the record before: a chain."""
    return f"c{k - 1}" if k > 1 else "r0"


def entities(n: int, same: Callable[[int], list[str]]) -> list[Record]:
    return [{"record": "entity", "slug": f"e{k}", "aliases": [f"a{k}"], "same_as": same(k)} for k in range(n)]


def merges(n: int, joined: Callable[[int], list[str]]) -> list[Record]:
    made = [report(k, development=f"d{k}") for k in range(n)]
    return [
        SOURCE,
        *made,
        *({"record": "merge", "id": f"m{k}", "developments": joined(k), "why": "w"} for k in range(1, n)),
    ]


LATER = {"reported": "2025-02-01"}
SHAPES: dict[str, Callable[[int], list[Record]]] = {
    "stories of one report": lambda n: [SOURCE, report(0, stories=[f"s{k}" for k in range(n)])],
    "links of one report": lambda n: [SOURCE, report(0, after=[f"d{k}" for k in range(n)])],
    "names of one entity": lambda n: [
        {"record": "entity", "slug": "e", "aliases": [f"a{k}" for k in range(n)]}
    ],
    "records of one entity": lambda n: [
        {"record": "entity", "slug": "e", "aliases": [f"a{k}"]} for k in range(n)
    ],
    "a chain of same_as": lambda n: entities(n, lambda k: [f"e{k - 1}"] if k else []),
    "a chain of same_as that names what comes": lambda n: entities(n, lambda k: [f"e{k + 1}"]),
    "one entity that all are the same as": lambda n: entities(n, lambda k: ["e0"] if k else []),
    "one record that joins all": lambda n: [
        *entities(n, lambda _: []),
        *entities(n, lambda k: [f"e{k}"])[:1],
    ],
    "a chain of merges": lambda n: merges(n, lambda k: [f"d{k - 1}", f"d{k}"]),
    "a chain of merges backwards": lambda n: merges(n, lambda k: [f"d{k}", f"d{k - 1}"]),
    "merges into one": lambda n: merges(n, lambda k: ["d0", f"d{k}"]),
    "corrections of one report": lambda n: [
        SOURCE,
        report(0),
        *naming("correction", first, n, **LATER, data={"terms": "t"}),
    ],
    "fixes of one report": lambda n: [SOURCE, report(0), *naming("amendment", first, n, summary="t")],
    "rankings of one report": lambda n: [SOURCE, report(0), *naming("ranking", first, n, rank="preferred")],
    "retractions of retractions": lambda n: [SOURCE, report(0), *naming("retraction", last, n, **LATER)],
    "voids of voids": lambda n: [SOURCE, report(0), *naming("amendment", last, n, void=True)],
    "fixes of one source": lambda n: [SOURCE, report(0), *naming("amendment", lambda _: "s", n, title="t")],
    "accounts of one development": lambda n: [SOURCE, *(report(k, development="d") for k in range(n))],
    "developments of one key": lambda n: [SOURCE, *(report(k, development=f"d{k}") for k in range(n))],
    "a chain of links": lambda n: [
        SOURCE,
        *(report(k, development=f"d{k}", after=[f"d{k - 1}"] if k else []) for k in range(n)),
    ],
}
QUESTIONS: dict[str, Callable[[Chronicle], object]] = {
    "state": lambda c: c.state("lawsuit/x", as_of="2026"),
    "explain": lambda c: c.explain("lawsuit/x", as_of="2026"),
    "timeline": lambda c: c.timeline(as_of="2026"),
    "corrections": lambda c: c.corrections(),
    "find": lambda c: search("lawsuit e1 a1", c.lookup()),
}


def calls(do: Callable[[], object]) -> int:
    """Return how many functions are called, those of C too."""
    count = 0

    def note(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        do()
    finally:
        sys.setprofile(None)
    return count


def counted(shape: Callable[[int], list[Record]], size: int) -> dict[str, int]:
    """Return the calls that it takes to append so many records of a shape, and then to answer questions."""
    made, records = new_chronicle(), shape(size)
    found = {"append": calls(lambda: made.append(*records))}
    for name, ask in QUESTIONS.items():
        if name == "find" or any(each.get("id") for each in records):
            found[name] = calls(partial(ask, Chronicle(made.log, made.clock)))
    return found


@pytest.mark.parametrize("name", SHAPES)
def test_calls_grow_in_step_with_the_size_of_the_input(name: str) -> None:
    counted(SHAPES[name], TINY)  # what is imported or memoised at the first call counts for none
    tiny, small, large = (counted(SHAPES[name], size) for size in (TINY, SIZE, LARGE))

    for what, least in tiny.items():
        grown = (large[what] - least) / max(small[what] - least, 50)
        assert grown < AT_MOST, f"{what}: {least}, {small[what]}, {large[what]} calls"
