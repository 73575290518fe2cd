"""Reads `field=value` arguments as the data of a report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from chrono.errors import BadQuestion, quoted
from chrono.model.kinds import FieldType, Kind


def read_assignments(
    spec: Kind | None, fields: list[str], *, clear: bool = False, onto: Mapping[str, object] | None = None
) -> dict[str, object]:
    """Return the data that `field=value` arguments give; a list field is repeated.

    Args:
        spec: the kind, or None where it is not known: every value is then text.
        fields: the arguments.
        clear: whether `field=` gives null, instead of an empty text.
        onto: the data that they replace, field by field.

    Raises:
        BadQuestion: an argument is no assignment, or a field that is no list is given twice.
    """
    data: dict[str, object] = {}
    for argument in fields:
        name, equals, text = argument.partition("=")
        if not equals:
            raise BadQuestion("field", f"{quoted(argument)} is no assignment: write field=value")
        field = spec.fields.get(name) if spec is not None else None
        value: object = None if clear and text == "" else _typed_value(name, text, field)
        if field is not None and field.listed and value is not None:
            data[name] = [*_list(data.get(name)), *(value if isinstance(value, list) else [value])]
        elif name in data and spec is not None:
            raise BadQuestion("field", f"{quoted(name)} is given twice, and it is no list")
        else:
            data[name] = value
    return {**(onto or {}), **data}


def _typed_value(name: str, text: str, field: FieldType | None) -> object:
    """Return a value as given on a command line: JSON for a field of objects or lists, else text."""
    takes_object = field is not None and field.base in ("quantity", "date")
    takes_list = field is not None and field.listed
    if (takes_object and text.startswith("{")) or (takes_list and text.startswith("[")):
        return json_value(text, name)
    return text


def json_value(text: str, name: str) -> object:
    """Return the JSON object or list that an argument gives, with exact decimals.

    Raises:
        BadQuestion: it is not JSON.
    """
    try:
        return json.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as err:
        raise BadQuestion(name, f"{quoted(text)} is not JSON") from err


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
