"""Words a chronology on a terminal, as a Markdown document, and as rows of data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from chrono.ask.axes import Axes, label
from chrono.ask.timeline import Timeline
from chrono.fold.states import NONE
from chrono.fold.view import View
from chrono.render.escaping import markdown_text
from chrono.render.languages import Language
from chrono.render.remarks import RowWords, rows_in_words
from chrono.render.text import columns, padded, paragraph, safe, screen_width, styled, wrapped
from chrono.resolve.archive import DESK
from chrono.values import times
from chrono.values.edtf import FUTURE, PAST

COLUMNS = (
    "date", "words", "earliest", "latest", "development", "kind", "modality", "certainty", "disputed",
    "marks", "text", "who", "remarks", "reports", "sources", "cited", "footnotes",
)  # fmt: skip
"""The columns of the rows as data."""
DATE_WIDTH = 20
"""The columns that dates take on a terminal, at most."""


def title(timeline: Timeline, language: Language) -> str:
    """Return the title of a chronology."""
    return safe(timeline.title) if timeline.title else language.phrase("chronology")


def question_words(timeline: Timeline, language: Language) -> str:
    """Return the question that a chronology answers, in words: its axes, its sources and the log position."""
    axes: Axes = timeline.axes
    as_known = language.phrase("known now")
    if axes.known_at:
        as_known = language.phrase("known at", known_at=language.date(axes.known_at))
    names = language.phrase("comma").join(safe(each) for each in axes.according_to or ())
    sources = language.phrase("according to", names=names) if names else ""
    words = language.phrase("asked", as_of=language.date(axes.as_of), known=as_known, sources=sources)
    between = " " if words.endswith(".") else ""
    return f"{words}{between}{language.phrase('position', position=axes.position)}"


def years(rows: Iterable[RowWords], language: Language) -> Iterator[tuple[str, list[RowWords]]]:
    """Yield the rows by the year in which each can first have begun, with its heading."""
    for year, of_year in groupby(rows, key=lambda each: _year(each.row.earliest)):
        yield language.phrase("year", year=int(year)) if year else language.phrase("undated"), list(of_year)


def _year(moment: int) -> str:
    return "" if moment == PAST else times.text_of(moment, moment)[:4]


def table(timeline: Timeline, view: View, language: Language) -> Iterator[str]:
    """Yield the lines of a chronology for a terminal."""
    width = screen_width()
    yield styled(title(timeline, language), "bold", "cyan")
    yield from paragraph(question_words(timeline, language), width, 2, "dim")
    rows = list(rows_in_words(timeline, view, language))
    if not rows:
        yield f"  {language.phrase('nothing yet')}"
    date_width = min(DATE_WIDTH, max((columns(row.when) for row in rows), default=0))
    for row in rows:
        yield ""
        yield from _block(row, timeline, language, date_width, width)


def _block(
    item: RowWords, timeline: Timeline, language: Language, date_width: int, width: int
) -> Iterator[str]:
    """Yield one row: its date at the left, and beside it all that is told, line under line."""
    room = width - date_width - 4
    marks = " · ".join(language.phrase(each).upper() for each in item.marks)
    rests = _places(item.notes, timeline)
    lines = [styled(line, "yellow") for line in wrapped(marks, room)] if marks else []
    lines += [_struck(line, item) for line in wrapped(item.text, room)]
    who = " · ".join(each for each in (item.who, rests) if each)
    lines += [styled(line, "dim") for line in wrapped(who, room)]
    for _, sentence in item.remarks:
        line = "".join(_piece(each, timeline, language) for each in sentence)
        lines += [("- " if n == 0 else "  ") + part for n, part in enumerate(wrapped(line, room - 2))]
    dates = wrapped(item.when, date_width)
    for n in range(max(len(dates), len(lines))):
        date = padded(dates[n] if n < len(dates) else "", date_width)
        yield f"  {styled(date, 'bold')}  {lines[n] if n < len(lines) else ''}".rstrip()


def _struck(line: str, item: RowWords) -> str:
    return styled(line, "dim") if item.row.certainty == NONE else line


def _piece(piece: str | tuple[int, ...], timeline: Timeline, language: Language) -> str:
    if isinstance(piece, str):
        return piece
    return f"{language.phrase('open')}{_places(piece, timeline)}{language.phrase('close')}"


def _places(notes: Sequence[int], timeline: Timeline) -> str:
    """Return the places that footnotes cite, by source: `newsweek-jp P9 P13, wsj-ja P2`."""
    by_source: dict[str, list[str]] = {}
    for number in notes:
        source, locator = timeline.citations[number - 1]
        by_source.setdefault(source, []).extend([locator] if locator else [])
    return ", ".join(safe(" ".join((source, *places))) for source, places in by_source.items())


def markdown(timeline: Timeline, view: View, language: Language) -> Iterator[str]:
    """Yield the lines of a chronology as a Markdown document with numbered footnotes."""
    yield f"# {markdown_text(title(timeline, language))}"
    yield ""
    yield f"*{markdown_text(question_words(timeline, language))}*"
    rows = list(rows_in_words(timeline, view, language))
    if not rows:
        yield from ("", language.phrase("nothing yet"))
    for heading, of_year in years(rows, language):
        yield from ("", f"## {heading}", "")
        for row in of_year:
            yield from _entry(row, language)
    if timeline.numbers:
        yield from ("", f"## {language.phrase('sources')}", "")
    for number, words in footnotes(timeline, view, language):
        yield f"[^{number}]: {markdown_text(words)}"


def _entry(item: RowWords, language: Language) -> Iterator[str]:
    marks = language.phrase("comma").join(language.phrase(each) for each in item.marks)
    text = markdown_text(item.text)
    text = f"~~{text}~~" if item.row.certainty == NONE else text
    who = f" *{markdown_text(item.who)}*" if item.who else ""
    marked = f" (*{marks}*)" if marks else ""
    yield f"- **{markdown_text(item.when)}**{marked} – {text}{_refs(item.notes)}{who}"
    for _, sentence in item.remarks:
        pieces = (markdown_text(each) if isinstance(each, str) else _refs(each) for each in sentence)
        yield f"  - {''.join(pieces)}"


def _refs(notes: Sequence[int]) -> str:
    return "".join(f"[^{each}]" for each in notes)


def footnotes(timeline: Timeline, view: View, language: Language) -> Iterator[tuple[int, str]]:
    """Yield each footnote's number and words."""
    for number, (slug, locator) in enumerate(timeline.citations, 1):
        parts = (text for _, text in source_parts(view, language, slug, locator))
        yield number, language.phrase("comma").join(parts) + language.phrase("stop")


