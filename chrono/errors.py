"""The errors a caller can act on: one class for each decision, messages of one line."""

from __future__ import annotations

import json

_SHOWN = 80


class ChronoError(Exception):
    """The base of every error that chrono raises on purpose."""


def quoted(value: object) -> str:
    """Return `value` in double quotes on one line, cut after 80 characters, for a message."""
    text = value if isinstance(value, str) else repr(value)
    return json.dumps(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…", ensure_ascii=False)


def nearest(name: str, known: tuple[str, ...]) -> str:
    """Return `did you mean "…"?` for the known name nearest to `name`, else the list of those known.

    A short name is near only to one that begins so or is one slip away: of `x` nothing can be guessed.
    """
    found = _nearest(name, known)
    if found is not None:
        return f"did you mean {quoted(found)}?"
    return "known are " + ", ".join(quoted(each) for each in known)


def _nearest(name: str, known: tuple[str, ...]) -> str | None:
    import difflib

    from chrono.nearness import distance

    folded = {each.casefold(): each for each in reversed(known)}
    wanted = name.casefold()
    if wanted in folded:
        return folded[wanted]
    likeliest = difflib.get_close_matches(wanted, folded, n=3, cutoff=_ALIKE)
    for each in likeliest:
        begins = len(wanted) > 2 and each.startswith(wanted)
        if begins or len(wanted) > _SHORT or (len(wanted) > 2 and distance(wanted, each, 1) is not None):
            return folded[each]
    return None


_ALIKE, _SHORT = 0.65, 4
"""How alike two names must be, 0 to 1; up to which length one slip is all that is forgiven."""


class _BadValue(ChronoError, ValueError):
    """A value that cannot be read: `value` as given, `why` it is refused and what would be right."""

    def __init__(self, value: object, why: str) -> None:
        self.value = value
        self.why = why
        super().__init__(f"{quoted(value)}: {why}")


class BadDate(_BadValue):
    """A date, time or span that cannot be read or cannot be."""


class BadAmount(_BadValue):
    """A number or an amount that cannot be read or cannot be."""


class BadField(_BadValue):
    """A field of a record that does not fit its type."""


class NoSuchTarget(ChronoError, LookupError):
    """A projection, key, record or development that was asked for and is not there."""


class BadQuestion(ChronoError, ValueError):
    """A question that cannot be asked so: `option` names what is wrong in it."""

    def __init__(self, option: str, why: str) -> None:
        self.option = option
        super().__init__(f"{option}: {why}")
