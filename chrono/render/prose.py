"""Words a difference in sentences to print: the state before, the state after, and what changed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chrono.ask.diff import Diff, Stage, status_of
from chrono.fold.states import CERTAIN, NONE, POSSIBLE, UNKNOWN, FieldState, State
from chrono.fold.view import View
from chrono.model.projection import Projection
from chrono.render.cause_sentences import cause_sentences, mending_sentence
from chrono.render.sentences import in_a_sentence
from chrono.render.state_table import StateTable
from chrono.render.text import safe


def sentences(diff: Diff, view: View, table: StateTable) -> Iterator[str]:
    """Yield the sentences of a difference: what it was and became, then what changed it, and why."""
    projection = view.shelf.projections[diff.after.projection]
    subject = subject_of(projection, table.words.name(diff.after.key))
    if diff.changes:
        yield _change_sentence(diff, projection, subject, table)
        yield from cause_sentences(diff, view, table)
    else:
        yield f"Nothing changed in what {_record(diff.by)} said of {subject} {_between(diff)}."
        yield from (mending_sentence(each, view) for each in diff.mended)


def subject_of(projection: Projection, name: str) -> str:
    """Return the subject of a projection, for the key with that name, as a sentence names it."""
    if projection.subject is not None:
        return safe(projection.subject.replace("{}", name))
    title = f"{projection.title[:1].lower()}{projection.title[1:]}"
    return safe(title if name == "*" else f"{name} ({title})")


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
    before = _state_words(diff.before, path_before, projection, table) if diff.reported[0] else None
    after = _state_words(diff.after, path_after, projection, table) if diff.reported[1] else None
    first, later = _point(diff, 0), _point(diff, 1)
    later = later.replace("on ", "by ", 1) if later.startswith("on ") else later
    head = f"{first[:1].upper()}{first[1:]} {_record(diff.by)} said"
    was = f"nothing of {subject}" if before is None else f"of {subject}: {before}"
    if before is not None and after is not None and not any(diff.stages):
        return f"What {_record(diff.by)} said of {subject} changed {_between(diff)} as below."
    if before is not None and before == after:
        return f"{head} {was}; {later} it still said so, with the changes below."
    return f"{head} {was}; {later} it said{' nothing of it' if after is None else f': {after}'}."


def _state_words(state: State, path: Sequence[Stage], projection: Projection, table: StateTable) -> str:
    """Return a state in a few words: how its status came about, or what it is."""
    status = status_of(projection)
    if status is None:
        silent = all(_silent(each) for each in state.fields.values())
        return "nothing yet" if silent else "what stands below"
    field = state.fields[status.name]
    if field.certainty == POSSIBLE:
        sure = [each for each in path if each.certainty == CERTAIN] or path[:1]
        return ", then ".join((*(_stage(each, table) for each in sure[:-1]), _either(table, field)))
    if field.certainty == CERTAIN and path and path[-1].value == field.value:
        disputed = ", which is disputed" if field.disputed else ""
        return ", then ".join(_stage(each, table) for each in path) + disputed
    return _status(state, field, table)


def _status(state: State, field: FieldState, table: StateTable) -> str:
    """Return a status that no stage has led to: where it begins, what ties, or that it is unknown."""
    if field.certainty == UNKNOWN:
        return UNKNOWN
    if field.value is not None:
        return table.words.value(field.value) + (", which is disputed" if field.disputed else "")
    if field.alternatives:
        tied = dict.fromkeys(table.words.value(each.value) for each in field.alternatives)
        return f"{' or '.join(tied)}, evenly disputed"
    return "nothing yet" if all(_silent(each) for each in state.fields.values()) else "what stands below"


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
