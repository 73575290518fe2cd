"""Words a difference in sentences to print: the state before, the state after, and who changed it."""

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

NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def sentences(diff: Diff, view: View, table: StateTable) -> Iterator[str]:
    """Yield the sentences of a difference: what it was and became, then which reports changed it, and why."""
    projection = view.shelf.projections[diff.after.projection]
    subject = subject_of(projection, table.words.name(diff.after.key))
    if not diff.changes:
        yield f"Nothing changed in what {_record(diff.by)} said of {subject} {_between(diff)}."
    else:
        yield _change_sentence(diff, projection, subject, table)
        yield _reports_sentence(diff, table)
    for mending in diff.mended:
        yield _mending_sentence(mending, view)


def subject_of(projection: Projection, name: str) -> str:
    """Return the subject of a projection, for the key with that name, as a sentence names it."""
    if projection.subject is not None:
        return safe(projection.subject.replace("{}", name))
    title = f"{projection.title[:1].lower()}{projection.title[1:]}"
    return safe(title if name == "*" else f"{name} ({title})")


def count_words(number: int, noun: str) -> str:
    """Return a number in words up to twelve, with its noun: "three reports", "1 report" as "one report"."""
    words = NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"
    return f"{words} {noun}{'' if number == 1 else 's'}"


def _record(by: str) -> str:
    return {"world": "the record", "press": "the public record", "file": "this log"}[by]


def _point(diff: Diff, n: int) -> str:
    """Return one of the two points in a sentence: "on 23 January 2025", "at position 50"."""
    axes = diff.axes[n]
    if diff.by == "file":
        return f"at position {axes.position}"
    date = axes.as_of if diff.by == "world" else axes.known_at
    if date is None:
        return "now"
    words = in_a_sentence(date)
    return words if words.startswith(("on ", "at ")) else f"at the end of {words.partition(' ')[2]}"


def _between(diff: Diff) -> str:
    """Return the stretch between the two points: "between 1 July and 1 September 2024"."""
    points = [_point(diff, n).removeprefix("on ").removeprefix("at ") for n in (0, 1)]
    return f"between {points[0]} and {points[1]}"


def _change_sentence(diff: Diff, projection: Projection, subject: str, table: StateTable) -> str:
    """Return the sentence on the state at one point and at the other."""
    shared = next((n for n, (a, b) in enumerate(zip(*diff.stages, strict=False)) if a != b), None)
    shared = min(map(len, diff.stages)) if shared is None else shared
    path_before, path_after = (path[shared:] or path[-1:] for path in diff.stages)
    before = _state_words(diff.before, path_before, projection, table)
    after = _state_words(diff.after, path_after, projection, table)
    first, later = _point(diff, 0), _point(diff, 1)
    later = later.replace("on ", "by ", 1) if later.startswith("on ") else later
    head = f"{first[:1].upper()}{first[1:]} {_record(diff.by)} said"
    was = f"nothing of {subject}" if before is None else f"of {subject}: {before}"
    if before is not None and after is not None and not any(diff.stages):
        return f"What {_record(diff.by)} said of {subject} changed {_between(diff)} as below."
    if before is not None and before == after:
        return f"{head} {was}; {later} it still said so, with the changes below."
    return f"{head} {was}; {later} it said{' nothing of it' if after is None else f': {after}'}."


def _state_words(
    state: State, path: Sequence[Stage], projection: Projection, table: StateTable
) -> str | None:
    """Return a state in a few words; None where nothing is reported of its subject."""
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
    """Return the possible values of a field, without the mark that a table puts behind them."""
    return table.headline(field).partition("  ")[0]


def _silent(field: FieldState) -> bool:
    return field.certainty == NONE or (field.certainty == CERTAIN and not field.reports and not field.members)


def _stage(stage: Stage, table: StateTable) -> str:
    """Return one stage: "rejected on 14 February 2025"; in brackets what is only possible."""
    value = table.words.value(stage.value)
    if stage.observed:
        return f"said to be {value}"
    words = f"{value} {in_a_sentence(stage.date)}" if stage.date else value
    return words if stage.certainty == CERTAIN else f"perhaps {words}"


def _reports_sentence(diff: Diff, table: StateTable) -> str:
    """Return how many reports changed it, and of how many independent publishers."""
    origins = [safe(each) for each in table.words.origins(diff.reports)]
    count = count_words(len(diff.reports), "report")
    whose = f"of {count_words(len(origins), 'origin')}" + (
        f", {' and '.join(origins)}" if len(origins) < 3 else ""
    )
    return f"{count[:1].upper()}{count[1:]} changed it, {whose}."


def _mending_sentence(entry: Entry, view: View) -> str:
    """Return the sentence on a mending, worded by who made it: the source, us or an editor."""
    record = entry.record
    of = view.archive.held(str(record.get("of")))
    where = " ".join(str(each) for each in (source_slug(of), of.get("locator")) if each)
    where = safe(where or record.get("of") or "")
    why = safe(record["why"])
    if entry.type == "merge":
        return f"We joined {count_words(len(list(record['developments'])), 'development')}: {why}."  # type: ignore[call-overload]
    date = in_a_sentence(str(record["reported"])) if record.get("reported") else ""
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
