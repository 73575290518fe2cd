"""Read amounts in a newspaper's words, English or Japanese.

`at least`, `under`, 以上, 未満 become bounds; `about`, 約 keep the number and a flag; `several`, 数 mean
two up to, but not including, ten of the unit named ("数億": 2e8 to under 1e9; "数十億": 2e9 to under
1e10). What is not understood whole is refused, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Context, Decimal, Inexact, InvalidOperation

from chrono.errors import BadAmount, quoted
from chrono.values.limits import AMOUNT_CHARACTERS, long_fault

EXACT = Context(prec=1000, traps=[Inexact, InvalidOperation])
"""The context of every calculation: it refuses to round where the default one would."""

CURRENCIES = {
    "$": "USD", "US$": "USD", "A$": "AUD", "C$": "CAD", "HK$": "HKD", "NT$": "TWD", "S$": "SGD",
    "€": "EUR", "£": "GBP", "₩": "KRW", "₹": "INR",
    "dollar": "USD", "dollars": "USD", "us dollars": "USD", "u.s. dollars": "USD",
    "euro": "EUR", "euros": "EUR", "yen": "JPY", "pound": "GBP", "pounds": "GBP", "rupee": "INR",
    "rupees": "INR", "yuan": "CNY", "renminbi": "CNY", "rmb": "CNY", "won": "KRW", "swiss franc": "CHF",
    "swiss francs": "CHF", "usd": "USD", "eur": "EUR", "gbp": "GBP", "jpy": "JPY", "cny": "CNY", "chf": "CHF",
    "ドル": "USD", "米ドル": "USD", "ユーロ": "EUR", "円": "JPY", "日本円": "JPY", "ポンド": "GBP",
    "人民元": "CNY", "元": "CNY", "人民币": "CNY", "ウォン": "KRW", "スイスフラン": "CHF",
}  # fmt: skip
"""The unit that a sign or a word stands for."""

_WORDS = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_MAGNITUDES = _WORDS | {
    "k": 3, "m": 6, "mn": 6, "mln": 6, "b": 9, "bn": 9, "bln": 9, "t": 12, "tn": 12, "trn": 12,
}  # fmt: skip
_KANJI = {"万": 4, "億": 8, "兆": 12, "京": 16}

_ABOUT, _FROM, _OVER, _TO, _UNDER = "about", "from", "over", "to", "under"
_BEFORE = {
    "about": _ABOUT, "around": _ABOUT, "roughly": _ABOUT, "approximately": _ABOUT, "approx.": _ABOUT,
    "some": _ABOUT, "~": _ABOUT, "約": _ABOUT, "およそ": _ABOUT,
    "at least": _FROM, "no less than": _FROM, "少なくとも": _FROM,
    "over": _OVER, "well over": _OVER, "more than": _OVER, "above": _OVER,
    "at most": _TO, "up to": _TO, "no more than": _TO, "最大": _TO,
    "under": _UNDER, "well under": _UNDER, "less than": _UNDER, "below": _UNDER, "well below": _UNDER,
}  # fmt: skip
_AFTER = {
    "or more": _FROM, "+": _FROM, "以上": _FROM, "or less": _TO, "以下": _TO,
    "未満": _UNDER, "を下回る": _UNDER, "を大きく下回る": _UNDER,
    "超": _OVER, "を超える": _OVER, "を上回る": _OVER, "を大きく上回る": _OVER,
    "程度": _ABOUT, "前後": _ABOUT, "ほど": _ABOUT,
}  # fmt: skip


def _any_of(words: dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


# Patterns are kept as text: `re` compiles and caches each at its first use, so that import stays cheap.
_PREFIX = rf"(?i:({_any_of(_BEFORE)}))(?:(?<=[a-zA-Z.]) +|(?<![a-zA-Z.]) *)"
_SUFFIX = rf" *(?i:({_any_of(_AFTER)}))$"
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_NUMERALS = "〇一二三四五六七八九十百千万億兆京"
_SHAPE = (
    r"(?P<sign>-?)(?P<before>[A-Z]{3}|(?:US|A|C|HK|NT|S)?\$|[€£₩₹¥])? *(?P<minus>-?)"
    rf"(?P<several>(?i:several)\b|数)?(?P<figure>[0-9{_NUMERALS}][0-9,.{_NUMERALS}]*)? *(?P<rest>[^0-9]*)"
)
_NUMERAL = rf"(?:(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)(?![0-9,])|[{_NUMERALS}])+"
_SEVERAL = "[十百千]?[万億兆京]|[十百千]"


def parse_amount(text: str, *, unit: str | None = None) -> dict[str, object]:
    """Return a worded amount in the object form of a quantity: amount or bounds, unit, about, wording.

    Args:
        text: such as "97.4 billion USD", "$97.4bn", "at least 5 EUR", "78兆円", "1億ドル以上", "5".
        unit: one more unit to recognise, beside currencies, "%" and codes of three capitals.

    Raises:
        BadAmount: a part of the text is not understood.
    """
    if fault := long_fault(text, AMOUNT_CHARACTERS):  # arithmetic on what is longer would be slow
        raise BadAmount(text, fault)
    words, marks = _marks(text)
    match = re.fullmatch(_SHAPE, words)
    if not match or (match["sign"] and match["minus"]) or not (match["figure"] or match["several"]):
        raise BadAmount(
            text, 'not an amount: write "97.4 billion USD", "$97.4bn", "974億ドル", or {"least": …}'
        )
    power, after = _tail(match["rest"], text, unit)
    before = _unit(match["before"], text, unit) if match["before"] else None
    if before and after and before != after:
        raise BadAmount(text, f"two units: {quoted(before)} and {quoted(after)}")
    amount: dict[str, object] = {"wording": text.strip()}
    if before or after:
        amount["unit"] = before or after
    if _ABOUT in marks:
        amount["about"] = True
    comparison = next((mark for mark in marks if mark != _ABOUT), None)
    if match["several"]:
        return amount | _several(match, power, comparison, text)
    figure = _figure(match["figure"], text).scaleb(power, EXACT)
    return amount | _bounds(figure.copy_negate() if match["sign"] or match["minus"] else figure, comparison)


def unit_of(text: str) -> str:
    """Return the unit that `text` names: a currency's ISO 4217 code for its sign or word, else itself."""
    name = unicodedata.normalize("NFKC", text).strip()
    return CURRENCIES.get(name) or CURRENCIES.get(name.lower()) or name


