"""We mend: `fix` and `undo` our own slips, `rank` an account, `merge` developments that were one."""

from __future__ import annotations

import csv
import io

import pytest
from cli.calls import Caller, Done

CASE = "lawsuit/x-v-y"
WHY = ("--why", "our slip")
ONE = {"record": "source", "slug": "one", "publisher": "First Post", "published": "2026-04-01"}
TWO = {"record": "source", "slug": "two", "publisher": "Second Post", "published": "2026-04-02"}
CASE_DECLARED = {"record": "entity", "slug": "x-v-y", "type": "case", "names": {"en": "X v. Y"}}


def settled(name: str, source: str, amount: str, **more: object) -> dict[str, object]:
    """Return a source's report that the case was settled for an amount."""
    return {
        "kind": "lawsuit.settled",
        "id": name,
        "source": source,
        "occurred": "2026-03-10",
        "data": {"case": "x-v-y", "amount": amount},
        **more,
    }


@pytest.fixture
def case(empty: Caller) -> Caller:
    """Calls on a log of five records: a case that two sources settle for different amounts."""
    records = (
        ONE,
        TWO,
        CASE_DECLARED,
        settled("r-one", "one", "1 bn USD"),
        settled("r-two", "two", "2 bn USD"),
    )
    assert empty("append", "--file", empty.file("case.jsonl", *records)).code == 0
    return empty


def done(chrono: Caller, *arguments: str) -> str:
    """Return what a call writes, which succeeds without a word."""
    made = chrono(*arguments)
    assert (made.code, made.err) == (0, ""), made
    return made.out


def refused(chrono: Caller, *arguments: str) -> tuple[int, str]:
    """Return the exit code and the one line of a call that is refused and changes nothing."""
    before = chrono("export").out
    made = chrono(*arguments)
    [line] = made.faults
    assert chrono("export").out == before
    return made.code, line.removeprefix("chrono: ")


def field(chrono: Caller, name: str, *axes: str, target: str = CASE) -> dict[str, object]:
    """Return one field of a state."""
    fields = chrono("state", target, *axes, "--format", "json").json()["fields"]
    assert isinstance(fields, dict)
    return dict(fields[name])


def amount(number: int) -> dict[str, object]:
    return {"amount": number * 10**9, "unit": "USD"}


def shown(chrono: Caller, name: str = "settlement", *axes: str) -> tuple[object, bool, list[object]]:
    """Return a field's value, whether it is disputed, and the values that stand beside one another."""
    found = field(chrono, name, *axes)
    beside = [each["value"] for each in found["alternatives"]]  # type: ignore[attr-defined]
    return found["value"], bool(found["disputed"]), beside


def accounts(chrono: Caller, name: str = "settlement", *axes: str) -> list[dict[str, object]]:
    return list(field(chrono, name, "--accounts", *axes)["accounts"])  # type: ignore[call-overload]


# --- fix ----------------------------------------------------------------------------------------------


def test_a_fixed_field_reads_as_if_it_had_always_said_so(case: Caller) -> None:
    done(case, "fix", "r-one", "amount=2 bn USD", *WHY)

    assert shown(case) == (amount(2), False, [])
    assert shown(case, "settlement", "--known-at", "2026-04-01") == (amount(2), False, [])


def test_only_a_position_before_it_shows_the_slip_that_a_fix_mends(case: Caller) -> None:
    done(case, "fix", "r-one", "amount=2 bn USD", *WHY)

    assert shown(case, "settlement", "--recorded-at", "5") == (None, True, [amount(1), amount(2)])
    assert shown(case, "settlement", "--recorded-at", "6") == (amount(2), False, [])


def test_a_fix_clears_a_field_that_is_given_as_nothing(case: Caller) -> None:
    done(case, "fix", "r-one", "amount=", *WHY)

    assert shown(case) == (amount(2), False, [])


