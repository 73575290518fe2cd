"""Find the faults of an amendment: in itself, and in the record that it names once it is applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from chrono.errors import quoted
from chrono.lookup.amendments import EVER, apply_amendments
from chrono.lookup.log_lookup import LogLookup
from chrono.model.kinds import Kind
from chrono.model.record_parts import Record, mapping_of
from chrono.model.records import RECORD_KEYS, Fault
from chrono.resolve.amendments import NAMED, applied
from chrono.resolve.archive import DESK, UNDATED, archive, declared_in
from chrono.resolve.entries import Entry
from chrono.values.suggestions import nearest
from chrono.write import record_faults
from chrono.write.log_faults import date_faults, entity_faults, merge_faults, reported_source_faults

_UNAMENDABLE = frozenset(("kind", "record", "slug", "id"))
_DATING = frozenset(("source", "published", "reported", "void"))
"""The keys from which a report has its date of publication."""


def amendment_faults(record: Record, lookup: LogLookup) -> list[Fault]:
    """Return the faults of an amendment: what it names, what it changes, and the record that would result."""
    name = str(record["of"])
    target = _amended_target(name, lookup)
    if target is None:
        return [
            ("of", f"no record, source or entity is named {quoted(name)}: `chrono log` lists the records")
        ]
    if faults := _id_faults(record, lookup):
        return faults
    own = RECORD_KEYS["amendment"]
    changes = {key: value for key, value in record.items() if key not in own and key != "record"}
    if record.get("void"):
        if changes:
            return [("void", "a record made void is not changed too: leave the other keys out")]
        return _faults_left(record, target, lookup)
    if not changes:
        return [("", "an amendment changes something: give a key of the record, or void: true")]
    keys = {
        **RECORD_KEYS[target.type],
        **(RECORD_KEYS[_root_type(target, lookup)] if target.type == "amendment" else {}),
    }
    mendable = tuple(key for key in keys if key not in _UNAMENDABLE and key not in own)
    faults = [
        (key, f"a {target.type} has no {quoted(key)}: {nearest(key, mendable)}")
        for key in changes
        if key not in keys
    ]
    never = "this key is never amended: make the record void and append another"
    faults += [(key, never) for key in changes if key in _UNAMENDABLE]
    if target.type != "report":
        faults += _changed_faults(record, _kind_of(target, lookup))
    if target.type == "amendment":
        faults = faults or record_faults.change_faults(_root_type(target, lookup), changes)
    return faults or _faults_left(record, target, lookup)


def _id_faults(record: Record, lookup: LogLookup) -> list[Fault]:
    """Return the fault of an id by which an amendment would come to amend itself, transitively."""
    own = str(record.get("id", ""))
    if not own or lookup.record(own) is not None:
        return []
    of, index = str(record["of"]), lookup.declarations.amendments
    # no record has the id yet: of all that is amended on the way only the ends can have it
    if own in (of, index.root(of)) or index.naming((own,)):
        return [("id", f"{quoted(own)} names a source or an entity: use another id")]
    return []


def _kind_of(entry: Entry | None, lookup: LogLookup) -> Kind | None:
    """Return the kind of the report that a correction or an amendment is about, transitively."""
    while entry is not None and entry.type != "report" and "of" in entry.record:
        entry = _amended_target(lookup.declarations.amendments.root(str(entry.record["of"])), lookup)
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
    root = _root(amendment, lookup)
    return "amendment" if root is None else root.type


def _root(target: Entry, lookup: LogLookup) -> Entry | None:
    """Return the record that an amendment amends, transitively; any other record is its own root."""
    if target.type != "amendment":
        return target
    return _amended_target(lookup.declarations.amendments.root(target.id), lookup)


def _faults_left(record: Record, target: Entry, lookup: LogLookup) -> list[Fault]:
    """Return the faults of the record that all amendments, this one the last of them, leave."""
    root, own = _root(target, lookup), Entry(0, str(record.get("id", "")), "amendment", record)
    if root is None:
        return []
    # to undo what was done last gives what was sound before
    known_sound = own.void and lookup.declarations.amendments.is_last(target.id)
    amended = None if known_sound else _left(own, target, root, lookup)
    faults: list[Fault] = []
    if amended is not None:
        faults = _whole_faults(root.type, _without_nulls(amended.record), lookup)
    return faults or _undated(own, target, root, lookup)


def _left(own: Entry, target: Entry, root: Entry, lookup: LogLookup) -> Entry | None:
    """Return the root as all amendments leave it, `own` the last of them; None where they make it void."""
    if root.type in NAMED:  # it was looked up with the others applied
        return applied(root, own) if target is root else root
    before = lookup.amended(root)
    effect = None if target is root or before is None else lookup.declarations.amendments.effect(own)
    if before is not None and effect is not None:
        return applied(before, effect)
    if target is not root:
        return apply_amendments(root, [*lookup.declarations.amendments.naming((root.id,)), own])
    return None if before is None else applied(before, own)


def _whole_faults(name: str, record: Record, lookup: LogLookup) -> list[Fault]:
    """Return the faults of a record that was amended."""
    faults = record_faults.faults(record)
    if faults:
        return faults
    kind = lookup.shelf.kinds.get(str(record.get("kind")))
    if name == "report":
        if kind is not None:
            faults += [(f"data.{field}", what) for field, what in kind.faults(mapping_of(record, "data"))]
            faults += date_faults(record["occurred"], kind, "occurred")
        return faults + reported_source_faults(record, lookup)
    if name == "entity":
        return entity_faults(record, lookup)
    return merge_faults(record, lookup) if name == "merge" else []


def _without_nulls(record: Record) -> Record:
    return {key: value for key, value in record.items() if value is not None}


def _undated(amendment: Entry, target: Entry, root: Entry, lookup: LogLookup) -> list[Fault]:
    """Return the fault of an amendment that leaves other reports without any date of publication.

    This reads the log, and is done only where the amendment can take away what other reports take from it.
    """
    record = amendment.record
    taken = target.record if record.get("void") else record
    gives_dates = root.type == "source" or root.inline_source is not None or "source" in taken
    if target is root and root.type == "report" and record.get("void") and gives_dates:
        # a report that goes takes along what others have of a source that it declares, but nothing else
        own = (root, *lookup.declarations.amendments.naming((root.id,)))
        gives_dates = any(isinstance(each.record.get("source"), Mapping) for each in own)
    if not gives_dates or not (_DATING & taken.keys() or (record.get("void") and target is root)):
        return []
    entries = lookup.entries_and_added
    undated = _undated_in([*entries, attrs.evolve(amendment, position=EVER)], lookup)
    if undated and lookup.erased:  # those whose source was erased were so before
        before = {*_undated_in(entries, lookup)}
        undated = [each for each in undated if each not in before]
    if not undated:
        return []
    what = (
        f"{quoted(undated[0])} would have no date of publication: give it reported, or its source published"
    )
    return [("", what)]


def _undated_in(entries: Iterable[Entry], lookup: LogLookup) -> list[str]:
    """Return the ids of reports that have no date of publication."""
    made = archive(entries, EVER, declared=declared_in(lookup.shelf.sources, lookup.shelf.entities))
    return [
        each.id for each in made.entries if each.type == "report" and made.reported(each.record) == UNDATED
    ]
