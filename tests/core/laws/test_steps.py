"""A replay gives the distinct states that `state` gives at all points of the axis that moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from given import Record
from histories import chronicle, histories
from hypothesis import given
from laws import law

from chrono import Chronicle

X: Record = {"record": "entity", "slug": "x"}
"""Makes "x" a key that may be asked about from the start."""
BETWEEN = [date(2023, 12, 30) + timedelta(days=n) for n in range(70)]
DAYS = [str(each) for each in (*BETWEEN, date(2024, 12, 30), date(2024, 12, 31))]
"""Every day on which anything of `histories` begins, ends or is published, and the days before those."""


def shown(told: Chronicle, **asked: object) -> dict[str, object]:
    return {name: each.to_dict() for name, each in told.state("thing/x", **asked).fields.items()}  # type: ignore[arg-type]


def changes(found: Iterable[tuple[object, object]]) -> Iterator[tuple[object, object]]:
    """Yield those of the states at successive points that are not as before, the first of all apart."""
    points = iter(found)
    before = next(points)[1]
    for at, state in points:
        if state != before:
            yield at, state
        before = state


def replayed(told: Chronicle, by: str, **asked: object) -> list[tuple[object, object]]:
    steps = told.replay("thing/x", by=by, **asked)  # type: ignore[arg-type]
    return [(each.at, {name: field.to_dict() for name, field in each.state.fields.items()}) for each in steps]


@law(15)
@given(histories())
def test_a_replay_by_world_is_every_distinct_state_of_the_days(records: list[Record]) -> None:
    told = chronicle([X, *records])

    assert replayed(told, "world") == list(changes((day, shown(told, as_of=day)) for day in DAYS))


@law(25)
@given(histories())
def test_a_replay_by_press_is_every_distinct_state_of_what_was_known(records: list[Record]) -> None:
    told = chronicle([X, *records])
    asked = {"as_of": "2024-02-15"}

    assert replayed(told, "press", **asked) == list(
        changes((day, shown(told, **asked, known_at=day)) for day in DAYS)
    )


@law(50)
@given(histories())
def test_a_replay_by_file_is_every_distinct_state_of_the_positions(records: list[Record]) -> None:
    told = chronicle([X, *records])
    asked = {"as_of": "2024-02-15"}
    positions = range(6, told.log.head() + 1)  # a storybook, four sources and the entity come first

    assert replayed(told, "file", **asked) == list(
        changes((at, shown(told, **asked, recorded_at=at)) for at in positions)
    )
