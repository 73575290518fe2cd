"""The declarations in force: the built-in kinds and projections, and a log's storybooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from chrono.events import KINDS
from chrono.model.shelf import Shelf, assemble
from chrono.model.storybook import ParsedStorybook, storybook
from chrono.projections import PROJECTIONS
from chrono.resolve.entries import Entry


def shelf(storybooks: Mapping[str, ParsedStorybook]) -> Shelf:
    """Return the shelf that storybooks make with the built-in kinds and projections.

    Raises:
        BadStorybook: two storybooks declare one kind or projection, or a projection listens to a kind
            that nobody declares.
    """
    return assemble(storybooks, KINDS, PROJECTIONS)


def in_force(entries: Iterable[Entry]) -> dict[str, ParsedStorybook]:
    """Return the newest storybook of each name among a log's records, by name."""
    books = [_adopted(str(each.record["toml"])) for each in entries if each.type == "storybook"]
    return {book.name: book for book in books}


@lru_cache(maxsize=8)
def _adopted(text: str) -> ParsedStorybook:
    return storybook(text, adopted=True)
