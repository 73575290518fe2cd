"""What became of a record: every correction, retraction, amendment, ranking and merge, and its changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

import attrs

from chrono.fold.view import View
from chrono.resolve.archive import Entry, patched
from chrono.resolve.developments import OCCURRED


@attrs.frozen(kw_only=True)
class Mending:
    """A record that names another: what it changed in it, and whether it still counts."""

    entry: Entry
    """As it was appended."""
    changes: tuple[tuple[str, object, object], ...] = ()
    """What it changed, in the order told: (field or key, what the record said before, what it said after)."""
    ended: str | None = None
    """Why it counts no more: `undone` by us, or `withdrawn` by its source."""

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON shows it."""
        changes = [{"key": key, "before": before, "after": after} for key, before, after in self.changes]
        return {
            "position": self.entry.position,
            **self.entry.record,
            "changes": changes,
            "ended": self.ended,
        }


def mendings(entries: Iterable[Entry], found: Entry, view: View) -> tuple[Mending, ...]:
    """Return what names a record, in log order, each with what it changed in it.

    Each is told against the record as all before it that still count have left it.
    """
    held = {each.position for each in view.archive.entries}
    record = {key: value for key, value in found.record.items() if key not in ("id", "record")}
    told = []
    for each in entries:
        if not _names(each, found):
            continue
        after = _after(record, each)
        ended = None if found.type == "amendment" else _ended(each, held, view)
        told.append(Mending(entry=each, changes=tuple(_changes(record, after)), ended=ended))
        record = record if ended else after
    return tuple(told)


def mended(entries: Iterable[Entry], found: Entry, view: View) -> Mending | None:
    """Return what a record changed in the one that it names; None where it names none that can be found."""
    target = next((each for each in entries if each.id == found.record.get("of")), None)
    if target is None:
        return None
    told = mendings(entries, target, view)
    return next((each for each in told if each.entry.position == found.position), None)


_OWN = frozenset(("record", "id", "of", "why", "by", "void", "reported", "source", "rank", "developments"))
"""What a correction, ranking or merge says of itself, not of what it names."""


def _after(record: Mapping[str, object], each: Entry) -> dict[str, object]:
    """Return a record as a correction, an amendment or a ranking leaves it."""
    own = _OWN - {"reported", "source"} if each.type == "amendment" else _OWN
    if each.type == "ranking":
        return {**record, "rank": each.record["rank"]}
    if each.type not in ("correction", "amendment"):
        return dict(record)
    after = {**record, **{key: value for key, value in each.record.items() if key not in own}}
    if "data" in each.record:
        after["data"] = patched(_table(record.get("data")), _table(each.record["data"]))
    return after


def _changes(
    before: Mapping[str, object], after: Mapping[str, object]
) -> Iterator[tuple[str, object, object]]:
    """Yield what differs, the fields of the kind first."""
    old, new = _table(before.get("data")), _table(after.get("data"))
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            yield key, old.get(key), new.get(key)
    for key in dict.fromkeys((*before, *after)):
        default = {"rank": "normal", "modality": OCCURRED}.get(key)
        if key != "data" and before.get(key, default) != after.get(key, default):
            yield key, before.get(key, default), after.get(key, default)


def _ended(each: Entry, held: AbstractSet[int], view: View) -> str | None:
    if each.position not in held:
        return "undone"
    against = view.archive.against.get(each.id, ())
    return "withdrawn" if any(other.type == "retraction" for other in against) else None


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _names(each: Entry, found: Entry) -> bool:
    if each.record.get("of") == found.id:
        return True
    joined = each.record.get("developments")
    return isinstance(joined, list) and found.record.get("development") in joined
