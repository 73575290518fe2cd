"""Keeps the last checkpoint of a log in a file elsewhere, and compares it before a command writes.

Who rewrites a log, or cuts it off at its end, would have to change that file too.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from chrono.errors import ChronoError, quoted
from eventlog import Checkpoint, EventLog, InvalidArgument

VARIABLE = "CHRONO_CHECKPOINT"
"""The environment variable that names the file."""


class BadCheckpointFile(ChronoError, ValueError):
    """The file that keeps the last checkpoint holds none, or cannot be read or written."""


def compare(log: EventLog) -> None:
    """Check that a log still holds the checkpoint that was kept last, if a file for it is named and there.

    Raises:
        eventlog.LogDamaged: it does not.
        BadCheckpointFile: the file holds no checkpoint.
    """
    path = _path()
    if path is None or not path.exists():
        return
    try:
        log.check(Checkpoint.parse(path.read_text("utf-8")))
    except (InvalidArgument, OSError, UnicodeDecodeError) as err:
        message = f"{quoted(str(path))}, where ${VARIABLE} keeps the last checkpoint: {err}"
        raise BadCheckpointFile(message) from err


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
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.absolute().parent) as beside:
            made = Path(beside, path.name)
            with made.open("w", encoding="utf-8") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
            made.replace(path)
    except OSError as err:
        message = f"appended, but {quoted(str(path))} could not be written: {str(err.strerror).lower()}"
        raise BadCheckpointFile(message) from err


def _path() -> Path | None:
    name = os.environ.get(VARIABLE)
    return Path(name) if name else None
