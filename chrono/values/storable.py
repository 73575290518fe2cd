"""Find what no name may hold, what is beyond a limit, and what no log can store and give back as it was."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from chrono.values.limits import (
    NAME_CHARACTERS,
    NESTING,
    NUMBER_DIGITS,
    NUMBER_EXPONENT,
    TEXT_CHARACTERS,
    long_fault,
)

HALF = "half a character (a lone surrogate) cannot be stored"
CONTROL = "control characters cannot be part of a name"
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")
NESTED = f"nested too deeply for a record: {NESTING} lists and objects inside one another at most"
_OUT_OF_RANGE = f"out of range: a number has at most {NUMBER_DIGITS:,} digits, and an exponent of six"
_MOST = 10**NUMBER_DIGITS


def name_fault(text: str) -> str | None:
    """Return why a text can be no name: it is too long, or holds a control character or half of another."""
    if not text.isprintable() and _UNFIT.search(text) is not None:  # C0, DEL, C1, surrogates
        return CONTROL
    return long_fault(text, NAME_CHARACTERS)


def text_fault(text: str) -> str | None:
    """Return why a text cannot be stored: it is too long, or holds half a character, which UTF-8 has not."""
    if not text.isascii() and _HALF.search(text) is not None:
        return HALF
    return long_fault(text, TEXT_CHARACTERS)


def value_fault(value: object) -> str | None:
    """Return why a value cannot be stored as JSON and given back as it was; None if it can."""
    inside: list[Iterator[object]] = [iter((value,))]
    while inside:
        part = next(inside[-1], inside)
        if part is inside:  # this list or object is at its end
            inside.pop()
        elif isinstance(part, list | tuple | Mapping):
            if len(inside) > NESTING:
                return NESTED
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
        if not finite:
            return "a number has to be finite"
        return _OUT_OF_RANGE if isinstance(value, Decimal) and _is_out_of_range(value) else None
    if isinstance(value, int) and abs(value) >= _MOST:
        return _OUT_OF_RANGE
    return None if value is None or isinstance(value, bool | int) else f"{type(value).__name__} is no JSON"


def _is_out_of_range(number: Decimal) -> bool:
    _, digits, exponent = number.as_tuple()
    return len(digits) > NUMBER_DIGITS or not -NUMBER_EXPONENT < int(exponent) < NUMBER_EXPONENT


def is_nested_beyond(value: object, most: int) -> bool:
    """Return whether more than `most` lists, tuples and mappings stand inside one another in a value.

    It is walked, not recursed, and left as soon as it is too deep: a value may contain itself.
    """
    inside: list[Iterator[object]] = [iter((value,))]
    while inside:
        part = next(inside[-1], inside)
        if part is inside:
            inside.pop()
        elif isinstance(part, list | tuple | Mapping):
            if len(inside) > most:
                return True
            inside.append(iter(part.values() if isinstance(part, Mapping) else part))
    return False