def test_a_fixed_date_moves_what_happened(case: Caller) -> None:
    for each in ("r-one", "r-two"):
        done(case, "fix", each, "--occurred", "2026-03-20", *WHY)

    assert field(case, "status", "--as-of", "2026-03-15")["value"] == "none reported"
    assert field(case, "status", "--as-of", "2026-03-20")["value"] == "settled"


def test_a_fixed_locator_is_told_with_the_account(case: Caller) -> None:
    done(case, "fix", "r-one", "locator=P3", *WHY)

    assert [each["locator"] for each in accounts(case)] == ["P3", None]


def test_a_fixed_summary_is_told_by_explain(case: Caller) -> None:
    done(case, "fix", "r-one", "summary=They settled after all.", *WHY)

    assert "They settled after all." in done(case, "explain", f"{CASE}.settlement")


def test_a_fixed_publication_moves_when_the_report_was_known(case: Caller) -> None:
    done(case, "fix", "r-one", "reported=2026-04-20", *WHY)

    assert shown(case, "settlement", "--known-at", "2026-04-19") == (amount(2), False, [])
    assert shown(case, "settlement", "--known-at", "2026-04-20")[1]


def test_a_fix_takes_an_attribution_as_json(case: Caller) -> None:
    done(case, "fix", "r-one", 'attribution={"by": "x", "standing": "document"}', *WHY)

    assert shown(case) == (amount(1), True, [amount(1), amount(2)])
    assert [(each["by"], each["standing"]) for each in accounts(case)] == [
        ("x", "document"),
        (None, "reporter"),
    ]


def test_a_list_is_repeated_in_a_fix_and_keeps_its_commas(case: Caller) -> None:
    done(case, "fix", "one", "authors=Doe, Jane", "authors=Roe", *WHY)

    assert case("show", "@last", "--format", "json").json()["record"]["authors"] == ["Doe, Jane", "Roe"]  # type: ignore[index]


def test_a_fixed_source_is_another_publisher_at_every_position_after(case: Caller) -> None:
    done(case, "fix", "one", "publisher=Gazette", *WHY)

    assert shown(case, "settlement", "--according-to", "Gazette") == (amount(1), False, [])
    assert refused(case, "state", CASE, "--according-to", "First Post")[0] == 3


def test_a_source_that_only_relays_another_adds_no_origin(case: Caller) -> None:
    done(case, "fix", "r-one", "amount=2 bn USD", *WHY)
    assert field(case, "settlement")["origins"] == 2

    done(case, "fix", "one", "origin=Second Post", *WHY)

    assert field(case, "settlement")["origins"] == 1


def test_an_entity_is_fixed_by_any_of_its_names(case: Caller) -> None:
    done(case, "fix", "X v. Y", 'names={"en": "X v. Y and Z"}', *WHY)

    assert done(case, "state", CASE).splitlines()[0] == "Lawsuit state: X v. Y and Z"
    assert case("show", "@last", "--format", "json").json()["record"]["of"] == "x-v-y"  # type: ignore[index]


def test_a_whole_slug_comes_before_an_id_that_begins_with_it(empty: Caller) -> None:
    inline = {"slug": "ft", "publisher": "Financial Times", "published": "2026-04-02"}
    path = empty.file("ft.jsonl", {**settled("ft-p1", "ft", "1 bn USD"), "source": inline})
    assert empty("append", "--file", path).code == 0

    done(empty, "fix", "ft", "title=Settled", *WHY)

    assert empty("show", "@last", "--format", "json").json()["record"]["of"] == "ft"  # type: ignore[index]


def test_a_fixed_correction_says_the_new_thing_from_its_publication_on(case: Caller) -> None:
    done(case, "correction", "r-one", "amount=3 bn USD", "--reported", "2026-05-01", "--why", "miscounted")

    done(case, "fix", "@last", "amount=2 bn USD", *WHY)

    assert shown(case, "settlement", "--known-at", "2026-04-30") == (None, True, [amount(1), amount(2)])
    assert shown(case, "settlement", "--known-at", "2026-05-01") == (amount(2), False, [])


