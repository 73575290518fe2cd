"""What became of records: corrected, withdrawn, amended, ranked, merged, and whether that is in force.

The order is that of evaluation (format.md §1): our amendments first (`chrono.resolve.amendments`), then what
the source corrects and withdraws (`chrono.resolve.in_force`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

import attrs

from chrono.model.kinds import Kind
from chrono.model.record_types import MENDING
from chrono.resolve.amendments import NAMED, applied
from chrono.resolve.archive import Archive
from chrono.resolve.changes import Change, changes
from chrono.resolve.entries import Entry, Record
from chrono.resolve.in_force import corrected, press_order, unwithdrawn

UNDONE, WITHDRAWN = "undone", "withdrawn"
_DEFAULTS: Mapping[str, object] = {"rank": "normal", "modality": "occurred"}
"""What a report says where it is silent."""


@attrs.frozen(kw_only=True)
class Revision:
    """A record that revises another: what it changes there, and what put an end to it."""

    entry: Entry
    """As it was appended."""
    record: Record
    """As our amendments have left it; as appended where one has made it void."""
    changes: tuple[Change, ...] = ()
    """Told against the record as what is applied before it and in force has left it."""
    ended_by: Entry | None = None
    """The amendment or the retraction in force that takes it back."""

    @property
    def ended(self) -> str | None:
        """Why it counts no more: `undone` by us or `withdrawn` by its source; None while it is in force."""
        if self.ended_by is None:
            return None
        return UNDONE if self.ended_by.type == "amendment" else WITHDRAWN


@attrs.define(eq=False)
class History:
    """What became of the records of a log, as it stood at the archive's position."""

    archive: Archive
    kinds: Mapping[str, Kind]
    _told: dict[str, dict[int, Revision]] = attrs.field(factory=dict, init=False, repr=False)
    _current: dict[tuple[int, str, str], Entry] = attrs.field(factory=dict, init=False, repr=False)

    @cached_property
    def targets(self) -> Mapping[str, Entry]:
        """What a revision can name, as appended: a record by id, else a source or an entity by slug."""
        found: dict[str, Entry] = {}
        for each in chain(self.archive.declared, self.archive.appended):
            if (source := each.inline_source) is not None:
                slug = str(source["slug"])
                found.setdefault(slug, Entry(each.position, slug, "source", source))
            earlier = found.get(each.id)
            hidden = each.type in NAMED and earlier is not None and earlier.type not in NAMED
            if each.type != "storybook" and not hidden:
                found[each.id] = each
        return found

    @cached_property
    def naming(self) -> Mapping[str, tuple[Entry, ...]]:
        """Revisions as appended, in log order, by what they name; merges by each development."""
        found: dict[str, list[Entry]] = {}
        for each in self.archive.appended:
            if each.type in MENDING:
                for name in dict.fromkeys(each.merged or (each.of,)):
                    found.setdefault(name, []).append(each)
        return {name: tuple(each) for name, each in found.items()}

    @cached_property
    def roots(self) -> Mapping[str, Entry]:
        """The record that each revision comes down to in the end, through all those that it names."""
        found: dict[str, Entry] = {}
        for each in self.archive.appended:
            if each.type in MENDING and each.type != "merge":
                name = each.of
                found[each.id] = found.get(name) or self.target(name)
        return found

    def target(self, name: str) -> Entry:
        """Return what a revision names, as appended; an empty record for what no answer reads as amended."""
        return self.targets.get(name) or Entry(0, name, name.partition(":")[0], {})

    @cached_property
    def _withdrawn(self) -> Mapping[str, Entry]:
        """The first retraction in force of each record that has one."""
        found: dict[str, Entry] = {}
        for each in unwithdrawn([one for one in self.archive.entries if one.type == "retraction"]):
            found.setdefault(each.of, each)
        return found

    def ended_by(self, each: Entry) -> Entry | None:
        """Return the last void or the first retraction in force of a record; None while it is in force."""
        return self.archive.amendments.void(each) or self._withdrawn.get(each.id)

    def in_force(self, each: Entry) -> bool:
        """Return whether a record is neither void nor withdrawn, for who knows all that was published."""
        return self.ended_by(each) is None

    def current(self, each: Entry) -> Entry:
        """Return a record as our amendments have left it; as appended where one has made it void."""
        key = each.position, each.type, each.id
        if key not in self._current:
            self._current[key] = self.archive.amendments.amended(each) or each
        return self._current[key]

    def report(self, each: Entry) -> Entry | None:
        """Return the report that a record is or comes down to, as amended; None where it is none."""
        root = self.roots.get(each.id, each)
        return self.current(root) if root.type == "report" else None

    def revision(self, each: Entry) -> Revision:
        """Return what one correction, retraction, amendment, ranking or merge did, and whether it counts."""
        if each.type == "merge":
            return self._revision(each)
        return self._revisions(each.of)[each.position]

    def revisions(self, each: Entry) -> tuple[Revision, ...]:
        """Return the revisions that name a record, and the merges of its development, in log order."""
        told = self._revisions(each.id) if self.targets.get(each.id) == each else {}
        merges = self.naming.get(each.development, ()) if each.type == "report" else ()
        found = {**told, **{one.position: self._revision(one) for one in merges if one.type == "merge"}}
        return tuple(found[position] for position in sorted(found))

    def corrected(self, report: str, corrections: Iterable[str]) -> Iterator[Revision]:
        """Yield corrections of a report, given by id in press order, each with what it changes."""
        against = {each.id: each for each in self.archive.against.get(report, ())}
        record = self.archive.records[report]
        for each in (against[name] for name in corrections):
            after = corrected(record, [each.record])
            yield Revision(entry=each, record=each.record, changes=self._changes(each, record, after))
            record = after

    def _revisions(self, name: str) -> Mapping[int, Revision]:
        """Return the revisions that name a record, by position; worked out once."""
        if name not in self._told:
            given = [each for each in self.naming.get(name, ()) if each.type != "merge"]
            told = self._applied(self.target(name), given)
            self._told[name] = {each.entry.position: each for each in told}
        return self._told[name]

    def _applied(self, target: Entry, given: Sequence[Entry]) -> Iterator[Revision]:
        """Yield the revisions that name a record: amendments, then the others in the order of application."""
        of = {name: [each for each in given if each.type == name] for name in MENDING}
        if target.type == "amendment":
            of["amendment"].reverse()  # those of an amendment are settled from the last to the first
        yield from self._stepwise(target, of["amendment"], _amended)
        for each in of["amendment"]:
            if self.in_force(each):
                target = _amended(target, self.current(each))
        press = sorted(of["correction"], key=lambda each: press_order(self.archive, self.current(each)))
        yield from self._stepwise(target, press, _corrected)
        yield from self._stepwise(target, of["ranking"], _ranked)
        yield from map(self._revision, of["retraction"])

    def _stepwise(
        self, target: Entry, given: Iterable[Entry], apply: Callable[[Entry, Entry], Entry]
    ) -> Iterator[Revision]:
        """Yield revisions in the order of application; each starts from those before it that are in force."""
        for each in given:
            after = apply(target, self.current(each))
            told = self._revision(each, self._changes(each, target.record, after.record))
            yield told
            if told.ended_by is None:
                target = after

    def _revision(self, each: Entry, changes: tuple[Change, ...] = ()) -> Revision:
        return Revision(
            entry=each, record=self.current(each).record, changes=changes, ended_by=self.ended_by(each)
        )

    def _changes(self, each: Entry, before: Record, after: Record) -> tuple[Change, ...]:
        """Return what differs between two readings of the record that a revision names."""
        root = self.roots[each.id]
        if not before:
            return ()
        kind = self.kinds.get(root.kind)
        silent = _DEFAULTS if root.type == "report" and root.id == each.of else {}
        return tuple(changes(before, after, kind, self.archive.directory.resolve, silent=silent))


def _amended(target: Entry, amendment: Entry) -> Entry:
    return applied(target, amendment) or target


def _corrected(target: Entry, correction: Entry) -> Entry:
    if not target.record:  # it was erased
        return target
    return attrs.evolve(target, record=corrected(target.record, [correction.record]))


def _ranked(target: Entry, ranking: Entry) -> Entry:
    return attrs.evolve(target, record={**target.record, "rank": ranking.record["rank"]})
