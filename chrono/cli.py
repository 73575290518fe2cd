"""The command line: parse, call the façade, render. Commands are loaded only when they are called."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from chrono.commands import CALL

GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "record": (
        "Record what sources report",
        ("init", "append", "import", "source", "entity", "storybook"),
    ),
    "ask": (
        "Ask how things stood",
        ("state", "replay", "explain", "show", "diff", "compare"),
    ),
    "mend": (
        "Mend what was wrong",
        ("correction", "retraction", "fix", "undo", "rank", "merge", "impact"),
    ),
    "look": (
        "Look around",
        ("log", "kinds", "projections", "entities", "sources", "stories", "info", "find", "check"),
    ),
    "keep": (
        "Keep and share",
        (
            "timeline",
            "corrections",
            "verify",
            "checkpoint",
            "backup",
            "restore",
            "salvage",
            "upgrade",
            "demo",
            "export",
            "rebuild",
        ),
    ),
}
"""For each group of commands its title, and its commands in the order of the help."""
COMMANDS: tuple[str, ...] = tuple(name for _, names in GROUPS.values() for name in names)
COMPLETING = "_CHRONO_COMPLETE"
"""The variable by which a shell asks for completions, instead of calling a command."""
SCRIPTED = {"--install-completion", "--show-completion"}
"""The options that hand out the script by which a shell asks."""
LONGEST = 200
"""How long the first sentence of a help may be before it is cut."""


class LazyGroup(TyperGroup):
    """A group that imports a command's module only when the command is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002, ANN401 - typer has it so
        """Return the names of all commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002, ANN401 - typer has it so
        """Return a command, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = _load_command(cmd_name)
        if COMPLETING in os.environ:
            from chrono.commands.completions import complete

            complete(command)
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - typer has it so
        """Return the command that the arguments name; an unknown one is refused with the nearest known."""
        if args[0] not in COMMANDS:
            from chrono.errors import quoted
            from chrono.values.suggestions import nearest

            ctx.fail(f"unknown command {quoted(args[0])}: {nearest(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - typer has it so
        """Write the commands group by group, each with the whole first sentence of its help."""
        for title, commands in GROUPS.values():
            with formatter.section(title):
                rows = [(name, self.get_command(ctx, name).get_short_help_str(LONGEST)) for name in commands]
                formatter.write_dl(rows)


def _load_command(name: str) -> Any:  # noqa: ANN401 - typer has no public name for what it makes
    """Return a command from the module of its name, which holds it as a function or a group."""
    attribute = f"{name}_" if iskeyword(name) else name
    command = getattr(import_module(f"chrono.commands.{attribute}"), attribute)
    app = typer.Typer(rich_markup_mode=None)
    if isinstance(command, typer.Typer):
        app.add_typer(command, name=name)
    else:
        app.command(name)(command)
    return typer.main.get_group(app).commands[name]


app = typer.Typer(
    cls=LazyGroup,
    name="chrono",
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback()
def chrono(
    ctx: typer.Context,
    log: Annotated[
        str, typer.Option("--log", metavar="PATH|URL", envvar="CHRONO_LOG", help="The log to work on.")
    ] = "chrono.db",
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Append what sources report, ask how things stood as of any date, replay how it came about.

    A target is a projection and a key: lawsuit/musk-v-openai. Dates are EDTF (2025-01-21, 2024-02,
    "early 2015") or datetimes with an offset; a date as a bound means the end of that day, UTC.

    \b
    chrono demo                                        see it on a real story
    chrono init                                        make a log here: chrono.db
    chrono state funding/stargate --as-of 2025-01-22   how it stood then
    """
    if version:
        from chrono import __version__

        sys.stdout.write(f"chrono {__version__}\n")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        sys.stderr.write(ctx.get_help() + "\n")
        raise typer.Exit(2)
    ctx.obj = log
    ctx.meta[CALL] = call


def _utf8(argument: str) -> str:
    """Return an argument as UTF-8, whatever the locale took it for.

    Raises:
        BadQuestion: its bytes are no UTF-8.
    """
    if argument.isascii():
        return argument
    data = os.fsencode(argument)
    try:
        return data.decode()
    except UnicodeDecodeError as err:
        from chrono.errors import BadQuestion

        raise BadQuestion("argument", f"{data!r} is no UTF-8") from err


def _has_streams() -> bool:
    """Open what stdin and stderr lack; return whether there is a stdout, and say where there is none.

    A log that is opened where one is closed would get its number, and the next answer would go into the file.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull)  # noqa: SIM115, PTH123 - for as long as the process lives
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
    if sys.stdout is not None:
        return True
    sys.stderr.write("chrono: standard output is closed: nothing is done, since no answer could be given\n")
    return False


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 refused, 2 usage, 3 not found, 4 some rejected, 5 damaged."""
    gc.disable()  # off while modules are imported: saves 10 % of the start-up
    if not _has_streams():
        raise SystemExit(1)
    try:
        code = call(sys.argv[1:] if argv is None else list(argv))
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has what they want: not a fault
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def call(argv: list[str]) -> int:
    """Run one command and return its exit code; faults become lines on stderr."""
    command = typer.main.get_command(app)
    if SCRIPTED & {*argv}:
        from chrono.commands.completions import fix_bash_script

        fix_bash_script()
    try:
        result = command.main([_utf8(each) for each in argv], prog_name="chrono", standalone_mode=False)
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as err:  # noqa: BLE001 - what is foreseen becomes a line and a code; the rest is raised
        if COMPLETING in os.environ:  # a shell that completes a word is no place for faults
            return 0
        from chrono.commands.faults import lines_of

        code, lines = lines_of(err)
        for line in lines:
            sys.stderr.write(f"chrono: {line}\n")
        return code
    return result if isinstance(result, int) else 0
