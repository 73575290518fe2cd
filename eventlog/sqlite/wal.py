"""Check the `-wal` beside a file before SQLite reads it, which passes over all that follows a damaged frame.

A process that dies leaves the last frame cut short, or its last transaction without an end: that was never
acknowledged, and is passed over here too. A whole frame whose checksum does not fit is damage, unless the
`-shm` says that it was not acknowledged: it may have been half written over one of an earlier use. And where
the `-shm` counts more frames than there are, the `-wal` was cut.
"""

from __future__ import annotations

import os
import sys
import time

from eventlog.errors import LogDamaged

HEADER = 32
FRAME_HEADER = 24
INDEX_HEADER = 48  # of the `-shm`
TRIES = 10  # while others write to it
PAUSE = 0.005
LARGEST = 2**23  # a larger one is that of a busy log: its writer has read it, and reads on
_MASK = 0xFFFFFFFF


def check_wal(path: str) -> None:
    """Check the frames of the `-wal` beside the file.

    Raises:
        LogDamaged: if a frame of its present content is damaged, or was cut off.
    """
    former, fault = b"", ""
    for _ in range(TRIES):
        # In this order: what is appended in between is no frame that is missing.
        index, content = _content(f"{path}-shm", 2 * INDEX_HEADER), _content(f"{path}-wal", LARGEST + 1)
        found = None if content is None or len(content) > LARGEST else _fault(content, index or b"")
        if found is None or content is None:
            return
        fault = found
        if content == former:
            break
        former = content  # it may be written at this moment, and is damaged if it stays so
        time.sleep(PAUSE)
    raise LogDamaged(0, f"the -wal beside its file is damaged: {fault}")


def cut_to_acknowledged(path: str) -> None:
    """Cut off what a commit wrote that failed: it may be whole, and would be taken for one that did not fail.

    Whoever calls this holds the lock for writing.
    """
    index, header = _content(f"{path}-shm", 2 * INDEX_HEADER), _content(f"{path}-wal", HEADER)
    counts = _acknowledged(index or b"", header or b"")
    if counts and header:
        end = HEADER + max(counts) * (FRAME_HEADER + int.from_bytes(header[8:12], "big"))
        if os.path.getsize(f"{path}-wal") > end:
            os.truncate(f"{path}-wal", end)


def _content(path: str, size: int) -> bytes | None:
    """Return the first bytes of a file; None where there is none."""
    try:
        with open(path, "rb") as file:
            return file.read(size)
    except OSError:
        return None


def _fault(content: bytes, index: bytes) -> str | None:
    """Return what is wrong with a `-wal`, if anything is, judged by the first bytes of the `-shm`."""
    counts = _acknowledged(index, content)
    damaged = _first_fault(content)
    if damaged is not None and damaged < max(counts, default=LARGEST):
        return "its header" if damaged < 0 else f"frame {damaged}"
    whole = _whole_frames(content)
    if whole < min(counts, default=0):
        return f"it has {whole} frames of {min(counts)}"
    return None


def _acknowledged(index: bytes, content: bytes) -> list[int]:
    """Return how many frames were written wholly, as the `-shm` says twice; nothing if it does not say.

    It is shared memory: it outlives who is killed, and SQLite makes it anew when the next one opens the file.
    The second is written first, so it may be ahead. A `-wal` without a header must have no frames.
    """
    headers = [index[:INDEX_HEADER], index[INDEX_HEADER:]]
    if len(index) < 2 * INDEX_HEADER:
        return []
    if len(content) >= HEADER and any(header[32:40] != content[16:24] for header in headers):
        return []
    return [int.from_bytes(header[16:20], sys.byteorder) for header in headers]


def _whole_frames(content: bytes) -> int:
    """Return how many frames are there whole, of this use of the `-wal` or an earlier one."""
    page_size = int.from_bytes(content[8:12], "big")
    return (len(content) - HEADER) // (FRAME_HEADER + page_size) if len(content) >= HEADER else 0


def _first_fault(content: bytes) -> int | None:
    """Return the number of the first frame that is damaged, from 0 on; -1 for the header, None for none."""
    if len(content) < HEADER:
        return None
    magic = int.from_bytes(content[:4], "big")
    order = "big" if magic & 1 else "little"
    sums = _checksum(content[: HEADER - 8], order, (0, 0))
    if magic | 1 != 0x377F0683 or sums != _pair(content, HEADER - 8):
        return -1
    page_size, salts = int.from_bytes(content[8:12], "big"), content[16:24]
    frame = FRAME_HEADER + page_size
    foreign = None
    for number, start in enumerate(range(HEADER, len(content) - frame + 1, frame)):
        own = content[start + 8 : start + 16]
        if own != salts:
            # What is left of an earlier use has other salts, both, and nothing of the present use after it.
            if own[:4] == salts[:4] or own[4:] == salts[4:]:
                return number
            foreign = number if foreign is None else foreign
            continue
        if foreign is not None:
            return foreign
        sums = _checksum(content[start : start + 8], order, sums)
        sums = _checksum(content[start + FRAME_HEADER : start + frame], order, sums)
        if sums != _pair(content, start + 16):
            return number
    return None


def _pair(content: bytes, start: int) -> tuple[int, int]:
    first, second = content[start : start + 4], content[start + 4 : start + 8]
    return int.from_bytes(first, "big"), int.from_bytes(second, "big")


def _checksum(content: bytes, order: str, sums: tuple[int, int]) -> tuple[int, int]:
    """Return the sums of SQLite's checksum over content of a length that 8 divides, going on from sums."""
    if order != sys.byteorder:
        content = b"".join(content[i : i + 4][::-1] for i in range(0, len(content), 4))
    words = iter(memoryview(content).cast("I"))
    first, second = sums
    for even, odd in zip(words, words, strict=True):
        first = (first + even + second) & _MASK
        second = (second + odd + first) & _MASK
    return first, second
