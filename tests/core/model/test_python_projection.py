"""Projections in Python: what they are given, what their states say, and what is refused of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import ClassVar

import attrs
import pytest
from given import Given, Record, given
from things import THINGS, amendment, correction, cut, put, ranking, retraction, source

from chrono import Chronicle
from chrono.errors import NoSuchTarget
from chrono.model.python_projection import BadProjection, Occurrence, ProjectionFailed, python_projection

State = Mapping[str, object]


class Last:
    """The last word, how many came, and whether it is cut."""

    name = "last"
    key: ClassVar[str | Mapping[str, str]] = "thing"
    kinds = ("put", "cut")
    initial: ClassVar[State] = {"word": None, "count": 0, "cut": False}
    cumulative = ("count",)

    def apply(self, state: Mapping[str, int], development: Occurrence) -> State:
        word = development.fields.get("word", state["word"])
        return {"word": word, "count": state["count"] + 1, "cut": development.kind == "cut"}


class Seen:
    """All that a projection is given of the last development."""

    name = "seen"
    key = "thing"
    kinds = ("put", "cut")
    initial: ClassVar[State] = {"all": None}

    def apply(self, _: State, development: Occurrence) -> State:
        return {"all": attrs.asdict(development, recurse=False)}


def asked(projection: object, *records: Record, key: str = "/x") -> Given:
    made = given(*records, storybook=THINGS, projections=[projection])
    return made.about(f"{python_projection(projection).name}{key}").as_of("2025-06-01")


def last(*records: Record) -> Given:
    return asked(Last, *records)


def given_of(*records: Record) -> dict[str, object]:
    whole = asked(Seen, *records).field("all")["value"]
    assert isinstance(whole, dict)
    return whole


# --- values and certainty ---------------------------------------------------------------------------


def test_the_state_is_what_apply_makes_of_the_developments_in_their_order() -> None:
    last(put("2024-02-01", word="two"), put("2024-01-01", word="one"), cut("2024-03-01")).shows(
        "word", value="two", certainty="certain"
    ).shows("count", value=3).shows("cut", value=True)


def test_before_anything_has_occurred_the_state_is_the_initial_one() -> None:
    last(put("2024-02-01", word="one")).as_of("2024-01-31").shows(
        "count", value=0, certainty="certain", reports=[], since=None
    )


def test_where_nothing_is_visible_at_any_time_there_is_none() -> None:
    last(put("2024-02-01", reported="2024-03-01")).known_at("2024-02-28").shows(
        "count", value=None, certainty="none"
    )


def test_other_kinds_are_not_applied() -> None:
    last(put("2024-02-01", word="one"), {**put("2024-03-01", word="two"), "kind": "seen"}).shows(
        "word", value="one"
    ).shows("count", value=1)


def test_where_dates_leave_the_order_open_every_value_is_possible_in_world_order() -> None:
    last(put("2024-01/2024-02", word="one"), put("2024-02", word="two", source="b")).shows(
        "word", value=None, certainty="possible", possible=["one", "two"], since="2024-01/2024-02"
    ).shows("count", value=2, certainty="certain")


def test_what_has_perhaps_not_occurred_leaves_the_initial_value_possible() -> None:
    last(put("2024-02", word="one")).as_of("2024-02-10").shows(
        "word", certainty="possible", possible=[None, "one"]
    ).shows("count", possible=[0, 1])


def test_a_link_decides_the_order_that_dates_leave_open() -> None:
    last(
        put("2024-01", word="one", development="one", after=["two"], source="b"),
        put("2024-01", word="two", development="two"),
    ).shows("word", value="one", certainty="certain")


def test_a_link_through_a_development_of_another_kind_binds_too() -> None:
    last(
        put("2024-01", word="one", development="one", after=["between"]),
        {**put("2024-01", development="between", after=["two"], source="b"), "kind": "seen"},
        put("2024-01", word="two", development="two", source="c"),
    ).shows("word", value="one", certainty="certain")


def test_a_late_report_of_something_older_does_not_overwrite_what_is_newer() -> None:
    last(
        put("2024-02-01", word="new", reported="2024-02-02"),
        put("2024-01-01", word="old", reported="2024-06-01"),
    ).shows("word", value="new", certainty="certain")


def test_a_plan_is_applied_when_it_is_reported_where_plans_are_asked_for() -> None:
    class Plans(Last):
        name = "plans"
        modality = ("planned",)

    plan = put("2026-01-01", word="planned", modality="planned", reported="2024-03-01")

    asked(Plans, plan, put("2024-01-01", word="done")).as_of("2024-03-01").shows(
        "word", value="planned", certainty="certain"
    ).as_of("2024-02-28").shows("word", value=None, certainty="certain")


def test_a_denial_that_stands_first_leaves_a_development_out() -> None:
    last(
        put("2024-01-01", word="one", development="d"),
        put(
            "2024-01-01",
            development="d",
            modality="denied",
            source="b",
            attribution={"standing": "document"},
        ),
        put("2024-01-02", word="two"),
    ).shows("count", value=1, disputed=True)


def test_with_too_many_orders_the_answer_says_that_there_may_be_more() -> None:
    class Order:
        name = "order"
        key = "thing"
        kinds = ("put",)
        initial: ClassVar[State] = {"order": ()}

        def apply(self, state: Mapping[str, tuple[object, ...]], development: Occurrence) -> State:
            return {"order": (*state["order"], development.fields["word"])}

    records = [put("2024", word=f"w{n}", source=f"s{n}") for n in range(8)]
    found = asked(Order, *records).field("order")

    possible = found["possible"]
    assert isinstance(possible, list)
    assert (found["certainty"], found["value"], possible[-1]) == ("possible", None, {"more": True})
    assert [f"w{n}" for n in range(8)] in possible


# --- what it is given -------------------------------------------------------------------------------


def test_a_development_is_given_with_its_fields_as_json_shows_them() -> None:
    told = given_of(
        put(
            "2024-02~",
            development="d",
            word="one",
            amount="$5 billion",
            due="early 2025",
            number="2.50",
            members=["Bob", "a"],
            sure=False,
        ),
        {"record": "entity", "slug": "bob", "names": {"en": "Bob"}},
    )

    assert told["fields"] == {
        "thing": "x",
        "word": "one",
        "amount": {"amount": 5000000000, "unit": "USD"},
        "due": "2025-01/2025-04",
        "number": 2.5,
        "members": ["a", "bob"],
        "sure": False,
    }
    assert (told["name"], told["kind"], told["modality"], told["occurred"]) == (
        "d",
        "put",
        "occurred",
        "2024-02~",
    )


def test_a_development_is_given_with_who_reports_it() -> None:
    told = given_of(
        source("a", "2024-03-01", publisher="one"),
        source("b", "2024-03-02", publisher="two", origin="one"),
        put("2024-02", development="d", reported="2024-03-02", summary="later", source="b"),
        put(
            "2024-02",
            development="d",
            reported="2024-03-01",
            summary="first",
            attribution={"by": "Someone", "standing": "on-record"},
        ),
    )

    assert {name: told[name] for name in ("reported", "by", "standing", "sources", "origins", "summary")} == {
        "reported": "2024-03-01",
        "by": "Someone",
        "standing": "on-record",
        "sources": ["a", "b"],
        "origins": 1,
        "summary": "first",
    }


def test_what_an_author_is_given_cannot_be_written_to() -> None:
    class Writes(Last):
        def apply(self, state: Mapping[str, int], development: Occurrence) -> State:
            development.fields["word"] = "mine"  # type: ignore[index]
            return super().apply(state, development)

    with pytest.raises(ProjectionFailed, match="apply writes to what it is given"):
        asked(Writes, put("2024-01-01")).state()


def test_a_development_reads_as_corrected_and_as_mended() -> None:
    made = last(
        put("2024-01-01", word="one", id="r1", reported="2024-02-01"),
        correction("r1", "2024-03-01", data={"word": "two"}),
        put("2024-01-02", word="slip", id="r2", reported="2024-02-02", source="b"),
        retraction("r2", "2024-04-01"),
        amendment("r2", data={"word": "three"}),
    )

    made.shows("word", value="two").shows("count", value=1)
    made.known_at("2024-03-15").shows("word", value="three")
    made.known_at("2024-02-01").shows("word", value="one")


# --- what a field rests on --------------------------------------------------------------------------


def test_a_field_rests_on_the_development_that_last_changed_it() -> None:
    last(
        put("2024-01-01", word="one", id="r1"),
        put("2024-02-01", word="two", id="r2", source="b"),
        put("2024-03-01", word="two", id="r3", source="c"),
        cut("2024-04-01", id="r4"),
    ).shows("word", value="two", reports=["r2"], sources=["b"], origins=1, since="2024-02-01")


def test_a_cumulative_field_rests_on_all_that_changed_it() -> None:
    last(put("2024-01-01", id="r1"), put("2024-02-01", id="r2"), put("2024-03-01", id="r3")).as_of(
        "2024-02-15"
    ).shows("count", value=2, reports=["r1", "r2"], since="2024-02-01")


def test_a_possible_value_rests_on_all_that_can_have_made_it() -> None:
    last(put("2024-01", word="one", id="r1"), put("2024-01", word="two", id="r2", source="b")).shows(
        "word", reports=["r1", "r2"], certainty="possible"
    )


def test_every_account_of_what_changed_a_field_is_listed_with_what_it_tells() -> None:
    found = last(
        put("2024-01-01", word="one", id="r1", development="d"),
        put("2024-01-01", word="one", id="r2", development="d", source="b"),
        cut("2024-02-01", id="r3"),
    ).field("word")

    accounts = found["accounts"]
    assert isinstance(accounts, list)
    assert [(each["report"], each["value"]) for each in accounts] == [
        ("r1", {"thing": "x", "word": "one"}),
        ("r2", {"thing": "x", "word": "one"}),
    ]


# --- dispute ----------------------------------------------------------------------------------------


def differing(**more: object) -> tuple[Record, Record]:
    return (
        put("2024-01-01", word="one", development="d", id="r1", **more),
        put("2024-01-01", word="two", development="d", id="r2", source="b"),
    )


def test_another_account_of_a_field_disputes_what_it_would_change() -> None:
    last(*differing(attribution={"standing": "document"})).differs_in(
        "word", "one", "two", value="one", certainty="certain", reports=["r1"]
    ).shows("count", disputed=False, alternatives=[], reports=["r1", "r2"])


def test_where_accounts_tie_no_value_stands_and_all_stand_beside_one_another() -> None:
    last(*differing()).differs_in("word", "one", "two", value=None, certainty="certain")


def test_a_tie_that_changes_nothing_in_a_field_leaves_its_value() -> None:
    last(*differing()).shows("count", value=1, disputed=False)


def test_a_ranking_settles_a_tie() -> None:
    last(*differing(), ranking("r2", rank="preferred")).shows("word", value="two", reports=["r2"])


def test_another_date_disputes_what_it_would_change() -> None:
    made = last(
        put("2024-01-01", word="one", development="d", id="r1", attribution={"standing": "document"}),
        put("2024-03-01", word="one", development="d", id="r2", source="b"),
        put("2024-02-01", word="two", id="r3", source="c"),
    )

    made.differs_in("word", "two", "one", value="two", certainty="certain")
    made.as_of("2024-02-15").shows("count", value=2, disputed=True)
    made.shows("count", value=2, disputed=False)


# --- keys, states, axes -----------------------------------------------------------------------------


def test_a_key_may_differ_by_kind() -> None:
    class ByKind(Last):
        name = "by_kind"
        key: ClassVar[str | Mapping[str, str]] = {"put": "who", "cut": "thing"}

    asked(ByKind, put("2024-01-01", who="y"), cut("2024-02-01"), key="/x").shows("count", value=1)


def test_one_single_state_holds_everything() -> None:
    class Everything(Last):
        name = "everything_else"
        key = "*"

    asked(Everything, put("2024-01-01"), put("2024-01-02", thing="y"), key="").shows("count", value=2)


def test_a_field_whose_name_begins_with_a_stroke_is_carried_and_not_shown() -> None:
    class Twice:
        name = "twice"
        key = "thing"
        kinds = ("put",)
        initial: ClassVar[State] = {"again": False, "_seen": frozenset()}

        def apply(self, state: Mapping[str, frozenset[object]], development: Occurrence) -> State:
            word = development.fields["word"]
            return {"again": word in state["_seen"], "_seen": state["_seen"] | {word}}

    made = asked(Twice, put("2024-01-01", word="one"), put("2024-02-01", word="one"))

    assert list(made.state()["fields"]) == ["again"]  # type: ignore[call-overload]
    made.shows("again", value=True).as_of("2024-01-15").shows("again", value=False)


def test_a_state_may_be_an_attrs_object() -> None:
    @attrs.frozen
    class Total:
        total: Decimal = Decimal(0)
        least: Decimal | None = None

    class Totals:
        name = "totals"
        key = "thing"
        kinds = ("put",)
        initial = Total()

        def apply(self, state: Total, development: Occurrence) -> Total:
            number = Decimal(str(development.fields["number"]))
            least = number if state.least is None else min(number, state.least)
            return Total(state.total + number, least)

    asked(Totals, put("2024-01-01", number="0.1"), put("2024-01-02", number="0.2")).shows(
        "total", value=0.3
    ).shows("least", value=0.1)


def test_a_set_is_shown_as_a_sorted_list_and_a_date_as_text() -> None:
    class Shapes:
        name = "shapes"
        key = "thing"
        kinds = ("put",)
        initial: ClassVar[State] = {"set": frozenset(), "rows": {}}

        def apply(self, _: State, development: Occurrence) -> State:
            return {"set": {"b", "a"}, "rows": {"when": (development.occurred, None)}}

    asked(Shapes, put("2024-01")).shows("set", value=["a", "b"]).shows(
        "rows", value={"when": ["2024-01", None]}
    )


def test_only_the_reports_of_the_sources_asked_for_count() -> None:
    last(put("2024-01-01", word="one"), put("2024-02-01", word="two", source="b")).according_to("a").shows(
        "word", value="one"
    ).shows("count", value=1)


def test_only_what_the_log_held_at_a_position_counts() -> None:
    made = last(put("2024-01-01", word="one"))
    head = made.chronicle.log.head()

    made.and_then(put("2024-02-01", word="two")).recorded_at(head).shows("word", value="one")


def test_it_is_replayed_compared_and_explained_as_others_are() -> None:
    made = last(
        put("2024-01-01", word="one", id="r1"),
        put("2024-02-01", word="two", id="r2", source="b"),
        cut("2024-03-01", id="r3"),
    ).chronicle

    steps = [(step.at, sorted(step.changes)) for step in made.replay("last/x")]
    assert steps == [
        ("2024-01-01", ["count", "word"]),
        ("2024-02-01", ["count", "word"]),
        ("2024-03-01", ["count", "cut"]),
    ]
    assert made.diff("last/x", as_of=("2024-01-15", "2024-02-15")).reports == ("r2", "r1")
    assert made.compare("last/x", ["a", "b"], as_of="2024-02-15").verdicts["word"] == "differ"
    reasons = made.explain("last/x.word", as_of="2024-02-15").reasons["word"]
    assert [each.status for each in reasons] == ["superseded", "holds"]


def test_explain_names_for_a_field_what_changes_it_and_nothing_else() -> None:
    made = last(
        put("2024-01-01", word="one", development="d1"),
        cut("2024-02-01", development="d2"),
        put("2024-03-01", word="two", development="d3"),
    ).chronicle

    reasons = made.explain("last/x.word", as_of="2024-02-15").reasons["word"]
    assert [(each.development, each.status) for each in reasons] == [("d1", "holds"), ("d3", "not yet")]


def test_rebuild_has_its_states_too() -> None:
    made = last(put("2024-01-01", word="one")).chronicle

    assert "last" in {state.projection for state in made.rebuild()}


# --- what is refused --------------------------------------------------------------------------------


def returning(state: object) -> Callable[[object, object, object], object]:
    return lambda *_: state


@pytest.mark.parametrize(
    ("apply", "why"),
    [
        pytest.param(lambda *_: {}["court"], "raised KeyError: 'court'", id="raises"),
        pytest.param(returning(None), "is nothing, not a mapping", id="nothing"),
        pytest.param(returning({"word": "one"}), "returned other fields than", id="fields missing"),
        pytest.param(
            returning({"word": object(), "count": 0, "cut": False}), "holds a value of object", id="no json"
        ),
        pytest.param(
            returning({"word": {1: 2}, "count": 0, "cut": False}), "its keys are to be text", id="keys"
        ),
        pytest.param(lambda _, state, __: state.__setitem__("word", "x"), "return a new state", id="writes"),
    ],
)
def test_an_apply_that_fails_is_named_with_the_development(
    apply: Callable[[object, object, object], object], why: str
) -> None:
    failing = type("Failing", (Last,), {"apply": apply})

    with pytest.raises(ProjectionFailed, match='projection "last"') as caught:
        asked(failing, put("2024-01-01", development="d")).state()

    assert why in str(caught.value)
    assert str(caught.value).endswith('at the development "d"')
    assert "\n" not in str(caught.value)


def test_an_apply_that_changes_what_is_in_its_state_is_found_out() -> None:
    class Appends:
        name = "appends"
        key = "thing"
        kinds = ("put",)
        initial: ClassVar[State] = {"words": []}

        def apply(self, state: Mapping[str, list[object]], development: Occurrence) -> State:
            state["words"].append(development.fields["word"])
            return {"words": state["words"]}

    with pytest.raises(ProjectionFailed, match="make a new one"):
        asked(Appends, put("2024-01-01", word="one")).state()


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"name": "a name"}, "needs a name of letters"),
        ({"key": None}, 'needs a key: key = "case"'),
        ({"kinds": ()}, "needs the kinds that it listens to"),
        ({"kinds": "put"}, "needs the kinds that it listens to"),
        ({"apply": None}, "needs a method apply"),
        ({"initial": {}}, "needs an initial state with the fields"),
        ({"initial": 5}, "its initial is a value of int, not a mapping"),
        ({"initial": {"a b": 1}}, 'has a field "a b"'),
        ({"modality": ("denied",)}, "its modality is no list of occurred, planned, alleged"),
        ({"policy": ("best",)}, "its policy is no list of rank"),
        ({"cumulative": ("counts",)}, 'cumulative names "counts": did you mean "count"?'),
    ],
)
def test_a_projection_with_a_fault_is_refused(changed: dict[str, object], fault: str) -> None:
    with pytest.raises(BadProjection) as caught:
        python_projection(type("Faulty", (Last,), changed))

    assert fault in str(caught.value)


def test_all_faults_of_a_projection_are_named_at_once() -> None:
    with pytest.raises(BadProjection) as caught:
        python_projection(type("Empty", (), {}))

    assert len(caught.value.faults) == 4


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"kinds": ("puts",)}, 'listens to "puts", which is no kind here: did you mean "put"?'),
        ({"key": "thin"}, 'kind "cut" has no field "thin": did you mean "thing"?'),
        ({"key": {"put": "thing"}}, 'its key says no field for the kind "cut"'),
    ],
)
def test_a_projection_that_does_not_fit_the_kinds_of_the_log_is_refused_when_asked(
    changed: dict[str, object], fault: str
) -> None:
    with pytest.raises(BadProjection) as caught:
        asked(type("Unfit", (Last,), changed), put("2024-01-01")).state()

    assert fault in str(caught.value)


def test_a_name_that_a_storybook_has_declared_is_refused() -> None:
    with pytest.raises(BadProjection, match='"thing": that name is declared already'):
        asked(type("Thing", (Last,), {"name": "thing"}), put("2024-01-01"))


def test_a_name_given_twice_is_refused_before_a_log_is_made(tmp_path: object) -> None:
    with pytest.raises(BadProjection, match="is given twice"):
        Chronicle.open(f"{tmp_path}/new.db", projections=[Last, Last])

    with pytest.raises(FileNotFoundError):
        open(f"{tmp_path}/new.db", "rb")  # noqa: SIM115, PTH123 - it is not there


def test_a_projection_may_be_an_object_made_with_what_it_needs() -> None:
    @attrs.frozen
    class Counted:
        kinds: tuple[str, ...]
        name: str = "counted"
        key: str = "thing"
        initial: State = attrs.field(factory=lambda: {"count": 0})

        def apply(self, state: Mapping[str, int], _: Occurrence) -> State:
            return {"count": state["count"] + 1}

    made = given(put("2024-01-01"), cut("2024-02-01"), storybook=THINGS, projections=[Counted(("cut",))])

    made.about("counted/x").shows("count", value=1)


def test_an_unknown_projection_is_answered_with_the_nearest_given() -> None:
    with pytest.raises(NoSuchTarget, match='did you mean "last"'):
        last(put("2024-01-01")).about("lasst/x").state()
