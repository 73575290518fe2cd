"""Words the corrections log for its readers: on a terminal, in Markdown, as an Atom feed, and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import attrs

from chrono.ask.corrections import CORRECTED, FIXED, MERGED, RANKED, UNDONE, WITHDRAWN, CorrectionsLog, Notice
from chrono.fold.view import View
from chrono.model.record_types import RECORD_TYPES
from chrono.render.changes import change_words
from chrono.render.escaping import html_text, markdown_text
from chrono.render.languages import Language, language
from chrono.render.text import paragraph, safe, screen_width, styled, wrapped
from chrono.render.timelines import source_parts
from chrono.resolve.changes import Change
from chrono.values.completeness import complete
from chrono.values.shapes import plain

COLUMNS = (
    "recorded_at", "updated", "id", "sort", "whose", "headline", "publisher", "reported", "source", "locator",
    "report", "of", "why", "by", "changes", "joined", "rank", "ended",
)  # fmt: skip
"""The columns of the entries as data."""
WHOSE = {
    CORRECTED: "the source",
    WITHDRAWN: "the source",
    FIXED: "us",
    UNDONE: "us",
    RANKED: "an editor",
    MERGED: "an editor",
}
NO_CORRECTIONS = "no corrections"
TITLE = "Corrections"
INTRODUCTION = (
    "What sources have corrected or withdrawn, what we had copied wrongly, and what editors have judged; "
    "newest first, by the day on which it was recorded here."
)
_FIX = complete(
    {
        "report": "We had copied wrongly: {where}",
        "correction": "We had copied wrongly a correction of {where}",
        "retraction": "We had copied wrongly a withdrawal of {where}",
        "source": "We had described the source {name} wrongly",
        "entity": "We had described {name} wrongly",
        "amendment": "We changed a mending of our own",
        "ranking": "We changed an editor's ranking of {where}",
        "merge": "We changed which developments are taken for one",
    },
    RECORD_TYPES.keys() - {"storybook"},
    where="chrono.render.corrections._FIX",
)
_UNDO = complete(
    {
        "report": "We had recorded by mistake, and no longer count: {where}",
        "correction": "We had recorded by mistake a correction of {where}",
        "retraction": "We had recorded by mistake a withdrawal of {where}",
        "source": "We no longer list the source {name}",
        "entity": "We no longer list {name}",
        "amendment": "We took back a mending of our own",
        "ranking": "We took back an editor's ranking of {where}",
        "merge": "We took apart developments that had been taken for one",
    },
    _FIX,
    where="chrono.render.corrections._UNDO",
)
_WITHDRAW = complete(
    {
        "report": "{publisher} withdraws what it reported {where}",
        "correction": "{publisher} withdraws its correction of {where}",
        "retraction": "{publisher} takes back its withdrawal of {where}",
    },
    RECORD_TYPES["retraction"].of,
    where="chrono.render.corrections._WITHDRAW",
)


@attrs.frozen(kw_only=True)
class EntryWords:
    """One entry in words."""

    notice: Notice
    headline: str
    about: str
    """The summary of the report that is concerned; empty where no one report is."""
    changes: tuple[str, ...]
    facts: tuple[str, ...]
    """When it was published, the reason, by whom, and whether it still stands."""


def entries(log: CorrectionsLog, view: View) -> Iterator[EntryWords]:
    """Yield the entries in words, newest first."""
    spoken = language("en", view.archive)
    for notice in log.notices:
        report = notice.report.record if notice.report else {}
        yield EntryWords(
            notice=notice,
            headline=_headline(notice, view, spoken),
            about=safe(report.get("summary") or ""),
            changes=tuple(change_words(each, spoken) for each in notice.changes),
            facts=tuple(_facts(notice, spoken)),
        )


def _headline(notice: Notice, view: View, spoken: Language) -> str:
    own = notice.publisher is not None
    where = ", ".join(_where(notice, view, spoken, publisher=not own)) or "its report"
    publisher = safe(notice.publisher)
    if notice.sort == CORRECTED:
        return f"{publisher} corrects what it reported {_in_or_on(notice, view)} {where}"
    if notice.sort == WITHDRAWN:
        placed = f"{_in_or_on(notice, view)} {where}" if notice.of_type == "report" else where
        return _WITHDRAW[notice.of_type].format(publisher=publisher, where=placed)
    if notice.sort == RANKED:
        return f"An editor ranks an account {safe(notice.rank)}: {where}"
    if notice.sort == MERGED:
        return f"{len(notice.joined)} developments are taken for one: {safe(', '.join(notice.joined))}"
    name = spoken.name(notice.of) if notice.of_type == "entity" else safe(notice.of)
    return (_FIX if notice.sort == FIXED else _UNDO)[notice.of_type].format(where=where, name=name)


def _where(notice: Notice, view: View, spoken: Language, *, publisher: bool) -> Iterator[str]:
    """Yield source and paragraph of the report that is concerned."""
    if notice.report is not None:
        slug = str(_source(notice, view)["slug"])
        for name, text in source_parts(view, spoken, slug, notice.report.text("locator")):
            if name != "url" and (publisher or name != "publisher"):
                yield text


def _in_or_on(notice: Notice, view: View) -> str:
    """Return the word before where a report stands: a source without a title is named by its date."""
    source = _source(notice, view)
    return "on" if source.get("published") and not source.get("title") else "in"


def _source(notice: Notice, view: View) -> Mapping[str, object]:
    slug = notice.report.source_slug if notice.report else ""
    return view.archive.sources.get(slug, {"slug": slug})


def _facts(notice: Notice, spoken: Language) -> Iterator[str]:
    if notice.reported:
        yield f"Published by {safe(notice.publisher)} on {spoken.published(notice.reported)}."
    yield f"Reason: {safe(notice.why)}"
    if notice.by:
        yield f"By {spoken.name(notice.by)}."
    if notice.ended is not None:
        by = "withdrawn by its source" if notice.ended.sort == WITHDRAWN else "undone by us"
        on = spoken.published(notice.ended.reported or _day(notice.ended.recorded_at))
        yield f"This has itself been {by} on {on}: {safe(notice.ended.why)}"


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def table(log: CorrectionsLog, view: View) -> Iterator[str]:
    """Yield the lines of the log for a terminal."""
    if not log.notices:
        yield NO_CORRECTIONS
    width = screen_width()
    for n, entry in enumerate(entries(log, view)):
        if n:
            yield ""
        head = f"{_day(entry.notice.recorded_at)}  {entry.headline}"
        first, *rest = wrapped(head, width)
        yield styled(first, "bold")
        yield from (styled(f"  {line}", "bold") for part in rest for line in wrapped(part, width - 2))
        about = (f"“{entry.about}”",) if entry.about else ()
        for line in (*about, *entry.changes, *entry.facts, f"id {safe(entry.notice.id)}"):
            yield from paragraph(line, width)


def markdown(log: CorrectionsLog, view: View) -> Iterator[str]:
    """Yield the lines of the log as a Markdown document, a section for each day of recording."""
    yield from (f"# {TITLE}", "", f"*{INTRODUCTION}*")
    if not log.notices:
        yield from ("", f"There are {NO_CORRECTIONS}.")
    day = ""
    for entry in entries(log, view):
        if _day(entry.notice.recorded_at) != day:
            day = _day(entry.notice.recorded_at)
            yield from ("", f"## {language('en', view.archive).date(day)}", "")
        about = f" – {markdown_text(entry.about)}" if entry.about else ""
        yield f"- **{markdown_text(entry.headline)}**{about}"
        yield from (f"  - {markdown_text(line)}" for line in (*entry.changes, *entry.facts))


def atom(log: CorrectionsLog, view: View) -> Iterator[str]:
    """Yield the lines of the log as an Atom feed (RFC 4287).

    The feed's id comes from the log's first event, an entry's from the feed's and its record's: all copies
    of a log give the same feed, and no log gives another's.
    """
    from uuid import UUID, uuid5

    feed = UUID(bytes=log.digest[:16], version=5) if log.digest else UUID(int=0)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
    yield f"  <id>urn:uuid:{feed}</id>"
    yield f"  <title>{TITLE}</title>"
    yield f"  <subtitle>{html_text(INTRODUCTION)}</subtitle>"
    latest = max((each.updated for each in log.notices), default=log.updated)
    yield f"  <updated>{_stamp(latest)}</updated>"
    yield "  <author><name>The editors</name></author>"
    yield "  <generator>chrono</generator>"
    for entry in entries(log, view):
        notice = entry.notice
        yield "  <entry>"
        yield f"    <id>urn:uuid:{uuid5(feed, notice.id)}</id>"
        yield f"    <title>{html_text(entry.headline)}</title>"
        yield f"    <published>{_stamp(notice.recorded_at)}</published>"
        yield f"    <updated>{_stamp(notice.updated)}</updated>"
        author = notice.publisher or notice.by or "The editors"
        yield f"    <author><name>{html_text(author)}</name></author>"
        yield f'    <category term="{notice.sort}"/>'
        lines = (*((entry.about,) if entry.about else ()), *entry.changes, *entry.facts)
        yield f'    <content type="text">{chr(10).join(map(html_text, lines))}</content>'
        yield "  </entry>"
    yield "</feed>"


def _stamp(moment: datetime | None) -> str:
    """Return a time as RFC 3339 has it; the beginning of 1970 where nothing was ever recorded."""
    return "1970-01-01T00:00:00Z" if moment is None else moment.isoformat().replace("+00:00", "Z")


def rows(log: CorrectionsLog, view: View) -> list[dict[str, object]]:
    """Return the entries as data, newest first."""
    return [_data(each, view) for each in entries(log, view)]


def _data(entry: EntryWords, view: View) -> dict[str, object]:
    notice = entry.notice
    report = notice.report
    ended = notice.ended
    return {
        "position": notice.position,
        "recorded_at": _stamp(notice.recorded_at),
        "updated": _stamp(notice.updated),
        "id": notice.id,
        "sort": notice.sort,
        "whose": WHOSE[notice.sort],
        "headline": entry.headline,
        "publisher": notice.publisher,
        "reported": notice.reported,
        "source": None if report is None else _source(notice, view)["slug"],
        "locator": None if report is None else report.record.get("locator"),
        "report": None if report is None else report.id,
        "of": notice.of,
        "why": notice.why,
        "by": notice.by,
        "changes": _changes(notice.changes),
        "joined": list(notice.joined),
        "rank": notice.rank,
        "ended": None
        if ended is None
        else {"sort": ended.sort, "reported": ended.reported, "why": ended.why},
    }


def _changes(changes: Sequence[Change]) -> list[dict[str, object]]:
    return [
        {"field": each.field, "before": plain(each.before), "after": plain(each.after)} for each in changes
    ]
