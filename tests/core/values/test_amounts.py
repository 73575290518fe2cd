"""Amounts as newspapers write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kanjize import number2kanji

from chrono.errors import BadAmount
from chrono.values.quantities import quantity, to_json


@pytest.mark.parametrize(
    ("text", "figure", "unit"),
    [
        ("97.4 billion USD", 97_400_000_000, "USD"),
        ("$97.4bn", 97_400_000_000, "USD"),
        ("USD 500 bn", 500_000_000_000, "USD"),
        ("US$10 million", 10_000_000, "USD"),
        ("97.4 billion US dollars", 97_400_000_000, "USD"),
        ("€5m", 5_000_000, "EUR"),
        ("£3", 3, "GBP"),
        ("$5K", 5_000, "USD"),
        ("1.2 trillion yen", 1_200_000_000_000, "JPY"),
        ("2 hundred million USD", 200_000_000, "USD"),
        ("974億ドル", 97_400_000_000, "USD"),
        ("5,000億ドル", 500_000_000_000, "USD"),
        ("１０００億ドル", 100_000_000_000, "USD"),
        ("78兆円", 78_000_000_000_000, "JPY"),
        ("1兆5000億円", 1_500_000_000_000, "JPY"),
        ("五千億円", 500_000_000_000, "JPY"),
        ("3千万ユーロ", 30_000_000, "EUR"),
        ("440億 USD", 44_000_000_000, "USD"),
        ("4.35兆円", 4_350_000_000_000, "JPY"),
        ("5", 5, None),
        ("1,234,567", 1_234_567, None),
        ("97.4bn", 97_400_000_000, None),
        ("-5 USD", -5, "USD"),
        ("-$5", -5, "USD"),
        ("$5 USD", 5, "USD"),
        ("5%", 5, "%"),
        ("0.1", Decimal("0.1"), None),
    ],
)
def test_a_plain_amount_is_its_figure_and_unit(text: str, figure: Decimal, unit: str | None) -> None:
    q = quantity(text)
    assert (q.amount, q.least, q.most, q.unit, q.about) == (figure, figure, figure, unit, False)
    assert q.wording == text


@pytest.mark.parametrize(
    "given",
    ["RMB 5 bn", "5 billion rmb", "CNY 5 bn", "5 bn yuan", "5 billion renminbi", "50億人民元", "50億元"],
)
def test_the_words_of_one_currency_are_one_unit(given: str) -> None:
    assert to_json(quantity(given)) == to_json(quantity({"amount": 5 * 10**9, "unit": "人民元"}))
    assert quantity(given).unit == "CNY"


@pytest.mark.parametrize(
    ("text", "least", "most", "exclusive"),
    [
        ("at least $100 million", 10**8, None, ""),
        ("1億ドル以上", 10**8, None, ""),
        ("$100m or more", 10**8, None, ""),
        ("$100m+", 10**8, None, ""),
        ("over $100m", 10**8, None, "least"),
        ("more than $100m", 10**8, None, "least"),
        ("1億ドル超", 10**8, None, "least"),
        ("1億ドルを超える", 10**8, None, "least"),
        ("up to $10bn", None, 10**10, ""),
        ("100億ドル以下", None, 10**10, ""),
        ("under $10bn", None, 10**10, "most"),
        ("well under $10bn", None, 10**10, "most"),
        ("Less than $10bn", None, 10**10, "most"),
        ("100億ドル未満", None, 10**10, "most"),
        ("100億ドルを大きく下回る", None, 10**10, "most"),
        ("数億ドル", 2 * 10**8, 10**9, "most"),
        ("数十億ドル", 2 * 10**9, 10**10, "most"),
        ("数千万ドル", 2 * 10**7, 10**8, "most"),
        ("数億ドル以上", 2 * 10**8, None, ""),
        ("several hundred million USD", 2 * 10**8, 10**9, "most"),
        ("several billion dollars", 2 * 10**9, 10**10, "most"),
        ("Several million USD", 2 * 10**6, 10**7, "most"),
    ],
)
def test_words_that_compare_become_bounds(
    text: str, least: int | None, most: int | None, exclusive: str
) -> None:
    q = quantity(text)
    assert (q.least, q.most, q.amount, q.unit) == (least, most, None, "USD")
    assert (q.exclusive_least, q.exclusive_most) == (exclusive == "least", exclusive == "most")


@pytest.mark.parametrize(
    "text", ["about 78 trillion JPY", "約78兆円", "~78tn JPY", "78兆円程度", "およそ78兆円"]
)
def test_words_that_soften_keep_the_figure_and_flag_it(text: str) -> None:
    q = quantity(text)
    assert q.amount == q.least == q.most == 78 * 10**12
    assert (q.unit, q.about) == ("JPY", True)


@pytest.mark.parametrize(
    ("power", "names"),
    [(3, "k thousand"), (6, "m mn mln million"), (9, "b bn bln billion"), (12, "t tn trn trillion")],
)
def test_a_magnitude_may_be_cut_short(power: int, names: str) -> None:
    assert {quantity(f"1.5 {name} USD").amount for name in names.split()} == {Decimal("1.5") * 10**power}


def test_about_and_at_least_go_together() -> None:
    q = quantity("about at least 5 USD")
    assert [q.least, q.most, q.about] == [5, None, True]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a lot", "not an amount"),
        ("", "not an amount"),
        ("USD", "not an amount"),
        ("five million USD", "not an amount"),
        ("2-3 billion USD", "not an amount"),
        ("1000億ドル + stray 000bn.", "not an amount"),
        ("5000 oku", 'unknown unit "oku"'),
        ("5 maybe", 'unknown unit "maybe"'),
        ("数百人", 'unknown unit "人"'),
        ("almost $5bn", "not an amount"),
        ("1,23", "groups of three"),
        ("5,00億円", "groups of three"),
        ("3億5兆円", "not a number"),
        ("1.5億3千円", "not a number"),
        ("¥5", "yen or yuan"),
        ("$5 EUR", "two units"),
        ("at least over 5", "two comparisons"),
        ("several USD", "several"),
        ("several 5 million USD", "several"),
        ("under 数億ドル", "several"),
        ("NaN", "not an amount"),
        ("9" * 300, "too long"),
        ("9" * 100, "out of range"),
    ],
)
def test_what_is_not_understood_whole_is_refused(text: str, reason: str) -> None:
    with pytest.raises(BadAmount) as refusal:
        quantity(text)
    assert reason in str(refusal.value)


@given(st.integers(1, 10**16 - 1))
def test_japanese_numerals_are_read_as_they_are_written(number: int) -> None:
    assert quantity(f"{number2kanji(number)}円").amount == number


@given(st.integers(1, 10**7), st.integers(1, 6), st.sampled_from([("万", 4), ("億", 8), ("兆", 12)]))
def test_a_fraction_before_a_japanese_magnitude_is_exact(
    digits: int, places: int, size: tuple[str, int]
) -> None:
    figure = Decimal(digits).scaleb(-places)
    assert quantity(f"{figure:f}{size[0]}円").amount == figure * 10 ** size[1]
