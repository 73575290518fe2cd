"""The built-in kinds: attrs classes of one shape, and the objects that a log takes."""

from __future__ import annotations

import attrs
import pytest
from given import given

from chrono import Report
from chrono.events import KINDS, FundingAnnounced, LawsuitFiled
from chrono.model.fields import SPECIALS, names_in
from chrono.model.kinds import Kind
from chrono.projections import LAWSUIT, PROJECTIONS


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda each: each.name)
def test_every_kind_has_a_dotted_name_a_title_and_identity_fields_of_its_own(kind: Kind) -> None:
    subject, _, verb = kind.name.partition(".")
    assert subject.isidentifier()
    assert verb.isidentifier()
    assert kind.title.strip()
    assert set(kind.identity) <= {*kind.fields, "@occurred", *(["@start"] if kind.span else [])}


@pytest.mark.parametrize("kind", [each for each in KINDS.values() if each.span], ids=lambda each: each.name)
def test_what_lasts_is_not_told_apart_by_its_end(kind: Kind) -> None:
    assert "@occurred" not in kind.identity


@pytest.mark.parametrize(
    "kind", [each for each in KINDS.values() if each.omitted], ids=lambda each: each.name
)
def test_a_name_omits_only_what_a_report_may_be_silent_on(kind: Kind) -> None:
    assert kind.omitted <= set(kind.identity)
    assert all(kind.fields[name].optional for name in kind.omitted)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param({"appeal": "cross"}, "lawsuit.appealed:x/cross/2024-02-29", id="named"),
        pytest.param({}, "lawsuit.appealed:x/2024-02-29", id="without a name"),
    ],
)
def test_an_appeal_is_identified_by_its_name_where_it_has_one(data: dict[str, object], name: str) -> None:
    report = {"source": "a", "kind": "lawsuit.appealed", "occurred": "2024-02-29"}
    [receipt] = given({**report, "data": {"case": "x", **data}}).receipts[-1:]

    assert receipt.record["development"] == name


@pytest.mark.parametrize(
    "name",
    [
        *(
            f"lawsuit.{verb}"
            for verb in (
                *("filed", "withdrawn", "refiled", "amended", "dismissed", "settled", "judged", "remanded"),
                *("new_trial_ordered", "award_changed", "paid", "hearing_set", "hearing_held"),
                *("discovery_ordered", "consolidated", "appealed", "appeal_decided"),
            )
        ),
        *(
            f"funding.{verb}"
            for verb in ("announced", "pledged", "committed", "disbursed", "closed", "cancelled")
        ),
        *(f"bid.{verb}" for verb in ("made", "rejected", "accepted", "withdrawn", "completed")),
        *("role.started", "role.ended", "claim.made"),
    ],
)
def test_the_usual_life_of_what_is_followed_has_its_kinds(name: str) -> None:
    assert name in KINDS


def test_every_kind_that_a_built_in_projection_listens_to_is_there() -> None:
    assert {kind for each in PROJECTIONS.values() for kind in each.kinds} <= set(KINDS)


def test_every_field_that_a_built_in_projection_reads_of_a_kind_is_there() -> None:
    unknown = [
        (kind, name)
        for projection in PROJECTIONS.values()
        for each in projection.fields.values()
        for picks in each.roles.values()
        for kind, pick in picks.items()
        for name in (*names_in(pick), *each.columns)
        if name not in (*KINDS[kind].fields, *SPECIALS)
    ]
    assert unknown == []


def test_an_appeal_changes_no_field_of_the_case_below() -> None:
    below = {name: each for name, each in LAWSUIT.fields.items() if not name.startswith("appeal")}
    appeals = {kind for kind in KINDS if kind.startswith("lawsuit.appeal")}

    assert {name for name, each in below.items() if each.kinds & appeals} == set()
    assert len(appeals) == 6


def test_every_kind_of_a_lawsuit_is_read() -> None:
    assert {kind for kind in KINDS if kind.startswith("lawsuit.")} == LAWSUIT.kinds


def test_an_event_is_a_frozen_value() -> None:
    filed = LawsuitFiled(case="x", plaintiffs=("elon-musk",))

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        filed.case = "y"  # type: ignore[misc]


def test_an_event_object_stands_for_its_kind_and_data() -> None:
    filed = LawsuitFiled(case="musk-v-openai", plaintiffs=("elon-musk",))
    told = given({"record": "source", "slug": "wsj", "publisher": "WSJ", "published": "2024-03-02"})
    told.chronicle.append(Report(source="wsj", occurred="2024-02-29", data=filed))

    told.about("lawsuit/musk-v-openai").as_of("2024-03-02").shows("plaintiffs", value=["elon-musk"])


def test_a_quantity_of_an_event_object_keeps_its_bounds() -> None:
    announced = FundingAnnounced(
        programme="stargate", total={"most": 10, "exclusive": ["most"], "unit": "USD"}
    )
    told = given({"record": "source", "slug": "wsj", "publisher": "WSJ", "published": "2025-01-21"})
    told.chronicle.append(Report(source="wsj", occurred="2025-01-21", data=announced))

    told.about("funding/stargate").as_of("2025-01-22").shows(
        "total", value={"most": 10, "exclusive": ["most"], "unit": "USD"}
    )
