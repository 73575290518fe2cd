"""The records of a log up to one position, as if every slip of ours had never been made.

This is the file axis of stage 1 (format.md §1, order of evaluation): amendments of amendments are
settled from the last to the first, the rest applied in log order, void records dropped; rankings,
merges, sources and entities stand as of that position.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from chrono.model.entities import Directory, directory
from chrono.model.policy import RANKS

Record = Mapping[str, object]
DESK = "desk"
"""The source that every log has: our own inference."""


@attrs.frozen
class Entry:
    """A record at its position, with our amendments applied; `id` is a source's or entity's slug."""

    position: int
    id: str
    type: str
    record: Record


@attrs.frozen
class Archive:
    """All that a log held at `position`, settled."""

    position: int
    entries: tuple[Entry, ...]
    sources: Mapping[str, Record]
    directory: Directory
    reports: Mapping[str, tuple[Entry, ...]]
    """Reports by development, merged developments under the slug that stays."""
    against: Mapping[str, tuple[Entry, ...]]
    """Corrections and retractions by the id they name, in log order."""
    ranks: Mapping[str, int]
    joined: Mapping[str, str]
    records: Mapping[str, Record]
    """Every record that has an id, by it."""
    undone: tuple[Entry, ...] = ()
    """The records that amendments have made void, as they were appended."""

    def held(self, name: str) -> Record:
        """Return the record of an id as it stands, or as it stood before we made it void; else nothing."""
        found = self.records.get(name)
        if found is None:
            found = next((each.record for each in self.undone if each.id == name), {})
        return found

    def development(self, name: str) -> str:
        """Return the name under which a development stands after merges."""
        seen = {name}
        while name in self.joined and self.joined[name] not in seen:
            name = self.joined[name]
            seen.add(name)
        return name


def archive(entries: Iterable[Entry], position: int, *, declared: Iterable[Entry] = ()) -> Archive:
    """Return the archive of a log's `entries` up to `position`, both inclusive.

    Args:
        entries: the log's records in order, as they were appended.
        position: later entries are left out.
        declared: sources and entities that storybooks declare; a log's own record comes after.
    """
    held = [each for each in entries if each.position <= position]
    kept = _amended(held)
    sources = _sources([*declared, *kept])
    reports = [each for each in kept if each.type == "report"]
    joined = _merged(kept)
    made = Archive(
        position=position,
        entries=tuple(kept),
        sources=sources,
        directory=directory(each.record for each in (*declared, *kept) if each.type == "entity"),
        reports={},
        against=_grouped(each for each in kept if each.type in ("correction", "retraction")),
        ranks={str(e.record["of"]): RANKS.index(str(e.record["rank"])) for e in kept if e.type == "ranking"},
        joined=joined,
        records={each.id: each.record for each in kept if each.type not in ("source", "entity")},
        undone=_undone(held, kept) if len(kept) < len(held) else (),
    )
    found: dict[str, list[Entry]] = {}
    for each in reports:
        found.setdefault(made.development(str(each.record["development"])), []).append(each)
    return attrs.evolve(made, reports={name: tuple(each) for name, each in found.items()})


def declared_in(sources: Iterable[Record], entities: Iterable[Record]) -> list[Entry]:
    """Return what storybooks declare as entries that stand before any record."""
    found = [Entry(0, str(each["slug"]), "source", {"record": "source", **each}) for each in sources]
    return found + [Entry(0, str(each["slug"]), "entity", {"record": "entity", **each}) for each in entities]


def _amended(entries: list[Entry]) -> list[Entry]:
    amendments = [each for each in entries if each.type == "amendment"]
    if not amendments:
        return entries
    settled = {each.id: each for each in amendments}
    for each in reversed(amendments):
        amendment = settled.get(each.id)
        if amendment is not None and str(amendment.record["of"]) in settled:
            _amend(settled, str(amendment.record["of"]), amendment)
            settled.pop(each.id, None)
    others = {each.id: each for each in entries if each.type not in ("amendment", "source", "entity")}
    named: dict[str, list[Entry]] = {}
    for each in amendments:
        amendment = settled.get(each.id)
        if amendment is None:
            continue
        if str(amendment.record["of"]) in others:
            _amend(others, str(amendment.record["of"]), amendment)
        else:
            named.setdefault(str(amendment.record["of"]), []).append(amendment)
    return [kept for each in entries if (kept := _as_amended(each, others, settled, named)) is not None]


def _undone(held: Iterable[Entry], kept: Iterable[Entry]) -> tuple[Entry, ...]:
    left = {each.position for each in kept}
    return tuple(each for each in held if each.position not in left and each.type != "amendment")


def _as_amended(
    each: Entry, others: Mapping[str, Entry], settled: Mapping[str, Entry], named: Mapping[str, list[Entry]]
) -> Entry | None:
    if each.type == "amendment":
        return settled.get(each.id)
    if each.type not in ("source", "entity"):
        return _inline_amended(others.get(each.id), named)
    table = {each.id: each}
    for amendment in named.get(each.id, ()):
        _amend(table, each.id, amendment)
    return table.get(each.id)


def _inline_amended(each: Entry | None, named: Mapping[str, list[Entry]]) -> Entry | None:
    """Return a report whose inline source stands as amended."""
    source = each.record.get("source") if each is not None else None
    if each is None or not isinstance(source, Mapping) or str(source["slug"]) not in named:
        return each
    table = {"": Entry(each.position, str(source["slug"]), "source", source)}
    for amendment in named[str(source["slug"])]:
        _amend(table, "", amendment)
    return attrs.evolve(each, record={**each.record, "source": table[""].record}) if table else each


_OWN_KEYS = frozenset(("record", "id", "of", "why", "by", "void"))


def _amend(table: dict[str, Entry], name: str, amendment: Entry) -> None:
    """Apply one amendment to the record it names: void drops it, data is a patch, other keys replace."""
    target = table.get(name)
    if target is None:
        return
    if amendment.record.get("void"):
        del table[name]
        return
    own = _OWN_KEYS - {"void"} if target.type == "amendment" else _OWN_KEYS
    changed = dict(target.record)
    for key, value in amendment.record.items():
        if key in own:
            continue
        if key == "data":
            changed["data"] = patched(
                _mapping(target.record.get("data")), _mapping(value), clear=target.type == "report"
            )
        elif value is None:
            changed.pop(key, None)
        else:
            changed[key] = value
    table[name] = attrs.evolve(target, record=changed)


def patched(
    data: Mapping[str, object], patch: Mapping[str, object], *, clear: bool = True
) -> dict[str, object]:
    """Return `data` with only what `patch` changes changed; null clears (or is kept, to clear later)."""
    changed = {**data, **patch}
    return {key: value for key, value in changed.items() if value is not None} if clear else changed


def _sources(entries: Iterable[Entry]) -> dict[str, Record]:
    found: dict[str, Record] = {DESK: {"slug": DESK, "publisher": DESK, "title": "our own inference"}}
    for each in entries:
        source = each.record.get("source") if each.type == "report" else None
        if each.type == "source":
            found[each.id] = each.record
        elif isinstance(source, Mapping):
            found.setdefault(str(source["slug"]), source)
    return found


def _merged(entries: Iterable[Entry]) -> dict[str, str]:
    joined: dict[str, str] = {}

    def root(name: str) -> str:
        while name in joined:
            name = joined[name]
        return name

    for each in entries:
        if each.type == "merge":
            names = [str(name) for name in _list(each.record.get("developments"))]
            first = root(names[0])
            for other in names[1:]:
                if root(other) != first:
                    joined[root(other)] = first
    return joined


def _grouped(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for each in entries:
        found.setdefault(str(each.record["of"]), []).append(each)
    return {name: tuple(each) for name, each in found.items()}


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
