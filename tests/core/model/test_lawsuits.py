"""Three invented cases, each followed for years: what the lawsuit's state says at points of time.

They have the shape of real ones (a patent case that goes up and comes back, a class action that settles
twice, a criminal case whose counts fall one by one); names, figures and dates are made up. The answers were
worked out by hand from the reports above them.
"""

from __future__ import annotations

import pytest
from given import Given, Record, given


def told_of(case: str, *steps: tuple[str, str, dict[str, object]]) -> Given:
    """The docket of a case, each step as kind, date and data, published on its day."""
    return given(*(step(case, *each) for each in steps)).about(f"lawsuit/{case}")


def step(case: str, kind: str, date: str, data: dict[str, object], source: str = "docket") -> Record:
    record: dict[str, object] = {"source": source, "kind": f"lawsuit.{kind}", "occurred": date}
    return {**record, "reported": date, "data": {"case": case, **data}}


def usd(millions: int) -> dict[str, object]:
    return {"amount": millions * 10**6, "unit": "USD"}


Answers = dict[str, object]


def assert_certain(told: Given, date: str, answers: Answers) -> None:
    """Assert that each field holds its value for certain, and that no source disputes it."""
    for name, value in answers.items():
        told.as_of(date).shows(name, value=value, certainty="certain", disputed=False)


# --- a patent case: two appeals at once, two remands, a new trial -------------------------------------

PATENT = (
    ("filed", "2011-04-15", {"plaintiffs": ["velloni"], "defendants": ["quarrow"], "court": "Halden"}),
    ("judge_assigned", "2011-04-20", {"judge": "iris-tamsin"}),
    ("motion_filed", "2011-07-01", {"motion": "injunction", "party": "velloni"}),
    ("motion_decided", "2011-12-02", {"motion": "injunction", "outcome": "denied"}),
    (
        *("appealed", "2011-12-08"),
        {"appeal": "injunction", "party": "velloni", "court": "Patent Court", "decision": "the denial"},
    ),
    ("appeal_argued", "2012-04-02", {"appeal": "injunction"}),
    ("appeal_decided", "2012-05-14", {"appeal": "injunction", "outcome": "affirmed in part"}),
    ("remanded", "2012-05-14", {"appeal": "injunction", "issue": "the injunction on one patent"}),
    ("trial_set", "2012-06-01", {"trial": "2012-07-30"}),
    ("trial_begun", "2012-07-30", {}),
    (
        *("verdict_given", "2012-08-24"),
        {"verdict": "infringed", "prevailing": ["velloni"], "award": "1040 million USD"},
    ),
    ("award_changed", "2013-03-01", {"award": "590 million USD"}),
    ("new_trial_ordered", "2013-03-01", {"issue": "the damages for 14 models"}),
    (
        *("verdict_given", "2013-11-21"),
        {"verdict": "infringed", "prevailing": ["velloni"], "award": "880 million USD"},
    ),
    ("judged", "2014-03-06", {"prevailing": ["velloni"], "award": "880 million USD"}),
    ("appealed", "2014-03-07", {"appeal": "judgment", "party": "quarrow", "court": "Patent Court"}),
    ("appealed", "2014-03-07", {"appeal": "cross", "party": "velloni", "court": "Patent Court"}),
    ("appeal_withdrawn", "2014-07-28", {"appeal": "cross"}),
    ("appeal_decided", "2015-05-18", {"appeal": "judgment", "outcome": "affirmed in part"}),
    ("award_changed", "2015-05-18", {"award": "540 million USD"}),
    ("remanded", "2015-05-18", {"appeal": "judgment"}),
    ("paid", "2015-12-14", {"payer": "quarrow", "payee": "velloni", "amount": "540 million USD"}),
    ("appealed", "2015-12-15", {"appeal": "supreme", "party": "quarrow", "court": "High Court"}),
    ("appeal_accepted", "2016-03-21", {"appeal": "supreme"}),
    ("appeal_decided", "2016-12-06", {"appeal": "supreme", "outcome": "reversed"}),
    ("award_vacated", "2016-12-06", {}),
    ("settled", "2018-06-27", {}),
)


@pytest.fixture(scope="module")
def patent() -> Given:
    return told_of("velloni-v-quarrow", *PATENT)


