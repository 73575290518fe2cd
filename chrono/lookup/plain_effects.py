"""What an amendment of an amendment changes of the record in the end, without settling all of them anew.

Settled from the last to the first, an amendment of another stands right behind it: what was said of that one
earlier comes on top. So it changes of the record what neither those nor later amendments of the record set.
That is kept for each key as amendments come in. Where one is made void, or a key is taken out of one, all
must be settled anew.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from chrono.model.record_parts import mapping_of
from chrono.resolve.amendments import OWN
from chrono.resolve.entries import Entry

Key = tuple[str, str]
"""A key of a record, and of its data the field."""


@attrs.define(eq=False)
class AmendmentPlace:
    """Where an amendment stands among those of one record, and what was said of it since."""

    parent: str
    rank: int
    """The rank of the amendment of the record itself that it comes down to."""
    alone: bool
    """Whether nothing that was said before comes on top of it but what is said of it."""
    keys: set[Key] = attrs.field(factory=set)
    """The keys that amendments of it set, transitively."""


@attrs.define(eq=False)
class PlainEffects:
    """The amendments of records by what they set, filled in log order."""

    _places: dict[str, AmendmentPlace] = attrs.field(factory=dict, init=False)
    _named: set[str] = attrs.field(factory=set, init=False)
    """The amendments of which something was said."""
    _last: dict[str, dict[Key, int]] = attrs.field(factory=dict, init=False)
    """The name of a record → key → the rank of the last amendment of it under which that is set."""
    _settled_anew: set[str] = attrs.field(factory=set, init=False)
    """The names of records whose amendments do more than to set keys."""

    def add(self, amendment: Entry, root: str, rank: int) -> None:
        """Add an amendment that is later in the log than all others, with its rank among all."""
        above = self._places.get(amendment.of)
        if _takes_out(amendment, root):
            self._settled_anew.add(root)
        alone = above is None or (above.alone and amendment.of not in self._named)
        place = AmendmentPlace(amendment.of, rank if above is None else above.rank, alone)
        self._places[amendment.id] = place
        self._named.add(amendment.of)
        keys, last = set(_keys(amendment)), self._last.setdefault(root, {})
        for key in keys:
            last[key] = max(last.get(key, -1), place.rank)
        while above is not None and not keys <= above.keys:
            above.keys |= keys
            above = self._places.get(above.parent)

    def effect(self, amendment: Entry, root: str) -> Entry | None:
        """Return what an amendment, still to be added, changes of the record; None if not plain."""
        above = self._places.get(amendment.of)
        if above is None or not above.alone or root in self._settled_anew or _takes_out(amendment, root):
            return None
        last = self._last.get(root, {})
        kept = {key for key in _keys(amendment) if key not in above.keys and last.get(key, -1) <= above.rank}
        record = {name: value for name, value in amendment.record.items() if (name, "") in kept}
        data = mapping_of(amendment.record, "data")
        changed = {field: value for field, value in data.items() if ("data", field) in kept}
        return attrs.evolve(amendment, record={**record, **({"data": changed} if changed else {})})


def _keys(amendment: Entry) -> Iterator[Key]:
    for name in amendment.record:
        if name == "data":
            yield from (("data", field) for field in mapping_of(amendment.record, "data"))
        elif name not in OWN:
            yield name, ""


def _takes_out(amendment: Entry, root: str) -> bool:
    """Return whether an amendment makes something void, or takes a key out of another amendment."""
    return "void" in amendment.record or (amendment.of != root and None in amendment.record.values())
