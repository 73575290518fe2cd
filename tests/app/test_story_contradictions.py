"""What the sources of the story contradict each other in, or seem to, is shown and not smoothed over."""

from collections.abc import Mapping

import pytest
from app.stories import BID, FUNDING, LAWSUIT, accounts, members, places, usd

from chrono.chronicle import Chronicle


def test_c01_two_totals_of_stargate_stand_side_by_side_and_are_never_added(story: Chronicle) -> None:
    total = story.state(FUNDING, as_of="2025-02-17").fields["total"]

    assert total.disputed
    assert [(each.value, each.origins) for each in total.alternatives] == [(usd(500), 2), (usd(400), 1)]
    said = places(accounts(story, FUNDING, "total"), "total")
    assert {place: each["amount"] for place, each in said.items() if isinstance(each, Mapping)} == {
        ("newsweek-jp", "P9"): 500_000_000_000,
        ("newsweek-jp", "P13"): 400_000_000_000,
        ("wsj-ja", "P2"): 500_000_000_000,
        ("wsj-ja", "P45"): 500_000_000_000,
    }


def test_c02_who_announced_stargate_differs_by_report_but_it_is_one_announcement(story: Chronicle) -> None:
    found = accounts(story, FUNDING, "announced_by")

    assert {each.development for each in found} == {"stargate-announced"}
    assert places(found, "announcers") == {
        ("newsweek-jp", "P9"): ["donald-trump"],
        ("newsweek-jp", "P16"): ["donald-trump"],
        ("wsj-ja", "P2"): ["donald-trump", "sam-altman"],
        ("wsj-ja", "P39"): ["sam-altman", "masayoshi-son", "larry-ellison"],
        ("wsj-ja", "P73"): ["sam-altman"],
    }


def test_c03_what_musk_spent_is_two_ranges_that_agree_and_no_single_figure(story: Chronicle) -> None:
    spent = story.state("campaign/donald-trump", as_of="2025-02-17").fields["backers"].members or ()
    both = places(accounts(story, "campaign/donald-trump", "backers"), "amount")

    assert both[("newsweek-jp", "P12")] == {"least": 100_000_000, "unit": "USD", "wording": "1億ドル以上"}
    assert both[("wsj-ja", "P26")] == {
        "least": 200_000_000,
        "most": 1_000_000_000,
        "exclusive": ["most"],
        "unit": "USD",
        "wording": "数億ドル",
    }
    assert {each.sources: each.value for each in spent} == {
        ("newsweek-jp",): {"least": 100_000_000, "unit": "USD"},
        ("wsj-ja",): {"least": 200_000_000, "most": 1_000_000_000, "exclusive": ["most"], "unit": "USD"},
    }


def test_c04_the_announcement_is_of_21_january_2025_and_the_20th_is_kept_beside_it(story: Chronicle) -> None:
    announced = story.state("genesis/stargate", as_of="2025-02-17").fields["announced"]

    assert announced.value == "2025-01-21"
    assert announced.disputed
    assert [(each.value, each.reports) for each in announced.alternatives[1:]] == [
        ("2025-01-20", ("wsj-p02-announced",))
    ]


def test_c05_what_is_announced_claimed_to_be_missing_and_committed_are_three_things(story: Chronicle) -> None:
    fields = story.state(FUNDING, as_of="2025-02-17").fields
    claims = fields["claims"].value
    assert isinstance(claims, list)

    assert fields["total"].value == usd(500)
    assert [(each["claimant"], each["amount"]["most"]) for each in claims if each["about"] == "softbank"] == [
        ("elon-musk", 10_000_000_000)
    ]
    assert fields["committed"].certainty == "none"


def test_c06_every_participant_bears_the_sources_that_name_it(story: Chronicle) -> None:
    named = members(story.state("participants/stargate", as_of="2025-02-17").fields["participants"])

    assert {name: each.sources for name, each in named.items()} == {
        "softbank": ("newsweek-jp", "wsj-ja"),
        "openai": ("newsweek-jp", "wsj-ja"),
        "oracle": ("newsweek-jp", "wsj-ja"),
        "mgx": ("newsweek-jp",),
        "masayoshi-son": ("newsweek-jp",),
    }


