"""Check: what has fallen silent, and what one can do about it."""

from __future__ import annotations

import pytest
from given import Given, Record, given
from things import THINGS, amendment, cut, merge, put, ranking, retraction, seen, source, things

from chrono.ask.check import (
    DISPUTED,
    OVERDUE,
    SAME,
    TOO_EARLY,
    UNCONFIRMED,
    UNORDERED,
    UNTOLD,
    UNUSED,
    Finding,
    long_ago,
)
from chrono.errors import BadQuestion, NoSuchTarget
from chrono.values import times

NOW = "2025-06-01"


def found(
    told: Given, sort: str, *, as_of: str = NOW, scope: str | None = None, **more: str
) -> list[Finding]:
    checked = told.chronicle.check(scope, as_of=as_of, **more)  # type: ignore[arg-type]
    return [each for each in checked.findings if each.sort == sort]


def names(some: list[Finding]) -> list[str | None]:
    return [each.development for each in some]


def fields(some: list[Finding], target: str = "thing/x") -> list[str | None]:
    return [each.field for each in some if each.target == target]


# --- plans -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "overdue"), [("2024-02-28", []), ("2024-02-29", ["d"]), ("2024-03", ["d"])]
)
def test_a_plan_is_overdue_when_its_last_due_day_is_past(as_of: str, overdue: list[str]) -> None:
    told = things(put("2024-02", development="d", modality="planned"), put("2024-02", development="e"))

    assert names(found(told, OVERDUE, as_of=as_of)) == overdue


@pytest.mark.parametrize("modality", ["occurred", "denied"])
def test_a_plan_of_which_a_report_says_that_it_happened_or_did_not_is_not_overdue(modality: str) -> None:
    told = things(
        put("2024-02", development="d", modality="planned"),
        put("2024-02-03", development="d", source="b", modality=modality, reported="2024-03-01"),
        put("2024-02", development="e", modality="planned"),
    )

    assert names(found(told, OVERDUE)) == ["e"]
    assert names(found(told, OVERDUE, known_at="2024-12-31")) == ["e"]


def test_what_says_that_a_plan_came_about_counts_only_once_it_is_published_and_while_it_stands() -> None:
    told = things(
        put("2024-02", development="d", modality="planned", reported="2024-01-01"),
        put("2024-02-03", development="d", source="b", reported="2024-04-01", id="r"),
        retraction("r", "2024-06-01"),
    )

    assert names(found(told, OVERDUE, known_at="2024-03-31")) == ["d"]
    assert names(found(told, OVERDUE, known_at="2024-05-01")) == []
    assert names(found(told, OVERDUE, known_at="2024-06-01")) == ["d"]


# --- values ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "old"), [("2025-02-28", False), ("2025-03-01", True), ("2025-03-02", True)]
)
def test_a_value_is_old_a_year_after_it_was_last_confirmed(as_of: str, *, old: bool) -> None:
    told = things(put("2024-01-10", word="one", reported="2024-03-01"))

    assert ("word" in fields(found(told, UNCONFIRMED, as_of=as_of))) is old


def test_how_old_is_old_can_be_said() -> None:
    told = things(put("2024-01-10", word="one", reported="2024-03-01"))

    assert "word" in fields(found(told, UNCONFIRMED, as_of="2024-04-01", older_than="1m"))
    assert "word" not in fields(found(told, UNCONFIRMED, as_of="2024-04-01", older_than="5w"))


def test_a_value_that_a_later_report_confirms_is_not_old() -> None:
    told = things(
        put("2024-01-10", word="one", number=1, reported="2024-03-01"),
        seen("2025-01-10", word="one", reported="2025-01-11", source="b"),
    )

    assert "status" not in fields(found(told, UNCONFIRMED))
    assert "number" in fields(found(told, UNCONFIRMED))


def test_a_date_of_what_happened_a_tally_and_what_nothing_is_said_of_are_never_old() -> None:
    told = things(put("2024-01-10", word="one", reported="2024-03-01"))
    old = fields(found(told, UNCONFIRMED, as_of="2030-01-01"))

    assert "word" in old
    assert {"when", "count", "all", "opening", "guests", "planned"}.isdisjoint(old)


