"""Suggestions: the known name that a mistyped one may have meant, in the words of an error."""

from __future__ import annotations

from chrono.errors import quoted


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

    from chrono.values.similar_names import distance

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
