"""A form for one report: it reads back as what it was made from, and says all that can be given."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.events import KINDS
from chrono.model.kinds import Kind
from chrono.model.records import RECORD_KEYS
from chrono.write.form import (
    ATTRIBUTION,
    COMMENTS,
    LINE_WIDTH,
    SuggestedNames,
    carry_over,
    form_text,
    is_blank,
    parse_form,
    toml,
    with_faults,
)

FILED = KINDS["lawsuit.filed"]
SETTLED = KINDS["lawsuit.settled"]
REPORT: dict[str, object] = {
    "record": "report",
    "id": "wsj-p06",
    "kind": "lawsuit.filed",
    "source": "wsj-ja",
    "development": "lawsuit-filed",
    "occurred": {"edtf": "2024-02", "wording": "同年2月"},
    "data": {"case": "musk-v-openai", "plaintiffs": ["elon-musk"], "court": "a court"},
    "attribution": {"by": "The Wall Street Journal", "standing": "reporter"},
    "modality": "alleged",
    "stories": ["musk-altman"],
    "after": ["openai-founded"],
    "reported": "2025-02-18",
    "locator": "P24",
    "quote": "同年2月",
    "summary": "A summary.",
    "extra": {"row": 7},
}


def uncommented(text: str) -> str:
    """Return a form with every offer in it taken up: the # before each key is taken away."""
    return "\n".join(
        line[2:] if line.startswith("# ") and " = " in line else line for line in text.split("\n")
    )


def form(record: dict[str, object], kind: object = FILED, **more: object) -> str:
    return form_text(record, kind, SuggestedNames(), **more)  # type: ignore[arg-type]


def test_a_form_has_every_key_of_a_report_and_every_field_of_its_kind() -> None:
    read = tomllib.loads(uncommented(form({}).split("# sources:")[0]))

    own = set(RECORD_KEYS["report"]) - {"data", "attribution"}
    assert set(COMMENTS) == own
    assert set(read) == {*own, "data", "attribution"}
    assert set(read["data"]) == set(FILED.fields)
    assert set(read["attribution"]) == set(ATTRIBUTION) == {"by", "standing", "via"}


def test_only_what_is_needed_stands_outside_comments() -> None:
    read = tomllib.loads(form({}))

    assert read == {
        "kind": "",
        "source": "",
        "occurred": "",
        "data": {"case": "", "plaintiffs": []},
        "attribution": {},
    }


def test_a_field_is_told_with_its_type_and_whether_it_may_be_left_out() -> None:
    lines = form({}).splitlines()

    assert [line.split("# ")[-1] for line in lines if line.split(" ")[0] in ("case", "plaintiffs")] == [
        "entity",
        "entity, a list",
    ]
    assert next(line for line in lines if line.startswith("# court")).endswith("# text, may be left out")
    amount = next(line for line in form({}, SETTLED).splitlines() if line.startswith("# amount"))
    assert amount.endswith("# quantity with its unit, may be left out")


def test_a_form_reads_back_as_the_report_that_fills_it() -> None:
    assert parse_form(form(REPORT), KINDS) == REPORT


texts = st.text(st.characters(codec="utf-8"), min_size=1).map(str.strip).filter(bool)
values = st.recursive(
    texts | st.integers(-(2**60), 2**60) | st.booleans() | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3) | st.dictionaries(texts, inner, min_size=1, max_size=3)
    ),
    max_leaves=5,
)


@given(values)
def test_any_value_of_json_stands_in_toml_as_it_is(value: object) -> None:
    assert tomllib.loads(f"it = {toml(value)}", parse_float=Decimal)["it"] == value


def test_what_is_left_empty_is_not_given() -> None:
    text = 'kind = "lawsuit.filed"\noccurred = ""\nafter = []\n[data]\ncase = " "\nplaintiffs = ["", "x"]\n'

    assert parse_form(text, KINDS) == {
        "record": "report",
        "kind": "lawsuit.filed",
        "data": {"plaintiffs": ["x"]},
    }


def test_a_date_needs_no_quotes_and_a_single_member_no_brackets() -> None:
    text = 'kind = "lawsuit.filed"\noccurred = 2024-02-29\n[data]\nplaintiffs = "elon-musk"\ncase = "c"\n'

    assert parse_form(text, KINDS)["occurred"] == "2024-02-29"
    assert parse_form(text, KINDS)["data"] == {"plaintiffs": ["elon-musk"], "case": "c"}


def test_what_is_no_toml_is_refused_with_its_line() -> None:
    with pytest.raises(ValueError, match=r"^not TOML: .*line 2"):
        parse_form('kind = "x"\noccurred = 2024-02', KINDS)


def test_faults_stand_above_what_was_typed_and_go_with_the_next_ones() -> None:
    text = 'kind = "x" # a note of mine\n'

    once = with_faults(text, ["kind: unknown", "source: missing"])
    twice = with_faults(once, ["source: missing"])

    assert once == "# ! kind: unknown\n# ! source: missing\n" + text
    assert twice == "# ! source: missing\n" + text


@pytest.mark.parametrize(("text", "nothing"), [("", True), ("# a\n \n", True), ("# a\nkind = ''", False)])
def test_a_form_of_comments_alone_says_nothing(text: str, nothing: bool) -> None:  # noqa: FBT001 - what is expected
    assert is_blank(text) is nothing


def test_names_at_hand_are_comments_of_a_width_that_can_be_read() -> None:
    hand = SuggestedNames(kinds=["k.one"], sources=["s (S)"], entities=["name"] * 60, developments=["d-one"])

    text = form_text({}, None, hand)

    assert "# kinds: k.one" in text
    assert "# developments: d-one" in text
    assert max(map(len, text.splitlines())) <= LINE_WIDTH + 10
    assert "k.one" not in form_text({}, FILED, hand)


# --- from another report ------------------------------------------------------------------------


def test_a_report_begun_from_another_takes_what_both_may_say_and_nothing_of_one_sentence() -> None:
    assert carry_over(REPORT) == {
        key: REPORT[key]
        for key in ("kind", "source", "occurred", "data", "attribution", "modality", "stories")
    }


def test_from_another_source_neither_who_said_it_nor_how_it_was_worded_is_taken() -> None:
    told = carry_over(REPORT, source="newsweek-jp")

    assert "attribution" not in told
    assert (told["source"], told["occurred"]) == ("newsweek-jp", {"edtf": "2024-02"})


def test_to_another_kind_only_fields_that_both_have_carry_over() -> None:
    told = carry_over(REPORT, kind=SETTLED)

    assert (told["kind"], told["data"]) == ("lawsuit.settled", {"case": "musk-v-openai"})


def test_a_source_that_was_declared_in_the_report_carries_over_by_its_slug() -> None:
    told = carry_over({**REPORT, "source": {"slug": "ft", "publisher": "Financial Times"}}, source="ft")

    assert told["source"] == "ft"
    assert "attribution" in told


@pytest.mark.parametrize(("identity", "advised"), [("@occurred", True), ("@start", False)])
def test_the_form_advises_to_identify_what_lasts_by_its_start(identity: str, *, advised: bool) -> None:
    stay = Kind(name="stay", title="A stay", fields={}, identity=(identity,), span=True)

    assert ('"@start" would join them' in form({}, stay)) is advised
    assert ('"@start" would join them' in form({}, attrs.evolve(stay, span=False))) is False
