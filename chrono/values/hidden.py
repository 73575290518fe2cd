"""Characters that hide, and cells that a spreadsheet may take for a formula: one list, one rule."""

from __future__ import annotations

import re
from functools import cache

HIDDEN = (
    "\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
"""What steers a terminal or does not show, for a class of a regular expression: control characters beyond
ASCII's first 32, direction, no width, half of a pair, tags."""
FORMULA_SIGNS = frozenset("=+-@＝＋－＠")
"""What a formula begins with; of full width too, as spreadsheets in East Asian locales read them."""


def is_formula(cell: str) -> bool:
    """Return whether a spreadsheet may take a cell for a formula: past blanks and what does not show."""
    if cell[:1].isalnum():
        return False
    shown = _leading().sub("", cell, count=1)
    return shown[:1] in FORMULA_SIGNS and shown != ""


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(f"\\A[\x00-\x1f\\s{HIDDEN}]+")
