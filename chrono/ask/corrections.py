"""The corrections log: what sources have corrected or withdrawn, and what we have mended ourselves.

A source's own correction, a slip of ours, and an editor's judgement are three things, and stay three here.
Rankings and merges are among them because they change what a reader is shown with no source having
changed a word. What no answer shows is left out: an amendment that changes nothing but `extra`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import attrs

from chrono.ask.patches import Change, changes
from chrono.fold.view import View
from chrono.resolve.archive import Entry, Record, archive, patched
from chrono.resolve.developments import corrected
from chrono.values import times
from eventlog import Recorded

CORRECTED, WITHDRAWN = "corrected", "withdrawn"
FIXED, UNDONE = "fixed", "undone"
RANKED, MERGED = "ranked", "merged"
RECORDS = frozenset(("correction", "retraction", "amendment", "ranking", "merge"))
"""The types of record that make an entry."""
_OWN = frozenset(("record", "id", "of", "why", "by"))


@attrs.frozen(kw_only=True)
class Ended:
    """What put an end to a correction or a mending: its source (`withdrawn`), or us (`undone`)."""

    sort: str
    why: str
    reported: str | None
    """When the source withdrew it."""
    recorded_at: datetime


@attrs.frozen(kw_only=True)
class Notice:
    """One entry of the corrections log."""

    id: str
    position: int
    recorded_at: datetime
    updated: datetime
    """When this log last recorded something that changes what the entry says."""
    sort: str
    of: str
    """The record that it names; of a merge the development that stays."""
    of_type: str
    why: str
    by: str | None
    """Who of ours; None for a source's own."""
    source: str | None
    """The publication that corrects or withdraws."""
    publisher: str | None
    reported: str | None
    """When the source published it."""
    report: Entry | None
    """The report that is concerned in the end, as it reads now; None where no one report is."""
    changes: tuple[Change, ...]
    joined: tuple[str, ...]
    """The developments that a merge takes for one."""
    rank: str | None
    ended: Ended | None


@attrs.frozen(kw_only=True)
class CorrectionsLog:
    """The entries, newest first, and what identifies the log that they are of."""

    notices: tuple[Notice, ...]
    position: int
    digest: bytes | None
    """That of the log's first event: it never changes. None for an empty log."""
    updated: datetime | None
    """When anything was last recorded."""


def corrections_log(
    view: View, entries: Sequence[Entry], events: Iterable[Recorded], *, after: int = 0
) -> CorrectionsLog:
    """Return the corrections log of a log, with the entries recorded after a position, exclusive.

    Args:
        view: the log at its head.
        entries: every record as it was appended, in log order.
        events: the same as events, from the first on.
        after: the position after which records are told.
    """
    recorded: dict[int, datetime] = {}
    digest = updated = None
    for each in events:
        digest = digest or each.digest
        updated = each.recorded_at
        if each.type in RECORDS:
            recorded[each.position] = each.recorded_at
    told = corrections(view, entries, recorded, after=after)
    return CorrectionsLog(notices=told, position=view.archive.position, digest=digest, updated=updated)


def corrections(
    view: View, entries: Sequence[Entry], recorded: Mapping[int, datetime], *, after: int = 0
) -> tuple[Notice, ...]:
    """Return the entries of the corrections log, newest first.

    Args:
        view: the log at its head.
        entries: every record as it was appended, in log order.
        recorded: when each record of these types was recorded, by position.
        after: the position after which records are reported on, exclusive.
    """
    ledger = _Ledger.of(view, entries, recorded)
    told = (
        ledger.notice(each) for each in reversed(entries) if each.type in RECORDS and each.position > after
    )
    return tuple(each for each in told if each is not None)


