"""Loading a spreadsheet: what is sound goes in once, what is not is told with its line and comes back."""

from __future__ import annotations

import csv
import io
import os
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest
from cli.calls import CHRONO, Caller, Done, environment, spawn

MAP = """
kind = "lawsuit.judged"
source = "register"
id = { column = "No", prefix = "register-" }
occurred = { column = "Date", format = "%d/%m/%Y" }
[data]
case = { column = "Case" }
award = { column = "Award", unit = "USD" }
[sources.register]
publisher = "Register of Courts"
published = 2026-01-15
"""
HEADER = "No,Date,Case,Award,Judge"
SOUND = "1,03/04/2024,acme-v-widget,5000,Ann"
OTHER = "2,04/04/2024,beta-v-gamma,,Bob"
NO_DAY = "3,31/02/2024,delta-v-zeta,7,Cem"
NO_AMOUNT = "4,2024,eta-v-theta,much,Dee"
ROWS = (SOUND, OTHER, NO_DAY, NO_AMOUNT)


def write(folder: Path, *rows: str, header: str = HEADER, toml: str = MAP, encoding: str = "utf-8") -> None:
    """Write a spreadsheet and its map into a folder."""
    (folder / "rows.csv").write_bytes("".join(f"{row}\n" for row in (header, *rows)).encode(encoding))
    (folder / "map.toml").write_text(toml, "utf-8")


def load(chrono: Caller, *options: object, file: str = "rows.csv") -> Done:
    """Return what came of loading a spreadsheet of the folder by its map."""
    return chrono("import", file, "--map", "map.toml", *options)


def reports(chrono: Caller) -> list[dict[str, object]]:
    """Return the reports in the log."""
    return [each for each in chrono("export").lines() if each["record"] == "report"]


def test_sound_rows_become_reports_of_the_source_that_the_map_declares(empty: Caller) -> None:
    write(empty.folder, SOUND, OTHER)

    done = load(empty)

    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines() == [
        "rows.csv: read as UTF-8; 5 columns between commas",
        "note: not declared, so they stand as written: acme-v-widget (line 2), beta-v-gamma (line 3)",
        "appended 2 of 2 rows at positions 2 to 3",
    ]
    source, first, second = empty("export").records()
    assert source == {
        "record": "source",
        "slug": "register",
        "publisher": "Register of Courts",
        "published": "2026-01-15",
    }
    assert first == {
        "record": "report",
        "id": "register-1",
        "kind": "lawsuit.judged",
        "source": "register",
        "occurred": "2024-04-03",
        "development": "lawsuit.judged:acme-v-widget/2024-04-03",
        "data": {"case": "acme-v-widget", "award": "5000 USD"},
        "extra": {"Judge": "Ann"},
    }
    assert second["data"] == {"case": "beta-v-gamma"}


def test_the_same_file_again_appends_nothing_and_says_so(empty: Caller) -> None:
    write(empty.folder, SOUND, OTHER)
    load(empty)
    before = empty("export").out

    done = load(empty)

    assert done.code == 0
    assert "nothing to append: all 2 rows are in the log already" in done.err
    assert empty("export").out == before


def test_rows_without_an_id_are_known_by_what_they_say_and_by_their_count(empty: Caller) -> None:
    toml = MAP.replace('id = { column = "No", prefix = "register-" }\n', "")
    write(empty.folder, SOUND, OTHER, SOUND, toml=toml)
    assert "appended 3 of 3 rows" in load(empty).err

    assert "nothing to append: all 3 rows" in load(empty).err
    write(empty.folder, SOUND, OTHER, SOUND, SOUND, toml=toml)

    assert "appended 1 of 4 rows, 3 are in the log already" in load(empty).err
    assert len(reports(empty)) == 4


def test_a_row_that_has_changed_under_its_id_is_refused_with_the_advice_to_amend(empty: Caller) -> None:
    write(empty.folder, SOUND, OTHER)
    load(empty)
    before = empty("export").out
    write(empty.folder, SOUND.replace("5000", "6000"), OTHER)

    done = load(empty)

    assert done.code == 1
    assert (
        'chrono: rows.csv:2: id (column "No"): "register-1" stands at position 2 with other content: '
        "amend that record, or use another id" in done.err.splitlines()
    )
    assert empty("export").out == before


