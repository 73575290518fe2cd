"""Knowing better when something happened never makes a certain answer false."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import attrs
from given import Record
from histories import field_fold, fields, view
from hypothesis import assume, given
from hypothesis import strategies as st
from laws import law

from chrono.model.policy import DEFAULT_POLICY
from chrono.values.canonical_json import jsontext

FIRST = date(2024, 1, 1)
KINDS = ("put", "cut", "seen")


@attrs.frozen
class Vague:
    """A development of some day between two, and a narrower pair of days within."""

    kind: str
    days: tuple[int, int]
    narrow: tuple[int, int]
    data: dict[str, object]
    after: tuple[int, ...]

    def record(self, n: int, days: tuple[int, int]) -> Record:
        """Return the report of the n-th development on one of those days."""
        first, last = (FIRST + timedelta(days=each) for each in days)
        return {
            "kind": self.kind,
            "id": f"r{n}",
            "development": f"d{n}",
            "source": ("a", "b", "copy")[n % 3],
            "occurred": f"{first}/{last}",
            "data": {"thing": "x", **self.data},
            "after": [f"d{each}" for each in self.after if each != n],
        }


@st.composite
def vague(draw: st.DrawFn) -> Vague:
    low, first, last, high = sorted(draw(st.tuples(*[st.integers(0, 9)] * 4)))
    kind = draw(st.sampled_from(KINDS))
    data: dict[str, object] = {} if kind == "cut" else {"word": draw(st.sampled_from(("one", "two")))}
    if kind != "seen":
        data["members"] = draw(st.lists(st.sampled_from("mn"), min_size=1, max_size=2))
    if kind == "put":
        data["number"] = draw(st.integers(-1, 2))
    return Vague(kind, (low, high), (first, last), data, tuple(draw(st.sets(st.integers(0, 3), max_size=1))))


@law(300)
@given(st.lists(vague(), min_size=1, max_size=4), st.integers(0, 10))
def test_narrowing_an_interval_never_makes_a_certain_answer_false(told: list[Vague], until: int) -> None:
    wide = [each.record(n, each.days) for n, each in enumerate(told)]
    narrow = [each.record(n, each.narrow) for n, each in enumerate(told)]
    asked: dict[str, object] = {"as_of": str(FIRST + timedelta(days=until))}
    # A link that the narrower days leave no placement for is no longer used: another question.
    assume(not any(unused_links(each, asked) for each in (wide, narrow)))

    before, after = fields(wide, asked), fields(narrow, asked)
    for name, field in before.items():
        if field["certainty"] == "certain" and name != "tenure":  # its value is dates, which are narrowed too
            assert (after[name]["certainty"], said(after[name])) == ("certain", said(field)), name
        if "range" in field:
            least, most = bounds(field)
            low, high = bounds(after[name])
            assert least <= low <= high <= most, name


def bounds(field: dict[str, object]) -> tuple[Decimal, Decimal]:
    """Return the least and the most of a range."""
    given_ = field["range"]
    assert isinstance(given_, list)
    return Decimal(given_[0]), Decimal(given_[1])


def said(field: dict[str, object]) -> object:
    """Return the value without world order, which narrower dates may well change."""
    value = field["value"]
    return sorted(map(jsontext, value)) if isinstance(value, list) else value


def unused_links(records: list[Record], asked: dict[str, object]) -> object:
    return field_fold(view(records), asked).frames(DEFAULT_POLICY)[0].unused


@law(100)
@given(st.lists(vague(), min_size=1, max_size=4), st.integers(0, 10))
def test_a_certain_member_stays_certain_when_an_interval_is_narrowed(told: list[Vague], until: int) -> None:
    plain = [attrs.evolve(each, after=()) for each in told]
    asked = {"as_of": str(FIRST + timedelta(days=until))}
    wide = fields([each.record(n, each.days) for n, each in enumerate(plain)], asked)
    narrow = fields([each.record(n, each.narrow) for n, each in enumerate(plain)], asked)

    assert members(wide) <= members(narrow)


def members(found: dict[str, dict[str, object]]) -> set[object]:
    """Return the certain members; no member where nothing names one."""
    value = found["members"]["value"]
    return set(value) if isinstance(value, list) else set()
