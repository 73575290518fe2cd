"""Text from outside reaches no terminal as anything but text."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

import pytest
from cli.calls import Caller, Done, report

ESCAPES = "\x1b[31m\x1b]0;owned\x07\x9b2J\x08\x7f"
"""A colour, a window title with BEL, an 8-bit CSI that clears the screen, a backspace, a delete."""
TURNS = "\u202egnihtemos\u2066\u200f\u061c"
"""Overrides of direction, which make text read as another."""
NEWLINES = "one\ntwo\r\x0bthree\u2028four\u2029five\x85six"
HOSTILE = f"say {ESCAPES} {TURNS} {NEWLINES} \ufeff\u200b\U000e0041\tend"
NAME = f"say {TURNS} \ufeff\u200b\U000e0041 end"
"""What a name may hold: control characters in one are refused."""
COMMANDS = (
    "state lawsuit",
    "state lawsuit/musk-v-openai --known-at 2030",
    "replay lawsuit",
    "replay lawsuit --by press",
    "replay lawsuit --by file",
    "explain lawsuit",
    "show hostile",
    "show settled",
    "log",
    "entities",
    "sources",
    "projections",
    "info",
)
RECORDS = (
    {
        "record": "source",
        "slug": "ev",
        "publisher": NAME,
        "title": HOSTILE,
        "authors": [HOSTILE],
        "url": HOSTILE,
        "published": "2025-03-01",
    },
    {"record": "entity", "slug": "sam", "type": NAME, "names": {"en": NAME}, "aliases": ["S " + NAME]},
    {"record": "entity", "slug": "musk-v-openai", "names": {"en": "v " + NAME}},
    report(
        id="hostile",
        source="ev",
        development="settled",
        summary=HOSTILE,
        quote=HOSTILE,
        locator=HOSTILE,
        extra={HOSTILE: HOSTILE},
        data={"case": "musk-v-openai", "terms": HOSTILE},
        occurred={"edtf": "2025-02", "wording": HOSTILE},
        attribution={"by": NAME, "via": NAME, "standing": "reporter"},
    ),
    report(
        id="pleaded",
        kind="lawsuit.pleaded",
        source="ev",
        development=f"d {NAME}",
        data={"case": "musk-v-openai", "party": NAME, "says": HOSTILE},
        after=[f"a {NAME}"],
    ),
    {
        "record": "correction",
        "of": "hostile",
        "reported": "2025-03-02",
        "why": HOSTILE,
        "data": {"terms": f"new {HOSTILE}"},
    },
)


def harmless(text: str) -> bool:
    """Return whether text holds nothing but lines of visible characters and spaces."""
    return not any(
        unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp") for each in text.replace("\n", "")
    )


def assert_harmless(done: Done) -> None:
    assert "Traceback" not in done.err
    assert harmless(done.out), ascii(done.out)
    assert harmless(done.err), ascii(done.err)


@pytest.fixture
def hostile(empty: Caller) -> Caller:
    """Calls on a log in which every text that a caller may choose is hostile."""
    path = empty.file("hostile.jsonl", *RECORDS)
    done = empty("append", "--file", path)
    assert done.code == 0, done.err
    return empty


def test_the_text_of_these_tests_is_hostile() -> None:
    assert not harmless(HOSTILE)


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_answer_steers_a_terminal(hostile: Caller, command: str, form: str) -> None:
    done = hostile(*command.split(), "--format", form)

    assert done.code == 0
    assert_harmless(done)


def test_an_export_steers_no_terminal_and_is_the_same_records(hostile: Caller) -> None:
    done = hostile("export")

    assert_harmless(done)
    assert [each["id"] for each in done.lines() if each["record"] == "report"] == ["hostile", "pleaded"]
    assert done.lines()[3]["summary"] == HOSTILE


def test_the_text_stands_in_the_log_as_it_was_given(hostile: Caller) -> None:
    shown = json.loads(hostile("show", "hostile", "--format", "json").out)

    assert shown["record"]["summary"] == HOSTILE


def test_the_echo_of_an_append_steers_no_terminal(hostile: Caller) -> None:
    done = hostile(
        *("append", "lawsuit.settled", "case=musk-v-openai", f"terms={HOSTILE}", "--occurred", "2025-02"),
        *("--source", "s", "--publisher", NAME, "--published", "2025-03-01", "--by", NAME),
        *("--via", NAME, "--after", NAME, "--development", f"x {NAME}", "--summary", HOSTILE),
    )

    assert done.code == 0
    assert "no report names the development" in done.out
    assert_harmless(done)


@pytest.mark.parametrize(
    "arguments",
    [
        ("state", HOSTILE),
        ("state", f"lawsuit/{HOSTILE}"),
        ("state", "lawsuit/musk-v-openai", "--as-of", HOSTILE),
        ("state", "lawsuit/musk-v-openai", "--recorded-at", HOSTILE),
        ("state", "lawsuit/musk-v-openai", "--according-to", HOSTILE),
        ("state", "lawsuit/musk-v-openai", "--format", HOSTILE),
        ("state", "lawsuit/musk-v-openai", f"--{HOSTILE}"),
        ("state", "lawsuit/musk-v-openai", "x", HOSTILE),
        ("replay", "lawsuit/musk-v-openai", "--by", NAME),
        ("explain", f"lawsuit/musk-v-openai.{HOSTILE}"),
        ("show", HOSTILE),
        ("kinds", HOSTILE),
        (HOSTILE,),
        ("verify", "--against", HOSTILE),
        ("--log", f"a{HOSTILE}", "info"),
        ("--log", f"a{HOSTILE}", "init", "--storybook", f"b{HOSTILE}"),
        ("--log", f"gone{HOSTILE}/a", "init"),
        ("--log", f"sql{HOSTILE}://a", "info"),
        ("append", "--file", f"f{HOSTILE}"),
        ("storybook", "add", f"f{HOSTILE}"),
        ("append", HOSTILE, "--occurred", "2025", "--source", "ev"),
        ("append", "lawsuit.settled", HOSTILE, "--occurred", "2025", "--source", "ev"),
        ("append", "lawsuit.settled", f"{HOSTILE}=1", "--occurred", "2025", "--source", "ev"),
        ("append", "lawsuit.settled", "case=x", "--occurred", HOSTILE, "--source", HOSTILE),
        ("append", "lawsuit.settled", f"amount={HOSTILE}", "--occurred", "2025", "--source", "ev"),
        ("correction", HOSTILE, "--reported", "2025", "--why", "x"),
        ("correction", "hostile", "--reported", HOSTILE, "--why", "x", "--occurred", HOSTILE),
        ("retraction", "hostile", "--reported", "2025", "--why", "x", "--source", HOSTILE),
    ],
    ids=lambda arguments: " ".join(each if each.isascii() else "…" for each in arguments)[:60],
)
def test_no_fault_steers_a_terminal_and_each_is_one_line(hostile: Caller, arguments: tuple[str, ...]) -> None:
    done = hostile(*arguments)

    assert_harmless(done)
    assert done.code in (0, 1, 2, 3)
    assert all(line.startswith("chrono: ") for line in done.err.splitlines())


def test_a_hostile_file_name_stays_on_one_line(hostile: Caller) -> None:
    path = hostile.folder / f"f\n{ESCAPES}.jsonl"
    path.write_text("{}\n" + json.dumps(report(source="ev", kind=HOSTILE)) + "\n", "utf-8")

    done = hostile("append", "--file", path)

    assert_harmless(done)
    assert done.code == 1
    assert len(done.err.splitlines()) == len([line for line in done.err.splitlines() if ".jsonl:" in line])

    done = hostile("append", "--file", path, "--keep-going")

    assert_harmless(done)
    assert done.code == 4


def test_a_log_with_a_hostile_name_is_made_and_told_in_one_line(nothing: Caller) -> None:
    done = nothing("--log", f"a\n{ESCAPES}.db", "init")

    assert done.code == 0
    assert_harmless(done)
    assert len(done.err.splitlines()) == 1


def test_a_hostile_storybook_is_refused_in_harmless_lines(empty: Caller) -> None:
    name = json.dumps(HOSTILE)
    book = empty.folder / f"b\n{ESCAPES}.toml"
    book.write_text(
        f'[storybook]\nname = "b"\n[kinds.{name}]\nfields.{name} = {name}\n'
        f"[projections.{name}]\nkey = {name}\n",
        "utf-8",
    )

    done = empty("storybook", "add", book.name)

    assert done.code == 1
    assert_harmless(done)
    assert all(line.startswith("chrono: b ") for line in done.err.splitlines())


@pytest.mark.parametrize("evil", ["＝HYPERLINK(1)", "\u3000＝1", " -1", "\u200b=1", "\ufeff@x"])
def test_every_csv_guards_what_a_spreadsheet_may_take_for_a_formula(empty: Caller, evil: str) -> None:
    data = {"case": "musk-v-openai", "plaintiffs": [evil]}
    told = report(id="r", source="s", summary=evil, quote=evil, data=data, kind="lawsuit.filed")
    empty.file("r.jsonl", {"record": "source", "slug": "s", "publisher": "P", "published": "2025"}, told)
    assert empty("append", "--file", "r.jsonl").code == 0

    for command in ("state lawsuit", "explain lawsuit", "show r", "timeline", "log", "export"):
        out = empty(*command.split(), "--format", "csv").out
        cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
        assert any(evil.strip("\u3000 \u200b\ufeff") in cell for cell in cells), command
        assert [cell for cell in cells if shown(cell).startswith(tuple("=+-@＝＋－＠"))] == [], command


def shown(cell: str) -> str:
    """What of a cell shows: without blanks and hidden characters at its beginning."""
    while cell and unicodedata.category(cell[0]) in ("Cc", "Cf", "Zs", "Zl", "Zp"):
        cell = cell[1:]
    return cell


def test_no_cell_of_a_csv_is_a_formula(empty: Caller) -> None:
    declared = ("entity", "add", "calc", "--name", "=HYPERLINK(1)", "--alias", "@x")
    assert empty(*declared).code == 0

    out = empty("entities", "--format", "csv").out

    assert "'=HYPERLINK(1)" in out
    assert "'@x" in out