def test_a_name_declared_since_does_not_make_the_same_row_another(empty: Caller) -> None:
    write(empty.folder, SOUND)
    load(empty)
    assert empty("entity", "add", "acme", "--type", "case", "--alias", "acme-v-widget").code == 0

    assert "nothing to append" in load(empty).err


def test_a_header_alone_declares_nothing(empty: Caller) -> None:
    write(empty.folder)

    done = load(empty)

    assert (done.code, done.err.splitlines()[1:]) == (0, ["appended 0 of 0 rows"])
    assert empty("export").records() == []


# --- what looks odd in rows ---------------------------------------------------------------------

LATE = "3,16/01/2026,acme-v-widget,,Cem"
TO_COME = "its date lies after the publication (15 Jan 2026): what is yet to come is --modality planned"


def notes(done: Done) -> list[str]:
    """Return the notes on rows."""
    return [line.removeprefix("note: ") for line in done.err.splitlines() if line.startswith("note: ")]


def test_a_row_whose_date_is_after_the_publication_is_noted_with_its_line(empty: Caller) -> None:
    write(empty.folder, SOUND, LATE)

    done = load(empty)

    assert done.code == 0
    assert notes(done) == [
        f"rows.csv:3: {TO_COME}",
        "not declared, so they stand as written: acme-v-widget (line 2)",
    ]
    assert len(reports(empty)) == 2


def test_a_row_that_looks_like_a_report_in_the_log_is_noted_and_one_that_is_there_is_not(
    empty: Caller,
) -> None:
    write(empty.folder, SOUND)
    assert len(notes(load(empty))) == 1
    one = ("append", "lawsuit.judged", "case=beta-v-gamma", "--occurred", "2024-04-04", "--development", "b",
           "--source", "register", "--locator", "P1")  # fmt: skip
    assert empty(*one).code == 0
    write(empty.folder, SOUND, OTHER)

    assert notes(load(empty))[0] == (
        "rows.csv:3: looks like b (4 Apr 2024), reported by register: add --development b"
    )


def test_a_dry_run_shows_the_notes_and_appends_nothing(empty: Caller) -> None:
    write(empty.folder, LATE)

    assert notes(load(empty, "--dry-run"))[0] == f"rows.csv:2: {TO_COME}"
    assert reports(empty) == []


def test_with_strict_rows_with_notes_are_refused_with_all_others(empty: Caller) -> None:
    assert empty("entity", "add", "acme-v-widget").code == 0
    write(empty.folder, SOUND, LATE)

    done = load(empty, "--strict")

    assert (done.code, reports(empty)) == (1, [])
    assert f"chrono: rows.csv:3: {TO_COME}" in done.err.splitlines()


def test_with_strict_and_rejects_rows_with_notes_are_rejected(empty: Caller) -> None:
    assert empty("entity", "add", "acme-v-widget").code == 0
    write(empty.folder, SOUND, LATE)

    done = load(empty, "--strict", "--rejects", "bad.csv")

    assert (done.code, [each["id"] for each in reports(empty)]) == (4, ["register-1"])
    _, rejected = csv.reader(io.StringIO((empty.folder / "bad.csv").read_text("utf-8")))
    assert rejected[:2] == ["3", TO_COME]


def test_notes_on_many_rows_over_batches_are_counted(empty: Caller) -> None:
    write(empty.folder, *(f"{n},16/01/2026,case-{n},,Cem" for n in range(100, 2300)))

    told = notes(load(empty))

    assert len([each for each in told if TO_COME in each]) == 10
    assert "… and 2,190 more: a date after the publication" in told
    assert told[-1].endswith("case-109 (line 11), … and 2,190 more")


# --- bad rows -----------------------------------------------------------------------------------


def test_a_file_with_bad_rows_is_refused_whole_and_every_fault_is_told_with_its_line(empty: Caller) -> None:
    write(empty.folder, *ROWS)

    done = load(empty)

    assert (done.code, done.out) == (1, "")
    assert empty("export").records() == []
    _, date, amount, end = done.err.splitlines()
    assert date.startswith(
        'chrono: rows.csv:4: occurred (column "Date"): "31/02/2024": there is no such day by "%d/%m/%Y"'
    )
    assert amount.startswith('chrono: rows.csv:5: data.award (column "Award"): "much USD": not an amount')
    assert end == "chrono: nothing was appended: mend these rows, or leave them out with --rejects FILE"


