"""Words a replay for the screen: a line for each change, before and after, and what changed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chrono.ask.replay import FieldChange, Step
from chrono.fold.states import CERTAIN, NONE, FieldState
from chrono.fold.view import View
from chrono.render.causes import causes_words
from chrono.render.member_words import DISPUTED, Line, part_of
from chrono.render.state_table import StateTable
from chrono.render.text import columns, grid, screen_width, styled, wrapped
from chrono.render.values import ValueWords, date_words, label, sources_words
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
    """Return the members that left a collection, were replaced or added, or became more or less sure.

    A member of which accounts say different things is shown with all of them, before and after.
    """
    lines, disputed = _disputed(table, change)
    old = {jsontext([member.key, member.value]): member for member in change.before.members or ()}
    new = {jsontext([member.key, member.value]): member for member in change.after.members or ()}
    gone = [each for key, each in old.items() if key not in new and part_of(each) not in disputed]
    come = [each for key, each in new.items() if key not in old and part_of(each) not in disputed]
    again = [
        (former, later) for former in gone for later in come if set(former.reports) <= set(later.reports)
    ]
    lines += [
        f"− {table.member(e, change.before)}" for e in gone if all(e is not former for former, _ in again)
    ]
    lines += [
        f"{table.member(former, change.before)} → {table.member(later, change.after)}"
        for former, later in again
    ]
    lines += [f"+ {table.member(e, change.after)}" for e in come if all(e is not later for _, later in again)]
    for key, member in new.items():
        name = table.member_name(member, change.after)
        if key not in old or part_of(member) in disputed:
            continue
        if old[key].certainty != member.certainty:
            lines.append(f"{name}: {old[key].certainty} → {member.certainty}")
        elif old[key].since != member.since:
            lines.append(f"{name}: since {_since(old[key].since)} → {_since(member.since)}")
    if not lines:
        lines = [
            f"{table.member_name(each, change.after)}: {_how(old[key].reports, each.reports)} reports say so"
            for key, each in new.items()
            if key in old and set(old[key].reports) != set(each.reports)
        ]
    if lines or change.before.certainty != change.after.certainty:
        return lines or [table.nothing(change.after)]
    return [f"{_field_words(table, change.after)}  ({_same(change)})"]


def _disputed(table: StateTable, change: FieldChange) -> tuple[list[str], set[str | None]]:
    """Return the changes of what is disputed before or after, or given beside, and the parts these are."""
    old, new = (
        {each.part or each.text: each for each in table.lines_of(field)}
        for field in (change.before, change.after)
    )
    pairs = [(old.get(part), new.get(part)) for part in dict.fromkeys((*old, *new))]
    lines: list[str] = []
    parts: set[str | None] = set()
    for before, after in _joined(pairs):
        either = after or before
        if either is None or (either.part and not _is_disputed(before) and not _is_disputed(after)):
            continue
        parts |= {each.part for each in (before, after) if each is not None}
        if before is None or after is None:
            lines.append(f"{'−' if after is None else '+'} {_with_sources(either)}")
        elif before.text != after.text:
            lines.append(f"{before.text} → {after.text}")
    return lines, parts


Pair = tuple[Line | None, Line | None]
"""A line before a change and after it; None where there is none."""


def _joined(pairs: Sequence[Pair]) -> list[Pair]:
    """Return lines before and after, a member that is gone with the disputed one that took its place."""
    come = [each for old, each in pairs if old is None and each is not None and each.part]
    taken: set[int] = set()
    found: list[Pair] = []
    for old, new in pairs:
        later = new
        if old is not None and new is None and old.part:
            later = next((each for each in come if id(each) not in taken and _replaces(old, each)), None)
            taken |= {id(later)} if later is not None else set()
        found.append((old, later))
    return [(old, new) for old, new in found if old is not None or id(new) not in taken]


def _replaces(old: Line, new: Line) -> bool:
    """Return whether a line rests on the reports of another, and accounts differ on either."""
    either = _is_disputed(old) or _is_disputed(new)
    former, later = set(old.reports), set(new.reports)
    return either and bool(former & later) and (former <= later or later <= former)


def _is_disputed(line: Line | None) -> bool:
    return line is not None and DISPUTED in line.text


def _with_sources(line: Line) -> str:
    """Return a line, with who says so where it is of no member of its own."""
    return line.text if line.part or not line.sources else f"{line.text} ({sources_words(line.sources)})"


def _same(change: FieldChange) -> str:
    """Return what changed where the value reads the same: what stands beside it, who says so, since when."""
    before, after = change.before, change.after
    if NONE in (before.certainty, after.certainty):
        return "by what is reported now" if before.certainty == NONE else "nothing is reported any more"
    if _beside(before) != _beside(after):
        return "other accounts beside it"
    if set(before.reports) != set(after.reports):
        how = _how(before.reports, after.reports)
        # No report gives a total, or says that several things are possible.
        each_says_it = after.range is None and after.certainty == CERTAIN
        return f"{how} reports say so" if each_says_it else f"rests on {how} reports"
    if before.since != after.since:
        return f"since {_since(before.since)} → {_since(after.since)}"
    if before.origins != after.origins:
        return f"origins: {before.origins} → {after.origins}"
    return "other grounds"


def _how(before: Sequence[str], after: Sequence[str]) -> str:
    """Return whether there are more reports, fewer or others."""
    old, new = set(before), set(after)
    return "more" if old < new else "fewer" if new < old else "other"


def _beside(field: FieldState) -> list[tuple[object, frozenset[str]]]:
    """Return the values that stand beside the one that is shown, each with its reports."""
    return [(each.value, frozenset(each.reports)) for each in field.alternatives if each.value != field.value]


def _since(date: str | None) -> str:
    return date_words(date) if date else "unknown"


def _field_words(table: StateTable, field: FieldState) -> str:
    """Return a field in one line, a member that is not sure with a question mark."""
    return table.one_line(
        field, lambda each: f"{table.member_name(each, field)}{'' if each.certainty == CERTAIN else '?'}"
    )
