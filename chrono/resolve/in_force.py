"""Which corrections and retractions are in force at an instant of the press axis.

A retraction is judged from the last to the first, so that one that is itself retracted withdraws nothing; a
report's corrections apply in press order (format.md §1, order of evaluation).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chrono.resolve.amendments import patched
from chrono.resolve.archive import Archive
from chrono.resolve.entries import Entry, Record


def retractions(archive: Archive, name: str, until: int) -> list[Entry]:
    """Return the retractions of a record in force at `until`, inclusive, in log order."""
    if name not in archive.against:
        return []
    found = list(_retractions(archive, name, until))
    for each in found:  # it grows as it is walked: each retraction after what it names
        found += _retractions(archive, each.id, until)
    return [each for each in unwithdrawn(found) if each.of == name]


def _retractions(archive: Archive, name: str, until: int) -> Iterator[Entry]:
    for each in archive.against.get(name, ()):
        if each.type == "retraction" and archive.press(each.record)[1] <= until:
            yield each


def unwithdrawn(given: Sequence[Entry]) -> list[Entry]:
    """Return the retractions that no other in force names; each is given after what it names."""
    removed: set[object] = set()
    kept = []
    for each in reversed(given):
        if each.id not in removed:
            removed.add(each.of)
            kept.append(each)
    return kept[::-1]


def corrections(archive: Archive, name: str, until: int) -> list[Entry]:
    """Return the corrections of a report in force at `until`, inclusive, in press order."""
    found = [
        each
        for each in archive.against.get(name, ())
        if each.type == "correction"
        and archive.press(each.record)[1] <= until
        and not retractions(archive, each.id, until)
    ]
    return sorted(found, key=lambda each: press_order(archive, each)) if len(found) > 1 else found


def press_order(archive: Archive, each: Entry) -> tuple[int, int, int]:
    """Return the place of a correction among others: by its bounds of publication, then its position."""
    return (*archive.press(each.record), each.position)


def corrected(record: Record, corrections: Iterable[Record]) -> Record:
    """Return a report with corrections by its source applied, in the order given."""
    made = dict(record)
    for each in corrections:
        made.update({key: each[key] for key in ("occurred", "modality", "after") if key in each})
        made["data"] = patched(made["data"], each.get("data"))
    return made
