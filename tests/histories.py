"""Random histories: records of every type that a log takes, one after another, and questions about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import attrs
from given import Record, new_chronicle
from hypothesis import strategies as st

from chrono import Chronicle
from chrono.fold.field_fold import FieldFold
from chrono.fold.view import View
from chrono.lookup.declarations import shelf
from chrono.model.shelf import Shelf
from chrono.model.storybook import storybook
from chrono.resolve.archive import Entry, archive
from chrono.values import times
from chrono.values.canonical_json import jsontext

BOOK = """
[storybook]
name = "history"
[kinds.put]
fields.thing = "entity"
fields.word = "word?"
fields.number = "number?"
fields.members = "entity[]?"
[kinds.cut]
fields.thing = "entity"
fields.members = "entity[]?"
[kinds.seen]
fields.thing = "entity"
fields.word = "word?"
[projections.thing]
key = "thing"
[projections.thing.fields]
number = { reduce = "latest", from = { put = "number" } }
first = { reduce = "first", from = { put = "word" } }
members = { reduce = "set", add = { put = "members" }, remove = { cut = "members" } }
count = { reduce = "count", of = ["put", "cut"] }
sum = { reduce = "sum", from = { put = "number" } }
tenure = { reduce = "span", from = ["put"], until = ["cut"] }
all = { reduce = "collect", of = ["put"], fields = ["word", "@by"] }
[projections.thing.fields.status]
reduce = "status"
initial = "none"
on = { put = { field = "word" }, cut = "gone" }
observe = { seen = { field = "word" } }
"""
SOURCES: tuple[Record, ...] = (
    {"record": "source", "slug": "a", "publisher": "Alpha", "published": "2024-01-10"},
    {"record": "source", "slug": "a2", "publisher": "Alpha", "published": "2024-02-10"},
    {"record": "source", "slug": "b", "publisher": "Beta", "published": "2024-01-20"},
    {"record": "source", "slug": "copy", "publisher": "Gamma", "published": "2024-01-21", "origin": "Beta"},
)
EVERYONE = ("Alpha", "Beta", "Gamma", "desk")
KINDS = ("put", "cut", "seen")
DAYS = ("2024-01-05", "2024-01-15", "2024-02-01", "2024-02-20", "2024-03-01")
DATES = (*DAYS, "2024-01", "2024-02", "2024", "2024-01-15/2024-02-20", "../2024-02", "2024-02/..")
PRESS = ("2024-01-12", "2024-01-25", "2024-02", "2024-02-21", "2024-03-05")
WORDS = ("one", "two")
DEVELOPMENTS = tuple(f"{kind}-{n}" for kind in KINDS for n in range(3))

_data: Mapping[str, st.SearchStrategy[dict[str, object]]] = {
    "put": st.fixed_dictionaries(
        {"thing": st.sampled_from("xxy")},
        optional={
            "word": st.sampled_from(WORDS),
            "number": st.integers(-2, 3),
            "members": st.lists(st.sampled_from("mn"), min_size=1, max_size=2),
        },
    ),
    "cut": st.fixed_dictionaries(
        {"thing": st.just("x")}, optional={"members": st.lists(st.sampled_from("mn"), min_size=1, max_size=2)}
    ),
    "seen": st.fixed_dictionaries({"thing": st.just("x")}, optional={"word": st.sampled_from(WORDS)}),
}
_patches = st.fixed_dictionaries({}, optional={"word": st.sampled_from((*WORDS, None))})
_standings = st.sampled_from(("document", "reporter", "anonymous"))


@st.composite
def reports(draw: st.DrawFn, n: int, *, developments: Sequence[str] = DEVELOPMENTS) -> Record:
    """Draw the report `r<n>`."""
    development = draw(st.sampled_from(developments))
    kind = development.split("-")[0]
    made: dict[str, object] = {
        "kind": kind,
        "id": f"r{n}",
        "development": development,
        "source": draw(st.sampled_from(("a", "a2", "b", "copy"))),
        "occurred": draw(st.sampled_from(DATES)),
        "data": draw(_data[kind]),
        "attribution": {"standing": draw(_standings)},
        "modality": draw(st.sampled_from(("occurred", "occurred", "occurred", "planned", "denied"))),
        "after": draw(
            st.lists(st.sampled_from([each for each in DEVELOPMENTS if each != development]), max_size=1)
        ),
    }
    reported = draw(st.sampled_from((None, None, *PRESS)))
    return made if reported is None else {**made, "reported": reported}


@attrs.define
class _Told:
    """What a history has named so far."""

    reports: dict[str, str] = attrs.field(factory=dict)
    """Report → its kind."""
    corrections: list[str] = attrs.field(factory=list)
    retractions: list[str] = attrs.field(factory=list)
    amendments: list[str] = attrs.field(factory=list)
    developments: set[str] = attrs.field(factory=set)


@st.composite
def histories(draw: st.DrawFn, *, least: int = 1, most: int = 8) -> list[Record]:
    """Draw records that a log with `BOOK` and `SOURCES` takes, in this order."""
    told = _Told()
    return [_step(draw, told, n) for n in range(draw(st.integers(least, most)))]


def _step(draw: st.DrawFn, told: _Told, n: int) -> Record:
    makers = [_reported] * 4
    if told.reports:
        makers += [_corrected, _retracted, _amended, _ranked, _source_amended]
    if len(told.developments) > 1:
        makers.append(_merged)
    return draw(st.sampled_from(makers))(draw, told, n)


def _reported(draw: st.DrawFn, told: _Told, n: int) -> Record:
    made = draw(reports(n))
    told.reports[f"r{n}"] = str(made["kind"])
    told.developments.add(str(made["development"]))
    return made


def _corrected(draw: st.DrawFn, told: _Told, n: int) -> Record:
    of = draw(st.sampled_from(sorted(told.reports)))
    told.corrections.append(f"c{n}")
    changed = _change(draw, told.reports[of])
    return {"record": "correction", "id": f"c{n}", "of": of, "reported": draw(_press), "why": "w", **changed}


def _change(draw: st.DrawFn, kind: str) -> dict[str, object]:
    changes: list[dict[str, object]] = [
        {"occurred": draw(st.sampled_from(DATES))},
        {"modality": draw(st.sampled_from(("occurred", "denied")))},
    ]
    if kind != "cut":
        changes.append({"data": {"word": draw(st.sampled_from((*WORDS, None)))}})
    return draw(st.sampled_from(changes))


_press = st.sampled_from(PRESS)


def _retracted(draw: st.DrawFn, told: _Told, n: int) -> Record:
    of = draw(st.sampled_from([*told.reports, *told.corrections, *told.retractions]))
    told.retractions.append(f"t{n}")
    return {"record": "retraction", "id": f"t{n}", "of": of, "reported": draw(_press), "why": "w"}


def _amended(draw: st.DrawFn, told: _Told, n: int) -> Record:
    report = draw(st.sampled_from(sorted(told.reports)))
    voided = [*told.reports, *told.corrections, *told.retractions, *told.amendments]
    changed = {"of": report, **_change(draw, told.reports[report])}
    change = draw(st.sampled_from([changed, {"of": draw(st.sampled_from(voided)), "void": True}]))
    told.amendments.append(f"m{n}")
    return {"record": "amendment", "id": f"m{n}", "why": "w", **change}


def _source_amended(draw: st.DrawFn, told: _Told, n: int) -> Record:
    told.amendments.append(f"m{n}")
    changes = (
        {"of": "a2", "publisher": "Beta"},
        {"of": "copy", "publisher": "Beta"},
        {"of": "copy", "published": "2024-02-15"},
        {"of": "copy", "origin": "Alpha"},
    )
    return {"record": "amendment", "id": f"m{n}", "why": "w", **draw(st.sampled_from(changes))}


def _ranked(draw: st.DrawFn, told: _Told, n: int) -> Record:
    rank = draw(st.sampled_from(("preferred", "normal", "deprecated")))
    return {
        "record": "ranking",
        "id": f"k{n}",
        "of": draw(st.sampled_from(sorted(told.reports))),
        "rank": rank,
        "why": "w",
    }


def _merged(draw: st.DrawFn, told: _Told, n: int) -> Record:
    first = draw(st.sampled_from(sorted(told.developments)))
    kind = first.split("-")[0]
    others = sorted(each for each in told.developments if each.startswith(kind) and each != first)
    if not others:
        return _ranked(draw, told, n)
    second = draw(st.sampled_from(others))
    return {"record": "merge", "id": f"g{n}", "developments": [first, second], "why": "w"}


@st.composite
def questions(draw: st.DrawFn) -> dict[str, object]:
    """Draw the world and press axes of a question, and whose reports count."""
    return {
        "as_of": draw(st.sampled_from(("2024-01-10", "2024-01-31", "2024-02-10", "2024-03-31"))),
        "known_at": draw(st.sampled_from((None, "2024-01-11", "2024-01-31", "2024-02-15", "2024-03-31"))),
        "according_to": draw(st.sampled_from((None, None, ("Alpha",), ("a2", "b"), ("Gamma",)))),
    }


def chronicle(records: Sequence[Record]) -> Chronicle:
    """Return a chronicle with the sources and the records in it."""
    made = new_chronicle(BOOK)
    made.append(*SOURCES, *records)
    return made


def answer(told: Chronicle, asked: Mapping[str, object]) -> str:
    """Return the whole answer about "x" as canonical JSON; the refusal where no record names it."""
    try:
        state = told.state("thing/x", **asked)  # type: ignore[arg-type]
    except LookupError as err:
        return str(err)
    return jsontext(state.to_dict(accounts=True))


# --- the same without a log: as fast as the core is ---------------------------------------------------


@cache
def _shelf() -> Shelf:
    return shelf({"history": storybook(BOOK)})


def view(records: Sequence[Record]) -> View:
    """Return what answers questions about a log that holds the sources and the records, in this order."""
    held = [{"record": "report", **each} for each in (*SOURCES, *records)]
    entries = [
        Entry(n, str(each.get("slug") or each["id"]), str(each["record"]), each)
        for n, each in enumerate(held, 1)
    ]
    return View(archive(entries, len(entries)), _shelf())


def field_fold(told: View, asked: Mapping[str, object]) -> FieldFold:
    """Return what folds the fields of "x" at the axes of a question."""
    known, names = asked.get("known_at"), asked.get("according_to")
    return told.field_fold(
        told.projection("thing"),
        "x",
        until=times.bound(str(asked["as_of"])),
        known_at=None if known is None else times.bound(str(known)),
        sources=None if names is None else frozenset(names),  # type: ignore[call-overload]
    )


def fields(records: Sequence[Record], asked: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """Return the fields of the answer about "x", as JSON shows them, where a log holds the records."""
    folding = field_fold(view(records), asked)
    return {name: folding.state(each).to_dict() for name, each in folding.projection.fields.items()}
