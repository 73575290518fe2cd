"""The façade: what a question may ask, and how a chronicle keeps up with its log."""

from __future__ import annotations

import pydoc
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from given import given
from things import THINGS, put, source, things

from chrono import Chronicle, Report, Source
from chrono.ask.axes import AxesGiven, TimesGiven
from chrono.errors import BadDate, BadQuestion, ChronoError, NoSuchTarget
from eventlog import EventLogError


def test_a_chronicle_answers_from_what_a_file_holds(tmp_path: Path) -> None:
    with Chronicle.open(tmp_path / "s.db") as told:
        told.append(
            Source(slug="wsj", publisher="WSJ", published="2024-03-01"),
            Report(
                kind="lawsuit.filed",
                source="wsj",
                occurred="2024-02-29",
                data={"case": "musk-v-openai", "plaintiffs": ["elon-musk"]},
            ),
        )
    with Chronicle.open(tmp_path / "s.db", create=False, read_only=True) as told:
        state = told.state("lawsuit/musk-v-openai", as_of="2024-06-15")

    assert state.fields["status"].value == "pending"


def test_a_log_that_is_missing_is_not_made_unless_asked(tmp_path: Path) -> None:
    with pytest.raises(EventLogError):
        Chronicle.open(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()


def test_an_answer_carries_the_question_as_understood() -> None:
    told = things(put("2024-01-01", word="one"))
    state = told.chronicle.state("thing/x", as_of="2024-06", known_at="2024-12", according_to="a").to_dict()

    assert {
        key: state[key] for key in ("projection", "key", "as_of", "known_at", "recorded_at", "according_to")
    } == {
        "projection": "thing",
        "key": "x",
        "as_of": "2024-06",
        "known_at": "2024-12",
        "recorded_at": None,
        "according_to": ["a"],
    }
    assert state["position"] == told.chronicle.log.head()
    assert str(state["storybook"]).startswith("sha256:")


def test_by_default_a_question_stands_now_at_the_head_and_hears_everyone() -> None:
    told = given(put("2024-01-01", word="one"), put("2024-03-01", word="two"), storybook=THINGS).chronicle
    told.clock = lambda: datetime(2024, 2, 1, 12, tzinfo=UTC)

    state = told.state("thing/x")
    assert (state.fields["word"].value, state.as_of) == ("one", "2024-02-01T12:00:00Z")


def test_every_field_of_a_state_has_the_keys_of_the_contract() -> None:
    keys = {
        "value",
        "certainty",
        "possible",
        "disputed",
        "alternatives",
        "since",
        "reports",
        "sources",
        "origins",
    }
    found = (
        things(put("2024-01-01", word="one", members=["m"], number=1)).chronicle.state("thing/x").to_dict()
    )

    fields = found["fields"]
    assert isinstance(fields, dict)
    assert all(keys <= set(each) for each in fields.values())
    assert {name for name, each in fields.items() if "range" in each} == {"count", "middle", "tally"}
    assert {name for name, each in fields.items() if "members" in each} == {
        "members",
        "guests",
        "pairs",
        "roles",
        "all",
    }


@pytest.mark.parametrize(
    ("as_of", "value"),
    [
        pytest.param("2024-02", "two", id="text"),
        pytest.param(date(2024, 2, 1), "two", id="a date is the end of its day"),
        pytest.param(date(2024, 1, 31), "one", id="the day before"),
        pytest.param(datetime(2024, 2, 2, tzinfo=UTC), "two", id="an instant"),
        pytest.param("2024-02-02T00:00:00+09:00", None, id="an instant with an offset, within the day"),
    ],
)
def test_a_time_is_text_a_date_or_an_aware_datetime(as_of: object, value: str | None) -> None:
    told = things(put("2024-01-01", word="one"), put("2024-02-01", word="two"))

    assert told.chronicle.state("thing/x", as_of=as_of).fields["word"].value == value  # type: ignore[arg-type]


@pytest.mark.parametrize("as_of", ["2023-02-29", "2024-06-15T09:00:00", datetime(2024, 6, 15), "soon"])  # noqa: DTZ001
def test_a_time_that_cannot_be_read_is_refused(as_of: object) -> None:
    with pytest.raises(BadDate):
        things(put("2024-01-01")).chronicle.state("thing/x", as_of=as_of)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("target", "says"),
    [
        pytest.param("thign/x", 'did you mean "thing"?', id="a projection"),
        pytest.param("thing/xx", 'nothing is known of "thing/xx"', id="a key"),
        pytest.param("thing", '"thing/x", "thing/y"', id="a key is needed"),
        pytest.param("lawsuit/x", "nothing is known", id="a key of another projection"),
    ],
)
def test_what_is_not_there_is_no_target_and_the_error_says_what_is(target: str, says: str) -> None:
    told = things(put("2024-01-01"), put("2024-01-01", thing="y"))

    with pytest.raises(NoSuchTarget) as refusal:
        told.chronicle.state(target)
    assert says in str(refusal.value)
    assert isinstance(refusal.value, (LookupError, ChronoError))


def test_a_projection_with_one_key_needs_no_key() -> None:
    assert things(put("2024-01-01", word="one")).chronicle.state("thing").key == "x"


