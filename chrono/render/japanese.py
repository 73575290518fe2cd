"""Japanese: dates, amounts and set phrases.

Of a year's thirds Japanese has no names as exact as 上旬, 中旬 and 下旬 are of a month's: their months stand
beside them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from chrono.render.wording import AmountWords, DateWords, LanguageWords, edges
from chrono.values.edtf import DAY, PAST, Bounds, parse
from chrono.values.times import When, text_of

_OF_YEAR: Final = ("初め（1〜4月）", "半ば（5〜8月）", "終盤（9〜12月）")
_OF_MONTH: Final = ("上旬", "中旬", "下旬")
_NO_BEGINNING: Final = "始まりは不明"
_UNITS: Final = {
    "USD": "ドル", "JPY": "円", "EUR": "ユーロ", "GBP": "ポンド", "CNY": "人民元", "KRW": "ウォン", "%": "%",
}  # fmt: skip
_MYRIADS: Final = ("", "万", "億", "兆", "京")
_TENS: Final = ("", "十", "百", "千")


class JapaneseDates(DateWords):
    """Dates in Japanese."""

    about = "{}ごろ"
    uncertain = "{}（不確か）"
    any_time = "時期不明"
    by = "{}までに"
    onwards = "{}以降"
    until = "{}まで"
    unknown_start = "{}まで（始まりは不明）"
    unknown_end = "{}から（終わりは不明）"
    unknown_onwards = "ある時点以降（始まりは不明）"
    unknown_until = "ある時点まで（終わりは不明）"
    bounded = "{}（{}）"
    begun = "{}までに開始"
    ended_unknown = "（終わりは不明）"
    lasting = "{}"
    lasting_unknown = "{}（終わりは不明）"
    decade = "{}0年代"
    part = "{}年{}"
    season = "{0}{2}{3}年{1}"
    next_year = "〜{:02}"
    seasons = ("春", "夏", "秋", "冬")
    hemispheres = ("", "北半球の", "南半球の")
    parts = {  # noqa: RUF012 - a table
        33: "第1四半期", 34: "第2四半期", 35: "第3四半期", 36: "第4四半期",
        37: "1月〜4月", 38: "5月〜8月", 39: "9月〜12月", 40: "前半", 41: "後半",
    }  # fmt: skip

    def through(self, first: str, last: str) -> str:
        """Return 2024年2月2日〜3月3日."""
        return _join_dates("〜", first, last)

    def between(self, first: str, last: str) -> str:
        """Return 2025年2月10日から14日の間."""
        return f"{_join_dates('から', first, last)}の間"

    def third(self, n: int, whole: str) -> str:
        """Return 2025年1月上旬, 2015年初め（1〜4月）."""
        return self.label(parse(whole)) + (_OF_MONTH if "-" in whole else _OF_YEAR)[n]

    def beginning(self, date: When, end: Bounds) -> str:  # noqa: ARG002 - English looks at the end too
        """Return 2024年1月のある時点から, or that it is unknown."""
        bounds = date.earliest, date.latest
        return _NO_BEGINNING if date.earliest == PAST else f"{self.some_time(bounds)}から"

    def from_to(self, start: str, end: str) -> str:
        """Return 2014年から2015年まで."""
        return f"{start}{'、' if start == _NO_BEGINNING else ''}{end}まで"

    def some_time(self, bounds: Bounds) -> str:
        """Return the day or time within these bounds; where they are wider, that it is some time in them."""
        words = self.covering(bounds)
        return words if bounds[1] - bounds[0] < DAY else f"{words}のある時点"

    def covering(self, bounds: Bounds) -> str:
        """Return a range of time by the years, months, days or times that bound it."""
        first, last = edges(*bounds)
        if first == last:
            return "時期不明" if first == ".." else self.label(parse(first))
        if ".." in (first, last):
            return f"{self.label(parse(last))}まで" if first == ".." else f"{self.label(parse(first))}以降"
        return _join_dates("〜", self.label(parse(first)), self.label(parse(last)))

    unspecified = covering

    def clock(self, moment: int) -> str:
        """Return 2025年1月23日6時52分（協定世界時）."""
        day, time = text_of(moment, moment)[:-1].split("T")
        hour, minute, second = time.split(":")
        seconds = f"{Decimal(second).normalize():f}秒"
        words = f"{int(hour)}時{int(minute)}分{'' if second == '00' else seconds}"
        return f"{self.label(parse(day))}{words}（協定世界時）"

    def day(self, year: str, month: str, day: str) -> str:
        """Return 2015年, 2024年2月, 2025年1月21日."""
        return f"{int(year)}年" + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")


def _join_dates(between: str, first: str, last: str) -> str:
    """Return two dates joined, the year, or year and month, said once where they share it."""
    for shared in (r"\d+年\d+月(?=\d+日)", r"\d+年(?=\d+月)"):
        first_match, last_match = re.match(shared, first), re.match(shared, last)
        if first_match and last_match and first_match[0] == last_match[0]:
            return f"{first}{between}{last[last_match.end() :]}"
    return f"{first}{between}{last}"


DATES = JapaneseDates()


in_words = DATES.in_words
"""A date in few words: 2025年1月21日, 2025年1月上旬, 2025年2月10日から14日の間, 2015年ごろ."""


class JapaneseAmounts(AmountWords):
    """Amounts in Japanese: 974億ドル, 約78兆円, 1億ドル以上, 100億ドル未満, 数億ドル."""

    about = "約{}"
    at_least = "{}以上"
    over = "{}超"
    at_most = "{}以下"
    under = "{}未満"
    both = ""

    def figure(self, number: Decimal, unit: str | None) -> str:
        """Return a number in groups of four digits, every one of them: 1234万5678円."""
        whole, _, fraction = format(number.copy_abs(), "f").partition(".")
        digits, groups = int(whole), []
        for name in _MYRIADS[:-1]:
            digits, group = divmod(digits, 10_000)
            groups.append(f"{group}{name}" if group else "")
        groups.append(f"{digits:,}{_MYRIADS[-1]}" if digits else "")
        words = "".join(reversed(groups)) or "0"
        point = f".{fraction.rstrip('0')}" if fraction.rstrip("0") else ""
        return f"{'-' if number < 0 else ''}{words}{point}{_unit(unit)}"

    def several(self, power: int, unit: str | None) -> str | None:
        """Return 数億ドル, 数十億ドル."""
        if not 0 < power < 4 * len(_MYRIADS):
            return None
        return f"数{_TENS[power % 4]}{_MYRIADS[power // 4]}{_unit(unit)}"

    def whatever(self, unit: str | None) -> str:  # noqa: ARG002 - English names the unit
        """Return that the amount is unknown."""
        return "金額不明"


def _unit(unit: str | None) -> str:
    return "" if unit is None else _UNITS.get(unit, f" {unit}")


AMOUNTS = JapaneseAmounts()


amount_in_words = AMOUNTS.in_words
"""A quantity in words: 974億ドル, 約78兆円, 1億ドル以上, 100億ドル未満, 数億ドル."""


PHRASES: Final = {
    "chronology": "年表",
    "asked": "{as_of}時点で起きていたこと（{known}{sources}）。",
    "known now": "分かっている限り",
    "known at": "{known_at}までに報じられた限り",
    "according to": "、{names}のみによる",
    "position": "記録番号{position}まで。",
    "nothing yet": "その時点までに起きたと報じられたことはない。",
    "sources": "出典",
    "ours": "当方の推定",
    "back": "本文に戻る",
    "undated": "始まりの時期は不明",
    "year": "{year}年",
    "title": "「{title}」",
    "nothing": "記載なし",
    "yes": "はい",
    "no": "いいえ",
    "date": "日付",
    "comma": "、",
    "semicolon": "、",
    "colon": "：",
    "or": "または",
    "also": "（ほかに{value}）",
    "open": "（",
    "close": "）",
    "stop": "。",
    "next": "。",
    "arrow": "→",
    "planned": "予定",
    "alleged": "未確認の主張",
    "possible": "時期不確定",
    "disputed": "報道に相違",
    "denied": "否定",
    "inferred": "推定",
    "corrected": "訂正",
    "mended": "当方で修正",
    "ranked": "編集者の判断",
    "withdrawn": "撤回",
    "in part withdrawn": "一部の報道は撤回",
    "document": "文書による",
    "on-record": "公に発言",
    "reporter": "",
    "anonymous": "匿名の関係者による",
    "via": "{name}経由",
    "is planned": "予定されている。日付は予定日である。",
    "is alleged": "主張であり、確認されていない{notes}。",
    "may have happened": "{as_of}までに起きていない可能性がある。日付の幅が広く、判断できない。",
    "for and against": "起きていない可能性がある。肯定する報道と否定する報道とが同等である。",
    "is denied": "{who}が否定しており{notes}、起きなかったものとして扱う。",
    "someone denies": "{who}は否定している{notes}。",
    "date differs": "日付に相違がある：{first}。別の報道では{others}。",
    "date open": "日付に相違があり、優先すべきものがない：{all}。",
    "value differs": "{field}に相違がある：{first}。別の報道では{others}。",
    "value open": "{field}に相違があり、優先すべきものがない：{all}。",
    "is inferred": "推定であり、明言した出典はない。",
    "is corrected": "{date}に出典が訂正{notes}：{changes}理由：{why}",
    "is mended": "当方の誤りを修正{notes}：{why}",
    "is preferred": "編集者が優先{notes}：{why}",
    "is deprecated": "編集者が後順位に{notes}：{why}",
    "is normal": "編集者が通常の扱いに{notes}：{why}",
    "is withdrawn": "{date}に出典が撤回{notes}：{why}",
    "one is withdrawn": "一つの報道を{date}に出典が撤回{notes}：{why}",
    "key": "日付の見方",
    "day": "点：その日",
    "month": "短い線：その月または年のいずれかの時点",
    "vague": "ぼかした線：その期間のいずれかの時点",
    "span": "枠のある線：続いている期間",
    "ring": "破線の枠：予定・未確認・否定・撤回、または起きていない可能性があるもの",
}
WORDS = LanguageWords(
    code="ja",
    phrases=PHRASES,
    dates=DATES,
    amounts=AMOUNTS,
    letters="[\u3040-\u30ff\u3400-\u9fff]",
    own_letters="[\u3040-\u30ff]",
)