def test_of_very_many_faults_the_first_are_told_and_the_others_counted(empty: Caller) -> None:
    write(empty.folder, *(NO_DAY.replace("3,", f"{n},", 1) for n in range(100, 1300)))

    told = load(empty).err.splitlines()

    assert len([line for line in told if line.startswith("chrono: rows.csv:")]) == 10
    assert "chrono: … and 1,190 more" in told


def test_a_line_number_is_that_of_the_file_where_cells_hold_newlines(empty: Caller) -> None:
    write(empty.folder, SOUND.replace("Ann", '"Ann\nand\nBob"'), NO_DAY)

    assert "chrono: rows.csv:5: occurred" in load(empty).err


def test_with_rejects_the_sound_rows_go_in_and_the_others_to_a_file_with_line_and_reason(
    empty: Caller,
) -> None:
    write(empty.folder, *ROWS)

    done = load(empty, "--rejects", "bad.csv")

    assert (done.code, done.out) == (4, "")
    assert "appended 2 of 4 rows at positions 2 to 3, 2 rejected to bad.csv" in done.err.splitlines()
    assert [each["id"] for each in reports(empty)] == ["register-1", "register-2"]
    header, *rows = csv.reader(io.StringIO((empty.folder / "bad.csv").read_text("utf-8")))
    assert header == ["chrono:line", "chrono:reason", *HEADER.split(",")]
    assert [row[0] for row in rows] == ["4", "5"]
    assert [row[2:] for row in rows] == [NO_DAY.split(","), NO_AMOUNT.split(",")]
    assert rows[0][1].startswith('occurred: "31/02/2024"')


def test_rejects_that_are_mended_are_loaded_by_the_same_map(empty: Caller) -> None:
    write(empty.folder, *ROWS)
    load(empty, "--rejects", "bad.csv")
    path = empty.folder / "bad.csv"
    path.write_text(path.read_text("utf-8").replace(",31/02/2024,", ",29/02/2024,"), "utf-8")

    done = load(empty, "--rejects", "still-bad.csv", file="bad.csv")

    assert done.code == 4
    assert "appended 1 of 2 rows, 1 rejected to still-bad.csv" in done.err
    assert reports(empty)[2]["occurred"] == "2024-02-29"
    assert reports(empty)[2]["extra"] == {"Judge": "Cem"}
    _, left = csv.reader(io.StringIO((empty.folder / "still-bad.csv").read_text("utf-8")))
    assert [left[0], *left[2:]] == ["3", *NO_AMOUNT.split(",")]


def test_what_a_spreadsheet_takes_for_a_formula_is_harmless_among_rejects_and_comes_back(
    empty: Caller,
) -> None:
    evil = "=1+1"
    write(empty.folder, NO_DAY.replace("Cem", evil))
    load(empty, "--rejects", "bad.csv")
    path = empty.folder / "bad.csv"
    assert f"'{evil}" in path.read_text("utf-8")

    path.write_text(path.read_text("utf-8").replace(",31/02/2024,", ",29/02/2024,"), "utf-8")

    assert load(empty, file="bad.csv").code == 0
    assert reports(empty)[0]["extra"] == {"Judge": evil}


