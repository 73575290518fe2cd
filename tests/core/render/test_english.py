"""Dates in words for a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.errors import BadDate
from chrono.render.english import in_words
from chrono.render.sentences import date_in_full, in_a_sentence
from chrono.values.times import when

THROUGHOUT = {"sense": "throughout"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-01-21", "21 Jan 2025"),
        ("2024-02", "Feb 2024"),
        ("2015", "2015"),
        ("0033-05-04", "4 May 0033"),
        ("2024-23", "autumn 2024"),
        ("2024-24", "winter 2024–25"),
        ("2024-30", "southern summer 2024–25"),
        ("2024-25", "northern spring 2024"),
        ("2024-33", "Q1 2024"),
        ("2024-39", "the last third of 2024"),
        ("2024-40", "the first half of 2024"),
        ("201X", "the 2010s"),
        ("20XX", "2000 – 2099"),
        ("2024-XX", "2024"),
        ("2024-02-1X", "10–19 Feb 2024"),
        ("2015~", "about 2015"),
        ("2015?", "2015 (uncertain)"),
        ("2015%", "about 2015 (uncertain)"),
        ("2024-02-02/2024-03-03", "2 Feb 2024 – 3 Mar 2024"),
        ("2024-02-02/..", "from 2 Feb 2024 on"),
        ("../2024-01", "by Jan 2024"),
        ("../..", "at any time"),
        ("2025-01-23T15:52:00+09:00", "23 Jan 2025, 06:52 UTC"),
        ("2025-01-23T06:52:07.5Z", "23 Jan 2025, 06:52:07.5 UTC"),
        ("2025-01-23T06:52:10Z", "23 Jan 2025, 06:52:10 UTC"),
    ],
)  # fmt: skip
def test_an_expression_is_told_in_few_words(text: str, words: str) -> None:
    assert in_words(text) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2025-02-10/2025-02-14", "between 10 and 14 Feb 2025"),
        ("2025-02-10/2025-02-17~", "between 10 and about 17 Feb 2025"),
        ({"edtf": "../2023", "wording": "at first"}, "by 2023"),
        ({"edtf": "../2014~", "latest": "2015-04-30"}, "by about 2014 (by Apr 2015)"),
        ({"edtf": "2014~/..", "earliest": "2013-04-02"}, "from about 2014 on (from 2 Apr 2013 on)"),
        ({"edtf": "201X/2021", "wording": "for years"}, "between the 2010s and 2021"),
        ("2024-11/2025-01", "between Nov 2024 and Jan 2025"),
        ("2024-02-02/2024-03-03", "between 2 Feb and 3 Mar 2024"),
        ("early 2015", "early 2015"),
        ("early 2015~", "about early 2015"),
        ("2024年2月上旬", "early Feb 2024"),
        ({"edtf": "2024", "earliest": "2024-02-10", "latest": "2024-04-04"}, "2024 (10 Feb – 4 Apr 2024)"),
        ({"edtf": "2024-02-02/2024-03-03", **THROUGHOUT}, "2 Feb 2024 – 3 Mar 2024"),
        ({"edtf": "2017", **THROUGHOUT}, "2017"),
        ({"edtf": "../2014", **THROUGHOUT}, "until 2014"),
        ({"edtf": "1985/..", **THROUGHOUT}, "from 1985 on"),
        ({"edtf": "1985/", **THROUGHOUT}, "from 1985 to an unknown end"),
        ({"edtf": "/1985", **THROUGHOUT}, "from an unknown time until 1985"),
        ("1985/", "from 1985 to an unknown end"),
        ("/1985", "from an unknown time until 1985"),
        ("../", "until an unknown time"),
        ("/..", "from an unknown time on"),
        ({"start": "2024-01-14", "end": "2024-01-21"}, "14 Jan 2024 – 21 Jan 2024"),
        ({"start": "../2018-02", "end": "2017/.."}, "begun by Feb 2018, end unknown"),
        ({"start": "../2023~", "end": ".."}, "begun by 2023"),
        (
            {"start": "2024-01", "end": "2024-03/2024-05"},
            "from some time in Jan 2024 to some time between Mar and May 2024",
        ),
    ],
    ids=str,
)  # fmt: skip
def test_a_date_of_occurrence_is_told_by_its_sense(value: str | dict[str, object], words: str) -> None:
    assert in_words(when(value)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2025-01-21", "on 21 January 2025"),
        ("2025-01-23T15:52:00+09:00", "at 2025-01-23 06:52 UTC"),
        ("2024-02", "some time in February 2024 (1–29 Feb)"),
        ("2015~", "some time in 2015 (1 Jan – 31 Dec 2015), marked approximate"),
        ("late 2024-02?", "some time in late February 2024 (21–29 Feb), marked uncertain"),
        ("2024-24", "some time in winter 2024–25 (1 Dec 2024 – 28 Feb 2025)"),
        ("2025-02-10/2025-02-14", "some time between 10 February and 14 February 2025"),
        ("2024-02-02/..", "some time from 2 February 2024 on"),
        ("../2024-01", "some time up to the end of January 2024"),
        ("../2024-01-03", "some time up to 3 January 2024"),
        ("../..", "at any time"),
        ("1985/", "some time from 1985 to an unknown end"),
        ("/1985", "some time from an unknown time until 1985"),
        ({"edtf": "2017", **THROUGHOUT}, "throughout 2017 (1 Jan – 31 Dec 2017)"),
        ({"edtf": "2017-03-04", **THROUGHOUT}, "throughout 4 March 2017"),
        ({"edtf": "2014-02-03/..", **THROUGHOUT}, "from 3 February 2014 on"),
        ({"edtf": "2014-02-03/", **THROUGHOUT}, "from 3 February 2014 to an unknown end"),
        ({"edtf": "/2014", **THROUGHOUT}, "from an unknown beginning to some time in 2014"),
        ({"edtf": "../2014", **THROUGHOUT}, "from an open beginning to some time in 2014"),
        (
            {"start": "2024-03", "end": "2024-04/2024-05"},
            "from some time in March 2024 to some time between April and May 2024",
        ),
    ],
    ids=str,
)  # fmt: skip
def test_what_was_understood_is_told_in_full(value: str | dict[str, object], words: str) -> None:
    assert date_in_full(when(value)) == words


ENDS = st.sampled_from(
    ["2024", "2024-02", "2024-02-03", "2024-03-04T05:06:07Z", "2024-02-1X", "2024-33", "..", ""]
)


@given(ENDS, ENDS, st.sampled_from(["within", "throughout", "ends"]))
def test_every_date_that_is_read_can_be_told(first: str, last: str, sense: str) -> None:
    try:
        if sense == "ends":
            date = when({"start": first, "end": last})
        else:
            date = when({"edtf": f"{first}/{last}", "sense": sense})
    except BadDate:
        return
    for words in (in_words(date), date_in_full(date)):
        assert words.strip() == words != ""
        assert ".." not in words


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2025-02-14", "on 14 February 2025"),
        ("2024-06", "in June 2024"),
        ("2015", "in 2015"),
        ("2015~", "in about 2015"),
        ("2024-23", "in autumn 2024"),
        ("201X", "in the 2010s"),
        ("2025-02-10/2025-02-14", "between 10 and 14 February 2025"),
        ("2025-01-21/2025-02-17", "between 21 January and 17 February 2025"),
        ("2015/2018-02", "between 2015 and February 2018"),
        ("../2014", "by 2014"),
        ("2018-02/..", "from February 2018 on"),
        ("1985/", "from 1985 to an unknown end"),
        ("/1985", "from an unknown time until 1985"),
        ("2025-01-23T06:52:00Z", "at 2025-01-23 06:52 UTC"),
    ],
)
def test_a_date_in_a_sentence_has_its_preposition(date: str, words: str) -> None:
    assert in_a_sentence(date) == words
