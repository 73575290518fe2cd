"""Entering a report by hand, fast and without slips: names, duplicates, forms, reports begun from others."""

from __future__ import annotations

import json
import os
import pty
import select
import shlex
import stat
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from cli.calls import CHRONO, Caller, Done, environment, spawn

NEW = ("--source", "ft", "--publisher", "Financial Times", "--published", "2026-04-02")
SETTLED = ("append", "lawsuit.settled", "case=musk-v-openai", "--occurred", "2026-03")
MISSPELT = ("append", "lawsuit.settled", "case=Musk v. Open-AI and Altmann", "--occurred", "2026-03", *NEW)
REFILED = ("append", "lawsuit.refiled", "case=musk-v-openai", "--occurred", "2026-03", *NEW)
FILED = ("append", "lawsuit.filed", "case=musk-v-openai", "plaintiffs=elon-musk")


def notes(chrono: Caller, *arguments: str) -> list[str]:
    """Return the notes on a report that is appended."""
    told = chrono(*arguments, "--format", "json").json()["notes"]
    assert isinstance(told, list)
    return told


def last(chrono: Caller) -> dict[str, object]:
    """Return the last record in the log, as it was appended."""
    return chrono("export").records()[-1]


def count(chrono: Caller) -> int:
    return len(chrono("export").records())


def run(chrono: Caller, command: str) -> Done:
    """Call a command that a note gives, as a shell would."""
    program, *arguments = shlex.split(command)
    assert program == "chrono"
    return chrono(*arguments)


# --- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["アルターマン", "アルトマン", "Altman", "ＳＡＭ ＡＬＴＭＡＮ", "sam-altman"]
)
def test_a_name_in_any_script_leads_to_its_entity(chrono: Caller, name: str) -> None:
    done = chrono(*REFILED, f"defendants={name}", "--by", name, "--via", name)

    assert "  defendants    Sam Altman\n" in done.out
    assert "  said by       Sam Altman, via Sam Altman\n" in done.out
    assert "note:" not in done.out
    assert last(chrono)["data"] == {"case": "musk-v-openai", "defendants": [name]}


def test_a_near_name_is_offered_with_a_command_that_mends_all_that_rests_on_it(chrono: Caller) -> None:
    [note] = notes(chrono, *MISSPELT)
    why, _, command = note.partition(": ")

    assert why == (
        '"Musk v. Open-AI and Altmann" is not declared; near it is musk-v-openai (Musk v. OpenAI and Altman)'
    )
    assert run(chrono, command).code == 0
    shown = chrono("show", "lawsuit.settled:musk-v-openai", "--format", "json").json()
    assert [each["data"] for each in shown["accounts"]] == [{"case": "musk-v-openai"}]  # type: ignore[attr-defined]


def test_a_near_name_in_a_list_is_mended_with_the_whole_list(chrono: Caller) -> None:
    [note] = notes(chrono, *REFILED, "defendants=openai", "defendants=Sam Altmann")

    assert note.endswith("chrono fix @last defendants=openai defendants=sam-altman --why misspelt")


def test_a_near_name_of_whoever_says_so_is_offered_and_its_standing_stays(chrono: Caller) -> None:
    [note] = notes(chrono, *SETTLED, *NEW, "--by", "Elon Musks", "--standing", "document")

    assert "near it is elon-musk (Elon Musk)" in note
    assert run(chrono, note.partition(": ")[2]).code == 0
    assert last(chrono)["attribution"] == {"by": "elon-musk", "standing": "document"}


def test_words_for_whoever_says_so_need_no_entity(chrono: Caller) -> None:
    assert notes(chrono, *SETTLED, *NEW, "--by", "two people who know of the talks") == []


@pytest.mark.parametrize("name", ["サンフランシスコ", "Nvidia", "Altmanland"])
def test_a_name_that_is_not_near_stands_as_written(chrono: Caller, name: str) -> None:
    assert notes(chrono, *REFILED, f"defendants={name}") == [
        f"not declared, so they stand as written: {name}"
    ]


def test_an_entity_of_another_type_than_its_field_is_noted(chrono: Caller) -> None:
    person = [part if not part.startswith("case=") else "case=elon-musk" for part in REFILED]

    assert notes(chrono, *person) == ["case: elon-musk is declared as person, not as case"]
    assert notes(chrono, *REFILED) == []


# --- duplicates ---------------------------------------------------------------------------------


def test_a_likely_duplicate_is_offered_with_an_option_and_a_command_that_joins_it(chrono: Caller) -> None:
    looks, joins = notes(chrono, *FILED, "--occurred", "2024-02-29", *NEW)

    assert looks == "looks like lawsuit-filed (Feb 2024), reported by wsj-ja: add --development lawsuit-filed"
    assert run(chrono, joins.partition(": ")[2]).code == 0
    shown = chrono("show", "lawsuit-filed", "--format", "json").json()
    assert "2024-02-29" in [each["occurred"] for each in shown["accounts"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param((*FILED, "--occurred", "2024-03-01"), id="another date"),
        pytest.param(
            ("append", "lawsuit.filed", "case=other", "plaintiffs=elon-musk", "--occurred", "2024-02-29"),
            id="another case",
        ),
        pytest.param((*FILED, "--occurred", "2024-02-29", "--modality", "planned"), id="another modality"),
        pytest.param((*FILED, "--occurred", "2024-02-29", "--new"), id="said to be its own"),
        pytest.param(
            ("append", "funding.announced", "programme=other", "total=$500bn", "--occurred", "2025-01-21"),
            id="an equal amount alone",
        ),
        pytest.param(
            ("append", "role.started", "holder=sam-altman", "organisation=openai", "role=treasurer",
             "--occurred", "2015-12"),
            id="another role",
        ),
    ],
)  # fmt: skip
def test_what_differs_in_what_counts_is_no_likely_duplicate(
    chrono: Caller, arguments: tuple[str, ...]
) -> None:
    assert [note for note in notes(chrono, *arguments, *NEW) if "looks like" in note] == []


