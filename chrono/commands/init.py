"""`init` makes a log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chrono.chronicle import Chronicle
from chrono.commands.entry.options import Strict
from chrono.commands.entry.storybooks import adopt, read_storybook
from chrono.commands.shared import say
from chrono.errors import ChronoError, quoted


class LogExists(ChronoError, FileExistsError):
    """A log is to be made where something is already."""


class NoFolder(ChronoError, FileNotFoundError):
    """A log is to be made in a folder that is not there."""


def init(
    ctx: typer.Context,
    storybook: Annotated[
        list[str] | None,
        typer.Option("--storybook", metavar="FILE", help="A storybook to adopt; may be repeated."),
    ] = None,
    *,
    strict: Strict = False,
) -> None:
    """Make a log; nothing that is there already is touched.

    \b
    chrono init
    chrono --log courts.db init --storybook courts.toml
    """
    texts = [(path, read_storybook(path)) for path in storybook or []]
    where = str(ctx.obj)
    if "://" not in where and Path(where).exists() and not Path(where).is_dir():
        raise LogExists(
            f"{quoted(where)} is there already: choose another path with --log, or add a storybook to it"
        )
    if "://" not in where and not Path(where).absolute().parent.is_dir():
        raise NoFolder(f"there is no folder {quoted(str(Path(where).parent))}: make it first")
    try:
        with Chronicle.open(where, create=True) as opened:
            adopt(opened, texts, strict=strict)
    except Exception:
        if "://" not in where and not Path(where).is_dir():
            _unmake(where)
        raise
    say(f"made {where}" + (f" with {len(texts)} storybook{'' if len(texts) == 1 else 's'}" if texts else ""))


def _unmake(where: str) -> None:
    """Remove a log that could not be made as asked: nothing is left half-made."""
    for name in (where, f"{where}-wal", f"{where}-shm", f"{where}-journal"):
        Path(name).unlink(missing_ok=True)