@pytest.mark.parametrize(
    ("date", "answers"),
    [
        pytest.param(
            "2012-01-01",
            {
                "status": "pending",
                "judge": "iris-tamsin",
                "motions": {"injunction": "denied"},
                "appeal_status": "pending",
                "appeal_parties": {"injunction": "velloni"},
                "appeal_courts": {"injunction": "Patent Court"},
                "appealed": {"injunction": "the denial"},
                "appeal_notices": {"injunction": "2011-12-08"},
                "appeal_outcomes": {"injunction": None},
                "remand": None,
                "verdict": None,
            },
            id="the denial of an injunction is appealed",
        ),
        pytest.param(
            "2012-08-01",
            {
                "status": "pending",
                "last_step": "trial begun",
                "trial_date": "2012-07-30",
                "appeal_status": "decided",
                "appeal_outcome": "affirmed in part",
                "remand": "the injunction on one patent",
                "court": "Halden",
                "prevailing": None,
            },
            id="the trial begins after the first remand",
        ),
        pytest.param(
            "2012-09-01",
            {
                "status": "pending",
                "last_step": "verdict",
                "verdict": "infringed",
                "prevailing": ["velloni"],
                "award": usd(1040),
                "award_now": usd(1040),
                "appeal_outcome": "affirmed in part",
            },
            id="the verdict, which the older appeal does not touch",
        ),
        pytest.param(
            "2013-06-01",
            {"award": usd(1040), "award_now": usd(590), "new_trial": "the damages for 14 models"},
            id="the award is cut and a new trial ordered",
        ),
        pytest.param(
            "2014-04-01",
            {
                "status": "judged",
                "award": usd(880),
                "award_now": usd(880),
                "appeal_parties": {"injunction": "velloni", "judgment": "quarrow", "cross": "velloni"},
                "appeal_statuses": {"injunction": "decided", "judgment": "pending", "cross": "pending"},
                "appeal_outcomes": {"injunction": "affirmed in part", "judgment": None, "cross": None},
                "appeal_status": "pending",
                "appeal_outcome": None,
            },
            id="two appeals of one day run at once, and the case stays judged",
        ),
        pytest.param(
            "2014-08-01",
            {
                "status": "judged",
                "appeal_statuses": {"injunction": "decided", "judgment": "pending", "cross": "withdrawn"},
                "appeal_status": "withdrawn",
            },
            id="one of the two is given up",
        ),
        pytest.param(
            "2015-06-01",
            {
                "status": "pending",
                "remand": "ordered",
                "award": usd(880),
                "award_now": usd(540),
                "appeal_outcome": "affirmed in part",
            },
            id="the second remand makes it pending again",
        ),
        pytest.param(
            "2016-12-31",
            {
                "status": "pending",
                "award_now": "vacated",
                "paid": usd(540),
                "last_paid": "2015-12-14",
                "appeal_statuses": {
                    "injunction": "decided",
                    "judgment": "decided",
                    "cross": "withdrawn",
                    "supreme": "decided",
                },
                "appeal_outcome": "reversed",
            },
            id="the award is gone after it was paid",
        ),
        pytest.param(
            "2018-12-31",
            {"status": "settled", "last_step": "settled", "award": usd(880), "appeal_outcome": "reversed"},
            id="it settles",
        ),
    ],
)
def test_a_patent_case_goes_up_and_comes_back(patent: Given, date: str, answers: Answers) -> None:
    assert_certain(patent, date, answers)


def test_a_reader_before_the_verdict_is_published_knows_of_none(patent: Given) -> None:
    early = patent.as_of("2012-09-01").known_at("2012-08-23")

    early.shows("verdict", certainty="none").shows("award_now", certainty="none")
    early.shows("last_step", value="trial begun", certainty="certain")


# --- a class action that settles, is sent back, and settles again ------------------------------------

CLASS = (
    ("filed", "2019-02-11", {"plaintiffs": ["ada-brannock"], "defendants": ["ostrel"], "court": "Vesper"}),
    ("motion_filed", "2019-05", {"motion": "dismiss", "party": "ostrel"}),
    ("motion_decided", "2019-09-30", {"motion": "dismiss", "outcome": "denied in part"}),
    ("consolidated", "2019-11-04", {"cases": ["pell-v-ostrel", "yarrow-v-ostrel"]}),
    ("class_decided", "2020-02-20", {"outcome": "certified"}),
    ("appealed", "2020-03-05", {"party": "ostrel", "court": "Ninth Bench", "decision": "the class"}),
    ("appeal_refused", "2020-05-12", {}),
    ("discovery_ordered", "2020-06-15", {"party": "ostrel", "order": "hand over the tests"}),
    ("trial_set", "2020-10-01", {"trial": "2021-06-07"}),
    ("settled", "2021-03", {"amount": "117 million USD"}),
    ("settlement_approved", "2021-04-19", {"approval": "preliminary"}),
    ("hearing_set", "2021-04-19", {"hearing": "2021-09-13", "subject": "final approval"}),
    ("hearing_held", "2021-09-13", {"subject": "final approval"}),
    ("settlement_rejected", "2021-10-04", {}),
    ("settlement_approved", "2022-06-30", {"approval": "final"}),
    (
        *("appealed", "2022-07-20"),
        {"party": "lone-objector", "court": "Ninth Bench", "decision": "the settlement"},
    ),
    ("appeal_decided", "2023-01-09", {"outcome": "affirmed"}),
    ("paid", "2023-03-01", {"payer": "ostrel", "amount": "70 million USD"}),
    ("paid", "2023-09-01", {"payer": "ostrel", "amount": "71 million USD"}),
    ("closed", "2023-10-02", {}),
)
AGAIN = {"development": "ostrel-settles-again"}