def test_a_tenure_grows_old_while_it_has_no_end() -> None:
    begun = put("2024-01-10", reported="2024-03-01")
    ended = cut("2024-02-10", reported="2024-03-01")

    assert "tenure" in fields(found(things(begun), UNCONFIRMED, as_of="2030-01-01"))
    assert "tenure" not in fields(found(things(begun, ended), UNCONFIRMED, as_of="2030-01-01"))


def lawsuit(kind: str, occurred: str) -> dict[str, object]:
    data = {"case": "x", **({"plaintiffs": ["p"]} if kind == "filed" else {})}
    return {"kind": f"lawsuit.{kind}", "source": "a", "occurred": occurred, "data": data}


@pytest.mark.parametrize(
    ("kinds", "old"),
    [
        (("filed",), True),
        (("filed", "settled"), False),
        (("filed", "judged"), False),
        (("filed", "withdrawn", "refiled"), True),
    ],
)
def test_what_has_reached_a_final_status_is_not_old_until_it_is_taken_up_again(
    kinds: tuple[str, ...], *, old: bool
) -> None:
    told = given(*(lawsuit(kind, f"2024-0{n}-10") for n, kind in enumerate(kinds, 1)))

    assert ("plaintiffs" in fields(found(told, UNCONFIRMED, as_of="2030-01-01"), "lawsuit/x")) is old


def test_a_storybook_says_which_states_are_final() -> None:
    final = THINGS.replace('initial = "nothing"', 'initial = "nothing"\nfinal = ["done"]')
    done, going = (
        given(put("2024-01-10", word=word), storybook=final).about("thing/x") for word in ("done", "going")
    )

    assert fields(found(done, UNCONFIRMED, as_of="2030-01-01")) == []
    assert "status" in fields(found(going, UNCONFIRMED, as_of="2030-01-01"))


@pytest.mark.parametrize(
    ("until", "age", "before"),
    [
        ("2025-03-31", "30d", "2025-03-01"),
        ("2025-03-31", "2w", "2025-03-17"),
        ("2025-03-31", "1m", "2025-02-28"),
        ("2024-02-29", "1y", "2023-02-28"),
        ("2025-01-15", "13m", "2023-12-15"),
    ],
)
def test_an_age_is_counted_by_the_calendar(until: str, age: str, before: str) -> None:
    assert long_ago(times.bound(until), age) == times.bound(before)


@pytest.mark.parametrize("age", ["", "1", "y", "1 year", "-1y", "1h", "9999y"])
def test_what_is_no_age_is_refused(age: str) -> None:
    with pytest.raises(BadQuestion, match="older-than"):
        things().chronicle.check(older_than=age)


# --- disputes ----------------------------------------------------------------------------------------


def test_a_dispute_shows_the_values_side_by_side_each_with_its_sources_and_origins() -> None:
    told = things(
        put("2024-01-10", id="r", development="d", word="one"),
        put("2024-01-10", id="s", development="d", word="one", source="c"),
        put("2024-01-10", id="t", development="d", word="two", source="b"),
        put("2024-01-10", development="e", number=1),
    )
    (one,) = (each for each in found(told, DISPUTED) if each.field == "word")

    assert [(each.value, each.reports, each.sources, each.origins) for each in one.alternatives] == [
        ("one", ("r", "s"), ("a", "c"), 2),
        ("two", ("t",), ("b",), 1),
    ]
    assert one.next == 'chrono rank r preferred --why "…"'
    assert "number" not in fields(found(told, DISPUTED))


@pytest.mark.parametrize("rank", ["preferred", "deprecated"])
def test_a_dispute_that_an_editor_has_weighed_is_settled(rank: str) -> None:
    told = things(
        put("2024-01-10", id="r", development="d", word="one"),
        put("2024-01-10", id="s", development="d", word="two", source="b"),
        ranking("s", rank=rank),
    )

    assert "word" not in fields(found(told, DISPUTED))


