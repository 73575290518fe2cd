"""What became of a record: every answer agrees on what is in force, however revisions chain."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

import pytest
from given import Given, Record, given
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from things import THINGS, amendment, correction, cut, merge, put, ranking, retraction, source, things

from chrono import RefusedBatch
from chrono.resolve import history
from chrono.resolve.archive import Entry, archive
from chrono.values.shapes import plain
from chrono.write.codec import event

OTHER = cut("2024-06-01", id="other", development="e", reported="2024-01-02")
"""Keeps the thing known where the report is void."""
REPORT = put("2024-01-01", id="r", development="d", word="as reported", reported="2024-01-02")


# --- an oracle: the order of evaluation of the contract, read off it line by line ---------------------------


def oracle(records: Sequence[Record]) -> tuple[set[str], list[tuple[str, object, object]], object]:
    """Return the ids in force, each step of the word of "r" (id, before, after), and the word in the end.

    The word is None where the report is withdrawn or void.
    """
    data = {str(each["id"]): dict(each.get("data") or {}) for each in records}  # type: ignore[call-overload]
    gone: set[str] = set()
    amendments = [each for each in records if each.get("record") == "amendment"]
    names = {each["id"] for each in amendments}
    for each in reversed(amendments):
        if each["of"] in names and each["id"] not in gone:
            _apply(each, data, gone)
    steps = []
    for each in amendments:
        if each["of"] not in names and each["id"] not in gone:
            before = dict(data["r"])
            _apply(each, data, gone)
            if each["of"] == "r" and not each.get("void"):
                steps.append((str(each["id"]), before.get("word"), data["r"].get("word")))
    for each in reversed(records):
        if each.get("record") == "retraction" and each["id"] not in gone:
            gone.add(str(each["of"]))
    word = data["r"].get("word")
    corrections = [e for e in records if e.get("record") == "correction" and e["id"] not in gone]
    for each in sorted(corrections, key=lambda each: (each["reported"], records.index(each))):
        after = data[str(each["id"])].get("word", word)
        steps.append((str(each["id"]), word, after))
        word = after
    return set(data) - gone, steps, None if "r" in gone else word


def _apply(amendment: Record, data: dict[str, dict[str, object]], gone: set[str]) -> None:
    if amendment.get("void"):
        gone.add(str(amendment["of"]))
    else:
        data[str(amendment["of"])] |= data[str(amendment["id"])]


@st.composite
def histories(draw: st.DrawFn) -> list[Record]:
    """A report and up to nine records that correct, withdraw and amend it and one another."""
    records: list[Record] = [REPORT]
    for n in range(draw(st.integers(1, 9))):
        name, day = f"n{n}", f"2025-01-0{draw(st.integers(1, 9))}"
        sort = draw(st.sampled_from(("correction", "retraction", "amendment", "void")))
        published = [str(each["id"]) for each in records if each.get("record") != "amendment"]
        telling = [str(e["id"]) for e in records if e.get("record") != "retraction" and not e.get("void")]
        if sort == "correction":
            records.append(correction("r", day, id=name, data={"word": name}))
        elif sort == "retraction":
            records.append(retraction(draw(st.sampled_from(published)), day, id=name))
        elif sort == "amendment":
            records.append(amendment(draw(st.sampled_from(telling)), id=name, data={"word": name}))
        else:
            records.append(
                amendment(draw(st.sampled_from([str(e["id"]) for e in records])), id=name, void=True)
            )
    return records


@settings(max_examples=150, deadline=None)
@drawn(histories())
def test_every_answer_agrees_on_what_is_in_force(records: list[Record]) -> None:
    in_force, steps, word = oracle(records)
    chronicle = things(OTHER, *records).chronicle

    field = chronicle.state("thing/x", as_of="2025-06-01").fields["word"]
    assert field.value == word
    log = {each.id: each for each in chronicle.corrections().notices}
    assert {name: each.ended is None for name, each in log.items()} == {
        str(each["id"]): each["id"] in in_force for each in records[1:] if _changes_something(each, log)
    }
    revisions = [one for each in records for one in chronicle.show(str(each["id"])).became]
    assert {each.entry.id: each.ended is None for each in revisions} == {
        str(each["id"]): each["id"] in in_force for each in records[1:]
    }
    told = {
        each.entry.id: (one.before, one.after)
        for each in chronicle.show("r").became
        for one in each.changes
        if each.ended is None
    }
    assert told == {name: (before, after) for name, before, after in steps if before != after}
    assert {each.id: (one.before, one.after) for each in log.values() for one in each.changes} | told == {
        each.id: (one.before, one.after) for each in log.values() for one in each.changes
    }


def _changes_something(record: Record, log: Mapping[str, object]) -> bool:
    """Return whether a record must be told: a fix that gives a report the word that it has is not."""
    return record["id"] in log or record.get("record") != "amendment" or bool(record.get("void"))


@settings(max_examples=100, deadline=None)
@drawn(histories())
def test_what_is_withdrawn_or_void_is_told_by_explain_and_timeline_as_the_state_has_it(
    records: list[Record],
) -> None:
    in_force, _, word = oracle(records)
    chronicle = things(OTHER, *records).chronicle
    against = [str(e["id"]) for e in records if e.get("of") == "r" and e["id"] in in_force]
    kinds = {str(each["id"]): each for each in records}
    retracting = [name for name in against if kinds[name]["record"] == "retraction"]
    void = [name for name in against if kinds[name].get("void")]

    explained = chronicle.explain("thing/x.word")
    assert [each.id for each in explained.undone] == void[-1:]
    assert [each.id for each in explained.withdrawn] == ([] if void else retracting)
    if not void:
        row = chronicle.timeline("thing/x").rows[0]
        assert (row.certainty == "none") is (word is None)
        assert [one["id"] for each in row.retracted for one in each.withdrawn] == retracting


@settings(max_examples=100, deadline=None)
@drawn(histories(), st.data())
def test_a_difference_of_two_positions_names_what_made_it(records: list[Record], data: st.DataObject) -> None:
    split = data.draw(st.integers(1, len(records)))
    made = things(OTHER, *records)
    before, after = made.receipts[split].position, made.receipts[-1].position
    found = made.chronicle.diff("thing/x", recorded_at=(before, after), as_of="2025-06-01")
    *_, word = oracle(records)
    *_, old = oracle(records[:split])

    assert {each.id for each in found.mended} <= {str(each["id"]) for each in records[split:]}
    assert found.mended or old == word


# --- rules, one by one --------------------------------------------------------------------------------------


def test_a_correction_whose_withdrawal_was_withdrawn_is_shown_in_force() -> None:
    told = things(
        REPORT,
        correction("r", "2025-01-05", id="c", data={"word": "as corrected"}),
        retraction("c", "2025-01-06", id="w1"),
        retraction("w1", "2025-01-07", id="w2"),
    )

    told.shows("word", value="as corrected")
    ended = {
        name: [each.ended for each in told.chronicle.show(name).became] for name in ("r", "c", "w1", "w2")
    }
    assert ended == {"r": [None], "c": ["withdrawn"], "w1": [None], "w2": []}


def test_a_mending_of_a_mending_that_was_undone_is_shown_undone() -> None:
    told = things(
        REPORT,
        amendment("r", id="one", data={"word": "first"}),
        amendment("one", id="two", data={"word": "second"}),
        amendment("two", id="three", void=True),
    )

    told.shows("word", value="first")
    assert [each.ended for each in told.chronicle.show("one").became] == ["undone"]


def test_a_difference_names_the_mending_of_a_mending() -> None:
    told = things(
        REPORT,
        amendment("r", id="one", data={"word": "first"}),
        amendment("one", id="two", data={"word": "second"}),
    )
    before, after = (each.position for each in told.receipts[-2:])

    found = told.chronicle.diff("thing/x", recorded_at=(before, after))
    assert [each.id for each in found.mended] == ["two"]


def test_a_mended_correction_is_shown_as_it_reads_now() -> None:
    told = things(
        REPORT,
        correction("r", "2025-01-05", id="c", data={"word": "slip"}),
        amendment("c", data={"word": "right"}),
    )
    (change,) = told.chronicle.show("r").became[0].changes

    assert (change.before, change.after) == ("as reported", "right")


def test_a_key_that_a_later_mending_takes_out_of_an_earlier_one_was_never_changed() -> None:
    told = things(
        {**REPORT, "locator": "P1"},
        amendment("r", id="one", locator="P2", data={"word": "first"}),
        amendment("one", id="two", locator=None),
    )
    notices = {each.id: each for each in told.chronicle.corrections().notices}

    assert [each.field for each in notices["one"].changes] == ["word"]


def test_a_change_holds_values_as_computed_with_and_as_recorded() -> None:
    told = things(
        {**REPORT, "data": {"thing": "x", "amount": "5 USD"}},
        amendment("r", data={"amount": "USD 7"}),
    )
    (change,) = told.chronicle.show("r").became[0].changes

    assert (plain(change.before), plain(change.after)) == (
        {"amount": 5, "unit": "USD"},
        {"amount": 7, "unit": "USD"},
    )
    assert change.recorded == ("5 USD", "USD 7")


def test_a_fix_of_a_source_or_an_entity_that_a_storybook_declares_is_told_and_holds() -> None:
    book = '[sources.paper]\npublisher = "The Paper"\n[entities.x]\ntype = "product"\nnames.en = "X"\n'
    told = given(
        {**REPORT, "source": "paper", "reported": "2024-01-02"},
        amendment("paper", id="a", title="New"),
        amendment("x", id="b", names={"en": "The X"}),
        storybook=THINGS + book,
    )
    notices = {each.id: each for each in told.chronicle.corrections().notices}

    assert {name: each.of_type for name, each in notices.items()} == {"a": "source", "b": "entity"}
    assert [(each.before, each.after) for each in notices["a"].changes] == [(None, "New")]
    view = told.chronicle.view()
    assert view.archive.sources["paper"]["title"] == "New"
    assert view.archive.directory.title("x") == "The X"


def test_the_event_of_a_source_is_not_amended_by_its_id() -> None:
    told = things(source("s", "2024-01-01"))

    with pytest.raises(RefusedBatch, match='no record, source or entity is named "source:s"'):
        told.and_then(amendment("source:s", id="a", title="New"))


def test_a_fix_that_an_older_log_holds_of_what_no_answer_reads_is_no_entry_and_breaks_none() -> None:
    told = things(source("s", "2024-01-01"))
    told.chronicle.log.append([event(amendment("source:s", id="a", title="New"))])

    assert told.chronicle.corrections().notices == ()


# --- chains of any length: walked, and in linear time -------------------------------------------------------

CHAIN = 20_000


def chained(kind: str, length: int) -> Given:
    """A report, and a chain of retractions of retractions, or of voids of voids, each of the one before."""
    records: list[Record] = [REPORT]
    for n in range(length):
        of = str(records[-1]["id"])
        records.append(
            retraction(of, "2025-02-01", id=f"n{n}")
            if kind == "retraction"
            else amendment(of, id=f"n{n}", void=True)
        )
    return things(OTHER, *records)


@pytest.fixture(scope="module", params=["retraction", "amendment"])
def long_chain(request: pytest.FixtureRequest) -> Given:
    return chained(request.param, CHAIN)


ANSWERS: dict[str, Callable[[Given], object]] = {
    "state": lambda told: told.chronicle.state("thing/x"),
    "explain": lambda told: told.chronicle.explain("thing/x"),
    "timeline": lambda told: told.chronicle.timeline(),
    "check": lambda told: told.chronicle.check(),
    "replay": lambda told: list(told.chronicle.replay("thing/x", by="press")),
    "show": lambda told: told.chronicle.show("r").to_dict(),
    "corrections": lambda told: told.chronicle.corrections(),
    "diff": lambda told: told.chronicle.diff("thing/x", recorded_at=(told.receipts[0].position, CHAIN)),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_a_chain_of_thousands_is_walked_in_every_answer(
    long_chain: Given, answer: Callable[[Given], object]
) -> None:
    assert answer(long_chain) is not None


def test_a_report_with_an_even_chain_against_it_stands() -> None:
    for kind in ("retraction", "amendment"):
        chained(kind, 1_200).shows("word", value="as reported")
        chained(kind, 1_201).shows("word", value=None, certainty="none")


@pytest.mark.parametrize("kind", ["retraction", "amendment"])
def test_what_rests_on_the_last_of_a_long_chain_is_found(kind: str) -> None:
    found = chained(kind, 1_201).chronicle.impact("n1200")

    assert "thing/x" in [each.target for each in found.effects]


def calls(run: Callable[[], object]) -> int:
    """Return how many Python functions and builtins a run calls."""
    count = 0

    def counted(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


def corrected(n: int) -> list[Record]:
    made = (
        correction("r", f"2025-01-{1 + k % 28:02d}", id=f"c{k}", data={"word": f"w{k}"}) for k in range(n)
    )
    return [REPORT, *made]


def amended(n: int) -> list[Record]:
    return [REPORT, *(amendment("r", id=f"a{k}", data={"word": f"w{k}"}) for k in range(n))]


def undone(n: int) -> list[Record]:
    made = [amendment("r" if k == 0 else f"v{k - 1}", id=f"v{k}", void=True) for k in range(n)]
    return [REPORT, *made]


def withdrawn(n: int) -> list[Record]:
    return [REPORT, *(retraction("r" if k == 0 else f"w{k - 1}", "2025-01-01", id=f"w{k}") for k in range(n))]


@pytest.mark.parametrize("records", [corrected, amended, undone, withdrawn])
def test_the_corrections_log_takes_time_in_proportion_to_what_was_corrected(
    records: Callable[[int], list[Record]],
) -> None:
    few, many = (things(*records(n)).chronicle for n in (50, 400))
    few.view(), many.view()

    assert calls(many.corrections) < 10 * calls(few.corrections)


def test_merging_one_development_after_another_takes_time_in_proportion_to_the_merges() -> None:
    def merged(n: int) -> list[Entry]:
        reports = [Entry(k, f"r{k}", "report", {**REPORT, "development": f"d{k}"}) for k in range(n)]
        return [*reports, *(Entry(n + k, f"m{k}", "merge", merge(f"d{k + 1}", f"d{k}")) for k in range(n))]

    few, many = merged(100), merged(800)
    assert set(archive(many, 1600).reports) == {"d800"}
    assert lines(lambda: archive(many, 1600)) < 10 * lines(lambda: archive(few, 200))


def lines(run: Callable[[], object]) -> int:
    """Return how many lines of Python a run goes through."""
    count = 0

    def traced(_frame: object, event: str, _arg: object) -> Callable[..., object]:
        nonlocal count
        count += event == "line"
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        run()
    finally:
        sys.settrace(before)
    return count


def test_rankings_are_told_from_the_one_before_that_is_in_force() -> None:
    told = things(
        REPORT,
        ranking("r", id="k", rank="preferred"),
        amendment("k", void=True),
        ranking("r", id="l", rank="deprecated"),
    )
    found = {each.entry.id: each for each in told.chronicle.show("r").became}

    assert found["k"].ended == history.UNDONE
    assert [(each.before, each.after) for each in found["l"].changes] == [("normal", "deprecated")]
