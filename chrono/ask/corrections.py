"""The corrections log: what sources have corrected or withdrawn, and what we have mended ourselves.

A source's own correction, a slip of ours, and an editor's judgement are three things, and stay three here.
Rankings and merges are among them because they change what a reader is shown with no source having
changed a word. What no answer shows is left out: an amendment that changes nothing but `extra`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import attrs

from chrono.fold.view import View
from chrono.model.record_parts import texts_of
from chrono.model.record_types import MENDING
from chrono.resolve.changes import Change
from chrono.resolve.entries import Entry, Record
from chrono.resolve.history import Revision
from chrono.values.completeness import complete
from eventlog import Recorded

CORRECTED, WITHDRAWN = "corrected", "withdrawn"
FIXED, UNDONE = "fixed", "undone"
RANKED, MERGED = "ranked", "merged"


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
    ended: Notice | None
    """The entry of what takes it back: of its source (`withdrawn`), or of us (`undone`)."""


@attrs.frozen(kw_only=True)
class CorrectionsLog:
    """The entries, newest first, and what identifies the log that they are of."""

    notices: tuple[Notice, ...]
    position: int
    digest: bytes | None
    """That of the log's first event: it never changes. None for an empty log."""
    updated: datetime | None
    """When anything was last recorded."""


def corrections_log(view: View, events: Iterable[Recorded], *, after: int = 0) -> CorrectionsLog:
    """Return the corrections log of a log, with the entries recorded after a position, exclusive.

    Args:
        view: the log at its head.
        events: all that it holds, from the first on.
        after: the position after which records are told.
    """
    recorded: dict[int, datetime] = {}
    digest = updated = None
    for each in events:
        digest = digest or each.digest
        updated = each.recorded_at
        if each.type in MENDING:
            recorded[each.position] = each.recorded_at
    told = corrections(view, recorded, after=after)
    return CorrectionsLog(notices=told, position=view.archive.position, digest=digest, updated=updated)


def corrections(view: View, recorded: Mapping[int, datetime], *, after: int = 0) -> tuple[Notice, ...]:
    """Return the entries of the corrections log, newest first.

    Args:
        view: the log at its head.
        recorded: when each record of these types was recorded, by position.
        after: the position after which records are reported on, exclusive.
    """
    revising = [
        each
        for each in view.archive.appended
        if each.type == "merge" or (each.type in MENDING and view.history.target(each.of).record)
    ]
    updated = _updated(revising, recorded)
    made: dict[int, Notice] = {}
    for each in reversed(revising):
        if each.position > after:
            made[each.position] = _notice(view, view.history.revision(each), recorded, updated, made)
    return tuple(each for each in made.values() if _shown(each))


def _updated(revising: Sequence[Entry], recorded: Mapping[int, datetime]) -> dict[int, datetime]:
    """Return when each record, or a mending or a withdrawal of it at any remove, was last recorded."""
    latest: dict[str, datetime] = {}
    found: dict[int, datetime] = {}
    for each in reversed(revising):
        at = found[each.position] = max(recorded[each.position], latest.get(each.id, recorded[each.position]))
        if each.type in ("retraction", "amendment"):
            latest[each.of] = max(at, latest.get(each.of, at))
    return found


def _shown(notice: Notice) -> bool:
    """Return whether an entry tells a reader anything: not so a fix that changes nothing that is shown."""
    return notice.sort != FIXED or bool(notice.changes) or notice.of_type == "amendment"


def _notice(
    view: View,
    revision: Revision,
    recorded: Mapping[int, datetime],
    updated: Mapping[int, datetime],
    later: Mapping[int, Notice],
) -> Notice:
    """Return the entry that a revision makes; those of later records are there already, by position."""
    entry, record, history = revision.entry, revision.record, view.history
    target = entry if entry.type == "merge" else history.target(str(record["of"]))
    report = history.report(target)
    source = _source(view, record, target, report) if entry.type in ("correction", "retraction") else None
    joined = texts_of(record, "developments")
    ended = revision.ended_by
    return Notice(
        id=entry.id,
        position=entry.position,
        recorded_at=recorded[entry.position],
        updated=updated[entry.position],
        sort=_sort(entry, record),
        of=str(record.get("of") or joined[0]),
        of_type=target.type,
        why=str(record["why"]),
        by=None if source else str(record.get("by") or "") or None,
        source=None if source is None else str(source["slug"]),
        publisher=None if source is None else str(source["publisher"]),
        reported=str(record["reported"]) if source and record.get("reported") else None,
        report=report,
        changes=_changes(revision, target),
        joined=joined,
        rank=str(record["rank"]) if entry.type == "ranking" else None,
        ended=None if ended is None else later[ended.position],
    )


def _changes(revision: Revision, target: Entry) -> tuple[Change, ...]:
    """Return what a correction or a fix changed of what answers show."""
    if revision.entry.type not in ("correction", "amendment") or target.type == "amendment":
        return ()
    return tuple(each for each in revision.changes if each.field != "extra" or each.in_data)


def _source(view: View, record: Record, target: Entry, report: Entry | None) -> Record:
    """Return the publication that corrects: that of the report, where none is named."""
    current = view.history.current(target).record
    named = record.get("source") or current.get("source") or (report and report.record.get("source"))
    return view.archive.source({"source": named})


def _sort(entry: Entry, record: Record) -> str:
    if entry.type == "amendment":
        return UNDONE if record.get("void") else FIXED
    return _SORTS[entry.type]


_SORTS = complete(
    {"correction": CORRECTED, "retraction": WITHDRAWN, "ranking": RANKED, "merge": MERGED},
    MENDING - {"amendment"},
    where="chrono.ask.corrections._SORTS",
)
