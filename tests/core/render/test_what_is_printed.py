"""What is printed is what is known: over random logs, no renderer says more than the JSON, or less."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from html.parser import HTMLParser
from itertools import product

import pytest
from given import Record
from histories import field_fold, histories, questions, view
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono.ask.axes import Axes
from chrono.ask.replay import FieldChange
from chrono.ask.timeline import Timeline, TimelineRow, timeline
from chrono.fold.states import FieldState
from chrono.fold.view import View
from chrono.render import pages, timelines
from chrono.render.formats import markdown_table
from chrono.render.languages import LANGUAGES, Language, language
from chrono.render.replays import changes_words
from chrono.render.state_table import StateTable
from chrono.render.states import cells
from chrono.render.values import ValueWords
from chrono.values import times
from chrono.values.canonical_json import jsontext
from chrono.values.shapes import plain

MARKS = ("POSSIBLE", "DISPUTED", "unknown", "UNKNOWN", "disputed: ")
EMPTY = ("none", "none yet", "not yet")
logs = histories(least=2, most=10)


def asked(records: list[Record], question: Mapping[str, object]) -> tuple[dict[str, FieldState], View]:
    """Return the fields of the answer about "x" where a log holds the records."""
    told = view(records)
    folding = field_fold(told, question)
    return {name: folding.state(each) for name, each in folding.projection.fields.items()}, told


def axes_of(question: Mapping[str, object]) -> Axes:
    as_of, known_at, names = (question[each] for each in ("as_of", "known_at", "according_to"))
    return Axes(
        as_of=str(as_of),
        known_at=None if known_at is None else str(known_at),
        recorded_at=None,
        according_to=names,  # type: ignore[arg-type]
        until=times.bound(str(as_of)),
        known=None if known_at is None else times.bound(str(known_at)),
        position=100,
    )


# --- the renderers of a state: the text of one field, in each ------------------------------------------


def in_the_table(field: FieldState, told: View) -> str:
    return "\n".join(row[1] for row in StateTable(ValueWords(told.archive), 100).rows("field", field))


def in_one_line(field: FieldState, told: View) -> str:
    return StateTable(ValueWords(told.archive), 100).one_line(field)


def in_csv(field: FieldState, told: View) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells(field, told).values())
    return text.getvalue()


def in_markdown(field: FieldState, told: View) -> str:
    row = cells(field, told)
    return "\n".join(markdown_table(list(row), [list(row.values())]))


def in_a_change(field: FieldState, told: View) -> str:
    """Return a step of a replay in which the field came to be; of many members all of it."""
    table = StateTable(ValueWords(told.archive), 100)
    if field.members is not None:
        return table.one_line(field, lambda each: table.member(each, field))
    return "\n".join(changes_words(table, FieldChange(before=FieldState(), after=field)))


OF_A_FIELD = (in_a_change, in_the_table, in_one_line, in_csv, in_markdown)


@given(records=logs, question=questions())
@settings(max_examples=100, deadline=None)
def test_what_the_json_holds_open_is_open_in_every_output(
    records: list[Record], question: dict[str, object]
) -> None:
    fields, told = asked(records, question)
    for (name, field), text_of in product(fields.items(), OF_A_FIELD):
        text, shown = text_of(field, told), field.to_dict()
        if shown["disputed"]:
            assert "DISPUTED" in text.upper(), (name, text)
        if shown["certainty"] == "possible":
            # A tie is open for want of a value, not of a date; of a member all may be unknown.
            open_as = ("POSSIBLE", "EVENLY DISPUTED", *(["UNKNOWN"] if field.members else []))
            assert any(mark in text for mark in open_as), (name, text)
        if shown["certainty"] == "unknown":
            assert "unknown" in text.lower(), (name, text)


@given(records=logs, question=questions())
@settings(max_examples=100, deadline=None)
def test_what_a_table_shows_without_a_mark_stands_in_the_json(
    records: list[Record], question: dict[str, object]
) -> None:
    fields, told = asked(records, question)
    words = ValueWords(told.archive)
    for name, field in fields.items():
        for _, text, *_ in StateTable(words, 100).rows(name, field):
            if text.startswith(("or ", "also: ", "also ")) or any(mark in text for mark in MARKS):
                continue
            shown = field.to_dict()
            if field.members is None:
                assert shown["certainty"] in ("certain", "none"), (name, text)
                assert not shown["disputed"], (name, text)
                nothing = shown["value"] is None or (shown["value"] == 0 and not shown["reports"])
                assert text in EMPTY if nothing else text == words.value(shown["value"]), (name, text)
            else:
                assert text in EMPTY or text in standing(field, words), (name, text)
                assert text not in EMPTY or not shown["value"], (name, text)


def standing(field: FieldState, words: ValueWords) -> list[str]:
    """Return the certain members of a field in words, as its JSON has them; sources in brackets left out."""
    shown = field.to_dict()["value"]
    assert isinstance(shown, list)
    return [words.value(each) for each in shown] + [
        StateTable(words, 100).member(each, field)
        for each in field.members or ()
        if each.certainty == "certain" and jsontext(each.value) in map(jsontext, shown)
    ]


# --- the renderers of a chronology: all the text of a row, in each --------------------------------------


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def html(chronology: Timeline, told: View, spoken: Language) -> str:
    reader = _Text()
    reader.feed("\n".join(pages.page(chronology, told, spoken)))
    return "".join(reader.parts)


def data(chronology: Timeline, told: View, spoken: Language) -> str:
    return "\n".join(jsontext(row) for row in timelines.rows(chronology, told, spoken))


def lines(render: Callable[..., Iterable[str]]) -> Callable[[Timeline, View, Language], str]:
    return lambda *parts: "\n".join(render(*parts))


OF_A_CHRONOLOGY = {
    "table": lines(timelines.table),
    "markdown": lines(timelines.markdown),
    "html": html,
    "data": data,
}


def squeezed(text: str) -> str:
    """Return a text without spaces, escapes and footnotes, which each renderer puts where it needs them."""
    return re.sub(r"\\|\[\^\d+\]|\s", "", text)


@given(records=logs, question=questions())
@settings(max_examples=100, deadline=None)
def test_every_mark_of_a_row_is_in_every_chronology(
    records: list[Record], question: dict[str, object]
) -> None:
    told = view(records)
    chronology = timeline(told, axes_of(question))
    for row, code, form in product(chronology.rows, LANGUAGES, OF_A_CHRONOLOGY):
        spoken = language(code, told.archive)
        alone = Timeline(
            story=None,
            title=None,
            axes=chronology.axes,
            rows=(row,),
            citations=chronology.citations,
            numbers=chronology.numbers,
        )
        text = squeezed(OF_A_CHRONOLOGY[form](alone, told, spoken))
        for mark in expected(row):
            words = squeezed(spoken.phrase(mark))
            assert words.lower() in text.lower() or f'"{mark}"' in text, (mark, text)
        for difference in row.differences:
            for group in difference.reading.groups:
                assert squeezed(spoken.value(group.value)) in text, (plain(group.value), text)


def expected(row: TimelineRow) -> set[str]:
    """Return the marks that a row has by its data."""
    found = {"disputed"} if row.differences or (row.denials and row.certainty != "absent") else set()
    if row.certainty == "possible":
        found.add("possible")
    return found | ({"denied"} if row.certainty == "absent" else set())


# --- dates -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "words"), [("en", "unknown"), ("ja", "不明")])
@given(
    year=st.integers(1000, 2020),
    form=st.sampled_from(["{}/", "/{}"]),
    sense=st.sampled_from(["within", "throughout"]),
)
@settings(max_examples=100, deadline=None)
def test_an_unknown_end_is_unknown_in_every_chronology(
    code: str, words: str, year: int, form: str, sense: str
) -> None:
    report = {
        "kind": "put", "id": "r", "development": "put-1", "source": "a",
        "occurred": {"edtf": form.format(year), "sense": sense}, "data": {"thing": "x", "word": "one"},
    }  # fmt: skip
    told = view([report])
    chronology = timeline(told, axes_of({"as_of": "2025", "known_at": None, "according_to": None}))
    for render in OF_A_CHRONOLOGY.values():
        assert words in render(chronology, told, language(code, told.archive))
