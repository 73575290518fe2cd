"""Suggestions in error messages: the known name that a mistyped one may have meant."""

from __future__ import annotations

from chrono.errors import quoted


def nearest(name: str, known: tuple[str, ...]) -> str:
    """Return `did you mean "…"?` with the known name nearest to `name`, or else the list of those known.

    For a short name only one that begins with it or is one slip away is suggested: from `x` nothing follows.
    """
    suggestion = _nearest(name, known)
    if suggestion is not None:
        return f"did you mean {quoted(suggestion)}?"
    return "known are " + ", ".join(map(quoted, known))


def _nearest(name: str, known: tuple[str, ...]) -> str | None:
    import difflib

    from chrono.values.similar_names import distance

    folded = {each.casefold(): each for each in reversed(known)}
    wanted = name.casefold()
    if wanted in folded:
        return folded[wanted]
    likeliest = difflib.get_close_matches(wanted, folded, n=3, cutoff=_ALIKE)
    for candidate in likeliest:
        begins = len(wanted) > 2 and candidate.startswith(wanted)
        one_slip = len(wanted) > 2 and distance(wanted, candidate, 1) is not None
        if begins or len(wanted) > _SHORT or one_slip:
            return folded[candidate]
    return None


_ALIKE, _SHORT = 0.65, 4
"""How alike two names must be, 0 to 1; the length up to which only one slip is forgiven."""