def test_the_role_of_a_start_tells_two_starts_apart(chrono: Caller) -> None:
    start = ("append", "role.started", "holder=sam-altman", "organisation=openai", "--occurred", "2015")

    assert "looks like altman-cochair-started" in notes(chrono, *start, "role=co-chair", *NEW)[0]


def test_kinds_that_are_alike_may_be_of_one_development(empty: Caller) -> None:
    book = empty.folder / "talks.toml"
    book.write_text(
        '[storybook]\nname = "talks"\n'
        '[kinds.met]\nfields.who = "entity[]"\n'
        '[kinds.called]\nlike = ["met"]\nfields.who = "entity[]"\n'
        '[kinds.wrote]\nfields.who = "entity[]"\n',
        "utf-8",
    )
    assert empty("storybook", "add", book).code == 0
    assert empty("append", "met", "who=a", "who=b", "--occurred", "2026-03-01", *NEW).code == 0

    like = notes(empty, "append", "called", "who=b", "--occurred", "2026-03", "--source", "ft")
    unlike = notes(empty, "append", "wrote", "who=b", "--occurred", "2026-03", "--source", "ft")

    assert ["looks like" in note for note in like] == [False, True, False]
    assert ["looks like" in note for note in unlike] == [False]


def test_the_likeliest_duplicate_comes_first(chrono: Caller) -> None:
    options = ("--occurred", "2025-01-21", *NEW)
    assert chrono("append", "role.started", "holder=mgx", "organisation=stargate", "role=x",
                  "--occurred", "2025", *NEW, "--new").code == 0  # fmt: skip
    assert chrono("append", "role.started", "holder=mgx", "organisation=stargate", "role=x",
                  *options, "--development", "mgx-starts").code == 0  # fmt: skip

    told = notes(chrono, "append", "role.started", "holder=mgx", "organisation=stargate", "role=x", *options,
                 "--locator", "P2")  # fmt: skip

    assert next(note.split(" ")[2] for note in told if note.startswith("looks like")) == "mgx-starts"


def test_the_same_report_typed_twice_is_noted_with_its_position(chrono: Caller) -> None:
    first = chrono(*SETTLED, *NEW, "--locator", "P3", "--format", "json").json()["position"]

    told = notes(chrono, *SETTLED, *NEW, "--locator", "P3", "--summary", "In other words.")

    assert told == [f'the same report stands at position {first} already: chrono undo @last --why "twice"']


@pytest.mark.parametrize(
    "more",
    [("--locator", "P4"), ("amount=5 USD", "--locator", "P3"), ("--locator", "P3", "--modality", "alleged")],
    ids=["another paragraph", "an amount more", "another modality"],
)
def test_a_report_of_something_else_is_not_the_same(chrono: Caller, more: tuple[str, ...]) -> None:
    assert chrono(*SETTLED, *NEW, "--locator", "P3").code == 0

    assert notes(chrono, *SETTLED, *NEW, *more) == []


def test_a_report_that_was_made_void_may_be_entered_again(chrono: Caller) -> None:
    assert chrono(*SETTLED, *NEW).code == 0
    assert chrono("undo", "@last", "--why", "x").code == 0

    assert notes(chrono, *SETTLED, *NEW) == []


@pytest.mark.parametrize(
    ("occurred", "more", "noted"),
    [
        pytest.param("2026-04-03", (), True, id="the day after"),
        pytest.param("2026-04-02", (), False, id="the day of publication"),
        pytest.param("2026-04", (), False, id="a month that has begun"),
        pytest.param("2026-05", ("--modality", "planned"), False, id="a plan"),
        pytest.param("2026-04-03", ("--reported", "2026-04-05"), False, id="reported later"),
    ],
)
def test_a_date_after_the_publication_is_noted(
    chrono: Caller, occurred: str, more: tuple[str, ...], *, noted: bool
) -> None:
    told = notes(
        chrono, "append", "lawsuit.settled", "case=musk-v-openai", "--occurred", occurred, *NEW, *more
    )

    assert [note for note in told if "lies after the publication (2 Apr 2026)" in note] == told
    assert bool(told) == noted


@pytest.mark.parametrize("option", ["--after", "--development"])
def test_a_development_of_which_nobody_reports_is_noted_with_the_near_one(
    chrono: Caller, option: str
) -> None:
    meant = "no report names the development altman-ceo-agian yet: did you mean altman-ceo-again?"

    assert notes(chrono, *SETTLED, *NEW, option, "altman-ceo-agian") == [meant]


@pytest.mark.parametrize(
    "more",
    [("--after", "altman-ceo-again"), ("--development", "a-settlement-at-last"), ("--new",)],
    ids=" ".join,
)
def test_a_development_that_is_known_or_like_no_other_is_not_noted(
    chrono: Caller, more: tuple[str, ...]
) -> None:
    assert notes(chrono, *SETTLED, *NEW, *more) == []


# --- another account, or another development -------------------------------------------------------

DAILY = ("--source", "daily", "--publisher", "Daily", "--published", "2012-09-05")
DOCKET = ("--source", "docket", "--publisher", "Docket", "--published", "2018-06-27")
SETTLED_FIRST = ("append", "lawsuit.settled", "case=c", "--occurred", "2012-09", *DAILY)
SETTLED_LAST = ("append", "lawsuit.settled", "case=c", "--occurred", "2018-06-27", *DOCKET)
REFILED_BETWEEN = ("append", "lawsuit.refiled", "case=c", "--occurred", "2015-03-02", "--reported", "2015-03",
                   "--source", "daily")  # fmt: skip
WITHDRAWN = "every account of lawsuit.settled:c is withdrawn (Sep 2012, reported by daily)"
BETWEEN = "lawsuit.refiled:c/2015-03-02 lies between this and lawsuit.settled:c (Sep 2012, reported by daily)"


def withdraw(chrono: Caller) -> None:
    assert chrono("retraction", "@last", "--reported", "2012-09-06", "--why", "denied").code == 0


