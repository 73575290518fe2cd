"""Comparing an answer of the oracle with a state given elsewhere, as far as the text settles it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from chrono.values import times
from oracle.answers import ALL, Answer
from oracle.values import Json, is_spelled_as

Difference = tuple[str, Json, Json]
UNORDERED = ("reports", "sources", "members", "alternatives", "other_units")
LEFT_OPEN = "left open"


def differences(answer: Answer, given: Mapping[str, Any], reduce: str, *, doubtful: bool) -> list[Difference]:
    """Return (key, ours, theirs) for each key that both have and on which they differ.

    Args:
        doubtful: compare what two readings of the text give differently, too; and alternatives in any order.
    """
    ours = answer.shown()
    given = given if doubtful else {"since_bounds": None, **given}
    compared = (ALL if doubtful else ALL - answer.doubtful) & set(given) & set(ours)
    found = [
        (key, ours[key], given[key])
        for key in sorted(compared)
        if not _same(key, ours[key], given[key], reduce)
    ]
    for observed in () if doubtful else answer.observed:
        stands = [sorted(each["reports"]) for each in given.get("alternatives", ())]
        if sorted(observed) not in stands:
            found.append(("an observation among the alternatives", observed, stands))
    in_order = answer.ordered and not doubtful and "alternatives" in compared
    if in_order and not found and (order := _orders(answer.alternatives, given["alternatives"])):
        found.append(("order of the alternatives", *order))
    return found


def _orders(
    ours: Sequence[Mapping[str, Any]], theirs: Sequence[Mapping[str, Any]]
) -> tuple[Json, Json] | None:
    """Return the reports of each alternative in both orders, where these differ."""
    orders = [[sorted(each["reports"]) for each in some] for some in (ours, theirs)]
    return (orders[0], orders[1]) if orders[0] != orders[1] else None


def left_open(answer: Answer, given: Mapping[str, Any]) -> list[Difference]:
    """Return the keys that are given and that the oracle leaves open."""
    return [(key, LEFT_OPEN, given[key]) for key in sorted((ALL & set(given)) - set(answer.shown()))]


def _same(key: str, ours: Json, theirs: Json, reduce: str) -> bool:
    """Return whether two values of a key are the same; of what is met, on the keys that both have."""
    bag = key in UNORDERED or (key == "possible" and reduce in ("set", "collect"))
    if bag and isinstance(ours, list) and isinstance(theirs, list):
        return _matched(ours, theirs, reduce)
    if key == "possible" and isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        return set(ours) == set(theirs) and all(_matched(ours[name], theirs[name], reduce) for name in ours)
    if key == "since_bounds":
        return ours == _bounds(theirs)
    return _alike(ours, theirs)


def _bounds(value: Json) -> tuple[int, int] | None:
    """Return two dates as the instants that they bound, an open one being null."""
    if not isinstance(value, list):
        return None
    low, high = value
    return (
        times.PAST if low in (None, "..") else times.when(low).earliest,
        times.FUTURE if high in (None, "..") else times.when(high).latest,
    )


def _matched(ours: Sequence[Json], theirs: Sequence[Json], reduce: str) -> bool:
    """Return whether each of theirs can be met by another of ours."""
    if len(ours) != len(theirs):
        return False
    return not theirs or any(
        _meets(one, theirs[0], reduce) and _matched([*ours[:at], *ours[at + 1 :]], theirs[1:], reduce)
        for at, one in enumerate(ours)
    )


def _meets(ours: Json, theirs: Json, reduce: str) -> bool:
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping) and {"reports", "certainty"} & set(ours):
        return all(_same(key, ours[key], theirs[key], reduce) for key in theirs if key in ours)
    return _alike(ours, theirs)


def _alike(ours: Json, theirs: Json) -> bool:
    """Return whether two values are one: numbers as numbers, and a date however it is spelt."""
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        return set(ours) == set(theirs) and all(_alike(each, theirs[key]) for key, each in ours.items())
    if isinstance(ours, list | tuple) and isinstance(theirs, list | tuple):
        return len(ours) == len(theirs) and all(map(_alike, ours, theirs))
    if isinstance(ours, str) and isinstance(theirs, str):
        return ours == theirs or is_spelled_as(ours, theirs)
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours is theirs
    if isinstance(ours, int | float | Decimal) and isinstance(theirs, int | float | Decimal):
        return float(ours) == float(theirs)
    return ours == theirs
