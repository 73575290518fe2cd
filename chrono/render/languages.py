"""What a published page says in the language of its reader: dates, names, values and set phrases."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

import attrs

from chrono.errors import BadQuestion, quoted
from chrono.render.phrases import PHRASES
from chrono.render.text import safe
from chrono.render.values import Speaker, shortened
from chrono.resolve.archive import Archive
from chrono.values.quantities import Quantity
from chrono.values.shapes import plain
from chrono.values.suggestions import nearest
from chrono.values.times import When, when

Notes = tuple[int, ...]
"""The numbers of footnotes, at the place in a sentence where they are cited."""
Sentence = tuple[str | Notes, ...]
"""Text, in pieces, and the footnotes cited between them."""


@attrs.frozen(kw_only=True)
class Language:
    """A language, and the names that a log knows in it."""

    code: str
    """BCP 47."""
    archive: Archive
    phrases: Mapping[str, str]

    def phrase(self, name: str, /, **values: object) -> str:
        """Return a set phrase, filled in."""
        return self.phrases[name].format(**values)

    def sentence(self, name: str, /, **values: str | Sentence) -> Sentence:
        """Return a set phrase as a sentence that may cite footnotes."""
        found: list[str | Notes] = []
        for text, key, _, _ in Formatter().parse(self.phrases[name]):
            value = values[key] if key else ""
            found += [text, *((value,) if isinstance(value, str) else value)]
        return tuple(each for each in found if each)

    def date(self, date: When | str) -> str:
        """Return a date, given as understood or as it was entered, at its own precision."""
        from chrono.render.english import in_words

        return shortened(in_words(when(date) if isinstance(date, str) else date))

    def published(self, text: str) -> str:
        """Return the date of a publication: of a time the day, where it was published."""
        return self.date(text.split("T", maxsplit=1)[0])

    def value(self, value: object) -> str:
        """Return a value of a field in words; None is that nothing is said."""
        if value is None:
            return self.phrases["nothing"]
        if isinstance(value, When):
            return self.date(value)
        return Speaker(self.archive).value(plain(value))

    def name(self, text: str) -> str:
        """Return the name of whom a text names: an entity, by any of its names, or the text."""
        directory = self.archive.directory
        return safe(directory.title(directory.resolve(text)))


class Japanese(Language):
    """Japanese, with the names that are declared in it."""

    def date(self, date: When | str) -> str:
        """Return a date, given as understood or as it was entered, at its own precision."""
        from chrono.render.japanese import in_words

        return in_words(when(date) if isinstance(date, str) else date)

    def value(self, value: object) -> str:
        """Return a value of a field in words; None is that nothing is said."""
        if isinstance(value, Quantity):
            from chrono.render.japanese import amount_in_words

            return safe(amount_in_words(value))
        if isinstance(value, bool):
            return self.phrases["yes" if value else "no"]
        if isinstance(value, tuple | list):
            return "、".join(self.value(each) for each in value) or self.phrases["nothing"]
        if isinstance(value, str) and value in self.archive.directory.entities:
            return self.name(value)
        return super().value(value)

    def name(self, text: str) -> str:
        """Return the name of whom a text names, in Japanese where it is declared."""
        directory = self.archive.directory
        names = directory.entities.get(directory.resolve(text), {}).get("names")
        found = names.get("ja") if isinstance(names, Mapping) else None
        return safe(found) if found else super().name(text)


CLASSES: dict[str, type[Language]] = {"en": Language, "ja": Japanese}


def language(code: str, archive: Archive) -> Language:
    """Return a language by its tag.

    Raises:
        BadQuestion: it is none that pages are written in.
    """
    if code not in CLASSES:
        known = tuple(CLASSES)
        raise BadQuestion("lang", f"no pages are written in {quoted(code)}: {nearest(code, known)}")
    return CLASSES[code](code=code, archive=archive, phrases=PHRASES[code])
