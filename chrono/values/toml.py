"""Read the TOML of storybooks, maps and forms within the limits that every answer relies on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable

from chrono.values.limits import NESTING, TOML_CHARACTERS, long_fault
from chrono.values.storable import is_nested_beyond

_KEY_PARTS = re.compile(r"""(?P<part>"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)|(?P<dot>\.)|[ \t]+|(?P<end>.)""")


class BadToml(ValueError):
    """A text that cannot be read as TOML; the message says why, and where."""


def from_toml(text: str, *, parse_float: Callable[[str], object] = float) -> dict[str, object]:
    """Return the tables of a TOML text.

    Args:
        text: the TOML.
        parse_float: makes a number of the text of a float.

    Raises:
        BadToml: it is not TOML, too long, or nested too deeply.
    """
    if fault := long_fault(text, TOML_CHARACTERS):
        raise BadToml(fault)
    if any(line.count(".") > NESTING and _deepest_key(line) > NESTING for line in text.splitlines()):
        raise BadToml(_DEEP)
    try:
        table = tomllib.loads(text, parse_float=parse_float)
    except RecursionError as err:
        raise BadToml(_DEEP) from err
    except (ValueError, ArithmeticError) as err:
        # tomllib's own, or that of a number which Python does not read
        message = str(err) if isinstance(err, tomllib.TOMLDecodeError) else "a number is out of range"
        raise BadToml(f"not TOML: {message[:1].lower()}{message[1:]}") from err
    if is_nested_beyond(table, NESTING):
        raise BadToml(_DEEP)
    return table


_DEEP = f"nested too deeply: {NESTING} tables and lists inside one another at most"


def _deepest_key(line: str) -> int:
    """Return how many parts the longest dotted key of a line has: tomllib takes the square of it in time."""
    deepest = parts = 0
    joined = False
    for match in _KEY_PARTS.finditer(line):
        if match["part"] is not None:
            parts = parts + 1 if joined else 1
            joined = False
        elif match["dot"] is not None:
            joined = True
        elif match["end"] is not None:
            parts, joined = 0, False
        deepest = max(deepest, parts)
    return deepest
