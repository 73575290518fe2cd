"""The limits of what is taken in (docs/limits.md): far above any use, and what keeps every answer quick.

They hold for what is new: what a log holds already is read whatever its size.
"""

from __future__ import annotations

from typing import Final

RECORD_BYTES: Final = 1_000_000
"""A record as canonical JSON, in UTF-8."""
TOML_CHARACTERS: Final = 500_000
"""A storybook, a map or a form."""
CELL_CHARACTERS: Final = 4_000_000
"""A cell of a spreadsheet: any part of a record fits, also with all its characters written as escapes."""
TEXT_CHARACTERS: Final = 200_000
"""The text of one field: a quotation, a summary, a reason."""
NAME_CHARACTERS: Final = 1_000
"""A name: a slug, an id, an entity, a word, a unit, a development."""
LIST_MEMBERS: Final = 10_000
"""A list of names, or of values of a field."""
INDEXED_MEMBERS: Final = 1_000
"""A list of names by each of which the log finds the record: stories, and developments that are merged."""
DATE_CHARACTERS: Final = 200
"""A date, as EDTF or in words; its years are 0001 to 9999."""
ZONE_CHARACTERS: Final = 100
"""The name of a time zone: Python looks for it folder by folder."""
AMOUNT_CHARACTERS: Final = 200
"""An amount in words."""
AMOUNT_DIGITS: Final = 60
"""An amount, or a number of a field: digits before and after the point."""
NUMBER_DIGITS: Final = 3_900
"""Any other number in JSON: Python reads no whole number of more than 4,300 digits."""
NUMBER_EXPONENT: Final = 1_000_000
"""The exponent of any other number in JSON, exclusive, of either sign."""
NESTING: Final = 100
"""How many lists, objects or tables may stand inside one another: every way in takes as many."""


def long_fault(text: str, most: int) -> str | None:
    """Return that a text has more characters than a limit allows, or None."""
    return None if len(text) <= most else f"too long: {len(text):,} characters, and {most:,} at most"


def many_fault(count: int, most: int = LIST_MEMBERS) -> str | None:
    """Return that a list has more members than a limit allows, or None."""
    return None if count <= most else f"too many: {count:,} members, and {most:,} at most"
