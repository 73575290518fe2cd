"""Dates of occurrence: what a publication bounds, and what a datetime names at its own offset."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from chrono.values import times
from chrono.values.times import DAY, Bounds, When


def when(occurred: object, zone: str | None = None, *, span: bool = False) -> When:
    """Return an `occurred` as understood, its times of day without offset read in a zone."""
    if isinstance(occurred, str):
        return times.when(_zoned(occurred, zone), span=span)
    assert isinstance(occurred, Mapping)
    dates = ("edtf", "earliest", "latest", "start", "end")
    found: dict[str, Any] = {
        key: _zoned(each, zone) if key in dates and isinstance(each, str) else each
        for key, each in occurred.items()
    }
    return times.when(found, span=span)


def published(text: str, zone: str | None) -> Bounds:
    """Return the bounds of a time of publication; a time of day without offset or zone counts as its day."""
    return times.published(_zoned(text, zone))


def _zoned(text: str, zone: str | None) -> str:
    return "/".join(_one_zoned(part, zone) for part in text.split("/"))


def _one_zoned(text: str, zone: str | None) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if "T" not in text or moment.tzinfo is not None:
        return text
    if zone is None:
        return text.split("T", maxsplit=1)[0]
    if zone[0] in "+-" or zone == "Z":
        return f"{text}{zone}"
    return moment.replace(tzinfo=ZoneInfo(zone)).isoformat()


def bounded(date: When, said_by: int | None) -> When:
    """Return a date no later than its publication, unless that leaves nothing; of a span its start."""
    if said_by is None or date.earliest > said_by:
        return date
    return attrs.evolve(date, latest=min(date.latest, said_by))


def beginning(date: When) -> str:
    """Return the beginning of a span as given; where that is open or unknown, all of it."""
    start = date.edtf.split("/")[0]
    return date.edtf if start in ("", "..") else start


def names(moment: When, date: When) -> bool:
    """Return whether a datetime names a day, a month or a year at its own offset."""
    if moment.end is not None or date.end is not None or "T" not in moment.edtf or "/" in moment.edtf:
        return False
    day = datetime.fromisoformat(moment.edtf).date().isoformat()
    wanted = {(each.earliest, each.latest) for each in (times.when(day[:length]) for length in (4, 7, 10))}
    return (date.earliest, date.latest) in wanted


def end_of_day(instant: int) -> int:
    """Return the last instant of the day (UTC) of an instant."""
    return instant - instant % DAY + DAY - 1
