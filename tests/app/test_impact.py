"""Impact: every state, now and at past points, that rests or rested on a record."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pytest
from given import Record, given
from histories import BOOK, SOURCES, chronicle, histories, questions, view
from hypothesis import given as random
from hypothesis import strategies as st
from laws import law
from things import amendment, correction, cut, merge, put, ranking, retraction, seen, source, things

from chrono import Chronicle
from chrono.archive import Entry, archive
from chrono.axes import Axes, moved
from chrono.errors import BadQuestion, NoSuchTarget
from chrono.impacts import Impact, Touch, bounds
from chrono.jsontext import jsontext
from chrono.omissions import left
from chrono.replays import FILE, PRESS, WORLD, marks
from chrono.times import DAY
from chrono.views import View


def rests(found: Impact, by: str) -> dict[str, list[tuple[object, object]]]:
    """For each field that rests on the record along an axis: from when, until when (exclusive)."""
    told: dict[str, list[tuple[object, object]]] = {}
    for touch in found.touches:
        for axis, spell in touch.spells():
            if axis == by:
                each = bounds(by, spell)
                told.setdefault(touch.field, []).append((each["from"], each["until"]))
    return told


# --- the law: what it says is what leaving the record out of the log shows ---------------------------


class Twice:
    """A log held in memory with some of its records and without them, asked by nothing but plain folds."""

    def __init__(self, told: Chronicle, found: Impact) -> None:
        self.entries = told.entries()
        self.positions = frozenset(each.position for each in found.omitted.records)
        self.books = told.shelf

    def views(self, position: int) -> tuple[View, View]:
        rest = left(self.entries, self.positions)
        return tuple(View(archive(each, position), self.books) for each in (self.entries, rest))  # type: ignore[return-value]

    def differing(self, axes: Axes, views: tuple[View, View]) -> set[tuple[str, str]]:
        """The fields of every target that are others without the records."""
        found = set()
        for projection in self.books.projections.values():
            for key in {key for each in views for key in each.keys(projection)}:
                one, other = (
                    each.fields(projection, key, until=axes.until, known_at=axes.known, sources=None)
                    for each in views
                )
                target = projection.name if key == "*" else f"{projection.name}/{key}"
                found |= {(target, name) for name in one if one[name].told() != other[name].told()}
        return found

    def points(self, by: str, axes: Axes) -> list[int]:
        views = self.views(axes.position)
        dossiers = [each.dossier(name) for each in views for name in each.archive.reports]
        found = marks(by, dossiers, axes)
        return [found[0] - DAY, *found] if found else []


def claimed(found: Impact, by: str, point: int) -> set[tuple[str, str]]:
    """The fields that are said to rest on the record at a point of an axis."""
    return {
        (touch.target, touch.field)
        for touch in found.touches
        for axis, each in touch.spells()
        if axis == by
        and (each.start is None or each.start <= point)
        and (each.end is None or point < each.end)
    }


def unlinked(records: Sequence[Record]) -> list[Record]:
    return [{key: value for key, value in each.items() if key != "after"} for each in records]


def check_every_point(records: Sequence[Record], n: int) -> None:
    told = chronicle(records)
    name = str(records[n % len(records)]["id"])
    found = told.impact(name, as_of="2024-02-10")
    twice = Twice(told, found)
    views = twice.views(found.axes.position)
    for by in (WORLD, PRESS):
        for point in twice.points(by, found.axes):
            assert claimed(found, by, point) == twice.differing(moved(found.axes, by, point), views), (by, point)
    now = {(each.target, each.field) for each in found.touches if each.now is not None}
    assert now == twice.differing(found.axes, views)


@law(60)
@random(histories(most=10).map(unlinked), st.integers(0, 9))
def test_without_links_a_state_rests_on_a_record_exactly_where_it_is_another_without_it(
    records: list[Record], n: int
) -> None:
    check_every_point(records, n)


@law(40)
@random(histories(most=8), st.integers(0, 7))
def test_with_links_a_state_rests_on_a_record_exactly_where_it_is_another_without_it(
    records: list[Record], n: int
) -> None:
    check_every_point(records, n)