def test_a_fix_of_a_fix_says_the_last(case: Caller) -> None:
    done(case, "fix", "r-one", "amount=3 bn USD", *WHY)

    done(case, "fix", "@last", "amount=2 bn USD", *WHY)

    assert shown(case) == (amount(2), False, [])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(
            ("r-one", "amuont=1 USD"), 1, 'a report has no "amuont": did you mean "amount"?', id="a field"
        ),
        pytest.param(
            ("r-one", "locatro=P1"), 1, 'a report has no "locatro": did you mean "locator"?', id="a key"
        ),
        pytest.param(("one", "publihser=O"), 1, 'did you mean "publisher"?', id="a key of a source"),
        pytest.param(("one", "--occurred", "2026"), 1, 'a source has no "occurred"', id="a source's date"),
        pytest.param(("r-one", "locator"), 2, "write field=value", id="no assignment"),
        pytest.param(("r-one", "locator=P1", "locator=P2"), 2, '"locator" is given twice', id="twice"),
        pytest.param(("r-one", "attribution={"), 2, "attribution: not JSON", id="no JSON"),
        pytest.param(("r-one",), 1, "an amendment changes something", id="nothing"),
        pytest.param(("r-one", "case="), 1, 'needs "case"', id="a field that must be there"),
        pytest.param(("one", "publisher="), 1, 'needs "publisher"', id="a key that must be there"),
        pytest.param(("r-one", "occurred=2026-13"), 1, "no such month", id="no date"),
        pytest.param(("r-one", "source=three"), 1, 'unknown source "three"', id="no source"),
        pytest.param(("desk", "title=Ours"), 1, 'is named "desk"', id="the desk"),
        pytest.param(("nobody", "title=x"), 3, 'is named "nobody"', id="nothing of that name"),
        pytest.param(("r-", "locator=P1"), 3, '2 ids begin with "r-": "r-one", "r-two"', id="two at once"),
    ],
)
def test_what_cannot_be_fixed_so_is_refused_in_one_line(
    case: Caller, arguments: tuple[str, ...], code: int, said: str
) -> None:
    found, line = refused(case, "fix", *arguments, *WHY)

    assert (found, said in line) == (code, True), line


@pytest.mark.parametrize("key", ["id", "kind", "data", "of", "why", "by", "void"])
def test_a_key_that_would_change_the_amendment_itself_is_never_amended(case: Caller, key: str) -> None:
    found, line = refused(case, "fix", "r-one", f"{key}=r-two", "locator=P1", *WHY)

    assert (found, line) == (1, f"{key}: this key is never amended: undo the record and append another")


def test_a_correction_is_not_turned_by_a_fix_to_another_report(case: Caller) -> None:
    done(case, "correction", "r-one", "amount=3 bn USD", "--reported", "2026-05-01", "--why", "miscounted")

    assert refused(case, "fix", "@last", "of=r-two", "reported=2026-05-02", *WHY)[0] == 1


@pytest.mark.parametrize("of", ["r-one", "corrected", "fixed"])
def test_a_value_that_a_field_cannot_hold_is_refused_however_far_the_fix_is_from_the_report(
    case: Caller, of: str
) -> None:
    corrected = {"record": "correction", "id": "corrected", "of": "r-one", "reported": "2026-05", "why": "x"}
    fixed = {"record": "amendment", "id": "fixed", "of": "r-one", "why": "x", "locator": "P1"}
    path = case.file("more.jsonl", {**corrected, "data": {"amount": "2 bn USD"}}, fixed)
    assert case("append", "--file", path).code == 0

    code, line = refused(case, "fix", of, "amount=abc", *WHY)

    assert (code, line.startswith('data.amount: "abc": not an amount')) == (1, True), line


# --- undo ---------------------------------------------------------------------------------------------


