"""Kinds of development: the fields that each has, and their types.

A kind comes from an attrs class in `chrono.events` or from a storybook; both make the same object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache

import attrs

from chrono.errors import BadField, ChronoError, quoted
from chrono.values import quantities, times
from chrono.values.limits import many_fault
from chrono.values.storable import name_fault, value_fault
from chrono.values.suggestions import nearest

ANY_UNIT = "*"
"""The unit in `quantity:*`: a value needs a unit, but any will do."""
BASES = ("entity", "word", "text", "number", "quantity", "date", "bool")

OCCURRED, START = "@occurred", "@start"
DATES = (OCCURRED, START)
"""What may identify a development beside its fields: its date, and of a span how its beginning is written."""


@attrs.frozen(kw_only=True)
class FieldType:
    """The type of one field: its base, the unit it is fixed to, and whether it is a list or optional."""

    base: str
    unit: str | None = None
    listed: bool = False
    optional: bool = False

    def __str__(self) -> str:
        unit = f":{self.unit}" if self.unit else ""
        return f"{self.base}{unit}{'[]' if self.listed else ''}{'?' if self.optional else ''}"


@lru_cache(maxsize=256)
def field_type(text: str) -> FieldType:
    """Return the type written as `entity`, `quantity:USD`, `entity[]`, `date?`.

    Raises:
        ValueError: it is no such type; the message says what would be right.
    """
    rest, optional = (text[:-1], True) if text.endswith("?") else (text, False)
    rest, listed = (rest[:-2], True) if rest.endswith("[]") else (rest, False)
    base, _, unit = rest.partition(":")
    if base not in BASES or (unit and base != "quantity"):
        message = f"unknown field type {quoted(text)}: {nearest(base, BASES)}"
        raise ValueError(message)
    return FieldType(base=base, unit=unit or None, listed=listed, optional=optional)


@attrs.frozen(kw_only=True)
class Kind:
    """A kind of development: its fields, and the fields (or one of `DATES`) by which its reports join."""

    name: str
    title: str
    fields: Mapping[str, FieldType]
    identity: tuple[str, ...] = ()
    omitted: frozenset[str] = frozenset()
    """The identity fields that a development is named without where its report is silent on them."""
    span: bool = False
    like: frozenset[str] = frozenset()

    @property
    def apart_by_end(self) -> bool:
        """Whether it lasts, and accounts that differ in its end make developments of their own."""
        return self.span and OCCURRED in self.identity

    def faults(self, data: Mapping[str, object], *, partial: bool = False) -> list[tuple[str, str]]:
        """Return (field, what is wrong) for each fault of `data`; `partial` allows gaps and nulls."""
        faults = [
            (
                name,
                f"kind {quoted(self.name)} has no field {quoted(name)}: {nearest(name, tuple(self.fields))}",
            )
            for name in data
            if name not in self.fields
        ]
        for name, kind in self.fields.items():
            value = data.get(name)
            if value is None:
                if not (kind.optional or partial):
                    faults.append((name, f"kind {quoted(self.name)} needs {quoted(name)} ({kind})"))
                continue
            fault = _entry_fault(value, kind, named=name in self.identity)
            if fault is not None:
                faults.append((name, fault))
        return faults


def _entry_fault(value: object, kind: FieldType, *, named: bool) -> str | None:
    """Return the fault of a value that is entered: what is in a log already is read with less ado.

    Args:
        value: the value.
        kind: the type of its field.
        named: whether developments are named by the field.
    """
    try:
        read_value(value, kind)
    except (ChronoError, ValueError) as err:
        return str(err)
    members = value if isinstance(value, list | tuple) else (value,)
    if fault := many_fault(len(members)):
        return fault
    check = name_fault if named or kind.base in ("entity", "word") else value_fault
    for each in members:
        unit = each.get("unit") if isinstance(each, Mapping) else None
        fault = (check(each) if isinstance(each, str) else value_fault(each)) or name_fault(str(unit))
        if fault is None and kind.base == "number" and quantities.is_out_of_range(Decimal(str(each))):
            fault = quantities.OUT_OF_RANGE
        if fault is not None:
            return str(BadField(each, fault))
    return None


def read_value(value: object, kind: FieldType) -> object:
    """Return `value` as the engine computes with it: a Quantity, a When, a Decimal, a str, a bool, a tuple.

    Entities stay as given: only a log knows which names join.

    Raises:
        ChronoError: the value does not fit the type.
    """
    if not kind.listed:
        return _READERS[kind.base](value, kind)
    if not isinstance(value, list | tuple):
        raise BadField(value, f"a list of {kind.base} is wanted, such as {_EXAMPLES[kind.base]}")
    return tuple(_READERS[kind.base](each, kind) for each in value)


def read_resolved(value: object, kind: FieldType, resolve: Callable[[str], str]) -> object:
    """Return `value` as `read_value` does, entities as the slugs that `resolve` gives for their names.

    Raises:
        ChronoError: the value does not fit the type.
    """
    names = read_value(value, kind)
    if kind.base != "entity":
        return names
    return tuple(resolve(name) for name in names) if isinstance(names, tuple) else resolve(str(names))


def _text(value: object, kind: FieldType) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadField(value, f"{kind.base} wants words, not empty")
    return value.strip()


def _number(value: object, _: FieldType) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise BadField(value, "number wants a number, such as 5 or 2.5")
    try:
        number = Decimal(str(value))
    except ArithmeticError as err:
        raise BadField(value, "number wants a number, such as 5 or 2.5") from err
    if not number.is_finite():
        raise BadField(value, "number wants a finite number")
    return number


def _quantity(value: object, kind: FieldType) -> quantities.Quantity:
    if not isinstance(value, int | float | Decimal | str | Mapping):
        raise BadField(value, 'quantity wants an amount, such as "5 USD"')
    if kind.unit != ANY_UNIT:
        return quantities.quantity(value, unit=kind.unit)
    amount = quantities.quantity(value)
    if amount.unit is None:
        raise BadField(value, 'missing unit: write it with the amount, such as "5 USD"')
    return amount


def _date(value: object, _: FieldType) -> times.When:
    if not isinstance(value, str | Mapping):
        raise BadField(value, 'date wants an EDTF date, such as "2024-02"')
    return times.when(value)


def _bool(value: object, _: FieldType) -> bool:
    words = {"true": True, "yes": True, "false": False, "no": False}
    flag = words.get(value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(flag, bool):
        raise BadField(value, "bool wants true or false")
    return flag


_READERS: dict[str, Callable[[object, FieldType], object]] = {
    "entity": _text,
    "word": _text,
    "text": _text,
    "number": _number,
    "quantity": _quantity,
    "date": _date,
    "bool": _bool,
}
_EXAMPLES = {
    "entity": '["openai", "sam-altman"]',
    "word": '["a", "b"]',
    "text": '["one", "two"]',
    "number": "[1, 2]",
    "quantity": '["5 USD"]',
    "date": '["2024-02"]',
    "bool": "[true]",
}
