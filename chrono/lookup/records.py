"""Find records by what a person types: an id, the beginning of one, or `@last`."""

from __future__ import annotations

from chrono.errors import NoSuchTarget, quoted
from chrono.lookup.lookup import Lookup
from chrono.resolve.archive import Entry
from chrono.values.suggestions import nearest

LAST_RECORD = "@last"
"""The name of the last record of a log."""


def find_record(lookup: Lookup, name: str) -> Entry:
    """Return the record with that id or the only one whose id begins so; `@last` is the last in the log.

    Raises:
        NoSuchTarget: no record has that name, or several ids begin so.
    """
    if name == LAST_RECORD:
        last = lookup.last()
        if last is None:
            message = "the log is empty: it has no last record"
            raise NoSuchTarget(message)
        return last
    exact = lookup.named(name)
    if exact is not None:
        return exact
    entries = lookup.entries
    matches = [entry for entry in entries if entry.id.startswith(name) and name]
    if len(matches) == 1:
        return matches[0]
    if matches:
        ids = ", ".join(quoted(entry.id) for entry in matches[:4]) + (" …" if len(matches) > 4 else "")
        message = f"{len(matches)} ids begin with {quoted(name)}: {ids}"
        raise NoSuchTarget(message)
    known = tuple(dict.fromkeys((*(entry.id for entry in entries), *lookup.developments())))
    hint = nearest(name, known)  # a long list of ids would help nobody
    hint = hint if hint.startswith("did") or len(known) < 8 else "`chrono log` lists the records"
    message = f"no record or development is named {quoted(name)}: {hint}"
    raise NoSuchTarget(message)
