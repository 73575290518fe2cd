"""Read dates in a newspaper's words: thirds of a year or month, and Japanese calendar dates.

`early`, `mid` and `late` (上旬, 中旬, 下旬) mean thirds: January to April, May to August, September to
December of a year; days 1 to 10, 11 to 20 and 21 to the end of a month. Nothing is ever filled in: words
that need a day of reference ("last December") are left to the person who enters them.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange

import attrs

from chrono.errors import BadDate
from chrono.values.edtf import Edtf, parse

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NUMBERS = {name[:size].lower(): n for n, name in enumerate(MONTHS, 1) for size in (3, len(name))}
_NUMBERS["sept"] = 9
_THIRDS = {"early": 0, "mid": 1, "late": 2, "上旬": 0, "初旬": 0, "中旬": 1, "下旬": 2}
_ENGLISH = (
    r"(?i)(?:(?P<third>early|mid|late)[ -])?(?:(?P<name>[a-z]{3,9})\.? )?"
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2}))?(?P<mark>[?~%]?)"
)
_JAPANESE = (
    r"(?P<year>[0-9]{4})年(?:(?P<month>[0-9]{1,2})月"
    r"(?:(?P<day>[0-9]{1,2})日|(?P<third>上旬|初旬|中旬|下旬))?)?"
)


def parse_date(text: str) -> tuple[Edtf, str | None]:
    """Return the EDTF expression that `text` means, and its words; None for the words where it was EDTF.

    A third is one expression, not an interval of two imprecise ends: its bounds are those of the
    whole third.

    Raises:
        BadDate: the text is neither EDTF nor one of the worded forms.
    """
    if text[:1].isdigit() and text.isascii():
        return parse(text), None  # nearly every date is written so
    words = unicodedata.normalize("NFKC", text).strip()
    if match := re.fullmatch(_JAPANESE, words):
        return _japanese(match, words), text.strip()
    match = re.fullmatch(_ENGLISH, words)
    if match and (match["third"] or match["name"]):
        return _english(match, words), text.strip()
    return parse(text), None


def _english(match: re.Match[str], words: str) -> Edtf:
    month = int(match["month"]) if match["month"] else None
    if match["name"]:
        month = _NUMBERS.get(match["name"].lower())
        if month is None or match["month"]:
            return parse(words)  # raises with the reason
    third = _THIRDS[match["third"].lower()] if match["third"] else None
    return _expression(match["year"], month, third, match["mark"], words)


def _japanese(match: re.Match[str], words: str) -> Edtf:
    month = int(match["month"]) if match["month"] else None
    if month is not None and match["day"]:
        return parse(f"{match['year']}-{month:02}-{int(match['day']):02}")
    return _expression(match["year"], month, _THIRDS.get(match["third"] or ""), "", words)


def _expression(year: str, month: int | None, third: int | None, mark: str, words: str) -> Edtf:
    if third is None:
        return parse(year + mark if month is None else f"{year}-{month:02}{mark}")
    if month is None:
        first, last = f"{year}-{4 * third + 1:02}", f"{year}-{4 * third + 4:02}"
    else:
        if not (month in range(1, 13) and int(year)):
            raise BadDate(words, "no such month: a third is of a year 0001 to 9999 or of its month 01 to 12")
        end = monthrange(int(year), month)[1] if third == _THIRDS["late"] else 10 * third + 10
        first, last = f"{year}-{month:02}-{10 * third + 1:02}", f"{year}-{month:02}-{end:02}"
    read_as = parse(f"{first}{mark}/{last}{mark}")
    whole = read_as.earliest, read_as.latest
    # a third is one expression, so that both its ends are as imprecise as the whole
    return attrs.evolve(read_as, first=whole, last=whole, interval=False)
