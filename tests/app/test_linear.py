"""What a log holds much of costs in step with how much it is: calls are counted, never seconds.

Each log is made at a size and at eight times that; the calls beyond those of a tiny one may grow by less than
twelve times: linear, with a logarithm where something is sorted. A square would grow by sixty-four times.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from types import FrameType

import pytest
from given import Record, new_chronicle

from chrono import Chronicle
from chrono.ask.search import search

TINY, SIZE, LARGE, AT_MOST = 5, 25, 193, 12
INLINE = {"slug": "s", "publisher": "P", "published": "2025-01-01"}
SOURCE = {"record": "source", **INLINE}


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


def kept(n: int, **data: Callable[[int], object]) -> list[Record]:
    """Return so many accounts of one development that differ in some fields."""
    given = {"kind": "k.a", "source": "s", "occurred": "2024"}
    told = [
        {**given, "id": f"r{k}", "data": {"k": "x", **{name: of(k) for name, of in data.items()}}}
        for k in range(n)
    ]
    return [SOURCE, {"record": "storybook", "toml": BOOK}, *told]


def each_named(n: int, made: Callable[[int], Record], record: str, **more: object) -> list[Record]:
    """Return so many records, and as many more, each of which names one of them."""
    named = [made(k) for k in range(n)]
    return [
        SOURCE,
        *named,
        *(
            {"record": record, "id": f"c{k}", "of": each.get("id") or each["slug"], "why": "w", **more}
            for k, each in enumerate(named)
        ),
    ]


def day(k: int) -> str:
    return str(date(1950, 1, 1) + timedelta(days=k))


BOOK = """[storybook]
name = "b"
[kinds."k.a"]
identity = ["k"]
fields = { k = "entity", q = "quantity:USD?", w = "word?", on = "date?", l = "entity[]?" }
[kinds."k.e"]
fields = { k = "entity" }
[projections.p]
key = "k"
[projections.p.fields]
last = { reduce = "latest", from = { "k.a" = "w" } }
first = { reduce = "first", from = { "k.a" = "on" } }
sum = { reduce = "sum", from = { "k.a" = "q" } }
most = { reduce = "greatest", from = { "k.a" = "q" } }
members = { reduce = "set", add = { "k.a" = "l" }, remove = { "k.e" = "k" } }
tenure = { reduce = "span", from = ["k.a"], until = ["k.e"] }
"""
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
    "fixes of fixes": lambda n: [SOURCE, report(0), *naming("amendment", last, n, summary="t")],
    "fixes of one fix": lambda n: [
        SOURCE,
        report(0),
        *naming("amendment", lambda k: "c1" if k > 1 else "r0", n, summary="t"),
    ],
    "storybooks of one name": lambda n: [
        {"record": "storybook", "toml": f'[storybook]\nname = "b"\n[entities.e{k}]\n'} for k in range(n)
    ],
    "rankings of one report": lambda n: [SOURCE, report(0), *naming("ranking", first, n, rank="preferred")],
    "retractions of retractions": lambda n: [SOURCE, report(0), *naming("retraction", last, n, **LATER)],
    "voids of voids": lambda n: [SOURCE, report(0), *naming("amendment", last, n, void=True)],
    "fixes of one source": lambda n: [SOURCE, report(0), *naming("amendment", lambda _: "s", n, title="t")],
    "accounts of one development": lambda n: [SOURCE, *(report(k, development="d") for k in range(n))],
    "accounts of one development that all date it otherwise": lambda n: [
        SOURCE,
        *(report(k, development="d", occurred=day(k)) for k in range(n)),
    ],
    "accounts that all give other words": lambda n: kept(n, w=lambda k: f"w{k}"),
    "accounts that all give other amounts": lambda n: kept(n, q=lambda k: f"{k} USD"),
    "accounts that all give other ranges": lambda n: kept(
        n, q=lambda k: {"least": k, "most": 2 * k + 1, "unit": "USD"}
    ),
    "accounts that all give other dates": lambda n: kept(n, on=day),
    "accounts that all give other members": lambda n: kept(n, l=lambda k: [f"m{k}"]),
    "tenures of one key": lambda n: [
        *kept(0),
        *(
            {
                **report(k),
                "kind": "k.e" if k % 2 else "k.a",
                "development": f"d{k}",
                "occurred": day(k),
                "data": {"k": "x"},
            }
            for k in range(n)
        ),
    ],
    "reports of one day in sequence": lambda n: [
        {**SOURCE, "sequence": True},
        *(report(k, development=f"d{k}", occurred="2024-02-03") for k in range(n)),
    ],
    "keys that one chain of links joins": lambda n: [
        SOURCE,
        *(
            report(k, development=f"d{k}", data={"case": f"x{k}"}, after=[f"d{k - 1}"] if k else [])
            for k in range(n)
        ),
    ],
    "keys that one development is linked to": lambda n: [
        SOURCE,
        *(
            report(k, development=f"d{k}", data={"case": f"x{k}"}, after=["d0"] if k else [])
            for k in range(n)
        ),
    ],
    "keys of one merged development": lambda n: [
        SOURCE,
        *(report(k, development=f"d{k}", data={"case": f"x{k}"}) for k in range(n)),
        *(
            {"record": "merge", "id": f"m{k}", "developments": ["d0", f"d{k}"], "why": "w"}
            for k in range(1, n)
        ),
    ],
    "a chain of links backwards": lambda n: [
        SOURCE,
        *(report(k, development=f"d{k}", after=[f"d{k + 1}"]) for k in range(n)),
    ],
    "fixes of many entities": lambda n: each_named(
        n, lambda k: {"record": "entity", "slug": f"e{k}", "aliases": [f"a{k}"]}, "amendment", type="person"
    ),
    "fixes of one entity": lambda n: [
        {"record": "entity", "slug": "e", "aliases": ["a"]},
        *(
            {"record": "amendment", "id": f"c{k}", "of": "e", "why": "w", "aliases": [f"b{k}"]}
            for k in range(n)
        ),
    ],
    "fixes of many sources": lambda n: each_named(
        n, lambda k: {**SOURCE, "slug": f"s{k}"}, "amendment", title="t"
    ),
    "fixes of many sources within reports": lambda n: each_named(
        n,
        lambda k: report(k, development=f"d{k}", source={**INLINE, "slug": f"i{k}"}),
        "amendment",
        summary="t",
    ),
    "fixes of one source within reports": lambda n: [
        *(report(k, development=f"d{k}", source={**INLINE, "slug": "i"}) for k in range(n)),
        *({"record": "amendment", "id": f"c{k}", "of": "i", "why": "w", "title": f"t{k}"} for k in range(n)),
    ],
    "voids of many reports": lambda n: each_named(
        n, lambda k: report(k, development=f"d{k}"), "amendment", void=True
    ),
    "retractions of many reports": lambda n: each_named(
        n, lambda k: report(k, development="d"), "retraction", reported="2025-02-01"
    ),
    "corrections of many reports": lambda n: each_named(
        n, lambda k: report(k, development=f"d{k}"), "correction", reported="2025-02-01", data={"terms": "t"}
    ),
    "rankings of many reports": lambda n: each_named(
        n, lambda k: report(k, development="d"), "ranking", rank="preferred"
    ),
    "developments of one key": lambda n: [SOURCE, *(report(k, development=f"d{k}") for k in range(n))],
    "a chain of links": lambda n: [
        SOURCE,
        *(report(k, development=f"d{k}", after=[f"d{k - 1}"] if k else []) for k in range(n)),
    ],
}
QUESTIONS: dict[str, Callable[[Chronicle], object]] = {
    "state": lambda c: c.state(target(c), as_of="2026").to_dict(),
    "explain": lambda c: c.explain(target(c), as_of="2026"),
    "timeline": lambda c: c.timeline(as_of="2026"),
    "check": lambda c: c.check(as_of="2026"),
    "corrections": lambda c: c.corrections(),
    "find": lambda c: search("lawsuit e1 a1", c.lookup()),
}


UNASKED = {("reports of one day in sequence", "explain")}
"""What names every pair of developments in its answer."""


def target(chronicle: Chronicle) -> str:
    """Return the first target of a log that has one."""
    return next((f"{projection.name}/{key}" for projection, key in chronicle.view().targets()), "lawsuit/x")


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


def counted(name: str, size: int) -> dict[str, int]:
    """Return the calls that it takes to append so many records of a shape, and then to answer questions."""
    made, records = new_chronicle(), SHAPES[name](size)
    found = {"append": calls(lambda: made.append(*records))}
    for what, ask in QUESTIONS.items():
        if (name, what) in UNASKED or not (what in ("find", "check") or list(made.view().targets())):
            continue
        found[what] = calls(partial(ask, Chronicle(made.log, made.clock)))
    return found


@pytest.mark.parametrize("name", SHAPES)
def test_calls_grow_in_step_with_the_size_of_the_input(name: str) -> None:
    counted(name, TINY)  # what is imported or memoised at the first call counts for none
    tiny, small, large = (counted(name, size) for size in (TINY, SIZE, LARGE))

    for what, least in tiny.items():
        grown = (large[what] - least) / max(small[what] - least, 50)
        assert grown < AT_MOST, f"{what}: {least}, {small[what]}, {large[what]} calls"
