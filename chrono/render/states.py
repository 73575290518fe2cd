"""Words a state for the screen: the question, when it was last confirmed, and the table of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chrono.ask.axes import Axes
from chrono.fold.confirmations import lasts
from chrono.fold.states import CERTAIN, FieldState, State
from chrono.fold.view import View
from chrono.model.projection import Projection
from chrono.render.field_words import FieldWords
from chrono.render.state_table import StateTable
from chrono.render.text import screen_width, styled, wrapped
from chrono.render.values import ValueWords, date_words, label

EXCEPTIONS = 3
"""How many dates of confirmation are named beside the last."""


def heading(view: View, projection: Projection, key: str, axes: Axes) -> list[str]:
    """Return the title of an answer: what, of whom, and where on the three axes it stands."""
    words = ValueWords(view.archive)
    title = f"{projection.title}: {words.name(key)}" if key != "*" else projection.title
    return [
        *(styled(line, "bold", "cyan") for line in wrapped(title, screen_width())),
        *(f"  {styled(line, 'dim')}" for line in wrapped(axes_words(axes), screen_width() - 2)),
    ]


def axes_words(axes: Axes) -> str:
    """Return where a question stands, in words."""
    as_known = f"as known on {date_words(axes.known_at)}" if axes.known_at else "as known now"
    sources = "" if axes.according_to is None else f" · according to {', '.join(axes.according_to)}"
    return f"as of {date_words(axes.as_of)} · {as_known}{sources} · log position {axes.position}"


def confirmed_words(projection: Projection, fields: Mapping[str, FieldState]) -> str:
    """Return when a state was last confirmed and by which source, and the fields of which that was before.

    What has happened, is counted or is collected does not grow old: it is no exception.
    """
    confirmed = [(name, field.confirmed) for name, field in fields.items() if field.confirmed is not None]
    if not confirmed:
        return ""
    last = max((last for _, last in confirmed), key=lambda last: last.reported[1])
    before: dict[tuple[str, str], list[str]] = {}
    for name, report in confirmed:
        if report.reported[1] < last.reported[1] and lasts(projection.fields[name], fields[name]):
            before.setdefault((report.reported_text, report.source), []).append(label(name))
    words = f"last confirmed {_day(last.reported_text)} by {last.source}"
    earlier = sorted(before.items(), key=lambda item: item[0], reverse=True)
    more = [f"{_day(date)} by {source}: {', '.join(names)}" for (date, source), names in earlier[:EXCEPTIONS]]
    if earlier[EXCEPTIONS:]:
        more.append(f"others before {_day(earlier[EXCEPTIONS - 1][0][0])}")
    return "; ".join((words, *more))


def _day(text: str) -> str:
    """Return the day of a publication in words: its hour says nothing here."""
    return date_words(text.partition("T")[0])


def cells(field: FieldState, view: View) -> dict[str, str]:
    """Return what no cell of data holds: its range, who differs, and the field in the words of the table."""
    words = ValueWords(view.archive)
    said = FieldWords(words).in_one_notation(field)
    return {
        "range": "" if field.range is None else said.range(field.range),
        "alternatives": said.alternatives(field),
        "words": StateTable(words, screen_width()).one_line(field),
    }


def cell(field: FieldState, view: View) -> object:
    """Return a field in one cell: its value where that is all that can be said, else words."""
    plain = field.certainty == CERTAIN and not field.disputed and field.value not in (None, [], {})
    return field.value if plain else StateTable(ValueWords(view.archive), screen_width()).one_line(field)


def render(state: State, view: View, axes: Axes) -> Iterator[str]:
    """Yield the lines of a state as a person reads it."""
    projection = view.shelf.projections[state.projection]
    table = StateTable(ValueWords(view.archive), screen_width())
    yield from heading(view, projection, state.key, axes)
    confirmed = wrapped(confirmed_words(projection, state.fields), table.width - 2)
    yield from (f"  {styled(line, 'dim')}" for line in confirmed if line)
    yield ""
    yield from table.lines(state.fields)
