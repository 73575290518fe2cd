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


def agree(one: object, other: object) -> bool:
    """Return whether two values can both be right: equal, or ranges and dates that overlap."""
    if isinstance(one, When) and isinstance(other, When):
        starts_agree = one.earliest <= other.latest and other.earliest <= one.latest
        if one.end is None or other.end is None:
            return starts_agree  # an instant says nothing of an end
        return starts_agree and one.end[0] <= other.end[1] and other.end[0] <= one.end[1]
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return quantities.agree(one, other)
    return one == other and isinstance(one, bool) == isinstance(other, bool)  # True == 1 in Python


def intersection(one: object, other: object) -> object:
    """Return the values that both of two agreeing values allow."""
    if isinstance(one, When) and isinstance(other, When):
        return _meet_dates(one, other)
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return quantities.intersection(one, other)
    return one


def _meet_dates(one: When, other: When) -> When:
    bounds = (max(one.earliest, other.earliest), min(one.latest, other.latest))
    ends = [when.end for when in (one, other) if when.end is not None]
    end = (max(first for first, _ in ends), min(last for _, last in ends)) if ends else None
    for when in (one, other):
        if (when.earliest, when.latest) == bounds and when.end == end:
            return when  # the narrower date keeps the form in which it was written
    return narrow(one, bounds, end)


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
