"""Impact: every state, now and at past points, that rests or rested on a record."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from given import Record, given
from histories import chronicle, fields, histories, questions
from hypothesis import given as random
from hypothesis import strategies as st
from laws import law
from things import amendment, correction, cut, merge, put, ranking, retraction, seen, source, things

from chrono import Chronicle
from chrono.ask.axes import FILE, PRESS, WORLD, Axes, moved
from chrono.ask.impact.impact import Impact, bounds
from chrono.ask.impact.without import without
from chrono.ask.replay import points_of_change
from chrono.errors import BadQuestion, NoSuchTarget
from chrono.fold.view import View
from chrono.resolve.archive import archive
from chrono.values.times import DAY

NOW = "2025-06-01"


def rests(found: Impact, by: str) -> dict[str, list[tuple[object, object]]]:
    """For each field of "x" that rests on the record along an axis: from when, until when (exclusive)."""
    told: dict[str, list[tuple[object, object]]] = {}
    for effect in (each for each in found.effects if each.target == "thing/x"):
        for stretch in effect.over[by]:
            each = bounds(by, stretch)
            told.setdefault(effect.field, []).append((each["from"], each["until"]))
    return told


# --- the law: what it says is what leaving the record out of the log shows ---------------------------


class Twice:
    """A log held in memory with some of its records and without them, asked by nothing but plain folds."""

    def __init__(self, told: Chronicle, found: Impact) -> None:
        self.entries = told.entries()
        self.positions = frozenset(each.position for each in found.left_out.records)
        self.books = told.shelf

    def views(self, position: int) -> tuple[View, View]:
        rest = without(self.entries, self.positions)
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
                found |= {(target, name) for name in one if one[name].content() != other[name].content()}
        return found

    def points(self, by: str, axes: Axes) -> list[int]:
        views = self.views(axes.position)
        dossiers = [each.dossier(name) for each in views for name in each.archive.reports]
        found = points_of_change(by, dossiers, axes)
        return [found[0] - DAY, *found] if found else []


def claimed(found: Impact, by: str, point: int) -> set[tuple[str, str]]:
    """The fields that are said to rest on the record at a point of an axis."""
    return {
        (effect.target, effect.field)
        for effect in found.effects
        for each in effect.over[by]
        if (each.start is None or each.start <= point) and (each.end is None or point < each.end)
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
            differing = twice.differing(moved(found.axes, by, point), views)
            assert claimed(found, by, point) == differing, (by, point)
    now = {(each.target, each.field) for each in found.effects if each.present is not None}
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


@law(60)
@random(histories(most=8), st.integers(0, 7), st.lists(questions(), min_size=1, max_size=4))
def test_what_nothing_rests_on_can_be_left_out_and_no_state_as_of_any_time_changes(
    records: list[Record], n: int, asked: list[dict[str, object]]
) -> None:
    gone = records[n % len(records)]
    found = chronicle(records).impact(str(gone["id"]), as_of="2024-02-10")
    if any(effect.target == "thing/x" and effect.over[WORLD] for effect in found.effects):
        return
    rest = [each for each in records if each is not gone]
    for question in asked:
        everything = {"as_of": question["as_of"]}
        assert _but_confirmed(fields(records, everything)) == _but_confirmed(fields(rest, everything))


def _but_confirmed(told: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    return {
        name: {key: value for key, value in each.items() if key != "confirmed"} for name, each in told.items()
    }


@law(40)
@random(histories(most=8), st.integers(0, 7))
def test_where_a_stretch_of_the_log_is_said_to_begin_and_end_it_does(records: list[Record], n: int) -> None:
    told = chronicle(records)
    found = told.impact(str(records[n % len(records)]["id"]), as_of="2024-02-10")
    twice = Twice(told, found)

    def differing(position: int) -> set[tuple[str, str]]:
        return twice.differing(moved(found.axes, FILE, position), twice.views(position))

    for effect in found.effects:
        field = (effect.target, effect.field)
        for each in effect.over[FILE]:
            assert each.start is not None
            assert field in differing(each.start)
            assert field not in differing(each.start - 1)
            if each.end is not None:
                assert field in differing(each.end - 1)
                assert field not in differing(each.end)


# --- each sort of record -----------------------------------------------------------------------------


def test_a_state_that_a_report_once_made_rests_on_it_until_the_next() -> None:
    told = things(put("2024-01-10", id="r", word="one"), put("2024-03-10", word="two", source="b"))
    found = told.chronicle.impact("r", as_of=NOW)

    assert rests(found, WORLD)["word"] == [("2024-01-10", "2024-03-10")]
    assert {each.field: each.present for each in found.effects}["word"] is None


def test_what_a_report_adds_to_a_count_rests_on_it_to_this_day() -> None:
    told = things(put("2024-01-10", id="r"), put("2024-03-10", source="b"))
    found = {each.field: each for each in told.chronicle.impact("r", as_of=NOW).effects}

    assert found["count"].present is not None
    assert [each.value for each in found["count"].present] == [2, 1]
    assert rests(told.chronicle.impact("r", as_of=NOW), WORLD)["count"] == [("2024-01-10", None)]


def test_since_when_a_count_has_its_value_rests_on_a_ranking_only_while_no_later_term_is_known() -> None:
    told = things(
        put("2024-01-05", id="r", development="d", reported="2024-02-01"),
        put("2024-01-15", development="d", source="b", reported="2024-02-01"),
        put("2024-01-20", source="c", reported="2024-03-01"),
        ranking("r", id="k", rank="preferred"),
    )
    found = told.chronicle.impact("k", as_of=NOW)

    assert rests(found, PRESS)["count"] == [("2024-02-01", "2024-03-01")]


def test_a_state_rests_on_a_report_from_its_publication_on() -> None:
    told = things(
        put("2024-01-10", id="r", word="one", reported="2024-02-01"),
        put("2024-03-10", word="two", reported="2024-03-11"),
    )
    found = told.chronicle.impact("r", as_of=NOW)

    assert rests(found, PRESS)["word"] == [("2024-02-01", "2024-03-11")]
    assert rests(found, FILE)["word"] == [(told.receipts[0].position, told.receipts[1].position)]


def test_a_field_that_reads_other_kinds_does_not_rest_on_a_report() -> None:
    told = things(put("2024-01-10", id="r", word="one"))

    assert "guests" not in rests(told.chronicle.impact("r", as_of=NOW), WORLD)


def test_on_a_report_that_says_nothing_nothing_rests() -> None:
    told = things(put("2024-01-10", word="one"), seen("2024-02-10", id="r", source="b"))

    assert told.chronicle.impact("r", as_of=NOW).effects == ()


def test_a_second_account_that_agrees_is_what_a_state_rests_on_too() -> None:
    told = things(
        put("2024-01-10", id="r", development="d", word="one"),
        put("2024-01-10", id="s", development="d", word="one", source="b"),
    )
    found = {each.field: each for each in told.chronicle.impact("s", as_of=NOW).effects}

    assert found["word"].present is not None
    assert [(each.value, each.reports) for each in found["word"].present] == [
        ("one", ("r", "s")),
        ("one", ("r",)),
    ]


def test_a_dispute_rests_on_the_account_that_stands_behind() -> None:
    told = things(
        put("2024-01-10", development="d", word="one", attribution={"standing": "document"}),
        put("2024-01-10", id="s", development="d", word="two", source="b"),
    )
    found = {each.field: each for each in told.chronicle.impact("s", as_of=NOW).effects}

    assert found["word"].present is not None
    assert [(each.value, each.disputed) for each in found["word"].present] == [("one", True), ("one", False)]


def test_on_a_correction_a_state_rests_from_its_publication_on() -> None:
    told = things(
        put("2024-01-10", id="r", word="one"),
        correction("r", "2025-02-01", id="c", data={"word": "two"}),
    )
    found = told.chronicle.impact("c", as_of=NOW)

    assert rests(found, PRESS)["word"] == [("2025-02-01", None)]
    assert rests(found, FILE)["word"] == [(told.receipts[1].position, None)]


def test_on_a_retraction_rests_what_is_not_there() -> None:
    told = things(put("2024-01-10", id="r", word="one"), retraction("r", "2025-02-01", id="t"))
    found = {each.field: each for each in told.chronicle.impact("t", as_of=NOW).effects}

    assert found["word"].present is not None
    assert [each.value for each in found["word"].present] == [None, "one"]


def test_our_fix_counts_at_every_known_at_and_from_its_position_on() -> None:
    told = things(
        put("2024-01-10", id="r", word="one", reported="2024-02-01"),
        amendment("r", id="m", data={"word": "two"}),
    )
    found = told.chronicle.impact("m", as_of=NOW)

    assert rests(found, PRESS)["word"] == [("2024-02-01", None)]
    assert rests(found, FILE)["word"] == [(told.receipts[1].position, None)]


def test_a_record_made_void_counted_from_its_position_up_to_where_it_was_undone() -> None:
    told = things(
        put("2024-01-10", id="r", word="one"),
        put("2023-01-10", word="zero", source="b"),
        amendment("r", void=True),
    )
    found = told.chronicle.impact("r", as_of=NOW)

    first, _, undone = told.receipts
    assert rests(found, FILE)["word"] == [(first.position, undone.position)]
    assert rests(found, WORLD) == rests(found, PRESS) == {}


def test_a_ranking_is_what_the_value_that_it_put_first_rests_on() -> None:
    told = things(
        put("2024-01-10", id="r", development="d", word="one", attribution={"standing": "document"}),
        put("2024-01-10", id="s", development="d", word="two", source="b"),
        ranking("s", id="k", rank="preferred"),
    )
    found = {each.field: each for each in told.chronicle.impact("k", as_of=NOW).effects}

    assert found["word"].present is not None
    assert [each.value for each in found["word"].present] == ["two", "one"]


def test_a_merge_is_what_a_count_of_one_rests_on() -> None:
    told = things(
        put("2024-01-10", development="d"),
        put("2024-01-10", development="e", source="b"),
        merge("d", "e", id="g"),
    )
    found = {each.field: each for each in told.chronicle.impact("g", as_of=NOW).effects}

    assert found["count"].present is not None
    assert [each.value for each in found["count"].present] == [1, 2]


def test_a_link_carries_what_rests_on_a_record_to_other_developments() -> None:
    told = things(
        put("2024-02", development="d", word="one"),
        cut("2024-02-10", id="r", source="b", after=["d"]),
    )
    impact = told.chronicle.impact("r", as_of=NOW)
    [effect] = [each for each in impact.effects if each.field == "word"]
    surer = [
        (span["from"], span["until"])
        for stretch in effect.over[WORLD]
        if [each.certainty for each in stretch.states] == ["certain", "possible"]
        for span in [bounds(WORLD, stretch)]
    ]

    assert surer == [("2024-02-10", "2024-02-29")]  # with the link it had surely happened by the 10th
    assert rests(impact, WORLD)["word"][-1] == ("2024-02-29", None)  # since when is known better ever after


def test_a_source_stands_for_all_that_it_says() -> None:
    told = things(
        source("a", "2024-06-01"),
        source("b", "2024-06-01"),
        put("2024-01-10", id="r", word="one"),
        put("2024-02-10", id="s", word="two"),
        put("2024-03-10", id="t", word="three", source="b"),
    )
    found = told.chronicle.impact("a", as_of=NOW)

    assert (found.left_out.sort, [each.id for each in found.left_out.records]) == ("source", ["r", "s"])
    assert rests(found, WORLD)["word"] == [("2024-01-10", "2024-02-10"), ("2024-02-10", "2024-03-10")]


def test_a_stretch_of_the_world_ends_where_either_answer_becomes_another() -> None:
    told = things(
        put("2024-01-10", source="b", word="zero"),
        put("2024-02", id="r", word="one"),
        put("2024-03-10", source="b", word="two"),
    )
    [effect] = [each for each in told.chronicle.impact("r", as_of=NOW).effects if each.field == "word"]

    said = [[state.value or state.possible for state in each.states] for each in effect.over[WORLD]]
    assert said == [[("zero", "one"), "zero"], ["one", "zero"]]
    assert rests(told.chronicle.impact("r", as_of=NOW), WORLD)["word"] == [
        ("2024-02-01", "2024-02-29"),
        ("2024-02-29", "2024-03-10"),
    ]


def test_a_source_that_came_with_the_report_left_out_stays_for_the_others() -> None:
    inline = {"slug": "n", "publisher": "N", "published": "2024-06-01"}
    told = things(put("2024-01-10", id="r", source=inline), put("2024-02-10", id="s", source="n", word="two"))
    found = {each.field: each for each in told.chronicle.impact("r", as_of=NOW).effects}

    assert found["count"].present is not None
    assert found["count"].present[1].sources == ("n",)


def test_a_development_stands_for_all_its_reports() -> None:
    told = things(
        put("2024-01-10", id="r", development="d"),
        put("2024-01-10", id="s", development="d", source="b"),
        put("2024-01-10", id="t", source="c"),
    )
    found = told.chronicle.impact("d", as_of=NOW)

    assert (found.left_out.sort, [each.id for each in found.left_out.records]) == ("development", ["r", "s"])


def test_on_an_entity_rests_what_is_told_of_it_by_another_name() -> None:
    told = given(
        {"record": "entity", "slug": "acme", "type": "organisation", "aliases": ["ACME Inc"]},
        {
            "kind": "lawsuit.filed",
            "source": "a",
            "occurred": "2024-01-10",
            "data": {"case": "x", "plaintiffs": ["ACME Inc"]},
        },
    )
    found = {each.field: each for each in told.chronicle.impact("acme", as_of=NOW).effects}

    assert list(found) == ["plaintiffs"]
    assert found["plaintiffs"].present is not None
    assert [each.value for each in found["plaintiffs"].present] == [["acme"], ["ACME Inc"]]


def test_on_an_entity_of_a_storybook_rests_what_is_told_of_it_by_another_name() -> None:
    told = given(
        {
            "record": "storybook",
            "toml": '[storybook]\nname = "n"\n[entities.acme]\naliases = ["ACME Inc"]\n',
        },
        {
            "kind": "lawsuit.filed",
            "source": "a",
            "occurred": "2024-01-10",
            "data": {"case": "x", "plaintiffs": ["ACME Inc"]},
        },
    )
    found = told.chronicle.impact("acme", as_of=NOW)

    [effect] = found.effects
    assert (found.left_out.sort, found.left_out.records, effect.field) == ("entity", (), "plaintiffs")
    assert effect.present is not None
    assert [each.value for each in effect.present] == [["acme"], ["ACME Inc"]]
    assert [each.start for each in effect.over[FILE]] == [told.receipts[-1].position]


def test_on_an_entity_of_a_storybook_that_nothing_names_rests_nothing() -> None:
    told = given(
        {"record": "storybook", "toml": '[storybook]\nname = "n"\n[entities.acme]\ntype = "organisation"\n'},
        {"kind": "lawsuit.filed", "source": "a", "occurred": "2024-01-10",
         "data": {"case": "x", "plaintiffs": ["other"]}},
    )  # fmt: skip

    assert told.chronicle.impact("acme", as_of=NOW).effects == ()


def test_the_beginning_of_an_id_and_the_last_record_will_do() -> None:
    told = things(put("2024-01-10", id="first"), put("2024-01-10", id="second", source="b"))

    assert told.chronicle.impact("fir").left_out.name == "first"
    assert told.chronicle.impact("@last").left_out.name == "second"


def test_nothing_of_that_name_is_refused_and_so_is_a_storybook() -> None:
    with pytest.raises(NoSuchTarget, match='did you mean "first"'):
        things(put("2024-01-10", id="first")).chronicle.impact("fist")
    with pytest.raises(BadQuestion, match="every state rests on it"):
        things().chronicle.impact("@last")
