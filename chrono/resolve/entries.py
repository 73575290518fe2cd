"""A record at its position in a log."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

Record = Mapping[str, object]


@attrs.frozen
class Entry:
    """A record at its position; `id` is a source's or entity's slug."""

    position: int
    id: str
    type: str
    record: Record
