"""Appends records from JSON Lines, all or none, or all but those with faults: `append --file`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from errno import EISDIR, ENOENT
from pathlib import Path

from chrono.chronicle import Chronicle
from chrono.commands.entry.file_notes import FileNotes
from chrono.commands.entry.receipts import write_receipts
from chrono.commands.faults import REJECTED, FileFaults, fault_text
from chrono.commands.shared import file_name, line_read, lines_in, say
from chrono.errors import BadQuestion, quoted
from chrono.model.records import Fault
from chrono.render.formats import Format
from chrono.write.append import Receipt, RefusedBatch, refusals
from chrono.write.codec import BadLine
from chrono.write.codec import line as line_of
from chrono.write.export_end import CUT, end_faults, is_end

FEW_BROKEN = 3
"""How many lines that are no JSON are each named where no line is any."""
NO_LINES = (
    "none of its lines is JSON: this takes a record a line, as `chrono export` writes it; "
    "a spreadsheet is read by `chrono import`, and a backup by `chrono restore`"
)
FaultsByLine = Mapping[int, Sequence[Fault]]
"""The faults of a file by the number of the line."""


def check_rejects(path: str, others: Mapping[str, str]) -> None:
    """Refuse a file for rejects that cannot be written, or is one of the files the command works with.

    Raises:
        BadQuestion: it would be overwritten, or it is no path, as an unset variable gives it.
        OSError: it is a folder, or in none.
    """
    if not path:
        raise BadQuestion("rejects", "it is empty: give the path of a file, or leave it out")
    for code, found in ((EISDIR, Path(path).is_dir()), (ENOENT, not Path(path).parent.is_dir())):
        if found:
            raise OSError(code, os.strerror(code), path)
    for description, used in others.items():
        place = Path(used.removeprefix("sqlite:///"))
        if used and place.exists() and Path(path).exists() and place.samefile(path):
            raise BadQuestion(
                "rejects", f"{quoted(path)} is {description}, which would be overwritten: name another"
            )


def append_file(
    opened: Chronicle, path: str, *, keep_going: bool, rejects: str | None, form: Format, strict: bool = False
) -> int:
    """Append the records of a file, or of standard input for `-`; return the exit code.

    With `strict`, what would only be noted is a fault.

    Raises:
        FileFaults: some line has faults, and it is not to keep going, or the last line of an export counts
            other records than stand before it; nothing is appended.
    """
    lines = [(number, line) for number, line in enumerate(lines_in(path), 1) if line.strip()]
    records, broken, short = _read(lines)
    if short:
        raise FileFaults(_fault_lines(path, {**broken, **short}))
    if len(broken) > FEW_BROKEN and not records:
        raise FileFaults([f"{file_name(path)}: {NO_LINES}"])
    cut = _seems_cut(lines, records)
    if cut and strict:
        raise FileFaults([f"{file_name(path)}: {CUT}"])
    notes = FileNotes(file_name(path), strict=strict, lines=[number for number, _ in records])
    if broken and not keep_going:
        raise FileFaults(_fault_lines(path, {**broken, **dict(_refusals(opened, records))}))
    if rejects:
        Path(rejects).write_bytes(b"")  # one that cannot be written is refused before anything is appended
    try:
        given = [record for _, record in records]
        outcome = opened.append_all(given, keep_going=keep_going, review=notes.review)
    except RefusedBatch as err:
        refused = {records[each.index][0]: each.faults for each in err.refusals}
        raise FileFaults(_fault_lines(path, refused)) from err
    rejected = {**broken, **{records[each.index][0]: each.faults for each in outcome.rejects}}
    if rejects:
        _write_rejects(rejects, (line for number, line in lines if number in rejected))
    notes.settle()
    write_receipts(outcome.receipts, form)
    notes.say()
    if cut:
        say(f"note: {file_name(path)}: {CUT}")
    say(_summary(outcome.receipts, len(rejected)))
    for line in _fault_lines(path, rejected):
        say(f"chrono: {line}")
    return REJECTED if rejected else 0


def _write_rejects(path: str, lines: Iterable[bytes]) -> None:
    """Write the lines left out to a file; where that cannot be done, say so: the others are in the log."""
    try:
        Path(path).write_bytes(b"".join(line.rstrip(b"\r") + b"\n" for line in lines))
    except OSError as err:
        say(f"{path}: what is rejected could not be written: {(err.strerror or str(err)).lower()}")


def _read(
    lines: Sequence[tuple[int, bytes]],
) -> tuple[list[tuple[int, object]], dict[int, Sequence[Fault]], dict[int, Sequence[Fault]]]:
    """Return the records of the lines, the faults of broken lines, and those of the ends of exports."""
    records: list[tuple[int, object]] = []
    broken: dict[int, Sequence[Fault]] = {}
    ends: dict[int, Sequence[Fault]] = {}
    before = 0
    for number, line in lines:
        before += 1
        try:
            record = line_read(line)
        except BadLine as err:
            broken[number] = (("", str(err)),)
            continue
        if not is_end(record):
            records.append((number, record))
            continue
        if faults := end_faults(record, before - 1):
            ends[number] = faults
        before = 0
    return records, broken, ends


def _seems_cut(lines: Sequence[tuple[int, bytes]], records: Sequence[tuple[int, object]]) -> bool:
    """Return whether there is no line, or the last is a record, byte for byte as an export writes it."""
    if not lines:
        return True
    if not records or records[-1][0] != lines[-1][0]:
        return False
    record = records[-1][1]
    try:
        return isinstance(record, Mapping) and "record" in record and line_of(record).encode() == lines[-1][1]
    except ValueError:  # half a character, which no export has
        return False


def _refusals(
    opened: Chronicle, records: Sequence[tuple[int, object]]
) -> Iterator[tuple[int, Sequence[Fault]]]:
    """Yield the other faults of a file that is refused for its broken lines; nothing is appended."""
    for refusal in refusals(opened.log, [record for _, record in records]):
        yield records[refusal.index][0], refusal.faults


def _fault_lines(path: str, faults: FaultsByLine) -> list[str]:
    name = file_name(path)
    return [f"{name}:{number}: {fault_text(fault)}" for number in sorted(faults) for fault in faults[number]]


def _summary(receipts: Sequence[Receipt], rejected: int) -> str:
    fresh = [each.position for each in receipts if each.new]
    parts = [f"appended {len(fresh)} record{'' if len(fresh) == 1 else 's'}"]
    if fresh:
        first, last = min(fresh), max(fresh)
        parts[0] += f" at position {first}" if first == last else f" at positions {first} to {last}"
    already = len(receipts) - len(fresh)
    parts += [f"{already} already there, unchanged"] if already else []
    parts += [f"{rejected} rejected"] if rejected else []
    return ", ".join(parts)
