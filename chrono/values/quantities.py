"""Quantities: exact decimal numbers and ranges, with a unit or without; never a float in arithmetic."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeGuard

import attrs

from chrono.errors import BadAmount, quoted
from chrono.values.amounts import EXACT, parse_amount, unit_of
from chrono.values.limits import AMOUNT_DIGITS
from chrono.values.suggestions import nearest

_KEYS = ("amount", "least", "most", "exclusive", "about", "unit", "wording")
_SHAPE = frozenset(_KEYS) - {"wording"}
_SIDES = ("least", "most")
OUT_OF_RANGE = f"out of range: at most {AMOUNT_DIGITS} digits before and after the point"
_PLAIN = r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,4})?"
JsonNumber = int | Decimal


@attrs.frozen(kw_only=True)
class Quantity:
    """A number or an amount, exact or known by bounds; None for a bound is open.

    Bounds are inclusive but where said to be exclusive. The wording is no part of equality.
    """

    least: Decimal | None = None
    most: Decimal | None = None
    exclusive_least: bool = False
    exclusive_most: bool = False
    amount: Decimal | None = None
    """The figure named; least and most equal it, unless they were given beside it."""
    unit: str | None = None
    about: bool = False
    wording: str | None = attrs.field(default=None, eq=False)


def quantity(value: float | Decimal | str | Mapping[str, object], *, unit: str | None = None) -> Quantity:
    """Return the quantity that a number, a worded amount or an object gives.

    Args:
        value: a number, a text such as "97.4 billion USD", or an object {amount, least, most,
            exclusive, unit, about, wording}.
        unit: the unit that the field fixes; the value has to name it.

    Raises:
        BadAmount: unreadable, not finite, reversed bounds, or another unit than the one fixed.
    """
    fixed = unit_of(unit) if unit else None
    if isinstance(value, str):
        amount = _of_object(parse_amount(value, unit=fixed), value)
    elif isinstance(value, Mapping):
        amount = _of_object(value, value)
    else:
        number = _number(value)
        amount = Quantity(least=number, most=number, amount=number)
    if fixed and amount.unit is None:
        raise BadAmount(value, f'missing unit: write it with the amount, such as "5 {fixed}"')
    if fixed and amount.unit != fixed:
        raise BadAmount(
            value, f"the unit is {quoted(amount.unit)}, and this field takes {quoted(fixed)} alone"
        )
    return amount


def has_shape(value: object) -> TypeGuard[Mapping[str, object]]:
    """Return whether a value has no keys but those by which JSON shows an amount."""
    return isinstance(value, Mapping) and bool(value) and _SHAPE.issuperset(value)


def zero(unit: str | None) -> Quantity:
    """Return the quantity 0 of a unit."""
    return Quantity(least=Decimal(0), most=Decimal(0), amount=Decimal(0), unit=unit)


def agree(a: Quantity, b: Quantity) -> bool:
    """Return whether two quantities have the same unit and ranges that overlap."""
    return a.unit == b.unit and _below(a, b) and _below(b, a)


def intersection(a: Quantity, b: Quantity) -> Quantity:
    """Return the quantity that two agreeing quantities have in common.

    It is "about" where one of its bounds comes only from quantities that are "about".
    """
    if not agree(a, b):
        raise BadAmount([to_json(a), to_json(b)], "these do not overlap, and have nothing in common")
    low = max(_lower(a), _lower(b))
    high = min(_upper(a), _upper(b))
    low_is_about = all(each.about for each in (a, b) if _lower(each) == low)
    high_is_about = all(each.about for each in (a, b) if _upper(each) == high)
    least, most = low[1] if low[0] else None, high[1] if not high[0] else None
    named = [each.amount for each in (a, b) if each.amount is not None and _holds(low, each.amount, high)]
    point = least if least is not None and least == most else None
    return Quantity(
        least=least,
        most=most,
        exclusive_least=bool(low[2]),
        exclusive_most=bool(high[2]),
        amount=point if point is not None else next(iter(named), None),
        unit=a.unit,
        about=low_is_about or high_is_about,
        wording=a.wording if a == b else None,
    )


def add(a: Quantity, b: Quantity) -> Quantity:
    """Return the sum of two quantities of one unit, exactly; open bounds stay open."""
    if a.unit != b.unit:
        raise BadAmount([to_json(a), to_json(b)], "units differ, and never add up")
    least, most = _sum(a.least, b.least), _sum(a.most, b.most)
    return Quantity(
        least=least,
        most=most,
        exclusive_least=least is not None and (a.exclusive_least or b.exclusive_least),
        exclusive_most=most is not None and (a.exclusive_most or b.exclusive_most),
        amount=_sum(a.amount, b.amount),
        unit=a.unit,
        about=a.about or b.about,
    )


def order_key(q: Quantity) -> tuple[object, ...]:
    """Return a sort key: by lower bound, then upper, then unit and text; open bounds outermost."""
    return (_lower(q), _upper(q), q.unit or "", q.about, q.wording or "")


def to_json(q: Quantity) -> JsonNumber | dict[str, object]:
    """Return the JSON shape: a number where there is no unit, else an object without open bounds.

    Whole numbers are ints, others Decimals with their exact digits.
    """
    point = q.amount is not None and q.least == q.most
    if point and q.unit is None and not q.about:
        return json_number(q.amount or Decimal(0))
    shape: dict[str, object] = {}
    if q.amount is not None:
        shape["amount"] = json_number(q.amount)
    for side, bound in zip(_SIDES, (q.least, q.most), strict=True):
        if bound is not None and not point:
            shape[side] = json_number(bound)
    if exclusive := [
        side for side, on in zip(_SIDES, (q.exclusive_least, q.exclusive_most), strict=True) if on
    ]:
        shape["exclusive"] = exclusive
    if q.about:
        shape["about"] = True
    if q.unit is not None:
        shape["unit"] = q.unit
    return shape


def json_number(number: Decimal) -> JsonNumber:
    """Return a number as an int where it is whole, else as it is."""
    return int(number) if number == number.to_integral_value() else number


def is_out_of_range(number: Decimal) -> bool:
    """Return whether a finite number is greater, or given more finely, than any figure is."""
    exponent = number.as_tuple().exponent
    return number.adjusted() > AMOUNT_DIGITS or (isinstance(exponent, int) and exponent < -AMOUNT_DIGITS)


def _number(value: object) -> Decimal:
    """Return a number exactly, in its shortest form; a float by its shortest text."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, str)):
        raise BadAmount(value, 'not a number: write 5, 97.4 or "97400000000.25"')
    text = repr(value) if isinstance(value, float) else value
    if isinstance(text, str) and not re.fullmatch(_PLAIN, text):
        raise BadAmount(value, 'not a number: write 5, 97.4 or "97400000000.25"')
    number = Decimal(text)
    if not number.is_finite():
        raise BadAmount(value, "not a number: it has to be finite")
    if is_out_of_range(number):
        raise BadAmount(value, OUT_OF_RANGE)
    return number.normalize(EXACT) if number else Decimal(0)