def test_an_undone_report_was_never_there_but_at_positions_before(case: Caller) -> None:
    done(case, "undo", "r-one", *WHY)

    assert shown(case) == (amount(2), False, [])
    assert field(case, "settlement", "--known-at", "2026-04-01")["certainty"] == "none"
    assert shown(case, "settlement", "--recorded-at", "5") == (None, True, [amount(1), amount(2)])


def test_an_undone_correction_corrects_nothing(case: Caller) -> None:
    done(case, "correction", "r-one", "amount=2 bn USD", "--reported", "2026-05-01", "--why", "miscounted")
    assert shown(case) == (amount(2), False, [])

    done(case, "undo", "@last", *WHY)

    assert shown(case) == (None, True, [amount(1), amount(2)])


def test_an_undone_undo_brings_the_record_back(case: Caller) -> None:
    before = case("state", CASE, "--as-of", "2026-12-31", "--format", "json").json()["fields"]
    done(case, "undo", "r-one", *WHY)

    done(case, "undo", "@last", *WHY)

    assert case("state", CASE, "--as-of", "2026-12-31", "--format", "json").json()["fields"] == before


def test_an_undone_fix_fixes_nothing(case: Caller) -> None:
    done(case, "fix", "r-one", "amount=2 bn USD", *WHY)

    done(case, "undo", "@last", *WHY)

    assert shown(case) == (None, True, [amount(1), amount(2)])


@pytest.mark.parametrize("command", [("undo", "nobody"), ("rank", "nobody", "preferred")])
def test_an_id_that_no_record_has_is_not_there(case: Caller, command: tuple[str, ...]) -> None:
    code, line = refused(case, *command, *WHY)

    assert (code, line.split(": ")[0]) == (3, 'no record or development is named "nobody"')


# --- rank ---------------------------------------------------------------------------------------------


def test_a_ranking_turns_a_tie_and_drops_no_account(case: Caller) -> None:
    assert shown(case) == (None, True, [amount(1), amount(2)])

    done(case, "rank", "r-two", "preferred", *WHY)

    assert shown(case) == (amount(2), True, [amount(2), amount(1)])


def test_a_deprecated_account_stands_behind_the_others(case: Caller) -> None:
    done(case, "rank", "r-two", "deprecated", *WHY)

    assert shown(case) == (amount(1), True, [amount(1), amount(2)])


def test_the_last_ranking_counts_and_normal_takes_one_back(case: Caller) -> None:
    done(case, "rank", "r-two", "preferred", *WHY)

    done(case, "rank", "r-two", "normal", *WHY)

    assert shown(case) == (None, True, [amount(1), amount(2)])


def test_an_undone_ranking_ranks_nothing(case: Caller) -> None:
    done(case, "rank", "r-two", "preferred", *WHY)

    done(case, "undo", "@last", *WHY)

    assert shown(case) == (None, True, [amount(1), amount(2)])


def test_an_unknown_rank_is_refused_with_those_known(case: Caller) -> None:
    assert refused(case, "rank", "r-two", "best", *WHY) == (
        1,
        'rank: "best" is not known here: known are "preferred", "normal", "deprecated"',
    )


def test_only_a_report_is_ranked(case: Caller) -> None:
    done(case, "rank", "r-two", "preferred", *WHY)

    code, line = refused(case, "rank", "@last", "preferred", *WHY)

    assert (code, line.endswith(" is a ranking: name a report")) == (1, True)


# --- merge --------------------------------------------------------------------------------------------


@pytest.fixture
def apart(empty: Caller) -> Caller:
    """Calls on a log in which the same settlement stands as two developments."""
    first = settled("r-one", "one", "1 bn USD", development="deal")
    second = settled("r-two", "two", "2 bn USD", development="pact")
    other = settled("r-end", "two", "", development="end", kind="lawsuit.withdrawn", data={"case": "x-v-y"})
    assert empty("append", "--file", empty.file("apart.jsonl", ONE, TWO, first, second, other)).code == 0
    return empty


