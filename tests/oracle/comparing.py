"""Comparing an answer of the oracle with a state given elsewhere, as far as the text settles it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from oracle.answers import ALL, Answer
from oracle.values import WILD, Json, text

Difference = tuple[str, Json, Json]
LEFT_OPEN = "left open"


def differences(answer: Answer, given: Mapping[str, Any], reduce: str, *, doubtful: bool) -> list[Difference]:
    """Return (key, ours, theirs) for each key that both have and on which they differ.

    Args:
        doubtful: compare what two readings of the text give differently, too.
    """
    ours = answer.shown()
    compared = (ALL if doubtful else ALL - answer.doubtful) & set(given) & set(ours)
    return [
        (key, ours[key], given[key])
        for key in sorted(compared)
        if not _same(key, ours[key], given[key], reduce)
    ]


def left_open(answer: Answer, given: Mapping[str, Any]) -> list[Difference]:
    """Return the keys that are given and that the oracle leaves open."""
    ours = answer.shown()
    return [
        (key, LEFT_OPEN, given[key])
        for key in sorted(ALL & set(given))
        if key not in ours or WILD in text(ours[key]).replace('"', "")
    ]


def _same(key: str, ours: Json, theirs: Json, reduce: str) -> bool:
    if key in ("members", "alternatives"):
        return _matched(_listed(ours), _listed(theirs), reduce)
    return WILD in text(ours) or _shown(key, ours, reduce) == _shown(key, theirs, reduce)


def _listed(value: Json) -> list[Mapping[str, Any]]:
    return list(value) if isinstance(value, list | tuple) else []


def _matched(ours: list[Mapping[str, Any]], theirs: list[Mapping[str, Any]], reduce: str) -> bool:
    """Return whether each of theirs can be met by another of ours, that has the same for its keys."""
    if len(ours) != len(theirs):
        return False
    if not theirs:
        return True
    first, rest = theirs[0], theirs[1:]
    return any(
        _meets(one, first, reduce) and _matched(ours[:at] + ours[at + 1 :], rest, reduce)
        for at, one in enumerate(ours)
    )


def _meets(ours: Mapping[str, Any], theirs: Mapping[str, Any], reduce: str) -> bool:
    return all(_same(key, ours[key], theirs[key], reduce) for key in theirs if key in ours)


def _shown(key: str, value: Json, reduce: str) -> str:
    value = _numbers(value)
    if key in ("reports", "sources"):
        return text(sorted(map(str, value if isinstance(value, list | tuple) else ())))
    if key == "possible" and isinstance(value, list) and reduce in ("set", "collect"):
        return text(sorted(map(text, value)))
    if key == "possible" and isinstance(value, Mapping):
        return text({name: sorted(map(text, some)) for name, some in value.items()})
    return text(value)


def _numbers(value: Json) -> Json:
    """Return a value with its numbers as floats: 5 and 5.0 are one."""
    if isinstance(value, Mapping):
        return {key: _numbers(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_numbers(each) for each in value]
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return float(value) if number else value
