"""A change of a record in words: `amount: USD 5 → USD 7`."""

from __future__ import annotations

from collections.abc import Mapping

from chrono.history import Change
from chrono.render.languages import Language
from chrono.render.states import label
from chrono.render.values import Speaker, key_words


def change_words(change: Change, language: Language) -> str:
    """Return what changed, what was said before, and what after."""
    dated = change.field == "occurred" and not change.in_data
    name = language.phrase("date") if dated else label(change.field)
    before, after = (_value(change, each, language) for each in (change.before, change.after))
    return f"{name}{language.phrase('colon')}{before}{language.phrase('arrow')}{after}"


def _value(change: Change, value: object, language: Language) -> str:
    if not change.in_data and isinstance(value, Mapping):
        return key_words(change.field, value, Speaker(language.archive))
    return language.value(value)