@pytest.fixture(scope="module")
def class_action() -> Given:
    settled = step("brannock-v-ostrel", "settled", "2021-12-10", {"amount": "141 million USD"})
    return told_of("brannock-v-ostrel", *CLASS).and_then({**settled, **AGAIN})


@pytest.mark.parametrize(
    ("date", "answers"),
    [
        pytest.param(
            "2019-12-01",
            {
                "status": "pending",
                "motions": {"dismiss": "denied in part"},
                "class_action": None,
                "last_step": "consolidated",
            },
            id="others are joined to it",
        ),
        pytest.param(
            "2020-04-01",
            {
                "status": "pending",
                "class_action": "certified",
                "appealed": {"null": "the class"},
                "appeal_statuses": {"null": "pending"},
                "appeal_outcomes": {"null": None},
            },
            id="an appeal without a name has a row of its own",
        ),
        pytest.param(
            "2020-12-01",
            {
                "status": "pending",
                "appeal_statuses": {"null": "refused"},
                "discovery": [{"party": "ostrel", "order": "hand over the tests"}],
                "trial_date": "2021-06-07",
                "settlement": None,
            },
            id="the appeal is not taken and the case goes on",
        ),
        pytest.param(
            "2021-05-01",
            {
                "status": "settled",
                "settlement": usd(117),
                "settlement_approval": "preliminary",
                "next_hearing": "2021-09-13",
            },
            id="it settles, and a hearing is set",
        ),
        pytest.param(
            "2021-11-01",
            {
                "status": "pending",
                "settlement": usd(117),
                "settlement_approval": "rejected",
                "next_hearing": None,
            },
            id="the court rejects the settlement",
        ),
        pytest.param(
            "2022-08-01",
            {
                "status": "settled",
                "settlement": usd(141),
                "settlement_approval": "final",
                "appealed": {"null": "the settlement"},
                "appeal_statuses": {"null": "pending"},
                "appeal_outcome": None,
            },
            id="the next appeal without a name takes the place of the one before",
        ),
        pytest.param(
            "2023-06-01",
            {"status": "settled", "appeal_outcomes": {"null": "affirmed"}, "paid": usd(70)},
            id="half is paid",
        ),
        pytest.param(
            "2024-01-01",
            {"status": "closed", "paid": usd(141), "last_paid": "2023-09-01", "settlement": usd(141)},
            id="all is paid and the case closed",
        ),
    ],
)
def test_a_class_action_settles_twice(class_action: Given, date: str, answers: Answers) -> None:
    assert_certain(class_action, date, answers)


def test_a_settlement_of_some_day_of_march_is_possible_in_march(class_action: Given) -> None:
    middle = class_action.as_of("2021-03-15")

    middle.shows("status", value=None, certainty="possible", possible=["pending", "settled"])
    middle.shows("settlement", value=None, certainty="possible", possible=[None, usd(117)])


def test_a_motion_of_some_day_of_may_is_possible_in_may(class_action: Given) -> None:
    class_action.as_of("2019-05-15").shows("motions", value={}, possible={"dismiss": [None, "pending"]})


# --- a criminal case whose counts fall one by one -----------------------------------------------------

