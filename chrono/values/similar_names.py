"""Similar names: the same name mistyped, in another kana or with an honorific, not the name of another.

Two names are similar where their normalised forms are equal, or differ by no more slips than their length
forgives. A slip is one edit: a letter left out, added or changed, or two neighbours swapped.
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
"""Accents, and the voicing marks of kana."""
_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ", "ー")
SHORT, LONG = 4, 8
"""Below the first length one slip makes another name; from the second on two slips are forgiven."""
SHORT_KANA, LONG_KANA = 3, 6
"""The same in kana and kanji, where a letter says more."""


@attrs.frozen(kw_only=True)
class SimilarName:
    """A known name that a mistyped one may have meant; fewer `slips` are nearer."""

    name: str
    slug: str
    slips: int


def normalised(name: str) -> str:
    """Return a name without the parts that people write in different ways.

    Width, case, accents, spaces, hyphens and middle dots go, and so do honorifics, words such as Inc.,
    and in kana the long mark, voicing and small letters; hiragana reads as katakana.

    >>> normalised("サム・アルトマン氏") == normalised("サムアルトマン")
    True
    """
    bare = name.casefold()
    if not name.isascii():
        bare = _HONORIFICS.sub("", unicodedata.normalize("NFKC", bare).strip()).removeprefix("株式会社")
        bare = _MARKS.sub("", unicodedata.normalize("NFD", bare.translate(_KATAKANA))).translate(_LARGE)
    if bare.endswith(_COMPANIES):
        bare = bare[: bare.rindex(" ")]
    return bare.translate(_BETWEEN) or bare  # a name of signs alone keeps them


def similar(name: str, known: Iterable[tuple[str, str]], *, most: int = 3) -> list[SimilarName]:
    """Return the known names most similar to an unknown one, one for each slug, sorted by slug.

    Args:
        name: as it was given.
        known: (name, slug) of every name that is known.
        most: how many at most; names with more slips than the nearest are left out.
    """
    wanted = normalised(name)
    limit, digits = forgiven(wanted), _DIGITS.findall(wanted)
    pieces, latin = _pieces(wanted, 2 * limit + 1), name.isascii()
    best: dict[str, SimilarName] = {}
    for candidate, slug in known:
        # cheap tests first: the distance of two names is slow, and a log knows many names
        too_long = abs(len(candidate) - len(name)) > limit + _WRITTEN
        if too_long or (latin and max(candidate, default="") >= _EASTERN):
            continue
        bare = normalised(candidate)
        if abs(len(bare) - len(wanted)) > limit or not any(piece in bare for piece in pieces):
            continue
        slips = distance(wanted, bare, min(limit, forgiven(bare)))
        # another number makes another name: "GPT-3" is not a slip of "GPT-4"
        if slips is None or (slips and _DIGITS.findall(bare) != digits):
            continue
        if slug not in best or slips < best[slug].slips:
            best[slug] = SimilarName(name=candidate, slug=slug, slips=slips)
    ranked = sorted(best.values(), key=lambda each: (each.slips, each.slug))
    return [each for each in ranked if each.slips == ranked[0].slips][:most]


_EASTERN = "\u3000"
"""The first character of kana, kanji and the like: no slip turns a Latin letter into one from here on."""
_WRITTEN = 8
"""By how much two ways to write one name differ in length: an honorific, Inc., dots."""


def forgiven(name: str) -> int:
    """Return how many slips a name forgives: none in a short one, one, or two in a long one."""
    short, long = (SHORT, LONG) if name.isascii() else (SHORT_KANA, LONG_KANA)
    return 0 if len(name) < short else 1 if len(name) < long else 2


def _pieces(name: str, count: int) -> list[str]:
    """Return a name in `count` pieces: a slip touches two at most, so that n slips spare one of 2 n + 1."""
    return [name[len(name) * n // count : len(name) * (n + 1) // count] for n in range(count)]


def distance(one: str, other: str, most: int) -> int | None:
    """Return by how many slips two texts differ, or None where by more than `most`.

    It is the restricted Damerau–Levenshtein distance: no part of a text is edited twice.
    """
    if one == other:
        return 0
    if abs(len(one) - len(other)) > most:
        return None
    too_far = most + 1
    earlier, before = [too_far] * (len(other) + 1), list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        row = [too_far] * (len(other) + 1)
        row[0] = n
        # further from the diagonal than `most`, every distance is too large
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
    """Yield the indexes at which a name is a word of its own in a text: サン is none in サンフランシスコ.

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
