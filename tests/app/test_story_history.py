"""How the two came together, fell out and became rivals, as the states show it; P is a paragraph."""

from itertools import pairwise

import pytest
from app.asking import Account, account
from app.stories import LAWSUIT, accounts, members, places, usd

from chrono.chronicle import Chronicle

FORM = "form/openai"
RELATIONSHIP = "relationship"
PRODUCTS = "products/openai"
ADVOCACY = "advocacy/elon-musk"
NOW = "2025-02-17"


def told(story: Chronicle, development: str) -> list[Account]:
    """Return every account of a development."""
    return [account(each, development) for each in story.show(development).accounts]


# How the two stand to each other.


@pytest.mark.parametrize(
    ("as_of", "stages"),
    [
        pytest.param("2015-04-30", ["allied"], id="P14 they dine together since early 2015"),
        pytest.param("2016-12-31", ["allied"], id="P18 nothing has changed before 2017"),
        pytest.param("2017-01-01", ["allied", "fraying"], id="P18 some day in 2017"),
        pytest.param("2017-12-31", ["fraying"], id="P18 2017 is over"),
        pytest.param("2018-01-31", ["fraying"], id="P64 he left no earlier than in February"),
        pytest.param("2018-02-01", ["fraying", "estranged"], id="P64 some day in February"),
        pytest.param("2018-02-28", ["estranged"], id="P64 February is over"),
        pytest.param("2023-06-30", ["estranged"], id="P68 xAI came in July 2023"),
        pytest.param("2023-07-31", ["rivals"], id="P68 July is over"),
        pytest.param("2024-01-31", ["rivals"], id="P70 the suit came in February 2024"),
        pytest.param("2024-02-29", ["litigating"], id="P70 February is over"),
        pytest.param("2024-07-15", ["litigating"], id="P24 that the suit is dropped ends no stage"),
        pytest.param("2025-01-21", ["litigating"], id="NW P18 he called him names on the 22nd"),
        pytest.param("2025-01-22", ["attacked in public"], id="NW P18 he called him names"),
        pytest.param("2025-02-09", ["attacked in public"], id="P6 the offer came later"),
        pytest.param("2025-02-14", ["open feud"], id="P6 at its height with the offer"),
        pytest.param(NOW, ["open feud"], id="P6 at its height"),
    ],
)
def test_how_musk_and_altman_stand_to_each_other_changes_with_the_dates_the_texts_give(
    story: Chronicle, as_of: str, stages: list[str]
) -> None:
    status = story.state(RELATIONSHIP, as_of=as_of).fields["status"]

    assert (list(status.possible) if status.value is None else [status.value]) == stages  # type: ignore[arg-type]
    assert not status.disputed


def test_a_reader_of_newsweek_alone_learns_of_the_attack_and_of_no_earlier_stage(story: Chronicle) -> None:
    attack = story.state(RELATIONSHIP, as_of="2025-01-23", known_at="2025-01-23").fields["status"]
    before = story.state(RELATIONSHIP, as_of="2018-12-31", known_at="2025-01-23").fields["status"]

    assert (attack.value, attack.sources) == ("attacked in public", ("newsweek-jp",))
    assert before.value == "none reported"


def test_altmans_friendship_with_son_is_no_stage_of_his_with_musk(story: Chronicle) -> None:
    steps = story.state(RELATIONSHIP, as_of=NOW).fields["steps"].members
    of_son = story.state("acquaintances/masayoshi-son", as_of="2019-12-31").fields["told"].value

    reports = {report for each in steps or () for report in each.reports}
    assert "wsj-p14-dinners" in reports
    assert "wsj-p37-friendship" not in reports
    assert [each["says"] for each in of_son] == ["their friendship began"]  # type: ignore[union-attr]


def test_p01_musk_left_in_february_2018_and_the_coarser_dates_bear_it_out(story: Chronicle) -> None:
    left = story.state(RELATIONSHIP, as_of=NOW).fields["left"]

    assert (left.value, left.certainty, left.disputed) == ("2018-02", "certain", False)
    assert {each.locator: each.occurred for each in told(story, "musk-left-openai")} == {
        "P5": "2018",
        "P20": "2018-01/2018-04",
        "P65": "2018-02",
    }


def test_p03_both_wordings_of_why_musk_left_are_one_sources_and_both_are_kept(story: Chronicle) -> None:
    causes = places(accounts(story, RELATIONSHIP, "cause_of_leaving", as_of=NOW), "cause")

    assert causes == {
        ("wsj-ja", "P5"): "a power struggle",
        ("wsj-ja", "P65"): "a dispute over the company's direction",
    }
    assert not story.state(RELATIONSHIP, as_of=NOW).fields["cause_of_leaving"].disputed


