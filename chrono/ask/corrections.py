"""Builds the corrections log: what sources have corrected or withdrawn, and what we have mended.

A source's own correction, a slip of ours, and an editor's judgement are three different sorts of entry.
Rankings and merges are among them because they change what a reader is shown with no source having
changed a word. An amendment that changes nothing but `extra` is left out: no answer shows it.
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
    """When a record that changes the entry was last recorded."""
    sort: str
    of: str
    """The record that it names; for a merge the development that stays."""
    of_type: str
    why: str
    by: str | None
    """Our editor; None for a source's own."""
    source: str | None
    """The publication that corrects or withdraws."""
    publisher: str | None
    reported: str | None
    """When the source published it."""
    report: Entry | None
    """The report concerned, transitively, as it reads now; None where it is not exactly one."""
    changes: tuple[Change, ...]
    joined: tuple[str, ...]
    """The developments that a merge takes for one."""
    rank: str | None
    ended: Notice | None
    """The entry that takes it back: by its source (`withdrawn`), or by us (`undone`)."""


@attrs.frozen(kw_only=True)
class CorrectionsLog:
    """The entries, newest first, and the identity of their log."""

    notices: tuple[Notice, ...]
    position: int
    digest: bytes | None
    """The digest of the log's first event, which never changes; None for an empty log."""
    updated: datetime | None
    """When the last event was recorded."""


def corrections_log(view: View, events: Iterable[Recorded], *, after: int = 0) -> CorrectionsLog:
    """Return the corrections log of a log, with the entries recorded after a position, exclusive.

    Args:
        view: the log at its head.
        events: all events of it, from the first on.
        after: a position; records up to it, inclusive, are left out.
    """
    recorded: dict[int, datetime] = {}
    digest = updated = None
    for event in events:
        digest = digest or event.digest
        updated = event.recorded_at
        if event.type in MENDING:
            recorded[event.position] = event.recorded_at
    notices = corrections(view, recorded, after=after)
    return CorrectionsLog(notices=notices, position=view.archive.position, digest=digest, updated=updated)


def corrections(view: View, recorded: Mapping[int, datetime], *, after: int = 0) -> tuple[Notice, ...]:
    """Return the entries of the corrections log, newest first.

    Args:
        view: the log at its head.
        recorded: when each record of these types was recorded, by position.
        after: a position; records up to it, inclusive, are left out.
    """
    revising = [
        entry
        for entry in view.archive.appended
        if entry.type == "merge" or (entry.type in MENDING and view.history.target(entry.of).record)
    ]
    updated = _updated(revising, recorded)
    notices: dict[int, Notice] = {}
    for entry in reversed(revising):
        if entry.position > after:
            notices[entry.position] = _notice(view, view.history.revision(entry), recorded, updated, notices)
    return tuple(notice for notice in notices.values() if _is_visible(notice))


def _updated(revising: Sequence[Entry], recorded: Mapping[int, datetime]) -> dict[int, datetime]:
    """Return when each record, or a mending or withdrawal of it, transitively, was last recorded."""
    latest: dict[str, datetime] = {}
    updated: dict[int, datetime] = {}
    for entry in reversed(revising):
        own = recorded[entry.position]
        instant = updated[entry.position] = max(own, latest.get(entry.id, own))
        if entry.type in ("retraction", "amendment"):
            latest[entry.of] = max(instant, latest.get(entry.of, instant))
    return updated


def _is_visible(notice: Notice) -> bool:
    """Return whether an entry is shown: a fix that changes nothing that is shown is not."""
    return notice.sort != FIXED or bool(notice.changes) or notice.of_type == "amendment"


def _notice(
    view: View,
    revision: Revision,
    recorded: Mapping[int, datetime],
    updated: Mapping[int, datetime],
    later: Mapping[int, Notice],
) -> Notice:
    """Return the entry of a revision, given the entries of later records by their position."""
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
    """Return the changes by a correction or a fix that answers show."""
    if revision.entry.type not in ("correction", "amendment") or target.type == "amendment":
        return ()
    return tuple(each for each in revision.changes if each.field != "extra" or each.in_data)


def _source(view: View, record: Record, target: Entry, report: Entry | None) -> Record:
    """Return the publication that corrects: by default that of the report."""
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