def _marks(text: str) -> tuple[str, list[str]]:
    """Return the text without its words of comparison ("at least", "about"), and the meanings of these."""
    words = unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-").strip()
    marks = []
    while match := re.match(_PREFIX, words):
        marks.append(_BEFORE[match[1].lower()])
        words = words[match.end() :]
    while match := re.search(_SUFFIX, words):
        marks.append(_AFTER[match[1].lower()])
        words = words[: match.start()]
    if len(set(marks)) != len(marks) or len(set(marks) - {_ABOUT}) > 1:
        raise BadAmount(text, 'two comparisons: give the bounds as {"least": …, "most": …}')
    return words, marks


def _tail(rest: str, text: str, fixed: str | None) -> tuple[int, str | None]:
    """Return the power of ten and the unit that follow a figure."""
    words = rest.split()
    power = 0
    if words and words[0].lower() == "hundred":
        power = _WORDS[words.pop(0).lower()]
    if words and words[0].lower() in _MAGNITUDES and words[0] != fixed:
        power += _MAGNITUDES[words.pop(0).lower()]
    return power, _unit(" ".join(words), text, fixed) if words else None


def _unit(word: str, text: str, fixed: str | None) -> str:
    if word == "¥":
        raise BadAmount(text, '"¥" may be yen or yuan: write "JPY" or "CNY"')
    name = unit_of(word)
    if name not in (fixed, "%") and not re.fullmatch("[A-Z]{3}", name):
        explicit = f'{{"amount": …, "unit": {quoted(word)}}}'
        raise BadAmount(text, f'unknown unit {quoted(word)}: write a code such as "USD", or {explicit}')
    return name


def _figure(figure: str, text: str) -> Decimal:
    """Return the number that digits or Japanese numerals stand for, exactly."""
    if re.fullmatch(_DIGITS, figure):
        return Decimal(figure.replace(",", ""))
    if re.fullmatch(rf"(?:{_DIGITS})[{''.join(_KANJI)}]", figure):
        return Decimal(figure[:-1].replace(",", "")).scaleb(_KANJI[figure[-1]], EXACT)
    if not re.fullmatch(_NUMERAL, figure):
        # kanjize would read a fraction before several numerals through a float
        raise BadAmount(
            text, f'not a number: {quoted(figure)}; commas stand between groups of three, "1,234,567.8"'
        )
    from kanjize import kanji2number

    try:
        return Decimal(kanji2number(figure.replace(",", "")))
    except ValueError:
        raise BadAmount(text, f'not a number: {quoted(figure)}; write it as in "1兆5000億"') from None


def _several(match: re.Match[str], power: int, comparison: str | None, text: str) -> dict[str, object]:
    """Return the bounds of "several": two to under ten of the size named."""
    figure, japanese = match["figure"] or "", match["several"] == "数"
    fits = re.fullmatch(_SEVERAL, figure) and not power if japanese else power and not figure
    if not fits or match["sign"] or match["minus"] or comparison not in (None, _FROM):
        raise BadAmount(text, '"several" goes with one size, as in "several million USD", "数億ドル"')
    least = _figure(f"2{figure}", text) if japanese else Decimal(2).scaleb(power)
    return {"least": least} if comparison else {"least": least, "most": 5 * least, "exclusive": ["most"]}


def _bounds(figure: Decimal, comparison: str | None) -> dict[str, object]:
    """Return one figure as an amount, or as the bound that the comparison makes of it."""
    if comparison is None:
        return {"amount": figure}
    side = "least" if comparison in (_FROM, _OVER) else "most"
    return {side: figure, "exclusive": [side]} if comparison in (_OVER, _UNDER) else {side: figure}
