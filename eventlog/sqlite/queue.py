"""Let the writers of a log append in the order in which they came, so that none of them starves.

SQLite's lock knows no order: who has just written, and so need not wake up, mostly gets it again. A writer
that wants it locks the byte of the `-wal` whose number is the time at which it came; who finds such a byte
before its own waits. SQLite takes no locks on that file, and bytes may be locked where there are none, so
this leaves nothing behind and ends with its process. It is courtesy alone: SQLite's lock is what keeps the
writers apart, also from those that know nothing of it, and where there is no such lock all is as without.
"""

from __future__ import annotations

import os
import struct
import sys
import time
from contextlib import suppress

PATIENCE = 2_000_000  # microseconds after which a place no longer counts: whoever has it may be stopped
NEXT_PAUSE = (0.0001, 0.0003)  # of who is next
PAUSE = (0.0005, 0.002)  # of who stands further back
_FLOCK = struct.Struct("hhqqi0q")  # of the system

if sys.platform == "linux":
    import fcntl

    SUPPORTED = sys.maxsize > 2**32
else:
    SUPPORTED = False


class Queue:
    """Hold the place of one writer among those of a log. Only one thread may use it at a time."""

    def __init__(self, path: str) -> None:
        self._path = f"{path}-wal"
        self._handle: int | None = None
        self._place: int | None = None
        self._came: int | None = None
        """The place of the last try, if it failed."""

    def enter(self, seconds: float) -> float:
        """Wait until those who came before are done, at most about that long; return how long it took."""
        self._place = self._taken()
        if self._place is None:
            return 0.0
        try:
            return self._wait(self._place, seconds)
        except BaseException:
            self.leave(done=False)
            raise

    def leave(self, *, done: bool) -> None:
        """Let the next one come first; whose work was not done keeps the place it had for its next try."""
        place, self._place = self._place, None
        if place is not None:
            self._came = None if done else place
            self._lock(fcntl.F_UNLCK, place)

    def close(self) -> None:
        """Leave the queue; it may be entered again."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _taken(self) -> int | None:
        """Return the place taken; None where there is no queue."""
        if not SUPPORTED:
            return None
        if self._handle is None:
            try:
                self._handle = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
            except OSError:
                return None
        now = _now()
        place = now if self._came is None or self._came <= now - PATIENCE else self._came
        while True:
            try:
                self._lock(fcntl.F_WRLCK, place)
            except BlockingIOError:  # another came at the same microsecond
                place += 1
            except OSError:  # a disk that knows no such lock
                return None
            else:
                return place

    def _wait(self, place: int, seconds: float) -> float:
        """Wait until it is the place's turn, and return how long it took: the sum of the pauses."""
        waited = 0.0
        with suppress(OSError):
            while waited < seconds and (before := self._before(place)):
                import random  # slow to load, and seldom needed

                pause = random.uniform(*(NEXT_PAUSE if before == 1 else PAUSE))
                time.sleep(pause)
                waited += pause
        return waited

    def _before(self, place: int) -> int:
        """Return how many came before, of those that still count; 2 stands for more as well."""
        low = _now() - PATIENCE
        found = self._first_found(low, place)
        if found is None:
            return 0
        more = self._first_found(low, found) is not None or self._first_found(found + 1, place) is not None
        return 2 if more else 1

    def _first_found(self, low: int, high: int) -> int | None:
        """Return a place that another writer has, from `low` on, before `high`; None if there is none."""
        if self._handle is None or low >= high:
            return None
        asked = _FLOCK.pack(fcntl.F_WRLCK, os.SEEK_SET, low, high - low, 0)
        kind, _, start, *_ = _FLOCK.unpack(fcntl.fcntl(self._handle, fcntl.F_OFD_GETLK, asked))
        return None if kind == fcntl.F_UNLCK else int(start)

    def _lock(self, kind: int, place: int) -> None:
        if self._handle is not None:
            asked = _FLOCK.pack(kind, os.SEEK_SET, place, 1, 0)
            fcntl.fcntl(self._handle, fcntl.F_OFD_SETLK, asked)


def _now() -> int:
    """Return the microseconds since the system was started: all its processes read the same clock."""
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1_000
