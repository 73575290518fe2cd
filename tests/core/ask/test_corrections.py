"""The corrections log: what the sources put right, what we did, and what became of it."""

from __future__ import annotations

from given import Record, given
from things import THINGS, amendment, correction, merge, put, ranking, retraction, source

from chrono.ask.corrections import CorrectionsLog, Notice
from chrono.values.shapes import plain

REPORT = put("2024-01-20", id="r", amount="5 USD", word="red", locator="P3", reported="2024-01-21")


def log(*records: Record) -> CorrectionsLog:
    return given(REPORT, *records, storybook=THINGS).chronicle.corrections()


def one(*records: Record) -> Notice:
    found = log(*records).notices
    assert len(found) == 1
    return found[0]


def changed(notice: Notice) -> dict[str, tuple[object, object]]:
    return {each.field: (plain(each.before), plain(each.after)) for each in notice.changes}


def usd(amount: int) -> dict[str, object]:
    return {"amount": amount, "unit": "USD"}


def test_a_log_in_which_nothing_was_put_right_has_no_entries() -> None:
    assert log().notices == ()


def test_a_source_s_correction_tells_what_changed_when_and_why() -> None:
    notice = one(
        correction("r", "2025-01-05", data={"amount": "6 USD", "word": None}, occurred="2024-01", id="c"),
    )

    assert (notice.sort, notice.publisher, notice.reported, notice.why) == (
        "corrected",
        "a",
        "2025-01-05",
        "a reason",
    )
    assert changed(notice) == {
        "occurred": ("2024-01-20", "2024-01"),
        "amount": (usd(5), usd(6)),
        "word": ("red", None),
    }


def test_corrections_of_one_report_each_start_from_the_one_before_in_press_order() -> None:
    found = log(
        correction("r", "2025-01-07", data={"amount": "7 USD"}, id="later"),
        correction("r", "2025-01-05", data={"amount": "6 USD"}, id="sooner"),
    )

    assert {each.id: changed(each)["amount"] for each in found.notices} == {
        "sooner": (usd(5), usd(6)),
        "later": (usd(6), usd(7)),
    }


def test_entries_stand_newest_first_as_they_were_recorded() -> None:
    found = log(
        correction("r", "2025-01-07", data={"amount": "7 USD"}, id="one"),
        amendment("r", locator="P4", id="two"),
        retraction("r", "2025-01-05", id="three"),
    )

    assert [each.id for each in found.notices] == ["three", "two", "one"]


def test_a_mending_of_ours_is_told_apart_from_the_source_s() -> None:
    notice = one(amendment("r", data={"amount": "6 USD"}, locator="P4", by="desk", id="a"))

    assert (notice.sort, notice.publisher, notice.by) == ("fixed", None, "desk")
    assert changed(notice) == {"locator": ("P3", "P4"), "amount": (usd(5), usd(6))}


def test_our_mendings_of_one_record_each_start_from_the_one_before() -> None:
    found = log(
        amendment("r", data={"amount": "6 USD"}, id="one"), amendment("r", data={"amount": "7 USD"}, id="two")
    )

    assert [changed(each)["amount"] for each in found.notices] == [(usd(6), usd(7)), (usd(5), usd(6))]


def test_a_source_s_correction_starts_from_what_we_have_mended() -> None:
    found = log(
        correction("r", "2025-01-05", data={"amount": "6 USD"}, id="c"),
        amendment("r", data={"amount": "4 USD"}, id="a"),
    )

    assert {each.id: changed(each)["amount"] for each in found.notices} == {
        "c": (usd(4), usd(6)),
        "a": (usd(5), usd(4)),
    }


def test_a_mending_that_changes_nothing_a_reader_is_shown_is_left_out() -> None:
    found = log(amendment("r", extra={"note": 1}, id="a"), amendment("r", locator="P4", id="b"))

    assert [each.id for each in found.notices] == ["b"]


def test_a_report_that_we_have_undone_is_told() -> None:
    notice = one(amendment("r", void=True, id="a"))

    assert (notice.sort, notice.of, notice.of_type) == ("undone", "r", "report")
    assert notice.report is not None