def developments(chrono: Caller) -> list[object]:
    """Return the development of each settlement in the log."""
    return [each["development"] for each in chrono("export").lines() if each.get("kind") == "lawsuit.settled"]


def test_a_report_that_joins_what_is_wholly_withdrawn_is_noted_with_what_makes_another(empty: Caller) -> None:
    assert empty(*SETTLED_FIRST).code == 0
    withdraw(empty)

    told = [note for note in notes(empty, *SETTLED_LAST) if "not declared" not in note]

    assert told[0] == f"{WITHDRAWN}: --new makes another"
    assert run(empty, told[1].partition(": ")[2]).code == 0
    assert "WITHDRAWN" not in empty("timeline", "lawsuit/c").out.split("27 Jun 2018")[1]


def test_the_open_order_of_a_day_is_noted_with_the_link_that_settles_it(empty: Caller) -> None:
    refiled = ("append", "lawsuit.refiled", "case=c", "--occurred", "2012-09-05", "--source", "daily")
    withdrawn = ("append", "lawsuit.withdrawn", "case=c", "--occurred", "2012-09-05", "--source", "daily")
    assert empty(*refiled[:-2], *DAILY).code == 0

    told = [note for note in notes(empty, *withdrawn) if "came first" in note]

    asks = "which came first of that day, this or lawsuit.refiled:c/2012-09-05? If this came later: "
    assert told == [f'{asks}chrono fix @last after=lawsuit.refiled:c/2012-09-05 --why "…"']
    assert [
        note
        for note in notes(empty, *withdrawn, "--after", "lawsuit.refiled:c/2012-09-05")
        if "first" in note
    ] == []


def test_a_report_that_joins_across_a_change_of_what_it_changes_is_noted(empty: Caller) -> None:
    assert empty(*SETTLED_FIRST).code == 0
    assert empty(*REFILED_BETWEEN).code == 0

    assert f"{BETWEEN}: --new makes another" in notes(empty, *SETTLED_LAST)


@pytest.mark.parametrize(
    ("between", "occurred"),
    [
        pytest.param(None, "2018-06-27", id="nothing has changed in between"),
        pytest.param("2012-09-15", "2012-10-01", id="by less than a month where a month is told"),
        pytest.param("2018-07-15", "2018-06-27", id="what changed it came after both"),
    ],
)
def test_a_report_whose_date_differs_otherwise_joins_as_a_dispute(
    empty: Caller, between: str | None, occurred: str
) -> None:
    assert empty(*SETTLED_FIRST).code == 0
    if between is not None:
        assert empty("append", "lawsuit.refiled", "case=c", "--occurred", between, *DOCKET).code == 0

    told = notes(empty, "append", "lawsuit.settled", "case=c", "--occurred", occurred, "--reported",
                 "2018-08-01", *DOCKET)  # fmt: skip

    assert [note for note in told if "--new" in note] == []


def test_two_accounts_that_differ_by_a_day_stay_a_dispute(chrono: Caller) -> None:
    started = ("append", "lawsuit.trial_begun", "case=musk-v-openai", "--development", "trial")
    assert chrono(*started, "--occurred", "2026-03-01", *NEW).code == 0

    assert notes(chrono, *started, "--occurred", "2026-03-02", "--source", "ft") == []


def test_what_is_withdrawn_in_part_or_reinstated_is_joined_without_a_word(empty: Caller) -> None:
    assert empty(*SETTLED_FIRST).code == 0
    withdraw(empty)
    assert empty("retraction", "@last", "--reported", "2012-09-07", "--why", "so it was").code == 0

    told = notes(empty, "append", "lawsuit.settled", "case=c", "--occurred", "2012-09-04", *DOCKET)

    assert [note for note in told if "--new" in note] == []


def test_with_new_a_report_is_of_another_development_without_a_note(empty: Caller) -> None:
    assert empty(*SETTLED_FIRST).code == 0
    withdraw(empty)

    assert [note for note in notes(empty, *SETTLED_LAST, "--new") if "--new" in note] == []
    assert len(set(developments(empty))) == 2


@pytest.mark.parametrize(("answer", "count_of_developments"), [("y", 1), ("n", 2), (" ", 2)])
def test_on_a_terminal_a_doubtful_account_is_asked_about(
    empty: Caller, answer: str, count_of_developments: int
) -> None:
    assert empty(*SETTLED_FIRST).code == 0
    withdraw(empty)

    code, shown = typing(empty.folder, *SETTLED_LAST, answers=answer)

    assert code == 0
    assert f"{WITHDRAWN}: is this another account of it? [y/N]:" in shown
    assert len(set(developments(empty))) == count_of_developments


# --- one name in two spellings ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Foo v Bar", "foo v. bar", "Foo  v. Bar", "Foo-v-Bar"])
def test_a_key_in_another_spelling_is_noted_with_the_earlier_one(empty: Caller, name: str) -> None:
    assert empty("append", "lawsuit.filed", "case=Foo v. Bar", "--occurred", "2026-03", *NEW).code == 1
    filed = ("append", "lawsuit.filed", "case=Foo v. Bar", "plaintiffs=foo", "--occurred", "2026-03", *NEW)
    assert empty(*filed).code == 0

    told = notes(
        empty, "append", "lawsuit.settled", f"case={name}", "--occurred", "2026-03", "--source", "ft"
    )

    assert [note.partition(":")[0] for note in told] == [f'"{name}" is not declared; near it is Foo v. Bar']
    assert run(empty, told[0].partition(": ")[2]).code == 0
    assert developments(empty) == [f"lawsuit.settled:{name}"]
    assert empty("show", "lawsuit.settled:Foo v. Bar").code == 0


@pytest.mark.parametrize("name", ["Foo v. Baz", "Foo v. Bar 2", "Foo v. Bar"])
def test_another_key_and_the_same_one_are_not_taken_for_another_spelling(empty: Caller, name: str) -> None:
    filed = ("append", "lawsuit.filed", "case=Foo v. Bar", "plaintiffs=foo", "--occurred", "2026-03", *NEW)
    assert empty(*filed).code == 0

    told = notes(
        empty, "append", "lawsuit.settled", f"case={name}", "--occurred", "2026-03", "--source", "ft"
    )

    assert [note for note in told if "near it" in note] == []


