"""What the two articles say of the story, as the states show it; P is a paragraph, a line not empty."""

from app.asking import account
from app.stories import FUNDING, LAWSUIT, members, usd

from chrono.chronicle import Chronicle


def test_by_20_january_2025_the_funding_of_stargate_has_not_been_announced(story: Chronicle) -> None:
    fields = story.state(FUNDING, as_of="2025-01-20").fields

    assert (fields["status"].value, fields["status"].certainty) == ("not announced", "certain")
    assert fields["total"].value is None


def test_newsweek_p9_on_21_january_2025_some_78_trillion_yen_are_announced(story: Chronicle) -> None:
    fields = story.state(FUNDING, as_of="2025-01-21").fields

    assert fields["status"].value == "announced"
    assert fields["total"].value == usd(500)
    assert fields["equivalent"].value == {"amount": 78_000_000_000_000, "about": True, "unit": "JPY"}


def test_newsweek_p16_a_few_hours_after_the_announcement_may_still_be_the_same_day(story: Chronicle) -> None:
    same_day = story.state(FUNDING, as_of="2025-01-21").fields["disputed_by"]
    next_day = story.state(FUNDING, as_of="2025-01-22").fields["disputed_by"]

    assert (same_day.value, same_day.possible) == ([], ("elon-musk",))
    assert (next_day.value, next_day.possible) == (["elon-musk"], ())


def test_wsj_p4_what_musk_said_to_aides_is_no_public_dispute(story: Chronicle) -> None:
    fields = story.state(FUNDING, as_of="2025-01-23", according_to="wsj-ja").fields

    assert "the backers of Stargate have not got the money together" in str(fields["claims"].value)
    assert fields["disputed_by"].certainty == "none"


def test_newsweek_p13_a_reader_of_23_january_2025_knows_the_period_and_the_first_part(
    story: Chronicle,
) -> None:
    fields = story.state(FUNDING, as_of="2025-01-23", known_at="2025-01-23").fields

    assert fields["period"].value == "4 years"
    assert fields["immediate"].value == usd(100)


def test_wsj_p47_that_money_from_outside_is_needed_is_not_known_on_23_january_2025(story: Chronicle) -> None:
    then = story.state(FUNDING, as_of="2025-01-23", known_at="2025-01-23").fields
    now = story.state(FUNDING, as_of="2025-01-23").fields

    assert (then["external_needed"].value, then["external_needed"].certainty) == (None, "none")
    assert (now["external_needed"].value, now["commitments_settled"].value) == (True, False)


def test_neither_article_says_that_any_money_is_committed(story: Chronicle) -> None:
    committed = story.state(FUNDING, as_of="2025-02-17").fields["committed"]

    assert (committed.value, committed.certainty) == (None, "none")


def test_wsj_p24_on_1_july_2024_the_suit_is_withdrawn(story: Chronicle) -> None:
    fields = story.state(LAWSUIT, as_of="2024-07-01").fields

    assert (fields["status"].value, fields["status"].since) == ("withdrawn", "2024-06")
    assert (fields["filed"].value, fields["withdrawn"].value) == ("2024-02", "2024-06")


def test_newsweek_p18_a_reader_of_23_january_2025_cannot_tell_how_it_stood_on_1_july_2024(
    story: Chronicle,
) -> None:
    status = story.state(LAWSUIT, as_of="2024-07-01", known_at="2025-01-23").fields["status"]

    assert (status.value, status.certainty) == (None, "unknown")


def test_newsweek_p18_a_reader_of_23_january_2025_knows_that_it_is_pending_and_no_date(
    story: Chronicle,
) -> None:
    fields = story.state(LAWSUIT, as_of="2025-01-23", known_at="2025-01-23").fields

    assert fields["status"].value == "pending"
    assert fields["defendants"].value == ["openai", "sam-altman"]
    assert [fields[name].value for name in ("filed", "withdrawn", "refiled", "amended")] == [None] * 4


def test_wsj_p24_in_mid_june_2024_two_states_are_possible_and_neither_is_chosen(story: Chronicle) -> None:
    status = story.state(LAWSUIT, as_of="2024-06-15").fields["status"]

    assert (status.value, status.certainty) == (None, "possible")
    assert status.possible == ("pending", "withdrawn")


def test_wsj_p24_the_suit_goes_through_its_states_as_they_happened(story: Chronicle) -> None:
    states = _statuses(story, by="world")

    assert states == {"2024-02-29": "pending", "2024-06-30": "withdrawn", "2024-08-31": "pending"}


def test_the_press_knew_the_suit_as_pending_first_and_its_withdrawal_only_afterwards(
    story: Chronicle,
) -> None:
    steps = {each.at: each.changes for each in story.replay(LAWSUIT, by="press", as_of="2025-02-17")}

    assert list(steps) == ["2025-01-23T06:52:00Z", "2025-02-17"]
    assert steps["2025-01-23T06:52:00Z"]["status"].after.value == "pending"
    assert "withdrawn" not in steps["2025-01-23T06:52:00Z"]
    assert steps["2025-02-17"]["withdrawn"].after.value == "2024-06"


def test_why_the_suit_is_withdrawn_is_explained_down_to_the_paragraph(story: Chronicle) -> None:
    reasons = story.explain(f"{LAWSUIT}.status", as_of="2024-07-01").reasons["status"]
    holds = [each for each in reasons if each.status == "holds"]

    assert [each.development for each in holds] == ["lawsuit-withdrawn"]
    assert [account(each, "").locator for each in holds[0].accounts] == ["P24"]


def _statuses(story: Chronicle, *, by: str) -> dict[str, object]:
    """Return each change of a status to a certain one, by its time."""
    steps = [
        (each.at, each.changes["status"].after)
        for each in story.replay(LAWSUIT, by=by)
        if "status" in each.changes
    ]
    return {str(at): after.value for at, after in steps if after.certainty == "certain"}


def test_after_february_2018_musk_is_no_co_chair_by_inference_and_it_says_so(story: Chronicle) -> None:
    holders = members(story.state("roles/openai", as_of="2018-03-01").fields["holders"])
    explained = story.explain("roles/openai.holders", as_of="2018-03-01").reasons["holders"]
    ended = [each for each in explained if each.development == "musk-cochair-ended"]

    assert ("co-chair", "elon-musk") not in holders
    assert [(account(each, "").standing, account(each, "").source) for each in ended[0].accounts] == [
        ("inferred", "desk")
    ]


def test_no_source_says_that_altman_came_back_it_is_inferred_and_says_so(story: Chronicle) -> None:
    back = members(story.state("roles/openai", as_of="2024-02-29").fields["holders"])
    press = members(story.state("roles/openai", as_of="2024-02-29", according_to="wsj-ja").fields["holders"])

    assert back[("chief executive", "sam-altman")].certainty == "certain"
    assert back[("chief executive", "sam-altman")].sources == ("desk",)
    assert ("chief executive", "sam-altman") not in press
