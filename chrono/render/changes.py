"""A change of a record in words: `amount: USD 5 → USD 7`."""

from __future__ import annotations

from collections.abc import Mapping

from chrono.render.languages import Language
from chrono.render.values import ValueWords, key_words, label
from chrono.resolve.changes import Change


def change_words(change: Change, language: Language, *, closely: bool = False) -> str:
    """Return what changed, what was said before, and what after.

    Args:
        change: what is told.
        language: the language of the reader.
        closely: for who reads the record beside it: its date by the key's name, as it was worded.
    """
    dated = change.field == "occurred" and not change.in_data
    name = language.phrase("date") if dated and not closely else label(change.field)
    values = change.recorded if dated and closely else (change.before, change.after)
    before, after = (_value(change, each, language) for each in values)
    return f"{name}{language.phrase('colon')}{before}{language.phrase('arrow')}{after}"


def _value(change: Change, value: object, language: Language) -> str:
    if not change.in_data and isinstance(value, Mapping):
        return key_words(change.field, value, ValueWords(language.archive))
    return language.value(value)
