"""What a shell offers where a word is being typed, asked by the shells' own protocols and in a real bash."""

from __future__ import annotations

import os
import pty
import select
import shutil
import sys
import time
from pathlib import Path

import pytest
from cli.calls import Caller, environment, spawn

ASK = "_CHRONO_COMPLETE"


def offers(chrono: Caller, *words: str, env: dict[str, str] | None = None) -> list[str]:
    """Return what bash is offered for the last of the words, in which it has split at = and :."""
    asked = {ASK: "complete_bash", "COMP_WORDS": "\n".join(("chrono", *words)), "COMP_CWORD": str(len(words))}
    done = spawn(folder=chrono.folder, env={**asked, **(env or {})})
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().split()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(["sta"], ["state"], id="a command"),
        pytest.param(["state", "law"], ["lawsuit/musk-v-openai"], id="a target"),
        pytest.param(["state", "funding/st"], ["funding/stargate"], id="a key"),
        pytest.param(["explain", "lawsuit/m"], ["lawsuit/musk-v-openai"], id="a target with a field"),
        pytest.param(
            ["explain", "funding/stargate.p"],
            ["funding/stargate.period", "funding/stargate.pledged"],
            id="the field of a target",
        ),
        pytest.param(["explain", "lawsuit.sta"], ["lawsuit.status"], id="the field of the only target"),
        pytest.param(["state", "funding/stargate.p"], [], id="no field where none is asked for"),
        pytest.param(["append", "lawsuit.fil"], ["lawsuit.filed"], id="a kind"),
        pytest.param(["append", "lawsuit.filed", "p"], ["plaintiffs="], id="a field"),
        pytest.param(["append", "lawsuit.filed", "case", "=", "musk"], ["musk-v-openai"], id="value in bash"),
        pytest.param(["append", "lawsuit.filed", "case=musk"], ["case=musk-v-openai"], id="value"),
        pytest.param(["append", "project.participant_named", "others=t"], ["others=true"], id="bool"),
        pytest.param(["append", "lawsuit.filed", "--source", "w"], ["wsj-ja"], id="a source"),
        pytest.param(["append", "lawsuit.filed", "--by", "sam"], ["sam-altman"], id="an entity"),
        pytest.param(["append", "lawsuit.filed", "--standing", "on"], ["on-record"], id="a standing"),
        pytest.param(["append", "lawsuit.filed", "--after", "lawsuit-f"], ["lawsuit-filed"], id="after"),
        pytest.param(["append", "--like", "@"], ["@last"], id="the last report"),
        pytest.param(["fix", "wsj-p24-filed", "pl"], ["plaintiffs="], id="a field of the record named"),
        pytest.param(["show", "wsj-p24-f"], ["wsj-p24-filed"], id="an id"),
        pytest.param(["rank", "wsj-p24-filed", "pre"], ["preferred"], id="a rank"),
        pytest.param(["state", "lawsuit", "--according-to", "news"], ["newsweek-jp"], id="a publisher"),
        pytest.param(["compare", "lawsuit", "--between", "wsj-ja,n"], ["wsj-ja,newsweek-jp"], id="a second"),
        pytest.param(["replay", "lawsuit", "--by", "p"], ["press"], id="an axis"),
        pytest.param(["state", "lawsuit", "--format", "j"], ["json", "jsonl"], id="a format"),
        pytest.param(["state", "lawsuit", "--kn"], ["--known-at"], id="an option"),
        pytest.param(["source", "a"], ["add"], id="a command under another"),
    ],
)  # fmt: skip
def test_a_word_is_completed_by_what_the_log_knows(
    chrono: Caller, words: list[str], expected: list[str]
) -> None:
    assert offers(chrono, *words) == expected


def test_a_story_is_offered_where_one_is_asked_for(chrono: Caller) -> None:
    book = chrono.folder / "more.toml"
    book.write_text(
        '[storybook]\nname = "more"\n[stories.courtroom]\ntargets = ["lawsuit/musk-v-openai"]\n', "utf-8"
    )
    assert chrono("storybook", "add", book).code == 0

    assert offers(chrono, "timeline", "court") == ["courtroom"]


def test_projections_are_offered_with_a_slash_until_one_is_chosen(chrono: Caller) -> None:
    offered = offers(chrono, "state", "")

    assert {"lawsuit/", "funding/"} <= set(offered)
    assert "lawsuit/musk-v-openai" not in offered


