"""Words the matches of a search, a line for each record: its name, where it matches, the words around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chrono.ask.search import Match
from chrono.render.text import columns, grid, safe, screen_width

COLUMNS = ("type", "id", "position", "development", "source", "locator", "place", "text")
BEFORE = 0.25
"""Which part of the width of a snippet stands before the match, where there is more than fits."""
CUT = "…"
SEARCH_HEADER = ("what", "name", "said in", "text")
NAME_WIDTH = 36
"""How wide the name of a development may be in a table: that of an id."""


def render(matches: Sequence[Match]) -> Iterator[str]:
    """Yield the lines of a table; of each text only what stands around the match."""
    rows = [(match.type, _cut(_name(match)), _place_words(match)) for match in matches]
    used = sum(max(columns(safe(cell)) for cell in column) + 2 for column in zip(*rows, strict=True))
    room = max((screen_width() - 6) // 3, screen_width() - used)
    lines = [(*cells, snippet(match, room)) for cells, match in zip(rows, matches, strict=True)]
    if lines:
        yield from grid(lines, header=SEARCH_HEADER)


def _cut(name: str) -> str:
    return (
        name
        if columns(safe(name)) <= NAME_WIDTH
        else f"{safe(name)[: _fitting(safe(name), NAME_WIDTH - 1)]}{CUT}"
    )


def _name(match: Match) -> str:
    return match.development or match.id


def _place_words(match: Match) -> str:
    """Return where a match stands: the paragraph of a source, and the key or the field."""
    where = " ".join(part for part in (match.source, match.locator) if part)
    place = match.place.removeprefix("data.").replace(".", " ").replace("_", " ")
    return ", ".join(part for part in (where, place) if part)


def snippet(match: Match, width: int) -> str:
    """Return the text around a match, in at most `width` columns."""
    text = safe(match.text)
    if columns(text) <= width:
        return text
    at = match.at if len(text) == len(match.text) else 0
    start = at - _fitting(text[:at][::-1], int(width * BEFORE))
    start = text.find(" ", start, at) + 1 or start if start else 0
    begin = CUT if start else ""
    end = start + _fitting(text[start:], width - columns(begin))
    if end < len(text):
        end = start + _fitting(text[start:], width - columns(begin) - columns(CUT))
    return f"{begin}{text[start:end]}{CUT if end < len(text) else ''}"


def _fitting(text: str, width: int) -> int:
    """Return how many characters at the beginning of a text take at most `width` columns."""
    taken = 0
    for n, letter in enumerate(text):
        taken += columns(letter)
        if taken > width:
            return n
    return len(text)
