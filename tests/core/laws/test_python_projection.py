"""A projection in Python that says what a declared one says gives what the declared one gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
from given import Record
from histories import histories, questions, view
from hypothesis import given
from laws import law

from chrono.fold.states import FieldState
from chrono.fold.view import View
from chrono.model.python_projection import Occurrence, python_projection
from chrono.values import times
from chrono.values.canonical_json import jsontext


class Mirror:
    """What the storybook of `histories` declares as `number`, `first` and `count`."""

    name = "mirror"
    key = "thing"
    kinds = ("put", "cut")
    initial: Mapping[str, object] = {"number": None, "first": None, "count": 0}
    cumulative = ("count",)

    def apply(self, state: Mapping[str, int], development: Occurrence) -> Mapping[str, object]:
        told = development.fields if development.kind == "put" else {}
        return {
            "number": told.get("number", state["number"]),
            "first": told.get("word") if state["first"] is None else state["first"],
            "count": state["count"] + 1,
        }


def both(
    records: Sequence[Record], asked: Mapping[str, object]
) -> tuple[Mapping[str, FieldState], Mapping[str, FieldState]]:
    """The declared fields and the mirrored ones."""
    told = view(records)
    shelf = attrs.evolve(
        told.shelf, projections={**told.shelf.projections, "mirror": python_projection(Mirror)}
    )
    known, names = asked.get("known_at"), asked.get("according_to")
    found = [
        View(told.archive, shelf).fields(
            shelf.projections[name],
            "x",
            until=times.bound(str(asked["as_of"])),
            known_at=None if known is None else times.bound(str(known)),
            sources=None if names is None else frozenset(names),  # type: ignore[call-overload]
        )
        for name in ("thing", "mirror")
    ]
    return found[0], found[1]


def shown(state: FieldState) -> tuple[object, ...]:
    """What a state says, its possible values in the order of their text."""
    assert isinstance(state.possible, tuple)
    possible = sorted(jsontext(each) for each in state.possible)
    return state.value, state.certainty, possible


@law(120)
@given(histories(most=9), questions())
def test_what_is_mirrored_is_as_the_declared_is(records: list[Record], asked: dict[str, object]) -> None:
    declared, mirrored = both(records, asked)

    for name in ("number", "first"):
        if declared[name].certainty != "none":  # a field of Python listens to every kind of its projection
            assert shown(mirrored[name]) == shown(declared[name]), name
            assert mirrored[name].disputed == declared[name].disputed, name


@law(120)
@given(histories(most=9), questions())
def test_a_count_is_as_the_declared_is(records: list[Record], asked: dict[str, object]) -> None:
    declared, mirrored = (each["count"] for each in both(records, asked))

    assert mirrored.certainty == declared.certainty
    assert mirrored.value == declared.value
    assert mirrored.disputed == declared.disputed
    if declared.certainty == "possible":
        assert isinstance(mirrored.possible, tuple)
        assert [min(mirrored.possible), max(mirrored.possible)] == declared.range