def test_rejects_of_a_file_in_another_encoding_have_the_mark_that_its_program_looks_for(
    empty: Caller,
) -> None:
    write(empty.folder, NO_DAY.replace("Cem", "東京地方裁判所の裁判官"), encoding="cp932")

    load(empty, "--rejects", "bad.csv")

    assert (empty.folder / "bad.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "東京地方裁判所の裁判官" in (empty.folder / "bad.csv").read_text("utf-8-sig")


def test_without_bad_rows_the_file_of_rejects_has_its_header_alone(empty: Caller) -> None:
    write(empty.folder, SOUND)

    assert load(empty, "--rejects", "bad.csv").code == 0
    assert (empty.folder / "bad.csv").read_text("utf-8") == f"chrono:line,chrono:reason,{HEADER}\n"


def test_where_rejects_cannot_be_written_nothing_is_appended(empty: Caller) -> None:
    write(empty.folder, SOUND, NO_DAY)

    done = load(empty, "--rejects", "nowhere/bad.csv")

    assert done.code == 1
    assert "nowhere/bad.csv: no such file or directory" in done.err
    assert reports(empty) == []


# --- a dry run ----------------------------------------------------------------------------------


def test_a_dry_run_shows_rows_in_words_and_dates_that_fail_by_their_shape_and_appends_nothing(
    chrono: Caller,
) -> None:
    toml = MAP.replace("[data]\n", '[data]\nprevailing = { column = "Judge", split = ";" }\n')
    write(
        chrono.folder,
        SOUND.replace("acme-v-widget", "Musk v. OpenAI and Altman").replace("Ann", "マスク;Ann"),
        *(NO_DAY.replace("3,", f"{n},", 1) for n in range(10, 22)),
        NO_AMOUNT,
        toml=toml,
    )
    before = chrono("export").out

    done = load(chrono, "--dry-run")

    assert done.code == 0
    told = [line.split(maxsplit=1) for line in done.out.splitlines() if line.strip()]
    (case,) = (each[1] for each in told if each[0] == "case")
    assert case.endswith("(musk-v-openai)")
    assert ["prevailing", "Elon Musk (elon-musk), Ann (not declared)"] in told
    assert ["award", "USD 5,000"] in told
    assert ["occurred", "on 3 April 2024"] in told
    assert ["reported", "15 Jan 2026 by register (Register of Courts)"] in told
    (dates,) = (line for line in done.out.splitlines() if "99/99/9999" in line)
    assert dates.split()[:4] == ["Date", "99/99/9999", "12", "3"]
    assert 'rows.csv:15: data.award (column "Award"): "much USD"' in done.out
    assert done.out.splitlines()[-1] == "would append 1 of 14 rows, 13 rejected"
    assert chrono("export").out == before


def test_dates_in_figures_are_never_guessed(empty: Caller) -> None:
    write(empty.folder, SOUND, "2,31/12/2024,x,,", toml=MAP.replace(', format = "%d/%m/%Y"', ""))

    done = load(empty, "--dry-run")

    assert 'format = "%d/%m/%Y" or' in " ".join(done.out.split())
    assert done.out.splitlines()[-1] == "would append 0 of 2 rows, 2 rejected"


def test_a_dry_run_counts_what_is_in_the_log_already(empty: Caller) -> None:
    write(empty.folder, SOUND)
    load(empty)
    write(empty.folder, SOUND, OTHER)

    assert load(empty, "--dry-run").out.splitlines()[-1] == (
        "would append 1 of 2 rows, 1 are in the log already"
    )


def test_a_dry_run_writes_no_rejects(empty: Caller) -> None:
    write(empty.folder, NO_DAY)

    assert load(empty, "--dry-run", "--rejects", "bad.csv").code == 2
    assert not (empty.folder / "bad.csv").exists()


# --- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
def test_encoding_and_delimiter_are_found(empty: Caller, encoding: str, mark: str) -> None:
    text = io.StringIO()
    rows = [
        HEADER.split(","),
        ["1", "2024年2月29日", "マスク対オープンAI, その他", "5000", "東京地方裁判所\n裁判官"],
    ]
    csv.writer(text, delimiter=mark, lineterminator="\r\n").writerows(rows)
    write(empty.folder)
    (empty.folder / "rows.csv").write_bytes(text.getvalue().encode(encoding))

    assert load(empty).code == 0
    (found,) = reports(empty)
    assert found["data"] == {"case": "マスク対オープンAI, その他", "award": "5000 USD"}
    assert found["extra"] == {"Judge": "東京地方裁判所\n裁判官"}
    assert found["occurred"] == "2024年2月29日"


@pytest.mark.parametrize("content", [bytes(range(255)), b"\x1f\x8b\x08\x00a"])
def test_what_is_no_text_is_refused_with_the_name_of_the_file(empty: Caller, content: bytes) -> None:
    write(empty.folder)
    (empty.folder / "rows.csv").write_bytes(content)

    done = load(empty)

    assert done.code == 1
    assert done.err.splitlines() == ["chrono: rows.csv: no encoding that is known here fits: say --encoding"]


def test_a_stray_null_character_is_named_with_its_line(empty: Caller) -> None:
    write(empty.folder, SOUND.replace("acme", "ac\0me"))

    done = load(empty)

    assert done.code == 1
    assert 'rows.csv:2: data.case (column "Case"): ' in done.err
    assert "control characters cannot be part of a name" in done.err


def test_a_guess_at_the_encoding_is_said_and_another_can_be_given(empty: Caller) -> None:
    write(empty.folder, SOUND.replace("Ann", "Żółć"), encoding="cp1250")

    assert "a guess: if letters come out wrong, say --encoding" in load(empty, "--dry-run").err
    assert load(empty, "--encoding", "cp1250").code == 0
    assert reports(empty)[0]["extra"] == {"Judge": "Żółć"}


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        pytest.param(("--encoding", "utf-9"), 2, '"utf-9" is none', id="no encoding"),
        pytest.param(("--encoding", "utf-8"), 1, "not utf-8 throughout", id="another encoding"),
        pytest.param(("--delimiter", "::"), 2, "one character", id="no delimiter"),
    ],
)
def test_an_option_that_does_not_fit_is_refused(
    empty: Caller, options: tuple[str, ...], code: int, says: str
) -> None:
    write(empty.folder, SOUND.replace("Ann", "東京地方裁判所"), encoding="cp932")

    done = load(empty, *options)

    assert done.code == code
    assert says in done.err