def test_a_word_that_identifies_is_compared_too_and_its_numbers_tell_apart(empty: Caller) -> None:
    book = empty.folder / "recalls.toml"
    book.write_text(
        '[storybook]\nname = "r"\n[kinds.recalled]\nidentity = ["no"]\nfields.no = "word"\n', "utf-8"
    )
    assert empty("storybook", "add", book).code == 0
    recalled = ("append", "recalled", "--occurred", "2026-03")
    assert empty(*recalled, "no=F-12-3", *NEW).code == 0

    assert notes(empty, *recalled, "no=F-1-23", "--source", "ft") == []
    assert (
        '"F 12-3" is not declared; near it is F-12-3'
        in notes(empty, *recalled, "no=F 12-3", "--source", "ft")[0]
    )


# --- a mend dated before what it mends ---------------------------------------------------------------


@pytest.mark.parametrize(
    "mend",
    [("retraction", "@last"), ("correction", "@last", "amount=5 USD")],
    ids=["retraction", "correction"],
)
@pytest.mark.parametrize(
    ("reported", "noted"),
    [("2026-04-01", True), ("2026-04-02", False), ("2026-04", False), ("2026-03", True)],
)
def test_a_mend_dated_before_what_it_mends_is_noted(
    chrono: Caller, mend: tuple[str, ...], reported: str, *, noted: bool
) -> None:
    assert chrono(*SETTLED, *NEW).code == 0

    told = notes(chrono, *mend, "--reported", reported, "--why", "x")

    assert [note.startswith("it is dated ") for note in told] == [True] * noted
    assert ["before what it mends was published (2 Apr 2026): check --reported" in each for each in told] == (
        [True] * noted
    )


def test_a_mend_that_is_refused_is_refused_with_its_own_faults(chrono: Caller) -> None:
    assert chrono(*SETTLED, *NEW).code == 0

    done = chrono("retraction", "@last", "--reported", "soon", "--why", "x")

    assert (done.code, done.faults[0].startswith("chrono: reported: ")) == (1, True)


# --- with --strict -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(MISSPELT, '"Musk v. Open-AI and Altmann" is not declared', id="a near name"),
        pytest.param((*REFILED, "defendants=Nvidia"), "not declared, so they stand", id="an undeclared name"),
        pytest.param(
            (*FILED, "--occurred", "2024-02-29", *NEW), "looks like lawsuit-filed", id="a duplicate"
        ),
        pytest.param(
            ("append", "lawsuit.settled", "case=musk-v-openai", "--occurred", "2026-05", *NEW),
            "its date lies after the publication",
            id="a date to come",
        ),
        pytest.param((*SETTLED, *NEW, "--after", "nosuch"), "no report names the development", id="after"),
        pytest.param(
            ("retraction", "wsj-p24-filed", "--reported", "2025-01-01", "--why", "x"),
            "it is dated 1 Jan 2025",
            id="an early mend",
        ),
    ],
)
def test_what_would_be_noted_is_refused_with_strict_and_nothing_is_appended(
    chrono: Caller, arguments: tuple[str, ...], says: str
) -> None:
    before = count(chrono)

    done = chrono(*arguments, "--strict")

    assert (done.code, len(done.faults)) == (1, 1)
    assert says in done.faults[0]
    assert "@last" not in done.faults[0]
    assert count(chrono) == before


def test_with_strict_what_is_not_noted_is_appended(chrono: Caller) -> None:
    assert notes(chrono, *SETTLED, *NEW, "--strict") == []


# --- a file ---------------------------------------------------------------------------------------------

W = {"slug": "w", "publisher": "W", "published": "2024-06-01"}


def settled(case: str, occurred: str, **more: object) -> dict[str, object]:
    return {"kind": "lawsuit.settled", "source": "w", "occurred": occurred, "data": {"case": case}, **more}


def file_notes(chrono: Caller, *records: object, options: tuple[str, ...] = ()) -> list[str]:
    """Return the notes on the records of a file, which is appended."""
    path = chrono.file("more.jsonl", {"record": "source", **W}, *records)
    done = chrono("append", "--file", path, *options)
    assert (done.code, done.out) == (0, "")
    return [line.removeprefix("note: ") for line in done.err.splitlines() if line.startswith("note: ")]


def test_the_records_of_a_file_are_noted_with_their_lines(empty: Caller) -> None:
    told = file_notes(
        empty,
        settled("acme-v-beta", "2024-06-03"),
        settled("acme-v-beta", "2024-05", development="again"),
        settled("foo-v-bar", "2024-05"),
        settled("Foo v. Bar", "2024-05", locator="P1"),
        settled("foo-v-bar", "2024-05"),
    )

    assert [each.replace(f"{empty.folder}/", "") for each in told] == [
        (
            "more.jsonl:2: its date lies after the publication (1 Jun 2024): "
            "what is yet to come is --modality planned"
        ),
        'more.jsonl:5: "Foo v. Bar" is not declared; near it is foo-v-bar',
        "more.jsonl:6: the same report stands on line 4 already",
        "not declared, so they stand as written: acme-v-beta (line 2), foo-v-bar (line 4)",
    ]


def test_a_likely_duplicate_in_a_file_is_noted_within_it_and_against_the_log(chrono: Caller) -> None:
    filed = {"kind": "lawsuit.filed", "source": "w", "occurred": "2024-02-29",
             "data": {"case": "musk-v-openai", "plaintiffs": ["elon-musk"]}}  # fmt: skip
    told = file_notes(chrono, filed, {**filed, "development": "again", "locator": "P2"})

    assert [note.partition(": ")[2] for note in told] == [
        "looks like lawsuit-filed (Feb 2024), reported by wsj-ja: add --development lawsuit-filed",
        (
            "looks like lawsuit.filed:musk-v-openai (29 Feb 2024), reported by w: "
            "add --development lawsuit.filed:musk-v-openai"
        ),
    ]


