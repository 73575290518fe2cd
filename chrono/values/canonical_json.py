"""JSON as the log and the answers speak it: sorted keys, exact digits, one way to write each value."""

from __future__ import annotations

from decimal import Decimal

import msgspec.json

_ENCODER = msgspec.json.Encoder(order="deterministic", decimal_format="number")
_DECODER = msgspec.json.Decoder(float_hook=Decimal)


def jsonbytes(value: object) -> bytes:
    """Return the canonical JSON of `value`: keys sorted, no spaces, UTF-8, decimals with their digits."""
    return _ENCODER.encode(value)


def jsontext(value: object) -> str:
    """Return `jsonbytes` as text: the sort key of sets and lists."""
    return _ENCODER.encode(value).decode()


def from_json(data: bytes | str) -> object:
    """Return the value that JSON text holds; numbers with a fraction as Decimal.

    Raises:
        msgspec.DecodeError: the text is no JSON.
    """
    return _DECODER.decode(data)
