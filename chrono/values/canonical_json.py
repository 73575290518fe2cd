"""Canonical JSON, in the log and in answers: sorted keys, exact digits, one way to write each value."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec.json


def _plain(value: object) -> object:
    """Return a value of a class that is made of one which JSON has, such as a text of one's own, as that."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float | Decimal):
        return Decimal(value) if isinstance(value, Decimal) else float(value)
    message = f"{type(value).__name__} is no JSON"
    raise TypeError(message)


_ENCODER = msgspec.json.Encoder(order="deterministic", decimal_format="number", enc_hook=_plain)
_DECODER = msgspec.json.Decoder(float_hook=Decimal)


def jsonbytes(value: object) -> bytes:
    """Return the canonical JSON of `value`: keys sorted, no spaces, UTF-8, decimals with their digits."""
    return _ENCODER.encode(value)


def jsontext(value: object) -> str:
    """Return the canonical JSON of `value` as text; it also serves as a sort key."""
    return _ENCODER.encode(value).decode()


def from_json(data: bytes | str) -> object:
    """Return the value that a JSON text holds; numbers with a fraction as Decimal.

    Raises:
        msgspec.DecodeError: the text is not JSON, or a number has an exponent beyond 18 digits.
    """
    try:
        return _DECODER.decode(data)
    except ArithmeticError as err:
        message = "a number is out of range: its exponent has more than 18 digits"
        raise msgspec.DecodeError(message) from err
