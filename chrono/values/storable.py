"""Find what no name may hold, and what no log can store and give back as it was."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

HALF = "half a character (a lone surrogate) cannot be stored"
CONTROL = "control characters cannot be part of a name"
DEEPEST = 100
"""How many lists and objects may stand inside one another: every way in takes as many."""
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")
_MOST_BITS = 13_000  # some 3,900 digits: Python reads no whole number of more than 4,300


def name_fault(text: str) -> str | None:
    """Return why a text can be no name: it holds a control character (C0, DEL, C1), or half a character."""
    return None if text.isprintable() or _UNFIT.search(text) is None else CONTROL


def text_fault(text: str) -> str | None:
    """Return why a text cannot be stored: it holds half a character, which UTF-8 has not."""
    return None if text.isascii() or _HALF.search(text) is None else HALF


def value_fault(value: object) -> str | None:
    """Return why a value cannot be stored as JSON and given back as it was; None if it can."""
    inside: list[Iterator[object]] = [iter((value,))]
    while inside:
        part = next(inside[-1], inside)
        if part is inside:  # this list or object is at its end
            inside.pop()
        elif isinstance(part, list | tuple | Mapping):
            if len(inside) > DEEPEST:
                return "nested too deeply for a record"
            inside.append(iter(_members(part)))
        elif fault := _single_fault(part):
            return fault
    return None


def _members(value: list[object] | tuple[object, ...] | Mapping[object, object]) -> Iterable[object]:
    if not isinstance(value, Mapping):
        return value
    keys = (key if isinstance(key, str) else _NoKey(key) for key in value)
    return (part for pair in zip(keys, value.values(), strict=True) for part in pair)


class _NoKey:
    """A key of an object that is no text."""

    def __init__(self, key: object) -> None:
        self.key = key


def _single_fault(value: object) -> str | None:
    """Return why a value that holds no others cannot be stored."""
    if isinstance(value, str):
        return text_fault(value)
    if isinstance(value, _NoKey):
        return f"the keys of an object are text, not {type(value.key).__name__}"
    if isinstance(value, float | Decimal):
        finite = math.isfinite(value) if isinstance(value, float) else value.is_finite()
        return None if finite else "a number has to be finite"
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return "out of range: a whole number has at most some 3,900 digits"
    return None if value is None or isinstance(value, bool | int) else f"{type(value).__name__} is no JSON"
