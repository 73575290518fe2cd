"""Finds records to amend by the names that a command line has for them."""

from __future__ import annotations

from chrono.chronicle import Chronicle
from chrono.lookup.records import find_record
from chrono.resolve.entries import Entry


def amendable(opened: Chronicle, name: str) -> Entry:
    """Return the record with that id, or the source or entity with that slug.

    Raises:
        NoSuchTarget: there is none.
    """
    archive = opened.view().archive
    if any(each.id == name for each in opened.entries()):
        return find_record(opened.lookup(), name)
    # A whole slug or name comes before an id that only begins so.
    if name in archive.sources:
        return Entry(0, name, "source", archive.sources[name])
    slug = archive.directory.resolve(name)
    if slug in archive.directory.entities:
        return Entry(0, slug, "entity", archive.directory.entities[slug])
    return find_record(opened.lookup(), name)


def amendment_root(opened: Chronicle, entry: Entry) -> Entry:
    """Return the record that an amendment comes down to; any other record is its own."""
    while entry.type == "amendment":
        entry = amendable(opened, entry.of)
    return entry
