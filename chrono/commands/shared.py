"""Opens the log for a command, and declares the options that several commands share."""

from __future__ import annotations

import errno
import gc
import os
import stat
import sys
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, TextIO, get_args

import typer

from chrono.chronicle import Chronicle
from chrono.commands import KEPT_CHECKPOINT
from chrono.render.formats import WRITERS, AnswerFormat, Format
from chrono.render.text import safe
from chrono.write.codec import BadLine, parse_line

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="World axis: what had happened by then. Default: now."),
]
KnownAt = Annotated[
    str | None,
    typer.Option(
        "--known-at", metavar="DATE", help="Press axis: what had been published by then. Default: everything."
    ),
]
RecordedAt = Annotated[
    str | None,
    typer.Option(
        "--recorded-at",
        metavar="DATE|POSITION",
        help="File axis: what this log held by then; a number is a position. Default: all of it.",
    ),
]


def split_names(names: list[str] | None) -> list[str] | None:
    """Return the names that an option gives, each by itself where commas join them; None without the option.

    Raises:
        BadQuestion: it is given without a name, as an unset variable gives it.
    """
    if any(not text.replace(",", "").strip() for text in names or ()):
        from chrono.errors import BadQuestion

        raise BadQuestion("according-to", "it is empty: give a source or a publisher, or leave it out")
    return [name.strip() for text in names or () for name in text.split(",") if name.strip()] or None


AccordingTo = Annotated[
    list[str] | None,
    typer.Option(
        "--according-to",
        metavar="SOURCE",
        help="Only reports of this source or publisher; may be repeated.",
        callback=split_names,
    ),
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Only what was recorded from then on.")
]


ERASED_NAMED = 5
"""How many positions of erased records are named in a note."""


class FormatsDiffer(TypeError):
    """A command declares other formats than it has writers for: a slip in its module."""


def written_as(
    declared: object, writers: Collection[Format] = WRITERS, *, help: str = "How the answer is written."
) -> object:
    """Return the option --format of a command that writes what it declares, a `Literal` of formats.

    Raises:
        FormatsDiffer: what is declared is not what can be written; the command cannot be imported.
    """
    if unlike := set(get_args(declared)) ^ set(writers):
        raise FormatsDiffer(f"declared or written, but not both: {', '.join(sorted(unlike))}")
    return typer.Option("--format", help=help)


Form = Annotated[AnswerFormat, written_as(AnswerFormat)]
TargetArgument = Annotated[
    str, typer.Argument(metavar="TARGET", help="A projection and a key: lawsuit/musk-v-openai.")
]


@contextmanager
def chronicle(
    ctx: typer.Context, *, read_only: bool = True, entered_by: str | None = None
) -> Iterator[Chronicle]:
    """Open the log that the command works on, and close it again.

    Raises:
        BadQuestion: nobody can be called what `entered_by` says.
    """
    check_author(entered_by)
    if not gc.isenabled():  # the imports are done: enable GC
        gc.freeze()
        gc.enable()
    opened = Chronicle.open(ctx.obj, create=False, read_only=read_only, entered_by=entered_by)
    try:
        if read_only:
            yield opened
        else:
            say_network(ctx.obj)
            with _checkpoint_kept(opened):
                yield opened
    finally:
        say_erased(opened.erased)
        opened.close()


def check_author(name: str | None) -> None:
    """Check who enters records, as --entered-by or $CHRONO_AUTHOR says it.

    Raises:
        BadQuestion: it is no name.
    """
    if name is None:
        return
    from chrono.errors import BadQuestion
    from chrono.write.record_faults import author_fault

    if fault := author_fault(name):
        raise BadQuestion("entered-by", fault)


@contextmanager
def _checkpoint_kept(opened: Chronicle) -> Iterator[None]:
    """Compare the checkpoint that is kept elsewhere before a command writes, and keep the new one."""
    if not os.environ.get(KEPT_CHECKPOINT):  # only who wants it loads it
        yield
        return
    from chrono.commands.kept_checkpoint import compare, keep

    compare(opened.log)
    try:
        yield
    except BaseException:
        with suppress(Exception):  # what was wrong first is what is said
            keep(opened.log)
        raise
    keep(opened.log)


def say_network(log: str) -> None:
    """Say on stderr, before a command writes, that the log is on a network file system, if it is."""
    from eventlog import network_file_system

    found = network_file_system(log)
    if found is not None:
        say(
            f"note: the log is on a network file system ({found}): readers and writers wait for one another,"
            " and it is as safe as its locks are"
        )


def say_erased(positions: Sequence[int]) -> None:
    """Say on stderr that records were erased, if any were, by their positions, the first of many."""
    if not positions:
        return
    first = ", ".join(map(str, positions[:ERASED_NAMED])) + (" …" if len(positions) > ERASED_NAMED else "")
    if len(positions) == 1:
        say(f"note: the record at position {first} was erased: nothing here rests on it")
    else:
        say(f"note: {len(positions)} records were erased, at positions {first}: nothing here rests on them")


def file_name(path: str) -> str:
    """Return a file as a fault names it; `-` is standard input."""
    return "standard input" if path == "-" else safe(path)


def refuse_device(path: str) -> None:
    """Refuse to read a device: it may have no end. A terminal has one, and so has /dev/null.

    Raises:
        OSError: it is one.
    """
    mode = Path(path).stat().st_mode
    if stat.S_ISBLK(mode) or (stat.S_ISCHR(mode) and os.path.realpath(path) != os.devnull):
        with Path(path).open("rb", buffering=0) as file:
            if not file.isatty():
                raise OSError(errno.ENODEV, "it is a device: give a file", path)


def lines_in(path: str) -> Iterable[bytes]:
    """Return the lines of a file, or of standard input for `-`, without a byte order mark before the first.

    Raises:
        OSError: the file cannot be read.
    """
    if path == "-":
        return sys.stdin.buffer.read().removeprefix(BOM_UTF8).split(b"\n")
    refuse_device(path)
    return Path(path).read_bytes().removeprefix(BOM_UTF8).split(b"\n")


def line_read(line: bytes) -> dict[str, object]:
    """Return the object that one line of a file holds.

    Raises:
        BadLine: it holds none.
    """
    try:
        return parse_line(line)
    except RecursionError as err:
        raise BadLine("not JSON: nested too deep") from err


def say(text: str) -> None:
    """Write a line of words for the person to stderr; where that cannot be done, go on."""
    try:
        sys.stderr.write(safe(text) + "\n")
        sys.stderr.flush()
    except OSError:
        discard(sys.stderr)


def discard(stream: TextIO) -> None:
    """Let a stream that cannot be written lead nowhere: what it holds would fail again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