def test_merged_developments_are_one_with_the_accounts_of_all(apart: Caller) -> None:
    assert not shown(apart)[1]

    done(apart, "merge", "deal", "pact", *WHY)

    assert shown(apart) == (None, True, [amount(1), amount(2)])
    assert shown(apart, "settlement", "--known-at", "2026-04-01") == (amount(1), False, [])


def test_only_a_position_before_it_shows_merged_developments_apart(apart: Caller) -> None:
    before = field(apart, "settlement")

    done(apart, "merge", "deal", "pact", *WHY)

    assert field(apart, "settlement", "--recorded-at", "5") == before


@pytest.mark.parametrize("first", ["deal", "pact"])
def test_the_first_slug_of_a_merge_stays(apart: Caller, first: str) -> None:
    second = {"deal": "pact", "pact": "deal"}[first]

    done(apart, "merge", first, second, *WHY)

    for name in (first, second):
        development = apart("show", name, "--format", "json").json()
        assert development["development"] == first
        assert [each["report"] for each in development["accounts"]] == ["r-one", "r-two"]  # type: ignore[attr-defined]


def test_an_undone_merge_parts_the_developments_again(apart: Caller) -> None:
    before = field(apart, "settlement")
    done(apart, "merge", "deal", "pact", *WHY)

    done(apart, "undo", "@last", *WHY)

    assert field(apart, "settlement") == before


@pytest.mark.parametrize(
    ("developments", "said"),
    [
        pytest.param(("deal",), "a merge joins at least two developments", id="one alone"),
        pytest.param(("deal", "deal"), "a merge joins at least two developments", id="one twice"),
        pytest.param(("deal", "dael"), 'no report names the development "dael"', id="unknown"),
        pytest.param(
            ("deal", "end"),
            '"end" is of kind "lawsuit.withdrawn", "deal" of kind "lawsuit.settled"',
            id="of different kinds",
        ),
    ],
)
def test_what_cannot_be_one_development_is_not_merged(
    apart: Caller, developments: tuple[str, ...], said: str
) -> None:
    assert refused(apart, "merge", *developments, *WHY) == (1, f"developments: {said}")


# --- what all four say and want -----------------------------------------------------------------------

MENDING = (
    ("fix", "r-one", "locator=P1"),
    ("undo", "r-one"),
    ("rank", "r-one", "preferred"),
    ("merge", "deal", "pact"),
)


@pytest.mark.parametrize("command", MENDING, ids=lambda each: each[0])
def test_what_mends_wants_a_reason(apart: Caller, command: tuple[str, ...]) -> None:
    assert refused(apart, *command) == (2, "missing option '--why' (see --help)")
    assert refused(apart, *command, "--why", " ") == (1, "why: wants text that is not empty")


@pytest.mark.parametrize("command", MENDING, ids=lambda each: each[0])
def test_what_mends_keeps_who_and_why_in_the_log(apart: Caller, command: tuple[str, ...]) -> None:
    done(apart, *command, *WHY, "--by", "an editor")

    record = apart("show", "@last", "--format", "json").json()["record"]
    assert isinstance(record, dict)
    assert (record["why"], record["by"]) == ("our slip", "an editor")


@pytest.mark.parametrize("command", MENDING, ids=lambda each: each[0])
def test_what_mends_says_what_it_appended_in_every_format(apart: Caller, command: tuple[str, ...]) -> None:
    def asked(form: str) -> Done:
        return apart(*command, *WHY, "--format", form)

    record = {"fix": "amendment", "undo": "amendment", "rank": "ranking", "merge": "merge"}[command[0]]
    assert asked("table").out.startswith(f"appended {record} ")
    assert (found := asked("json").json())["position"] == 7, found
    assert [each["position"] for each in asked("jsonl").lines()] == [8]
    [row] = csv.DictReader(io.StringIO(asked("csv").out))
    assert (row["position"], row["new"]) == ("9", "yes")
    header, rule, line = asked("md").out.splitlines()
    assert (header.split(" | ")[1], set(rule), line.split(" | ")[1]) == ("position", {"|", "-"}, "10")
