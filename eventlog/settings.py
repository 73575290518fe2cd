"""Describe how a log is opened: what every store is given, whichever it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import attrs

if TYPE_CHECKING:
    from datetime import datetime

    from eventlog.upcasting import Upcasting

Durability = Literal["full", "normal"]


@attrs.frozen(kw_only=True)
class Settings:
    """Hold how a log is opened; `open_log` says what each setting means.

    Attributes:
        create: whether an empty log is made where there is none.
        read_only: whether appends are refused.
        clock: gives the present instant, with an offset from UTC.
        upcasting: the steps to the present version of each type, checked to be complete.
        durability: what an append survives, the end of the process or a power cut too.
        lock_timeout: seconds to wait for the lock of other writers.
    """

    create: bool
    read_only: bool
    clock: Callable[[], datetime]
    upcasting: Upcasting
    durability: Durability
    lock_timeout: float