def test_the_log_that_the_line_names_is_asked(chrono: Caller) -> None:
    (chrono.folder / "chrono.db").rename(chrono.folder / "other.db")

    assert offers(chrono, "--log", "other.db", "state", "law") == ["lawsuit/musk-v-openai"]
    assert offers(chrono, "state", "law", env={"CHRONO_LOG": "other.db"}) == ["lawsuit/musk-v-openai"]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--log", "missing.db", "state", "l"], id="no log"),
        pytest.param(["--log", "broken.db", "state", "l"], id="no database"),
        pytest.param(["nosuch", "l"], id="no such command"),
        pytest.param(["append", "no.such.kind", "c"], id="no such kind"),
        pytest.param(["state", "lawsuit", "--as-of", "2"], id="nothing to offer"),
    ],
)
def test_whatever_goes_wrong_a_shell_is_told_nothing(chrono: Caller, words: list[str]) -> None:
    (chrono.folder / "broken.db").write_bytes(b"not a database")

    assert offers(chrono, *words) == []
    assert not (chrono.folder / "missing.db").exists()


def test_a_completion_leaves_the_log_as_it_is(chrono: Caller) -> None:
    before = (chrono.folder / "chrono.db").read_bytes()

    assert offers(chrono, "state", "law")

    assert (chrono.folder / "chrono.db").read_bytes() == before


def test_a_name_that_a_shell_would_take_apart_is_not_offered(chrono: Caller) -> None:
    path = chrono.file("odd.jsonl", *(
        {"kind": "lawsuit.settled", "source": "wsj-ja", "occurred": "2025-02", "data": {"case": name}}
        for name in ("zz $(rm -rf .)", "zz;true", "zz`id`", "zz'", "zz-plain")
    ))  # fmt: skip
    assert chrono("append", "--file", path).code == 0

    assert offers(chrono, "state", "lawsuit/zz") == ["lawsuit/zz-plain"]


@pytest.mark.parametrize(
    ("shell", "says"), [("zsh", '"lawsuit/musk-v-openai"'), ("fish", "lawsuit/musk-v-openai")]
)
def test_other_shells_are_offered_the_same(chrono: Caller, shell: str, says: str) -> None:
    asked = {"_TYPER_COMPLETE_ARGS": "chrono state law", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}

    done = spawn(folder=chrono.folder, env={ASK: f"complete_{shell}", **asked})

    assert (done.returncode, done.stderr) == (0, b"")
    assert says in done.stdout.decode()


# --- in a real bash -----------------------------------------------------------------------------


class Bash:
    """An interactive bash in a folder, on a terminal of its own."""

    def __init__(self, folder: Path) -> None:
        self.process, self.terminal = pty.fork()
        if not self.process:
            os.chdir(folder)
            path = f"{folder}{os.pathsep}{os.environ['PATH']}"
            settings = environment({"PATH": path, "PS1": "$ ", "TERM": "dumb", "HOME": str(folder)})
            os.execvpe("bash", ["bash", "--norc", "--noprofile", "-i"], settings)  # noqa: S606 - it is the shell

    def shows(self, keys: str, expected: str) -> bool:
        """Type keys, and return whether the screen comes to show what is expected."""
        os.write(self.terminal, keys.encode())
        shown, end = b"", time.monotonic() + 30
        while expected.encode() not in shown and time.monotonic() < end:
            if select.select([self.terminal], [], [], 0.2)[0]:
                shown += os.read(self.terminal, 4096).replace(b"\x07", b"")  # the bell rings for a choice
        return expected.encode() in shown

    def close(self) -> None:
        """End it."""
        os.write(self.terminal, b"\x15exit\n")
        os.waitpid(self.process, 0)
        os.close(self.terminal)


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here to complete words in")
def test_in_a_real_bash_words_are_completed_as_they_are_typed(chrono: Caller) -> None:
    program = chrono.folder / "chrono"
    program.write_text(
        f'#!/bin/sh\nexec {sys.executable} -c "from chrono.cli import main; main()" "$@"\n', "utf-8"
    )
    program.chmod(0o755)
    bash = Bash(chrono.folder)
    try:
        assert bash.shows('eval "$(chrono --show-completion; true)"; echo re""ady\n', "ready")
        assert bash.shows("chrono state law\t--as-of", "chrono state lawsuit/musk-v-openai --as-of")
        assert bash.shows(
            "\x15chrono append lawsuit.fil\tca\tmusk\t--occ", "lawsuit.filed case=musk-v-openai --occ"
        )
        assert bash.shows("\x15chrono state fundi\ttar\t.", "chrono state funding/stargate .")
    finally:
        bash.close()
