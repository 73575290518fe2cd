"""Find the faults of an amendment: in itself, and in the record that it names once it is applied."""

from __future__ import annotations

from chrono.errors import quoted
from chrono.lookup.log_lookup import LogLookup
from chrono.model.kinds import Kind
from chrono.model.record_parts import Record, mapping_of
from chrono.model.records import RECORD_KEYS, Fault
from chrono.resolve.amendments import applied
from chrono.resolve.archive import DESK
from chrono.resolve.entries import Entry
from chrono.values.suggestions import nearest
from chrono.write import record_faults
from chrono.write.log_faults import date_faults, entity_faults, reported_source_faults

_UNAMENDABLE = frozenset(("kind", "record", "slug", "id"))


def amendment_faults(record: Record, lookup: LogLookup) -> list[Fault]:
    """Return the faults of an amendment: what it names, what it changes, and the record that would result."""
    name = str(record["of"])
    target = _amended_target(name, lookup)
    if target is None:
        return [
            ("of", f"no record, source or entity is named {quoted(name)}: `chrono log` lists the records")
        ]
    own = RECORD_KEYS["amendment"]
    changes = {key: value for key, value in record.items() if key not in own and key != "record"}
    if record.get("void"):
        return (
            [("void", "a record made void is not changed too: leave the other keys out")] if changes else []
        )
    if not changes:
        return [("", "an amendment changes something: give a key of the record, or void: true")]
    keys = {
        **RECORD_KEYS[target.type],
        **(RECORD_KEYS[_root_type(target, lookup)] if target.type == "amendment" else {}),
    }
    mendable = tuple(key for key in keys if key not in _UNAMENDABLE)
    faults = [
        (key, f"a {target.type} has no {quoted(key)}: {nearest(key, mendable)}")
        for key in changes
        if key not in keys
    ]
    never = "this key is never amended: make the record void and append another"
    faults += [(key, never) for key in changes if key in _UNAMENDABLE]
    if target.type != "report":
        faults += _changed_faults(record, _kind_of(target, lookup))
    return faults or _patched_faults(record, target, lookup)


def _kind_of(entry: Entry | None, lookup: LogLookup) -> Kind | None:
    """Return the kind of the report that a correction or an amendment is about, transitively."""
    while entry is not None and entry.type != "report" and "of" in entry.record:
        entry = _amended_target(str(entry.record["of"]), lookup)
    return lookup.shelf.kinds.get(str(entry.record.get("kind"))) if entry is not None else None


def _changed_faults(record: Record, kind: Kind | None) -> list[Fault]:
    """Return the faults of the data and the date that an amendment gives a correction or an amendment."""
    if kind is None:
        return []
    faults = [(f"data.{name}", what) for name, what in kind.faults(mapping_of(record, "data"), partial=True)]
    return faults + (date_faults(record["occurred"], kind, "occurred") if record.get("occurred") else [])


def _amended_target(name: str, lookup: LogLookup) -> Entry | None:
    target = lookup.record(name)
    if target is not None:
        return target
    entity = lookup.entity(name)
    if entity is not None:
        return Entry(0, name, "entity", {"record": "entity", **entity})
    source = lookup.source(name)
    return (
        None if source is None or name == DESK else Entry(0, name, "source", {"record": "source", **source})
    )


def _root_type(amendment: Entry, lookup: LogLookup) -> str:
    """Return the type of the record that an amendment amends, transitively."""
    target: Entry | None = amendment
    while target is not None and target.type == "amendment":
        target = _amended_target(str(target.record["of"]), lookup)
    return "amendment" if target is None else target.type


def _patched_faults(record: Record, target: Entry, lookup: LogLookup) -> list[Fault]:
    """Return the faults of the target with the amendment applied."""
    if target.type == "amendment":  # it holds changes only: no whole record to check
        return []
    amended = applied(target, Entry(0, "", "amendment", record))
    changed = (
        {} if amended is None else {k: value for k, value in amended.record.items() if value is not None}
    )
    faults = record_faults.faults(changed)
    if not faults and target.type == "report":
        kind = lookup.shelf.kinds.get(str(changed["kind"]))
        if kind is not None:
            faults += [(f"data.{name}", what) for name, what in kind.faults(mapping_of(changed, "data"))]
        faults += reported_source_faults(changed, lookup)
    if target.type == "entity" and not faults:
        faults += entity_faults(changed, lookup)
    return faults