def test_in_a_file_a_report_that_joins_what_the_file_withdraws_is_noted(empty: Caller) -> None:
    told = file_notes(
        empty,
        settled("c", "2012-09", id="one", reported="2012-09-05"),
        {"record": "retraction", "of": "one", "reported": "2012-09-06", "why": "denied"},
        settled("c", "2018-06-27", reported="2018-06-27"),
    )

    assert [note.partition(": ")[2] for note in told[:1]] == [
        "every account of lawsuit.settled:c is withdrawn (Sep 2012, reported by w): --new makes another"
    ]


def test_in_a_file_what_is_withdrawn_and_reinstated_is_joined_without_a_word(empty: Caller) -> None:
    told = file_notes(
        empty,
        settled("c", "2012-09", id="one", reported="2012-09-05"),
        {"record": "retraction", "of": "one", "id": "two", "reported": "2012-09-06", "why": "denied"},
        {"record": "retraction", "of": "two", "reported": "2012-09-07", "why": "so it was"},
        settled("c", "2012-09-04", reported="2012-10-01"),
    )

    assert [note for note in told if "--new" in note] == []


def test_in_a_file_a_report_that_joins_across_a_change_of_the_file_is_noted(empty: Caller) -> None:
    refiled = {"kind": "lawsuit.refiled", "source": "w", "occurred": "2015-03-02", "data": {"case": "c"}}

    told = file_notes(empty, settled("c", "2012-09"), refiled, settled("c", "2018-06-27"))

    assert "more.jsonl:4: lawsuit.refiled:c/2015-03-02 lies between this and lawsuit.settled:c" in told[0]


def test_in_a_file_a_mend_dated_before_what_it_mends_is_noted(empty: Caller) -> None:
    told = file_notes(
        empty,
        settled("c", "2012-09", id="one", reported="2012-09-05"),
        {"record": "retraction", "of": "one", "reported": "2012-09-04", "why": "denied"},
    )

    assert "it is dated 4 Sep 2012, before what it mends was published (5 Sep 2012)" in told[0]


def test_an_entity_that_a_file_declares_further_down_is_declared(empty: Caller) -> None:
    assert file_notes(empty, settled("c", "2024-05"), {"record": "entity", "slug": "c"}) == []


def test_of_very_many_notes_the_first_are_shown_and_the_others_counted(empty: Caller) -> None:
    told = file_notes(empty, *(settled(f"case-{n}", "2024-07-02") for n in range(1200)))

    assert len([note for note in told if "lies after" in note]) == 10
    assert told[-2] == "… and 1,190 more: a date after the publication"
    assert told[-1].endswith("case-9 (line 11), … and 1,190 more")


def test_the_same_file_again_is_not_noted(empty: Caller) -> None:
    records = [settled(f"case-{n}", "2024-07-02", id=f"r{n}") for n in range(3)]
    assert len(file_notes(empty, *records)) == 4

    assert file_notes(empty, *records) == []


def test_with_strict_a_file_with_notes_is_refused_whole(empty: Caller) -> None:
    assert empty("entity", "add", "c").code == 0
    path = empty.file(
        "more.jsonl", {"record": "source", **W}, settled("c", "2024-05"), settled("d", "2024-07")
    )
    before = count(empty)

    done = empty("append", "--file", path, "--strict")

    assert done.code == 1
    assert [line.partition("more.jsonl:")[2] for line in done.faults] == [
        "3: not declared, so they stand as written: d",
        "3: its date lies after the publication (1 Jun 2024): what is yet to come is --modality planned",
    ]
    assert count(empty) == before


def test_with_strict_and_keep_going_what_has_notes_is_left_out(empty: Caller) -> None:
    assert empty("entity", "add", "c").code == 0
    path = empty.file(
        "more.jsonl", {"record": "source", **W}, settled("d", "2024-05"), settled("c", "2024-05")
    )

    done = empty("append", "--file", path, "--strict", "--keep-going", "--rejects", "left.jsonl")

    assert done.code == 4
    assert "appended 2 records at positions 2 to 3, 1 rejected" in done.err
    assert (empty.folder / "left.jsonl").read_text("utf-8").count('"d"') == 1
    assert developments(empty) == ["lawsuit.settled:c"]


# --- what need not be typed ---------------------------------------------------------------------


def test_the_source_of_the_last_report_is_asked_for_by_name_alone(chrono: Caller) -> None:
    assert chrono(*SETTLED, *NEW).code == 0
    assert chrono("source", "add", "later", "--publisher", "Another").code == 0

    done = chrono(
        "append", "lawsuit.withdrawn", "case=musk-v-openai", "--occurred", "2026-03", "--source", "@last"
    )

    assert done.code == 0
    assert last(chrono)["source"] == "ft"


def test_a_report_without_a_source_is_refused_and_told_which_was_last(chrono: Caller) -> None:
    assert chrono(*SETTLED, *NEW).code == 0

    done = chrono(*SETTLED)

    usage = "append KIND FIELD=VALUE… --occurred DATE --source SLUG (@last is ft)"
    assert (done.code, done.faults) == (2, [f"chrono: append: missing --source: {usage}"])


def test_the_last_source_of_an_empty_log_is_not_found(empty: Caller) -> None:
    done = empty("append", "lawsuit.settled", "case=x", "--occurred", "2026", "--source", "@last")

    assert (done.code, done.faults) == (
        3,
        ["chrono: source: the log has no report yet, so there is no last source"],
    )


def test_every_fault_of_a_report_is_named_at_once(chrono: Caller) -> None:
    before = count(chrono)

    done = chrono("append", "lawsuit.setled", "case=x", "--occurred", "2025-13", "--source", "wjs-ja",
                  "--standing", "rumour")  # fmt: skip

    assert done.code == 1
    assert sorted(line.split(": ")[1] for line in done.faults) == [
        "attribution",
        "kind",
        "occurred",
        "source",
    ]
    assert 'did you mean "lawsuit.settled"?' in done.err
    assert 'did you mean "wsj-ja"?' in done.err
    assert count(chrono) == before


