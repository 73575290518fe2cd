"""Tells how far long work has come and how long it will take: a bar on a terminal, else a line at times."""

from __future__ import annotations

import sys
import time

import attrs

EVERY = 10.0
"""Seconds between lines where stderr is no terminal."""
WIDTH = 24


@attrs.define
class Progress:
    """Tells on stderr how far work has come; on a terminal the last word is wiped out at the end."""

    what: str
    begun: float = attrs.field(factory=time.monotonic, init=False)
    last: float = attrs.field(factory=time.monotonic, init=False)
    bar: bool = attrs.field(factory=lambda: sys.stderr.isatty(), init=False)  # noqa: PLW0108 - asked when made

    def at(self, share: float, rows: int) -> None:
        """Tell that a share of the work, from 0 to 1, is done, and how many rows that is."""
        now = time.monotonic()
        if not self.bar and now - self.last < EVERY:
            return
        self.last = now
        line = f"{self.what} {share:4.0%}, {rows:,} rows{_left(share, now - self.begun)}"
        if self.bar:
            full = round(share * WIDTH)
            sys.stderr.write(f"\r[{'#' * full}{'.' * (WIDTH - full)}] {line}\x1b[K")
        else:
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Wipe the bar out."""
        if self.bar:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _left(share: float, seconds: float) -> str:
    if share <= 0 or seconds < 1:
        return ""
    left = round(seconds * (1 - share) / share)
    return f", {left // 60} min {left % 60} s left" if left >= 60 else f", {left} s left"