def test_wsj_p20_what_came_before_he_left_is_ordered_though_not_dated(story: Chronicle) -> None:
    order = [
        "openai-needs-more-capital",
        "brockman-sutskever-email",
        "musk-last-straw-reply",
        "musk-left-openai",
    ]

    for earlier, later in pairwise(order):
        linked = {link for each in story.show(later).accounts for link in each.account.after}
        assert earlier in linked


def test_wsj_p18_what_musk_demanded_stands_in_a_document(story: Chronicle) -> None:
    found = accounts(story, RELATIONSHIP, "demands", as_of=NOW)

    assert [(each.standing, each.locator) for each in found] == [("document", "P18")]
    assert len(found[0].data["demands"]) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("as_of", "certainty"),
    [("2014-12-31", "possible"), ("2015-04-30", "certain")],
    ids=["read so", "met by then"],
)
def test_g04_they_were_introduced_before_2015_as_we_read_it_and_the_start_is_open(
    story: Chronicle, as_of: str, certainty: str
) -> None:
    introduced = story.state(RELATIONSHIP, as_of=as_of).fields["introduced"]
    when = story.show("altman-introduced-to-musk").accounts[0].account.when

    assert introduced.certainty == certainty
    assert (when.edtf, when.wording) == ("../2014~", "その数年前")


def test_g10_the_co_chairs_are_those_of_the_founding_though_the_text_is_in_the_present_tense(
    story: Chronicle,
) -> None:
    begun = {each.occurred for name in ("musk", "altman") for each in told(story, f"{name}-cochair-started")}
    now = members(story.state("roles/openai", as_of=NOW).fields["holders"])

    assert begun == {"2015-12"}
    assert ("co-chair", "elon-musk") not in now


def test_g15_two_men_called_companies_make_no_company(story: Chronicle) -> None:
    peak = told(story, "feud-peak")[0]

    assert (peak.quote, peak.data["people"]) == ("両社", ["sam-altman", "elon-musk"])
    assert story.view().archive.directory.resolve("両社") == "両社"


def test_g12_that_musk_is_resentful_is_altmans_word_and_the_lost_subject_is_flagged(story: Chronicle) -> None:
    found = told(story, "altman-says-musk-resentful")

    assert [each.by for each in found] == ["sam-altman"]
    assert "lost the subject" in found[0].summary


# OpenAI's form.


def test_p02_openai_was_founded_in_december_2015_by_the_narrowest_of_the_dates(story: Chronicle) -> None:
    founded = story.state(FORM, as_of=NOW).fields["founded"]
    dates = {(each.source, each.locator): each.occurred for each in told(story, "openai-founded")}

    assert (founded.value, founded.certainty, founded.disputed) == ("2015-12", "certain", False)
    assert dates["wsj-ja", "P5"] == "2015"
    assert dates["newsweek-jp", "P18"] == "../2025-01-23"


def test_newsweek_never_dates_the_founding_but_says_that_it_was_a_nonprofit(story: Chronicle) -> None:
    fields = story.state(FORM, as_of="2025-01-23", known_at="2025-01-23").fields

    assert (fields["founded_as"].value, fields["founded"].value) == ("nonprofit", "../2025-01-23")


@pytest.mark.parametrize(
    ("as_of", "stages"),
    [
        pytest.param("2015-11-30", ["none reported"], id="P62 not before December 2015"),
        pytest.param("2015-12-15", ["none reported", "nonprofit"], id="P62 some day in December"),
        pytest.param("2016-12-31", ["nonprofit"], id="P16 a nonprofit"),
        pytest.param("2017-12-31", ["nonprofit", "for-profit considered"], id="P18 the emails are not dated"),
        pytest.param("2018-02-28", ["for-profit considered"], id="P20 before he left"),
        pytest.param("2024-12-31", ["for-profit considered"], id="P50 the attempt is told of 2025"),
        pytest.param(NOW, ["conversion attempted"], id="P50 under way, and nothing says that it was done"),
    ],
)
def test_the_form_of_openai_goes_through_the_stages_that_the_texts_tell(
    story: Chronicle, as_of: str, stages: list[str]
) -> None:
    status = story.state(FORM, as_of=as_of).fields["status"]

    assert (list(status.possible) if status.value is None else [status.value]) == stages  # type: ignore[arg-type]


def test_wsj_p6_a_nonprofit_controls_openai_and_since_when_is_not_said(story: Chronicle) -> None:
    now = story.state(FORM, as_of=NOW).fields["controlled_by"]
    before = story.state(FORM, as_of="2024-12-31").fields["controlled_by"]

    assert (now.value, now.since) == ("openai-nonprofit", None)
    assert (before.value, before.certainty) == (None, "unknown")


