"""Words a difference, and a comparison, for the screen and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chrono.ask.compare import DIFFER, SILENT, Comparison, speaks
from chrono.ask.diff import Diff
from chrono.ask.replay import FieldChange
from chrono.fold.states import FieldState
from chrono.fold.view import View
from chrono.render.causes import causes_words
from chrono.render.escaping import markdown_text
from chrono.render.formats import markdown_table
from chrono.render.prose import sentences
from chrono.render.replays import changes_words
from chrono.render.state_table import Row, StateTable
from chrono.render.states import heading
from chrono.render.text import grid, paragraph, safe, screen_width, styled
from chrono.render.values import ValueWords, date_words, label


def render_diff(diff: Diff, view: View) -> Iterator[str]:
    """Yield the lines of a difference: from when to when, what changed, and what changed it."""
    table = StateTable(ValueWords(view.archive), screen_width())
    projection = view.shelf.projections[diff.after.projection]
    yield heading(view, projection, diff.after.key, diff.axes[1])[0]
    yield from paragraph(_points_words(diff), table.width, 2, "dim")
    yield ""
    yield from paragraph(" ".join(sentences(diff, view, table)), table.width)
    if diff.changes:
        yield ""
        yield from table.aligned(
            [row for name, each in diff.changes.items() for row in _rows(table, view, name, each)]
        )


def _rows(table: StateTable, view: View, name: str, change: FieldChange) -> list[Row]:
    """Return the change of a field line by line, with what changed it beside the first.

    A development is named by its reports alone: the sentences above the table say what it is.
    """
    reports = [name for each in change.changed_by for name in each.reports]
    why = table.words.reports(reports) if reports else causes_words(change.changed_by, view)
    lines = changes_words(table, change)
    return [(label(name) if n == 0 else "", each, "", why if n == 0 else "") for n, each in enumerate(lines)]


def diff_markdown(diff: Diff, view: View) -> Iterator[str]:
    """Yield the lines of a difference as Markdown: its sentences, then what changed field by field."""
    table = StateTable(ValueWords(view.archive), screen_width())
    projection = view.shelf.projections[diff.after.projection]
    yield f"# {markdown_text(projection.title)}: {markdown_text(table.words.name(diff.after.key))}"
    yield ""
    yield from map(markdown_text, sentences(diff, view, table))
    rows = [
        (label(name), words, why)
        for name, each in diff.changes.items()
        for _, words, _, why in _rows(table, view, name, each)
    ]
    if rows:
        yield ""
        yield from markdown_table(("field", "change", "changed by"), rows)


def _points_words(diff: Diff) -> str:
    before, after = diff.axes
    if diff.by == "world":
        return f"between {date_words(before.as_of)} and {date_words(after.as_of)}"
    if diff.by == "press":
        start = date_words(before.known_at) if before.known_at else "now"
        end = date_words(after.known_at) if after.known_at else "now"
        return f"as of {date_words(after.as_of)}: what was known on {start}, and on {end}"
    return (
        f"as of {date_words(after.as_of)}: what this log held at position {before.position}, "
        f"and at {after.position}"
    )


def render_comparison(comparison: Comparison, view: View) -> Iterator[str]:
    """Yield the lines of a comparison: a row for each field, a column for each source."""
    table = StateTable(ValueWords(view.archive), screen_width())
    first = next(iter(comparison.states.values()))
    title = view.shelf.projections[first.projection].title
    named = title if first.key == "*" else f"{title}: {table.words.name(first.key)}"
    yield styled(safe(named), "bold", "cyan")
    as_known = f"as known on {date_words(first.known_at)}" if first.known_at else "as known now"
    axes = f"as of {date_words(str(first.as_of))} · {as_known} · log position {first.position}"
    yield from paragraph(f"{axes} · each source alone", table.width, 2, "dim")
    yield ""
    for name, verdict in comparison.verdicts.items():
        if verdict == SILENT:
            continue
        yield f"  {styled(label(name), 'bold')}  {verdict.upper() if verdict == DIFFER else verdict}"
        rows = [
            (source, _source_words(table, name, state.fields[name], comparison.denials(source, name)))
            for source, state in comparison.states.items()
        ]
        yield from (f"    {line}" for line in grid(rows, width=table.width - 4))
    silent = [label(name) for name, verdict in comparison.verdicts.items() if verdict == SILENT]
    if silent:
        yield ""
        yield from paragraph(f"nobody says anything of: {', '.join(silent)}", table.width)


def _source_words(table: StateTable, name: str, field: FieldState, denials: Sequence[str]) -> str:
    if not speaks(field) and denials:
        return f"denies it  [{table.words.reports(denials)}]"
    if not speaks(field):
        return "says nothing (which is no denial)"
    values = "; ".join(value for _, value, *_ in table.rows(name, field))
    places = table.words.reports(field.reports)
    # One source is named at the head of its line; of several of one publisher each is named.
    shown = places if "," in places else places.partition(" ")[2]
    return f"{values}  [{shown}]" if shown else values
