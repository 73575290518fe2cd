"""Storybooks: what TOML declares, every fault of it, and several in force together."""

from __future__ import annotations

import pytest
from given import given
from things import THINGS

from chrono.lookup.declarations import shelf
from chrono.model.fields import Constant
from chrono.model.kinds import FieldType
from chrono.model.storybook import BadStorybook, storybook
from chrono.projections import LAWSUIT

COURTS = """
[storybook]
name = "courts"
title = "Lawsuits"

[kinds."suit.filed"]
title = "A suit is filed"
identity = ["case"]
fields.case = "entity"
fields.plaintiffs = "entity[]"
fields.defendants = "entity[]?"

[kinds."suit.lasted"]
span = true
like = ["suit.filed"]
fields.case = "entity"

[projections.suit]
title = "Suit state"
key = "case"
policy = ["newest"]
[projections.suit.fields.status]
reduce = "status"
initial = "none reported"
on = { "suit.filed" = "pending" }

[entities.musk]
names = { ja = "マスク" }
[sources.wsj]
publisher = "WSJ"
published = "2024-03-02"
[stories.feud]
title = "The feud"
targets = ["suit/x"]
"""


def changed(*parts: tuple[str, str]) -> str:
    """Return COURTS with some of its text changed."""
    text = COURTS
    for old, new in parts:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_a_storybook_declares_kinds_with_typed_fields() -> None:
    made = storybook(COURTS).kinds

    assert made["suit.filed"].title == "A suit is filed"
    assert made["suit.filed"].identity == ("case",)
    assert made["suit.filed"].fields["defendants"] == FieldType(base="entity", listed=True, optional=True)
    assert (made["suit.lasted"].span, made["suit.filed"].span) == (True, False)


def test_a_storybook_makes_the_same_projection_objects_as_python() -> None:
    made = storybook(COURTS).projections["suit"]

    assert type(made) is type(LAWSUIT)
    assert (made.key, made.policy) == ("case", ("newest",))
    assert made.kinds == {"suit.filed"}
    assert made.fields["status"].roles == {"set": {"suit.filed": Constant("pending")}}


def test_a_key_with_a_question_mark_is_that_field_and_its_kind_makes_no_key() -> None:
    two = '{ "suit.filed" = "case", "suit.lasted" = "case?" }'
    made = storybook(changed(('key = "case"', f"key = {two}"))).projections["suit"]

    assert (made.key, made.joining) == ({"suit.filed": "case", "suit.lasted": "case"}, {"suit.lasted"})


def test_a_storybook_declares_entities_sources_and_stories() -> None:
    made = storybook(COURTS)

    assert [each["slug"] for each in (*made.entities, *made.sources)] == ["musk", "wsj"]
    assert made.stories["feud"]["targets"] == ["suit/x"]


def test_a_time_that_toml_writes_by_itself_is_the_text_that_a_record_would_have() -> None:
    made = storybook(changed(('"2024-03-02"', "2024-03-02T10:00:00")))

    assert made.sources[0]["published"] == "2024-03-02T10:00:00"


def test_likeness_is_said_both_ways() -> None:
    made = storybook(COURTS)
    kinds = shelf({made.name: made}).kinds

    assert kinds["suit.filed"].like == {"suit.lasted"}
    assert kinds["suit.lasted"].like == {"suit.filed"}


