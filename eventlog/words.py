"""Words: the texts that name things in a log, which are its ids, types and tags.

They are not empty, hold no control character, so that each fits in a line, and no half of a surrogate pair,
which is no text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventlog.errors import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Iterable

UNFIT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def are_fit(words: tuple[str, ...]) -> bool:
    """Return whether all are words. Fast: every event that is read passes here."""
    try:
        joined = "".join(words)
    except TypeError:
        return False
    return all(words) and (joined.isprintable() or not UNFIT.search(joined))


def refuse_unfit(name: str, word: object) -> None:
    """Raise InvalidArgument under that name, with what is wrong, unless it is a word."""
    if not isinstance(word, str) or not word:
        raise InvalidArgument(name=name, reason=f"{word!r} is no text: give at least one character")
    if UNFIT.search(word):
        raise InvalidArgument(
            name=name, reason=f"{word!r} holds a control character or half a character: leave it out"
        )


def word_set(name: str, words: Iterable[str]) -> frozenset[str]:
    """Return the words as a set; raise InvalidArgument under that name if one is none."""
    _refuse_text(name, words)
    distinct = frozenset(words)
    for word in distinct:
        refuse_unfit(name, word)
    return distinct


def sorted_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the tags by code point, each once; whether they are words is for the event to ask."""
    _refuse_text("tags", tags)
    try:
        return tuple(sorted(set(tags)))
    except TypeError:  # not all are texts: say which
        return tuple(word_set("tags", tags))


def _refuse_text(name: str, words: object) -> None:
    if isinstance(words, str):
        raise InvalidArgument(name=name, reason=f"{words!r} is one text: give a collection of them")
