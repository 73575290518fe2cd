"""Text inside HTML or XML."""

from __future__ import annotations

import re
from html import escape

_NO_CHARACTER = re.compile("[\ufffe\uffff]")


def marked_up(text: str) -> str:
    """Return text as HTML and XML hold it: nothing in it is markup, and what is no character is replaced."""
    return escape(_NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text))
