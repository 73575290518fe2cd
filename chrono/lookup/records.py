"""Records found by what a person calls them: an id, the beginning of one, or `@last`."""

from __future__ import annotations

from chrono.errors import NoSuchTarget, quoted
from chrono.lookup.lookup import Lookup
from chrono.resolve.archive import Entry
from chrono.values.suggestions import nearest

LAST_RECORD = "@last"
"""Names the last record of a log."""


def find_record(lookup: Lookup, name: str) -> Entry:
    """Return the record with that id or the only one whose id begins so; `@last` is the last in the log.

    Raises:
        NoSuchTarget: there is none, or there are several.
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
    begin = [each for each in entries if each.id.startswith(name) and name]
    if len(begin) == 1:
        return begin[0]
    if begin:
        some = ", ".join(quoted(each.id) for each in begin[:4]) + (" …" if len(begin) > 4 else "")
        message = f"{len(begin)} ids begin with {quoted(name)}: {some}"
        raise NoSuchTarget(message)
    known = tuple(dict.fromkeys((*(each.id for each in entries), *lookup.developments())))
    hint = nearest(name, known)
    hint = hint if hint.startswith("did") or len(known) < 8 else "`chrono log` lists the records"
    message = f"no record or development is named {quoted(name)}: {hint}"
    raise NoSuchTarget(message)
