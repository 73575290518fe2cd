"""The folds that real use found wrong: the cases kept beside the project, and more of the same kinds.

What is expected of the small logs here is worked out by hand from the contract.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from app.test_acceptance import faults, through_python
from field.conftest import FIELD, Made, fields, report, source

CASES = sorted(FIELD.glob("semantics-*"))

BOOK = """
[storybook]
name = "shops"
[kinds.joined]
title = "Joins"
fields = { shop = "word", member = "word?", role = "word?" }
[kinds.left]
title = "Leaves"
fields = { shop = "word", member = "word" }
[kinds.stay]
title = "Stays"
span = true
fields = { shop = "word", member = "word" }
[kinds.closed]
title = "Closes"
fields = { shop = "word" }
[kinds.seen]
title = "Is seen"
fields = { shop = "word", stands = "word" }
[kinds.counted]
title = "Is counted"
fields = { shop = "word", staff = "number" }
[projections.shop]
key = "shop"
[projections.shop.fields]
staying = { reduce = "set", during = { stay = "member" } }
staff = { reduce = "set", add = { joined = "member" }, remove = { left = "member" } }
least = { reduce = "least", from = { counted = "staff" } }
greatest = { reduce = "greatest", from = { counted = "staff" } }
[projections.shop.fields.roles]
reduce = "map"
put = { joined = { key = ["member"], value = ["role"] } }
drop = { left = ["member"] }
[projections.shop.fields.status]
reduce = "status"
initial = "none reported"
on = { closed = "closed" }
observe = { seen = { field = "stands" } }
"""
A, B, C = source("a"), source("b"), source("c")


@pytest.mark.skipif(not CASES, reason=f"NO CASE OF REAL USE IS TRIED: there is none in {FIELD}")
@pytest.mark.parametrize("case", CASES, ids=lambda each: each.name)
def test_a_case_of_real_use_is_answered_as_expected(case: Path, tmp_path: Path) -> None:
    assert faults(case, through_python(case, tmp_path / "case.db")) == []


@pytest.mark.parametrize("day", ["04-14", "04-15", "04-16", "04-30"])
def test_a_span_that_may_have_begun_earlier_may_be_over_the_day_after(made: Made, day: str) -> None:
    # Begun on the 15th it holds that day; begun on the 14th it may have ended with it.
    span = {"start": "2024-04-14/2024-04-15", "end": "2024-04"}
    shop = made(BOOK, A, report("r1", "stay", "a", span, shop="x", member="bob"))

    held = fields(shop("state", "shop/x", "--as-of", f"2024-{day}", "--format", "json"))["staying"]

    assert (held["certainty"], held["possible"]) == ("possible", ["bob"])


def test_a_span_that_began_on_a_known_day_holds_that_day_whatever_its_end(made: Made) -> None:
    span = {"start": "2024-04-15", "end": "2024-04/2024-05"}
    shop = made(BOOK, A, report("r1", "stay", "a", span, shop="x", member="bob"))

    held = fields(shop("state", "shop/x", "--as-of", "2024-04-15", "--format", "json"))["staying"]

    assert (held["value"], held["certainty"]) == (["bob"], "certain")


def test_a_replay_shows_the_day_from_which_a_span_may_be_over(made: Made) -> None:
    span = {"start": "2024-04-15", "end": "2024-04/2024-05"}
    shop = made(BOOK, A, report("r1", "stay", "a", span, shop="x", member="bob"))

    steps = shop("replay", "shop/x", "--format", "jsonl").lines()

    assert [each["at"] for each in steps] == ["2024-04-15", "2024-04-16", "2024-06-01"]


def test_a_member_that_joined_for_certain_stays_certain_whatever_ties_later(made: Made) -> None:
    tied = [
        report(f"r{n}", "joined", by, "2024-02-01", shop="x", member=who, role="cook", DEVELOPMENT="d1")
        for n, (by, who) in enumerate((("a", "bob"), ("b", "ann"), ("c", "cid")), 1)
    ]
    shop = made(
        BOOK, A, B, C, report("r0", "joined", "a", "2024-01-05", shop="x", member="bob", role="cook"), *tied
    )

    staff = fields(shop("state", "shop/x", "--format", "json"))["staff"]

    assert (staff["value"], staff["certainty"], staff["possible"]) == (["bob"], "possible", ["ann", "cid"])


def test_since_passes_over_observations_that_contradict_what_bears(made: Made) -> None:
    seen = [report(f"s{n}", "seen", "a", f"2024-02-1{n}", shop="x", stands="open") for n in range(2)]
    closed = [
        report(f"c{n}", "closed", "a", when, shop="x") for n, when in enumerate(("2024-01", "2024-02-17"))
    ]
    shop = made(BOOK, A, *closed, *seen)

    status = fields(shop("state", "shop/x", "--as-of", "2024-02-28", "--format", "json"))["status"]

    assert (status["value"], status["since"], status["reports"]) == ("closed", "2024-01", ["c0", "c1"])


def test_two_accounts_of_who_left_are_two_alternatives_that_name_them(made: Made) -> None:
    left = [
        report(f"r{n}", "left", by, "2024-02-16", shop="x", member=who, DEVELOPMENT="d1")
        for n, (by, who) in enumerate((("a", "bob"), ("b", "ann")), 1)
    ]
    shop = made(BOOK, A, B, *left)

    staff = fields(shop("state", "shop/x", "--as-of", "2024-02-01", "--format", "json"))["staff"]

    assert sorted(each["reports"] for each in staff["alternatives"]) == [["r1"], ["r2"]]  # type: ignore[index, attr-defined]


@pytest.mark.parametrize("field", ["staff", "roles"])
def test_who_is_named_as_leaving_is_unknown_before_by_that_account_alone(made: Made, field: str) -> None:
    left = [
        report(f"r{n}", "left", by, "2024-02-16", shop="x", member=who, DEVELOPMENT="d1")
        for n, (by, who) in enumerate((("a", "bob"), ("b", "ann")), 1)
    ]
    shop = made(BOOK, A, B, *left)

    shown = shop("explain", f"shop/x.{field}", "--as-of", "2024-02-01").out

    assert "ann: unknown (b; not a)" in shown
    assert "bob: unknown (a; not b)" in shown


def test_a_member_that_one_source_lets_join_and_leave_is_kept_by_who_says_that_another_left(
    made: Made,
) -> None:
    left = [
        report(f"r{n}", "left", by, "2024-02-16", shop="x", member=who, DEVELOPMENT="d1")
        for n, (by, who) in enumerate((("a", "bob"), ("b", "ann")), 1)
    ]
    shop = made(BOOK, A, B, report("r0", "joined", "a", "2024-01-10", shop="x", member="bob"), *left)

    assert "bob (a, still by b; not a)  EVENLY DISPUTED" in shop("explain", "shop/x.staff").out


@pytest.mark.parametrize(("field", "reports"), [("greatest", ["r1"]), ("least", ["r2", "r3"])])
def test_an_extreme_rests_on_the_reports_of_it_alone(made: Made, field: str, reports: list[str]) -> None:
    counts = [("r0", "a", 10, "01"), ("r1", "a", 20, "02"), ("r2", "a", 2, "03"), ("r3", "b", 2, "04")]
    shop = made(
        BOOK,
        A,
        B,
        *(report(name, "counted", by, f"2024-03-{day}", shop="x", staff=n) for name, by, n, day in counts),
    )

    assert fields(shop("state", "shop/x", "--format", "json"))[field]["reports"] == reports


def test_an_extreme_that_a_vague_date_leaves_open_rests_on_all_that_may_be_it(made: Made) -> None:
    counts = [("r0", 1, "2024-03-01"), ("r1", 10, "2024-03-02"), ("r2", 20, "2024-03")]
    shop = made(BOOK, A, *(report(name, "counted", "a", when, shop="x", staff=n) for name, n, when in counts))

    greatest = fields(shop("state", "shop/x", "--as-of", "2024-03-10", "--format", "json"))["greatest"]

    assert (greatest["range"], greatest["reports"]) == ([10, 20], ["r1", "r2"])
