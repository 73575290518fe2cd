"""Faults as a person reads them: one line each, and the exit code that says what sort it is."""

from __future__ import annotations

from collections.abc import Iterable

from typer import Abort, TyperException

from chrono.errors import BadDate, BadQuestion, ChronoError, NoSuchTarget
from chrono.render.text import safe
from eventlog import EventLogError, LogDamaged, LogMissing

DONE, REFUSED, USAGE, NOT_FOUND, REJECTED, DAMAGED = range(6)
"""The exit codes of the contract (format.md §4)."""


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
            return code, [safe(line) for line in str(err).split("\n") if line]
    if isinstance(err, Abort):
        return REFUSED, ["stopped"]
    if isinstance(err, TyperException):
        message = err.format_message()
        hint = "" if "--help" in message else " (see --help)"
        return USAGE, [safe(" ".join(f"{message[:1].lower()}{message[1:]}".split()).rstrip(".") + hint)]
    if isinstance(err, OSError):
        where = f"{err.filename}: " if err.filename else ""
        return REFUSED, [safe(f"{where}{(err.strerror or str(err)).lower()}")]
    raise err


_CODES: tuple[tuple[type[Exception], int], ...] = (
    (LogDamaged, DAMAGED),
    (LogMissing, NOT_FOUND),
    (NoSuchTarget, NOT_FOUND),
    (BadDate, USAGE),
    (BadQuestion, USAGE),
    (ChronoError, REFUSED),
    (EventLogError, REFUSED),
)