def _of_object(value: Mapping[str, object], given: object) -> Quantity:
    for key in value:
        if key not in _KEYS:
            raise BadAmount(key, f"not a key of an amount: {nearest(str(key), _KEYS)}")
    amount, least, most = (
        None if value.get(key) is None else _number(value[key]) for key in ("amount", *_SIDES)
    )
    if amount is None and least is None and most is None:
        raise BadAmount(given, 'no figure: give "amount", or "least" and "most", or one of them')
    exclusive = _exclusive(value, given)
    made = Quantity(
        least=amount if least is None else least,
        most=amount if most is None else most,
        exclusive_least="least" in exclusive,
        exclusive_most="most" in exclusive,
        amount=least if amount is None and least == most else amount,
        unit=_text(value, "unit", given),
        about=_flag(value, given),
        wording=_text(value, "wording", given),
    )
    _check_order(made, given)
    return made


def _exclusive(value: Mapping[str, object], given: object) -> list[str]:
    sides = value.get("exclusive")
    if sides is None:
        return []
    if not isinstance(sides, (list, tuple)) or any(side not in _SIDES for side in sides):
        raise BadAmount(given, '"exclusive" is a list of "least" and "most"')
    for side in sides:
        if value.get(side) is None:
            raise BadAmount(given, f"{quoted(side)} is exclusive and not given")
    return [str(side) for side in sides]


def _text(value: Mapping[str, object], key: str, given: object) -> str | None:
    text = value.get(key)
    if text is None:
        return None
    if not isinstance(text, str) or not text.strip():
        raise BadAmount(given, f'{quoted(key)} is text, such as "USD"')
    return unit_of(text) if key == "unit" else text


def _flag(value: Mapping[str, object], given: object) -> bool:
    about = value.get("about")
    if about is not None and not isinstance(about, bool):
        raise BadAmount(given, '"about" is true or false')
    return bool(about)


def _check_order(made: Quantity, given: object) -> None:
    if not _below(made, made):
        raise BadAmount(given, 'reversed or empty: "least" has to be below "most"')
    if made.amount is not None and not _holds(_lower(made), made.amount, _upper(made)):
        raise BadAmount(given, '"amount" has to lie between "least" and "most"')


# Bounds compare as triples: bounded or open, the figure, the side of it that an exclusive bound leaves.
_Bound = tuple[int, Decimal, int]


def _lower(q: Quantity) -> _Bound:
    return (0, Decimal(0), 0) if q.least is None else (1, q.least, int(q.exclusive_least))


def _upper(q: Quantity) -> _Bound:
    return (1, Decimal(0), 0) if q.most is None else (0, q.most, -int(q.exclusive_most))


def _below(a: Quantity, b: Quantity) -> bool:
    """Return whether the lower bound of `a` is below the upper bound of `b`, or equals it, both included."""
    if a.least is None or b.most is None or a.least < b.most:
        return True
    return a.least == b.most and not (a.exclusive_least or b.exclusive_most)


def _holds(low: _Bound, number: Decimal, high: _Bound) -> bool:
    return low <= (1, number, 0) and (0, number, 0) <= high


def _sum(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    if a is None or b is None:
        return None
    return EXACT.add(a, b).normalize(EXACT)
