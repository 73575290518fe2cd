"""Words in sentences what changed an answer: who reported, corrected or mended, or what happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chrono.ask.changed_by.changed_by import Cause
from chrono.ask.diff import Diff
from chrono.fold.view import View
from chrono.model.record_types import BY_SLUG, MENDING
from chrono.render.causes import cause_words, place, titles
from chrono.render.sentences import in_a_sentence
from chrono.render.state_table import StateTable
from chrono.render.text import safe
from chrono.resolve.entries import Entry
from chrono.values.completeness import complete
from chrono.values.zones import read_in_zone

NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
NOBODY = {"press": "Nobody reported anew", "file": "No report came in"}


def count_words(number: int, noun: str) -> str:
    """Return a number in words up to twelve, with its noun: "three reports", "1 report" as "one report"."""
    words = NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"
    return f"{words} {noun}{'' if number == 1 else 's'}"


def cause_sentences(diff: Diff, view: View, table: StateTable) -> Iterator[str]:
    """Yield the sentences on what changed an answer, then those on what came in and did not change it."""
    if diff.by == "world":
        yield from _happened(diff.changed_by, view, table)
        return
    reports = [each.id for each in diff.changed_by if each.record == "report"]
    clauses = list(_clauses(diff.changed_by, view))
    if reports:
        count = count_words(len(reports), "report")
        yield f"{_sentence(count)} changed it, {_origins(reports, table)}."
    elif clauses:
        yield f"{NOBODY[diff.by]}; {clauses.pop(0)}"
    yield from map(_sentence, clauses)
    named = {each.id for each in diff.changed_by}
    for entry in diff.mended:
        if entry.id not in named:
            yield f"{mending_sentence(entry, view)} That changed nothing here."


def mending_sentence(entry: Entry, view: View) -> str:
    """Return the sentence on a mending, worded by who made it: the source, us or an editor."""
    return _sentence(_mending(entry, view))


def _clauses(causes: Sequence[Cause], view: View) -> Iterator[str]:
    """Yield what to say of each record that is no report, as the second half of a sentence has it."""
    declared = [cause_words(each, view) for each in causes if each.record in BY_SLUG]
    if declared:
        yield f"{count_words(len(declared), 'declaration')} changed it: {', '.join(declared)}."
    for each in causes:
        if each.record in MENDING:
            yield _mending(view.history.current(view.history.targets[each.id]), view)


def _sentence(clause: str) -> str:
    """Return a clause with a capital, unless it begins with a name."""
    begins = clause.startswith((*(f"{number} " for number in NUMBERS), "we ", "an editor "))
    return f"{clause[:1].upper()}{clause[1:]}" if begins else clause


def _happened(causes: Sequence[Cause], view: View, table: StateTable) -> Iterator[str]:
    """Yield the sentence on the developments whose dates were reached, and on the reports of them."""
    if causes:
        reports = list(dict.fromkeys(name for each in causes for name in each.reports))
        whose = f"{count_words(len(reports), 'report')}, {_origins(reports, table)}"
        dates = "date" if len(causes) == 1 else "dates"
        reached = f"The {dates} of {count_words(len(causes), 'development')}"
        yield f"{reached} came in between, by {whose}: {'; '.join(titles(causes, view))}."


def _origins(reports: Sequence[str], table: StateTable) -> str:
    """Return of how many independent publishers reports are, by name where they are few."""
    origins = [safe(each) for each in table.words.origins(reports)]
    return f"of {count_words(len(origins), 'origin')}" + (
        f", {' and '.join(origins)}" if len(origins) < 3 else ""
    )


def _mending(entry: Entry, view: View) -> str:
    """Return the clause on a correction, retraction, amendment, ranking or merge."""
    record = entry.record
    why = safe(record["why"])
    if entry.type == "merge":
        return f"we joined {count_words(len(entry.merged), 'development')}: {why}."
    of = view.history.target(entry.of)
    report = view.history.report(entry)
    source = view.archive.source(report.record if report else record)
    return _CLAUSES["undo" if entry.void else entry.type].format(
        publisher=safe(source["publisher"]),
        sort=safe(of.type),
        where=place(entry, view),
        date=in_a_sentence(read_in_zone(str(record["reported"]))) if "reported" in record else "",
        rank=record.get("rank", ""),
        why=why,
    )


_CLAUSES = complete(
    {
        "correction": "{publisher} corrected its {sort} {date} ({where}): {why}.",
        "retraction": "{publisher} withdrew its {sort} {date} ({where}): {why}.",
        "amendment": "we mended our record of {where}: {why}.",
        "undo": "we took back our record of {where}: {why}.",
        "ranking": "an editor ranked {where} {rank}: {why}.",
    },
    (MENDING - {"merge"}) | {"undo"},
    where="chrono.render.cause_sentences._CLAUSES",
)
