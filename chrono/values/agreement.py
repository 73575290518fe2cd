"""Agreement of values: whether two can both be right, what both allow, and an order for those that differ."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce

import attrs

from chrono.values import quantities
from chrono.values.canonical_json import jsontext
from chrono.values.edtf import parse
from chrono.values.quantities import Quantity
from chrono.values.shapes import plain
from chrono.values.times import PAST, Bounds, When, interval_text


def agree(one: object, other: object) -> bool:
    """Return whether two values can both be right: equal, or ranges and dates that overlap."""
    if isinstance(one, When) and isinstance(other, When):
        return _dates_agree(one, other)
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return quantities.agree(one, other)
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _dates_agree(one: When, other: When) -> bool:
    starts = one.earliest <= other.latest and other.earliest <= one.latest
    if one.end is None or other.end is None:
        return starts or _names(one, other) or _names(other, one)
    return starts and one.end[0] <= other.end[1] and other.end[0] <= one.end[1]


def _names(moment: When, whole: When) -> bool:
    """Return whether `whole` is the day, month or year that a datetime names at its own offset.

    One that other bounds narrow, given or of its publication, is no longer all of it.
    """
    return whole.end is None and (whole.earliest, whole.latest) in named_bounds(moment)


def named_bounds(moment: When) -> tuple[Bounds, ...]:
    """Return the bounds of the year, month and day that a datetime names at its own offset; else none."""
    if moment.earliest != moment.latest or "T" not in moment.edtf or moment.end is not None:
        return ()
    day = moment.edtf.split("T", maxsplit=1)[0]
    named = (parse(day[:length]) for length in (4, 7, 10))  # YYYY, YYYY-MM, YYYY-MM-DD
    return tuple((each.earliest, each.latest) for each in named)


def _is_whole(when: When) -> bool:
    """Return whether a date without a time of day has the bounds of its text: no others narrow it."""
    if "T" in when.edtf:
        return False
    text = parse(when.edtf)
    return (text.earliest, text.latest) == (when.earliest, when.latest)


def intersection(one: object, other: object) -> object:
    """Return what two values that agree both allow."""
    if isinstance(one, When) and isinstance(other, When):
        return _common_dates(one, other)
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return quantities.intersection(one, other)
    return one


def _common_dates(one: When, other: When) -> When:
    for moment, whole in ((one, other), (other, one)):
        if _names(moment, whole):
            return moment
    bounds = (max(one.earliest, other.earliest), min(one.latest, other.latest))
    ends = [each.end for each in (one, other) if each.end is not None]
    end = (max(each[0] for each in ends), min(each[1] for each in ends)) if ends else None
    for each in (one, other):
        # What other bounds make of a date is not as its text says.
        as_written = _same(one, other) or each.end is not None or _is_whole(each)
        if as_written and (each.earliest, each.latest) == bounds and each.end == end:
            return each
    return narrow(one, bounds, end)


def _same(one: When, other: When) -> bool:
    return (one.edtf, one.earliest, one.latest) == (other.edtf, other.earliest, other.latest)


def common(whens: Sequence[When]) -> When:
    """Return what dates that agree all allow."""
    return reduce(_common_dates, whens)


def narrow(when: When, bounds: tuple[int, int], end: tuple[int, int] | None) -> When:
    """Return `when` with other bounds, written as the EDTF interval of its days."""
    start = interval_text(*bounds)
    text = start if end is None else f"{start.split('/')[0]}/{interval_text(*end).split('/')[-1]}"
    return attrs.evolve(
        when,
        edtf=text,
        earliest=bounds[0],
        latest=bounds[1],
        end=end,
        wording=None,
        start=start if end is not None and bounds[1] > PAST else None,
    )


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
