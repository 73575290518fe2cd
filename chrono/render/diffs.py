"""A difference and a comparison on the screen, in words."""

from __future__ import annotations

from collections.abc import Iterator

from chrono.diffs import AGREE, ALONE, DIFFER, SILENT, Comparison, Diff, speaks
from chrono.render.replays import changes_words
from chrono.render.states import Sheet, heading, label
from chrono.render.text import grid, safe, screen_width, styled, wrapped
from chrono.render.values import Speaker, date_words
from chrono.states import FieldState
from chrono.views import View

VERDICTS = {AGREE: "agree", DIFFER: "DIFFER", ALONE: "one alone", SILENT: "silent"}


def render_diff(found: Diff, view: View) -> Iterator[str]:
    """Yield the lines of a difference: from when to when, what changed, by which reports."""
    sheet = Sheet(Speaker(view.archive), screen_width())
    projection = view.shelf.projections[found.after.projection]
    yield heading(view, projection, found.after.key, found.axes[1])[0]
    yield from (f"  {styled(line, 'dim')}" for line in wrapped(_moved(found), sheet.width - 2))
    yield ""
    if not found.changes:
        yield "  nothing changed"
        return
    rows = [
        (label(name), told) for name, each in found.changes.items() for told in changes_words(sheet, each)
    ]
    named = [("" if n and rows[n - 1][0] == name else name, told) for n, (name, told) in enumerate(rows)]
    yield from (f"  {line}" for line in grid(named, width=sheet.width - 2))
    yield ""
    count = len(found.reports)
    told = f"{count} report{'' if count == 1 else 's'} changed it: {sheet.speaker.reports(found.reports)}"
    yield from (f"  {line}" for line in wrapped(told, sheet.width - 2))


def _moved(found: Diff) -> str:
    one, other = found.axes
    if found.by == "world":
        return f"between {date_words(one.as_of)} and {date_words(other.as_of)}"
    if found.by == "press":
        start = date_words(one.known_at) if one.known_at else "now"
        end = date_words(other.known_at) if other.known_at else "now"
        return f"as of {date_words(other.as_of)}: what was known on {start}, and on {end}"
    return (
        f"as of {date_words(other.as_of)}: what this log held at position {one.position}, "
        f"and at {other.position}"
    )


def render_comparison(found: Comparison, view: View) -> Iterator[str]:
    """Yield the lines of a comparison: a row for each field, a column for each source."""
    sheet = Sheet(Speaker(view.archive), screen_width())
    first = next(iter(found.states.values()))
    title = view.shelf.projections[first.projection].title
    named = title if first.key == "*" else f"{title}: {sheet.speaker.name(first.key)}"
    yield styled(safe(named), "bold", "cyan")
    known = f"as known on {date_words(first.known_at)}" if first.known_at else "as known now"
    asked = (
        f"as of {date_words(str(first.as_of))} · {known} · log position {first.position} · each source alone"
    )
    yield from (f"  {styled(line, 'dim')}" for line in wrapped(asked, sheet.width - 2))
    yield ""
    for name, verdict in found.verdicts.items():
        if verdict == SILENT:
            continue
        yield f"  {styled(label(name), 'bold')}  {VERDICTS[verdict]}"
        rows = [(source, _said(sheet, name, state.fields[name])) for source, state in found.states.items()]
        yield from (f"    {line}" for line in grid(rows, width=sheet.width - 4))
    silent = [label(name) for name, verdict in found.verdicts.items() if verdict == SILENT]
    if silent:
        yield ""
        yield from (
            f"  {line}" for line in wrapped(f"nobody says anything of: {', '.join(silent)}", sheet.width - 2)
        )


def _said(sheet: Sheet, name: str, field: FieldState) -> str:
    if not speaks(field):
        return "says nothing (which is no denial)"
    return "; ".join(value for _, value, *_ in sheet.rows(name, field))
