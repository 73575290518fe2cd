"""Reads dates in the cells of a spreadsheet: by the formats that a map names, else EDTF; never guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from functools import lru_cache

from chrono.errors import BadDate, quoted
from chrono.values import times

_DIRECTIVES = frozenset("YymdbBjHIMSfzpaA%")
_TIMES = frozenset("HIMSf")
_OFFSET = re.compile(r"Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9]")
_LONGEST = 40  # characters of a pattern; a longer text is no date


def edtf(text: str, formats: tuple[str, ...] = (), offset: str | None = None) -> str:
    """Return the date that a cell gives as EDTF text, as precise as the format that fits.

    A text that fits no format is read as EDTF or one of the worded forms, which are never ambiguous.

    Args:
        text: the cell.
        formats: as `datetime.strptime` takes them; a date that two of them read differently is refused.
        offset: the offset from UTC of times of day that give none, such as "+09:00".

    Raises:
        BadDate: it cannot be read, or in more than one way; the message says what to put in the map.
    """
    return _edtf(text, formats, offset)


@lru_cache(maxsize=1 << 14)
def _edtf(text: str, formats: tuple[str, ...], offset: str | None) -> str:
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    dates = {date: each for each in formats if (date := _parsed_by(plain, each, offset)) is not None}
    if len(dates) > 1:
        read_as = " and as ".join(f"{quoted(date)} ({each})" for date, each in dates.items())
        raise BadDate(text, f"the formats read it as {read_as}: keep one of them in the map")
    if dates:
        return next(iter(dates))
    try:
        times.parse_date(text)
    except BadDate as err:
        raise BadDate(text, _hint(plain, formats) or err.why) from None
    return text


def _parsed_by(text: str, form: str, offset: str | None) -> str | None:
    try:
        moment = datetime.strptime(text, form)  # noqa: DTZ007 - the offset is given beside it
    except ValueError:
        return None
    directives = set(_directives(form))
    if directives & _TIMES:
        written = moment.isoformat()
        return written if moment.tzinfo else f"{written}{offset}"
    if directives & set("dj"):
        return moment.date().isoformat()
    return moment.date().isoformat()[: 7 if directives & set("mbB") else 4]


def _directives(form: str) -> list[str]:
    return re.findall("%(.?)", form)


def format_fault(form: str, offset: str | None) -> str | None:
    """Return the fault of a format, or None."""
    directives = _directives(form)
    unknown = [each for each in directives if each not in _DIRECTIVES]
    if unknown:
        return f"{quoted(form)}: %{unknown[0]} is not known here: use those of %Y %m %d %b %B %y %H %M %S %z"
    twice = [each for each in directives if each != "%" and directives.count(each) > 1]
    if twice:
        return f"{quoted(form)}: %{twice[0]} stands there twice: a date has one of each part"
    if not set(directives) & set("Yy"):
        return f'{quoted(form)}: a date needs its year: write one such as "%d/%m/%Y"'
    if "d" in directives and not set(directives) & set("mbB"):
        return f'{quoted(form)}: a day needs its month: write one such as "%d/%m/%Y"'
    if set(directives) & _TIMES and "z" not in directives and offset is None:
        return f'{quoted(form)}: a time of day needs its offset from UTC: add offset = "+09:00", or %z'
    return None


def offset_fault(offset: str) -> str | None:
    """Return the fault of an offset from UTC, or None."""
    return None if _OFFSET.fullmatch(offset) else f'{quoted(offset)} is no offset: write one such as "+09:00"'


def pattern(text: str) -> str:
    """Return the shape of a cell, for grouping failures: digits as 9, Latin letters as a."""
    plain = unicodedata.normalize("NFKC", text)
    shape = re.sub("[A-Za-z]+", "a", re.sub("[0-9]", "9", plain))
    return shape if len(shape) <= _LONGEST else shape[: _LONGEST - 1] + "…"


def _hint(text: str, formats: tuple[str, ...]) -> str | None:
    """Return a hint for a date in figures that is not EDTF: which format the map can name."""
    shapes = _shapes(text)
    if any(each in formats for each in shapes):
        return f"there is no such day by {' or by '.join(quoted(each) for each in shapes if each in formats)}"
    tried = f"it is not of the form {' or '.join(map(quoted, formats))}, nor EDTF; " if formats else ""
    named = " or ".join(f"format = {quoted(each)}" for each in shapes)
    if len(shapes) > 1:
        return f"{tried}day or month first? name it in the map: {named}"
    if shapes:
        return f"{tried}name its format in the map: {named}"
    return f"{tried}write it as in 2024-02-03 or 2024-02" if formats else None


def _shapes(text: str) -> list[str]:
    """Return the formats that fit a date in figures."""
    parts = re.fullmatch(r"([0-9]{1,4})([-/. ])([0-9]{1,2})\2([0-9]{1,4})", text)
    if parts is None:
        return []
    first, mark, _, last = parts.groups()
    if len(first) == len("2024"):
        return [f"%Y{mark}%m{mark}%d"]
    year = "%Y" if len(last) == len("2024") else "%y"
    return [f"%d{mark}%m{mark}{year}", f"%m{mark}%d{mark}{year}"]
