"""English: dates, amounts and set phrases, whatever the locale; screens speak it too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import attrs

from chrono.render.wording import (
    DAY_LENGTH,
    THIRDS,
    AmountWords,
    DateWords,
    LanguageWords,
    edge,
    edges,
    third_of,
)
from chrono.values.amounts import EXACT
from chrono.values.dates_from_words import MONTHS
from chrono.values.edtf import DAY, FUTURE, PAST, Bounds, parse
from chrono.values.quantities import Quantity
from chrono.values.times import When, text_of

_DASH: Final = "\N{EN DASH}"


@attrs.frozen(repr=False)
class EnglishDates(DateWords):
    """Dates in English."""

    brief: bool = True
    """Whether months have three letters and what has begun is told without "from"."""

    about = "about {}"
    uncertain = "{} (uncertain)"
    any_time = "at any time"
    by = "by {}"
    onwards = lasting = "from {} on"
    until = "until {}"
    unknown_start = "from an unknown time until {}"
    unknown_end = lasting_unknown = "from {} to an unknown end"
    unknown_onwards = "from an unknown time on"
    unknown_until = "until an unknown time"
    bounded = "{} ({})"
    begun = "begun by {}"
    ended_unknown = ", end unknown"
    decade = "the {}0s"
    part = "{1} {0:04}"
    season = "{}{} {:04}{}"
    next_year = f"{_DASH}{{:02}}"
    seasons = ("spring", "summer", "autumn", "winter")
    hemispheres = ("", "northern ", "southern ")
    parts = {  # noqa: RUF012 - a table
        33: "Q1", 34: "Q2", 35: "Q3", 36: "Q4",
        37: "the first third of", 38: "the second third of", 39: "the last third of",
        40: "the first half of", 41: "the second half of",
    }  # fmt: skip

    def through(self, first: str, last: str) -> str:
        """Return "2 Feb 2024 – 3 Mar 2024"."""
        return f"{first} {_DASH} {last}"

    def between(self, first: str, last: str) -> str:
        """Return "between 10 and 14 Feb 2025"; what both share is said once."""
        if re.fullmatch(r"(about )?\d+ \w+ \d{4}", last) and first.split(" ")[1:] == last.split(" ")[-2:]:
            first = first.split(" ", maxsplit=1)[0]
        elif re.fullmatch(" [0-9]{4}", last[-5:]):
            first = first.removesuffix(last[-5:])
        return f"between {first} and {last}"

    def third(self, n: int, whole: str) -> str:
        """Return "early 2015", "late Feb 2024"."""
        return f"{THIRDS[n]} {self.label(parse(whole))}"

    def covering(self, bounds: Bounds) -> str:
        """Return "10 Feb – 4 Apr 2024", "by Apr 2015"."""
        is_open = bounds[0] == PAST or bounds[1] == FUTURE
        return self.in_words("/".join(edges(*bounds))) if is_open else days(*bounds)

    def throughout(self, date: When, whole: Bounds) -> str:
        """Return "throughout 2017 (1 Jan – 31 Dec 2017)"."""
        third = third_of(date)
        name = self.third(*third) if third else self.name(date.edtf, whole)
        if name is None or whole[1] - whole[0] < DAY:
            return f"{'throughout' if whole[0] < whole[1] else 'at'} {name or days(*whole)}"
        return f"throughout {name} ({within(*whole)})"

    def beginning(self, date: When, end: Bounds) -> str:
        """Return the day, or "some time …", or that it is unknown."""
        if date.latest == PAST:
            return "an open beginning"
        if (date.earliest, date.latest) == (PAST, end[1]):
            return "an unknown beginning"
        return self.some_time((date.earliest, date.latest))

    def from_to(self, start: str, end: str) -> str:
        """Return "from 2014 to 2015"."""
        return f"from {start} to {end}"

    def some_time(self, bounds: Bounds) -> str:
        """Return the day or time within these bounds, or "some time …" where they are wider."""
        if bounds == (PAST, FUTURE):
            return "any time"
        if name := self.name("", bounds):
            return name if bounds[1] - bounds[0] < DAY else f"some time in {name}"
        start, end = edges(*bounds)
        first, last = (None if each == ".." else self.label(parse(each)) for each in (start, end))
        if first is None:
            return (
                f"some time up to {last}" if len(end) >= DAY_LENGTH else f"some time up to the end of {last}"
            )
        return (
            f"some time between {join_dates(' and ', first, last)}" if last else f"some time from {first} on"
        )

    def name(self, edtf: str, bounds: Bounds) -> str | None:
        """Return the name of a range of time that has one: a day, a month, a year, the season written."""
        for text in (edtf, text_of(*bounds)):
            if re.fullmatch(r"\d{3}X|[^/X]+", text) and (parse(text).earliest, parse(text).latest) == bounds:
                return self.label(parse(text))
        return None

    def clock(self, moment: int) -> str:
        """Return "23 Jan 2025, 06:52 UTC", or the longer "2025-01-23 06:52 UTC", with seconds if any."""
        text = text_of(moment, moment)
        time = text[11:-1].removesuffix(":00") if "." not in text else text[11:-1].rstrip("0")
        return f"{self.label(parse(text[:10]))}, {time} UTC" if self.brief else f"{text[:10]} {time} UTC"

    def unspecified(self, bounds: Bounds) -> str:
        """Return the range that it spans."""
        outer = edges(*bounds)
        if len(outer[0]) == DAY_LENGTH:
            return days(*bounds)
        first, last = (self.label(parse(each)) for each in outer)
        return first if first == last else join_dates(f" {_DASH} ", first, last)

    def day(self, year: str, month: str, day: str) -> str:
        """Return "2015", "Feb 2024", "21 Jan 2025"."""
        if not month:
            return year
        name = MONTHS[int(month) - 1][: 3 if self.brief else None]
        return f"{int(day)} {name} {year}" if day else f"{name} {year}"

    def shortened(self, words: str) -> str:
        """Return "21–22 Jan 2025" for an interval in a month, "24 Feb – 3 Mar 2024" for one in a year."""
        start, dash, end = words.partition(" – ")
        start_words, end_words = start.split(" "), end.split(" ")
        if not dash or len(start_words) < 2 or start_words[-1] != end_words[-1]:
            return words
        if len(start_words) == len(end_words) == 3 and start_words[1] == end_words[1]:
            return f"{start_words[0]}–{end}"
        return f"{' '.join(start_words[:-1])} – {end}"


DATES, LONG_DATES = EnglishDates(), EnglishDates(brief=False)


in_words = DATES.in_words
"""A date in few words: "21 Jan 2025", "early 2015", "between 10 and 14 Feb 2025", "about 2015"."""


def days(earliest: int, latest: int) -> str:
    """Return the days of a range: "1-29 Feb 2024", "1 Jan - 31 Dec 2017" with en dashes, or its times."""
    first, last = (DATES.label(parse(each)) for each in (edge(earliest, 0), edge(latest, DAY - 1)))
    if first.split(" ", 1)[1:] == last.split(" ", 1)[1:] and "," not in first:
        return f"{first.split(' ', 1)[0]}{_DASH}{last}" if first != last else last
    return join_dates(f" {_DASH} ", first, last)


def within(earliest: int, latest: int) -> str:
    """Return the days of a range that has been named, the year left out where one month holds it."""
    words = days(earliest, latest)
    return words[:-5] if re.fullmatch(rf"\d+{_DASH}\d+ \w+ \d{{4}}", words) else words


def join_dates(between: str, first: str, last: str) -> str:
    """Return two dates joined, the year said once where they share it and it ends both."""
    year = last[-5:]
    return f"{first.removesuffix(year) if re.fullmatch(' [0-9]{4}', year) else first}{between}{last}"


_SCALES = (
    (12, "tn", "trillion"),
    (9, "bn", "billion"),
    (6, "m", "million"),
    (3, "", "thousand"),
    (0, "", ""),
)
_DECIMALS = 3  # decimals; an amount that needs more is written with all its digits
_LEAST = Decimal("0.1")  # of a scale that amounts share; below it a smaller one is taken


@attrs.frozen(repr=False)
class EnglishAmounts(AmountWords):
    """Amounts in English: "under USD 10 bn", "USD 97.4 bn (about)", "4"."""

    power: int | None = None
    """The power of ten at which all money is written; None: each amount at its own."""

    about = "{} (about)"
    at_least = "at least {}"
    over = "over {}"
    at_most = "at most {}"
    under = "under {}"
    both = " and "

    def figure(self, number: Decimal, unit: str | None) -> str:
        """Return "USD 97.4 bn", or all digits where that would round; other units follow ("5%", "3 GW")."""
        if unit is None or not re.fullmatch("[A-Z]{3}", unit):
            return f"{number:,f}{'' if unit in (None, '%') else ' '}{unit or ''}"
        for power, short, _ in _SCALES:
            if not short or self.power not in (None, power):
                continue
            scaled = number.scaleb(-power, EXACT).normalize(EXACT)
            if _is_short(scaled) and (self.power is not None or scaled.copy_abs() >= 1):
                return f"{unit} {scaled:,f} {short}"
        return f"{unit} {number:,f}"

    def together(self, amounts: Sequence[Quantity]) -> AmountWords:
        """Return the words by the largest scale at which no amount has many decimals, or is small."""
        numbers = {n.copy_abs() for q in amounts for n in (q.amount, q.least, q.most) if n}
        if len(numbers) < 2:
            return self
        for power, short, _ in _SCALES:
            scaled = [number.scaleb(-power, EXACT) for number in numbers]
            if short and max(scaled) >= 1 and min(scaled) >= _LEAST and all(map(_is_short, scaled)):
                return EnglishAmounts(power)
        return EnglishAmounts(0)

    def several(self, power: int, unit: str | None) -> str | None:
        """Return "several hundred million USD"; beside other amounts its bounds are told as theirs are."""
        if self.power is not None:
            return None
        names = {digits: [word] for digits, _, word in _SCALES if word}
        names |= {digits + 2: ["hundred", word] if word else ["hundred"] for digits, _, word in _SCALES}
        return " ".join(["several", *names[power], *filter(None, [unit])]) if power in names else None

    def whatever(self, unit: str | None) -> str:
        """Return "any amount of USD"."""
        return f"any amount{f' of {unit}' if unit else ''}"


def _is_short(scaled: Decimal) -> bool:
    shown = scaled.scaleb(_DECIMALS, EXACT)
    return shown == shown.to_integral_value()


AMOUNTS = EnglishAmounts()


amount_in_words = AMOUNTS.in_words
"""A quantity in words: "under USD 10 bn", "USD 97.4 bn (about)", "4"."""


PHRASES: Final = {
    "chronology": "Chronology",
    "asked": "What had happened as of {as_of}, {known}{sources}.",
    "known now": "as far as is known",
    "known at": "as it was known on {known_at}",
    "according to": ", according to {names} alone",
    "position": "Log position {position}.",
    "nothing yet": "Nothing that had happened by then had been reported.",
    "sources": "Sources",
    "ours": "Our own inference",
    "back": "back to the text",
    "undated": "Beginning not given",
    "year": "{year}",
    "title": "“{title}”",
    "nothing": "nothing",
    "yes": "yes",
    "no": "no",
    "date": "date",
    "comma": ", ",
    "semicolon": "; ",
    "colon": ": ",
    "or": " or ",
    "also": ", also {value}",
    "open": " (",
    "close": ")",
    "stop": ".",
    "next": ". ",
    "arrow": " → ",
    # what a row is marked with
    "planned": "planned",
    "alleged": "alleged",
    "possible": "possible",
    "disputed": "disputed",
    "denied": "denied",
    "inferred": "inferred",
    "corrected": "corrected",
    "mended": "mended by us",
    "ranked": "weighed by an editor",
    "withdrawn": "withdrawn",
    "in part withdrawn": "one report withdrawn",
    # who says so
    "document": "in a document",
    "on-record": "on the record",
    "reporter": "",
    "anonymous": "by people who are not named",
    "via": "via {name}",
    # what has to be known of it
    "is planned": "Planned: the date is when it is due.",
    "is alleged": "Alleged, not established{notes}.",
    "may have happened": "May not have happened by {as_of}: its date is too vague to tell.",
    "for and against": "May not have happened: the reports for it and against it weigh the same.",
    "is denied": "Taken as not having happened: {who} denies it{notes}.",
    "someone denies": "{who} denies it{notes}.",
    "date differs": "The date is disputed: {first}; also given as {others}.",
    "date open": "The date is disputed and none stands first: {all}.",
    "value differs": "{field} is disputed: {first}; also given as {others}.",
    "value open": "{field} is disputed and no account stands first: {all}.",
    "is inferred": "Inferred: no source says it outright.",
    "is corrected": "Corrected by its source on {date}{notes}: {changes}Reason: {why}",
    "is mended": "Mended by us{notes}: {why}",
    "is preferred": "Preferred by an editor{notes}: {why}",
    "is deprecated": "Set back by an editor{notes}: {why}",
    "is normal": "Weighed as any other by an editor{notes}: {why}",
    "is withdrawn": "Withdrawn by its source on {date}{notes}: {why}",
    "one is withdrawn": "One account of it was withdrawn by its source on {date}{notes}: {why}",
    # how precise a date is
    "key": "How the dates read",
    "day": "a dot: that day",
    "month": "a short bar: some time in that month or year",
    "vague": "a bar that fades: some time in that range",
    "span": "a bar with an outline: it lasts",
    "ring": "a broken outline: planned, alleged, denied, withdrawn, or it may not have happened",
}
WORDS = LanguageWords(code="en", phrases=PHRASES, dates=DATES, amounts=AMOUNTS, on_screens=True)
