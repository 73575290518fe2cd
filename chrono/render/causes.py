"""Words what changed an answer: the reports, corrections and fixes that came in, or what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from chrono.ask.changed_by.changed_by import DEVELOPMENT, Cause
from chrono.fold.view import View
from chrono.render.text import safe
from chrono.render.values import ValueWords, when_words
from chrono.resolve.developments import PLANNED
from chrono.resolve.entries import Entry


def causes_words(causes: Iterable[Cause], view: View) -> str:
    """Return what changed an answer, in a line: `wsj-ja P24, board-1 (correction)`.

    A report is named by its source and paragraph, and so is the report that another record is about. A
    development is named by the title of its kind and its date, with its reports.
    """
    words = ValueWords(view.archive)
    given = tuple(causes)
    reports = words.reports(each.id for each in given if each.record == "report")
    beside = (cause_words(each, view) for each in given if each.record not in ("report", DEVELOPMENT))
    return ", ".join(
        each for each in (reports, *dict.fromkeys(beside), _happened(given, view, words)) if each
    )


def cause_words(cause: Cause, view: View) -> str:
    """Return a record that is no report: `board-1 (correction)`, `wsj-ja (source)`."""
    if cause.record == "entity":
        return f"{ValueWords(view.archive).name(cause.id)} (entity)"
    entry = view.history.targets[cause.id]
    of = view.history.target(entry.of).type if entry.of else ""
    done = "undone" if entry.void else cause.record
    sort = done if of in ("", "report") or entry.void else f"{done} of {_article(of)}"
    return f"{place(entry, view)} ({sort})"


def place(entry: Entry, view: View) -> str:
    """Return where a reader finds what a record is about: source and paragraph, a slug, or developments."""
    report = view.history.report(entry)
    if report is not None:
        return ValueWords(view.archive).reports((report.id,))
    return safe(", ".join(entry.merged) or entry.of or entry.id)


def _article(sort: str) -> str:
    return f"an {sort}" if sort[:1] in "aeiou" else f"a {sort}"


def _happened(causes: Iterable[Cause], view: View, words: ValueWords) -> str:
    """Return developments by title and date: `A suit is filed, Feb 2024 (wsj-ja P24 P71)`."""
    by_title: dict[str, list[str]] = {}
    for each in causes:
        if each.record == DEVELOPMENT:
            by_title.setdefault(_title(each, view), []).extend(each.reports)
    return "; ".join(f"{title} ({words.reports(reports)})" for title, reports in by_title.items())


def titles(causes: Iterable[Cause], view: View) -> list[str]:
    """Return developments by the titles of their kinds and their dates, each title once, with its number."""
    found = Counter(_title(each, view) for each in causes if each.record == DEVELOPMENT)
    return [title if count == 1 else f"{title} ({count} times)" for title, count in found.items()]


def _title(cause: Cause, view: View) -> str:
    kinds = (str(view.archive.held(name).get("kind")) for name in cause.reports)
    title = next((view.shelf.kinds[each].title for each in kinds if each in view.shelf.kinds), cause.id)
    if cause.when is None:
        return safe(title)
    planned = "planned for " if cause.modality == PLANNED else ""
    return safe(f"{title}, {planned}{when_words(cause.when)}")
