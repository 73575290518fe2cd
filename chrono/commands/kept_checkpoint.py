"""Keeps the last checkpoint of a log in a file elsewhere; compares it before a command writes or verifies.

Who rewrites a log, or cuts it off at its end, would have to change that file too.
"""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from chrono.commands import KEPT_CHECKPOINT
from chrono.errors import ChronoError, quoted_path
from eventlog import Checkpoint, EventLog, InvalidArgument, LogDamaged

LONGEST = 200
"""The most bytes that are read of it: a line, and white space around it."""


class BadCheckpointFile(ChronoError, ValueError):
    """The file that keeps the last checkpoint holds none, or cannot be read or written."""


def compare(log: EventLog) -> None:
    """Check that a log still holds the checkpoint that was kept last, if a file for it is named and there.

    Raises:
        eventlog.LogDamaged: it does not.
        BadCheckpointFile: the file holds no checkpoint, or no new one could be kept in it.
    """
    path = _path()
    if path is None:
        return
    kept = _kept_in(path)
    _refuse_unwritable(path)
    if kept is not None:
        _check(log, kept, path)


def check_kept(log: EventLog) -> Checkpoint | None:
    """Return the checkpoint that was kept last, which the log holds; None where none is kept.

    Raises:
        eventlog.LogDamaged: the log does not hold it.
        BadCheckpointFile: the file holds no checkpoint.
    """
    path = _path()
    kept = None if path is None else _kept_in(path)
    if path is not None and kept is not None:
        _check(log, kept, path)
    return kept


def doubt(log: EventLog) -> str | None:
    """Return in words why the kept checkpoint lets nothing be appended to a log; None if it does."""
    try:
        check_kept(log)
    except LogDamaged:
        return f"the log does not hold the checkpoint that ${KEPT_CHECKPOINT} keeps"
    except BadCheckpointFile as err:
        return str(err)
    return None


def refuse_former() -> None:
    """Refuse to make a log while the checkpoint of another is kept, which no new log can hold.

    Raises:
        BadCheckpointFile: the file holds one, or no checkpoint, or no new one could be kept in it.
    """
    path = _path()
    if path is None:
        return
    kept = _kept_in(path)
    _refuse_unwritable(path)
    if kept is not None and kept.position:
        raise _bad(path, "is of another log: name another file, or remove it")


def keep(log: EventLog) -> None:
    """Keep the present checkpoint of a log, if a file for it is named: whole, or as it was.

    Raises:
        BadCheckpointFile: the file cannot be written; what was appended stays.
    """
    path = _path()
    if path is None:
        return
    line = f"{log.checkpoint()}\n"
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as beside:
            made = Path(beside, path.name)
            with made.open("w", encoding="utf-8") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
            made.replace(path)
    except OSError as err:
        why = str(err.strerror).lower()
        message = f"{quoted_path(path)} could not be written: {why}; what was appended is in the log"
        raise BadCheckpointFile(message) from err


def _path() -> Path | None:
    """Return the file that the variable names; where it is a link, that to which it leads."""
    name = os.environ.get(KEPT_CHECKPOINT)
    return Path(os.path.realpath(name)) if name else None


def _kept_in(path: Path) -> Checkpoint | None:
    """Return the checkpoint that a file holds; None where there is no file."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    except OSError as err:
        raise _bad(path, f"cannot be read: {str(err.strerror).lower()}") from err
    if not stat.S_ISREG(mode):  # what is no file may have no end
        raise _bad(path, "is no file")
    try:
        with path.open("rb") as file:
            return Checkpoint.parse(file.read(LONGEST).decode("ascii"))
    except OSError as err:
        raise _bad(path, f"cannot be read: {str(err.strerror).lower()}") from err
    except (InvalidArgument, UnicodeDecodeError) as err:
        raise _bad(path, "holds no checkpoint: put one there, or remove it to begin anew") from err


def _refuse_unwritable(path: Path) -> None:
    """Refuse a file that could not be written after the log was."""
    if not path.parent.is_dir():
        raise _bad(path, "cannot be written: there is no such folder")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise _bad(path, "cannot be written: permission denied for its folder")


def _check(log: EventLog, kept: Checkpoint, path: Path) -> None:
    try:
        log.check(kept)
    except InvalidArgument as err:
        raise _bad(path, f"is not of this log: {err.reason}") from err
    except LogDamaged as err:
        reason = (
            f"{err.reason} that ${KEPT_CHECKPOINT} keeps in {quoted_path(path)}, if that is of this log "
            "(where it was restored or salvaged on purpose, put there what `chrono checkpoint` prints)"
        )
        raise LogDamaged(err.position, reason) from err


def _bad(path: Path, what: str) -> BadCheckpointFile:
    return BadCheckpointFile(
        f"{quoted_path(path)}, where ${KEPT_CHECKPOINT} keeps the last checkpoint, {what}"
    )
