"""Shows the progress of long work and the time left: a bar on a terminal, else a line at times."""

from __future__ import annotations

import sys
import time

import attrs

EVERY = 10.0
"""Seconds between lines where stderr is no terminal."""
BAR_WIDTH = 24


@attrs.define
class Progress:
    """The progress of work, shown on stderr; on a terminal the bar is wiped out at the end."""

    what: str
    begun: float = attrs.field(factory=time.monotonic, init=False)
    last: float = attrs.field(factory=time.monotonic, init=False)
    bar: bool = attrs.field(factory=lambda: sys.stderr.isatty(), init=False)  # noqa: PLW0108 - asked when made

    def at(self, share: float, rows: int) -> None:
        """Show that a share of the work, from 0 to 1, is done, and how many rows that is."""
        now = time.monotonic()
        if not self.bar and now - self.last < EVERY:
            return
        self.last = now
        line = f"{self.what} {share:4.0%}, {rows:,} rows{_time_left(share, now - self.begun)}"
        if self.bar:
            full = round(share * BAR_WIDTH)
            sys.stderr.write(f"\r[{'#' * full}{'.' * (BAR_WIDTH - full)}] {line}\x1b[K")
        else:
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Wipe the bar out."""
        if self.bar:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _time_left(share: float, seconds: float) -> str:
    if share <= 0 or seconds < 1:
        return ""
    remaining = round(seconds * (1 - share) / share)
    return f", {remaining // 60} min {remaining % 60} s left" if remaining >= 60 else f", {remaining} s left"