@pytest.mark.parametrize(
    ("old", "new", "path", "says"),
    [
        pytest.param('name = "courts"', "", "storybook", "needs a name", id="no name"),
        pytest.param("[kinds.", "[kindz.", "", '"kinds"', id="an unknown table"),
        pytest.param(
            "span = true", "spam = true", 'kinds."suit.lasted"', '"span"', id="an unknown key of a kind"
        ),
        pytest.param(
            '"entity[]"', '"entty[]"', 'kinds."suit.filed".fields.plaintiffs', '"entity"', id="a type"
        ),
        pytest.param(
            'identity = ["case"]',
            'identity = ["cas"]',
            'kinds."suit.filed".identity',
            '"case"',
            id="identity",
        ),
        pytest.param('key = "case"', "", "projections.suit", "needs a key", id="no key"),
        pytest.param(
            'key = "case"', 'key = "@cse"', "projections.suit.key", '"@cse"', id="an unknown special key"
        ),
        pytest.param(
            'key = "case"',
            'key = { "suit.filed" = "case", "suit.lasted" = "@cse?" }',
            'projections.suit.key."suit.lasted"',
            '"@cse?"',
            id="an unknown special key of a kind",
        ),
        pytest.param(
            "fields.plaintiffs =",
            'fields."@plaintiffs" =',
            'kinds."suit.filed".fields',
            '"@plaintiffs"',
            id="a field with the name of a special",
        ),
        pytest.param('["newest"]', '["latest"]', "projections.suit.policy", '"newest"', id="a policy"),
        pytest.param(
            '"status"\n', '"statuss"\n', "projections.suit.fields.status", '"status"', id="a reducer"
        ),
        pytest.param(
            "initial =", "inital =", "projections.suit.fields.status", '"initial"', id="a parameter"
        ),
        pytest.param(
            'on = { "suit.filed" = "pending" }', "", "projections.suit.fields.status", "no kind", id="no kind"
        ),
        pytest.param(
            'reduce = "status"\ninitial = "none reported"\non = { "suit.filed" = "pending" }',
            'reduce = "median"',
            "projections.suit.fields.status",
            "median listens to no kind: give from",
            id="no kind for a median",
        ),
        pytest.param(
            "publisher =", "publishr =", "sources.wsj", '"publisher"', id="an unknown key of a source"
        ),
    ],
)
def test_a_fault_of_a_storybook_is_named_with_its_path(old: str, new: str, path: str, says: str) -> None:
    with pytest.raises(BadStorybook) as refusal:
        storybook(changed((old, new)))
    assert path in [where for where, _ in refusal.value.faults]
    assert says in str(refusal.value)


def test_every_fault_of_a_storybook_is_reported_one_line_each() -> None:
    text = changed(("span =", "spam ="), ('"entity[]"', '"entty"'), ('["newest"]', '["latest"]'))

    with pytest.raises(BadStorybook) as refusal:
        storybook(text, file="courts.toml")
    lines = str(refusal.value).split("\n")
    assert (len(refusal.value.faults), len(lines)) == (3, 3)
    assert all(line.startswith("courts.toml: ") for line in lines)


def test_what_is_no_toml_is_refused_with_the_place() -> None:
    with pytest.raises(BadStorybook, match=r"not TOML: .*line 2"):
        storybook('[storybook]\nname = = "courts"')


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param('on = { "suit.filed"', 'on = { "suit.fild"', 'did you mean "suit.filed"?', id="a kind"),
        pytest.param('"pending"', '{ field = "cse" }', 'did you mean "case"?', id="a field"),
    ],
)
def test_what_a_projection_reads_must_be_declared(old: str, new: str, says: str) -> None:
    made = storybook(changed((old, new)))

    with pytest.raises(BadStorybook) as refusal:
        shelf({made.name: made})
    assert says in str(refusal.value)


def test_a_kind_that_two_storybooks_declare_is_refused() -> None:
    both = {"courts": storybook(COURTS), "other": storybook(changed(('name = "courts"', 'name = "other"')))}

    with pytest.raises(BadStorybook) as refusal:
        shelf(both)
    paths = {where for where, _ in refusal.value.faults}
    assert paths == {"kinds.suit.filed", "kinds.suit.lasted", "projections.suit"}


def test_a_declaration_replaces_the_built_in_of_that_name_whole() -> None:
    text = changed(
        ("[projections.suit]", "[projections.lawsuit]"),
        ("[projections.suit.fields", "[projections.lawsuit.fields"),
    )
    made = storybook(text)

    assert set(shelf({made.name: made}).projections["lawsuit"].fields) == {"status"}
    assert set(shelf({}).projections["lawsuit"].fields) == set(LAWSUIT.fields)


