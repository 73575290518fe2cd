"""What a correction or an amendment changes in a record, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from chrono.fold.view import View
from chrono.resolve.accounts import Account
from chrono.resolve.archive import Record
from chrono.resolve.developments import OCCURRED, corrected
from chrono.values import times

if TYPE_CHECKING:
    from chrono.model.kinds import Kind

_UNSEEN = frozenset(("record", "id", "slug", "of", "kind", "extra", "void", "data"))
"""What is told elsewhere, or what no answer shows."""


@attrs.frozen(kw_only=True)
class Change:
    """One field before and after; None where nothing was said. Dates and amounts as computed with."""

    field: str
    before: object
    after: object


def changes(view: View, before: Record, after: Record, kind: Kind | None) -> tuple[Change, ...]:
    """Return what differs between two readings of one record, fields of its kind one by one."""
    found = [
        (name, _key(name, before.get(name), kind), _key(name, after.get(name), kind))
        for name in dict.fromkeys((*before, *after))
        if name not in _UNSEEN and before.get(name) != after.get(name)
    ]
    was, now = _mapping(before.get("data")), _mapping(after.get("data"))
    found += [
        (name, _field(view, name, was.get(name), kind), _field(view, name, now.get(name), kind))
        for name in dict.fromkeys((*was, *now))
    ]
    return tuple(
        Change(field=name, before=one, after=other)
        for name, one, other in found
        if one != other and not (name == "modality" and {one, other} == {None, OCCURRED})
    )


def _key(name: str, value: object, kind: Kind | None) -> object:
    dated = name == "occurred" and value is not None
    return times.when(value, span=bool(kind and kind.span)) if dated else value


def _field(view: View, name: str, value: object, kind: Kind | None) -> object:
    if value is None or kind is None or name not in kind.fields:
        return value
    return view.reader.value(value, kind.fields[name])


def by_source(view: View, account: Account) -> Iterator[tuple[Record, tuple[Change, ...]]]:
    """Yield each correction that an account carries, in press order, with what it changed."""
    against = {each.id: each.record for each in view.archive.against.get(account.report, ())}
    record = view.archive.records[account.report]
    for name in account.corrections:
        after = corrected(record, [against[name]])
        yield against[name], changes(view, record, after, view.shelf.kinds.get(account.kind))
        record = after


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
