"""Reads times of day that were written without an offset, in the zone where they were published."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo

from chrono.errors import BadDate, quoted
from chrono.values.limits import ZONE_CHARACTERS

_NAIVE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,6})?)?"
_OFFSET = r"(?P<sign>[+-])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2})?"


def zone_of(name: str) -> tzinfo:
    """Return a time zone by its IANA name (`Asia/Tokyo`) or its offset (`+09:00`, `Z`).

    Raises:
        ValueError: it is neither; the message says what would be right.
    """
    match = re.fullmatch(_OFFSET, "+00:00" if name == "Z" else name)
    if match:
        size = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
        if size < timedelta(days=1) and int(match["minutes"] or 0) < 60:
            return timezone(-size if match["sign"] == "-" else size)
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name if len(name) <= ZONE_CHARACTERS else "")
    except (LookupError, ValueError, OSError):
        message = f'{quoted(name)} is no time zone: write an IANA name or an offset, "Asia/Tokyo" or "+09:00"'
        raise ValueError(message) from None


def read_in_zone(text: str, zone: str | None = None) -> str:
    """Return an EDTF text with each time of day that has no offset given that of `zone`.

    Without a zone, and of a time that clocks showed twice or never, it counts as widely as it must: as its
    day, or as the interval from the first reading to the second.

    Raises:
        BadDate: there is no such time.
    """
    if "T" not in text:
        return text
    ends = text.strip().split("/")
    read = [_read(end, zone) if re.fullmatch(_NAIVE, end) else [end] for end in ends]
    if all(len(each) == 1 for each in read):
        return "/".join(each[0] for each in read)
    return "/".join((read[0][0], *ends[1:-1], read[-1][-1]))


def _read(text: str, zone: str | None) -> list[str]:
    """Return what a time of day can have been in a zone, the earliest first; without one its day."""
    try:
        moment = datetime.fromisoformat(text.replace(",", "."))
    except ValueError as fault:
        raise BadDate(text, f"no such time: {fault}") from None
    if zone is None:
        return [moment.date().isoformat()]
    readings = {moment.replace(tzinfo=zone_of(zone), fold=fold).isoformat() for fold in (0, 1)}
    return sorted(readings, key=datetime.fromisoformat)
