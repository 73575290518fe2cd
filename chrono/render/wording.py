"""Words dates and amounts: one walk over each, for which a language supplies the words.

Languages differ in how they word an open end, a season or a bound, not in which of them a date has: a
subclass supplies the words, and the walk decides which are needed. Times are in UTC.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

import attrs

from chrono.values.dates_from_words import parse_date
from chrono.values.edtf import DAY, FUTURE, PAST, SEASONS, Bounds, Edtf, parse
from chrono.values.outer_bounds import own_bounds
from chrono.values.quantities import Quantity
from chrono.values.times import THROUGHOUT, When, text_of, when

DAY_LENGTH: Final = 10
"""The characters of YYYY-MM-DD; a time is longer."""
THIRDS: Final = ("early", "mid", "late")
ENDLESS: Final = ("..", "")
"""An end of an interval that is open, and one that is unknown."""


class DateWords(ABC):
    """Dates in the words of one language; in a table `{}` stands for what is put there."""

    about: str
    uncertain: str
    any_time: str
    by: str
    onwards: str
    until: str
    """Of what lasts; `by` is of what happens once."""
    unknown_start: str
    """Words for what ends at a known time, and began, or happened before it, nobody says when."""
    unknown_end: str
    """Words for what has a known beginning, and an end that nobody says."""
    unknown_onwards: str
    """Of what began at an unknown time, and has no end."""
    unknown_until: str
    """Of what has no beginning, and an unknown end."""
    bounded: str
    """A date, and the bounds within which it is known to lie."""
    begun: str
    ended_unknown: str
    """Words behind `begun`, for what is over at an unknown time."""
    lasting: str
    lasting_unknown: str
    decade: str
    part: str
    """A year, and a part of it."""
    season: str
    """A hemisphere, a season, a year, and the next year where it ends in that."""
    next_year: str
    seasons: tuple[str, ...]
    """From spring on."""
    hemispheres: tuple[str, str, str]
    """Of no hemisphere, northern, southern."""
    parts: Mapping[int, str]
    """Quarters, thirds and halves of a year, by the code that EDTF has for them."""
    brief = True
    """Whether what has begun, and has no end, is told without "from"."""

    def in_words(self, date: Edtf | When | str) -> str:
        """Return a date in few words; its marks are kept."""
        if isinstance(date, str):
            date, wording = parse_date(date)
            if wording is not None:
                return self._occurrence(when(wording))
        if isinstance(date, When):
            return self._occurrence(date)
        if "/" not in date.text:
            return self.marked(self.label(date), date)
        start, end = (part if part in ENDLESS else self.in_words(part) for part in date.text.split("/"))
        return self.interval(start, end)

    def interval(self, start: str, end: str) -> str:
        """Return the words for a range with these ends in words; ".." is open, empty unknown."""
        if start == "..":
            return {"..": self.any_time, "": self.unknown_until}.get(end) or self.by.format(end)
        if not start:
            return self.unknown_onwards if end == ".." else self.unknown_start.format(end)
        if end in ENDLESS:
            return (self.onwards if end else self.unknown_end).format(start)
        return self.through(start, end)

    def _occurrence(self, date: When) -> str:
        if third := third_of(date):
            return self.marked(self.third(*third), date)
        bounds = own_bounds(date)
        if bounds is None:
            return self._as_written(date)
        if date.end is not None:
            return self.span(date, date.end)
        return self.bounded.format(self.in_words(date.edtf), self.covering(bounds))

    def _as_written(self, date: When) -> str:
        """Return the words for a date whose expression alone says when it is."""
        start, _, end = date.edtf.partition("/")
        if date.sense == THROUGHOUT and start == ".." and end not in ENDLESS:
            return self.until.format(self.in_words(end))
        if date.sense == THROUGHOUT or not end or date.earliest == PAST or date.latest == FUTURE:
            return self.in_words(date.edtf)
        return self.between(self.in_words(start), self.in_words(end))

    def span(self, date: When, end: Bounds) -> str:
        """Return the words for what lasts, each of whose ends may be imprecise."""
        if PAST < date.earliest == date.latest and end[0] == end[1] < FUTURE:
            return self.throughout(date, (date.earliest, end[1]))
        if self.brief and date.earliest == PAST < date.latest < end[1] == FUTURE:
            begun = self.begun.format(self.label(parse(edges(PAST, date.latest)[1])))
            return f"{begun}{self.ended_unknown if end[0] < FUTURE else ''}"
        start = self.beginning(date, end)
        if end[1] == FUTURE:
            return (self.lasting if end[0] == FUTURE else self.lasting_unknown).format(start)
        # An end that is the last moment of a day may be any moment of that day.
        first = end[0] - DAY + 1 if end[0] % DAY == DAY - 1 else end[0]
        return self.from_to(start, self.some_time((first, end[1])))

    def label(self, read_as: Edtf) -> str:
        """Return the words for one expression, without its marks."""
        text = re.sub("[?~%]", "", read_as.text)
        if "T" in text:
            return self.clock(read_as.earliest)
        if re.fullmatch("[0-9]{3}X", text):
            return self.decade.format(text[:3])
        if "X" in text:
            return self.unspecified((read_as.earliest, read_as.latest))
        year, month, day = [*text.split("-"), "", ""][:3]
        if month and int(month) in SEASONS:
            return self._season(int(year), int(month))
        return self.day(year, month, day)

    def _season(self, year: int, code: int) -> str:
        if code in self.parts:
            return self.part.format(year, self.parts[code])
        first, months = SEASONS[code]
        next_year = self.next_year.format((year + 1) % 100) if first + months > 13 else ""
        hemisphere, season = divmod(code - 21, 4)
        return self.season.format(self.hemispheres[hemisphere], self.seasons[season], year, next_year)

    def marked(self, words: str, date: Edtf | When) -> str:
        """Return the words for a date with its marks."""
        words = self.about.format(words) if date.approximate else words
        return self.uncertain.format(words) if date.uncertain else words

    def shortened(self, words: str) -> str:
        """Return the words for a date as a table has them, where there is less room."""
        return words

    def throughout(self, date: When, whole: Bounds) -> str:  # noqa: ARG002 - a language may name what was written
        """Return the words for a span whose ends are exact."""
        return self.covering(whole)

    @abstractmethod
    def through(self, first: str, last: str) -> str:
        """Return the words for a range from one date to another."""

    @abstractmethod
    def between(self, first: str, last: str) -> str:
        """Return the words for some time between two dates."""

    @abstractmethod
    def third(self, n: int, whole: str) -> str:
        """Return the words for the first, second or third third (0, 1, 2) of a year or month."""

    @abstractmethod
    def covering(self, bounds: Bounds) -> str:
        """Return the words for all the time within bounds, by what they begin and end with."""

    @abstractmethod
    def unspecified(self, bounds: Bounds) -> str:
        """Return the words for an expression with `X` digits, given its bounds."""

    @abstractmethod
    def beginning(self, date: When, end: Bounds) -> str:
        """Return the words for the beginning of a span."""

    @abstractmethod
    def from_to(self, start: str, end: str) -> str:
        """Return the words for a span with this beginning and this end."""

    @abstractmethod
    def some_time(self, bounds: Bounds) -> str:
        """Return the words for the day or time within bounds, or for some time within wider ones."""

    @abstractmethod
    def clock(self, moment: int) -> str:
        """Return the words for a moment."""

    @abstractmethod
    def day(self, year: str, month: str, day: str) -> str:
        """Return the words for a year, a month of it or a day of that; what is not given is empty."""


def third_of(date: When) -> tuple[int, str] | None:
    """Return the third (0, 1, 2) and the year or month that a date is worded as, if it has those bounds."""
    first = re.sub("[?~%]", "", date.edtf).split("/")[0]
    if not date.wording or "/" not in date.edtf or not re.fullmatch(r"\d{4}(-\d\d){0,2}", first):
        return None
    whole = first[:7] if len(first) == DAY_LENGTH else first[:4]
    bounds = date.earliest, date.end[1] if date.end else date.latest
    for n, third in enumerate(THIRDS):
        third_date = parse_date(f"{third} {whole}")[0]
        if (third_date.earliest, third_date.latest) == bounds and (
            date.end is None or date.earliest == date.latest
        ):
            return n, whole
    return None


def edges(earliest: int, latest: int) -> tuple[str, str]:
    """Return the first and the last year, month, day or time of a range, ".." where it is open."""
    first = ".." if earliest == PAST else edge(earliest, 0)
    last = ".." if latest == FUTURE else edge(latest, DAY - 1)
    for size in (4, 7):  # a year, a month; ".." stays as it is
        cut = parse(f"{first[:size]}/{last[:size]}")
        if (cut.earliest, cut.latest) == (earliest, latest):
            return first[:size], last[:size]
    return first, last


def edge(moment: int, offset: int) -> str:
    """Return the day that a bound begins or ends, as `offset` says, or the time where it does neither."""
    start = moment - offset
    return text_of(start, start + DAY - 1) if start % DAY == 0 else text_of(moment, moment)


class AmountWords(ABC):
    """Amounts in the words of one language."""

    about: str
    at_least: str
    over: str
    at_most: str
    under: str
    both: str
    """Words between a lower bound and an upper one."""

    def in_words(self, q: Quantity) -> str:
        """Return a quantity in words: a figure, its bounds, or several of a size."""
        words = self._several(q) or self._bounds(q)
        return self.about.format(words) if q.about else words

    def together(self, amounts: Sequence[Quantity]) -> AmountWords:  # noqa: ARG002 - a language may have scales
        """Return the words for amounts that stand in one line, all in one notation."""
        return self

    def _bounds(self, q: Quantity) -> str:
        if q.amount is not None and q.least == q.most:
            return self.figure(q.amount, q.unit)
        words = []
        if q.least is not None:
            words.append(
                (self.over if q.exclusive_least else self.at_least).format(self.figure(q.least, q.unit))
            )
        if q.most is not None:
            words.append(
                (self.under if q.exclusive_most else self.at_most).format(self.figure(q.most, q.unit))
            )
        return self.both.join(words) or self.whatever(q.unit)

    def _several(self, q: Quantity) -> str | None:
        """Return the words for two to under ten of a size that has a name."""
        if q.least is None or q.most != 5 * q.least or not q.exclusive_most or q.exclusive_least:
            return None
        power = q.least.adjusted()
        return self.several(power, q.unit) if q.least == Decimal(2).scaleb(power) else None

    @abstractmethod
    def figure(self, number: Decimal, unit: str | None) -> str:
        """Return one figure with its unit; every digit is kept."""

    @abstractmethod
    def several(self, power: int, unit: str | None) -> str | None:
        """Return the words for several of a power of ten; None where it has no name."""

    @abstractmethod
    def whatever(self, unit: str | None) -> str:
        """Return the words for an amount without any bound."""


@attrs.frozen(kw_only=True, repr=False)
class LanguageWords:
    """The words of one language, held by a module for each."""

    code: str
    """BCP 47."""
    phrases: Mapping[str, str]
    """The set phrases of a published page; what stands in braces is filled in."""
    dates: DateWords
    amounts: AmountWords
    letters: str | None = None
    """A pattern for the letters of its script; None: any text may be in it."""
    own_letters: str | None = None
    """A pattern for letters that no other language has; None: it has none."""
    on_screens: bool = False
    """Whether it is what terminals are spoken to in: values are then worded as there."""
