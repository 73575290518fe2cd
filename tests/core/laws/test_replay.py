"""The law of replay: what is appended never changes the answer to a question whose axes are all fixed."""

from __future__ import annotations

from given import Record
from histories import answer, chronicle, histories, questions
from hypothesis import given
from hypothesis import strategies as st
from laws import law


@law(150)
@given(histories(least=2, most=10), questions(), st.data())
def test_appending_never_changes_the_answer_to_a_question_whose_axes_are_all_fixed(
    records: list[Record], asked: dict[str, object], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(records)))
    told = chronicle(records[:cut])
    fixed = {**asked, "recorded_at": told.log.head()}
    before = answer(told, fixed)
    if records[cut:]:
        told.append(*records[cut:])

    assert answer(told, fixed) == before


@law(60)
@given(histories(least=2, most=10), questions())
def test_a_log_answers_at_each_position_as_when_that_was_its_head(
    records: list[Record], asked: dict[str, object]
) -> None:
    told = chronicle([])
    before = []
    for each in records:
        told.append(each)
        before.append((told.log.head(), answer(told, {**asked, "recorded_at": told.log.head()})))

    assert [(at, answer(told, {**asked, "recorded_at": at})) for at, _ in before] == before


def test_a_publisher_renamed_later_is_still_a_publisher_at_the_position_before() -> None:
    data = {"thing": "x", "word": "one"}
    told = chronicle(
        [
            {
                "kind": "put",
                "id": "r0",
                "development": "put-0",
                "source": "copy",
                "occurred": "2024-01-05",
                "data": data,
            }
        ]
    )
    fixed = {"as_of": "2024-03-31", "according_to": ("Gamma",), "recorded_at": told.log.head()}
    before = answer(told, fixed)
    told.append({"record": "amendment", "of": "copy", "publisher": "Beta", "why": "our slip"})

    assert answer(told, fixed) == before