def test_c06_that_the_wsj_is_silent_on_mgx_denies_nothing(story: Chronicle) -> None:
    both = story.state("participants/stargate", as_of="2025-02-17").fields["participants"]
    wsj = story.state("participants/stargate", as_of="2025-02-17", according_to="wsj-ja").fields

    assert members(both)["mgx"].certainty == "certain"
    assert not both.disputed
    assert "mgx" not in members(wsj["participants"])


def test_c06_microsoft_is_history_and_no_member(story: Chronicle) -> None:
    fields = story.state("participants/stargate", as_of="2025-02-17").fields

    assert fields["approached"].value == ["microsoft"]
    assert fields["balked"].value == ["microsoft"]
    assert "microsoft" not in members(fields["participants"])


def test_c07_three_sums_of_100_billion_stay_three(story: Chronicle) -> None:
    asked = story.state("genesis/stargate", as_of="2025-02-17").fields["asked"]
    pledged = story.state("funding/son-us-pledge", as_of="2025-02-17").fields["pledged"]
    fields = story.state(FUNDING, as_of="2025-02-17").fields

    assert asked.value == {"microsoft": {"least": 100_000_000_000, "unit": "USD"}}
    assert pledged.value == {"amount": 100_000_000_000, "about": True, "unit": "USD"}
    assert fields["immediate"].value == usd(100)
    assert fields["pledged"].certainty == "none"


def test_c08_several_billion_promised_to_lutnick_do_not_revise_the_total(story: Chronicle) -> None:
    fields = story.state(FUNDING, as_of="2025-02-17").fields
    claims = fields["claims"].value
    assert isinstance(claims, list)
    promised = next(each["amount"] for each in claims if each["claimant"] == "sam-altman")

    assert promised == {
        "least": 2_000_000_000, "most": 10_000_000_000, "exclusive": ["most"], "unit": "USD"
    }  # fmt: skip
    assert fields["total"].value == usd(500)


def test_c09_how_stargate_came_about_is_stages_and_no_founding(story: Chronicle) -> None:
    fields = story.state("genesis/stargate", as_of="2025-02-17").fields

    assert fields["underway_at"].value == ["openai"]
    assert (fields["first_raised"].value, fields["first_raised"].certainty) == ("2023", "certain")
    assert fields["root"].value == "texas-data-center"
    assert fields["announced"].value == "2025-01-21"
    assert "founded" not in fields


def test_c10_musk_spread_the_ridicule_of_the_figure_and_another_wrote_it(story: Chronicle) -> None:
    found = [each for each in accounts(story, FUNDING, "disputed_by") if each.locator == "P21"]

    assert [(each.kind, each.data["amplifier"]) for each in found] == [("claim.amplified", "elon-musk")]
    assert found[0].data["claimant"] == "an unnamed user of X"
    assert "absurd" not in str(story.state(FUNDING, as_of="2025-02-17").fields["claims"].value)


def test_c11_ellison_holds_both_titles_and_neither_excludes_the_other(story: Chronicle) -> None:
    holders = story.state("roles/oracle", as_of="2025-01-21").fields["holders"]

    assert holders.value == [["chairman", "larry-ellison"], ["chief technology officer", "larry-ellison"]]
    assert not holders.disputed
    assert holders.sources == ("wsj-ja",)


def test_c12_sons_titles_are_told_by_source(story: Chronicle) -> None:
    newsweek = story.state("roles/softbank", as_of="2025-02-17", according_to="newsweek-jp").fields["holders"]
    wsj = story.state("roles/softbank", as_of="2025-02-17", according_to="wsj-ja").fields["holders"]

    assert newsweek.value == [["chairman", "masayoshi-son"], ["president", "masayoshi-son"]]
    assert wsj.value == [["chief executive", "masayoshi-son"]]


def test_c12_that_son_chairs_stargate_is_planned_and_not_held(story: Chronicle) -> None:
    fields = story.state("roles/stargate", as_of="2025-02-17").fields

    assert fields["planned"].value == [["chairman", "masayoshi-son"]]
    assert fields["planned"].sources == ("newsweek-jp",)
    assert fields["holders"].certainty == "none"


