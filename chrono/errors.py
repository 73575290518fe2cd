"""The errors that a caller can act on: one class for each decision, messages of one line."""

from __future__ import annotations

import json

_SHOWN = 80


class ChronoError(Exception):
    """The base of every error that chrono raises on purpose."""

    def __str__(self) -> str:
        """Return the message; half a character in it, which no output could encode, as its escape."""
        message = super().__str__()
        return message if message.isascii() else message.encode("utf-8", "backslashreplace").decode()


def quoted(value: object) -> str:
    """Return `value` in double quotes on one line, cut after 80 characters, for a message."""
    text = value if isinstance(value, str) else written(value)
    return json.dumps(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…", ensure_ascii=False)


def quoted_path(path: object) -> str:
    """Return a path in double quotes on one line, whole: one that is cut short leads nowhere."""
    return json.dumps(str(path), ensure_ascii=False)


def written(value: object) -> str:
    """Return a value as Python writes it; where that cannot be done, the name of its type."""
    try:
        return repr(value)
    except (RecursionError, ValueError):  # nested without end, or a number of more than 4,300 digits
        return type(value).__name__


class _BadValue(ChronoError, ValueError):
    """A value that cannot be read: the `value` given, and `why`, with what would be right."""

    def __init__(self, value: object, why: str) -> None:
        self.value = value
        self.why = why
        super().__init__(f"{quoted(value)}: {why}")


class BadDate(_BadValue):
    """A date, time or span that cannot be read or is impossible."""


class BadAmount(_BadValue):
    """A number or an amount that cannot be read or is impossible."""


class BadField(_BadValue):
    """A field of a record that does not fit its type."""


class NoBackup(ChronoError, FileNotFoundError):
    """A backup is to be restored that is not there."""


class NoSuchTarget(ChronoError, LookupError):
    """A projection, key, record or development that was asked for and does not exist."""


class BadQuestion(ChronoError, ValueError):
    """A question that cannot be answered: `option` names the part of it that is wrong."""

    def __init__(self, option: str, why: str) -> None:
        self.option = option
        super().__init__(f"{option}: {why}")
