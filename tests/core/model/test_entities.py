"""Names: any name or alias of an entity, in any script, leads to its slug."""

from __future__ import annotations

import pytest

from chrono.model.entities import directory, match_key

MUSK = {
    "slug": "elon-musk",
    "type": "person",
    "names": {"en": "Elon Musk", "ja": "イーロン・マスク"},
    "aliases": ["Musk", "マスク氏"],
}


@pytest.mark.parametrize(
    "name",
    [
        "elon-musk",
        "Elon Musk",
        "ELON MUSK",
        "  elon musk ",
        "Ｅｌｏｎ　Ｍｕｓｋ",
        "イーロン・マスク",
        "ｲｰﾛﾝ･ﾏｽｸ",
        "マスク氏",
        "Musk",
    ],
)
def test_any_name_in_any_script_leads_to_the_slug(name: str) -> None:
    assert directory([MUSK]).resolve(name) == "elon-musk"


def test_a_part_of_a_name_is_no_name() -> None:
    assert directory([MUSK]).resolve("Elon") == "Elon"


def test_an_undeclared_entity_stands_under_the_text_given() -> None:
    assert directory([MUSK]).resolve(" Sam Altman ") == "Sam Altman"


def test_names_match_by_their_compatible_case_folded_trimmed_form() -> None:
    assert match_key(" ＳＴＲＡẞＥ ") == "strasse"


def test_a_second_record_of_a_slug_adds_names_and_keeps_the_first() -> None:
    found = directory([MUSK, {"slug": "elon-musk", "aliases": ["Technoking"]}])

    assert (found.resolve("Technoking"), found.resolve("Musk")) == ("elon-musk", "elon-musk")


def test_same_as_joins_two_slugs_under_that_of_the_record_that_says_it() -> None:
    found = directory(
        [{"slug": "twitter", "names": {"en": "Twitter"}}, {"slug": "x", "same_as": ["twitter"]}]
    )

    assert [found.resolve(each) for each in ("twitter", "Twitter", "x")] == ["x", "x", "x"]


def test_same_as_joins_however_far() -> None:
    found = directory([{"slug": "b", "same_as": ["c"]}, {"slug": "a", "same_as": ["b"]}, {"slug": "c"}])

    assert found.resolve("c") == "a"


def test_a_slug_wins_over_the_alias_of_another_entity() -> None:
    found = directory([{"slug": "a", "aliases": ["b"]}, {"slug": "b"}])

    assert found.resolve("b") == "b"


def test_a_title_is_the_english_name_where_there_is_one() -> None:
    found = directory([MUSK, {"slug": "toyota", "names": {"ja": "トヨタ"}}])

    assert [found.title(each) for each in ("elon-musk", "toyota", "nobody")] == [
        "Elon Musk",
        "トヨタ",
        "nobody",
    ]
