"""The command reference says what the program says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "commands.md"
GENERATOR = ROOT / "tools" / "command_reference.py"

pytestmark = pytest.mark.skipif(not (ROOT / "chrono" / "cli.py").exists(), reason="chrono/cli.py IS MISSING")

# What users and scripts rely on, by the words of each command: none may go.
PROMISED = """
init, storybook add, source add, entity add, append, correction, retraction, state, replay, explain, show,
log, kinds, projections, entities, sources, stories, info, verify, export, demo
"""


def generate(path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, GENERATOR, *options, path], capture_output=True, text=True, check=False, cwd=ROOT
    )


def sections() -> dict[str, str]:
    """The help of each command in the reference, by the words that call it."""
    text = REFERENCE.read_text("utf-8")
    return dict(
        re.findall(r"^### `chrono ?([a-z -]*)`\n\n```text\n(.*?)```$", text, re.DOTALL | re.MULTILINE)
    )


def test_the_command_reference_equals_the_help_of_the_commands() -> None:
    done = generate(REFERENCE, "--check")

    assert (done.returncode, done.stderr) == (0, "")


def test_a_command_reference_out_of_step_is_refused_with_the_difference(tmp_path: Path) -> None:
    stale = tmp_path / "commands.md"
    text = REFERENCE.read_text("utf-8")
    stale.write_text(text.replace("### `chrono state`", "### `chrono estate`"), "utf-8")

    done = generate(stale, "--check")

    assert done.returncode == 1
    assert "-### `chrono estate`\n+### `chrono state`" in done.stderr
    assert 'run "make docs"' in done.stderr


def test_every_promised_command_is_there_and_documented() -> None:
    assert {" ".join(each.split()) for each in PROMISED.split(",")} - set(sections()) == set()


def test_the_help_of_every_command_shows_an_example() -> None:
    parents = {words.rpartition(" ")[0] for words in sections()}
    without = [
        words
        for words, text in sections().items()
        if words not in parents
        and len(re.findall(rf"chrono (--log \S+ )?{words}\b", text)) < 2  # usage, example
    ]

    assert without == []