@attrs.frozen
class _Ledger:
    """Looks up what a mending was about, and what became of it."""

    view: View
    recorded: Mapping[int, datetime]
    appended: Mapping[str, Entry]
    """Records by id, sources and entities by slug, as they were appended."""
    amendments: Mapping[str, tuple[Entry, ...]]
    """Amendments by what they name, in log order, as they were appended."""
    settled: Mapping[str, Record]
    """The amendments in force, as later ones have left them."""

    @classmethod
    def of(cls, view: View, entries: Sequence[Entry], recorded: Mapping[int, datetime]) -> _Ledger:
        appended: dict[str, Entry] = {}
        amendments: dict[str, list[Entry]] = {}
        for each in entries:
            source = each.record.get("source")
            if each.type == "report" and isinstance(source, Mapping):
                slug = str(source["slug"])
                appended.setdefault(slug, Entry(each.position, slug, "source", source))
            if each.type == "amendment":
                amendments.setdefault(str(each.record["of"]), []).append(each)
            if each.type != "storybook":
                appended[each.id] = each
        grouped = {name: tuple(each) for name, each in amendments.items()}
        return cls(view, recorded, appended, grouped, _settled(entries))

    def notice(self, entry: Entry) -> Notice | None:
        """Return the entry that a record makes; None for one that changes nothing a reader is shown."""
        record = self.current(entry)
        target = self.target(entry, record)
        changed = self.changed(entry, record, target)
        if entry.type == "amendment" and not (changed or record.get("void") or target.type == "amendment"):
            return None
        joined = tuple(str(each) for each in _list(record.get("developments")))
        source = self.source(record, target) if entry.type in ("correction", "retraction") else None
        return Notice(
            id=entry.id,
            position=entry.position,
            recorded_at=self.recorded[entry.position],
            updated=max(self.recorded[each.position] for each in self.touching(entry)),
            sort=_sort(entry, record),
            of=str(record.get("of") or joined[0]),
            of_type="merge" if entry.type == "merge" else target.type,
            why=str(record["why"]),
            by=None if source else str(record.get("by") or "") or None,
            source=None if source is None else str(source["slug"]),
            publisher=None if source is None else str(source["publisher"]),
            reported=str(record["reported"]) if source and record.get("reported") else None,
            report=self.report(target),
            changes=changed,
            joined=joined,
            rank=str(record["rank"]) if entry.type == "ranking" else None,
            ended=self.ended(entry),
        )

    def current(self, entry: Entry) -> Record:
        """Return a record as it reads now; one that was undone, as it was appended."""
        if entry.type == "amendment":
            return self.settled.get(entry.id, entry.record)
        return self.view.archive.records.get(entry.id, entry.record)

    def target(self, entry: Entry, record: Record) -> Entry:
        """Return what a record names, as it was appended; of a merge the merge itself."""
        return entry if entry.type == "merge" else self.appended[str(record["of"])]

    def report(self, target: Entry) -> Entry | None:
        """Return the report that a chain of records ends at."""
        while target.type not in ("report", "source", "entity", "merge"):
            target = self.appended[str(target.record["of"])]
        return attrs.evolve(target, record=self.current(target)) if target.type == "report" else None

    def source(self, record: Record, target: Entry) -> Record:
        """Return the publication that corrects: that of the report, where none is named."""
        named = record.get("source") or self.current(target).get("source")
        if named is None and (report := self.report(target)):
            named = report.record.get("source")
        slug = str(named["slug"] if isinstance(named, Mapping) else named)
        return self.view.archive.sources.get(slug, {"slug": slug, "publisher": slug})

    def changed(self, entry: Entry, record: Record, target: Entry) -> tuple[Change, ...]:
        """Return what a correction or an amendment has changed."""
        report = self.report(target)
        kind = self.view.shelf.kinds.get(str(report.record["kind"])) if report else None
        if entry.type == "correction" and report is not None:
            before = corrected(report.record, self.earlier(entry, record))
            return changes(self.view, before, corrected(before, [record]), kind)
        if entry.type != "amendment" or record.get("void") or target.type == "amendment":
            return ()
        earlier = [
            attrs.evolve(each, record=self.settled[each.id])
            for each in self.amendments[target.id]
            if each.id in self.settled and each.position < entry.position
        ]
        before = _amended(target, earlier)
        after = _amended(target, [*earlier, attrs.evolve(entry, record=record)])
        return changes(self.view, before, after, kind)

    def earlier(self, entry: Entry, record: Record) -> list[Record]:
        """Return the corrections in force that come before another in press order."""
        found = [
            (_press(each.record, each.position), each.record)
            for each in self.view.archive.against.get(str(record["of"]), ())
            if each.type == "correction" and self.ended(each) is None
        ]
        place = _press(record, entry.position)
        return [each for at, each in sorted(found, key=lambda one: one[0]) if at < place]

    def ended(self, entry: Entry) -> Ended | None:
        """Return what put an end to a record; None while it stands."""
        voids = [each for each in self.amendments.get(entry.id, ()) if self.void(each)]
        if voids:
            last, why = voids[-1], str(self.settled[voids[-1].id]["why"])
            return Ended(sort=UNDONE, why=why, reported=None, recorded_at=self.recorded[last.position])
        for each in self.view.archive.against.get(entry.id, ()):
            if each.type == "retraction" and self.ended(each) is None:
                return Ended(
                    sort=WITHDRAWN,
                    why=str(each.record["why"]),
                    reported=str(each.record["reported"]),
                    recorded_at=self.recorded[each.position],
                )
        return None

    def void(self, amendment: Entry) -> bool:
        """Return whether an amendment is in force and makes void what it names."""
        return bool(self.settled.get(amendment.id, {}).get("void"))

    def touching(self, entry: Entry) -> Iterator[Entry]:
        """Yield a record, and all that names it, however far."""
        yield entry
        for each in (*self.amendments.get(entry.id, ()), *self.view.archive.against.get(entry.id, ())):
            if each.type != "correction":
                yield from self.touching(each)


def _sort(entry: Entry, record: Record) -> str:
    if entry.type == "amendment":
        return UNDONE if record.get("void") else FIXED
    return {"correction": CORRECTED, "retraction": WITHDRAWN, "ranking": RANKED, "merge": MERGED}[entry.type]


def _settled(entries: Iterable[Entry]) -> dict[str, Record]:
    """Return the amendments in force: those of amendments are applied from the last to the first."""
    table = {each.id: each.record for each in entries if each.type == "amendment"}
    for name in reversed(list(table)):
        given = table.get(name)
        of = str(given["of"]) if given else ""
        if given is None or of not in table:
            continue
        if given.get("void"):
            del table[of]
            continue
        data = patched(_mapping(table[of].get("data")), _mapping(given.get("data")), clear=False)
        kept = {key: each for key, each in given.items() if key not in _OWN}
        table[of] = {**table[of], **kept, **({"data": data} if data else {})}
    return table


def _amended(target: Entry, amendments: Sequence[Entry]) -> Record:
    """Return a record with amendments applied."""
    made = archive([target, *amendments], max(each.position for each in (target, *amendments)))
    return next((e.record for e in made.entries if (e.id, e.type) == (target.id, target.type)), {})


def _press(record: Record, position: int) -> tuple[int, int, int]:
    return (*times.published(str(record["reported"])), position)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()
