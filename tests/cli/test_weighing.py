"""Answers side by side: `diff` along one axis, `compare` of sources; and `rebuild`, which makes all anew."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from cli.calls import Caller

LAWSUIT = "lawsuit/musk-v-openai"
STARGATE = "funding/stargate"
BID = "bid/openai-nonprofit"
SOURCES = "newsweek-jp,wsj-ja"
WEIGHING = (
    f"diff {LAWSUIT} --as-of 2024-07-01/2024-09-01",
    f"diff {BID} --known-at 2025-01-23/2025-02-17",
    f"diff {LAWSUIT} --recorded-at 1/20",
    f"compare {STARGATE} --between {SOURCES}",
)


def out(chrono: Caller, *arguments: str, columns: int = 100) -> str:
    done = chrono(*arguments, columns=columns)
    assert (done.code, done.err) == (0, "")
    return done.out


def changes(chrono: Caller, *arguments: str) -> dict[str, tuple[object, object]]:
    """Return what each changed field was before and after."""
    found = chrono("diff", *arguments, "--format", "json").json()["changes"]
    assert isinstance(found, dict)
    return {name: (each["before"]["value"], each["after"]["value"]) for name, each in found.items()}


def fields(chrono: Caller, target: str, *axes: str) -> dict[str, dict[str, object]]:
    return dict(chrono("state", target, *axes, "--format", "json").json()["fields"])  # type: ignore[call-overload]


def refused(chrono: Caller, *arguments: str) -> tuple[int, str]:
    """Return the exit code and the one line of a call that is refused."""
    done = chrono(*arguments)
    [line] = done.faults
    return done.code, line.removeprefix("chrono: ")


# --- diff ---------------------------------------------------------------------------------------------


def test_a_diff_of_the_world_says_what_happened_in_between(chrono: Caller) -> None:
    assert changes(chrono, LAWSUIT, "--as-of", "2024-07-01/2024-09-01") == {
        "status": ("withdrawn", "pending"),
        "last_step": ("withdrawn", "refiled"),
        "refiled": (None, "2024-08"),
        "plaintiffs": (["elon-musk"], ["elon-musk"]),
    }


def test_a_diff_of_the_press_says_what_became_known_in_between(chrono: Caller) -> None:
    found = changes(chrono, BID, "--known-at", "2025-01-23/2025-02-17")

    assert found["status"] == ("none reported", "rejected")
    assert found["amount"] == (None, {"amount": 97_400_000_000, "unit": "USD"})


@pytest.mark.parametrize(
    ("target", "option", "one", "other"),
    [
        pytest.param(LAWSUIT, "--as-of", "2024-02-10", "2024-12-01", id="world"),
        pytest.param(STARGATE, "--known-at", "2025-01-23", "2025-02-17", id="press"),
        pytest.param(LAWSUIT, "--recorded-at", "3", "40", id="file"),
    ],
)
def test_a_diff_is_what_differs_between_the_two_states(
    chrono: Caller, target: str, option: str, one: str, other: str
) -> None:
    fixed = () if option == "--as-of" else ("--as-of", "2025-03-01")
    before, after = (fields(chrono, target, option, at, *fixed) for at in (one, other))

    assert changes(chrono, target, option, f"{one}/{other}", *fixed) == {
        name: (before[name]["value"], after[name]["value"]) for name in after if before[name] != after[name]
    }


def test_a_diff_backwards_is_the_same_with_before_and_after_changed_over(chrono: Caller) -> None:
    forth = changes(chrono, LAWSUIT, "--as-of", "2024-07-01/2024-09-01")

    back = changes(chrono, LAWSUIT, "--as-of", "2024-09-01/2024-07-01")

    assert back == {name: (after, before) for name, (before, after) in forth.items()}


def test_a_diff_names_the_reports_that_came_to_bear(chrono: Caller) -> None:
    found = chrono("diff", LAWSUIT, "--as-of", "2024-07-01/2024-09-01", "--format", "json").json()

    assert "wsj-p24-refiled" in found["reports"]  # type: ignore[operator]
    assert "wsj-p24-amended" not in found["reports"]  # type: ignore[operator]
    assert (found["by"], found["from"], found["to"]) == ("world", "2024-07-01", "2024-09-01")


def test_a_diff_of_the_file_shows_what_an_undo_took_away(chrono: Caller) -> None:
    assert chrono("undo", "wsj-p24-refiled", "--why", "x").code == 0
    head = chrono("show", "@last", "--format", "json").json()["position"]
    assert isinstance(head, int)

    moved = ("--recorded-at", f"{head - 1}/{head}", "--as-of", "2024-09-01")

    assert changes(chrono, LAWSUIT, *moved)["refiled"] == ("2024-08", None)
    assert "wsj-p24-refiled" in out(chrono, "diff", LAWSUIT, *moved, "--format", "json")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("--as-of", "2024-07-01/2024-09-01"), "between 1 Jul 2024 and 1 Sep 2024", id="world"),
        pytest.param(
            ("--known-at", "2025-01-23/2025-02-17", "--as-of", "2025-03-01"),
            "as of 1 Mar 2025: what was known on 23 Jan 2025, and on 17 Feb 2025",
            id="press",
        ),
        pytest.param(
            ("--recorded-at", "1/20", "--as-of", "2025-03-01"),
            "as of 1 Mar 2025: what this log held at position 1, and at 20",
            id="file",
        ),
    ],
)
def test_a_diff_says_in_words_along_which_axis_it_goes(
    chrono: Caller, arguments: tuple[str, ...], said: str
) -> None:
    first, second, *_ = out(chrono, "diff", LAWSUIT, *arguments).splitlines()

    assert (first, second) == ("Lawsuit state: Musk v. OpenAI and Altman", f"  {said}")


def test_a_diff_says_in_words_what_changed_from_what_to_what(chrono: Caller) -> None:
    lines = [" ".join(each.split()) for each in out(
        chrono, "diff", LAWSUIT, "--as-of", "2024-07-01/2024-09-01"
    ).splitlines()]  # fmt: skip

    assert "status withdrawn → pending wsj-ja P24" in lines
    assert "refiled not yet → Aug 2024 wsj-ja P24" in lines


def sentences(chrono: Caller, *arguments: str) -> str:
    """Return what a diff says in sentences, on one line."""
    told = out(chrono, "diff", *arguments, "--format", "md").split("\n| ")[0].splitlines()
    return " ".join(line for line in told[1:] if line)


def test_a_diff_of_the_press_can_be_printed(chrono: Caller) -> None:
    told = sentences(chrono, BID, "--known-at", "2025-01-23/2025-02-17", "--as-of", "2025-02-17")

    assert told.startswith(
        "On 23 January 2025 the public record said nothing of a bid for OpenAI's nonprofit; by 17 "
        "February 2025 it said: exploring between 1 and 10 January 2025, then seeking backers between 11 and "
        "20 January 2025, then offered between about 10 February and about 14 February 2025, then rejected "
        "about 14 February 2025."
    )
    assert re.search(r" reports changed it, of one origin, The Wall Street Journal\.$", told)


def test_a_diff_of_the_world_says_what_held_and_what_came_after(chrono: Caller) -> None:
    assert sentences(chrono, LAWSUIT, "--as-of", "2024-07-01/2024-09-01").startswith(
        "On 1 July 2024 the record said of the lawsuit Musk v. OpenAI and Altman: withdrawn in June 2024; "
        "by 1 September 2024 it said: pending in August 2024."
    )


def test_a_diff_inside_a_vague_date_says_either(chrono: Caller) -> None:
    assert "by 15 June 2024 it said: either pending or withdrawn." in sentences(
        chrono, LAWSUIT, "--as-of", "2024-05-01/2024-06-15"
    )


def test_a_diff_names_a_correction_that_came_in_between_with_its_reason(chrono: Caller) -> None:
    reported = ("--reported", "2025-02-20", "--why", "the letter is dated the Thursday")
    assert chrono("correction", "wsj-p56-rejected", "--occurred", "2025-02-13", *reported).code == 0
    told = (
        "Nobody reported anew; The Wall Street Journal corrected its report on 20 February 2025 "
        "(wsj-ja P56): the letter is dated the Thursday."
    )

    assert sentences(chrono, BID, "--known-at", "2025-02-17/2025-02-20").endswith(told)
    assert told not in sentences(chrono, BID, "--known-at", "2025-02-10/2025-02-17")
    assert told not in sentences(chrono, LAWSUIT, "--known-at", "2025-02-17/2025-02-20")


def test_a_diff_of_the_file_names_our_own_mending_told_apart(chrono: Caller) -> None:
    head = chrono("info", "--format", "json").json()["records"]
    assert isinstance(head, int)
    assert chrono("fix", "wsj-p24-refiled", "--occurred", "2024-08-05", "--why", "misread").code == 0
    assert chrono("rank", "wsj-p24-filed", "preferred", "--why", "a court document").code == 0

    told = sentences(chrono, LAWSUIT, "--recorded-at", f"{head}/{head + 2}")
    assert "No report came in; we mended our record of wsj-ja P24: misread." in told
    assert told.endswith(
        "An editor ranked wsj-ja P24 preferred: a court document. That changed nothing here."
    )
    assert "mended" not in sentences(chrono, LAWSUIT, "--recorded-at", f"{head + 1}/{head + 2}")


def test_a_correction_is_no_report_and_no_other_report_is_credited_with_it(chrono: Caller) -> None:
    reported = ("--reported", "2025-02-20", "--why", "it was August all along")
    assert chrono("correction", "wsj-p24-refiled", "--occurred", "2024-08-05", *reported).code == 0
    moved = ("--by", "press", "--from", "2025-02-18")

    [step] = chrono("replay", LAWSUIT, *moved, "--format", "jsonl").lines()
    screen = out(chrono, "replay", LAWSUIT, *moved)

    assert [each["record"] for each in step["changed_by"]] == ["correction"]  # type: ignore[attr-defined]
    assert "\n20 Feb 2025  wsj-ja P24 (correction)\n" in screen
    assert re.search(r"^    refiled +Aug 2024 → 5 Aug 2024$", screen, re.MULTILINE)
    assert "say so" not in screen


def test_the_record_said_nothing_only_where_nothing_was_reported(chrono: Caller) -> None:
    known = sentences(chrono, LAWSUIT, "--as-of", "2023-12-31/2024-03-31")
    unknown = sentences(chrono, LAWSUIT, "--known-at", "2025-01-01/2025-01-31", "--as-of", "2025-03-01")

    assert known.startswith(
        "On 31 December 2023 the record said of the lawsuit Musk v. OpenAI and Altman: none reported; "
    )
    assert unknown.startswith(
        "On 1 January 2025 the public record said nothing of the lawsuit Musk v. OpenAI and Altman; "
    )


def test_a_diff_as_csv_has_what_changed_each_field(chrono: Caller) -> None:
    written = out(chrono, "diff", LAWSUIT, "--as-of", "2024-07-01/2024-09-01", "--format", "csv")

    assert {row["changed_by"] for row in csv.DictReader(io.StringIO(written))} == {"lawsuit-refiled"}


def test_a_diff_of_what_stayed_says_so(chrono: Caller) -> None:
    assert out(chrono, "diff", LAWSUIT, "--as-of", "2024-07-02/2024-07-03").splitlines()[3:] == [
        "  Nothing changed in what the record said of the lawsuit Musk v. OpenAI and Altman between 2 July",
        "  2024 and 3 July 2024.",
    ]
    assert changes(chrono, LAWSUIT, "--as-of", "2024-07-02/2024-07-03") == {}


def test_a_diff_can_be_of_what_one_source_says(chrono: Caller) -> None:
    moved = ("--known-at", "2025-01-23/2025-02-17")

    assert changes(chrono, STARGATE, *moved, "--according-to", "newsweek-jp") == {}
    assert changes(chrono, STARGATE, *moved, "--according-to", "wsj-ja") != {}


NO_PAIR = "diff: one axis is given as two points, A/B, the others as one or none"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param((), NO_PAIR, id="no axis"),
        pytest.param(("--as-of", "2024-07-01"), NO_PAIR, id="one point"),
        pytest.param(("--as-of", "2024/2025", "--known-at", "2024/2025"), NO_PAIR, id="two axes"),
        pytest.param(("--as-of", "2024-07-01/"), '"2024-07-01/" is no A/B: write two points', id="no end"),
        pytest.param(("--known-at", "/2025"), '"/2025" is no A/B: write two points', id="no start"),
        pytest.param(("--as-of", "2022/2023/2024"), '"2022/2023/2024" is no A/B', id="three points"),
        pytest.param(("--as-of", "2024/2025-02-30"), '"2025-02-30": no such day', id="no such day"),
        pytest.param(("--recorded-at", "1/99999"), "99999 is no position here", id="beyond the log"),
    ],
)
def test_what_is_no_move_along_one_axis_is_a_fault_of_usage(
    chrono: Caller, arguments: tuple[str, ...], said: str
) -> None:
    code, line = refused(chrono, "diff", LAWSUIT, *arguments)

    assert (code, said in line) == (2, True), line


# --- compare ------------------------------------------------------------------------------------------


def verdicts(chrono: Caller, target: str, between: str, *axes: str) -> dict[str, str]:
    """Return for each field whether the sources agree."""
    found = chrono("compare", target, "--between", between, *axes, "--format", "json").json()["fields"]
    assert isinstance(found, dict)
    return {name: each["verdict"] for name, each in found.items()}


def test_a_comparison_says_where_sources_agree_differ_speak_alone_and_are_silent(chrono: Caller) -> None:
    found = verdicts(chrono, STARGATE, SOURCES)
    names = ("status", "announced_by", "period", "claims", "equivalent", "disbursed")

    assert {name: found[name] for name in names} == {
        "status": "agree",
        "announced_by": "agree in part",
        "period": "differ",
        "claims": "side by side",
        "equivalent": "one alone",
        "disbursed": "silent",
    }


def test_silence_in_a_comparison_is_no_denial(chrono: Caller) -> None:
    table = [
        " ".join(each.split()) for each in out(chrono, "compare", STARGATE, "--between", SOURCES).splitlines()
    ]

    at = table.index("equivalent one alone")
    assert table[at + 1 : at + 3] == [
        "newsweek-jp JPY 78 tn (about) [P9]",
        "wsj-ja says nothing (which is no denial)",
    ]
    assert table[-1] == "nobody says anything of: pledged, committed, disbursed"


def test_a_comparison_has_each_source_as_if_it_were_alone(chrono: Caller) -> None:
    compared = chrono("compare", STARGATE, "--between", SOURCES, "--as-of", "2025-02-01", "--format", "json")

    found = compared.json()["fields"]
    assert isinstance(found, dict)
    for source in SOURCES.split(","):
        alone = fields(chrono, STARGATE, "--as-of", "2025-02-01", "--according-to", source)
        assert {name: each["sources"][source] for name, each in found.items()} == alone


def test_what_was_not_yet_published_says_nothing_in_a_comparison(chrono: Caller) -> None:
    assert verdicts(chrono, STARGATE, SOURCES, "--known-at", "2025-01-23")["status"] == "one alone"
    assert verdicts(chrono, STARGATE, SOURCES, "--known-at", "2025-02-17")["status"] == "agree"


def test_publishers_are_compared_like_sources(chrono: Caller) -> None:
    assert verdicts(chrono, STARGATE, "Newsweek Japan,The Wall Street Journal") == verdicts(
        chrono, STARGATE, SOURCES
    )


def test_a_comparison_as_csv_has_a_column_for_each_source(chrono: Caller) -> None:
    written = out(chrono, "compare", STARGATE, "--between", SOURCES, "--format", "csv")

    rows = {each["field"]: each for each in csv.DictReader(io.StringIO(written))}
    assert rows["status"] == {
        "field": "status",
        "verdict": "agree",
        "newsweek-jp": "announced",
        "wsj-ja": "announced",
    }


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param((STARGATE,), 2, "missing option '--between'", id="nobody"),
        pytest.param((STARGATE, "--between", "wsj-ja"), 2, "name at least two", id="one"),
        pytest.param((STARGATE, "--between", "wsj-ja,wsj-ja"), 2, "name at least two", id="one twice"),
        pytest.param(
            (STARGATE, "--between", "wsj-ja,wsj-jp"), 3, 'did you mean "wsj-ja"?', id="an unknown source"
        ),
        pytest.param(("funding/nosuch", "--between", SOURCES), 3, '"funding/nosuch"', id="an unknown key"),
        pytest.param(("nosuch/x", "--between", SOURCES), 3, '"nosuch"', id="an unknown projection"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_line(
    chrono: Caller, arguments: tuple[str, ...], code: int, said: str
) -> None:
    found, line = refused(chrono, "compare", *arguments)

    assert (found, said in line) == (code, True), line


# --- both, in every format ----------------------------------------------------------------------------


@pytest.mark.parametrize("command", WEIGHING)
def test_what_is_set_side_by_side_is_written_in_every_format(chrono: Caller, command: str) -> None:
    def asked(form: str) -> str:
        return out(chrono, *command.split(), "--format", form)

    whole = json.loads(asked("json"))
    names = list(whole["changes"] if "changes" in whole else whole["fields"])
    assert names
    assert [json.loads(line)["field"] for line in asked("jsonl").splitlines()] == names
    assert [row["field"] for row in csv.DictReader(io.StringIO(asked("csv")))] == names
    header, rule, *rows = [line for line in asked("md").splitlines() if line.startswith("|")]
    assert (header.startswith("| field |"), set(rule)) == (True, {"|", "-"})
    told = dict.fromkeys(row.split(" | ")[0].removeprefix("| ").replace(" ", "_") for row in rows)
    assert list(told) == names


@pytest.mark.parametrize("command", WEIGHING)
@pytest.mark.parametrize("columns", [60, 100])
def test_what_is_set_side_by_side_fits_its_screen(chrono: Caller, command: str, columns: int) -> None:
    from wcwidth import wcswidth

    lines = out(chrono, *command.split(), columns=columns).splitlines()

    assert [line for line in lines if wcswidth(line) > columns or line != line.rstrip()] == []


# --- rebuild ------------------------------------------------------------------------------------------


def test_a_rebuild_gives_the_same_digest_again(chrono: Caller) -> None:
    first = out(chrono, "rebuild")

    assert re.fullmatch(r"rebuilt \d+ states from \d+ records, sha256:[0-9a-f]{64}\n", first)
    assert out(chrono, "rebuild") == first


def test_a_rebuild_of_a_copy_gives_the_same_digest(chrono: Caller) -> None:
    for mending in (
        ("fix", "wsj-p24-filed", "locator=P24a"),
        ("rank", "wsj-p24-filed", "preferred"),
        ("undo", "wsj-p24-refiled"),
        ("undo", "@last"),
        ("fix", "wsj-ja", "language=ja-JP"),
    ):
        assert chrono(*mending, "--why", "x").code == 0
    path = chrono.folder / "copy.jsonl"
    path.write_text(out(chrono, "export"), "utf-8")
    copy = ("--log", str(chrono.folder / "copy.db"))
    assert chrono(*copy, "init").code == 0
    assert chrono(*copy, "append", "--file", path).code == 0

    assert out(chrono, *copy, "rebuild") == out(chrono, "rebuild")


def test_a_rebuild_of_another_log_gives_another_digest(chrono: Caller) -> None:
    before = out(chrono, "rebuild").split("sha256:")[1]
    assert chrono("fix", "wsj-p24-filed", "court=Delaware", "--why", "x").code == 0

    assert out(chrono, "rebuild").split("sha256:")[1] != before


def test_a_rebuild_of_nothing_is_of_no_state(empty: Caller) -> None:
    assert out(empty, "rebuild").startswith(
        "rebuilt 0 states from 0 records, sha256:e3b0c44298fc1c149afbf4c8"
    )


def test_a_diff_over_an_undo_names_the_report_that_is_gone_and_where_it_stood(chrono: Caller) -> None:
    head = chrono("info", "--format", "json").json()["records"]
    assert isinstance(head, int)
    assert chrono("undo", "wsj-p71-filed", "--why", "twice").code == 0

    told = out(chrono, "diff", LAWSUIT, "--recorded-at", f"{head}/{head + 1}", columns=120)
    assert "No report came in; we took back our record of wsj-ja P71: twice." in " ".join(told.split())
    assert "None" not in told
    assert "wsj-ja P71 (undone)" in told.partition("defendants")[2].splitlines()[0]