CRIMINAL = (
    ("filed", "2023-03-30", {"plaintiffs": ["vesper"], "defendants": ["odalys-kern"]}),
    ("charged", "2023-03-30", {"counts": ["bribery", "fraud", "perjury", "tampering", "theft"]}),
    ("plea_entered", "2023-04-04", {"party": "odalys-kern", "plea": "not guilty"}),
    ("count_dropped", "2023-08", {"count": "theft"}),
    ("count_dropped", "2024-03-13", {"count": "bribery"}),
    ("count_dropped", "2024-03-13", {"count": "fraud"}),
    ("appealed", "2024-03-20", {"appeal": "dropped counts", "party": "vesper"}),
    ("trial_begun", "2024-04-15", {}),
    ("mistrial_declared", "2024-05-02", {"reason": "a juror was spoken to"}),
    ("count_decided", "2024-06-28", {"count": "perjury", "outcome": "guilty"}),
    ("count_decided", "2024-06-28", {"count": "tampering", "outcome": "not guilty"}),
    ("verdict_given", "2024-06-28", {}),
    ("sentenced", "2024-07-11", {"party": "odalys-kern", "sentence": "18 months"}),
    ("appealed", "2024-07-20", {"appeal": "conviction", "party": "odalys-kern"}),
    ("appeal_decided", "2024-09-05", {"appeal": "dropped counts", "outcome": "affirmed"}),
    ("appeal_decided", "2025-01-10", {"appeal": "conviction", "outcome": "vacated"}),
    ("verdict_set_aside", "2025-01-10", {}),
    ("new_trial_ordered", "2025-01-10", {}),
    ("count_dropped", "2025-02-03", {"count": "perjury"}),
    ("dismissed", "2025-02-04", {}),
)


@pytest.fixture(scope="module")
def criminal() -> Given:
    return told_of("vesper-v-kern", *CRIMINAL)


@pytest.mark.parametrize(
    ("date", "answers"),
    [
        pytest.param(
            "2023-05-01",
            {
                "status": "pending",
                "counts": dict.fromkeys(("bribery", "fraud", "perjury", "tampering", "theft"), "pending"),
                "pleas": {"odalys-kern": "not guilty"},
                "sentences": {},
            },
            id="five counts",
        ),
        pytest.param(
            "2023-09-01",
            {
                "status": "pending",
                "counts": {
                    "theft": "dropped",
                    **dict.fromkeys(("bribery", "fraud", "perjury", "tampering"), "pending"),
                },
                "last_step": "count dropped",
            },
            id="four counts",
        ),
        pytest.param(
            "2024-04-20",
            {
                "status": "pending",
                "counts": {
                    **dict.fromkeys(("bribery", "fraud", "theft"), "dropped"),
                    **dict.fromkeys(("perjury", "tampering"), "pending"),
                },
                "last_step": "trial begun",
                "appeal_statuses": {"dropped counts": "pending"},
                "verdict": None,
            },
            id="the trial of two, with an appeal about the others under way",
        ),
        pytest.param(
            "2024-05-10",
            {"status": "pending", "verdict": "mistrial", "last_step": "mistrial declared"},
            id="a mistrial",
        ),
        pytest.param(
            "2024-08-01",
            {
                "status": "sentenced",
                "verdict": "given",
                "counts": {
                    **dict.fromkeys(("bribery", "fraud", "theft"), "dropped"),
                    "perjury": "guilty",
                    "tampering": "not guilty",
                },
                "sentences": {"odalys-kern": "18 months"},
                "appeal_statuses": {"dropped counts": "pending", "conviction": "pending"},
            },
            id="a sentence, and two appeals at once",
        ),
        pytest.param(
            "2024-10-01",
            {
                "status": "sentenced",
                "appeal_outcomes": {"dropped counts": "affirmed", "conviction": None},
                "appeal_outcome": "affirmed",
            },
            id="one appeal is decided, the other is not",
        ),
        pytest.param(
            "2025-01-15",
            {
                "status": "pending",
                "verdict": "set aside",
                "new_trial": "ordered",
                "appeal_outcome": "vacated",
            },
            id="the conviction falls",
        ),
        pytest.param(
            "2025-03-01",
            {
                "status": "dismissed",
                "counts": {
                    **dict.fromkeys(("bribery", "fraud", "perjury", "theft"), "dropped"),
                    "tampering": "not guilty",
                },
            },
            id="nothing is left",
        ),
    ],
)
def test_the_counts_of_a_criminal_case_fall_one_by_one(criminal: Given, date: str, answers: Answers) -> None:
    assert_certain(criminal, date, answers)


def test_in_august_the_count_dropped_in_august_is_only_possibly_dropped(criminal: Given) -> None:
    rest = dict.fromkeys(("bribery", "fraud", "perjury", "tampering"), "pending")

    criminal.as_of("2023-08-15").shows(
        "counts", value=rest, certainty="possible", possible={"theft": ["pending", "dropped"]}
    )


