"""Find the rows of events in the bytes of a file, page by page, whatever the pages that lead there are like.

SQLite reaches a row by pages of another sort: where one of these is damaged, or the first page of the file,
the rows are there and cannot be asked for. What is found here vouches for nothing: the digests do.
See sqlite.org/fileformat2.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventlog.sqlite.files import HEADER_BYTES, MAGIC
from eventlog.sqlite.schema import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from eventlog.sqlite.database import Row

WAL_HEADER, FRAME_HEADER = 32, 24
TABLE_LEAF = 13
WIDTHS = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 8: 0, 9: 0}
"""How many bytes a value takes, by its type, of those without a length of their own; no floats are stored."""
COLUMNS = {17: 2, 10: 1}
"""The stored form of a row of events, by its number of columns."""


def rows_in(content: bytes, wal: bytes = b"") -> Mapping[int, Row]:
    """Return what may be rows of events, by position, in the shape in which the statement `one` gives them.

    Args:
        content: the file; its first page may be damaged.
        wal: the `-wal` that belongs to it.
    """
    pages = _pages(content, wal)
    found: dict[int, Row] = {}
    for number, page in pages.items():
        start = HEADER_BYTES if number == 1 else 0
        if len(page) > start and page[start] == TABLE_LEAF:
            for cell in _cells(page, start):
                try:
                    position, values = _record(pages, page, cell)
                    found[position] = _row(position, values)
                except (IndexError, KeyError, ValueError):  # not what it looks like
                    continue
    return found


def _pages(content: bytes, wal: bytes) -> dict[int, bytes]:
    """Return the pages by number, those of the `-wal` in the place of earlier ones."""
    size = int.from_bytes(content[16:18], "big") if content[:16] == MAGIC else PAGE_SIZE
    size = 65_536 if size == 1 else size
    if size < 512 or size & (size - 1):
        size = PAGE_SIZE
    pages = {start // size + 1: content[start : start + size] for start in range(0, len(content), size)}
    for start in range(WAL_HEADER, len(wal) - FRAME_HEADER - size + 1, FRAME_HEADER + size):
        if wal[start + 8 : start + 16] == wal[16:24]:
            begin = start + FRAME_HEADER
            pages[int.from_bytes(wal[start : start + 4], "big")] = wal[begin : begin + size]
    return pages


def _cells(page: bytes, start: int) -> Iterator[int]:
    """Yield where each cell of a page of rows begins."""
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    for at in range(start + 8, min(start + 8 + 2 * count, len(page) - 1), 2):
        yield int.from_bytes(page[at : at + 2], "big")


def _record(pages: Mapping[int, bytes], page: bytes, cell: int) -> tuple[int, list[object]]:
    """Return the number of a row, and its values."""
    length, at = _varint(page, cell)
    number, at = _varint(page, at)
    payload = _payload(pages, page, at, length)
    end, at = _varint(payload, 0)
    types = []
    while at < end:
        type_, at = _varint(payload, at)
        types.append(type_)
    values = []
    for type_ in types:
        width = (type_ - 12) // 2 if type_ >= 12 else WIDTHS[type_]
        values.append(_value(type_, payload[end : end + width], width))
        end += width
    return number, values


def _payload(pages: Mapping[int, bytes], page: bytes, at: int, length: int) -> bytes:
    """Return the whole of a record, of which a long one goes on in other pages."""
    usable = len(page)
    local = length
    if length > usable - 35:
        least = (usable - 12) * 32 // 255 - 23
        local = least + (length - least) % (usable - 4)
        local = local if local <= usable - 35 else least
    payload = page[at : at + local]
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    while len(payload) < length:
        more = pages[following]
        following = int.from_bytes(more[:4], "big")
        payload += more[4 : 4 + length - len(payload)]
    return payload


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """Return the number that is stored at a place, and the place after it."""
    value = 0
    for index in range(8):
        byte = content[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    return value << 8 | content[at + 8], at + 9


def _value(type_: int, content: bytes, width: int) -> object:
    if len(content) < width:
        raise ValueError("it is cut off")
    if type_ >= 12:
        return content
    if type_ in {8, 9}:
        return type_ - 8
    return int.from_bytes(content, "big", signed=True) if type_ else None


def _row(position: int, values: list[object]) -> Row:
    """Return a row in the order of the statements of its form; texts are bytes there, too."""
    form = COLUMNS[len(values)]
    if form == 1:
        _, id_, type_, version, time, tags, data, salt, hash_, digest = values
        return (
            1,
            position,
            time,
            id_,
            type_,
            version,
            tags,
            data,
            *[None] * 3,
            salt,
            *[None] * 3,
            hash_,
            None,
            digest,
            None,
        )
    _, time, type_, version, id_, tags, by, data, *rest = values
    id_salt, tags_salt, by_salt, data_salt, id_hash, tags_hash, by_hash, data_hash, digest = rest
    parts = (id_salt, tags_salt, data_salt, by_salt, id_hash, tags_hash, data_hash, by_hash)
    return (2, position, time, id_, type_, version, tags, data, by, *parts, digest, None)
