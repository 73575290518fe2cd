"""A difference in sentences that can be printed: what was said, what is said now, and who changed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chrono.ask.diff import Diff, Stage, status_of
from chrono.fold.states import CERTAIN, NONE, POSSIBLE, FieldState, State
from chrono.fold.view import View
from chrono.model.projection import Projection
from chrono.model.record_parts import source_slug
from chrono.model.record_types import MENDING
from chrono.render.sentences import in_a_sentence
from chrono.render.state_table import StateTable
from chrono.render.text import safe
from chrono.resolve.entries import Entry
from chrono.values.completeness import complete
from chrono.values.zones import read_in_zone

NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def sentences(found: Diff, view: View, table: StateTable) -> Iterator[str]:
    """Yield the sentences of a difference: what it was and became, then which reports changed it, and why."""
    projection = view.shelf.projections[found.after.projection]
    subject = subject_of(projection, table.words.name(found.after.key))
    if not found.changes:
        yield f"Nothing changed in what {_record(found.by)} said of {subject} {_between(found)}."
    else:
        yield _became(found, projection, subject, table)
        yield _changed_by(found, table)
    for each in found.mended:
        yield _mended(each, view)


def subject_of(projection: Projection, name: str) -> str:
    """Return what a sentence calls the subject of a projection, of the key with that name."""
    if projection.subject is not None:
        return safe(projection.subject.replace("{}", name))
    title = f"{projection.title[:1].lower()}{projection.title[1:]}"
    return safe(title if name == "*" else f"{name} ({title})")


def counted(number: int, noun: str) -> str:
    """Return a number in words up to twelve, with its noun: "three reports", "1 report" as "one report"."""
    told = NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"
    return f"{told} {noun}{'' if number == 1 else 's'}"


def _record(by: str) -> str:
    return {"world": "the record", "press": "the public record", "file": "this log"}[by]


def _point(found: Diff, n: int) -> str:
    """Return one of the two points in a sentence: "on 23 January 2025", "at position 50"."""
    axes = found.axes[n]
    if found.by == "file":
        return f"at position {axes.position}"
    date = axes.as_of if found.by == "world" else axes.known_at
    if date is None:
        return "now"
    words = in_a_sentence(date)
    return words if words.startswith(("on ", "at ")) else f"at the end of {words.partition(' ')[2]}"


def _between(found: Diff) -> str:
    """Return the stretch between the two points: "between 1 July and 1 September 2024"."""
    points = [_point(found, n).removeprefix("on ").removeprefix("at ") for n in (0, 1)]
    return f"between {points[0]} and {points[1]}"


def _became(found: Diff, projection: Projection, subject: str, table: StateTable) -> str:
    """Return what was said of the subject at one point, and what at the other."""
    shared = next((n for n, (a, b) in enumerate(zip(*found.stages, strict=False)) if a != b), None)
    shared = min(map(len, found.stages)) if shared is None else shared
    one, other = (path[shared:] or path[-1:] for path in found.stages)
    before = _told(found.before, one, projection, table)
    after = _told(found.after, other, projection, table)
    first, later = _point(found, 0), _point(found, 1)
    later = later.replace("on ", "by ", 1) if later.startswith("on ") else later
    head = f"{first[:1].upper()}{first[1:]} {_record(found.by)} said"
    was = f"nothing of {subject}" if before is None else f"of {subject}: {before}"
    if before is not None and after is not None and not any(found.stages):
        return f"What {_record(found.by)} said of {subject} changed {_between(found)} as below."
    if before is not None and before == after:
        return f"{head} {was}; {later} it still said so, with the changes below."
    return f"{head} {was}; {later} it said{' nothing of it' if after is None else f': {after}'}."


def _told(state: State, path: Sequence[Stage], projection: Projection, table: StateTable) -> str | None:
    """Return what a state says of its subject in a few words; None where it says nothing at all."""
    if all(_silent(each) for each in state.fields.values()):
        return None
    status = status_of(projection)
    if status is None or not path:
        return "what stands below"
    if state.fields[status.name].certainty == POSSIBLE:
        *path, _ = [each for each in path if each.certainty == CERTAIN] or [path[0]]
        return ", then ".join(
            (*(_stage(each, table) for each in path), _either(table, state.fields[status.name]))
        )
    return ", then ".join(_stage(each, table) for each in path)


def _either(table: StateTable, field: FieldState) -> str:
    """Return what a field may be, without the mark that a table puts behind it."""
    return table.headline(field).partition("  ")[0]


def _silent(field: FieldState) -> bool:
    return field.certainty == NONE or (field.certainty == CERTAIN and not field.reports and not field.members)


def _stage(stage: Stage, table: StateTable) -> str:
    """Return one stage: "rejected on 14 February 2025"; in brackets what is only possible."""
    value = table.words.value(stage.value)
    if stage.observed:
        return f"said to be {value}"
    told = f"{value} {in_a_sentence(stage.date)}" if stage.date else value
    return told if stage.certainty == CERTAIN else f"perhaps {told}"


def _changed_by(found: Diff, table: StateTable) -> str:
    """Return how many reports changed it, and of how many independent publishers."""
    origins = [safe(each) for each in table.words.origins(found.reports)]
    told = counted(len(found.reports), "report")
    whose = f"of {counted(len(origins), 'origin')}" + (
        f", {' and '.join(origins)}" if len(origins) < 3 else ""
    )
    return f"{told[:1].upper()}{told[1:]} changed it, {whose}."


def _mended(entry: Entry, view: View) -> str:
    """Return a mending as a sentence, whoever made it told apart."""
    record = entry.record
    of = view.archive.held(str(record.get("of")))
    where = " ".join(str(each) for each in (source_slug(of), of.get("locator")) if each)
    where = safe(where or record.get("of") or "")
    why = safe(record["why"])
    if entry.type == "merge":
        return f"We joined {counted(len(list(record['developments'])), 'development')}: {why}."  # type: ignore[call-overload]
    date = in_a_sentence(read_in_zone(str(record["reported"]))) if "reported" in record else ""
    sort = "undo" if record.get("void") else entry.type
    return _SENTENCES[sort].format(where=where, date=date, rank=record.get("rank", ""), why=why)


_SENTENCES = complete(
    {
        "correction": "The source corrected {where} {date}: {why}.",
        "retraction": "The source withdrew {where} {date}: {why}.",
        "amendment": "We mended our record of {where}: {why}.",
        "undo": "We took back our record of {where}: {why}.",
        "ranking": "An editor ranked {where} {rank}: {why}.",
    },
    (MENDING - {"merge"}) | {"undo"},
    where="chrono.render.prose._SENTENCES",
)
