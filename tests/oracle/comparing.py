"""Comparing an answer of the oracle with a state given elsewhere, as far as the text settles it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oracle.answers import Answer
from oracle.figures import figures, ranges
from oracle.values import WILD, Json, text

Difference = tuple[str, Json, Json]


def differences(answer: Answer, given: Mapping[str, Any], reduce: str) -> list[Difference]:
    """Return (key, ours, theirs) for each key that both have and on which they differ."""
    found = []
    for key in ("value", "certainty", "possible", "range", "members", "disputed", "reports", "since"):
        ours = getattr(answer, key)
        if key not in given or key in answer.open or (key == "disputed" and ours is None):
            continue
        if key in ("range", "members", "reports", "since") and (ours is None or answer.certainty == "none"):
            continue
        shown = _shown(key, ours, reduce), _shown(key, given[key], reduce)
        if WILD not in shown[0].replace('"', "") and shown[0] != shown[1]:
            found.append((key, ours, given[key]))
    return found


def _shown(key: str, value: Json, reduce: str) -> str:
    if reduce in ("sum", "count", "least", "greatest", "median"):
        value = figures(value) if key == "value" else ranges(value) if key == "range" else value
    if key == "members" and isinstance(value, list):
        return text(sorted(text(_member(each)) for each in value))
    if key == "reports":
        return text(sorted(map(str, value if isinstance(value, list | tuple) else ())))
    if key == "possible" and isinstance(value, list) and reduce in ("set", "collect"):
        return text(sorted(map(text, value)))
    if key == "possible" and isinstance(value, Mapping):
        return text({name: sorted(map(text, some)) for name, some in value.items()})
    return text(value)


def _member(member: Mapping[str, Any]) -> Json:
    """Return what is compared of a member; no text says what value an unknown one of a map shows."""
    kept = ("key", "certainty") if "key" in member and member["certainty"] == "unknown" else _MEMBER
    return {name: member[name] for name in kept if name in member}


_MEMBER = ("key", "value", "certainty")
