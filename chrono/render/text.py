"""Prepares text for a terminal: safe, aligned by the columns that characters take, wrapped, coloured."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence

from chrono.values.hidden import HIDDEN

_CONTROL = re.compile(f"[\x00-\x1f{HIDDEN}]")
_UNSEEN = re.compile(f"[{HIDDEN}]")
_PLAIN = re.compile(
    "[\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u201f\u2022\u2026\u2190-\u2193\u2212\u25a0-\u25cf]*"
)
"""Characters of one column each: Latin letters, and the dashes, quotes, arrows and signs of the screens."""
NARROWEST, WIDEST, PIPED = 60, 120, 100
NARROWEST_COLUMN = 6
"""Below this a column of a grid is not made narrower."""
STYLES = {"bold": "1", "dim": "2", "red": "31", "yellow": "33", "green": "32", "cyan": "36"}


def safe(text: object) -> str:
    """Return text from outside on one line, with control and direction characters shown as escapes."""
    return _CONTROL.sub(
        lambda match: " " if match[0] in "\n\t" else match[0].encode("unicode_escape").decode(), str(text)
    )


def json_escaped(text: str) -> str:
    """Return JSON, or text that is safe already, with hidden characters as JSON escapes them."""
    if text.isascii() and "\x7f" not in text:
        return text
    return _UNSEEN.sub(lambda match: as_json(match[0]), text)


def as_json(character: str) -> str:
    """Return one character as JSON escapes it."""
    import json

    return json.dumps(character)[1:-1]


def columns(text: str) -> int:
    """Return how many columns a text takes: two for each wide character."""
    if _PLAIN.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


def padded(text: str, width: int) -> str:
    """Return a text filled with spaces up to `width` columns."""
    return text + " " * (width - columns(text))


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most `width` columns, broken at spaces, or inside long words."""
    lines, line = [], ""
    for word in safe(text).split(" "):
        joined = f"{line} {word}" if line else word
        if columns(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, width)
        lines += full
    return [*lines, line] if line or not lines else lines


def paragraph(text: str, width: int, indent: int = 2, *styles: str) -> Iterator[str]:
    """Yield a text in lines of at most `width` columns, each behind `indent` spaces, in bold or colour."""
    for line in wrapped(text, width - indent):
        yield f"{' ' * indent}{styled(line, *styles)}"


def _pieces(word: str, width: int) -> list[str]:
    pieces, piece = [], ""
    for character in word:
        if columns(piece + character) > width and piece:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]


def screen_width() -> int:
    """Return how wide to write: as wide as the terminal, within reason; 100 columns into a pipe."""
    if os.environ.get("COLUMNS", "").isdecimal() or sys.stdout.isatty():
        return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((PIPED, 24)).columns))
    return PIPED


def styled(text: str, *styles: str) -> str:
    """Return a text in bold or colour, on a terminal that wants it; elsewhere as it is."""
    if not text or not in_colour():
        return text
    return f"\x1b[{';'.join(STYLES[each] for each in styles)}m{text}\x1b[0m"


def in_colour() -> bool:
    """Return whether stdout is a terminal and nobody asked for no colour (NO_COLOR, TERM=dumb)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def grid(rows: Sequence[Sequence[str]], *, header: Sequence[str] = (), width: int | None = None) -> list[str]:
    """Return rows in aligned columns that wrap; the last has at least a third of the width."""
    width = width or screen_width()
    cells = [[safe(cell) for cell in row] for row in rows]
    every = [list(header), *cells] if header else cells
    if not every:
        return []
    count = max(len(row) for row in every)
    widths = [max(columns(row[n]) for row in every if n < len(row)) for n in range(count)]
    room = width - 2 * (count - 1)
    last = min(widths[-1], max(20, room // 3))
    # The widest column gives way first, so that short ones stay on one line.
    while sum(widths[:-1]) + last > room and max(widths[:-1]) > NARROWEST_COLUMN:
        widths[widths.index(max(widths[:-1]))] -= 1
    widths[-1] = max(12, room - sum(widths[:-1]))
    lines = [styled(line, "dim") for line in _line(list(header), widths)] if header else []
    return lines + [line for row in cells for line in _line(row, widths)]


def _line(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    wraps = [wrapped(cell, widths[n]) for n, cell in enumerate(row)]
    height = max(len(each) for each in wraps)
    return [
        "  ".join(
            padded(each[n] if n < len(each) else "", widths[m]) for m, each in enumerate(wraps)
        ).rstrip()
        for n in range(height)
    ]
