"""What `chrono.testing` gives to who tests a projection of their own: questions, failures that tell, laws."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from itertools import count
from typing import ClassVar

import pytest
from things import THINGS, amendment, correction, cut, merge, put, ranking, source

from chrono.errors import NoSuchTarget
from chrono.model import records
from chrono.model.python_projection import Occurrence
from chrono.testing import ProjectionContract, Record, given
from chrono.testing.arrivals import arranged, identified
from chrono.testing.contracts import every_target

State = Mapping[str, object]


class Words:
    """The last word, and all of them in their order."""

    name = "words"
    key = "thing"
    kinds = ("put", "cut")
    initial: ClassVar[State] = {"last": None, "all": ()}
    cumulative = ("all",)

    def apply(self, state: Mapping[str, tuple[object, ...]], development: Occurrence) -> State:
        word = development.fields.get("word", "cut")
        return {"last": word, "all": (*state["all"], word)}


ONE, TWO = put("2024-01-01", word="one", id="r1"), put("2024-02-01", word="two", id="r2", source="b")


# --- questions --------------------------------------------------------------------------------------


def test_the_one_key_of_the_one_projection_given_need_not_be_named() -> None:
    given(ONE, TWO, storybook=THINGS, projections=[Words]).as_of("2024-01-15").shows("last", value="one")


def test_where_there_are_several_keys_one_must_be_named() -> None:
    question = given(ONE, put("2024-01-01", thing="y"), storybook=THINGS, projections=[Words])

    with pytest.raises(NoSuchTarget, match='"words" has 2 keys: give one'):
        question.shows("last", value="one")


def test_without_a_projection_given_a_target_must_be_named() -> None:
    with pytest.raises(NoSuchTarget, match="say what is asked about"):
        given(ONE, storybook=THINGS).shows("word", value="one")


def test_records_may_be_objects() -> None:
    made = records.Report(kind="put", source="a", occurred="2024-01-01", data={"thing": "x", "word": "one"})

    given(made, storybook=THINGS, projections=[Words]).shows("last", value="one")


def test_a_source_that_a_report_gives_inline_is_not_declared_again() -> None:
    inline = {"slug": "a", "publisher": "Alpha", "published": "2024-03-01"}

    given(
        {**ONE, "source": inline}, put("2024-02-01", word="two"), storybook=THINGS, projections=[Words]
    ).known_at("2024-03-01").shows("last", value="two")


def test_each_axis_is_set_apart_from_the_others() -> None:
    question = given(
        {**ONE, "reported": "2024-01-02"},
        {**TWO, "reported": "2024-02-02"},
        storybook=THINGS,
        projections=[Words],
    )
    head = question.chronicle.log.head()

    question.known_at("2024-01-31").shows("last", value="one")
    question.according_to("a").shows("last", value="one")
    question.recorded_at(head - 1).shows("last", value="one")
    question.shows("last", value="two")
    question.and_then(cut("2024-03-01", reported="2024-03-02")).recorded_at(head).shows("last", value="two")


# --- failures ---------------------------------------------------------------------------------------


def failed(**expected: object) -> str:
    question = given(
        ONE,
        {**TWO, "development": "d", "summary": "It was two."},
        put("2024-02-01", word="three", id="r3", development="d"),
        storybook=THINGS,
        projections=[Words],
    )
    with pytest.raises(AssertionError) as caught:
        question.as_of("2024-03-01").known_at("2025-01-01").shows("last", **expected)
    return str(caught.value)


def test_a_failure_says_what_was_asked_what_was_expected_and_what_is_shown() -> None:
    assert failed(value="one", certainty="certain").splitlines()[:3] == [
        "words/x.last as of 2024-03-01 as known at 2025-01-01",
        '  expected value "one"',
        "  it shows value null",
    ]


def test_a_failure_names_the_reports_that_the_answer_rests_on_and_those_beside_it() -> None:
    assert failed(value="one").splitlines()[4:] == [
        "  rests on r2 put, occurred 2024-02-01, by b: It was two.",
        "           r3 put, occurred 2024-02-01, by a",
        '  or "three", by r3 put, occurred 2024-02-01, by a',
        '  or "two", by r2 put, occurred 2024-02-01, by b: It was two.',
    ]


def test_an_expectation_of_a_key_that_answers_do_not_have_fails() -> None:
    assert "  it has no key valu" in failed(valu=None)


def test_a_field_that_the_projection_does_not_have_is_answered_with_the_nearest() -> None:
    with pytest.raises(NoSuchTarget, match='has no field "lats": did you mean "last"'):
        given(ONE, storybook=THINGS, projections=[Words]).shows("lats", value="one")


def test_a_failed_dispute_says_between_what_there_is_one() -> None:
    question = given(ONE, storybook=THINGS, projections=[Words])

    with pytest.raises(AssertionError, match=r"expected disputed between \[\"one\",\"two\"\]"):
        question.differs_in("last", "one", "two")


# --- laws -------------------------------------------------------------------------------------------

MIXED: tuple[Record, ...] = (
    source("a", "2024-03-01"),
    put("2024-01", word="one", id="r1", development="d"),
    put("2024-02-01", word="two", id="r2", development="d", source="b", reported="2024-03-05"),
    put("2024-01/2024-03", word="three", id="r3", source="c", reported="2024-03-06"),
    cut("2024-02-15", id="r4", source="c", reported="2024-03-07", after=["d"]),
    correction("r3", "2024-04-01", data={"word": "four"}, id="c1"),
    amendment("r4", occurred="2024-02-16", id="m1"),
    ranking("r2", rank="preferred", id="k1"),
)


class TestWords(ProjectionContract):
    projections: ClassVar[Sequence[object]] = [Words]
    storybook: ClassVar[str | None] = THINGS
    records: ClassVar[Sequence[object]] = MIXED
    examples = 6


DECLARED = """
[storybook]
name = "declared"
[kinds.put]
fields.thing = "entity"
fields.word = "word?"
[kinds.cut]
fields.thing = "entity"
[projections.kept]
key = "thing"
[projections.kept.fields]
word = { reduce = "latest", from = { put = "word", cut = { value = "none" } } }
words = { reduce = "set", add = { put = "word" } }
count = { reduce = "count", of = ["put", "cut"] }
"""


class TestDeclared(ProjectionContract):
    """The laws hold of what a storybook declares."""

    storybook: ClassVar[str | None] = DECLARED
    records: ClassVar[Sequence[object]] = MIXED
    examples = 6


def test_by_default_every_key_of_what_the_storybook_declares_is_asked() -> None:
    told = given(ONE, put("2024-01-01", thing="y"), storybook=DECLARED).chronicle

    assert every_target(told) == ["kept/x", "kept/y"]


def contract(projection: type, *records_: Record) -> ProjectionContract:
    class Contract(ProjectionContract):
        projections: ClassVar[Sequence[object]] = [projection]
        storybook: ClassVar[str | None] = THINGS
        records: ClassVar[Sequence[object]] = records_ or MIXED
        examples = 25

    return Contract()


class Remembers(Words):
    """Numbers its calls, from one question to the next."""

    calls = count()

    def apply(self, state: Mapping[str, tuple[object, ...]], development: Occurrence) -> State:
        return {**super().apply(state, development), "last": next(self.calls)}


@pytest.mark.parametrize(
    ("law", "where"),
    [
        ("the_order_of_arrival_changes_nothing", "with the records in the order r"),
        ("each_step_of_a_replay_is_the_state_at_that_point", "words/x replayed by world, at 2024-01-01"),
        ("between_two_steps_of_a_replay_nothing_changes", "words/x replayed by world, on "),
        (
            "what_is_appended_later_changes_no_answer_whose_axes_are_all_fixed",
            r"with \d of the records at first, as of \S+, known at ",
        ),
        ("asked_anew_it_gives_the_same", "asked twice of one log, words/x by world, last"),
    ],
)
def test_each_law_finds_out_a_projection_that_is_not_pure(law: str, where: str) -> None:
    with pytest.raises(AssertionError, match=where):
        getattr(contract(Remembers), f"test_{law}")()


def test_a_contract_without_records_says_so() -> None:
    class Empty(ProjectionContract):
        projections: ClassVar[Sequence[object]] = [Words]

    with pytest.raises(ValueError, match="Empty has no records to be tried on"):
        Empty().test_asked_anew_it_gives_the_same()


def test_without_hypothesis_the_laws_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)

    with pytest.raises(ModuleNotFoundError, match=r"pip install 'chrono-news\[testing\]'"):
        contract(Words).test_the_order_of_arrival_changes_nothing()


def test_questions_need_no_hypothesis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)

    given(ONE, storybook=THINGS, projections=[Words]).shows("last", value="one")


def ids(told: Sequence[Record]) -> list[object]:
    return [each.get("id", each.get("slug")) for each in told]


@pytest.mark.parametrize(
    ("told", "backwards"),
    [
        pytest.param([ONE, {**TWO, "reported": "2024-05-01"}], ["r2", "r1"], id="published apart"),
        pytest.param([ONE, TWO], ["r1", "r2"], id="published together"),
        pytest.param([source("z", "2024-01-01"), {**ONE, "source": "z"}], ["z", "r1"], id="a declaration"),
        pytest.param(
            [ONE, correction("r1", "2025-01-01", id="c"), {**TWO, "reported": "2024-05-01"}],
            ["r2", "r1", "c"],
            id="a correction",
        ),
        pytest.param(
            [ONE, ranking("r1", rank="preferred", id="k"), ranking("r1", rank="normal", id="l")],
            ["r1", "k", "l"],
            id="two of one record",
        ),
        pytest.param(
            [
                {**ONE, "after": ["e"], "development": "d"},
                {**TWO, "after": ["d"], "reported": "2024-05-01", "development": "e"},
            ],
            ["r1", "r2"],
            id="links",
        ),
        pytest.param(
            [
                {**ONE, "development": "d"},
                {**TWO, "development": "e", "reported": "2024-05-01"},
                merge("d", "e", id="m"),
            ],
            ["r2", "r1", "m"],
            id="a merge",
        ),
    ],
)
def test_records_are_arranged_as_far_as_nothing_but_their_order_changes(
    told: list[Record], backwards: list[str]
) -> None:
    assert ids(arranged(told, list(reversed(range(len(told)))))) == backwards


def test_a_record_without_an_id_is_given_the_same_one_in_every_order() -> None:
    made = identified([source("z"), put("2024-01-01"), ONE])

    assert ids(made) == ["z", "record-2", "r1"]
