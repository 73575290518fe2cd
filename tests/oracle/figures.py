"""Amounts in answers, as far as they are compared: bounds by unit; the unit of a zero is spelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from oracle.values import Json


def figures(value: object) -> Json:
    """Return amounts as {unit: [least, most]}, without zeros: their unit is a matter of spelling."""
    amounts: Sequence[object] = value if isinstance(value, list) else [] if value is None else [value]
    found = {}
    for each in amounts:
        low, high, unit = _bounds(each)
        if not low == high == 0:
            found[unit] = [low, high]
    return None if value is None else found


def _bounds(value: object) -> tuple[float | None, float | None, str]:
    if not isinstance(value, Mapping):
        return _number(value), _number(value), ""
    amount = value.get("amount")
    low, high = value.get("least", amount), value.get("most", amount)
    if "least" in value or "most" in value:
        low, high = value.get("least"), value.get("most")
    unit = str(value.get("unit", ""))
    return None if low is None else _number(low), None if high is None else _number(high), unit


def _number(value: object) -> float:
    assert isinstance(value, int | float | Decimal)
    return float(value)


def ranges(value: object) -> Json:
    """Return ranges as {unit: [least, most]}, without zeros."""
    if not isinstance(value, list):
        return None
    several = bool(value) and isinstance(value[0], list)
    found = {}
    for low, high in value if several else [value]:
        sides = [None if each is None else _bounds(each) for each in (low, high)]
        unit = next((each[2] for each in sides if each), "")
        found[unit] = [None if each is None else each[0] for each in sides]
    return {unit: sides for unit, sides in found.items() if sides != [0, 0]}