def test_cells_between_another_mark_are_read_where_it_is_named(empty: Caller) -> None:
    write(empty.folder, SOUND.replace(",", "!"), header=HEADER.replace(",", "!"))

    assert load(empty, "--delimiter", "!").code == 0
    assert reports(empty)[0]["id"] == "register-1"


def test_a_file_may_come_through_a_pipe(empty: Caller) -> None:
    write(empty.folder, SOUND)

    done = spawn(
        "import", "-", "--map", "map.toml", folder=empty.folder, stdin=f"{HEADER}\n{OTHER}\n".encode()
    )

    assert done.returncode == 0, done.stderr
    assert [each["id"] for each in reports(empty)] == ["register-2"]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        pytest.param(b"", "rows.csv: it is empty", id="empty"),
        pytest.param(b"\n\n", "rows.csv: it is empty", id="blank lines"),
        pytest.param(b"a,b\n1,2\n", 'there is no column "No": known are "a", "b"', id="other columns"),
    ],
)
def test_a_file_that_is_none_for_the_map_is_refused(empty: Caller, rows: bytes, says: str) -> None:
    write(empty.folder)
    (empty.folder / "rows.csv").write_bytes(rows)

    done = load(empty)

    assert (done.code, done.out) == (1, "")
    assert says in done.err


def test_without_a_map_only_an_export_is_read(empty: Caller) -> None:
    write(empty.folder, SOUND)

    done = empty("import", "rows.csv")

    assert done.code == 1
    assert "say with --map what its columns give" in done.err


def test_a_row_of_an_export_that_is_mended_by_hand_is_checked_like_any_record(empty: Caller) -> None:
    write(
        empty.folder, "report,a,lawsuit.settled,2024,s,x", header="record,id,kind,occurred,source,data.case"
    )

    done = empty("import", "rows.csv")

    assert done.code == 1
    assert 'rows.csv:2: source: unknown source "s"' in done.err


def test_faults_of_a_map_are_told_with_file_line_and_path(empty: Caller) -> None:
    write(empty.folder, SOUND, toml=MAP.replace('column = "Case"', 'column = "Caze"'))

    done = load(empty)

    assert (done.code, done.faults[1:]) == (
        1,
        ['chrono: map.toml:7: data.case: there is no column "Caze": did you mean "Case"?'],
    )


def test_a_source_that_the_log_has_otherwise_is_a_fault_of_the_map(empty: Caller) -> None:
    assert empty("source", "add", "register", "--publisher", "Another").code == 0
    write(empty.folder, SOUND)

    done = load(empty)

    assert done.code == 1
    assert "map.toml:9: sources.register: source" in done.err
    assert "was declared with another" in done.err


def test_what_stands_in_cells_steers_no_terminal(empty: Caller) -> None:
    write(empty.folder, SOUND.replace("Ann", "\x1b[31mred"), "2,\x1b[2Jx,y,,")

    done = load(empty, "--dry-run")

    assert "\x1b" not in done.out + done.err
    assert r"\x1b[31mred" in done.out


# --- long files ---------------------------------------------------------------------------------


def many(folder: Path, count: int) -> None:
    """Write a spreadsheet of so many sound rows."""
    write(folder, *(f"{n},03/04/2024,case-{n},{n},Judge {n}" for n in range(count)))


