"""Reads storybooks from files and adopts them; every fault names its file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chrono.chronicle import Chronicle
from chrono.commands.faults import FileFaults, fault_text
from chrono.commands.shared import say
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
    try:
        text = Path(path).read_text("utf-8")
    except UnicodeDecodeError as err:
        raise BadStorybook([("", f"not UTF-8 at byte {err.start}")], file=safe(path)) from err
    storybook(text, file=safe(path))
    return text


def adopt(opened: Chronicle, texts: Texts) -> None:
    """Append storybooks, all or none; say which of them were in force already.

    Raises:
        FileFaults: one does not go with those in force; a line for each fault.
    """
    if not texts:
        return
    try:
        receipts = opened.append(*({"record": "storybook", "toml": text} for _, text in texts))
    except RefusedBatch as err:
        raise FileFaults(
            f"{safe(texts[each.index][0])}: {fault_text(fault)}"
            for each in err.refusals
            for fault in each.faults
        ) from err
    for (path, _), receipt in zip(texts, receipts, strict=True):
        if not receipt.new:
            say(f"{path}: in force already, nothing changed")
