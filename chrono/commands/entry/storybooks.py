"""Reads storybooks from files and adopts them; every fault names its file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from chrono.chronicle import Chronicle
from chrono.commands.faults import FileFaults, fault_text
from chrono.commands.shared import refuse_device, say
from chrono.errors import quoted
from chrono.model.kinds import OCCURRED, START
from chrono.model.storybook import BadStorybook, storybook
from chrono.render.text import safe
from chrono.write.append import RefusedBatch

Texts = Sequence[tuple[str, str]]
"""Storybooks: the path of each, and its text."""


def read_storybook(path: str) -> str:
    """Return the text of a storybook file without faults.

    Raises:
        BadStorybook: it has some, or is not UTF-8.
        OSError: the file cannot be read.
    """
    refuse_device(path)
    try:
        text = Path(path).read_text("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as err:
        raise BadStorybook([("", f"not UTF-8 at byte {err.start}")], file=safe(path)) from err
    storybook(text, file=safe(path))
    return text


def adopt(opened: Chronicle, texts: Texts, *, strict: bool = False) -> None:
    """Append storybooks, all or none; say which of them were in force already, and what looks odd in others.

    Args:
        opened: the log.
        texts: the storybooks.
        strict: whether what looks odd is refused.

    Raises:
        FileFaults: one does not go with those in force, or is odd; a line for each fault.
    """
    if not texts:
        return
    known = {book.text for book in opened.shelf.storybooks.values()}
    notes = [list(_notes(path, text)) if text not in known else [] for path, text in texts]
    if strict and any(notes):
        raise FileFaults(line for lines in notes for line in lines)
    try:
        receipts = opened.append(*({"record": "storybook", "toml": text} for _, text in texts))
    except RefusedBatch as err:
        raise FileFaults(
            f"{safe(texts[each.index][0])}: {fault_text(fault)}"
            for each in err.refusals
            for fault in each.faults
        ) from err
    for (path, _), receipt, odd in zip(texts, receipts, notes, strict=True):
        said = [f"note: {each}" for each in odd]
        for line in said if receipt.new else (f"{path}: in force already, nothing changed",):
            say(line)


def _notes(path: str, text: str) -> Iterator[str]:
    """Yield a note on each kind of a storybook of which accounts with different ends would not join."""
    for kind in storybook(text, file=safe(path)).kinds.values():
        if kind.apart_by_end:
            found = f"identified by {quoted(OCCURRED)}, so that accounts of other ends do not join"
            yield f"{safe(path)}: kinds.{quoted(kind.name)}: {found}; {quoted(START)} would join them"
