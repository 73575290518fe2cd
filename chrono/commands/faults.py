"""Faults as a person reads them: one line each, and the exit code that says what sort it is."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from typer import Abort, TyperException

from chrono.errors import BadDate, BadQuestion, ChronoError, NoSuchTarget
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


def lines_of(err: Exception) -> tuple[int, list[str]]:
    """Return the exit code and the lines for an error that is foreseen.

    Raises:
        Exception: the error itself, if it is not foreseen.
    """
    for known, code in _CODES:
        if isinstance(err, known):
            return code, [safe(line) for line in _lines(err)]
    if isinstance(err, ReaderGone):
        return DONE, []
    if isinstance(err, Abort):  # what typer makes of an interrupt
        return INTERRUPTED, []
    if isinstance(err, TyperException):
        return USAGE, [safe(_usage(err.format_message()))]
    if isinstance(err, OSError):
        where = f"{err.filename}: " if err.filename else ""
        return REFUSED, [safe(f"{where}{(err.strerror or str(err)).lower()}")]
    if isinstance(err, UnicodeEncodeError):
        locale = sys.getfilesystemencoding()
        return USAGE, [f"this locale ({locale}) cannot name every file: set LC_ALL=C.UTF-8"]
    if isinstance(err, UnicodeDecodeError):
        return USAGE, [f"an argument is no UTF-8: {safe(ascii(err.object))}"]
    raise err


def _lines(err: Exception) -> Iterable[str]:
    """Return a line for each fault; a newline that came from outside begins none."""
    if isinstance(err, FileFaults):
        return err.lines
    if hasattr(err, "faults") or hasattr(err, "refusals"):
        return [line for line in str(err).split("\n") if line]
    return (str(err),)


def _usage(message: str) -> str:
    """Return what the parser of the command line says, in the words of all other faults."""
    told = " ".join(f"{message[:1].lower()}{message[1:]}".split()).rstrip(".")
    told = re.sub(r"no such option: (\S+)", r'unknown option "\1"', told)
    told = re.sub(r" \(Possible options: ([^)]*)\)", r": did you mean \1?", told).replace("Value error, ", "")
    return told if "--help" in told or told.endswith("?") else f"{told} (see --help)"


_CODES: tuple[tuple[type[Exception], int], ...] = (
    (LogDamaged, DAMAGED),
    (LogMissing, NOT_FOUND),
    (NoSuchTarget, NOT_FOUND),
    (BadDate, USAGE),
    (BadQuestion, USAGE),
    (ChronoError, REFUSED),
    (EventLogError, REFUSED),
)