# --- begun from another report ------------------------------------------------------------------


def test_a_report_begun_from_another_differs_only_in_what_is_given(chrono: Caller) -> None:
    done = chrono("append", "--like", "nw-p13-softbank", "participant=microsoft", "--locator", "P14")

    assert done.code == 0
    told = last(chrono)
    assert told.pop("id") != "nw-p13-softbank"
    assert told == {
        "record": "report",
        "kind": "project.participant_named",
        "source": "newsweek-jp",
        "occurred": "2025-01-21~",
        "data": {"project": "stargate", "participant": "microsoft", "others": True},
        "attribution": {"by": "Newsweek Japan", "standing": "reporter"},
        "development": "project.participant_named:stargate/microsoft",
        "locator": "P14",
    }


def test_a_field_given_as_nothing_is_left_out(chrono: Caller) -> None:
    assert chrono("append", "--like", "nw-p13-softbank", "others=", "participant=microsoft").code == 0

    assert last(chrono)["data"] == {"project": "stargate", "participant": "microsoft"}


def test_another_source_takes_neither_who_said_it_nor_its_wording(chrono: Caller) -> None:
    assert chrono("append", "--like", "wsj-p24-filed", *NEW).code == 0

    told = last(chrono)
    assert (told["occurred"], "attribution" in told) == ({"edtf": "2024-02"}, False)
    assert told["data"] == {
        "case": "musk-v-openai",
        "plaintiffs": ["elon-musk"],
        "defendants": ["openai", "sam-altman"],
    }


def test_a_report_of_another_kind_takes_the_fields_that_both_have(chrono: Caller) -> None:
    done = chrono("append", "lawsuit.settled", "--like", "wsj-p24-filed", "--occurred", "2025-02-01")

    assert done.code == 0
    assert (last(chrono)["kind"], last(chrono)["data"]) == ("lawsuit.settled", {"case": "musk-v-openai"})


def test_the_last_report_is_not_a_correction_or_a_report_made_void(chrono: Caller) -> None:
    assert chrono(*SETTLED, *NEW).code == 0
    assert chrono("correction", "@last", "amount=5 USD", "--reported", "2026-04-05", "--why", "x").code == 0
    assert chrono("append", "--like", "@last", "--locator", "P9").code == 0
    assert last(chrono)["kind"] == "lawsuit.settled"
    assert chrono("undo", "@last", "--why", "x").code == 0

    assert chrono("append", "--like", "@last", "--locator", "P10").code == 0
    assert (last(chrono)["kind"], last(chrono)["locator"]) == ("lawsuit.settled", "P10")


def test_a_report_that_we_have_mended_is_taken_as_it_reads_now(chrono: Caller) -> None:
    assert chrono("fix", "nw-p13-softbank", "others=false", "--why", "x").code == 0

    assert chrono("append", "--like", "nw-p13-so", "participant=microsoft").code == 0
    assert last(chrono)["data"] == {"project": "stargate", "participant": "microsoft", "others": "false"}


@pytest.mark.parametrize(
    ("like", "code", "says"),
    [
        pytest.param("nosuch", 3, '"nosuch"', id="unknown"),
        pytest.param("wsj-p24", 3, '5 ids begin with "wsj-p24"', id="several"),
        pytest.param("void", 3, "void", id="made void"),
        pytest.param("mended", 2, "is of type amendment: name a report", id="no report"),
    ],
)
def test_what_cannot_be_begun_from_is_refused(chrono: Caller, like: str, code: int, says: str) -> None:
    more = chrono.file(
        "more.jsonl",
        {"record": "amendment", "id": "mended", "of": "wsj-p24-filed", "why": "x", "locator": "P25"},
        {
            "kind": "lawsuit.settled",
            "source": "wsj-ja",
            "occurred": "2025-02",
            "data": {"case": "c"},
            "id": "void",
        },
        {"record": "amendment", "id": "undone", "of": "void", "why": "x", "void": True},
    )
    assert chrono("append", "--file", more).code == 0

    done = chrono("append", "--like", like, "--locator", "P1")

    assert done.code == code
    assert says in done.faults[0]


def test_a_kind_that_is_an_assignment_is_refused_where_the_kind_is_needed(chrono: Caller) -> None:
    done = chrono("append", "case=musk-v-openai", "--occurred", "2026-03", "--source", "wsj-ja")

    assert (done.code, done.faults[0]) == (1, done.faults[0])
    assert 'kind: unknown kind "case=musk-v-openai"' in done.err


# --- on a terminal ------------------------------------------------------------------------------


def typing(
    folder: Path, *arguments: str, answers: str = "", settings: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Return the exit code and all that a terminal shows of a call, with what is typed in answer."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*CHRONO, *arguments],
        cwd=folder,
        env=environment({"TERM": "dumb", "COLUMNS": "120", **(settings or {})}),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        shown = until_it_ends(ours, process, answers.encode())
    os.close(ours)
    return process.returncode, shown.decode().replace("\r\n", "\n")


def until_it_ends(terminal: int, process: subprocess.Popen[bytes], answers: bytes) -> bytes:
    """Answer each question as it is asked, and return what was shown; a call that waits on is killed."""
    shown, given, end = b"", [answers[n : n + 1] for n in range(len(answers))], time.monotonic() + 60
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 0.2)[0]:
            continue
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # the other end is closed
            return shown
        if shown.rstrip().endswith(b":") and b"[" in shown.splitlines()[-1] and given:
            answer = given.pop(0)
            os.write(terminal, answer if answer == b"\x04" else answer.strip() + b"\n")
    process.kill()
    return shown


