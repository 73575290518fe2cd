"""The command reference, made from what `chrono --help` and the `--help` of each command say.

`python tools/command_reference.py FILE` writes it; with `--check`, it only says whether the file is in step.
"""

import contextlib
import difflib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typer.core import TyperGroup

ROOT = Path(__file__).parents[1]
HEAD = """\
# Commands

<!-- Made by `make docs` from the program's own --help, and checked by `make check`: edit the help. -->

Data goes to stdout, words to stderr. Exit codes: 0 done, 1 refused, 2 usage, 3 no such thing asked for, \
4 some rows rejected, 5 the log does not verify.
"""


def plain_screen() -> None:
    """Have help drawn 80 columns wide and without colour. Takes effect if called before typer is imported."""
    for name in ("CLICOLOR_FORCE", "FORCE_COLOR", "GITHUB_ACTIONS", "PY_COLORS"):
        os.environ.pop(name, None)
    os.environ |= {"COLUMNS": "80", "TERMINAL_WIDTH": "80", "NO_COLOR": "1", "TERM": "dumb"}


def commands() -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the words of every command, `()` for the program itself, with the group --help shows it in."""
    from chrono.cli import GROUPS

    titles = {name: title for title, names in GROUPS.values() for name in names}
    yield (), ""
    for words in _below(_program(), ()):
        yield words, titles[words[0]]


def help_of(words: tuple[str, ...]) -> str:
    """Return what `chrono WORDS --help` prints, without spaces at the ends of lines."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        _program().main([*words, "--help"], prog_name="chrono")
    return "\n".join(line.rstrip() for line in printed.getvalue().splitlines()).strip("\n")


def section(words: tuple[str, ...]) -> str:
    """Return the part of one command: a heading at the third level and its help."""
    return f"### `{' '.join(('chrono', *words))}`\n\n```text\n{help_of(words)}\n```\n"


def reference() -> str:
    """Return the whole document, the commands under the groups that --help shows them in."""
    groups: dict[str, list[tuple[str, ...]]] = {}
    for words, group in commands():
        groups.setdefault(group, []).append(words)
    parts = [HEAD]
    for group, members in groups.items():
        parts += [f"## {group}\n"] if group else []
        parts += [section(words) for words in members]
    return "\n".join(parts)


def main(arguments: list[str]) -> int:
    """Write the reference, or with --check compare it. Returns the exit code: 1 where it is out of step."""
    checking = "--check" in arguments
    path = Path(next(each for each in arguments if each != "--check"))
    plain_screen()
    new = reference()
    if not checking:
        path.write_text(new, "utf-8")
        return 0
    old = path.read_text("utf-8") if path.exists() else ""
    if old == new:
        return 0
    changes = difflib.unified_diff(old.splitlines(), new.splitlines(), str(path), "--help", lineterm="", n=1)
    print(*list(changes)[:40], sep="\n", file=sys.stderr)
    print(f'{path} is out of step with --help: run "make docs"', file=sys.stderr)
    return 1


def _program() -> "TyperGroup":
    import typer

    from chrono.cli import app

    program = typer.main.get_command(app)
    assert isinstance(program, typer.core.TyperGroup)  # noqa: S101 - it has several commands
    return program


def _below(parent: "TyperGroup", words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    from typer import Context
    from typer.core import TyperGroup

    context = Context(parent)
    for name in parent.list_commands(context):
        command = parent.get_command(context, name)
        if command is not None and not command.hidden:
            yield (*words, name)
        if isinstance(command, TyperGroup):
            yield from _below(command, (*words, name))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
