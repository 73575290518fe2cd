"""Near names: what is a slip of the keyboard, and what is another name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.values.similar_names import bounded, distance, normalised, similar
from chrono.values.suggestions import nearest

KNOWN = [
    ("sam altman", "sam-altman"),
    ("アルトマン", "sam-altman"),
    ("アルターマン", "sam-altman"),
    ("サム・アルトマン", "sam-altman"),
    ("孫正義", "masayoshi-son"),
    ("サン", "masayoshi-son"),
    ("elon musk", "elon-musk"),
    ("イーロン・マスク", "elon-musk"),
    ("openai", "openai"),
    ("スターゲート", "stargate"),
    ("スツケバー", "ilya-sutskever"),
    ("case-1", "case-1"),
]


def slugs(name: str) -> list[str]:
    return [each.slug for each in similar(name, KNOWN)]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        pytest.param("Sam Altmann", "sam-altman", id="a letter too many"),
        pytest.param("Sam Atlman", "sam-altman", id="two letters swapped"),
        pytest.param("sam_altman", "sam-altman", id="another joint"),
        pytest.param("Open AI", "openai", id="a space inside"),
        pytest.param("OpenAI Inc.", "openai", id="a company's form"),
        pytest.param("OpenAI社", "openai", id="the same in Japanese"),
        pytest.param("アルトマン氏", "sam-altman", id="an honorific"),
        pytest.param("アルトマンさん", "sam-altman", id="another honorific"),
        pytest.param("サムアルトマン", "sam-altman", id="no middle dot"),
        pytest.param("イーロン マスク", "elon-musk", id="a space for the dot"),
        pytest.param("ｻﾑ･ｱﾙﾄﾏﾝ", "sam-altman", id="half width"),
        pytest.param("ＯｐｅｎＡＩ　", "openai", id="full width"),
        pytest.param("スターゲイト", "stargate", id="another long vowel"),
        pytest.param("スッツケバー", "ilya-sutskever", id="a small kana more"),
        pytest.param("孫社長", "masayoshi-son", id="a title in place of the given name"),
    ],
)
def test_a_slip_or_another_way_to_write_it_is_near(name: str, slug: str) -> None:
    known = [*KNOWN, ("孫", "masayoshi-son")]

    assert [each.slug for each in similar(name, known)] == [slug]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("サンフランシスコ", id="a longer word that begins so"),
        pytest.param("サンド", id="a short one with one letter more"),
        pytest.param("Sam Bankman", id="another surname"),
        pytest.param("xAI", id="a short name"),
        pytest.param("case-2", id="another number"),
        pytest.param("case-11", id="one digit more"),
        pytest.param("Nvidia", id="nothing alike"),
        pytest.param("", id="nothing"),
    ],
)
def test_another_name_is_not_near(name: str) -> None:
    assert slugs(name) == []


def test_the_nearest_comes_alone_and_equals_come_together() -> None:
    known = [("marten", "marten"), ("martin", "martin"), ("mart0n", "mart0n"), ("martens", "martens")]

    assert [(each.slug, each.slips) for each in similar("Martens", known)] == [("martens", 0)]
    assert [each.slug for each in similar("martun", known)] == ["marten", "martin"]


def test_a_slug_with_several_near_names_is_named_once() -> None:
    assert slugs("アルタマン") == ["sam-altman"]


@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.integers(0, 4))
def test_the_distance_is_that_of_the_whole_table(one: str, other: str, most: int) -> None:
    table = {(n, m): n + m for n in range(len(one) + 1) for m in range(len(other) + 1) if not n or not m}
    for n in range(1, len(one) + 1):
        for m in range(1, len(other) + 1):
            same = one[n - 1] == other[m - 1]
            table[n, m] = min(table[n - 1, m] + 1, table[n, m - 1] + 1, table[n - 1, m - 1] + (not same))
            if n > 1 and m > 1 and one[n - 2 : n] == other[m - 2 : m][::-1]:
                table[n, m] = min(table[n, m], table[n - 2, m - 2] + 1)
    slips = table[len(one), len(other)]

    assert distance(one, other, most) == (slips if slips <= most else None)


@given(st.text(max_size=30))
def test_any_text_has_a_skeleton_and_is_near_to_itself(text: str) -> None:
    assert not normalised(text) or similar(text, [(text, "it")])[0].slips == 0


@pytest.mark.parametrize(
    ("name", "text", "places"),
    [
        ("サン", "サンフランシスコ", []),
        ("サン", "孫(サン)とサン氏", [2, 6]),
        ("altman", "altman's and altmann", [0]),
        ("孫", "孫正義", []),
        ("p2", "p2, p24", [0]),
        ("musk", "muskのx", [0]),
    ],
)
def test_a_name_in_a_text_is_a_word_of_its_own(name: str, text: str, places: list[int]) -> None:
    assert list(bounded(name, text)) == places


KEYS = ("record", "kind", "source", "occurred", "data", "id", "development", "quote", "summary", "after")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ocurred", "occurred"),
        ("dta", "data"),
        ("ID", "id"),
        ("quot", "quote"),
        ("develop", "development"),
        ("sumary", "summary"),
    ],
)
def test_a_key_that_is_nearly_right_is_guessed(name: str, meant: str) -> None:
    assert nearest(name, KEYS) == f'did you mean "{meant}"?'


@pytest.mark.parametrize("name", ["x", "at", "dt", "ad", "by", "art", "publisher", ""])
def test_a_short_or_strange_key_is_not_guessed(name: str) -> None:
    assert nearest(name, KEYS).startswith('known are "record", "kind"')
