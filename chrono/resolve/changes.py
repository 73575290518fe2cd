"""What differs between two readings of one record, as values: how it is worded is not decided here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import attrs

from chrono.errors import ChronoError
from chrono.model.kinds import Kind, read_resolved
from chrono.resolve.entries import Record
from chrono.values import times

_UNCHANGED = frozenset(("record", "id", "slug", "of", "kind", "void", "data"))
"""The keys that no revision changes, and `data`, which is compared field by field."""


@attrs.frozen(kw_only=True)
class Change:
    """One key of a record, or one field of its data, before and after."""

    field: str
    before: object
    after: object
    """As computed with: a When, a Quantity, a slug, a word; None where nothing is said."""
    recorded: tuple[object, object]
    """Before and after as the records have it."""
    in_data: bool
    """Whether it is a field of `data`, not a key of the record."""


def changes(
    before: Record,
    after: Record,
    kind: Kind | None,
    resolve: Callable[[str], str],
    *,
    silent: Mapping[str, object],
) -> Iterator[Change]:
    """Yield what differs between two readings of one record: its keys, then the fields of its data.

    Args:
        before: the first reading.
        after: the second.
        kind: the kind of the report that it is about, by which values are read; None for none.
        resolve: gives the slug that a name stands for.
        silent: what a key means that is not there.
    """
    for name in dict.fromkeys((*before, *after)):
        if name not in _UNCHANGED and before.get(name) != after.get(name):
            old, new = (_or(each.get(name), silent.get(name)) for each in (before, after))
            span = bool(kind and kind.span)
            was, now = (
                times.when(each, span=span) if name == "occurred" and each else each for each in (old, new)
            )
            if was != now:
                yield Change(field=name, before=was, after=now, recorded=(old, new), in_data=False)
    one, other = (_data(each) for each in (before, after))
    for name in dict.fromkeys((*one, *other)):
        old, new = one.get(name), other.get(name)
        was, now = (_computed(name, each, kind, resolve) for each in (old, new))
        if was != now:
            yield Change(field=name, before=was, after=now, recorded=(old, new), in_data=True)


def _or(value: object, default: object) -> object:
    return default if value is None else value


def _data(record: Record) -> Mapping[str, object]:
    data = record.get("data")
    return data if isinstance(data, Mapping) else {}


def _computed(name: str, value: object, kind: Kind | None, resolve: Callable[[str], str]) -> object:
    """Return a value as computed with; as recorded where its kind has no such field, or cannot read it."""
    if value is None or kind is None or name not in kind.fields:
        return value
    try:
        return read_resolved(value, kind.fields[name], resolve)
    except (ChronoError, ValueError):
        return value