# --- what makes two accounts of one step one development ----------------------------------------------

APPEALED = ("filed", "2020-01-06", {"plaintiffs": ["a"], "defendants": ["b"]})


def decided(source: str, outcome: str, **data: object) -> Record:
    return step("a-v-b", "appeal_decided", "2021-05-03", {"outcome": outcome, **data}, source)


def test_two_accounts_of_an_appeal_without_a_name_are_of_one_development() -> None:
    told = told_of("a-v-b", APPEALED).and_then(decided("daily", "affirmed"), decided("weekly", "reversed"))

    told.as_of("2022-01-01").differs_in("appeal_outcome", "affirmed", "reversed", value=None)


def test_appeals_under_two_names_that_are_decided_on_one_day_are_two_developments() -> None:
    told = told_of("a-v-b", APPEALED).and_then(
        decided("daily", "affirmed", appeal="main"), decided("weekly", "reversed", appeal="cross")
    )

    outcomes = {"main": "affirmed", "cross": "reversed"}
    told.as_of("2022-01-01").shows("appeal_outcomes", value=outcomes, certainty="certain", disputed=False)


def test_which_of_two_appeals_of_one_day_moved_last_is_open() -> None:
    told = told_of("a-v-b", APPEALED).and_then(
        decided("daily", "affirmed", appeal="main"), decided("weekly", "reversed", appeal="cross")
    )

    told.as_of("2022-01-01").shows("appeal_outcome", certainty="possible", value=None, disputed=False)


def test_one_hearing_told_twice_is_one_whenever_it_is_said_to_have_been_set() -> None:
    first = step("a-v-b", "hearing_set", "2021-05", {"hearing": "2021-07-01"})
    second = step("a-v-b", "hearing_set", "2021-05-12", {"hearing": "2021-07-01"}, "daily")
    told = told_of("a-v-b", APPEALED).and_then(first, second)

    assert len({each.record["development"] for each in told.receipts[-2:]}) == 1
    told.as_of("2021-06-01").shows("next_hearing", value="2021-07-01", origins=2)


def test_a_hearing_may_set_the_next() -> None:
    steps = [
        ("hearing_set", "2021-05-12", {"hearing": "2021-07-01"}),
        ("hearing_held", "2021-07-01", {"next": "2021-09-01"}),
        ("hearing_cancelled", "2021-08-20", {}),
    ]
    told = told_of("a-v-b", APPEALED, *steps)

    told.as_of("2021-08-01").shows("next_hearing", value="2021-09-01")
    told.as_of("2021-08-31").shows("next_hearing", value=None, certainty="certain")


def test_a_hearing_that_is_held_or_called_off_leaves_those_of_other_subjects() -> None:
    told = told_of(
        "a-v-b",
        ("hearing_set", "2021-05-12", {"hearing": "2021-07-01", "subject": "class"}),
        ("hearing_set", "2021-05-14", {"hearing": "2021-08-01", "subject": "injunction"}),
        ("hearing_set", "2021-05-16", {"hearing": "2021-09-01"}),
        ("hearing_held", "2021-07-01", {"subject": "class"}),
        ("hearing_cancelled", "2021-07-20", {"subject": "injunction", "next": "2021-10-01"}),
        ("hearing_cancelled", "2021-08-20", {}),
    )

    for date, *hearings in (
        ("2021-06-01", "2021-07-01", "2021-08-01", "2021-09-01"),
        ("2021-07-02", "held", "2021-08-01", "2021-09-01"),
        ("2021-08-01", "held", "2021-10-01", "2021-09-01"),
        ("2021-09-01", "held", "2021-10-01", "cancelled"),
    ):
        rows = dict(zip(("class", "injunction", "null"), hearings, strict=True))
        assert_certain(told, date, {"hearings": rows})


def test_an_award_cut_to_no_figure_that_is_told_does_not_stand_as_it_was() -> None:
    told = told_of(
        "a-v-b",
        APPEALED,
        ("verdict_given", "2021-05-12", {"award": "9 million USD"}),
        ("award_changed", "2021-06-01", {}),
    )

    told.as_of("2021-07-01").shows("award_now", value="changed").shows("award", value=usd(9))


def test_the_date_of_the_trial_answers_by_its_old_name() -> None:
    told = told_of("a-v-b", APPEALED, ("trial_set", "2021-05-12", {"trial": "2021-09-01"}))

    told.as_of("2021-06-01").shows("trial", value="2021-09-01")
    assert list(told.chronicle.explain("lawsuit/a-v-b.trial").fields) == ["trial_date"]