def test_c19_the_parties_positions_on_openais_purpose_stand_side_by_side_unresolved(story: Chronicle) -> None:
    positions = story.state(FORM, as_of=NOW).fields["positions"]
    found = accounts(story, FORM, "positions", as_of=NOW)

    assert not positions.disputed
    assert places(found, "party") | places(found, "claimant") == {
        ("newsweek-jp", "P18"): "elon-musk",
        ("newsweek-jp", "P20"): "elon-musk",
        ("wsj-ja", "P50"): "elon-musk",
        ("wsj-ja", "P57"): "openai-board",
    }


def test_each_position_on_openais_purpose_bears_the_paragraph_it_is_from_and_no_other(
    story: Chronicle,
) -> None:
    positions = story.state(FORM, as_of=NOW).fields["positions"].members or ()

    assert sorted(each.reports for each in positions) == [
        ("nw-p18-purpose",),
        ("nw-p20-open",),
        ("wsj-p50-purpose",),
        ("wsj-p57-purpose",),
    ]


def test_newsweek_p20_that_openai_was_founded_open_source_is_musks_word_and_no_state(
    story: Chronicle,
) -> None:
    fields = story.state(FORM, as_of=NOW).fields

    assert fields["said_of_the_founding"].value == [{"@by": "elon-musk", "form": "open-source nonprofit"}]
    assert (fields["founded_as"].value, fields["founded_as"].disputed) == ("nonprofit", False)
    assert "nw-p20-founded" not in fields["founded"].reports


def test_wsj_p19_brockman_was_a_founder_too_and_the_names_are_not_all(story: Chronicle) -> None:
    fields = story.state(FORM, as_of=NOW).fields

    assert fields["founders"].value == ["elon-musk", "greg-brockman", "sam-altman"]
    assert fields["founders_not_all_named"].value is True


def test_wsj_p50_that_openai_was_converting_is_told_among_musks_reasons(story: Chronicle) -> None:
    said_by = story.state(FORM, as_of=NOW).fields["conversion_according_to"]

    assert (said_by.value, said_by.sources) == ("Elon Musk, among his reasons, as retold", ("wsj-ja",))


# What came out, and who competes.


@pytest.mark.parametrize(
    ("as_of", "stage"),
    [
        pytest.param("2018-01-31", "none reported", id="P20 before he left"),
        pytest.param("2022-11-29", "research only", id="P21 quiet years"),
        pytest.param("2022-11-30", "released", id="P21 to the day"),
        pytest.param("2023-06-30", "released", id="P68 before July 2023"),
        pytest.param("2023-07-31", "rival launched", id="P68 July is over"),
    ],
)
def test_openai_keeps_to_research_releases_chatgpt_and_meets_a_rival(
    story: Chronicle, as_of: str, stage: str
) -> None:
    assert story.state(PRODUCTS, as_of=as_of).fields["status"].value == stage


def test_p04_xai_came_in_july_2023_and_the_garbled_distance_is_kept_as_written(story: Chronicle) -> None:
    competing = story.state(RELATIONSHIP, as_of=NOW).fields["competing"]
    record = next(each for each in story.show("xai-launched").accounts if account(each, "").locator == "P23")

    assert (competing.value, competing.certainty, competing.disputed) == ("2023-07", "certain", False)
    assert record.account.when.wording == "数カ月も待たずに"


def test_p05_what_xai_is_stands_as_one_source_says_it(story: Chronicle) -> None:
    rivals = story.state(PRODUCTS, as_of=NOW).fields["rivals"]
    forms = places(accounts(story, PRODUCTS, "rivals", as_of=NOW), "form")

    assert rivals.sources == ("wsj-ja",)
    assert forms["wsj-ja", "P23"] == "for-profit, open source"
    assert forms["wsj-ja", "P69"] == "start-up"


def test_g11_how_xai_fared_is_garbled_and_no_value_is_made_of_it(story: Chronicle) -> None:
    found = told(story, "xai-not-a-threat")

    assert [each.quote for each in found] == ["真実は迷惑ですらない"]
    assert str(found[0].data["says"]).startswith("garbled")


def test_p11_twitter_and_x_are_one_platform_and_the_name_is_kept_as_written(story: Chronicle) -> None:
    post = story.show("altman-chatgpt-post").accounts[0]
    bought = story.state("purchases/elon-musk", as_of="2022-12-31").fields["bought"].value

    assert post.account.via == "x-twitter"
    assert account(post, "").quote == "アルトマンはX"
    assert story.view().archive.directory.resolve("ツイッター") == "x-twitter"
    assert bought == {"x-twitter": {"amount": usd(44), "@occurred": "2022"}}


