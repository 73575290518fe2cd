"""Words an impact for the screen: target by target, field by field, with the record and without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chrono.ask.axes import FILE, PRESS, WORLD
from chrono.ask.axes import label as written
from chrono.ask.impact.impact import Effect, Impact, bounds
from chrono.ask.impact.series import States, Stretch
from chrono.ask.impact.without import Without
from chrono.fold.states import CERTAIN, NONE, FieldState, Member
from chrono.fold.view import View
from chrono.render.logs import record_words
from chrono.render.state_table import StateTable
from chrono.render.text import grid, paragraph, safe, screen_width, styled, wrapped
from chrono.render.values import SHOWN_PLACES, ValueWords, date_words, label
from chrono.values.canonical_json import jsontext
from chrono.values.edtf import DAY

COLUMNS = ("target", "field", "axis", "from", "until", "with", "without")
WHERE = {WORLD: "as of", PRESS: "known", FILE: "log position"}


def render(impact: Impact, view: View) -> Iterator[str]:
    """Yield the lines of an impact."""
    table = StateTable(ValueWords(view.archive), screen_width())
    yield styled(safe(f"What rests on {impact.left_out.name}"), "bold", "cyan")
    for line in _records(impact.left_out):
        yield from paragraph(line, table.width, 2, "dim")
    if not impact.effects:
        yield ""
        yield "  nothing: no state is or ever was another one because of it"
    for target in dict.fromkeys(each.target for each in impact.effects):
        effects = [each for each in impact.effects if each.target == target]
        yield ""
        title = f"{effects[0].projection.title}: {table.words.name(effects[0].key)}"
        for line in wrapped(target if effects[0].key == "*" else title, table.width):
            yield styled(line, "bold")
        rows = [row for each in effects for row in _rows(table, each)]
        header = ("field", "where", "with it", "without it")
        yield from (f"  {line}" for line in grid(rows, header=header, width=table.width - 2))


def _records(left_out: Without) -> Iterator[str]:
    if left_out.declared:
        yield "entity, declared by a storybook" + (" and by records" if left_out.records else "")
        return
    if len(left_out.records) == 1:
        (entry,) = left_out.records
        yield f"{entry.type}, log position {entry.position} · {record_words(entry.type, entry.record)}"
        return
    count = len(left_out.records)
    yield f"{left_out.sort}: {count} record{'' if count == 1 else 's'} of it, taken together"


def _rows(table: StateTable, effect: Effect) -> Iterator[tuple[str, str, str, str]]:
    """Yield a row for each pair of answers, with all the places at which they differ so."""
    places: dict[tuple[str, str], list[str]] = {}
    if effect.present is not None:
        places.setdefault(_pair(table, effect.present), []).append("now")
    for by, stretches in effect.over.items():
        for stretch in stretches:
            places.setdefault(_pair(table, stretch.states), []).append(_where(by, stretch))
    name = label(effect.field)
    for (with_it, without), where in places.items():
        yield name, ", ".join(where), with_it, without
        name = ""


def _where(by: str, stretch: Stretch) -> str:
    """Return a stretch in words, its last point included."""
    if by == FILE:
        up_to = " on" if stretch.end is None else f"–{stretch.end - 1}"
        return f"{WHERE[by]} {stretch.start}{'' if up_to == f'–{stretch.start}' else up_to}"
    if stretch.start is not None and stretch.end is not None and stretch.end - DAY < stretch.start:
        return f"{WHERE[by]} {date_words(written(stretch.start))}"  # it ends within a day
    end = None if stretch.end is None else stretch.end - DAY if stretch.end % DAY == DAY - 1 else stretch.end
    start, last = (None if each is None else written(each) for each in (stretch.start, end))
    if start is None:
        return f"{WHERE[by]} any time" + (f" to {date_words(last)}" if last else "")
    if last is None:
        return f"{WHERE[by]} {date_words(start)} on"
    return f"{WHERE[by]} {date_words(start if start == last else f'{start}/{last}')}"


def _pair(table: StateTable, states: States) -> tuple[str, str]:
    """Return a field in words, with the record and without it."""
    with_it, without = states
    if with_it.members is not None and without.members is not None:
        with_words, without_words = _only(table, with_it, without), _only(table, without, with_it)
        if with_words or without_words:
            return with_words or "not there", without_words or "not there"
    with_words, without_words = _field_words(table, with_it), _field_words(table, without)
    if with_words != without_words:
        return with_words, without_words
    begun = [table.since(each) for each in states]
    if all(begun) and begun[0] != begun[1]:
        return f"{with_words}, {begun[0]}", f"the same, {begun[1]}"
    return with_words, _same(table, with_it, without)


def _only(table: StateTable, state: FieldState, compared: FieldState) -> str:
    """Return the members that one state has and the other has not, or not so surely."""
    members = [each for each in state.members or () if _key(each) not in map(_key, compared.members or ())]
    return "; ".join(table.member(each, state) for each in members)


def _key(member: Member) -> str:
    return jsontext([member.key, member.value, member.certainty])


def _field_words(table: StateTable, field: FieldState) -> str:
    return "nothing reported" if field.certainty == NONE and not field.value else table.one_line(field)


def _same(table: StateTable, with_it: FieldState, without: FieldState) -> str:
    """Return the difference between two states whose words are the same."""
    if len(without.sources) > SHOWN_PLACES:
        return f"the same, by {len(without.reports)} reports of {len(without.sources)} sources"
    if with_it.reports != without.reports:
        return f"the same, by {table.words.reports(without.reports) or 'nobody'}"
    return "the same, with other accounts beside it"


def rows(impact: Impact) -> list[dict[str, object]]:
    """Return a row for each stretch of each axis, and one for now, as tables of data show them."""
    cells: list[dict[str, object]] = []
    for effect in impact.effects:
        named = {"target": effect.target, "field": effect.field}
        if effect.present is not None:
            cells.append({**named, "axis": "now", **_values(effect.present)})
        for by, stretches in effect.over.items():
            cells += [{**named, "axis": by, **bounds(by, each), **_values(each.states)} for each in stretches]
    return cells


def _values(states: States) -> Mapping[str, object]:
    return {name: _value(each) for name, each in zip(("with", "without"), states, strict=True)}


def _value(field: FieldState) -> object:
    """Return the value; where it is only possible what it may be, or between which bounds."""
    if field.certainty in (CERTAIN, NONE):
        return field.value
    return {"possible": field.possible} if field.range is None else {"range": field.range}