def source_parts(view: View, language: Language, slug: str, locator: str | None) -> Iterator[tuple[str, str]]:
    """Yield publisher, title, date of publication, paragraph and url, those that are known, by name."""
    source = view.archive.sources.get(slug, {})
    ours = slug == DESK
    yield "publisher", language.phrase("ours") if ours else safe(source.get("publisher") or slug)
    if source.get("title") and not ours:
        yield "title", language.phrase("title", title=safe(source["title"]))
    if source.get("published"):
        yield "published", language.published(str(source["published"]))
    if locator:
        yield "locator", safe(locator)
    if source.get("url"):
        yield "url", safe(source["url"])


def rows(timeline: Timeline, view: View, language: Language) -> list[dict[str, object]]:
    """Return the rows as data, in world order."""
    return [_data(each, timeline, language) for each in rows_in_words(timeline, view, language)]


def _data(item: RowWords, timeline: Timeline, language: Language) -> dict[str, object]:
    row = item.row
    accounts = [each.account for each in row.cited]
    notes = timeline.notes(accounts)
    return {
        "date": row.when.edtf,
        "words": item.when,
        "earliest": None if row.earliest == PAST else _day(row.earliest),
        "latest": None if row.latest == FUTURE else label(row.latest),
        "development": row.development.name,
        "kind": row.development.first.kind,
        "modality": row.development.modality,
        "certainty": row.certainty,
        "disputed": row.disputed,
        "marks": list(item.marks),
        "text": item.text,
        "who": item.who or None,
        "remarks": ["".join(_piece(part, timeline, language) for part in each) for _, each in item.remarks],
        "reports": [each.report for each in accounts],
        "sources": list(dict.fromkeys(each.source for each in accounts)),
        "cited": [" ".join(each for each in timeline.citations[n - 1] if each) for n in notes],
        "footnotes": list(notes),
    }


def _day(moment: int) -> str:
    """Return the day that begins at a moment, or the moment inside a day."""
    whole = moment % times.DAY == 0
    return times.text_of(moment, moment + times.DAY - 1) if whole else times.text_of(moment, moment)


def whole(timeline: Timeline, view: View, language: Language) -> dict[str, object]:
    """Return a chronology as JSON shows it: what was asked, the rows, and what the footnotes stand for."""
    axes = timeline.axes
    return {
        "story": timeline.story,
        "title": title(timeline, language),
        "language": language.code,
        "as_of": axes.as_of,
        "known_at": axes.known_at,
        "recorded_at": axes.recorded_at,
        "according_to": None if axes.according_to is None else list(axes.according_to),
        "position": axes.position,
        "storybook": view.shelf.digest,
        "rows": rows(timeline, view, language),
        "footnotes": [_source(number, each, view) for number, each in enumerate(timeline.citations, 1)],
    }


def _source(number: int, cited: tuple[str, str | None], view: View) -> Mapping[str, object]:
    slug, locator = cited
    source = view.archive.sources.get(slug, {})
    keys = ("publisher", "title", "published", "url")
    return {"number": number, "source": slug, **{key: source.get(key) for key in keys}, "locator": locator}
