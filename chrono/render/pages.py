"""Writes a chronology as one HTML file: no script, nothing from a network, well-formed as XML too.

Whatever colour or shape says, words say as well: the date in its own precision, each mark by its name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import files

import attrs

from chrono.ask.timeline import Timeline
from chrono.fold.states import NONE
from chrono.fold.view import View
from chrono.render.escaping import html_text
from chrono.render.languages import Language, Sentence
from chrono.render.remarks import RowWords, rows_in_words
from chrono.render.timelines import question_words, source_parts, title, years
from chrono.values.edtf import DAY, FUTURE, PAST
from chrono.values.times import When

SHAPES = ("day", "month", "vague", "span")
"""How precise a date is, as the rail shows it: a day or less, a named month or year, a range, a span."""
_OPEN = frozenset(("planned", "alleged", "possible", "denied"))
"""The marks of what has not, or not surely, happened."""
_DATETIME = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
"""The dates that the element `time` of HTML can hold."""
_TOGETHER = re.compile(r"(?<=\d) (?=[A-Z][a-z]{2}\b)|(?<=\b[A-Z][a-z]{2}) (?=\d{4})")
"""Where a line is not to break: between day, month and year."""


def page(timeline: Timeline, view: View, language: Language) -> Iterator[str]:
    """Yield the lines of the page."""
    rows = list(rows_in_words(timeline, view, language))
    writer = _Page(timeline, view, language)
    plain = title(timeline, language)
    name = html_text(plain)
    yield from _head(name, language)
    yield "<body>"
    yield "<main>"
    yield "<header>"
    yield f"<h1{writer.lang(plain)}>{name}</h1>"
    yield f"<p>{html_text(question_words(timeline, language))}</p>"
    yield from writer.key(rows)
    yield "</header>"
    if not rows:
        yield f"<p>{html_text(language.phrase('nothing yet'))}</p>"
    for n, (heading, of_year) in enumerate(years(rows, language), 1):
        yield f'<section aria-labelledby="y{n}">'
        yield f'<h2 id="y{n}">{html_text(heading)}</h2>'
        yield "<ol>"
        for row in of_year:
            yield from writer.item(row)
        yield "</ol>"
        yield "</section>"
    yield from writer.sources()
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _head(name: str, language: Language) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield f'<html lang="{language.code}">'
    yield "<head>"
    yield '<meta charset="utf-8"/>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
    yield '<meta name="color-scheme" content="light dark"/>'
    yield f"<title>{name}</title>"
    yield f"<style>{files('chrono.render').joinpath('pages.css').read_text('utf-8')}</style>"
    yield "</head>"


@attrs.define
class _Page:
    timeline: Timeline
    view: View
    language: Language
    cited: Counter[int] = attrs.field(factory=Counter)
    """How often each footnote has been cited so far: what it links back to."""

    def item(self, item: RowWords) -> Iterator[str]:
        """Yield one row."""
        gone = item.row.certainty == NONE
        classes = " ".join(("event", shape(item.row.when), *item.marks, *(["lost"] if gone else [])))
        text = f"<span{self.lang(item.text)}>{html_text(item.text)}</span>"
        text = f"<s>{text}</s>" if gone else text
        yield f'<li class="{classes}">'
        yield f'<p class="when">{self.date(item.row.when)}</p>'
        yield '<span class="sign" aria-hidden="true"></span>'
        yield '<div class="what">'
        if item.marks:
            marks = " ".join(f'<b class="{each}">{self.say(each)}</b>' for each in item.marks)
            yield f'<p class="marks">{marks}</p>'
        yield f"<p>{text}{self.refs(item.notes)}</p>"
        if item.who:
            yield f'<p class="who">{html_text(item.who)}</p>'
        if item.remarks:
            yield '<ul class="remarks">'
            yield from (f'<li class="{mark}">{self.sentence(remark)}</li>' for mark, remark in item.remarks)
            yield "</ul>"
        yield "</div>"
        yield "</li>"

    def date(self, when: When) -> str:
        """Return a date in words, and for machines where it is one that they read."""
        words = html_text(_TOGETHER.sub("\u00a0", self.language.date(when)))
        exact = when.edtf.rstrip("~?%")
        if _DATETIME.fullmatch(exact):
            return f'<time datetime="{exact}">{words}</time>'
        return f'<span data-edtf="{html_text(when.edtf)}">{words}</span>'

    def sentence(self, sentence: Sentence) -> str:
        """Return a remark with its footnotes linked."""
        return "".join(html_text(each) if isinstance(each, str) else self.refs(each) for each in sentence)

    def refs(self, notes: Sequence[int]) -> str:
        """Return the numbers of footnotes, each a link to it that it links back to."""
        links = []
        for number in notes:
            self.cited[number] += 1
            links.append(f'<a href="#n{number}" id="r{number}-{self.cited[number]}">{number}</a>')
        return f'<sup class="refs">{" ".join(links)}</sup>' if links else ""

    def key(self, rows: Sequence[RowWords]) -> Iterator[str]:
        """Yield the meaning of the signs on the rail, of those that occur."""
        shapes = {shape(each.row.when) for each in rows}
        used = [each for each in SHAPES if each in shapes]
        if any(each.row.certainty == NONE or not _OPEN.isdisjoint(each.marks) for each in rows):
            used.append("ring")
        if used:
            yield f'<ul class="key" aria-label="{self.say("key")}">'
            for name in used:
                classes = "day possible" if name == "ring" else name
                sign = '<span class="sign" aria-hidden="true"></span>'
                yield f'<li class="{classes}">{sign}{self.say(name)}</li>'
            yield "</ul>"

    def sources(self) -> Iterator[str]:
        """Yield the footnotes."""
        if not self.timeline.citations:
            return
        yield '<section class="sources" aria-labelledby="sources">'
        yield f'<h2 id="sources">{self.say("sources")}</h2>'
        yield "<ol>"
        for number, (slug, locator) in enumerate(self.timeline.citations, 1):
            words = self.language.phrase("comma").join(self.source(slug, locator))
            back = " ".join(
                f'<a href="#r{number}-{n}" aria-label="{self.say("back")}">↑</a>'
                for n in range(1, self.cited[number] + 1)
            )
            yield f'<li id="n{number}">{words}{self.say("stop")} <span class="back">{back}</span></li>'
        yield "</ol>"
        yield "</section>"

    def source(self, slug: str, locator: str | None) -> Iterator[str]:
        """Yield the parts of a footnote on a source."""
        for name, text in source_parts(self.view, self.language, slug, locator):
            words = html_text(text)
            if name == "title":
                words = f"<cite{self.lang(text)}>{words}</cite>"
            yield f'<span class="url">{words}</span>' if name == "url" else words

    def say(self, name: str, **values: object) -> str:
        """Return a set phrase, escaped."""
        return html_text(self.language.phrase(name, **values))

    def lang(self, text: str) -> str:
        """Return the attribute for text from outside that is not in the page's language, or not surely."""
        tag = self.language.tag_of(text)
        return "" if tag is None else f' lang="{tag}"'


def shape(when: When) -> str:
    """Return how precise a date is: one of `SHAPES`."""
    if when.end is not None and when.end[1] - when.earliest >= DAY:
        return "span"
    if when.earliest > PAST and when.latest < FUTURE and when.latest - when.earliest < DAY:
        return "day"
    return "vague" if "/" in when.edtf else "month"
