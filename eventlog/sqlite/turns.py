"""Let programs take turns where a file goes over from one mode to another, so that nobody sees it half done.

Between its two modes the header of a file and what lies beside it do not agree for a moment, as they do not
where a `-wal` was lost. Who changes the mode is alone; who opens the log waits for that. The lock is one of
the system on the folder, so it leaves nothing behind and ends with the process that holds it.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_PAUSE = 0.005

_held = threading.local()


@contextmanager
def turn(path: str, *, alone: bool, seconds: float) -> Iterator[None]:
    """Hold the lock on the folder of the file; go on without it where it cannot be had.

    Args:
        path: the file.
        alone: whether nobody else may hold it meanwhile, not even to open the log.
        seconds: how long to wait for others, about.
    """
    folder = os.path.dirname(path)
    own: set[str] = _held.__dict__.setdefault("folders", set())
    # A log that is cleaned up while the same thread opens another must not wait for that.
    handle = None if folder in own else _locked(folder, alone=alone, seconds=seconds)
    if handle is None:
        yield
        return
    own.add(folder)
    try:
        yield
    finally:
        own.discard(folder)
        os.close(handle)


def _locked(folder: str, *, alone: bool, seconds: float) -> int | None:
    """Return a handle that holds the lock until it is closed; None where there is no such lock, or no end."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    waited = 0.0
    while True:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            if waited >= seconds:
                break
        except OSError:  # a disk that knows no such lock
            break
        else:
            return handle
        import random  # slow to load, and seldom needed

        pause = random.uniform(0.0005, LONGEST_PAUSE)
        time.sleep(pause)
        waited += pause
    os.close(handle)
    return None
