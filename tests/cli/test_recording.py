"""Entering a report by hand, or records from a file: the echo says in words what was understood."""

from __future__ import annotations

import json

import pytest
from cli.calls import Caller, Done, report

NEW = ("--source", "ft", "--publisher", "Financial Times", "--published", "2026-04-02")


def told(done: Done) -> dict[str, str]:
    """Return what an echo says, by its labels; wrapped lines are not joined."""
    assert (done.code, done.err) == (0, ""), done
    first, *rows = done.out.splitlines()
    assert first.startswith("appended ")
    return {row[2:14].strip(): row[16:].strip() for row in rows if row[2:14].strip()}


def test_one_command_enters_a_report_of_a_new_source_and_says_what_was_understood(chrono: Caller) -> None:
    done = chrono("append", "lawsuit.settled", "case=Musk v. OpenAI and Altman", "amount=$1.5bn",
                  "--occurred", "2026-03", *NEW, "--by", "マスク", "--standing", "on-record",
                  "--via", "x-twitter", "--locator", "P3", "--summary", "They settled.")  # fmt: skip

    assert told(done) == {
        "what": "The parties settle",
        "case": "Musk v. OpenAI and Altman",
        "amount": "USD 1.5 bn",
        "occurred": "some time in March 2026 (1–31 Mar)",
        "reported": "2 Apr 2026 by ft (Financial Times)",
        "said by": "Elon Musk, on-record, via X",
        "development": "lawsuit.settled:musk-v-openai  (new)",
    }
    record = chrono("show", "@last", "--format", "json").json()["record"]
    assert isinstance(record, dict)
    assert record["source"] == {"slug": "ft", "publisher": "Financial Times", "published": "2026-04-02"}
    assert record["attribution"] == {"by": "マスク", "standing": "on-record", "via": "x-twitter"}
    assert (record["locator"], record["summary"]) == ("P3", "They settled.")
    state = chrono("state", "lawsuit", "--as-of", "2026-04-01", "--format", "json").json()["fields"]
    assert state["status"]["value"] == "settled"  # type: ignore[index]


def test_a_second_report_of_the_same_joins_the_development_and_says_so(chrono: Caller) -> None:
    options = ("append", "lawsuit.settled", "case=musk-v-openai", "--occurred", "2026-03")
    assert "(new)" in told(chrono(*options, *NEW))["development"]

    again = told(chrono(*options, "--source", "ft2", "--publisher", "Wire", "--published", "2026-04-03"))

    assert again["development"] == "lawsuit.settled:musk-v-openai  (joins what is reported of it already)"


def test_a_report_can_name_the_development_that_it_is_an_account_of(chrono: Caller) -> None:
    done = chrono("append", "lawsuit.filed", "case=musk-v-openai", "plaintiffs=elon-musk",
                  "--occurred", "2024-02-29", *NEW, "--development", "lawsuit-filed")  # fmt: skip

    assert told(done)["development"] == "lawsuit-filed  (joins what is reported of it already)"
    assert "looks like" not in done.out


@pytest.mark.parametrize("more", [(), ("defendants=microsoft",)], ids=["the same names", "one name more"])
def test_a_likely_duplicate_is_named_with_what_to_say_instead(chrono: Caller, more: tuple[str, ...]) -> None:
    done = chrono("append", "lawsuit.filed", "case=musk-v-openai", "plaintiffs=elon-musk", *more,
                  *(f"defendants={name}" for name in ("openai", "sam-altman")),
                  "--occurred", "2024-02-29", *NEW, columns=120)  # fmt: skip

    assert "(new)" in told(done)["development"]
    assert (
        "note: looks like lawsuit-filed (Feb 2024), reported by wsj-ja: add --development lawsuit-filed"
        in done.out
    )


@pytest.mark.parametrize(
    ("case", "occurred"),
    [
        pytest.param("musk-v-openai", "2024-05-01", id="another date"),
        pytest.param("x-v-y", "2024-02-29", id="another case"),
    ],
)
def test_what_differs_in_date_or_entity_is_no_likely_duplicate(
    chrono: Caller, case: str, occurred: str
) -> None:
    done = chrono(
        "append", "lawsuit.filed", f"case={case}", "plaintiffs=elon-musk", "--occurred", occurred, *NEW
    )

    assert "looks like" not in done.out