def test_a_dispute_in_which_both_sides_are_preferred_is_open() -> None:
    told = things(
        put("2024-01-10", id="r", development="d", word="one"),
        put("2024-01-10", id="s", development="d", word="two", source="b"),
        ranking("r", rank="preferred"),
        ranking("s", rank="preferred"),
    )

    assert "word" in fields(found(told, DISPUTED))


# --- links -------------------------------------------------------------------------------------------


def test_a_link_that_no_placement_allows_is_listed() -> None:
    told = things(
        put("2024-02-10", development="d"),
        put("2024-02-01", id="s", development="e", source="b", after=["d"]),
        put("2024-02-20", development="f", source="b", after=["d"]),
    )
    (one,) = found(told, UNUSED)

    assert (one.development, one.after, one.reports) == ("e", "d", ("s",))


def test_a_link_to_what_no_visible_report_tells_of_is_listed() -> None:
    told = things(
        put("2024-02-10", development="d", id="r"),
        put("2024-02-20", id="s", development="e", source="b", after=["d"]),
        put("2024-02-20", development="f", source="b", after=["e"]),
        amendment("r", void=True),
    )
    (one,) = found(told, UNTOLD)

    assert (one.development, one.after, one.reports) == ("e", "d", ("s",))


def test_a_link_to_a_development_that_was_merged_is_told_of() -> None:
    told = things(
        put("2024-02-10", development="d"),
        put("2024-02-10", development="c", source="c"),
        put("2024-02-20", development="e", source="b", after=["c"]),
        merge("d", "c"),
    )

    assert found(told, UNTOLD) == []


# --- the order of a day --------------------------------------------------------------------------


def orders(told: Given, **more: str) -> set[tuple[str | None, str | None, str | None]]:
    """Return the open orders, without those of fields that say which development or source is the last."""
    return {
        (each.field, each.after, each.development)
        for each in found(told, UNORDERED, **more)
        if each.field not in ("development", "source")
    }


def test_two_developments_of_one_day_are_listed_with_every_field_that_hangs_on_their_order() -> None:
    told = things(
        put("2024-02-10", development="d", id="r", word="one"),
        put("2024-02-10", development="e", id="s", word="two", source="b"),
        cut("2024-02-10", development="f", id="t", source="b"),
    )
    first = next(iter(found(told, UNORDERED)))

    assert {("word", "d", "e"), ("opening", "d", "e"), ("cleared", "d", "f")} <= orders(told)
    assert {pair[1:] for pair in orders(told) if pair[0] == "word"} == {("d", "e")}  # a cut gives it no value
    assert first.next == 'chrono fix s after=d --why "…" (or the reverse)'
    assert orders(told, as_of="2024-02-09") == set()


def test_no_order_is_open_once_a_link_says_it_or_the_source_keeps_it_or_both_give_the_same() -> None:
    one, two = put("2024-02-10", development="d", word="one"), put("2024-02-10", development="e", word="two")

    assert orders(things(one, {**two, "after": ["d"]})) == set()
    assert orders(things(source("a", "2024-06-01", sequence=True), one, two)) == set()
    assert orders(things(one, put("2024-02-10", development="e", word="one", source="b"))) == set()
    assert orders(things(one, put("2024-02-11", development="e", word="two", source="b"))) == set()


def test_an_order_that_a_later_day_has_made_past_is_listed_still() -> None:
    told = things(
        put("2024-02-10", development="d", word="one"),
        put("2024-02-10", development="e", word="two", source="b"),
        put("2024-03-01", development="f", word="three"),
    )

    assert ("word", "d", "e") in orders(told)


# --- scope -------------------------------------------------------------------------------------------


