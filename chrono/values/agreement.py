"""Agreement of values: whether two can both be right, what both allow, and an order for those that differ."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import attrs

from chrono.values import quantities
from chrono.values.canonical_json import jsontext
from chrono.values.quantities import Quantity
from chrono.values.shapes import plain
from chrono.values.times import When, text_of


def agree(first: object, second: object) -> bool:
    """Return whether two values can both be right: equal, or ranges and dates that overlap."""
    if isinstance(first, When) and isinstance(second, When):
        starts_agree = first.earliest <= second.latest and second.earliest <= first.latest
        if first.end is None or second.end is None:
            return starts_agree  # an instant says nothing of an end
        return starts_agree and first.end[0] <= second.end[1] and second.end[0] <= first.end[1]
    if isinstance(first, Quantity) and isinstance(second, Quantity):
        return quantities.agree(first, second)
    return first == second and isinstance(first, bool) == isinstance(second, bool)  # True == 1 in Python


def intersection(first: object, second: object) -> object:
    """Return the values that both of two agreeing values allow."""
    if isinstance(first, When) and isinstance(second, When):
        return _intersection_of_dates(first, second)
    if isinstance(first, Quantity) and isinstance(second, Quantity):
        return quantities.intersection(first, second)
    return first


def _intersection_of_dates(first: When, second: When) -> When:
    bounds = (max(first.earliest, second.earliest), min(first.latest, second.latest))
    ends = [when.end for when in (first, second) if when.end is not None]
    end = (max(first for first, _ in ends), min(last for _, last in ends)) if ends else None
    for when in (first, second):
        if (when.earliest, when.latest) == bounds and when.end == end:
            return when  # the narrower date keeps the form in which it was written
    return narrow(first, bounds, end)


def narrow(when: When, bounds: tuple[int, int], end: tuple[int, int] | None) -> When:
    """Return `when` with other bounds, written as the EDTF interval of its days."""
    if end is None:
        text = text_of(*bounds)
    else:
        start_text, end_text = text_of(*bounds), text_of(*end)
        text = f"{start_text.split('/')[0]}/{end_text.split('/')[-1]}"
    return attrs.evolve(when, edtf=text, earliest=bounds[0], latest=bounds[1], end=end, wording=None)


def hull(whens: Sequence[When]) -> When:
    """Return the smallest date that holds all of `whens`."""
    bounds = (min(when.earliest for when in whens), max(when.latest for when in whens))
    ends = [when.end for when in whens if when.end is not None]
    end = (min(first for first, _ in ends), max(last for _, last in ends)) if ends else None
    return narrow(whens[0], bounds, end)


def order_key(value: object) -> tuple[object, object, str]:
    """Return the sort key of values that policy ranks alike: lower bound, upper bound, text."""
    if isinstance(value, When):
        last = value.end[1] if value.end else value.latest
        return value.earliest, last, value.edtf
    if isinstance(value, Quantity):
        low = Decimal("-Infinity") if value.least is None else value.least
        high = Decimal("Infinity") if value.most is None else value.most
        return low, high, jsontext(plain(value))
    if isinstance(value, Decimal) and not isinstance(value, bool):
        return value, value, jsontext(value)
    return 0, 0, jsontext(plain(value))
