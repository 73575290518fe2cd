"""Make text from outside inert in each language that is written: Markdown, HTML and XML, CSV.

For a terminal, and as the first step of all of these, `chrono.render.text.safe` does it. JSON needs no more
than its own escapes.
"""

from __future__ import annotations

import re
from html import escape

from chrono.render.text import safe
from chrono.values.hidden import is_formula

_MARKUP = re.compile(r"[\\`*\[\]<>~|]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")
_LINKED = re.compile(r"\b(?:https?|ftp|mailto|xmpp)(?=:)|\bwww(?=\.)|(?<=[\w.+-])(?=@\w)", re.IGNORECASE)
"""Where GitHub makes a link that nobody wrote as one (specification, 6.9): `http:`, `www.`, `a@b`."""
_NO_CHARACTER = re.compile("[\ufffe\uffff]")


def markdown_text(text: str) -> str:
    """Return text that Markdown, and HTML in it, takes for nothing but text, in a table too."""
    text = _LINKED.sub(r"\g<0>\\", _MARKUP.sub(r"\\\g<0>", safe(text)))
    return re.sub(r"^(\s*\d+)([.)])", r"\1\\\2", re.sub(r"^(\s*)([#+=-])", r"\1\\\2", text))


def html_text(text: str) -> str:
    """Return text as HTML and XML (Atom) hold it, on one line: what is no character of these is replaced."""
    return escape(_NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", safe(text)))


def csv_text(text: str) -> str:
    """Return the text of a cell that no spreadsheet takes for a formula, and no terminal for a command."""
    text = safe(text)
    return f"'{text}" if is_formula(text) else text
