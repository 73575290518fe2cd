"""The built-in kinds: attrs classes of one shape, and the objects that a log takes."""

from __future__ import annotations

import attrs
import pytest
from given import given

from chrono import Report
from chrono.events import KINDS, FundingAnnounced, LawsuitFiled
from chrono.model.kinds import Kind
from chrono.projections import PROJECTIONS


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda each: each.name)
def test_every_kind_has_a_dotted_name_a_title_and_identity_fields_of_its_own(kind: Kind) -> None:
    subject, _, verb = kind.name.partition(".")
    assert subject.isidentifier()
    assert verb.isidentifier()
    assert kind.title.strip()
    assert set(kind.identity) <= {*kind.fields, "@occurred"}


@pytest.mark.parametrize(
    "name",
    [
        *(
            f"lawsuit.{verb}"
            for verb in ("filed", "withdrawn", "refiled", "amended", "dismissed", "settled", "judged")
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