def test_a_target_or_a_story_narrows_the_check() -> None:
    book = f'{THINGS}\n[stories.s]\ntitle = "S"\ntargets = ["thing/x"]\n'
    told = given(
        put("2024-02", development="d", modality="planned", thing="x"),
        put("2024-02", development="e", modality="planned", thing="y"),
        storybook=book,
    )

    assert sorted(map(str, names(found(told, OVERDUE)))) == ["d", "e"]
    assert names(found(told, OVERDUE, scope="thing/y")) == ["e"]
    assert names(found(told, OVERDUE, scope="s")) == ["d"]
    with pytest.raises(NoSuchTarget):
        told.chronicle.check("nowhere")


def test_a_log_in_which_all_is_well_gives_nothing() -> None:
    assert things(put("2024-01-10", word="one")).chronicle.check(as_of="2025-01-01").findings == ()


def test_a_report_of_what_by_its_date_was_still_to_come_is_shown() -> None:
    told = things(
        source("a", "2024-02-10"),
        put("2024-03-01", id="r", development="d"),
        put("2024-02", development="e"),
        put("2024-03", development="f", modality="planned"),
    )

    assert [(each.development, each.reports, each.date) for each in found(told, TOO_EARLY)] == [
        ("d", ("r",), "2024-03-01")
    ]


# --- identity ----------------------------------------------------------------------------------------

TENURE = "role.held:ann/acme/chief"


def held(occurred: str, source: str, development: str | None = None, **more: object) -> Record:
    """A report that Ann was chief of Acme; named as an older log did, where it is told how."""
    data = {"holder": "ann", "organisation": "acme", "role": "chief"}
    named = {} if development is None else {"development": development}
    return {"kind": "role.held", "source": source, "occurred": occurred, "data": data, **named, **more}


def test_developments_that_what_identifies_their_kind_now_holds_for_the_same_are_to_be_merged() -> None:
    told = given(
        held("2017/2019", "a", f"{TENURE}/2017/2019", id="r"),
        held("2017/2020", "b", f"{TENURE}/2017/2020", id="s"),
        held("2021/2022", "a", f"{TENURE}/2021/2022"),
    )
    [one] = found(told, SAME)

    assert (one.development, one.duplicates) == (f"{TENURE}/2017/2019", (f"{TENURE}/2017/2020",))
    assert one.reports == ("r", "s")
    assert one.next == f'chrono merge {TENURE}/2017/2019 {TENURE}/2017/2020 --why "…"'
    merged = told.and_then(merge(f"{TENURE}/2017/2019", f"{TENURE}/2017/2020"))
    assert found(merged, SAME) == []


def test_the_name_that_would_be_made_now_stays_in_a_merge() -> None:
    told = given(held("2017/2019", "a", f"{TENURE}/2017/2019"), held("2017/2020", "b"))

    assert [(each.development, each.duplicates) for each in found(told, SAME)] == [
        (f"{TENURE}/2017", (f"{TENURE}/2017/2019",))
    ]


@pytest.mark.parametrize("name", ["ann-at-acme", "a-report"])
def test_a_development_that_was_named_otherwise_is_kept_apart(name: str) -> None:
    told = given(held("2017/2019", "a"), held("2017/2020", "b", name, id="a-report"))

    assert found(told, SAME) == []


def test_two_names_of_one_entity_are_one_once_that_is_known() -> None:
    filed = [
        {
            "kind": "lawsuit.filed",
            "source": name,
            "occurred": "2024",
            "data": {"case": name, "plaintiffs": ["p"]},
        }
        for name in ("x", "y")
    ]
    same = {"record": "entity", "slug": "x", "same_as": ["y"]}

    assert found(given(*filed), SAME) == []
    [one] = found(given(*filed, same), SAME)
    assert (one.development, one.duplicates) == ("lawsuit.filed:x", ("lawsuit.filed:y",))


def test_what_is_not_published_yet_is_not_to_be_merged() -> None:
    told = given(
        held("2017/2019", "a", f"{TENURE}/2017/2019", reported="2023-01-01"),
        held("2017/2020", "b", f"{TENURE}/2017/2020", reported="2024-01-01"),
    )

    assert found(told, SAME, known_at="2023-06-01") == []
    assert len(found(told, SAME)) == 1
