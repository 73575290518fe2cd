"""`impact` and `check`, `log` and `sources` on a narrow screen, and when a state was last confirmed."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex

import pytest
from cli.calls import Caller, report

LAWSUIT = "lawsuit/musk-v-openai"
FILED = "wsj-p24-filed"
READING = (
    f"impact {FILED}",
    "impact nw-p13-mgx --as-of 2025-02-01",
    "check",
    f"check {LAWSUIT} --as-of 2026-06-01",
)
MENDING = (
    (
        "correction",
        FILED,
        "--reported",
        "2025-03-01",
        "--occurred",
        "2024-02-29",
        "--why",
        "the day is known",
    ),
    ("fix", FILED, "locator=P25", "--why", "a slip"),
    ("rank", FILED, "preferred", "--why", "a court file"),
    ("undo", "wsj-p71-filed", "--why", "read twice"),
)


@pytest.fixture
def mended(chrono: Caller) -> Caller:
    for each in MENDING:
        assert chrono(*each).code == 0
    return chrono


@pytest.mark.parametrize("command", READING)
def test_what_watches_writes_every_format(chrono: Caller, command: str) -> None:
    whole = chrono(*command.split(), "--format", "json").json()
    lines = chrono(*command.split(), "--format", "jsonl").lines()
    header, *rows = csv.reader(io.StringIO(chrono(*command.split(), "--format", "csv").out))
    table = chrono(*command.split(), "--format", "md").out.splitlines()

    assert lines == whole["states" if command.startswith("impact") else "findings"]
    assert rows
    assert all(len(row) == len(header) for row in rows)
    assert len(table) == len(rows) + 2


@pytest.mark.parametrize("command", [*READING, "log", "sources", f"show {FILED}"])
def test_what_watches_fits_the_screen(mended: Caller, command: str) -> None:
    from wcwidth import wcswidth

    for columns in (60, 80, 100):
        done = mended(*command.split(), columns=columns)
        assert (done.code, done.err) == (0, "")
        assert [line for line in done.out.splitlines() if wcswidth(line) > columns] == []
        assert [line for line in done.out.splitlines() if line != line.rstrip()] == []


# --- impact ------------------------------------------------------------------------------------------


def test_impact_says_what_a_field_was_with_the_record_and_without_it_and_when(chrono: Caller) -> None:
    found = chrono("impact", FILED, "--format", "json").json()

    told = {(each["target"], each["field"]): each for each in found["states"]}  # type: ignore[attr-defined]
    step = told[LAWSUIT, "last_step"]
    assert (step["now"], step["press"]) == (None, [])  # other steps came after it
    assert [(each["from"], each["until"], each["with"]["value"]) for each in step["world"]] == [
        ("2024-02-01", "2024-02-29", None),  # some day in February
        ("2024-02-29", "2024-06-01", "filed"),
        ("2024-06-01", "2024-06-30", None),  # some day in June it was withdrawn
    ]
    filed = told[LAWSUIT, "filed"]["now"]
    assert [filed[each]["reports"] for each in ("with", "without")] == [
        [FILED, "wsj-p71-filed"],
        ["wsj-p71-filed"],
    ]


def test_impact_on_the_screen_names_the_target_the_field_and_the_places(chrono: Caller) -> None:
    out = chrono("impact", FILED, columns=100).out

    assert out.startswith(f"What rests on {FILED}\n")
    assert re.search(r"last step +as of 1–28 Feb 2024 ", out)
    assert re.search(r"filed +now, as of 29 Feb 2024 on,", out)


def test_what_nothing_rests_on_is_said_so(chrono: Caller) -> None:
    lost = {"source": "wsj-ja", "occurred": "2025-02-01", "data": {"case": "musk-v-openai"}}
    path = chrono.file("r.jsonl", report(id="lost", **lost), report(id="also", development="lost", **lost))
    assert chrono("append", "--file", path).code == 0
    assert chrono("undo", "lost", "--why", "not there").code == 0
    assert chrono("undo", "also", "--why", "not there").code == 0
    ranked = chrono("rank", "wsj-p48-shocked", "preferred", "--why", "alone", "--format", "json").json()
    done = chrono("impact", ranked["id"])

    assert (done.code, done.err) == (0, "")
    assert "  nothing: no state is or ever was another one because of it" in done.out
    assert chrono("impact", ranked["id"], "--format", "jsonl").out == ""


def test_a_record_made_void_is_told_with_the_positions_at_which_it_counted(chrono: Caller) -> None:
    new = {"source": "wsj-ja", "occurred": "2025-02-10", "data": {"case": "musk-v-openai"}}
    path = chrono.file("r.jsonl", report(id="lost", kind="lawsuit.stayed", **new))
    (receipt,) = json.loads(chrono("append", "--file", path, "--format", "json").out)
    first = receipt["position"]
    assert chrono("undo", "lost", "--why", "not there").code == 0

    assert re.search(
        rf"status +log position {first} +stayed +pending", chrono("impact", "lost", columns=100).out
    )


def test_impact_of_what_is_not_there_is_refused(chrono: Caller) -> None:
    done = chrono("impact", "wsj-p24-fild")

    assert done.code == 3
    assert f'did you mean "{FILED}"?' in done.faults[0]


def test_impact_takes_the_beginning_of_an_id_and_the_last_record(mended: Caller) -> None:
    assert mended("impact", "wsj-p24-fil").out == mended("impact", FILED).out
    assert "we undo wsj-p71-filed: read twice" in mended("impact", "@last", columns=100).out


# --- check -------------------------------------------------------------------------------------------


def test_check_lists_each_thing_with_the_command_that_looks_after_it(chrono: Caller) -> None:
    out = chrono("check", "--as-of", "2026-06-01", columns=100).out

    assert "Last confirmed on 1 Jun 2025 or before" in out
    assert f"  {LAWSUIT}" in out
    assert "chrono explain TARGET" in out
    assert 'chrono rank nw-p09-announced preferred --why "…"' in out


def test_a_plan_past_due_is_listed_until_a_report_says_what_came_of_it(chrono: Caller) -> None:
    plan = report(kind="lawsuit.stayed", modality="planned", development="stay", occurred="2025-03-15")
    assert chrono("append", "--file", chrono.file("p.jsonl", plan)).code == 0
    before, after = (
        chrono("check", "--as-of", each, columns=100).out for each in ("2025-03-14", "2025-03-15")
    )

    assert "stay: due" not in before
    assert "stay: due 15 Mar 2025 · wsj-ja" in after
    assert "chrono append lawsuit.stayed FIELD=VALUE --development stay --occurred DATE" in after
    denied = report(kind="lawsuit.stayed", modality="denied", development="stay", source="newsweek-jp")
    assert chrono("append", "--file", chrono.file("d.jsonl", denied)).code == 0
    assert "stay: due" not in chrono("check", "--as-of", "2025-03-15").out


def test_what_an_older_log_keeps_as_several_tenures_is_merged_by_the_command_that_check_prints(
    chrono: Caller,
) -> None:
    data = {"holder": "Ann Lee", "organisation": "acme", "role": "chief"}
    tenures = [
        report(
            id=f"t{end}", kind="role.held", occurred=f"2017/{end}", data=data,
            development=f"role.held:Ann Lee/acme/chief/2017/{end}",
        )
        for end in (2019, 2020)
    ]  # fmt: skip
    assert chrono("append", "--file", chrono.file("t.jsonl", *tenures)).code == 0

    out = chrono("check", "--as-of", "2025-03-14", columns=200).out
    title, _, rest = out.partition("Identified as one development, but kept as several\n")
    assert title != out
    names, command = rest.splitlines()[:2]
    assert names.startswith(
        "  role.held:Ann Lee/acme/chief/2017/2019, role.held:Ann Lee/acme/chief/2017/2020"
    )
    program, *words = shlex.split(command)
    assert (program, chrono(*words).code) == ("chrono", 0)
    assert "Identified as one" not in chrono("check", "--as-of", "2025-03-14").out


def test_a_check_that_finds_nothing_says_so(chrono: Caller) -> None:
    done = chrono("check", LAWSUIT, "--as-of", "2025-02-17")

    assert (done.code, done.err) == (0, "")
    assert "  nothing: no plan is past due" in done.out


def test_what_check_cannot_read_is_refused(chrono: Caller) -> None:
    assert chrono("check", "--older-than", "soon").code == 2
    assert chrono("check", "lawsuit/nobody").code == 3


# --- last confirmed, and origins ---------------------------------------------------------------------


def test_a_state_says_when_it_was_last_confirmed_and_what_was_so_longer_ago(chrono: Caller) -> None:
    lawsuit = chrono("state", LAWSUIT, columns=100).out
    funding = " ".join(chrono("state", "funding/stargate", columns=100).out.split())

    assert "\n  last confirmed about 17 Feb 2025 by wsj-ja\n" in lawsuit
    assert (
        "last confirmed about 17 Feb 2025 by wsj-ja; 23 Jan 2025 by newsweek-jp: equivalent, immediate"
        in funding
    )


def test_json_says_of_each_field_when_it_was_last_confirmed(chrono: Caller) -> None:
    state = chrono("state", LAWSUIT, "--known-at", "2025-02-01", "--format", "json").json()

    fields = state["fields"]
    assert isinstance(fields, dict)
    assert fields["status"]["confirmed"] == "2025-01-23T15:52:00+09:00"
    assert fields["settlement"]["confirmed"] is None


def test_a_value_with_several_reports_says_how_many_origins_they_have(chrono: Caller) -> None:
    out = chrono("state", "funding/stargate", columns=100).out

    assert "7 reports, 2 origins" in out  # announced: three paragraphs of one article, four of the other
    assert "6 reports, 1 origin" in out  # Musk's doubts: one article
    assert "1 report," not in out


# --- told apart --------------------------------------------------------------------------------------


def test_the_log_tells_apart_who_mended_what_and_why(mended: Caller) -> None:
    out = mended("log", columns=100).out

    assert f"the source corrects {FILED}: the day is known · occurred = 2024-02-29" in out
    assert f"we fix {FILED}: a slip · locator = P25" in out
    assert f"an editor ranks {FILED} preferred: a court file" in out
    assert "we undo wsj-p71-filed: read twice" in out


def test_ids_and_times_of_the_log_stand_whole_on_a_narrow_screen(mended: Caller) -> None:
    lines = mended("log", columns=80).out.splitlines()
    records = mended("log", "--format", "jsonl").lines()

    for each in records:
        name = "" if each["record"] == "storybook" else str(each.get("id") or each["slug"])
        at = str(each["recorded_at"])[:19].replace("T", " ")
        assert any(name in line and at in line for line in lines), name


def test_a_record_shows_what_became_of_it_and_what_each_changed(mended: Caller) -> None:
    out = mended("show", FILED, columns=100).out

    assert "corrected by its source on 1 Mar 2025: the day is known" in out
    assert "    occurred: Feb 2024, wording 同年2月 → 29 Feb 2024" in out
    assert "mended by us: a slip" in out
    assert "    locator: P24 → P25" in out
    assert "ranked preferred by an editor: a court file" in out
    assert "undone by us: read twice" in mended("show", "wsj-p71-filed", columns=100).out


def test_what_a_correction_changed_is_shown_with_it(mended: Caller) -> None:
    corrections = [
        each for each in mended("log", "--format", "jsonl").lines() if each["record"] == "correction"
    ]
    shown = mended("show", corrections[-1]["id"], "--format", "json").json()

    assert json.dumps(shown["changes"]).count('"key"') == 1
    assert shown["changes"][0]["key"] == "occurred"  # type: ignore[index]
    assert shown["changes"][0]["after"] == "2024-02-29"  # type: ignore[index]