@pytest.mark.parametrize(
    ("as_of", "certainty"), [("2024-10-31", "none"), ("2024-11-01", "possible"), ("2025-01-21", "certain")]
)
def test_c13_musk_heads_doge_since_some_day_from_november_2024_to_21_january_2025(
    story: Chronicle, as_of: str, certainty: str
) -> None:
    holders = members(story.state("roles/doge", as_of=as_of).fields["holders"])

    assert getattr(holders.get(("head", "elon-musk")), "certainty", "none") == certainty


def test_c13_a_department_and_a_unit_are_one_body_under_two_labels(story: Chronicle) -> None:
    assert {each.quote for each in accounts(story, "roles/doge", "holders")} == {
        "政府効率化省(DOGE)",
        "政府効率化ユニット",
    }
    assert {
        story.view().archive.directory.resolve(each) for each in ("政府効率化省", "政府効率化ユニット")
    } == {"doge"}


def test_c14_both_wordings_of_the_core_of_the_suit_are_the_plaintiffs(story: Chronicle) -> None:
    found = [
        each for each in accounts(story, LAWSUIT, "positions") if each.development == "lawsuit-core-claim"
    ]

    assert {(each.source, each.locator, each.by) for each in found} == {
        ("newsweek-jp", "P18", "elon-musk"),
        ("wsj-ja", "P24", "elon-musk"),
    }
    assert "nonprofit" in str(found[0].data["says"])
    assert "agreement" in str(found[1].data["says"])


def test_c15_that_trump_will_be_displeased_is_a_forecast_and_his_reaction_is_not_told(
    story: Chronicle,
) -> None:
    trump = story.state("reactions/donald-trump", as_of="2025-02-17").fields
    allies = story.state("reactions/trump-allies", as_of="2025-02-17").fields

    assert trump["forecast"].sources == ("newsweek-jp",)
    assert trump["reported"].certainty == "none"
    assert allies["reported"].sources == ("wsj-ja",)


def test_c16_the_amount_of_the_bid_is_certain_and_its_object_has_three_wordings(story: Chronicle) -> None:
    fields = story.state(BID, as_of="2025-02-17").fields

    assert (fields["amount"].value, fields["amount"].disputed) == (usd(97.4), False)
    assert places(accounts(story, BID, "form"), "form") == {
        (
            "wsj-ja",
            "P6",
        ): "an unsolicited offer (in the text: a hostile tender offer, a hostile takeover proposal)",
        ("wsj-ja", "P73"): "surprise purchase offer",
    }
    assert places(accounts(story, BID, "object"), "object") == {
        ("wsj-ja", "P6"): "the assets of the nonprofit that controls OpenAI",
        ("wsj-ja", "P49"): "the nonprofit that controls OpenAI",
        ("wsj-ja", "P73"): "the assets that OpenAI owns",
    }


def test_c16_what_the_text_says_of_the_bid_stands_before_what_its_timeline_box_says(story: Chronicle) -> None:
    fields = story.state(BID, as_of="2025-02-17").fields

    assert fields["object"].value == "the assets of the nonprofit that controls OpenAI"
    assert str(fields["form"].value).startswith("an unsolicited offer")


def test_c16_the_words_for_the_form_of_the_bid_are_kept_as_written(story: Chronicle) -> None:
    quotes = [each.quote for each in accounts(story, BID, "form") if each.locator == "P6"]

    assert quotes == ["敵対的株式公開買い付け … 敵対的買収提案"]


def test_c17_the_bid_was_prepared_before_stargate_was_announced_and_made_after_it(story: Chronicle) -> None:
    before = story.state(BID, as_of="2025-01-20").fields["status"]
    after = story.state(BID, as_of="2025-02-14").fields["offered"]

    assert (before.value, before.certainty) == ("seeking backers", "certain")
    assert after.value == "2025-02-10~/2025-02-14~"
    assert "cause" not in story.shelf.kinds["bid.made"].fields


def test_c18_the_suits_history_is_missing_until_the_wsj_is_known(story: Chronicle) -> None:
    before = story.state(LAWSUIT, as_of="2025-02-17", known_at="2025-02-16").fields
    after = story.state(LAWSUIT, as_of="2025-02-17", known_at="2025-02-17").fields

    assert (before["status"].value, before["last_step"].certainty) == ("pending", "none")
    assert (after["status"].value, after["last_step"].value) == ("pending", "amended")
