"""Shapes of values in JSON (format.md §3, "Shapes")."""

from __future__ import annotations

from decimal import Decimal

from chrono.values import quantities
from chrono.values.quantities import Quantity
from chrono.values.times import When


def plain(value: object) -> object:
    """Return a value in its JSON shape: dates as EDTF, amounts as objects, whole numbers as ints."""
    if isinstance(value, When):
        return value.edtf
    if isinstance(value, Quantity):
        return quantities.to_json(value)
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, Decimal) and value == value.to_integral_value() and value.as_tuple().exponent == 0:
        return int(value)
    return value
