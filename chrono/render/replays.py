"""A replay on the screen: a line for each change, from what to what, and by which reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from chrono.ask.replay import FieldChange, Step
from chrono.fold.states import CERTAIN, FieldState
from chrono.fold.view import View
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
            (label(name), told) for name, each in step.changes.items() for told in changes_words(table, each)
        ]
        lines = grid(_named_once(rows), width=table.width - 4)
        yield ""
        yield from _head(at, words.reports(step.reports), table.width)
        yield from (f"    {line}" for line in lines)
    if step is None:
        yield ""
        yield "  no step: nothing changes in that time"


def _head(at: str, reports: str, width: int) -> Iterator[str]:
    """Yield the line that begins a step: where on the axis, and by which reports."""
    room = width - columns(at) - 2
    first, *rest = wrapped(reports, room)
    yield f"{styled(at, 'bold')}  {styled(first, 'dim')}".rstrip()
    yield from (" " * (width - room) + styled(line, "dim") for line in rest)


def _named_once(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("" if n and rows[n - 1][0] == name else name, told) for n, (name, told) in enumerate(rows)]


def changes_words(table: StateTable, each: FieldChange) -> list[str]:
    """Return what one field changed from and to; of a collection what came, went and became sure."""
    if each.after.members is not None:
        return _members(table, each)
    before, after = _said(table, each.before), _said(table, each.after)
    if before == after:
        return [f"{after}  ({_same(each)})"]
    return [f"{before} → {after or 'nothing reported'}" if before else after]


def _members(table: StateTable, each: FieldChange) -> list[str]:
    """Return what was added to a collection, what left it, and what became more or less sure in it."""
    old = {jsontext([member.key, member.value]): member for member in each.before.members or ()}
    new = {jsontext([member.key, member.value]): member for member in each.after.members or ()}
    gone = [member for key, member in old.items() if key not in new]
    come = [member for key, member in new.items() if key not in old]
    again = [(one, other) for one in gone for other in come if set(one.reports) <= set(other.reports)]
    told = [f"− {table.member(e, each.before)}" for e in gone if all(e is not one for one, _ in again)]
    told += [f"{table.member(one, each.before)} → {table.member(other, each.after)}" for one, other in again]
    told += [f"+ {table.member(e, each.after)}" for e in come if all(e is not other for _, other in again)]
    for key, member in new.items():
        if key in old and old[key].certainty != member.certainty:
            row = table.member(attrs.evolve(member, certainty=CERTAIN), each.after)
            told.append(f"{row}: {old[key].certainty} → {member.certainty}")
    if told or each.before.certainty != each.after.certainty:
        return told or ["none yet"]
    return [f"{_said(table, each.after)}  ({_same(each)})"]


def _same(each: FieldChange) -> str:
    if each.before.alternatives != each.after.alternatives:
        return "other accounts beside it"
    return (
        "more reports say so"
        if len(each.after.reports) > len(each.before.reports)
        else "other reports say so"
    )


def _said(table: StateTable, field: FieldState) -> str:
    """Return a field in one line, a member that is not sure with a question mark."""
    return table.said(
        field,
        lambda each: f"{table.words.value(each.value)}{'' if each.certainty == CERTAIN else '?'}",
    )
