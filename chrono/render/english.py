"""Dates in words for a person, in English whatever the locale; times are in UTC."""

from __future__ import annotations

import re
from typing import Final

from chrono.values.dates_from_words import MONTHS, read
from chrono.values.edtf import DAY, FUTURE, PAST, SEASONS, Bounds, Edtf, parse
from chrono.values.times import THROUGHOUT, When, text_of, when

_SEASONS: Final = ("spring", "summer", "autumn", "winter")
_PARTS: Final = {
    33: "Q1 {}", 34: "Q2 {}", 35: "Q3 {}", 36: "Q4 {}",
    37: "the first third of {}", 38: "the second third of {}", 39: "the last third of {}",
    40: "the first half of {}", 41: "the second half of {}",
}  # fmt: skip
_THIRDS: Final = ("early", "mid", "late")
_DASH: Final = "\N{EN DASH}"
_DAY_LENGTH: Final = 10  # characters of YYYY-MM-DD; a time is longer


def in_words(date: Edtf | When | str) -> str:
    """Return a date in few words: "21 Jan 2025", "early 2015", "between 10 and 14 Feb 2025".

    Months have three letters; marks are kept: "about 2015", "2015 (uncertain)".
    """
    if isinstance(date, When):
        return _when_in_words(date)
    read_as = parse(date) if isinstance(date, str) else date
    if "/" not in read_as.text:
        return _marked(_label(read_as, short=True), read_as)
    start, end = (None if part in ("", "..") else in_words(part) for part in read_as.text.split("/"))
    if start is None:
        return f"by {end}" if end else "at any time"
    return f"{start} {_DASH} {end}" if end else f"from {start} on"


def in_a_sentence(date: str) -> str:
    """Return an EDTF date as a sentence has it: "on 14 February 2025", "in June 2024", "by 2017".

    A range is "between 1 and 10 January 2025"; marks are kept: "in about 2015".
    """
    read_as = parse(date)
    if "/" not in read_as.text:
        length = read_as.latest - read_as.earliest
        before = "in" if length >= DAY else "on" if length == DAY - 1 else "at"
        return f"{before} {_marked(_label(read_as, short=False), read_as)}"
    start, end = (
        None if part in ("", "..") else _marked(_label(parse(part), short=False), parse(part))
        for part in read_as.text.split("/")
    )
    if start is None or end is None:
        return f"by {end}" if end else f"from {start} on" if start else "at any time"
    if start.split(" ")[1:] == end.split(" ")[1:] and " " in start:
        return f"between {start.split(' ')[0]} and {end}"
    return "between " + _joined(" and ", start, end)


def understood(date: When) -> str:
    """Return in full what was understood of a date, for the person who entered it.

    Says whether it is an instant or lasts, which days an imprecise expression covers, and how it is
    marked: "some time in February 2024 (1-29 Feb)", "throughout 2017 (1 Jan - 31 Dec 2017)", with
    en dashes.
    """
    told = _instant(date) if date.end is None else _span(date, date.end, short=False)
    marks = [mark for mark, on in (("approximate", date.approximate), ("uncertain", date.uncertain)) if on]
    return f"{told}, marked {' and '.join(marks)}" if marks else told


def _when_in_words(date: When) -> str:
    if third := _third(date, short=True):
        return _marked(third, date)
    plain = when({"edtf": date.edtf, "sense": date.sense})
    if (date.earliest, date.latest, date.end) == (plain.earliest, plain.latest, plain.end):
        if date.sense == THROUGHOUT and date.earliest == PAST:
            return in_words(date.edtf).replace("by ", "until ")
        if date.sense == THROUGHOUT or "/" not in date.edtf or date.earliest == PAST or date.latest == FUTURE:
            return in_words(date.edtf)
        first, last = map(in_words, date.edtf.split("/"))
        return f"between {_without_month(first, last)} and {last}"
    if date.end is not None:
        return _span(date, date.end, short=True)
    is_open = date.earliest == PAST or date.latest == FUTURE
    bounds = date.earliest, date.latest
    return f"{in_words(date.edtf)} ({in_words('/'.join(edges(*bounds))) if is_open else _range(*bounds)})"


