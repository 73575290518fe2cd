"""Kinds and the types of their fields."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chrono.errors import ChronoError
from chrono.model.kinds import FieldType, Kind, field_type, read_value

FILED = Kind(
    name="lawsuit.filed",
    title="A lawsuit is filed",
    fields={
        "case": field_type("entity"),
        "plaintiffs": field_type("entity[]"),
        "damages": field_type("quantity:USD?"),
    },
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("entity", FieldType(base="entity")),
        ("date?", FieldType(base="date", optional=True)),
        ("word[]", FieldType(base="word", listed=True)),
        ("entity[]?", FieldType(base="entity", listed=True, optional=True)),
        ("quantity:USD?", FieldType(base="quantity", unit="USD", optional=True)),
    ],
)
def test_a_type_is_written_in_one_word_and_reads_back(text: str, expected: FieldType) -> None:
    assert (field_type(text), str(expected)) == (expected, text)


@pytest.mark.parametrize(
    ("text", "hint"), [("entty", '"entity"'), ("number:USD", '"number"'), ("", "known are")]
)
def test_an_unknown_type_is_refused_with_what_would_be_right(text: str, hint: str) -> None:
    with pytest.raises(ValueError, match="unknown field type") as refusal:
        field_type(text)
    assert hint in str(refusal.value)


@pytest.mark.parametrize(
    ("given", "text", "expected"),
    [
        pytest.param(" openai ", "entity", "openai", id="entity"),
        pytest.param("5", "number", Decimal(5), id="a number in words of digits"),
        pytest.param(Decimal("0.10"), "number", Decimal("0.10"), id="exact digits"),
        pytest.param(True, "bool", True, id="bool"),
        pytest.param("no", "bool", False, id="no"),
        pytest.param(["b", "a"], "word[]", ("b", "a"), id="a list"),
    ],
)
def test_a_value_is_read_as_its_type(given: object, text: str, expected: object) -> None:
    assert read_value(given, field_type(text)) == expected


@pytest.mark.parametrize(
    ("given", "text"),
    [
        pytest.param("", "entity", id="empty words"),
        pytest.param(5, "word", id="a number for a word"),
        pytest.param(True, "number", id="true for a number"),
        pytest.param("five", "number", id="words for a number"),
        pytest.param("NaN", "number", id="no number at all"),
        pytest.param("Infinity", "number", id="an endless number"),
        pytest.param("maybe", "bool", id="neither true nor false"),
        pytest.param(1, "bool", id="1 is not true"),
        pytest.param("2023-02-29", "date", id="an impossible date"),
        pytest.param("5 JPY", "quantity:USD", id="another unit"),
        pytest.param(5, "quantity:USD", id="no unit"),
        pytest.param("a", "word[]", id="one word for a list"),
        pytest.param([["a"]], "word[]", id="a list in a list"),
        pytest.param({"amount": 5}, "word", id="an object for a word"),
    ],
)
def test_a_value_of_another_type_is_refused(given: object, text: str) -> None:
    with pytest.raises(ChronoError):
        read_value(given, field_type(text))


def test_every_fault_of_the_data_is_named_with_its_field() -> None:
    found = FILED.faults({"case": "", "plaintifs": ["a"], "damages": "5 JPY"})

    assert {name for name, _ in found} == {"case", "plaintifs", "plaintiffs", "damages"}


def test_an_unknown_field_is_refused_with_the_nearest_one() -> None:
    found = dict(FILED.faults({"case": "x", "plaintiffs": ["a"], "damage": "5 USD"}))

    assert list(found) == ["damage"]
    assert 'did you mean "damages"?' in found["damage"]


def test_an_optional_field_may_be_left_out_and_a_required_one_not() -> None:
    assert [name for name, _ in FILED.faults({"case": "x"})] == ["plaintiffs"]


def test_a_patch_may_leave_out_what_is_required() -> None:
    assert FILED.faults({"damages": None}, partial=True) == []


ENTERED = Kind(
    name="k",
    title="K",
    identity=("title",),
    fields={
        name: field_type(text)
        for name, text in {
            "title": "text?",
            "who": "entity[]?",
            "word": "word?",
            "words": "text?",
            "cost": "quantity:*?",
            "number": "number?",
        }.items()
    },
)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        pytest.param("who", ["a", "b\x01"], "control characters", id="an entity"),
        pytest.param("word", "a\x85b", "control characters", id="a word"),
        pytest.param("word", "a\n", "control characters", id="a word with a newline at its end"),
        pytest.param("title", "a\nb", "control characters", id="a text that names developments"),
        pytest.param("words", "a\ud800", "surrogate", id="half a character in a text"),
        pytest.param("cost", {"amount": 5, "unit": "U\x1bD"}, "control characters", id="a unit"),
        pytest.param("cost", {"amount": 5, "unit": "m", "wording": "\ud800"}, "surrogate", id="a wording"),
        pytest.param("number", "1e61", "out of range", id="a number too large"),
        pytest.param("number", "1e-61", "out of range", id="a number too fine"),
    ],
)
def test_what_is_entered_is_judged_more_strictly_than_what_is_read(
    name: str, value: object, says: str
) -> None:
    [(field, fault)] = ENTERED.faults({name: value})

    assert field == name
    assert says in fault
    read_value(value, ENTERED.fields[name])  # a log may hold it from earlier


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("words", "a\nb\tc"),
        ("number", "1e60"),
        ("who", ["a\u2028b"]),
        ("cost", {"amount": 5, "unit": "fl oz"}),
    ],
)
def test_texts_keep_their_lines_and_names_all_but_control_characters(name: str, value: object) -> None:
    assert ENTERED.faults({name: value}) == []
