"""Dates and amounts in Japanese words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.render.japanese import amount_in_words, in_words
from chrono.values.quantities import quantity
from chrono.values.times import parse_date, when

THROUGHOUT = {"sense": "throughout"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-01-21", "2025年1月21日"),
        ("2024-02", "2024年2月"),
        ("2015", "2015年"),
        ("0033-05-04", "33年5月4日"),
        ("2024-23", "2024年秋"),
        ("2024-24", "2024〜25年冬"),
        ("2024-30", "南半球の2024〜25年夏"),
        ("2024-25", "北半球の2024年春"),
        ("2024-33", "2024年第1四半期"),
        ("2024-40", "2024年前半"),
        ("201X", "2010年代"),
        ("20XX", "2000年〜2099年"),
        ("2024-02-1X", "2024年2月10日〜19日"),
        ("2015~", "2015年ごろ"),
        ("2015?", "2015年（不確か）"),
        ("2015%", "2015年ごろ（不確か）"),
        ("2024-02-02/2024-03-03", "2024年2月2日〜3月3日"),
        ("2024-02-02/..", "2024年2月2日以降"),
        ("../2024-01", "2024年1月までに"),
        ("../..", "時期不明"),
        ("2025-01-23T15:52:00+09:00", "2025年1月23日6時52分（協定世界時）"),
        ("2025-01-23T06:52:07.5Z", "2025年1月23日6時52分7.5秒（協定世界時）"),
        ("2025-01-23T06:52:10Z", "2025年1月23日6時52分10秒（協定世界時）"),
    ],
)  # fmt: skip
def test_an_expression_is_told_in_few_words(text: str, words: str) -> None:
    assert in_words(text) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2025-02-10/2025-02-14", "2025年2月10日から14日の間"),
        ("2024-11/2025-01", "2024年11月から2025年1月の間"),
        ("2024-02-02/2024-03-03", "2024年2月2日から3月3日の間"),
        ("early 2015", "2015年初め（1〜4月）"),
        ("late 2015~", "2015年終盤（9〜12月）ごろ"),
        ("early Feb 2024", "2024年2月上旬"),
        ("2024年2月下旬", "2024年2月下旬"),
        (
            {"edtf": "2024", "earliest": "2024-02-10", "latest": "2024-04-04"},
            "2024年（2024年2月10日〜4月4日）",
        ),
        ({"edtf": "2024-02-02/2024-03-03", **THROUGHOUT}, "2024年2月2日〜3月3日"),
        ({"edtf": "2017", **THROUGHOUT}, "2017年"),
        ({"edtf": "../2014", **THROUGHOUT}, "2014年まで"),
        ({"edtf": "../2014"}, "2014年までに"),
        ({"edtf": "../2014~", "latest": "2015-04-30"}, "2014年ごろまでに（2015年4月まで）"),
        ({"start": "../2018-02", "end": "2017/.."}, "2018年2月までに開始（終わりは不明）"),
        (
            {"start": "2024-01", "end": "2024-03/2024-05"},
            "2024年1月のある時点から2024年3月〜5月のある時点まで",
        ),
        ({"edtf": "2014-02-03/", **THROUGHOUT}, "2014年2月3日から（終わりは不明）"),
        ({"edtf": "/2014", **THROUGHOUT}, "2014年まで（始まりは不明）"),
        ("1985/", "1985年から（終わりは不明）"),
        ("/1985", "1985年まで（始まりは不明）"),
        ("../", "ある時点まで（終わりは不明）"),
        ("/..", "ある時点以降（始まりは不明）"),
    ],
    ids=str,
)
def test_a_date_of_occurrence_is_told_by_its_sense(value: str | dict[str, object], words: str) -> None:
    assert in_words(when(value)) == words


@given(st.dates(date(1, 1, 1), date(9998, 12, 31)))
def test_a_day_and_its_month_read_back_as_the_same_day_and_month(day: date) -> None:
    for text in (day.isoformat(), day.isoformat()[:7]):
        told = in_words(text)
        padded = "0" * (4 - len(told.split("年")[0])) + told
        assert (parse_date(padded)[0].earliest, parse_date(padded)[0].latest) == (
            parse_date(text)[0].earliest,
            parse_date(text)[0].latest,
        )


@pytest.mark.parametrize("part", ["上旬", "中旬", "下旬"])
def test_a_third_of_a_month_keeps_its_name(part: str) -> None:
    assert in_words(when(f"2025年1月{part}")) == f"2025年1月{part}"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("97.4 billion USD", "974億ドル"),
        ("約78兆円", "約78兆円"),
        ("1億ドル以上", "1億ドル以上"),
        ("100億ドル未満", "100億ドル未満"),
        ("over 3 EUR", "3ユーロ超"),
        ("数億ドル", "数億ドル"),
        ("数十億ドル", "数十億ドル"),
        ("12345678円", "1234万5678円"),
        ("1.5 billion USD", "15億ドル"),
        ({"amount": 3, "unit": "GW"}, "3 GW"),
        ({"amount": "1e60", "unit": "JPY"}, f"100{',000' * 14}京円"),
        (0, "0"),
        ("2.50", "2.5"),
        ("-1.5", "-1.5"),
    ],
    ids=str,
)
def test_an_amount_is_told_in_myriads(value: object, words: str) -> None:
    assert amount_in_words(quantity(value)) == words  # type: ignore[arg-type]


@given(st.integers(0, 10**15), st.sampled_from(["", "約"]), st.sampled_from(["円", "ドル"]))
def test_an_amount_reads_back_as_the_same_amount(number: int, about: str, unit: str) -> None:
    told = quantity(f"{about}{number}{unit}")

    assert quantity(amount_in_words(told)) == told
    assert quantity(amount_in_words(told)).amount == Decimal(number)