def test_a_key_that_no_record_up_to_the_position_names_is_no_target() -> None:
    told = things(put("2024-01-01", thing="y"), put("2024-01-01", word="one"))

    with pytest.raises(NoSuchTarget):
        told.recorded_at(told.receipts[0].position).state()


def test_a_known_key_with_nothing_visible_is_none() -> None:
    things(put("2024-01-01", word="one", reported="2024-06-01")).known_at("2024-05-31").shows(
        "word", certainty="none"
    )


def test_a_target_may_be_named_by_any_name_of_its_key() -> None:
    told = things(
        {"record": "entity", "slug": "x", "names": {"ja": "エックス"}}, put("2024-01-01", word="one")
    )

    told.about("thing/エックス").shows("word", value="one")


def test_a_source_that_nobody_is_is_refused_with_the_nearest() -> None:
    told = things(source("wsj-ja", "2024-03-01", publisher="WSJ"), put("2024-01-01", source="wsj-ja"))

    with pytest.raises(NoSuchTarget, match='did you mean "wsj-ja"'):
        told.according_to("wsj-jp").state()


def test_a_time_of_the_file_axis_is_the_position_that_the_log_held_then() -> None:
    told = things(put("2024-01-01", word="one"), put("2024-02-01", word="two"))
    first, second = (each.recorded_at.isoformat() for each in told.receipts)

    assert told.chronicle.state("thing/x", recorded_at=second).position == told.receipts[1].position
    assert told.chronicle.state("thing/x", recorded_at=first).position == told.receipts[0].position


def test_a_position_of_four_digits_is_asked_by_its_number() -> None:
    told = things(put("2024-01-01"))
    told.chronicle.append(*({"record": "entity", "slug": f"e{n}"} for n in range(1_500)))

    assert told.chronicle.state("thing/x", recorded_at="1500").position == 1_500


def test_a_position_before_the_log_is_refused() -> None:
    with pytest.raises(BadQuestion):
        things(put("2024-01-01")).chronicle.state("thing/x", recorded_at=-1)


def test_a_chronicle_sees_what_another_has_appended(tmp_path: Path) -> None:
    with Chronicle.open(tmp_path / "s.db") as one, Chronicle.open(tmp_path / "s.db") as other:
        one.append(
            {"record": "storybook", "toml": THINGS}, source("a", "2024-03-01"), put("2024-01-01", word="one")
        )
        assert other.state("thing/x").fields["word"].value == "one"
        one.append(put("2024-02-01", word="two"))
        assert other.state("thing/x").fields["word"].value == "two"


def test_all_states_are_those_of_one_moment_though_others_append_and_undo_meanwhile(tmp_path: Path) -> None:
    with Chronicle.open(tmp_path / "s.db") as one, Chronicle.open(tmp_path / "s.db") as other:
        book = {"record": "storybook", "toml": THINGS}
        reports = [put("2024-01-01", thing=key, id=key) for key in ("x", "y", "z")]
        head = one.append(book, source("a", "2024-03-01"), *reports)[-1].position
        rebuilt = one.rebuild()
        states = [next(rebuilt)]
        for each in ("y", "z"):
            other.append({"record": "amendment", "of": each, "void": True, "why": "entered twice"})
        states += rebuilt
        assert [(state.key, state.position) for state in states] == [
            (key, head) for key in ("x", "y", "z", "*")
        ]


def test_records_are_read_as_they_were_appended() -> None:
    told = things(put("2024-01-01", id="r"), put("2024-02-01", id="s"))

    assert [each.id for each in told.chronicle.records()][-2:] == ["r", "s"]
    assert [each.id for each in told.chronicle.records(until=told.receipts[0].position)][-1] == "r"


QUESTIONS = ("axes", "state", "replay", "diff", "compare", "explain", "timeline", "check")


def asked(question: str, told: Chronicle, **given: object) -> object:
    """Put a question about "x", whatever it needs besides its axes."""
    needed = {
        "state": ("thing/x",),
        "replay": ("thing/x",),
        "diff": ("thing/x",),
        "compare": ("thing/x", ("a", "b")),
        "explain": ("thing/x",),
    }
    return getattr(told, question)(*needed.get(question, ()), **given)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_unknown_axis_is_refused_by_its_name(question: str) -> None:
    told = things(put("2024-01-01"), put("2024-01-02", source="b")).chronicle

    with pytest.raises(TypeError, match="'as_off'"):
        asked(question, told, as_off="2024-01-01")


def test_a_comparison_takes_no_axis_of_sources() -> None:
    told = things(put("2024-01-01"), put("2024-01-02", source="b")).chronicle

    with pytest.raises(TypeError, match="'according_to'"):
        asked("compare", told, according_to="a")


@pytest.mark.parametrize("question", QUESTIONS)
def test_help_names_every_axis_of_a_question(question: str) -> None:
    shown = pydoc.render_doc(getattr(Chronicle, question), renderer=pydoc.plaintext)
    axes = TimesGiven if question == "compare" else AxesGiven

    assert [name for name in axes.__annotations__ if f"`{name}`" not in shown] == []


@pytest.mark.parametrize("axis", AxesGiven.__annotations__)
def test_help_says_what_each_axis_means(axis: str) -> None:
    assert f"{axis}: " in pydoc.render_doc(Chronicle, renderer=pydoc.plaintext)
