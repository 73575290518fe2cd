"""The built-in projections: the whole usual life of a lawsuit and of a funding programme."""

from __future__ import annotations

import pytest
from given import Given, Record, given

from chrono.errors import NoSuchTarget


def step(kind: str, occurred: str, **data: object) -> Record:
    subject = {"programme": "stargate"} if kind.startswith("funding") else {"case": "x"}
    return {"source": "wsj", "kind": kind, "occurred": occurred, "data": {**subject, **data}}


FILED = step("lawsuit.filed", "2024-02-29", plaintiffs=["musk"], defendants=["openai"], court="San Francisco")
ANNOUNCED = step("funding.announced", "2025-01-21", total="500 billion USD", period="4 years")


def lawsuit(*records: Record) -> Given:
    return given(FILED, *records).about("lawsuit/x").as_of("2026-01-01")


def funding(*records: Record) -> Given:
    return given(ANNOUNCED, *records).about("funding/stargate").as_of("2026-01-01")


@pytest.mark.parametrize(
    ("steps", "status", "last"),
    [
        pytest.param([], "pending", "filed", id="filed"),
        pytest.param([step("lawsuit.withdrawn", "2024-06")], "withdrawn", "withdrawn", id="withdrawn"),
        pytest.param(
            [step("lawsuit.withdrawn", "2024-06"), step("lawsuit.refiled", "2024-08-05")],
            "pending",
            "refiled",
            id="refiled",
        ),
        pytest.param([step("lawsuit.amended", "2024-11-14")], "pending", "amended", id="amended"),
        pytest.param([step("lawsuit.dismissed", "2024-06-01")], "dismissed", "dismissed", id="dismissed"),
        pytest.param([step("lawsuit.stayed", "2024-06-01")], "stayed", "stayed", id="stayed"),
        pytest.param(
            [step("lawsuit.stayed", "2024-06-01"), step("lawsuit.resumed", "2024-07-01")],
            "pending",
            "resumed",
            id="resumed",
        ),
        pytest.param([step("lawsuit.settled", "2024-06-01")], "settled", "settled", id="settled"),
        pytest.param(
            [step("lawsuit.trial_set", "2024-06-01", trial="2026-03")], "pending", "trial set", id="trial set"
        ),
        pytest.param(
            [step("lawsuit.motion_decided", "2024-06-01", motion="injunction", outcome="denied")],
            "pending",
            "motion decided",
            id="a motion decided",
        ),
    ],
)
def test_a_lawsuit_stands_as_its_last_step_left_it(steps: list[Record], status: str, last: str) -> None:
    lawsuit(*steps).shows("status", value=status).shows("last_step", value=last)


def test_nothing_is_reported_of_a_lawsuit_before_it_is_known() -> None:
    lawsuit().as_of("2024-02-28").shows("status", value="none reported", certainty="certain")


def test_an_amended_complaint_shows_that_the_case_is_pending_where_nothing_else_is_known() -> None:
    told = (
        given(step("lawsuit.amended", "2024-11-14", defendants=["microsoft"]))
        .about("lawsuit/x")
        .as_of("2024-12-01")
    )

    told.shows("status", value="pending", since=None).shows("defendants", value=["microsoft"])


def test_the_parties_are_those_of_the_last_complaint_that_names_them() -> None:
    told = lawsuit(step("lawsuit.amended", "2024-11-14", defendants=["openai", "microsoft"]))

    told.shows("plaintiffs", value=["musk"], since="2024-02-29")
    told.shows("defendants", value=["microsoft", "openai"], since="2024-11-14")
    told.as_of("2024-11-13").shows("defendants", value=["openai"])


def test_a_vague_withdrawal_leaves_two_possible_states_in_its_month() -> None:
    told = lawsuit(step("lawsuit.withdrawn", "2024-06"))

    told.as_of("2024-06-15").shows(
        "status", value=None, certainty="possible", possible=["pending", "withdrawn"]
    )
    told.as_of("2024-07-01").shows("status", value="withdrawn", certainty="certain", since="2024-06")


def test_a_programme_is_announced_from_its_day_on() -> None:
    told = funding()

    told.as_of("2025-01-20").shows("status", value="not announced", certainty="certain")
    told.as_of("2025-01-21").shows("status", value="announced", since="2025-01-21")
    told.shows("total", value={"amount": 500_000_000_000, "unit": "USD"}).shows("period", value="4 years")


def test_what_is_announced_is_neither_pledged_committed_nor_disbursed() -> None:
    told = funding(
        step("funding.pledged", "2025-01-22", funder="softbank", amount="40 billion USD"),
    )

    told.shows("pledged", value={"amount": 40_000_000_000, "unit": "USD"})
    told.shows("committed", value=None, certainty="none").shows("disbursed", value=None, certainty="none")


def test_commitments_of_several_funders_add_up() -> None:
    told = funding(
        step("funding.committed", "2025-02-01", funder="softbank", amount="15 billion USD"),
        step("funding.committed", "2025-03-01", funder="oracle", amount="7 billion USD"),
    )

    told.shows("committed", value={"amount": 22_000_000_000, "unit": "USD"})


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("funding.closed", "fully funded"),
        ("funding.suspended", "suspended"),
        ("funding.cancelled", "cancelled"),
    ],
)
def test_a_programme_ends_as_its_last_step_left_it(kind: str, status: str) -> None:
    funding(step(kind, "2025-06-01")).shows("status", value=status, since="2025-06-01")


def test_two_totals_of_one_announcement_are_disputed_not_added() -> None:
    told = funding({**step("funding.announced", "2025-01-21", total="400 billion USD"), "source": "other"})
    first, second = ({"amount": each * 10**9, "unit": "USD"} for each in (400, 500))

    told.differs_in("total", first, second, value=None)


def test_a_public_dispute_of_the_funding_shows_who_disputes_and_as_a_claim_what() -> None:
    claim = {
        "claimant": "musk",
        "says": "they don't have the money",
        "subject": "stargate",
        "topic": "funding",
        "stance": "disputes",
        "audience": "public",
    }
    told = funding({"source": "wsj", "kind": "claim.made", "occurred": "2025-01-22", "data": claim})

    told.shows("disputed_by", value=["musk"]).shows("committed", certainty="none")
    told.shows("total", disputed=False)
    found = told.field("claims")["value"]
    assert isinstance(found, list)
    assert [(each["claimant"], each["says"]) for each in found] == [("musk", "they don't have the money")]


def claim(subject: str, topic: str) -> Record:
    data = {"claimant": "musk", "says": "so it is", "subject": subject, "topic": topic}
    return {"source": "wsj", "kind": "claim.made", "occurred": "2025-01-22", "data": data}


def test_a_claim_alone_makes_no_programme() -> None:
    told = funding(claim("someone", "politics"), claim("stargate", "funding"))

    assert [key for _, key in told.chronicle.view().targets(["funding"])] == ["stargate"]
    with pytest.raises(NoSuchTarget, match='nothing is known of "funding/someone"'):
        told.chronicle.state("funding/someone")


def test_a_claim_that_is_older_than_the_programme_counts_as_soon_as_that_is_known() -> None:
    told = given(claim("stargate", "funding"), ANNOUNCED).about("funding/stargate").as_of("2026-01-01")

    found = told.field("claims")["value"]
    assert isinstance(found, list)
    assert [each["says"] for each in found] == ["so it is"]
