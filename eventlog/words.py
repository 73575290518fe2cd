"""Check words: the ids, types and tags of events.

A word has at least one character. It holds no control character, so that it fits in a line, and no half of a
surrogate pair, which UTF-8 cannot encode.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventlog.errors import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNFIT = "[\x00-\x1f\x7f\ud800-\udfff]"


def _is_unfit(text: str) -> bool:
    """Return whether a text holds a character that no word may; the pattern is compiled when first needed."""
    return not text.isprintable() and re.search(_UNFIT, text) is not None


def are_fit(words: tuple[str, ...]) -> bool:
    """Return whether all are words; False also if one is not text."""
    try:
        joined = "".join(words)
    except TypeError:
        return False
    # every event that is read comes here, and a search is slow: printable text needs none
    return all(words) and not _is_unfit(joined)


def refuse_unfit(name: str, word: object) -> None:
    """Raise InvalidArgument, under the name of the argument, unless it is a word."""
    if not isinstance(word, str) or not word:
        raise InvalidArgument(name=name, reason=f"{word!r} is no text: give at least one character")
    if _is_unfit(word):
        raise InvalidArgument(
            name=name, reason=f"{word!r} holds a control character or half a character: leave it out"
        )


def word_set(name: str, words: Iterable[str]) -> frozenset[str]:
    """Return the words as a set.

    Raises:
        InvalidArgument: under the name of the argument, if it is one text, or one of them is no word.
    """
    _refuse_text(name, words)
    distinct = frozenset(words)
    for word in distinct:
        refuse_unfit(name, word)
    return distinct


def sorted_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the tags without duplicates, sorted by code point; whether they are words is not checked.

    Raises:
        InvalidArgument: if they are one text, or not all are texts.
    """
    _refuse_text("tags", tags)
    try:
        return tuple(sorted(set(tags)))
    except TypeError:  # not all are texts: the error names the one that is not
        return tuple(word_set("tags", tags))


def _refuse_text(name: str, words: object) -> None:
    if isinstance(words, str):
        raise InvalidArgument(name=name, reason=f"{words!r} is one text: give a collection of them")
