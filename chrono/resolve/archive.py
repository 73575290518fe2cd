"""The records of a log up to one position, as if every slip of ours had never been made.

This is the file axis of stage 1 (format.md §1, order of evaluation): with our amendments applied and void
records dropped; rankings, merges, sources and entities stand as of that position.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from chrono.model.entities import Directory, directory
from chrono.model.policy import RANKS
from chrono.model.record_parts import inline_source, source_slug, text_of
from chrono.resolve.amendments import Amendments, amendments
from chrono.resolve.entries import Entry, Record
from chrono.values import times

DESK = "desk"
"""The source that every log has: our own inference."""
UNDATED = "../.."
"""When a record was published whose source says it no more: known at no time before the end of that axis."""
NORMAL = RANKS.index("normal")


@attrs.frozen(repr=False)
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
    rankings: Mapping[str, Entry]
    """The last ranking of each report that has one, by the report."""
    joined: Mapping[str, str]
    """The developments that merges take for others, each with the name under which it stands."""
    records: Mapping[str, Record]
    """Every record that has an id, by it."""
    amendments: Amendments
    appended: tuple[Entry, ...]
    """All records up to `position`, void ones too, as they were appended."""
    declared: tuple[Entry, ...] = ()
    """The sources and entities that storybooks declare, as declared."""
    undone: tuple[Entry, ...] = ()
    """The records that amendments have made void, as they were appended; amendments are not among them."""

    def held(self, name: str) -> Record:
        """Return the record of an id as it stands, or as it stood before we made it void; else nothing."""
        found = self.records.get(name)
        if found is None:
            found = next((each.record for each in self.undone if each.id == name), {})
        return found

    def development(self, name: str) -> str:
        """Return the name under which a development stands after merges."""
        return self.joined.get(name, name)

    def rank(self, report: str) -> int:
        """Return an editor's trust in a report, as its place among the ranks."""
        ranking = self.rankings.get(report)
        return NORMAL if ranking is None else RANKS.index(str(ranking.record["rank"]))

    def source(self, record: Record) -> Record:
        """Return the source of a record as it stands; one that nothing declares is its own publisher."""
        slug = source_slug(record)
        return self.sources.get(slug) or inline_source(record) or {"slug": slug, "publisher": slug}

    def reported(self, record: Record) -> str:
        """Return when a record was published, as it says; else when its source was; else `UNDATED`."""
        return str(record.get("reported") or self.source(record).get("published") or UNDATED)

    def press(self, record: Record) -> tuple[int, int]:
        """Return the bounds of a record's publication, times of day read in the zone of its source."""
        text = self.reported(record)
        if text == UNDATED:
            return times.PAST, times.FUTURE
        return times.reported(text, self._zone(record) if "T" in text else None)

    def _zone(self, record: Record) -> str | None:
        while "source" not in record and "of" in record:  # a correction's source is that of its report
            record = self.held(str(record["of"]))
        return text_of(self.source(record), "zone")


def archive(entries: Iterable[Entry], position: int, *, declared: Iterable[Entry] = ()) -> Archive:
    """Return the archive of a log's `entries` up to `position`, both inclusive.

    Args:
        entries: the log's records in order, as they were appended.
        position: later entries are left out.
        declared: sources and entities that storybooks declare; a log's own record comes after.
    """
    appended = tuple(each for each in entries if each.position <= position)
    declared = tuple(declared)
    made = amendments((*declared, *appended))
    kept, told = appended, declared
    if made.in_force:
        kept = tuple(one for each in appended if (one := made.amended(each)) is not None)
        told = tuple(made.amended(each) or each for each in declared)
    joined = _merged(kept)
    return Archive(
        position=position,
        entries=kept,
        sources=_sources((*told, *kept)),
        directory=directory(each.record for each in (*told, *kept) if each.type == "entity"),
        reports=_reports(kept, joined),
        against=_grouped(each for each in kept if each.type in ("correction", "retraction")),
        rankings={each.of: each for each in kept if each.type == "ranking"},
        joined=joined,
        records={each.id: each.record for each in kept if each.type not in ("source", "entity")},
        amendments=made,
        appended=appended,
        declared=declared,
        undone=_undone(appended, kept) if len(kept) < len(appended) else (),
    )


def declared_in(sources: Iterable[Record], entities: Iterable[Record]) -> list[Entry]:
    """Return what storybooks declare as entries that stand before any record."""
    found = [Entry(0, str(each["slug"]), "source", {"record": "source", **each}) for each in sources]
    return found + [Entry(0, str(each["slug"]), "entity", {"record": "entity", **each}) for each in entities]


def _undone(held: Iterable[Entry], kept: Iterable[Entry]) -> tuple[Entry, ...]:
    left = {each.position for each in kept}
    return tuple(each for each in held if each.position not in left and each.type != "amendment")


def _sources(entries: Iterable[Entry]) -> dict[str, Record]:
    found: dict[str, Record] = {DESK: {"slug": DESK, "publisher": DESK, "title": "our own inference"}}
    for each in entries:
        if each.type == "source":
            found[each.id] = each.record
        elif (source := each.inline_source) is not None:
            found.setdefault(str(source["slug"]), source)
    return found


def _merged(entries: Iterable[Entry]) -> dict[str, str]:
    """Return each development that merges take for another, with the one that stays in the end."""
    joined: dict[str, str] = {}
    for each in entries:
        if each.type == "merge":
            first, *others = (_root(joined, name) for name in each.merged)
            joined.update((other, first) for other in others if other != first)
    return {name: _root(joined, name) for name in joined}


def _root(joined: dict[str, str], name: str) -> str:
    """Return what a development was taken for in the end, and shorten the way there for who asks next."""
    root = name
    while root in joined:
        root = joined[root]
    while name != root:
        joined[name], name = root, joined[name]
    return root


def _reports(entries: Iterable[Entry], joined: Mapping[str, str]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for each in entries:
        if each.type == "report":
            found.setdefault(joined.get(each.development, each.development), []).append(each)
    return {name: tuple(each) for name, each in found.items()}


def _grouped(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for each in entries:
        found.setdefault(each.of, []).append(each)
    return {name: tuple(each) for name, each in found.items()}


__all__ = ["DESK", "NORMAL", "Archive", "Entry", "Record", "archive", "declared_in"]