def test_a_list_field_is_repeated_and_names_lead_to_their_entities(chrono: Caller) -> None:
    done = chrono("append", "lawsuit.refiled", "case=musk-v-openai", "defendants=オープンAI",
                  "defendants=Altman", "defendants=nobody-known", "--occurred", "2026-03", *NEW)  # fmt: skip

    assert told(done)["defendants"] == "OpenAI, Sam Altman, nobody-known"
    assert "note: not declared, so they stand as written: nobody-known\n" in done.out


def test_new_makes_a_development_of_its_own_whatever_its_fields(chrono: Caller) -> None:
    options = ("append", "lawsuit.settled", "case=musk-v-openai", "--occurred", "2026-03", *NEW)
    first = told(chrono(*options))["development"]

    done = chrono(*options, "--new")

    position = done.out.splitlines()[0].split()[2]
    assert told(done)["development"] == f"{position}  (new)"
    assert first != told(done)["development"]


def test_an_unknown_name_in_after_is_taken_and_told(chrono: Caller) -> None:
    options = ("append", "lawsuit.settled", "case=musk-v-openai", "--occurred", "2026-03", *NEW)

    done = chrono(*options, "--after", "nobodys-idea", "--after", "lawsuit-filed")

    assert told(done)["after"] == "nobodys-idea, lawsuit-filed"
    notes = [line.strip() for line in done.out.splitlines() if "note:" in line]
    assert notes == ["note: no report names the development nobodys-idea yet: check its spelling"]


@pytest.mark.parametrize(
    ("occurred", "sense", "words"),
    [
        ("2025-01-21", None, "on 21 January 2025"),
        ("2024-02", None, "some time in February 2024 (1–29 Feb)"),
        ("2024-02", "throughout", "throughout February 2024 (1–29 Feb)"),
        ("2025-01-21T10:00:00+09:00", None, "at 2025-01-21 01:00 UTC"),
    ],
)
def test_the_date_is_told_in_full_with_its_sense(
    chrono: Caller, occurred: str, sense: str | None, words: str
) -> None:
    done = chrono("append", "lawsuit.settled", "case=musk-v-openai", "--occurred", occurred,
                  *(("--sense", sense) if sense else ()), *NEW)  # fmt: skip

    assert told(done)["occurred"] == words


def test_a_date_may_be_given_as_the_object_of_a_record(chrono: Caller) -> None:
    ends = '{"start": "2025-02", "end": "2025-05"}'

    done = chrono("append", "lawsuit.settled", "case=musk-v-openai", "--occurred", ends, *NEW)

    assert told(done)["occurred"].startswith("from some time in February 2025")


def test_a_modality_other_than_occurred_is_told(chrono: Caller) -> None:
    options = ("append", "lawsuit.settled", "case=musk-v-openai", "--occurred", "2026-03", *NEW)

    assert told(chrono(*options, "--modality", "planned"))["modality"] == "planned"
    assert "modality" not in told(chrono(*options))


def test_an_amount_of_money_without_a_unit_is_refused(chrono: Caller) -> None:
    done = chrono(
        "append", "lawsuit.settled", "case=musk-v-openai", "amount=500", "--occurred", "2026-03", *NEW
    )

    assert done.code == 1
    assert 'data.amount: "500": missing unit' in done.err


def test_text_that_begins_like_json_is_text(chrono: Caller) -> None:
    done = chrono("append", "lawsuit.settled", "case=musk-v-openai", "terms=[sealed] {for now}",
                  "--occurred", "2026-03", *NEW)  # fmt: skip

    assert told(done)["terms"] == "[sealed] {for now}"


def test_an_amount_given_as_json_keeps_its_digits(chrono: Caller) -> None:
    amount = 'amount={"amount": 97.40, "unit": "USD"}'
    assert (
        chrono("append", "lawsuit.settled", "case=musk-v-openai", amount, "--occurred", "2026-03", *NEW).code
        == 0
    )

    assert '"amount": 97.40' in chrono("show", "@last", "--format", "json").out


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_a_receipt_as_data_says_where_the_record_stands(chrono: Caller, form: str) -> None:
    options = ("append", "lawsuit.settled", "case=musk-v-openai", "--occurred", "2026-03", *NEW)
    last = chrono("info", "--format", "json").json()["records"]
    assert isinstance(last, int)

    receipt = chrono(*options, "--format", form).json()

    assert (receipt["position"], receipt["new"]) == (last + 1, True)
    assert receipt["development"] == "lawsuit.settled:musk-v-openai"
    assert (receipt["joins"], receipt["unknown_after"]) == (None, [])


