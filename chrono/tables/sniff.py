"""Detects how the bytes of a spreadsheet are read: the encoding, and the delimiter of its cells.

The encoding is certain where a file begins with a byte order mark or is UTF-8; else it is a guess, and marked
as one. The delimiter is chosen by the columns that are expected, so that no cell is mistaken for one.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Collection, Iterable, Iterator

import attrs

DELIMITERS = (",", ";", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LEGACY = ("cp932", "euc_jp", "gb18030", "cp949", "big5", "cp1252", "cp1251")
"""The encodings that a guess chooses from; a wider choice makes worse guesses."""
_SPARSE = 4
"""Each second byte of ASCII in UTF-16 is null: with fewer than one in four, what is UTF-8 is read as that."""
SAMPLE_BYTES = 1 << 16
"""How many bytes of lines that are not ASCII a guess is based on."""


@attrs.frozen
class Encoding:
    """An encoding by its Python name, and whether it is only guessed."""

    name: str
    guessed: bool = False


def encoding(read: Callable[[], Iterable[bytes]]) -> Encoding | None:
    """Return the encoding in which all of a file can be read, or None.

    Args:
        read: gives the bytes of the file from its beginning, piece by piece, each time it is called.
    """
    head = b"".join(_beginning(read(), SAMPLE_BYTES))
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name) if fits(read(), name) else None
    if b"\0" in head and (head.count(0) * _SPARSE >= len(head) or not fits(read(), "utf-8")):
        low = head[1::2].count(0) >= head[::2].count(0)
        wide = "utf-16-le" if low else "utf-16-be"
        return Encoding(wide, guessed=True) if fits(read(), wide) else None
    if b"\x1b$" in head:
        return Encoding("iso2022_jp")
    if fits(read(), "utf-8"):
        return Encoding("utf-8")
    return next((Encoding(name, guessed=True) for name in _likely(read()) if fits(read(), name)), None)


def fits(pieces: Iterable[bytes], name: str) -> bool:
    """Return whether all of the bytes can be decoded in an encoding."""
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for each in pieces:
            decoder.decode(each)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _likely(pieces: Iterable[bytes]) -> list[str]:
    """Return the likely encodings of the lines that are not ASCII, the likeliest first."""
    from charset_normalizer import from_bytes

    lines = (line for line in _lines(pieces) if not line.isascii())
    sample = b"".join(_beginning(lines, SAMPLE_BYTES))
    return [each.encoding for each in from_bytes(sample, cp_isolation=list(LEGACY))]


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for each in pieces:
        *whole, rest = (rest + each).split(b"\n")
        yield from (line + b"\n" for line in whole)
    yield rest


def _beginning(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    for each in pieces:
        yield each
        size -= len(each)
        if size <= 0:
            return


def delimiter(lines: Iterable[str], wanted: Collection[str] = ()) -> str:
    """Return the delimiter of the cells of a table: the first of `DELIMITERS` with the best score.

    Best is the one under which the header has most of the columns wanted, then the one under which most
    rows are as wide as the header.

    Args:
        lines: the beginning of the table; the last row may be cut short.
        wanted: columns that are expected in the header.
    """
    beginning = list(lines)
    return max(DELIMITERS, key=lambda each: _score(beginning, each, wanted))


def _score(lines: list[str], mark: str, wanted: Collection[str]) -> tuple[int, int, int]:
    rows = [cells for cells in csv.reader(lines, delimiter=mark) if any(cells)]
    if not rows or (len(rows[0]) == 1 and not wanted):
        return 0, 0, 0
    header = {each.strip() for each in rows[0]}
    alike = sum(len(each) == len(rows[0]) for each in rows)
    return len(header.intersection(wanted)), alike if len(rows[0]) > 1 else 0, len(rows[0])
