"""Dates and amounts in Japanese words; times are in UTC.

Of a year's thirds Japanese has no names as exact as 上旬, 中旬 and 下旬 are of a month's: their months stand
beside them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from chrono.render.english import edges, third_of
from chrono.values.edtf import DAY, FUTURE, PAST, SEASONS, Bounds, Edtf, parse
from chrono.values.quantities import Quantity
from chrono.values.times import THROUGHOUT, When, text_of, when

_SEASONS: Final = "春夏秋冬"
_PARTS: Final = {
    33: "第1四半期", 34: "第2四半期", 35: "第3四半期", 36: "第4四半期",
    37: "1月〜4月", 38: "5月〜8月", 39: "9月〜12月", 40: "前半", 41: "後半",
}  # fmt: skip
_OF_YEAR: Final = ("初め（1〜4月）", "半ば（5〜8月）", "終盤（9〜12月）")
_OF_MONTH: Final = ("上旬", "中旬", "下旬")
_UNITS: Final = {
    "USD": "ドル", "JPY": "円", "EUR": "ユーロ", "GBP": "ポンド", "CNY": "人民元", "KRW": "ウォン", "%": "%",
}  # fmt: skip
_MYRIADS: Final = ("", "万", "億", "兆", "京")
_TENS: Final = ("", "十", "百", "千")


def in_words(date: Edtf | When | str) -> str:
    """Return a date in few words: 2025年1月21日, 2025年1月上旬, 2025年2月10日から14日の間.

    Marks are kept: 2015年ごろ, 2015年（不確か）.
    """
    if isinstance(date, When):
        return _when_in_words(date)
    read_as = parse(date) if isinstance(date, str) else date
    if "/" not in read_as.text:
        return _marked(_label(read_as), read_as)
    start, end = (None if part in ("", "..") else in_words(part) for part in read_as.text.split("/"))
    if start is None:
        return f"{end}までに" if end else "時期不明"
    return _joined("〜", start, end) if end else f"{start}以降"


def _when_in_words(date: When) -> str:
    if third := third_of(date):
        n, whole = third
        return _marked(_label(parse(whole)) + (_OF_MONTH if "-" in whole else _OF_YEAR)[n], date)
    plain = when({"edtf": date.edtf, "sense": date.sense})
    if (date.earliest, date.latest, date.end) == (plain.earliest, plain.latest, plain.end):
        if date.sense == THROUGHOUT and date.earliest == PAST:
            return in_words(date.edtf).replace("までに", "まで")
        if date.sense == THROUGHOUT or "/" not in date.edtf or date.earliest == PAST or date.latest == FUTURE:
            return in_words(date.edtf)
        return _joined("から", *map(in_words, date.edtf.split("/"))) + "の間"
    if date.end is not None:
        return _span(date, date.end)
    return f"{in_words(date.edtf)}（{_range((date.earliest, date.latest))}）"


def _span(date: When, end: Bounds) -> str:
    """Return a span each of whose ends may be imprecise."""
    if date.earliest == PAST < date.latest < end[1] == FUTURE:
        begun = f"{_range((PAST, date.latest))}に開始"
        return f"{begun}、終わりは不明" if end[0] < FUTURE else begun
    if PAST < date.earliest == date.latest and end[0] == end[1] < FUTURE:
        return _range((date.earliest, end[1]))
    start = "始まりは不明" if date.earliest == PAST else f"{_some((date.earliest, date.latest))}から"
    if end[1] == FUTURE:
        return start if end[0] == FUTURE else f"{start}、終わりは不明"
    last = end[0] - DAY + 1 if end[0] % DAY == DAY - 1 else end[0]
    return (
        f"{start}、{_some((last, end[1]))}まで"
        if date.earliest == PAST
        else f"{start}{_some((last, end[1]))}まで"
    )


def _some(bounds: Bounds) -> str:
    """Return the day or time within these bounds; where they are wider, that it is some time in them."""
    words = _range(bounds)
    return words if bounds[1] - bounds[0] < DAY else f"{words}のある時点"


def _range(bounds: Bounds) -> str:
    """Return a range of time by the years, months, days or times that bound it."""
    first, last = edges(*bounds)
    if first == last:
        return "時期不明" if first == ".." else _label(parse(first))
    if ".." in (first, last):
        return f"{_label(parse(last))}まで" if first == ".." else f"{_label(parse(first))}以降"
    return _joined("〜", _label(parse(first)), _label(parse(last)))


def _label(read_as: Edtf) -> str:
    """Return the words for one expression, without its marks."""
    text = re.sub("[?~%]", "", read_as.text)
    if "T" in text:
        return _clock(read_as.earliest)
    if "X" in text:
        decade = re.fullmatch("([0-9]{3})X", text)
        return f"{decade[1]}0年代" if decade else _range((read_as.earliest, read_as.latest))
    year, month, day = [*text.split("-"), "", ""][:3]
    if not month or int(month) in SEASONS:
        return _season(int(year), int(month)) if month else f"{int(year)}年"
    return f"{int(year)}年{int(month)}月" + (f"{int(day)}日" if day else "")


def _season(year: int, code: int) -> str:
    if code in _PARTS:
        return f"{year}年{_PARTS[code]}"
    first, months = SEASONS[code]
    years = f"{year}〜{(year + 1) % 100:02}年" if first + months > 13 else f"{year}年"
    hemisphere = "北半球の" if code in range(25, 29) else "南半球の" if code in range(29, 33) else ""
    return f"{hemisphere}{years}{_SEASONS[(code - 21) % 4]}"


def _clock(moment: int) -> str:
    day, time = text_of(moment, moment)[:-1].split("T")
    hour, minute, second = time.split(":")
    seconds = f"{Decimal(second).normalize():f}秒"
    told = f"{int(hour)}時{int(minute)}分{'' if second == '00' else seconds}"
    return f"{_label(parse(day))}{told}（協定世界時）"


def _joined(between: str, first: str, last: str) -> str:
    """Return two dates joined, the year, or year and month, said once where they share it."""
    for shared in (r"\d+年\d+月(?=\d+日)", r"\d+年(?=\d+月)"):
        one, other = re.match(shared, first), re.match(shared, last)
        if one and other and one[0] == other[0]:
            return f"{first}{between}{last[other.end() :]}"
    return f"{first}{between}{last}"


def _marked(words: str, date: Edtf | When) -> str:
    words = f"{words}ごろ" if date.approximate else words
    return f"{words}（不確か）" if date.uncertain else words


def amount_in_words(q: Quantity) -> str:
    """Return a quantity: 974億ドル, 約78兆円, 1億ドル以上, 100億ドル未満, 数億ドル."""
    words = _several(q) or _bounds(q)
    return f"約{words}" if q.about else words


def _bounds(q: Quantity) -> str:
    if q.amount is not None and q.least == q.most:
        return _amount(q.amount, q.unit)
    told = []
    if q.least is not None:
        told.append(_amount(q.least, q.unit) + ("超" if q.exclusive_least else "以上"))
    if q.most is not None:
        told.append(_amount(q.most, q.unit) + ("未満" if q.exclusive_most else "以下"))
    return "".join(told) or "金額不明"


def _several(q: Quantity) -> str | None:
    """Return 数億 or 数十億 for two to under ten of a size that Japanese names."""
    if q.least is None or q.most != 5 * q.least or not q.exclusive_most or q.exclusive_least:
        return None
    power = q.least.adjusted()
    if not 0 < power < 4 * len(_MYRIADS) or q.least != Decimal(2).scaleb(power):
        return None
    return f"数{_TENS[power % 4]}{_MYRIADS[power // 4]}{_unit(q.unit)}"


def _amount(number: Decimal, unit: str | None) -> str:
    """Return a number in groups of four digits, every one of them: 1234万5678円."""
    whole, _, fraction = format(abs(number), "f").partition(".")
    digits, groups = int(whole), []
    for name in _MYRIADS[:-1]:
        digits, group = divmod(digits, 10_000)
        groups.append(f"{group}{name}" if group else "")
    groups.append(f"{digits:,}{_MYRIADS[-1]}" if digits else "")
    told = "".join(reversed(groups)) or "0"
    point = f".{fraction.rstrip('0')}" if fraction.rstrip("0") else ""
    return f"{'-' if number < 0 else ''}{told}{point}{_unit(unit)}"


def _unit(unit: str | None) -> str:
    return "" if unit is None else _UNITS.get(unit, f" {unit}")