@pytest.mark.parametrize(("answer", "case"), [("y", "musk-v-openai"), (" ", "musk-v-openai"), ("n", None)])
def test_on_a_terminal_a_near_name_is_asked_about_before_it_is_appended(
    chrono: Caller, answer: str, case: str | None
) -> None:
    code, shown = typing(chrono.folder, *MISSPELT, answers=answer)

    assert code == 0
    assert "did you mean musk-v-openai (Musk v. OpenAI and Altman)? [Y/n]:" in shown
    assert "note:" not in shown
    data = last(chrono)["data"]
    assert data == {"case": case or "Musk v. Open-AI and Altmann"}


@pytest.mark.parametrize(("answer", "joined"), [("y", True), ("n", False), (" ", False)])
def test_on_a_terminal_a_likely_duplicate_is_asked_about(
    chrono: Caller, answer: str, *, joined: bool
) -> None:
    code, shown = typing(chrono.folder, *FILED, "--occurred", "2024-02-29", *NEW, answers=answer)

    assert code == 0
    assert "is this another account of lawsuit-filed (Feb 2024), reported by wsj-ja? [y/N]:" in shown
    assert last(chrono)["development"] == ("lawsuit-filed" if joined else "lawsuit.filed:musk-v-openai")
    assert ("(joins what is reported of it already)" in shown) == joined


def test_a_name_that_is_put_right_can_show_a_duplicate(chrono: Caller) -> None:
    filed = ("append", "lawsuit.filed", "case=Musk v. OpenAI and Altmann", "plaintiffs=elon-musk")

    code, _ = typing(chrono.folder, *filed, "--occurred", "2024-02-29", *NEW, answers="yy")

    assert (code, last(chrono)["development"]) == (0, "lawsuit-filed")


@pytest.mark.parametrize(
    ("answer", "code", "more"), [("y", 0, 1), ("n", 1, 0), (" ", 1, 0), ("\x04", 130, 0)]
)
def test_on_a_terminal_the_same_report_is_appended_again_only_if_wanted(
    chrono: Caller, answer: str, code: int, more: int
) -> None:
    assert chrono(*SETTLED, *NEW).code == 0
    before = count(chrono)

    ended, shown = typing(chrono.folder, *SETTLED, *NEW, answers=answer)

    assert f"the same report stands at position {before} already: append it again? [y/N]:" in shown
    assert (ended, count(chrono)) == (code, before + more)
    assert ("nothing is appended: the same report stands" in shown) == (code == 1)


def test_a_report_about_which_nothing_is_odd_is_appended_without_a_question(chrono: Caller) -> None:
    code, shown = typing(chrono.folder, *SETTLED, *NEW)

    assert code == 0
    assert "?" not in shown


