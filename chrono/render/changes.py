"""Words a change of a record: `amount: USD 5 → USD 7`."""

from __future__ import annotations

from collections.abc import Mapping

from chrono.render.languages import Language
from chrono.render.values import ValueWords, key_words, label
from chrono.resolve.changes import Change


def change_words(change: Change, language: Language, *, closely: bool = False) -> str:
    """Return a change in words: the name of the field, its value before, and its value after.

    Args:
        change: the change.
        language: the language of the reader.
        closely: names the date of the record by its key and words it as recorded, for a reader of both.
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
