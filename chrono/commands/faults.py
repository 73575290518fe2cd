"""Words errors for a person, a line for each fault, and gives the exit code for their sort."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from typing import Any

from typer import Abort, TyperException

from chrono.errors import BadDate, BadQuestion, ChronoError, NoBackup, NoSuchTarget
from chrono.model.records import Fault
from chrono.render.formats import ReaderGone
from chrono.render.text import safe
from eventlog import EventLogError, LogDamaged, LogMissing

DONE, REFUSED, USAGE, NOT_FOUND, REJECTED, DAMAGED = range(6)
"""The exit codes of the contract."""
INTERRUPTED = 130
"""The exit code that shells give what an interrupt has ended."""


class FileFaults(ChronoError, ValueError):
    """Faults in a file, each with its line."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


def fault_text(fault: Fault) -> str:
    """Return a fault in one line: the place in the record, where it has one, and what is wrong there."""
    where, what = fault
    return f"{where}: {what}" if where else what


def lines_of(err: Exception) -> tuple[int, list[str]]:
    """Return the exit code and the lines for an error that is foreseen.

    Raises:
        Exception: the error itself, if it is not foreseen.
    """
    for error_type, code, lines in _KNOWN:
        if isinstance(err, error_type):
            return code, [safe(line) for line in lines(err)]
    raise err


def _lines(err: Exception) -> Iterable[str]:
    """Return a line for each fault; a newline that came from outside begins none."""
    if isinstance(err, FileFaults):
        return err.lines
    if hasattr(err, "faults") or hasattr(err, "refusals"):
        return [line for line in str(err).split("\n") if line]
    return (str(err),)


def _nothing(_: Exception) -> Iterable[str]:
    return ()


def _of_missing(err: LogMissing) -> Iterable[str]:
    return (f'no log at "{err.path}": `chrono init` makes one there, --log or $CHRONO_LOG names another',)


def _of_system(err: OSError) -> Iterable[str]:
    where = f"{err.filename}: " if err.filename else ""
    return (f"{where}{(err.strerror or str(err)).lower()}",)


def _of_usage(err: TyperException) -> Iterable[str]:
    """Return the message of the command line's parser, in the shape of all other faults."""
    message = err.format_message()
    line = " ".join(f"{message[:1].lower()}{message[1:]}".split()).rstrip(".")
    line = re.sub(r"no such option: (\S+)", r'unknown option "\1"', line)
    line = re.sub(r" \(Possible options: ([^)]*)\)", r": did you mean \1?", line).replace("Value error, ", "")
    return (line if "--help" in line or line.endswith("?") else f"{line} (see --help)",)


def _of_locale(_: UnicodeEncodeError) -> Iterable[str]:
    return (f"this locale ({sys.getfilesystemencoding()}) cannot name every file: set LC_ALL=C.UTF-8",)


def _of_text(err: UnicodeDecodeError) -> Iterable[str]:
    return (f"a file is no text: it cannot be read as {err.encoding} from byte {err.start} on",)


_KNOWN: tuple[tuple[type[Exception], int, Callable[[Any], Iterable[str]]], ...] = (
    (LogDamaged, DAMAGED, _lines),
    (LogMissing, NOT_FOUND, _of_missing),
    (NoBackup, NOT_FOUND, _lines),
    (NoSuchTarget, NOT_FOUND, _lines),
    (BadDate, USAGE, _lines),
    (BadQuestion, USAGE, _lines),
    (ChronoError, REFUSED, _lines),
    (EventLogError, REFUSED, _lines),
    (ReaderGone, DONE, _nothing),
    (Abort, INTERRUPTED, _nothing),  # what typer makes of an interrupt
    (TyperException, USAGE, _of_usage),
    (OSError, REFUSED, _of_system),
    (UnicodeEncodeError, USAGE, _of_locale),
    (UnicodeDecodeError, REFUSED, _of_text),
)
"""Errors that are foreseen: the first class that fits gives the exit code and the lines."""
