"""Canonical JSON, in the log and in answers: sorted keys, exact digits, one way to write each value."""

from __future__ import annotations

from decimal import Decimal

import msgspec.json

_ENCODER = msgspec.json.Encoder(order="deterministic", decimal_format="number")
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
