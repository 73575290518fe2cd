"""Words a replay for the screen: a line for each change, before and after, and what changed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from chrono.ask.replay import FieldChange, Step
from chrono.fold.states import CERTAIN, FieldState, Member
from chrono.fold.view import View
from chrono.render.causes import causes_words
from chrono.render.state_table import StateTable
from chrono.render.text import columns, grid, screen_width, styled, wrapped
from chrono.render.values import ValueWords, date_words, label
from chrono.values.canonical_json import jsontext

MOVED = {
    "world": "how it happened, as far as is known: each step is a day of the world",
    "press": "how it became known: each step is a publication",
    "file": "how this log came to hold it: each step is a position",
}


def render(steps: Iterable[Step], view: View, by: str) -> Iterator[str]:
    """Yield the lines of a replay, step by step."""
    words = ValueWords(view.archive)
    table = StateTable(words, screen_width())
    yield styled(f"  {MOVED[by]}", "dim")
    step = None
    for step in steps:
        at = date_words(step.at) if isinstance(step.at, str) else f"position {step.at}"
        rows = [
            (label(name), line)
            for name, change in step.changes.items()
            for line in changes_words(table, change)
        ]
        lines = grid(_named_once(rows), width=table.width - 4)
        yield ""
        yield from _head(at, causes_words(step.changed_by, view), table.width)
        yield from (f"    {line}" for line in lines)
    if step is None:
        yield ""
        yield "  no step: nothing changes in that time"


def _head(at: str, causes: str, width: int) -> Iterator[str]:
    """Yield the line that begins a step: where on the axis, and what changed the answer there."""
    room = width - columns(at) - 2
    first, *rest = wrapped(causes, room)
    yield f"{styled(at, 'bold')}  {styled(first, 'dim')}".rstrip()
    yield from (" " * (width - room) + styled(line, "dim") for line in rest)


def _named_once(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("" if n and rows[n - 1][0] == name else name, words) for n, (name, words) in enumerate(rows)]


def changes_words(table: StateTable, change: FieldChange) -> list[str]:
    """Return the change of a field, before and after; of a collection, by its members."""
    if change.after.members is not None:
        return _members(table, change)
    before, after = _field_words(table, change.before), _field_words(table, change.after)
    if before == after:
        return [f"{after}  ({_same(change)})"]
    return [f"{before} → {after or 'nothing reported'}" if before else after]


def _members(table: StateTable, change: FieldChange) -> list[str]:
    """Return the members that left a collection, were replaced or added, or became more or less sure."""
    old = {jsontext([member.key, member.value]): member for member in change.before.members or ()}
    new = {jsontext([member.key, member.value]): member for member in change.after.members or ()}
    gone = [member for key, member in old.items() if key not in new]
    come = [member for key, member in new.items() if key not in old]
    again = [
        (former, later) for former in gone for later in come if set(former.reports) <= set(later.reports)
    ]
    lines = [
        f"− {table.member(e, change.before)}" for e in gone if all(e is not former for former, _ in again)
    ]
    lines += [
        f"{table.member(former, change.before)} → {table.member(later, change.after)}"
        for former, later in again
    ]
    lines += [f"+ {table.member(e, change.after)}" for e in come if all(e is not later for _, later in again)]
    for key, member in new.items():
        if key in old and old[key].certainty != member.certainty:
            lines.append(f"{_sure(table, member, change)}: {old[key].certainty} → {member.certainty}")
        elif key in old and old[key].since != member.since:
            dates = f"since {_since(old[key].since)} → {_since(member.since)}"
            lines.append(f"{_sure(table, member, change)}: {dates}")
    if lines or change.before.certainty != change.after.certainty:
        return lines or ["none yet"]
    return [f"{_field_words(table, change.after)}  ({_same(change)})"]


def _sure(table: StateTable, member: Member, change: FieldChange) -> str:
    """Return a member in words, a row with its key, without how sure it is."""
    return table.member(attrs.evolve(member, certainty=CERTAIN), change.after)


def _same(change: FieldChange) -> str:
    """Return what changed where the value reads the same: what stands beside it, who says so, since when."""
    before, after = change.before, change.after
    if _beside(before) != _beside(after):
        return "other accounts beside it"
    old, new = set(before.reports), set(after.reports)
    if old != new:
        fewer = "fewer reports say so" if new < old else "other reports say so"
        return "more reports say so" if old < new else fewer
    if before.since != after.since:
        return f"since {_since(before.since)} → {_since(after.since)}"
    if before.origins != after.origins:
        return f"origins: {before.origins} → {after.origins}"
    return "other grounds"


def _beside(field: FieldState) -> list[tuple[object, frozenset[str]]]:
    """Return the values that stand beside the one that is shown, each with its reports."""
    return [(each.value, frozenset(each.reports)) for each in field.alternatives if each.value != field.value]


def _since(date: str | None) -> str:
    return date_words(date) if date else "unknown"


def _field_words(table: StateTable, field: FieldState) -> str:
    """Return a field in one line, a member that is not sure with a question mark."""
    return table.one_line(
        field, lambda each: f"{table.words.value(each.value)}{'' if each.certainty == CERTAIN else '?'}"
    )
