"""The state of a field, as far as the text settles it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from oracle.knowledge import Account
from oracle.values import Json, text

ALL = frozenset(("value", "certainty", "possible", "range", "members", "disputed", "alternatives", "since",
                 "since_bounds", "reports", "sources", "origins", "other_units"))  # fmt: skip
"""All keys of an answer, where nothing of it is settled."""
RESTING = frozenset(("reports", "sources", "origins"))
"""What tells on whom a value rests."""
COMPARED = frozenset(("value", "certainty", "possible", "range", "members"))
"""What another group has to change for a field to be disputed; of members, how certain they are."""


@attrs.frozen(kw_only=True)
class Answer:
    """The state of a field; `open` names the keys that no text settles here."""

    value: Json = None
    certainty: str = "certain"
    possible: Any = attrs.field(factory=list)
    range: Json = None
    members: Any = None
    disputed: bool = False
    alternatives: Sequence[Mapping[str, Json]] = ()
    ordered: bool = False
    """Whether the text gives the order of the alternatives."""
    since: Json = None
    began: str | None = None
    """The development that `since` is the date of."""
    since_bounds: tuple[int, int] | None = None
    """The bounds in use of when it began, where they are not those of `since`."""
    accounts: frozenset[Account] = frozenset()
    resting: frozenset[str] = frozenset()
    """The developments that the value rests on in some world."""
    other_units: Sequence[Mapping[str, Json]] = ()
    against: frozenset[str] = frozenset()
    """Observations that contradict what bears, in every world."""
    observed: Sequence[Sequence[str]] = ()
    """The reports of each observation that contradicts what bears: each stands among the alternatives."""
    maybe_against: frozenset[str] = frozenset()
    """Those that do in some worlds, or contradicted what bore on the field once."""
    doubtful: frozenset[str] = frozenset()
    """The keys that two readings of the text give differently."""
    open: frozenset[str] = frozenset()

    def shown(self) -> dict[str, Json]:
        """Return the keys that are settled, as they stand in JSON."""
        found = {
            "value": self.value,
            "certainty": self.certainty,
            "possible": self.possible,
            "range": self.range,
            "members": self.members,
            "disputed": self.disputed,
            "alternatives": list(self.alternatives),
            "since": self.since,
            "since_bounds": self.since_bounds,
            "other_units": list(self.other_units),
            **by(self.accounts),
        }
        left_out = {key for key in ("range", "members") if found[key] is None} | self.open
        return {key: value for key, value in found.items() if key not in left_out}

    def differs(self, other: Answer) -> bool | None:
        """Return whether what it says of the world is another; None where no text says."""
        unsettled = (self.doubtful | other.doubtful) & COMPARED
        for key in sorted(COMPARED - {"members"}):
            ours, theirs = getattr(self, key), getattr(other, key)
            if key not in unsettled and _bag(ours) != _bag(theirs):
                return True
        if "members" not in unsettled and _certainties(self.members) != _certainties(other.members):
            return True
        if _certainties(self.members, rows=True) != _certainties(other.members, rows=True):
            return None  # `possible` shows a row of one null as it shows none: are they two?
        return None if unsettled else False


def by(accounts: Iterable[Account]) -> dict[str, Any]:
    """Return what is said of some accounts: their reports, sources and number of origins."""
    some = sorted(accounts, key=lambda each: each.position)
    return {
        "reports": [each.id for each in some],
        "sources": sorted({each.source for each in some}),
        "origins": len({each.origin for each in some}),
    }


def _certainties(members: Sequence[Mapping[str, Json]] | None, *, rows: bool = False) -> str:
    """Return how certain each member is; rows of one key, unless told apart, are as certain as each other."""
    named = (
        [each.get("key", each.get("value")), each["certainty"], *([each.get("value")] if rows else ())]
        for each in members or ()
    )
    return text(sorted({text(each) for each in named}))


def _bag(value: Json) -> str:
    """Return the text of a value; order is for display alone."""
    if isinstance(value, dict):
        return text({key: _bag(each) for key, each in value.items()})
    return text(sorted(map(text, value))) if isinstance(value, list) else text(value)