def _instant(date: When) -> str:
    bounds = date.earliest, date.latest
    name = _third(date, short=False) or _name(date.edtf, bounds, short=False)
    if name is None or date.latest - date.earliest < DAY:
        words = _some(bounds, short=False)
        if words.startswith("some"):
            return words
        return f"{'on' if bounds[1] - bounds[0] == DAY - 1 else 'at'} {words}"
    return f"some time in {name} ({_within(*bounds)})"


def _span(date: When, end: Bounds, *, short: bool) -> str:
    """Return a span in words: "throughout …" where both ends are exact, else "from … to …"."""
    whole = date.earliest, end[1]
    if PAST < date.earliest == date.latest and end[0] == end[1] < FUTURE:
        name = _third(date, short=short) or _name(date.edtf, whole, short=short)
        if name is None or end[1] - date.earliest < DAY:
            return f"{'throughout' if whole[0] < whole[1] else 'at'} {name or _range(*whole)}"
        return f"throughout {name} ({_within(*whole)})"
    if short and date.earliest == PAST < date.latest < end[1] == FUTURE:
        by = in_words(edges(PAST, date.latest)[1])
        return f"begun by {by}{', end unknown' if end[0] < FUTURE else ''}"
    start = _beginning(date, end, short=short)
    if end[1] == FUTURE:
        return f"from {start} on" if end[0] == FUTURE else f"from {start} to an unknown end"
    return f"from {start} to {_some((_day_start(end[0]), end[1]), short=short)}"


def _beginning(date: When, end: Bounds, *, short: bool) -> str:
    if date.latest == PAST:
        return "an open beginning"
    if (date.earliest, date.latest) == (PAST, end[1]):
        return "an unknown beginning"
    return _some((date.earliest, date.latest), short=short)


def _some(bounds: Bounds, *, short: bool) -> str:
    """Return the day or time within these bounds, or "some time …" where they are wider."""
    if bounds == (PAST, FUTURE):
        return "any time"
    name = _name("", bounds, short=short)
    if name:
        return name if bounds[1] - bounds[0] < DAY else f"some time in {name}"
    first, last = (None if edge == ".." else _label(parse(edge), short=short) for edge in edges(*bounds))
    if first is None:
        end = edges(*bounds)[1]
        return f"some time up to {last}" if len(end) >= _DAY_LENGTH else f"some time up to the end of {last}"
    return f"some time between {_joined(' and ', first, last)}" if last else f"some time from {first} on"


def _name(edtf: str, bounds: Bounds, *, short: bool) -> str | None:
    """Return the name of a range of time that has one: a day, a month, a year, the season written."""
    for text in (edtf, text_of(*bounds)):
        if re.fullmatch(r"\d{3}X|[^/X]+", text) and (parse(text).earliest, parse(text).latest) == bounds:
            return _label(parse(text), short=short)
    return None


def third_of(date: When) -> tuple[int, str] | None:
    """Return the third (0, 1, 2) and the year or month that a date is worded as, if it has those bounds."""
    first = re.sub("[?~%]", "", date.edtf).split("/")[0]
    if not date.wording or "/" not in date.edtf or not re.fullmatch(r"\d{4}(-\d\d){0,2}", first):
        return None
    whole = first[:7] if len(first) == _DAY_LENGTH else first[:4]
    bounds = date.earliest, date.end[1] if date.end else date.latest
    for n, third in enumerate(_THIRDS):
        found = read(f"{third} {whole}")[0]
        if (found.earliest, found.latest) == bounds and (date.end is None or date.earliest == date.latest):
            return n, whole
    return None


def _third(date: When, *, short: bool) -> str | None:
    """Return "early 2015" or "late Feb 2024" where the date was worded so and has those bounds."""
    found = third_of(date)
    return f"{_THIRDS[found[0]]} {_label(parse(found[1]), short=short)}" if found else None


def _label(read_as: Edtf, *, short: bool) -> str:
    """Return the words for one expression, without its marks."""
    text = re.sub("[?~%]", "", read_as.text)
    if "T" in text:
        return _clock(read_as.earliest, short=short)
    if "X" in text:
        return _unspecified(text, (read_as.earliest, read_as.latest), short=short)
    year, month, day = [*text.split("-"), "", ""][:3]
    if not month or int(month) in SEASONS:
        return _season(int(year), int(month)) if month else year
    name = MONTHS[int(month) - 1][: 3 if short else None]
    return f"{int(day)} {name} {year}" if day else f"{name} {year}"