def test_a_source_is_declared_and_the_same_again_changes_nothing(chrono: Caller) -> None:
    declared = ("source", "add", "ft", "--publisher", "Financial Times", "--author", "A", "--author", "B",
                "--published", "2026-04-02", "--language", "en-GB", "--origin", "Wire")  # fmt: skip

    first, again = chrono(*declared), chrono(*declared)

    assert told(first) == {
        "publisher": "Financial Times",
        "authors": "A, B",
        "published": "2 Apr 2026",
        "language": "en-GB",
        "origin": "Wire",
    }
    assert again.out.startswith("already there, nothing changed: source ft at position ")


def test_a_source_declared_with_other_content_is_refused(chrono: Caller) -> None:
    done = chrono("source", "add", "wsj-ja", "--publisher", "Another")

    assert done.code == 1
    assert '"wsj-ja" was declared with another' in done.faults[0]


def test_any_name_of_a_declared_entity_leads_to_it(chrono: Caller) -> None:
    declared = ("entity", "add", "jared-birchall", "--type", "person", "--name", "Jared Birchall",
                "--name", "ja=バーチャル", "--alias", "E=mc²")  # fmt: skip

    assert told(chrono(*declared)) == {
        "type": "person",
        "names": "Jared Birchall (en), バーチャル (ja)",
        "aliases": "E=mc²",
    }
    done = chrono(
        "append", "lawsuit.withdrawn", "case=musk-v-openai", "--occurred", "2026", *NEW, "--by", "バーチャル"
    )
    assert told(done)["said by"] == "Jared Birchall"


def test_a_name_with_an_equals_sign_is_no_language(chrono: Caller) -> None:
    assert told(chrono("entity", "add", "e", "--name", "a + b = c"))["names"] == "a + b = c (en)"


def test_a_correction_is_in_force_from_its_publication_and_not_before(chrono: Caller) -> None:
    done = chrono("correction", "wsj-p24-filed", "--occurred", "2024-02-29", "--reported", "2025-02-20",
                  "--why", "the day was added")  # fmt: skip

    assert told(done) == {
        "of": "wsj-p24-filed",
        "reported": "20 Feb 2025",
        "why": "the day was added",
        "occurred": "on 29 February 2024",
    }
    for known_at, filed in (("2025-02-19", "2024-02"), ("2025-02-20", "2024-02-29")):
        state = chrono("state", "lawsuit", "--known-at", known_at, "--format", "json").json()["fields"]
        assert state["filed"]["value"] == filed  # type: ignore[index]


def test_a_correction_clears_a_field_with_nothing_after_the_equals_sign(chrono: Caller) -> None:
    done = chrono(
        "correction", "wsj-p24-filed", "defendants=", "--reported", "2025-02-20", "--why", "not said"
    )

    assert told(done)["defendants"] == "cleared"


def test_a_retraction_hides_the_report_from_its_publication_on(chrono: Caller) -> None:
    done = chrono(
        "retraction", "nw-p17-softbank", "--reported", "2025-02-01", "--why", "could not be confirmed"
    )

    assert told(done)["of"] == "nw-p17-softbank"
    for known_at, shown in (("2025-01-31", True), ("2025-02-01", False)):
        out = chrono("state", "funding/stargate", "--as-of", "2025-01-22", "--known-at", known_at).out
        assert ("well under" in " ".join(out.split())) is shown


# --- files ------------------------------------------------------------------------------------


def test_a_file_is_appended_whole_and_says_where(chrono: Caller) -> None:
    last = chrono("info", "--format", "json").json()["records"]
    assert isinstance(last, int)
    path = chrono.file("two.jsonl", report(id="a"), "", report(id="b", occurred="2025-02-10", locator="P2"))

    done = chrono("append", "--file", path)

    assert (done.code, done.out) == (0, "")
    assert done.err == f"appended 2 records at positions {last + 1} to {last + 2}\n"