def head(path: Path) -> int:
    """Return the last position of a log that another process writes to; 0 while it is not there."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return int(connection.execute("SELECT coalesce(max(position), 0) FROM events").fetchone()[0])


@pytest.mark.parametrize("options", [(), ("--rejects", "bad.csv")], ids=["all or none", "with rejects"])
def test_an_import_that_is_killed_goes_on_where_it_stopped_when_it_is_run_again(
    empty: Caller, options: tuple[str, ...]
) -> None:
    many(empty.folder, 6_000)
    command = [*CHRONO, "import", "rows.csv", "--map", "map.toml", *options]
    process = subprocess.Popen(
        command, cwd=empty.folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 50
    while head(empty.folder / "chrono.db") < 2 and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    stopped = head(empty.folder / "chrono.db")
    assert 1 < stopped < 6_001
    assert (stopped - 1) % 1_000 == 0  # whole batches, and the source before them

    done = load(empty, *options)

    assert done.code == 0
    assert f"{stopped - 1:,} are in the log already" in done.err
    assert [each["id"] for each in reports(empty)] == [f"register-{n}" for n in range(6_000)]
    assert empty("verify").code == 0


def test_rows_that_others_append_in_between_are_kept_apart(empty: Caller) -> None:
    many(empty.folder, 5_000)
    command = [*CHRONO, "import", "rows.csv", "--map", "map.toml", "--rejects", "bad.csv"]
    process = subprocess.Popen(
        command, cwd=empty.folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while head(empty.folder / "chrono.db") < 2 and process.poll() is None:
        time.sleep(0.01)
    between = empty("append", "lawsuit.judged", "case=case-4999", "--occurred", "2024-04-03", "--source", "o",
                    "--publisher", "Other", "--published", "2024-05")  # fmt: skip
    assert process.wait(60) == 0
    assert between.code == 0

    found = [str(each["id"]) for each in reports(empty)]
    assert len(found) == len(set(found)) == 5_001
    assert {f"register-{n}" for n in range(5_000)} < set(found)
    assert empty("verify").code == 0


def test_where_stderr_is_no_terminal_there_is_no_bar(empty: Caller) -> None:
    many(empty.folder, 1_500)

    done = load(empty)

    assert "\r" not in done.err
    assert len(done.err.splitlines()) == 3


def test_on_a_terminal_a_bar_tells_how_far_it_has_come(empty: Caller) -> None:
    many(empty.folder, 1_500)
    pty = pytest.importorskip("pty", reason="NO TERMINAL CAN BE MADE HERE")
    master, slave = pty.openpty()
    done = subprocess.run(
        [*CHRONO, "import", "rows.csv", "--map", "map.toml"],
        cwd=empty.folder,
        env=environment(),
        stderr=slave,
        check=False,
    )
    told = os.read(master, 4096).decode()
    os.close(master)
    os.close(slave)

    assert done.returncode == 0
    assert "\r[" in told
    assert "1,000 rows" in told
    assert told.endswith("appended 1,500 of 1,500 rows at positions 2 to 1,501\r\n")


@pytest.mark.parametrize("name", ["chrono.db", "map.toml", "rows.csv"])
def test_rejects_never_overwrite_a_file_that_the_import_works_with(empty: Caller, name: str) -> None:
    write(empty.folder, SOUND, NO_DAY)
    before = (empty.folder / name).read_bytes()

    done = load(empty, "--rejects", name)

    assert (done.code, len(done.faults)) == (2, 1)
    assert "would be overwritten: name another" in done.faults[0]
    assert (empty.folder / name).read_bytes() == before
    assert empty("verify").code == 0


def test_a_quotation_mark_that_is_never_closed_is_a_fault_and_swallows_nothing_silently(
    empty: Caller,
) -> None:
    write(empty.folder, SOUND, '8,2020-02-04,"acme', SOUND.replace("1,", "9,", 1))

    done = load(empty)

    assert done.code == 1
    assert any(":3:" in each and "is not closed" in each for each in done.err.splitlines())
    assert empty("info", "--format", "json").json()["records"] == 0


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\x14\x00\xff\xfe\x00\x81", bytes(range(256)) * 40], ids=["zip", "bytes"]
)
def test_a_file_that_is_no_text_is_refused_in_words(empty: Caller, content: bytes) -> None:
    write(empty.folder)
    (empty.folder / "rows.csv").write_bytes(content)

    done = load(empty)

    assert done.code in {1, 2}
    assert all("argument" not in each and len(each) < 400 for each in done.err.splitlines())
    assert empty("info", "--format", "json").json()["records"] == 0
