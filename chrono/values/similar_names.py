"""Near names: a slip of the keyboard, another kana, an honorific – told from a name that is another's.

Two names are near where their skeletons are equal, or differ by fewer slips than their length forgives.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import attrs

_HONORIFICS = re.compile(
    r"(?<=.)(氏|さん|さま|様|くん|君|ちゃん|社長|会長|大統領|議員|教授|博士|殿|株式会社|社)$"
)
_COMPANIES = (" inc", " inc.", " corp", " corp.", " ltd", " ltd.", " llc", " co", " co.", " plc")
_BETWEEN = dict.fromkeys(map(ord, " \t\n-_.,'’‘\"`・=/゠"))
_DIGITS = re.compile(r"\d+")
_MARKS = re.compile("[\u0300-\u036f\u3099\u309a]")
"""Accents, and what voices a kana."""
_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ", "ー")
SHORT, LONG = 4, 8
"""Below the first length one slip makes another name; from the second on two slips are forgiven."""
SHORT_KANA, LONG_KANA = 3, 6
"""The same in kana and kanji, where a letter says more."""


@attrs.frozen(kw_only=True)
class SimilarName:
    """A known name that a given one may have meant; fewer `slips` are nearer."""

    name: str
    slug: str
    slips: int


def normalised(name: str) -> str:
    """Return what is left of a name without what people write in different ways.

    Width, case, accents, spaces, hyphens and middle dots go, and so do honorifics, words such as Inc.,
    and in kana the long mark, voicing and small letters; hiragana reads as katakana.

    >>> skeleton("サム・アルトマン氏") == skeleton("サムアルトマン")
    True
    """
    told = name.casefold()
    if not name.isascii():
        told = _HONORIFICS.sub("", unicodedata.normalize("NFKC", told).strip()).removeprefix("株式会社")
        told = _MARKS.sub("", unicodedata.normalize("NFD", told.translate(_KATAKANA))).translate(_LARGE)
    if told.endswith(_COMPANIES):
        told = told[: told.rindex(" ")]
    return told.translate(_BETWEEN) or told


def similar(name: str, known: Iterable[tuple[str, str]], *, most: int = 3) -> list[SimilarName]:
    """Return the known names nearest to one that is not known, one for each slug, nearest first.

    Args:
        name: as it was given.
        known: (name, slug) of every name that is known.
        most: how many at most; names with more slips than the nearest are left out.
    """
    wanted = normalised(name)
    limit, digits = forgiven(wanted), _DIGITS.findall(wanted)
    pieces, latin = _pieces(wanted, 2 * limit + 1), name.isascii()
    found: dict[str, SimilarName] = {}
    for other, slug in known:
        if abs(len(other) - len(name)) > limit + _WRITTEN or (latin and max(other, default="") >= _EASTERN):
            continue
        bare = normalised(other)
        if abs(len(bare) - len(wanted)) > limit or not any(piece in bare for piece in pieces):
            continue
        slips = distance(wanted, bare, min(limit, forgiven(bare)))
        if slips is None or (slips and _DIGITS.findall(bare) != digits):
            continue
        if slug not in found or slips < found[slug].slips:
            found[slug] = SimilarName(name=other, slug=slug, slips=slips)
    ranked = sorted(found.values(), key=lambda each: (each.slips, each.slug))
    return [each for each in ranked if each.slips == ranked[0].slips][:most]


_EASTERN = "\u3000"
"""From here on letters are kana, kanji and the like: no slip turns Latin ones into them."""
_WRITTEN = 8
"""By how much two ways to write one name differ in length: an honorific, Inc., dots."""


def forgiven(name: str) -> int:
    """Return how many slips still leave it the same name: none in a short one, two in a long one."""
    short, long = (SHORT, LONG) if name.isascii() else (SHORT_KANA, LONG_KANA)
    return 0 if len(name) < short else 1 if len(name) < long else 2


def _pieces(name: str, count: int) -> list[str]:
    """Return a name in so many pieces: a slip touches two at most, so one of 2 n + 1 outlives n slips."""
    return [name[len(name) * n // count : len(name) * (n + 1) // count] for n in range(count)]


def distance(one: str, other: str, most: int) -> int | None:
    """Return by how many slips two texts differ, or None where by more than `most`.

    A slip leaves out, adds or changes a letter, or swaps two neighbours (Damerau and Levenshtein's
    distance, no part of a text edited twice).
    """
    if one == other:
        return 0
    if abs(len(one) - len(other)) > most:
        return None
    far = most + 1
    earlier, before = [far] * (len(other) + 1), list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        row = [far] * (len(other) + 1)
        row[0] = n
        for m in range(max(1, n - most), min(len(other), n + most) + 1):
            cost = min(before[m] + 1, row[m - 1] + 1, before[m - 1] + (letter != other[m - 1]))
            if n > 1 and m > 1 and letter == other[m - 2] and one[n - 2] == other[m - 1]:
                cost = min(cost, earlier[m - 2] + 1)
            row[m] = cost
        if min(row) > most:
            return None
        earlier, before = before, row
    return before[-1] if before[-1] <= most else None


# --- names in running text ----------------------------------------------------------------------


def bounded(name: str, text: str) -> Iterator[int]:
    """Yield where a name stands in a text as a word of its own: サン is none in サンフランシスコ.

    A word ends where the script changes, or at anything that is no letter; in kanji it never ends.
    """
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not (_joins(text[at - 1 : at], name[0]) or _joins(name[-1], text[end : end + 1])):
            yield at
        at = text.find(name, at + 1)


def _joins(one: str, other: str) -> bool:
    """Return whether two letters side by side belong to one word."""
    return bool(one) and bool(other) and _script(one) == _script(other) != ""


def _script(letter: str) -> str:
    if "゠" < letter <= "ヿ" and letter != "・":
        return "katakana"
    if "ぁ" <= letter <= "ゟ":
        return "hiragana"
    if "\u3400" <= letter <= "\u9fff":
        return "kanji"
    return "letters" if letter.isalnum() else ""