@pytest.mark.parametrize("arguments", [MISSPELT, (*FILED, "--occurred", "2024-02-29", *NEW)])
@pytest.mark.parametrize("seen", ["input", "output", "neither"])
def test_without_a_terminal_on_both_sides_nothing_is_asked_and_nothing_waits(
    chrono: Caller, arguments: tuple[str, ...], seen: str
) -> None:
    ours, theirs = pty.openpty()
    silent, kept = os.pipe()  # never written to and never closed: whoever reads from it waits
    with subprocess.Popen(
        [*CHRONO, *arguments],
        cwd=chrono.folder,
        env=environment(),
        stdin=theirs if seen == "input" else silent,
        stdout=theirs if seen == "output" else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        _, said = process.communicate(timeout=60)
    for each in (ours, theirs, silent, kept):
        os.close(each)

    assert (process.returncode, said) == (0, b"")


# --- a form in the editor -----------------------------------------------------------------------


def editor(chrono: Caller, script: str) -> dict[str, str]:
    """Return the setting by which a shell script, which gets the form as $1, is the editor."""
    path = chrono.folder / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return {"EDITOR": str(path), "TMPDIR": str(chrono.folder)}


def edit(chrono: Caller, script: str, *arguments: str) -> tuple[int, str, str]:
    """Return what came of `append --edit` without a terminal."""
    done = spawn("append", "--edit", *arguments, folder=chrono.folder, env=editor(chrono, script))
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def drafts(chrono: Caller) -> list[Path]:
    return list(chrono.folder.glob("chrono-append-*"))


FILL = """sed -i 's/^occurred = ""/occurred = "2024-06-15"/; s/^case = ""/case = "musk-v-openai"/' "$1" """


def test_a_form_that_is_filled_in_and_saved_is_appended(chrono: Caller) -> None:
    assert chrono(*SETTLED, *NEW).code == 0

    code, out, err = edit(chrono, f'cp "$1" first; {FILL}', "lawsuit.settled")

    assert (code, err) == (0, "")
    assert "development   lawsuit.settled:musk-v-openai  (joins" in out
    told = last(chrono)
    assert (told["source"], told["occurred"], told["data"]) == (
        "ft",
        "2024-06-15",
        {"case": "musk-v-openai"},
    )
    assert drafts(chrono) == []
    shown = (chrono.folder / "first").read_text("utf-8")
    assert "musk-v-openai (Musk v. OpenAI and Altman)" in shown
    assert "wsj-ja (The Wall Street Journal, 2025-02-17~)" in shown
    assert "lawsuit.settled:musk-v-openai" in shown


def test_a_form_begins_with_what_is_given_on_the_command_line_and_by_another_report(chrono: Caller) -> None:
    code, _, err = edit(
        chrono,
        """cp "$1" first; sed -i 's/^locator = .*/locator = "P15"/' "$1" """,
        "--like", "nw-p13-softbank", "participant=microsoft", "--locator", "P14",
    )  # fmt: skip

    assert (code, err) == (0, "")
    shown = (chrono.folder / "first").read_text("utf-8")
    assert 'participant = "microsoft"' in shown
    assert 'locator = "P14"' in shown
    assert last(chrono)["locator"] == "P15"


@pytest.mark.parametrize(
    ("script", "says"),
    [("true", "the form was left as it was"), (': > "$1"', "the form was emptied"),
     ("sed -i 's/^/# /' \"$1\"", "the form was emptied")],
    ids=["unchanged", "empty", "comments alone"],
)  # fmt: skip
def test_a_form_that_says_nothing_appends_nothing(chrono: Caller, script: str, says: str) -> None:
    before = count(chrono)

    assert edit(chrono, script, "lawsuit.settled") == (1, "", f"chrono: nothing is appended: {says}\n")
    assert (count(chrono), drafts(chrono)) == (before, [])


def test_without_a_terminal_faults_are_lines_and_what_was_typed_is_kept(chrono: Caller) -> None:
    before = count(chrono)

    code, out, err = edit(chrono, f"{FILL}; sed -i 's/2024-06-15/2024-13-15/; s/wsj-ja/nw/' \"$1\"",
                          "lawsuit.settled", "--source", "wsj-ja")  # fmt: skip

    [draft] = drafts(chrono)
    assert (code, out, count(chrono)) == (1, "", before)
    kept, *faults = err.splitlines()
    assert kept == f"what was typed is kept in {draft}"
    assert [line.split(": ")[1] for line in faults] == ["occurred", "source"]
    assert "2024-13-15" in draft.read_text("utf-8")


def test_what_is_no_toml_is_refused_and_kept(chrono: Caller) -> None:
    code, _, err = edit(chrono, "echo 'occurred = = 2024' >> \"$1\"", "lawsuit.settled")

    assert code == 1
    assert "chrono: not TOML: " in err
    assert "occurred = = 2024" in drafts(chrono)[0].read_text("utf-8")


TWICE = 'if [ -e seen ]; then cp "$1" again; {second}; else touch seen; {first}; fi'


def test_on_a_terminal_the_form_is_opened_again_with_its_faults_until_none_is_left(chrono: Caller) -> None:
    wrong = f"{FILL}; sed -i 's/2024-06-15/2024-13-15/' \"$1\""
    right = "sed -i 's/2024-13-15/2024-06-16/' \"$1\""

    code, _ = typing(chrono.folder, "append", "--edit", "lawsuit.settled",
                     settings=editor(chrono, TWICE.format(first=wrong, second=right)))  # fmt: skip

    again = (chrono.folder / "again").read_text("utf-8").splitlines()
    assert code == 0
    assert again[0].startswith('# ! occurred: "2024-13-15": no such month')
    assert 'case = "musk-v-openai"' in "\n".join(again)
    assert last(chrono)["occurred"] == "2024-06-16"
    assert drafts(chrono) == []


def test_a_form_that_comes_back_with_its_faults_is_given_up_and_kept(chrono: Caller) -> None:
    wrong = f"{FILL}; sed -i 's/2024-06-15/2024-13-15/' \"$1\""

    code, shown = typing(chrono.folder, "append", "--edit", "lawsuit.settled",
                         settings=editor(chrono, TWICE.format(first=wrong, second="true")))  # fmt: skip

    assert code == 1
    assert "chrono: occurred: " in shown
    assert str(drafts(chrono)[0]) in shown


def test_on_a_terminal_a_kind_that_is_chosen_in_the_form_brings_its_fields(chrono: Caller) -> None:
    choose = 'sed -i \'s/^kind = ""/kind = "lawsuit.settled"/\' "$1"'

    code, _ = typing(chrono.folder, "append", "--edit",
                     settings=editor(chrono, TWICE.format(first=choose, second=FILL)))  # fmt: skip

    assert "\n# amount = " in (chrono.folder / "again").read_text("utf-8")
    assert (code, last(chrono)["kind"]) == (0, "lawsuit.settled")


def test_the_visual_editor_comes_first_and_may_have_arguments(chrono: Caller) -> None:
    settings = editor(chrono, f'[ "$1" = --wait ] && shift && {FILL}')
    done = spawn("append", "--edit", "lawsuit.settled", folder=chrono.folder,
                 env={**settings, "VISUAL": f"{settings['EDITOR']} --wait", "EDITOR": "false"})  # fmt: skip

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ({}, "no editor is known: name one, such as EDITOR=nano"),
        (
            {"EDITOR": "no-such-editor"},
            'the editor "no-such-editor" cannot be started: no such file or directory',
        ),
        ({"EDITOR": "false"}, 'the editor "false" ended with code 1: nothing is appended'),
    ],
    ids=["none", "missing", "failing"],
)
def test_without_an_editor_that_works_nothing_is_appended(
    chrono: Caller, setting: dict[str, str], says: str
) -> None:
    before = count(chrono)

    done = spawn("append", "--edit", "lawsuit.settled", folder=chrono.folder,
                 env={"TMPDIR": str(chrono.folder), **setting})  # fmt: skip

    assert (done.returncode, done.stderr.decode()) == (1, f"chrono: {says}\n")
    assert (count(chrono), drafts(chrono)) == (before, [])


def test_an_editor_that_fails_after_a_change_leaves_what_was_typed(chrono: Caller) -> None:
    code, _, err = edit(chrono, f"{FILL}; exit 3", "lawsuit.settled")

    assert code == 1
    assert f"what was typed is kept in {drafts(chrono)[0]}" in err


def test_an_unknown_kind_is_refused_before_any_form_is_shown(chrono: Caller) -> None:
    code, _, err = edit(chrono, "touch shown", "lawsuit.setled")

    assert (code, err) == (
        1,
        'chrono: kind: unknown kind "lawsuit.setled": did you mean "lawsuit.settled"?\n',
    )
    assert not (chrono.folder / "shown").exists()


def test_a_form_and_a_file_are_not_both_appended(chrono: Caller) -> None:
    for more in (("--edit",), ("--like", "@last")):
        done = chrono("append", "--file", "a.jsonl", *more)
        assert (done.code, done.faults) == (2, ["chrono: file: append one report or a file, not both"])


def test_a_receipt_as_data_carries_the_notes(chrono: Caller) -> None:
    receipt = json.loads(chrono(*MISSPELT, "--format", "jsonl").out)

    assert receipt["new"] is True
    assert len(receipt["notes"]) == 1
