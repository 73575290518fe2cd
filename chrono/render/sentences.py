"""Words dates for an English sentence, and in full for whoever has entered one."""

from __future__ import annotations

from chrono.render.english import LONG_DATES, join_dates, within
from chrono.render.wording import ENDLESS, third_of
from chrono.values.dates_from_words import parse_date
from chrono.values.edtf import DAY, FUTURE, PAST
from chrono.values.times import When


def in_a_sentence(date: str) -> str:
    """Return a date, EDTF or worded, as a sentence has it: "on 14 February 2025", "in June 2024", "by 2017".

    A range is "between 1 and 10 January 2025"; marks are kept: "in about 2015".
    """
    read_as, wording = parse_date(date)
    if wording or "/" not in read_as.text:
        length = read_as.latest - read_as.earliest
        words = LONG_DATES.in_words(date)
        if words.startswith(LONG_DATES.about.format("")) and length < DAY:
            return words  # "about 14 February 2025", and not "on about"
        before = "in" if length >= DAY else "on" if length == DAY - 1 else "at"
        return f"{before} {words}"
    start, end = (part if part in ENDLESS else LONG_DATES.in_words(part) for part in read_as.text.split("/"))
    if start in ENDLESS or end in ENDLESS:
        return LONG_DATES.interval(start, end)
    if start.split(" ")[1:] == end.split(" ")[1:] and " " in start:
        return f"between {start.split(' ')[0]} and {end}"
    return "between " + join_dates(" and ", start, end)


def date_in_full(date: When) -> str:
    """Return a date in full as it was understood, for the person who entered it.

    Says whether it is an instant or lasts, which days an imprecise expression covers, and how it is
    marked: "some time in February 2024 (1-29 Feb)", "throughout 2017 (1 Jan - 31 Dec 2017)", with
    en dashes.
    """
    words = _instant(date) if date.end is None else LONG_DATES.span(date, date.end)
    marks = [mark for mark, on in (("approximate", date.approximate), ("uncertain", date.uncertain)) if on]
    return f"{words}, marked {' and '.join(marks)}" if marks else words


def _instant(date: When) -> str:
    bounds = date.earliest, date.latest
    third = third_of(date)
    name = LONG_DATES.third(*third) if third else LONG_DATES.name(date.edtf, bounds)
    if _of_unknown_end(date):
        return f"some time {LONG_DATES.in_words(date.edtf)}"
    if name is None or date.latest - date.earliest < DAY:
        words = LONG_DATES.some_time(bounds)
        if words.startswith("some"):
            return words
        return f"{'on' if bounds[1] - bounds[0] == DAY - 1 else 'at'} {words}"
    return f"some time in {name} ({within(*bounds)})"


def _of_unknown_end(date: When) -> bool:
    """Return whether a range has an end that nobody gives, in the expression or as a bound of its own."""
    start, slash, end = date.edtf.partition("/")
    return bool(slash) and ((not start and date.earliest == PAST) or (not end and date.latest == FUTURE))
