"""Replay: history step by step, as one axis moves and the others stay."""

from __future__ import annotations

import pytest
from given import Given
from things import amendment, correction, cut, put, retraction, things

from chrono.errors import BadQuestion, NoSuchTarget


def late() -> Given:
    """Return a chronicle in which the withdrawal is published before the filing."""
    return things(
        put("2024-02-10", id="r", word="open", reported="2024-09-01"),
        cut("2024-06", id="s", source="b", reported="2024-07-01"),
    )


def walked(told: Given, by: str, field: str, **asked: object) -> list[tuple[object, object, object]]:
    """Return the steps in which a field changes: when, its value before and after."""
    steps = told.chronicle.replay("thing/x", by=by, **asked)  # type: ignore[arg-type]
    return [
        (each.at, each.changes[field].before.value, each.changes[field].after.value)
        for each in steps
        if field in each.changes
    ]


def test_a_replay_by_world_steps_at_each_bound_of_a_date() -> None:
    found = walked(late(), "world", "status", as_of="2025-01-01")

    assert [(at, after) for at, _, after in found] == [
        ("2024-02-10", "open"),
        ("2024-06-01", None),
        ("2024-06-30", "gone"),
    ]


def test_the_first_step_of_a_world_starts_from_what_held_before_it() -> None:
    assert walked(late(), "world", "status", as_of="2025-01-01")[0] == ("2024-02-10", "nothing", "open")


def test_a_replay_by_world_begins_with_the_first_day_of_a_vague_date() -> None:
    assert [at for at, _, _ in walked(things(put("2024-02", word="one")), "world", "word")] == [
        "2024-02-01",
        "2024-02-29",
    ]


def test_a_replay_by_press_steps_at_each_publication_that_changes_the_answer() -> None:
    found = walked(late(), "press", "status", as_of="2024-05-01")

    # In July a later step becomes known: from "none" on, that the case had not begun is certain.
    assert found == [("2024-07-01", "nothing", "nothing"), ("2024-09-01", "nothing", "open")]


def test_the_press_and_the_world_need_not_agree() -> None:
    told = late()

    assert [after for _, _, after in walked(told, "press", "status", as_of="2025-01-01")] == ["gone"]
    assert len(walked(told, "world", "status")) == 3


def test_a_replay_by_file_steps_at_positions() -> None:
    told = late()
    first, second = (each.position for each in told.receipts)

    assert [(at, after) for at, _, after in walked(told, "file", "status", as_of="2025-01-01")] == [
        (first, "open"),
        (second, "gone"),
    ]


def test_a_correction_and_a_retraction_are_steps_of_the_press() -> None:
    told = things(
        put("2024-01-01", id="r", word="one", reported="2024-02-01"),
        correction("r", "2024-03-01", data={"word": "two"}),
        retraction("r", "2024-04-01"),
    )

    assert walked(told, "press", "word", as_of="2025-01-01") == [
        ("2024-02-01", None, "one"),
        ("2024-03-01", "one", "two"),
        ("2024-04-01", "two", None),
    ]


def test_an_amendment_is_a_step_of_the_file_alone() -> None:
    told = things(
        put("2024-01-01", id="r", word="won", reported="2024-02-01"), amendment("r", data={"word": "one"})
    )
    slip, mended = (each.position for each in told.receipts)

    assert walked(told, "press", "word", as_of="2025-01-01") == [("2024-02-01", None, "one")]
    assert walked(told, "file", "word", as_of="2025-01-01") == [(slip, None, "won"), (mended, "won", "one")]


def test_a_record_made_void_is_a_step_of_the_file_and_its_end_another() -> None:
    told = things(
        put("2024-01-01", word="one"), put("2024-02-01", id="r", word="two"), amendment("r", void=True)
    )
    first, slip, mended = (each.position for each in told.receipts)

    assert walked(told, "file", "word", as_of="2025-01-01") == [
        (first, None, "one"),
        (slip, "one", "two"),
        (mended, "two", "one"),
    ]


def test_a_step_names_the_reports_that_came_to_bear_or_ceased_to() -> None:
    told = things(put("2024-01-01", id="r", word="one"), put("2024-02-01", id="s", word="two"))
    steps = list(told.chronicle.replay("thing/x", by="world", start="2024-02-01"))

    assert [(each.at, set(each.reports)) for each in steps] == [("2024-02-01", {"r", "s"})]


def test_what_lies_outside_from_and_to_is_no_step() -> None:
    told = things(*(put(f"2024-0{n}-01", word=f"w{n}") for n in range(1, 6)))
    found = walked(told, "world", "word", start="2024-02", end="2024-04-01")

    assert found == [("2024-02-01", "w1", "w2"), ("2024-03-01", "w2", "w3"), ("2024-04-01", "w3", "w4")]


def test_a_step_is_json_of_when_which_reports_and_what_changed() -> None:
    step = next(iter(late().chronicle.replay("thing/x", by="press", as_of="2024-05-01")))
    shown = step.to_dict()

    assert set(shown) == {"at", "reports", "changed_by", "changes"}
    changes = shown["changes"]
    assert isinstance(changes, dict)
    assert set(changes["status"]) == {"before", "after"}


def test_a_replay_moves_one_axis_and_keeps_the_others() -> None:
    told = late()

    assert walked(told, "world", "status", known_at="2024-08-01")[-1][2] == "gone"
    assert "open" not in [after for _, _, after in walked(told, "world", "status", known_at="2024-08-01")]


def test_an_unknown_axis_is_refused_with_those_known() -> None:
    with pytest.raises(BadQuestion, match='did you mean "press"'):
        list(late().chronicle.replay("thing/x", by="pres"))


def test_a_replay_of_what_is_not_there_is_refused() -> None:
    with pytest.raises(NoSuchTarget):
        list(late().chronicle.replay("thing/nothing"))
