"""The help: every command in its group, every option told, every example one that works."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from cli.calls import ROOT, STORY, Caller, environment

from chrono.cli import COMMANDS as NAMES
from chrono.cli import GROUPS

NESTED = {"source": "add", "entity": "add", "storybook": "add"}
COMMANDS = [tuple(f"{name} {more}".split()) for name in NAMES for more in NESTED.get(name, "").split(" ")]
MAP = """
kind = "lawsuit.filed"
source = "courts"
occurred = { column = "filed", format = "%d/%m/%Y" }
data = { case = { column = "case" }, plaintiffs = { column = "by", split = ";" } }
sources = { courts = { publisher = "Register", published = 2024-03-01 } }
"""
BOOK = '[storybook]\nname = "courts"\n'


def examples(text: str) -> list[str]:
    """Return the commands that a help shows: lines that begin with `chrono`, without what is said of them."""
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    found = [line.strip() for line in lines if line.startswith("  chrono ")]
    return [re.split(r"\s{2,}", line)[0] for line in found]


def test_the_help_groups_the_commands(nothing: Caller) -> None:
    out = nothing("--help").out

    titles = [f"{title}:" for title, _ in GROUPS.values()]
    assert [line for line in out.splitlines() if line in titles] == titles
    for title, commands in GROUPS.values():
        section = out.partition(f"{title}:\n")[2].partition("\n\n")[0]
        assert re.findall(r"^  (\w+)", section, re.MULTILINE) == list(commands)


def test_no_sentence_of_the_help_is_cut_short(nothing: Caller) -> None:
    assert "..." not in nothing("--help", columns=100).out.partition("Options:")[2]


def test_a_call_without_a_command_shows_the_help_and_is_a_fault_of_usage(nothing: Caller) -> None:
    done = nothing()

    assert (done.code, done.out) == (2, "")
    assert done.err == nothing("--help").out


def test_the_version_is_the_package_s(nothing: Caller) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    version = re.search(
        r'^__version__ = "(.+)"',
        (ROOT / project["tool"]["hatch"]["version"]["path"]).read_text("utf-8"),
        re.MULTILINE,
    )

    assert version is not None
    assert nothing("--version").out == f"chrono {version[1]}\n"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_help_says_what_each_option_does_and_shows_an_example(
    nothing: Caller, command: tuple[str, ...]
) -> None:
    done = nothing(*command, "--help", columns=100)

    options = done.out.partition("Options:\n")[2]
    told = re.sub(r"\n {8,}", "  ", options)
    assert done.code == 0
    assert [line for line in told.splitlines() if not re.search(r"\S {2,}\w", line)] == []
    assert examples(done.out)
    assert all(example.split()[0] == "chrono" for example in examples(done.out))


@pytest.mark.parametrize("command", [(), *COMMANDS], ids=lambda each: " ".join(each) or "chrono")
def test_every_example_of_the_help_works(chrono: Caller, command: tuple[str, ...]) -> None:
    folder = chrono.folder / "examples"
    prepare(folder, chrono)
    for example in examples(chrono(*command, "--help", columns=120).out):
        if example == "chrono init":
            (folder / "chrono.db").rename(folder / "story.db")
        done = subprocess.run(
            ["bash", "-c", f"set -euo pipefail; {example}"],
            cwd=folder,
            env=environment({"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (example, done.stderr)
        assert done.stdout or done.stderr or ">" in example
        if example == "chrono init":
            (folder / "story.db").replace(folder / "chrono.db")


def prepare(folder: Path, chrono: Caller) -> None:
    """Fill a folder with what the examples name: the story in chrono.db, and files beside it."""
    (folder / "bin").mkdir(parents=True)
    program = folder / "bin" / "chrono"
    start = "from chrono.cli import main; main()"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "{start}" "$@"\n', "utf-8")
    program.chmod(0o755)
    (folder / "chrono.db").write_bytes((chrono.folder / "chrono.db").read_bytes())
    (folder / "courts.toml").write_text(BOOK, "utf-8")
    question = {"target": "lawsuit/musk-v-openai", "as_of": "2024-07-01"}
    (folder / "questions.jsonl").write_text(json.dumps(question) + "\n", "utf-8")
    (folder / "records.jsonl").write_bytes((STORY / "10-lawsuit.jsonl").read_bytes())
    (folder / "hearings.csv").write_text("filed,case,by\n29/02/2024,acme-v-widget,Ann\n", "utf-8")
    (folder / "hearings.toml").write_text(MAP, "utf-8")
    (folder / "stories").symlink_to(ROOT / "stories")


@pytest.mark.parametrize("name", ["state", "log", "kinds"])
def test_a_command_loads_no_other_command(chrono: Caller, name: str) -> None:
    asked = {"state": ["state", "lawsuit/musk-v-openai"]}.get(name, [name])
    code = (
        "import sys; from chrono.cli import call; call(sys.argv[1:]); "
        "print(*(each.removeprefix('chrono.commands.') for each in sys.modules), file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, *asked],
        cwd=chrono.folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = set(done.stderr.split())
    assert {each for each in NAMES if each in loaded or f"{each}_" in loaded} == {name}