def test_a_correction_that_its_source_withdrew_says_so() -> None:
    found = log(
        correction("r", "2025-01-05", data={"amount": "6 USD"}, id="c"),
        retraction("c", "2025-01-08", id="t"),
    )

    withdrawal, corrected = found.notices
    assert (withdrawal.sort, withdrawal.of_type) == ("withdrawn", "correction")
    assert corrected.ended is not None
    assert (corrected.ended.sort, corrected.ended.reported) == ("withdrawn", "2025-01-08")
    assert corrected.updated == withdrawal.recorded_at
    assert changed(corrected)["amount"] == (usd(5), usd(6))


def test_a_correction_whose_withdrawal_was_withdrawn_stands() -> None:
    found = log(
        correction("r", "2025-01-05", data={"amount": "6 USD"}, id="c"),
        retraction("c", "2025-01-08", id="t"),
        retraction("t", "2025-01-09", id="u"),
    )

    assert {each.id: each.ended is None for each in found.notices} == {"c": True, "t": False, "u": True}


def test_a_later_correction_does_not_start_from_one_that_was_withdrawn() -> None:
    found = log(
        correction("r", "2025-01-05", data={"amount": "6 USD"}, id="c"),
        retraction("c", "2025-01-08", id="t"),
        correction("r", "2025-01-09", data={"amount": "7 USD"}, id="d"),
    )

    assert changed(found.notices[0])["amount"] == (usd(5), usd(7))


def test_a_correction_that_we_had_recorded_by_mistake_says_that_we_undid_it() -> None:
    found = log(
        correction("r", "2025-01-05", data={"amount": "6 USD"}, id="c"), amendment("c", void=True, id="a")
    )

    ours, corrected = found.notices
    assert (ours.sort, ours.of_type) == ("undone", "correction")
    assert corrected.ended is not None
    assert corrected.ended.sort == "undone"


def test_a_mending_of_ours_that_was_undone_says_so_and_is_no_start_for_the_next() -> None:
    found = log(
        amendment("r", data={"amount": "6 USD"}, id="one"),
        amendment("one", void=True, id="undo"),
        amendment("r", data={"amount": "7 USD"}, id="two"),
    )

    two, undo, first = found.notices
    assert changed(two)["amount"] == (usd(5), usd(7))
    assert (undo.sort, undo.of_type) == ("undone", "amendment")
    assert first.ended is not None
    assert changed(first)["amount"] == (usd(5), usd(6))


def test_an_undoing_that_was_undone_ends_nothing() -> None:
    found = log(
        amendment("r", data={"amount": "6 USD"}, id="one"),
        amendment("one", void=True, id="undo"),
        amendment("undo", void=True, id="redo"),
    )

    assert {each.id: each.ended is None for each in found.notices} == {
        "one": True,
        "undo": False,
        "redo": True,
    }


def test_a_mended_source_tells_what_was_wrong() -> None:
    notice = one(source("s", "2024-01-21", publisher="The S"), amendment("s", publisher="The Ess", id="a"))

    assert (notice.of_type, changed(notice)) == ("source", {"publisher": ("The S", "The Ess")})


def test_a_source_told_inside_a_report_can_be_mended_too() -> None:
    inline = {"slug": "s", "publisher": "The S", "published": "2024-01-21"}
    notice = one({**put("2024-01-01", id="q"), "source": inline}, amendment("s", publisher="The Ess", id="a"))

    assert changed(notice) == {"publisher": ("The S", "The Ess")}


def test_judgements_of_editors_are_told_apart() -> None:
    found = log(
        put("2024-01-20", development="b", source="b"),
        put("2024-01-20", development="c", source="c"),
        ranking("r", rank="preferred", by="ed", id="k"),
        merge("b", "c", id="m"),
    )

    merged, ranked = found.notices
    assert (merged.sort, merged.joined) == ("merged", ("b", "c"))
    assert (ranked.sort, ranked.rank, ranked.by) == ("ranked", "preferred", "ed")


def test_a_copy_of_a_log_is_known_by_the_digest_of_its_first_event() -> None:
    made = given(REPORT, storybook=THINGS)
    before = made.chronicle.corrections().digest
    after = made.and_then(amendment("r", locator="P4")).chronicle.corrections().digest

    assert before == after == next(iter(made.chronicle.log.read())).digest