# The warnings.


def test_wsj_p22_whether_the_letter_or_the_criticism_came_last_is_not_told(story: Chronicle) -> None:
    status = story.state(ADVOCACY, as_of="2023-12-31").fields["status"]

    assert (status.value, status.possible) == (None, ("public criticism", "pause letter"))


def test_wsj_p22_the_letter_asks_for_six_months_some_day_between_chatgpt_and_xai(story: Chronicle) -> None:
    before = story.state(ADVOCACY, as_of="2022-11-29").fields["pause_months"]
    inside = story.state(ADVOCACY, as_of="2023-03-31").fields["pause_months"]
    after = story.state(ADVOCACY, as_of="2023-07-31").fields["pause_months"]

    assert (before.value, before.certainty) == (None, "certain")
    assert inside.possible == (None, 6)
    assert (after.value, after.certainty) == (6, "certain")


def test_wsj_p14_the_warning_of_2015_was_both_mens_and_over_dinner(story: Chronicle) -> None:
    for who in ("elon-musk", "sam-altman"):
        status = story.state(f"advocacy/{who}", as_of="2015-12-31").fields["status"]
        assert status.value == "warning in private"


# Ages and names.


@pytest.mark.parametrize(
    ("who", "age", "born"),
    [("sam-altman", 39, "1985-02-18~/1986-02-17~"), ("elon-musk", 53, "1971-02-18~/1972-02-17~")],
)
def test_p10_an_age_gives_a_range_of_a_year_for_the_birth_and_never_a_birthday(
    story: Chronicle, who: str, age: int, born: str
) -> None:
    fields = story.state(f"ages/{who}", as_of=NOW).fields

    assert [each["age"] for each in fields["stated"].value] == [age]  # type: ignore[union-attr]
    assert (fields["born"].value, fields["born"].sources) == (born, ("desk",))
    assert {each.standing for each in accounts(story, f"ages/{who}", "born", as_of=NOW)} == {"inferred"}


def test_n01_who_introduced_them_is_kept_as_written_and_only_likely_the_man_we_name(story: Chronicle) -> None:
    introduction = told(story, "altman-introduced-to-musk")[0]
    person = story.view().archive.directory.entities["geoff-ralston"]

    assert introduction.quote == "ジェフ・ラルソン"
    assert "likely" in str(person)


@pytest.mark.parametrize(
    ("development", "written", "slug"),
    [
        ("openai-founded", "アルターマン", "sam-altman"),
        ("sutskever-backed-altman", "イリヤ・スーツケバー", "ilya-sutskever"),
        ("brockman-sutskever-email", "スッツケバー", "ilya-sutskever"),
    ],
)
def test_n02_a_name_spelt_otherwise_is_kept_and_means_the_same_person(
    story: Chronicle, development: str, written: str, slug: str
) -> None:
    assert written in {each.quote for each in told(story, development)}
    assert story.view().archive.directory.resolve(written) == slug


# Sentences that stand twice.


@pytest.mark.parametrize(
    ("development", "locator"),
    [
        pytest.param("altman-admired-musk", "P11", id="D02"),
        pytest.param("agi-manhattan-proposal", "P15", id="D03"),
        pytest.param("relationship-began-to-fray", "P18", id="D04"),
        pytest.param("brockman-sutskever-email", "P20", id="D05"),
        pytest.param("openai-founded", "P63", id="D07"),
        pytest.param("chatgpt-released", "P67", id="D09"),
        pytest.param("musk-shaken-by-chatgpt", "P22", id="D10"),
        pytest.param("lawsuit-filed", "P71", id="D11"),
    ],
)
def test_a_sentence_that_stands_twice_is_told_once_and_bears_out_nothing(
    story: Chronicle, development: str, locator: str
) -> None:
    found = [each for each in told(story, development) if each.source == "wsj-ja"]

    assert [each.locator for each in found].count(locator) == 1


def test_d09_chatgpt_is_told_in_three_lines_of_one_source_and_has_one_origin(story: Chronicle) -> None:
    released = story.state(PRODUCTS, as_of=NOW).fields["released"]

    assert released.value == {"chatgpt": "2022-11-30"}
    assert released.origins == 1


def test_d11_the_suit_told_twice_by_one_source_has_one_origin(story: Chronicle) -> None:
    filed = story.state(LAWSUIT, as_of="2024-05-01").fields["filed"]

    assert (filed.value, filed.origins) == ("2024-02", 1)
