"""Hidden characters, and cells that a spreadsheet may take for a formula: the one list and the one rule."""

from __future__ import annotations

import re
from functools import cache

HIDDEN = (
    "\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
"""Characters that steer a terminal or are invisible, as the inside of a regular expression's class: control
characters beyond ASCII's first 32, marks of direction and of no width, lone surrogates, tags."""
FORMULA_SIGNS = frozenset("=+-@＝＋－＠")
"""The signs that begin a formula; of full width too, as spreadsheets in East Asian locales read them."""


def is_formula(cell: str) -> bool:
    """Return whether a spreadsheet may take a cell for a formula, after blanks and hidden characters."""
    if cell[:1].isalnum():
        return False
    visible = _leading().sub("", cell, count=1)
    return visible[:1] in FORMULA_SIGNS


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(f"\\A[\x00-\x1f\\s{HIDDEN}]+")