def test_the_newest_storybook_of_a_name_is_in_force_for_every_question() -> None:
    told = given(
        {
            "source": "a",
            "kind": "suit.filed",
            "occurred": "2024-02",
            "data": {"case": "x", "plaintiffs": ["マスク"]},
        },
        storybook=COURTS,
    )
    old = told.chronicle.state("suit/x", as_of="2024-03-01").storybook
    told.and_then({"record": "storybook", "toml": changed(('"pending"', '"open"'))})

    told.about("suit/x").as_of("2024-03-01").recorded_at(told.receipts[0].position).shows(
        "status", value="open"
    )
    assert told.chronicle.state("suit/x", as_of="2024-03-01").storybook != old


def test_the_digest_is_of_all_storybooks_in_force_together() -> None:
    courts, things = storybook(COURTS), storybook(THINGS)

    one, both = shelf({"courts": courts}), shelf({"courts": courts, "things": things})
    assert one.digest != both.digest == shelf({"things": things, "courts": courts}).digest
    assert one.digest.startswith("sha256:")


def with_old_names(status: str, other: str = "[]") -> str:
    """The courts with old names for two fields, as TOML gives a list."""
    own = "[projections.suit.fields.status]\n"
    text = changed((own, f"{own}was = {status}\n"))
    return f'{text}\n[projections.suit.fields.again]\nreduce = "count"\nof = ["suit.filed"]\nwas = {other}\n'


def test_a_field_says_which_names_it_had() -> None:
    made = storybook(with_old_names('["stand", "state"]')).projections["suit"]

    assert made.fields["status"].was == ("stand", "state")
    assert [made.field_name(each) for each in ("stand", "state", "status", "x")] == ["status"] * 3 + [None]


@pytest.mark.parametrize(
    ("status", "other", "where", "says"),
    [
        pytest.param('["again"]', "[]", "status", '"again" is a field', id="a field"),
        pytest.param('["status"]', "[]", "status", '"status" is a field', id="its own name"),
        pytest.param('["old"]', '["old"]', "again", '"old" is an old name of "status" already', id="two"),
        pytest.param('["old", "old"]', "[]", "status", '"old" is an old name of "status"', id="twice"),
        pytest.param('"old"', "[]", "status", "wants a list of old names", id="no list"),
        pytest.param("[7]", "[]", "status", "wants a list of old names", id="no names"),
    ],
)
def test_an_old_name_that_is_a_field_or_stands_twice_is_a_fault(
    status: str, other: str, where: str, says: str
) -> None:
    with pytest.raises(BadStorybook) as refusal:
        storybook(with_old_names(status, other))
    [(path, what)] = refusal.value.faults
    assert path == f"projections.suit.fields.{where}.was"
    assert says in what


def test_every_fault_of_old_names_is_reported() -> None:
    with pytest.raises(BadStorybook) as refusal:
        storybook(with_old_names('["again", "old"]', '["old", "status"]'))
    assert len(refusal.value.faults) == 3


def test_a_field_answers_by_its_old_name_and_a_state_carries_the_new_one_alone() -> None:
    filed = {"case": "x", "plaintiffs": ["マスク"]}
    report = {"source": "a", "kind": "suit.filed", "occurred": "2024-02-01", "data": filed}
    told = given(report, storybook=with_old_names('["stand"]'))

    state = told.chronicle.state("suit/x", as_of="2024-03-01")
    explained = told.chronicle.explain("suit/x.stand", as_of="2024-03-01")
    assert state.fields["stand"] is state.fields["status"]
    assert "stand" not in state.to_dict()["fields"]  # type: ignore[operator]
    assert (list(explained.fields), explained.old_name) == (["status"], "stand")
    told.about("suit/x").as_of("2024-03-01").shows("stand", value="pending")
    with pytest.raises(KeyError):
        state.fields["statsu"]
