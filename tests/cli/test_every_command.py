"""Every command that reads: in every format it offers, at every width, into any pipe, in any locale."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from cli.calls import CHRONO, Caller, environment, spawn
from wcwidth import wcswidth

from chrono.cli import COMMANDS

READING = {
    "state": "state funding/stargate --as-of 2025-02-17",
    "replay": "replay lawsuit/musk-v-openai --by press",
    "explain": "explain funding/stargate.total --as-of 2025-02-17",
    "show": "show stargate-announced --as-of 2025-02-17",
    "diff": "diff bid/openai-nonprofit --known-at 2025-01-23/2025-02-17 --as-of 2025-02-17",
    "compare": "compare funding/stargate --between newsweek-jp,wsj-ja --as-of 2025-02-17",
    "find": "find アルターマン",
    "timeline": "timeline lawsuit/musk-v-openai --as-of 2025-02-17",
    "corrections": "corrections",
    "impact": "impact wsj-p24-withdrawn",
    "check": "check --as-of 2026-11-01",
    "log": "log",
    "kinds": "kinds lawsuit",
    "projections": "projections",
    "entities": "entities",
    "sources": "sources",
    "stories": "stories",
    "info": "info",
    "export": "export",
}
ELSEWHERE = {
    *("init", "append", "import", "source", "entity", "storybook"),  # they write: test_recording, test_import
    *("correction", "retraction", "fix", "undo", "rank", "merge"),  # test_mending
    *(
        "verify",
        "checkpoint",
        "backup",
        "restore",
        "salvage",
        "upgrade",
        "rebuild",
        "demo",
    ),  # one line, or the other commands' own output
}


def formats(help_: str) -> list[str]:
    """Return the formats that a help offers."""
    found = re.search(r"--format\s+\W*((?:[a-z]+\|)+[a-z]+)", help_)
    assert found, help_
    return found[1].split("|")


@pytest.fixture
def mended(chrono: Caller) -> Caller:
    """Return calls on the story with something to see in a log of corrections."""
    why = ("--reported", "2025-02-20", "--why", "the day was added")
    assert chrono("correction", "wsj-p24-withdrawn", "--occurred", "2024-06-11", *why).code == 0
    assert chrono("fix", "wsj-p24-amended", "locator=P24b", "--why", "wrong paragraph").code == 0
    return chrono


def test_every_command_is_looked_at() -> None:
    assert READING.keys() | ELSEWHERE == set(COMMANDS)
    assert not READING.keys() & ELSEWHERE


class Page(HTMLParser):
    """A page of HTML whose tags close as they open."""

    EMPTY = frozenset(("meta", "link", "br", "hr", "img", "input"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass over what closes as it opens."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(text: str, form: str) -> object:
    """Return what a text of that format holds; it is well-formed."""
    if form == "json":
        return json.loads(text)
    if form == "jsonl":
        return [json.loads(line) for line in text.splitlines()]
    if form == "csv":
        rows = list(csv.reader(io.StringIO(text)))
        assert len({len(row) for row in rows}) == 1
        return rows[1:]
    if form == "atom":
        return list(ET.fromstring(text))  # noqa: S314 - our own output
    if form == "html":
        assert text.lower().startswith("<!doctype html>")
        return Page(text)
    return text.splitlines()


@pytest.mark.parametrize("name", READING)
def test_every_format_that_a_help_offers_is_well_formed_and_says_something(mended: Caller, name: str) -> None:
    offered = formats(mended(name, "--help", columns=120).out)

    assert {"json", "jsonl"} <= set(offered)
    for form in offered:
        done = mended(*READING[name].split(), "--format", form, columns=100)
        assert (done.code, done.err) == (0, ""), (form, done.err)
        assert read(done.out, form), form


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize(
    "name", sorted(READING.keys() - {"export"})
)  # an export is data alone: it has no screen
def test_no_line_of_a_screen_is_wider_than_the_terminal(mended: Caller, name: str, width: int) -> None:
    lines = mended(*READING[name].split(), columns=width).out.splitlines()

    assert lines
    assert [line for line in lines if wcswidth(line) > width or line != line.rstrip()] == []


@pytest.mark.parametrize("name", READING)
def test_the_answer_is_the_same_in_a_japanese_locale_and_in_none(mended: Caller, name: str) -> None:
    answers = [
        spawn(*READING[name].split(), folder=mended.folder, env=locale)
        for locale in (
            {"LC_ALL": "C", "PYTHONUTF8": "1"},
            {"LC_ALL": "ja_JP.UTF-8", "LANG": "ja_JP.UTF-8", "PYTHONUTF8": "1"},
            {"LC_ALL": "ja_JP.eucJP", "PYTHONUTF8": "0", "PYTHONIOENCODING": "euc_jp"},
        )
    ]

    assert [(each.returncode, each.stderr) for each in answers] == [(0, b"")] * 3
    neutral, japanese, older = (each.stdout for each in answers)
    assert neutral == japanese
    assert unescaped(older.decode("euc_jp")) == neutral.decode()


def unescaped(text: str) -> str:
    """Return a text whose characters beyond an encoding were escaped as JSON does, with the characters."""
    return re.sub(r"(?:\\u[0-9a-f]{4})+", lambda found: json.loads(f'"{found[0]}"'), text)


@pytest.mark.parametrize("name", READING)
def test_where_the_locale_has_only_ascii_nothing_is_lost_but_escaped(mended: Caller, name: str) -> None:
    done = spawn(
        *READING[name].split(),
        folder=mended.folder,
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()
    assert done.stdout


@pytest.mark.parametrize("name", READING)
def test_a_reader_who_wants_one_line_is_no_fault(mended: Caller, name: str) -> None:
    with subprocess.Popen(
        [*CHRONO, *READING[name].split()],
        cwd=mended.folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