def _unspecified(text: str, bounds: Bounds, *, short: bool) -> str:
    """Return the words for an expression with `X` digits: a decade, or the range that it spans."""
    if re.fullmatch("[0-9]{3}X", text):
        return f"the {text[:3]}0s"
    outer = edges(*bounds)
    if len(outer[0]) == _DAY_LENGTH:
        return _range(*bounds)
    first, last = (_label(parse(edge), short=short) for edge in outer)
    return first if first == last else _joined(f" {_DASH} ", first, last)


def _season(year: int, code: int) -> str:
    if code in _PARTS:
        return _PARTS[code].format(f"{year:04}")
    first, months = SEASONS[code]
    next_year = f"{_DASH}{(year + 1) % 100:02}" if first + months > len(MONTHS) + 1 else ""
    hemisphere = "northern " if code in range(25, 29) else "southern " if code in range(29, 33) else ""
    return f"{hemisphere}{_SEASONS[(code - 21) % 4]} {year:04}{next_year}"


def _clock(moment: int, *, short: bool) -> str:
    """Return "23 Jan 2025, 06:52 UTC", or the longer "2025-01-23 06:52 UTC", with seconds if any."""
    text = text_of(moment, moment)
    time = text[11:-1].removesuffix(":00") if "." not in text else text[11:-1].rstrip("0")
    return f"{_label(parse(text[:10]), short=True)}, {time} UTC" if short else f"{text[:10]} {time} UTC"


def edges(earliest: int, latest: int) -> tuple[str, str]:
    """Return the first and the last year, month, day or time of a range, ".." where it is open."""
    first = ".." if earliest == PAST else _edge(earliest, 0)
    last = ".." if latest == FUTURE else _edge(latest, DAY - 1)
    for size in (4, 7):  # a year, a month; ".." stays as it is
        cut = parse(f"{first[:size]}/{last[:size]}")
        if (cut.earliest, cut.latest) == (earliest, latest):
            return first[:size], last[:size]
    return first, last


def _range(earliest: int, latest: int) -> str:
    """Return the days of a range: "1-29 Feb 2024", "1 Jan - 31 Dec 2017", or its times."""
    first, last = (_label(parse(edge), short=True) for edge in (_edge(earliest, 0), _edge(latest, DAY - 1)))
    if first.split(" ", 1)[1:] == last.split(" ", 1)[1:] and "," not in first:
        return f"{first.split(' ', 1)[0]}{_DASH}{last}" if first != last else last
    return _joined(f" {_DASH} ", first, last)


def _within(earliest: int, latest: int) -> str:
    """Return the days of a range that has been named, the year left out where one month holds it."""
    days = _range(earliest, latest)
    return days[:-5] if re.fullmatch(rf"\d+{_DASH}\d+ \w+ \d{{4}}", days) else days


def _edge(moment: int, offset: int) -> str:
    """Return the day that a bound begins or ends, as `offset` says, or the time where it does neither."""
    start = moment - offset
    return text_of(start, start + DAY - 1) if start % DAY == 0 else text_of(moment, moment)


def _without_month(first: str, last: str) -> str:
    """Return the first of two dates without the month and year that both share, or the year."""
    if re.fullmatch(r"(about )?\d+ \w+ \d{4}", last) and first.split(" ")[1:] == last.split(" ")[-2:]:
        return first.split(" ", maxsplit=1)[0]
    return first.removesuffix(last[-5:]) if re.fullmatch(" [0-9]{4}", last[-5:]) else first


def _joined(between: str, first: str, last: str) -> str:
    """Return two dates joined, the year said once where they share it and it ends both."""
    year = last[-5:]
    return f"{first.removesuffix(year) if re.fullmatch(' [0-9]{4}', year) else first}{between}{last}"


def _marked(words: str, date: Edtf | When) -> str:
    words = f"about {words}" if date.approximate else words
    return f"{words} (uncertain)" if date.uncertain else words


def _day_start(moment: int) -> int:
    return moment - DAY + 1 if moment % DAY == DAY - 1 else moment
