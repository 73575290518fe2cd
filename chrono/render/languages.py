"""Words a published page in the language of its reader: dates, names, values and set phrases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib import import_module
from string import Formatter

import attrs

from chrono.errors import BadQuestion, quoted
from chrono.render.text import safe
from chrono.render.values import ValueWords
from chrono.render.wording import LanguageWords
from chrono.resolve.archive import Archive
from chrono.values.quantities import Quantity
from chrono.values.shapes import plain
from chrono.values.suggestions import nearest
from chrono.values.times import When, when

LANGUAGES = {
    "en": "english",
    "ja": "japanese",
}
"""The languages that pages are written in, by BCP 47, and the module beside this one that holds the words."""
Notes = tuple[int, ...]
"""The numbers of footnotes, at the place in a sentence where they are cited."""
Sentence = tuple[str | Notes, ...]
"""Text, in pieces, and the footnotes cited between them."""


def words_of(code: str) -> LanguageWords:
    """Return the words of a language that pages are written in."""
    words: LanguageWords = import_module(f"chrono.render.{LANGUAGES[code]}").WORDS
    return words


@attrs.frozen
class Language:
    """The words of a language, and the names that a log knows in it."""

    words: LanguageWords
    archive: Archive

    @property
    def code(self) -> str:
        """The language's tag, BCP 47."""
        return self.words.code

    def phrase(self, name: str, /, **values: object) -> str:
        """Return a set phrase, filled in."""
        return self.words.phrases[name].format(**values)

    def sentence(self, name: str, /, **values: str | Sentence) -> Sentence:
        """Return a set phrase as a sentence that may cite footnotes."""
        parts: list[str | Notes] = []
        for text, key, _, _ in Formatter().parse(self.words.phrases[name]):
            value = values[key] if key else ""
            parts += [text, *((value,) if isinstance(value, str) else value)]
        return tuple(each for each in parts if each)

    def date(self, date: When | str) -> str:
        """Return a date, given as understood or as it was entered, at its own precision."""
        words = self.words.dates
        return words.shortened(words.in_words(when(date) if isinstance(date, str) else date))

    def published(self, text: str) -> str:
        """Return the date of a publication: of a time the day, where it was published."""
        return self.date(text.split("T", maxsplit=1)[0])

    def value(self, value: object) -> str:
        """Return a value of a field in words; None is that nothing is said."""
        if value is None:
            return self.phrase("nothing")
        if isinstance(value, When):
            return self.date(value)
        own = None if self.words.on_screens else self._own_value(value)
        return ValueWords(self.archive, self.words.amounts).value(plain(value)) if own is None else own

    def values(self, values: Sequence[object]) -> list[str]:
        """Return values that stand in one line in words, their amounts all in one notation."""
        amounts = self.words.amounts.together([each for each in values if isinstance(each, Quantity)])
        together = Language(attrs.evolve(self.words, amounts=amounts), self.archive)
        return [together.value(each) for each in values]

    def _own_value(self, value: object) -> str | None:
        """Return a value in words that screens have not; None where there are none of this language's own."""
        if isinstance(value, Quantity):
            return safe(self.words.amounts.in_words(value))
        if isinstance(value, bool):
            return self.phrase("yes" if value else "no")
        if isinstance(value, tuple | list):
            return self.phrase("comma").join(map(self.value, value)) or self.phrase("nothing")
        if isinstance(value, str) and value in self.archive.directory.entities:
            return self.name(value)
        return None

    def name(self, text: str) -> str:
        """Return the name of whom a text names, in this language where it is declared, or the text."""
        directory = self.archive.directory
        slug = directory.resolve(text)
        names = directory.entities.get(slug, {}).get("names")
        own = names.get(self.code) if isinstance(names, Mapping) else None
        return safe(own or directory.title(slug))

    def tag_of(self, text: str) -> str | None:
        """Return the tag of the language of a text from outside; empty if unknown, None if it is this one.

        Letters that one language alone has tell it; else it is this one, if this one has such letters.
        """
        for code in LANGUAGES:
            own = words_of(code).own_letters
            if own and re.search(own, text):
                return None if code == self.code else code
        return None if self.words.letters is None or re.search(self.words.letters, text) else ""


def language(code: str, archive: Archive) -> Language:
    """Return a language by its tag.

    Raises:
        BadQuestion: it is none that pages are written in.
    """
    if code not in LANGUAGES:
        codes = tuple(LANGUAGES)
        raise BadQuestion("lang", f"no pages are written in {quoted(code)}: {nearest(code, codes)}")
    return Language(words_of(code), archive)