def test_a_file_with_one_fault_appends_nothing(chrono: Caller) -> None:
    before = chrono("export").out
    path = chrono.file("one_bad.jsonl", report(id="a"), report(id="b", occurred="2025-13"))

    done = chrono("append", "--file", path)

    assert done.code == 1
    assert [line.split(": ")[1] for line in done.faults] == [f"{path}:2"]
    assert chrono("export").out == before


def test_standard_input_is_a_file_named_by_a_dash(chrono: Caller) -> None:
    good = (json.dumps(report(id="a")) + "\n").encode()

    assert chrono("append", "--file", "-", stdin=good).code == 0
    bad = chrono("append", "--file", "-", stdin=good + b"{")

    assert bad.code == 1
    assert bad.faults[0].startswith("chrono: standard input:2: not JSON: ")


def test_the_same_file_again_changes_nothing_and_says_so(chrono: Caller) -> None:
    path = chrono.file("two.jsonl", report(id="a"), report(id="b", occurred="2025-03"))
    assert chrono("append", "--file", path).code == 0
    before = chrono("export").out

    done = chrono("append", "--file", path)

    assert (done.code, done.out) == (0, "")
    assert done.err == "appended 0 records, 2 already there, unchanged\n"
    assert chrono("export").out == before


def test_to_keep_going_appends_what_is_sound_and_writes_the_rest_to_a_file(chrono: Caller) -> None:
    bad = (json.dumps(report(id="b", occurred="2025-13")), '{"cut')
    path = chrono.file("mixed.jsonl", report(id="a"), *bad, report(id="c", occurred="2025-02-10"))

    done = chrono("append", "--file", path, "--keep-going", "--rejects", "rejects.jsonl")

    assert (done.code, done.out) == (4, "")
    summary, *faults = done.err.splitlines()
    assert summary.endswith(", 2 rejected")
    assert [line.split(": ")[1] for line in faults] == [f"{path}:2", f"{path}:3"]
    assert (chrono.folder / "rejects.jsonl").read_text("utf-8").splitlines() == list(bad)
    assert [each["id"] for each in chrono("export").records()[-2:]] == ["a", "c"]


def test_rejects_that_are_mended_can_be_appended_as_a_file(chrono: Caller) -> None:
    path = chrono.file("mixed.jsonl", report(id="a"), report(id="b", occurred="2025-13"))
    assert chrono("append", "--file", path, "--keep-going", "--rejects", "rejects.jsonl").code == 4

    mended = (chrono.folder / "rejects.jsonl").read_text("utf-8").replace("2025-13", "2025-12")
    done = chrono("append", "--file", "-", stdin=mended.encode())

    assert done.code == 0
    assert [each["id"] for each in chrono("export").records()[-2:]] == ["a", "b"]


def test_to_keep_going_with_nothing_to_reject_is_done(chrono: Caller) -> None:
    path = chrono.file("sound.jsonl", report(id="a"))

    assert chrono("append", "--file", path, "--keep-going").code == 0


def test_a_file_can_be_receipted_as_data(chrono: Caller) -> None:
    path = chrono.file("two.jsonl", report(id="a"), report(id="b", occurred="2025-03"))

    receipts = chrono("append", "--file", path, "--format", "jsonl").lines()

    assert [(each["id"], each["new"]) for each in receipts] == [("a", True), ("b", True)]


def test_lines_may_end_as_on_windows(chrono: Caller) -> None:
    line = json.dumps(report(id="a")).encode()

    assert chrono("append", "--file", "-", stdin=line + b"\r\n\r\n").code == 0
    assert chrono("show", "a").code == 0


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("early 2013", "early 2013"),
        ("late Feb 2013", "late Feb 2013"),
        ("Feb 2013", "Feb 2013"),
        ("2013年2月上旬", "early Feb 2013"),
        ("~2013", "about 2013"),
    ],
)
def test_a_date_of_publication_may_be_worded_as_any_other_date(
    empty: Caller, published: str, words: str
) -> None:
    source = ("--source", "a", "--publisher", "A", "--published", published)

    done = empty("append", "lawsuit.withdrawn", "case=c", "--occurred", "2012-03-05", *source)

    assert (done.code, done.err) == (0, "")
    assert f"reported      {words} by a (A)" in done.out
