"""`init` makes a log."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from chrono.chronicle import Chronicle
from chrono.commands import KEPT_CHECKPOINT
from chrono.commands.entry.options import EnteredBy, Strict
from chrono.commands.entry.storybooks import adopt, read_storybook
from chrono.commands.shared import check_author, chronicle, say, say_network
from chrono.errors import ChronoError, quoted
from eventlog import StorageFailed, is_blank, is_whole, refuse_remains


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
    entered_by: EnteredBy = None,
) -> None:
    """Make a log; nothing that is there already is touched.

    \b
    chrono init
    chrono --log courts.db init --storybook courts.toml
    """
    check_author(entered_by)
    say_network(ctx.obj)
    texts = [(path, read_storybook(path)) for path in storybook or []]
    fill = partial(_fill, texts=texts, strict=strict, entered_by=entered_by)
    where = str(ctx.obj)
    path = where.removeprefix("sqlite:///")
    if "://" in path or Path(path).is_dir():  # no file, or one that cannot be: whoever opens it says why
        fill(where)
    elif not Path(path).absolute().parent.is_dir():
        raise NoFolder(f"there is no folder {quoted(str(Path(path).parent))}: make it first")
    elif os.path.lexists(path):
        _fill_blank(path, fill)
    else:
        _make(path, fill)
    with chronicle(ctx, read_only=False) if os.environ.get(KEPT_CHECKPOINT) else nullcontext():
        pass  # opened for writing and closed: its first checkpoint is kept
    say(f"made {where}" + (f" with {len(texts)} storybook{'' if len(texts) == 1 else 's'}" if texts else ""))


def _fill(where: str, *, texts: Sequence[tuple[str, str]], strict: bool, entered_by: str | None) -> None:
    if os.environ.get(KEPT_CHECKPOINT):
        from chrono.commands.kept_checkpoint import refuse_former

        refuse_former()
    with Chronicle.open(where, create=True, entered_by=entered_by) as opened:
        adopt(opened, texts, strict=strict)


def _fill_blank(path: str, fill: Callable[[str], None]) -> None:
    """Make the log in a file that holds nothing yet, as one whose making was cut off; it is never removed.

    Raises:
        LogExists: it holds something, or is a link to nothing.
    """
    if Path(path).is_symlink() and not os.access(path, os.F_OK):
        raise LogExists(
            f"{quoted(path)} is a link that leads nowhere: choose another path with --log, or remove it"
        )
    if not is_blank(path):
        raise LogExists(
            f"{quoted(path)} is there already: choose another path with --log, or add a storybook to it"
        )
    fill(path)


def _folder_beside(path: str, folder: str, name: str) -> TemporaryDirectory[str]:
    """Return a folder to make a log in, beside its path; who may not make one is told of the path.

    Raises:
        StorageFailed: there can be none.
    """
    try:
        return TemporaryDirectory(prefix=f".{name}.", dir=folder)
    except OSError as err:
        raise StorageFailed(path, str(err.strerror).lower()) from err


def _make(path: str, fill: Callable[[str], None]) -> None:
    """Make the log under a name of its own, and give it its path when it is whole, unless something is there.

    So what is refused leaves nothing, and of two that are made at once one is refused.
    """
    refuse_remains(path)
    folder, name = os.path.split(Path(path).absolute())
    with _folder_beside(path, folder, name) as beside:
        made = str(Path(beside, name))
        try:
            fill(made)
        except StorageFailed as err:  # nobody has heard of that name
            raise type(err)(path, err.reason) from err
        if not is_whole(made):
            raise StorageFailed(path, "the disk did not take all of it")
        try:
            os.link(made, path)
        except FileExistsError as err:
            raise LogExists(f"{quoted(path)} is there already: another `init` was faster") from err
        except OSError:  # a disk without hard links
            fill(path)
