"""The examples in the documents are run, and say what the documents say they say.

An example is a block of ```` ```console ```` after a line `<!-- run -->`. A line that begins with `$ ` is a
command, `> ` after it carries it on, and what follows is all that it prints. `...` stands for anything. The
examples of one document run one after the other in one empty folder, which has the project's `stories` in
it. Each must succeed: a refusal is shown as `$ chrono … || echo "exit $?"`.
"""

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^<!-- run -->\n+```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@attrs.frozen
class Example:
    command: str
    prints: str


def examples(text: str) -> list[Example]:
    """The examples of a document, in their order."""
    found: list[tuple[list[str], list[str]]] = []
    for block in BLOCK.findall(text):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append(([line[2:]], []))
            elif (line == ">" or line.startswith("> ")) and not found[-1][1]:
                found[-1][0].append(line[2:])
            else:
                found[-1][1].append(line.rstrip())
    return [Example("\n".join(command), "\n".join(prints).rstrip()) for command, prints in found]


DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md")
    for path in ROOT.glob(pattern)
    if examples(path.read_text("utf-8"))
)


def prepare(folder: Path) -> dict[str, str]:
    """Fill the folder that examples run in; return their environment: this tree's `chrono`, 100 columns."""
    (folder / "stories").symlink_to(ROOT / "stories")
    program = folder / ".bin" / "chrono"
    program.parent.mkdir()
    start = "import sys; from chrono.cli import main; sys.argv[0] = 'chrono'; sys.exit(main())"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "{start}" "$@"\n', "utf-8")
    program.chmod(0o755)
    own = {name: os.environ[name] for name in ("HOME", "TMPDIR") if name in os.environ}
    paths = (str(program.parent), str(Path(sys.executable).parent), os.environ["PATH"])
    return own | {
        "PATH": os.pathsep.join(paths),
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "100",
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "TZ": "UTC",
    }


def failures(text: str, folder: Path) -> list[str]:
    """What is wrong with the examples of a document: nothing where each prints what it should."""
    environment = prepare(folder)
    found = []
    for example in examples(text):
        done = subprocess.run(
            ["bash", "-c", example.command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        got = "\n".join(line.rstrip() for line in done.stdout.splitlines()).rstrip()
        if done.returncode:
            found.append(f"$ {example.command}\nends with exit code {done.returncode}:\n{got}")
        elif not doctest.OutputChecker().check_output(example.prints, got, doctest.ELLIPSIS):
            found.append(f"$ {example.command}\nshould print:\n{example.prints}\nprints:\n{got}")
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_examples_of_a_document_print_what_it_says(document: Path, tmp_path: Path) -> None:
    found = failures(document.read_text("utf-8"), tmp_path)

    assert not found, "\n\n".join(found)


@pytest.mark.skipif(not (ROOT / "chrono" / "cli.py").exists(), reason="chrono/cli.py IS MISSING")
def test_the_tutorial_is_run() -> None:
    assert ROOT / "docs" / "tutorial.md" in DOCUMENTS


def document(*lines: str) -> str:
    return "\n".join(("<!-- run -->", "", "```console", *lines, "```", ""))


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(("$ echo one; echo two", "one", "two"), id="what is said"),
        pytest.param(("$ echo one >&2", "one"), id="on stderr too"),
        pytest.param(("$ echo one \\", "> two", "one two"), id="carried on"),
        pytest.param(("$ echo 0198c2d4 appended", "... appended"), id="anything"),
        pytest.param(("$ cat <<E", "> one", ">", "> two", "> E", "one", "", "two"), id="a line of nothing"),
        pytest.param(("$ echo left > file", "$ cat file", "left"), id="one folder"),
        pytest.param(("$ false || echo exit $?", "exit 1"), id="a refusal"),
        pytest.param(("$ printf 'a\\n\\nb\\n'", "a", "", "b"), id="an empty line"),
        pytest.param(("$ ls stories | head -1", "musk-altman"), id="the stories"),
    ],
)
def test_an_example_that_prints_what_it_should_passes(lines: tuple[str, ...], tmp_path: Path) -> None:
    assert failures(document(*lines), tmp_path) == []


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        pytest.param(("$ echo one", "two"), "should print:\ntwo\nprints:\none", id="other output"),
        pytest.param(("$ echo one",), "should print:\n\nprints:\none", id="more output"),
        pytest.param(("$ true", "one"), "should print:\none\nprints:\n", id="no output"),
        pytest.param(("$ echo one; exit 3", "one"), "ends with exit code 3", id="a failure"),
    ],
)
def test_an_example_that_does_not_is_told_with_both(
    lines: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    assert says in "".join(failures(document(*lines), tmp_path))


def test_blocks_without_the_mark_are_not_run() -> None:
    assert examples("```console\n$ rm -r everything\n```\n") == []
