"""A load that was broken off goes on: the records that it has appended already are passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Self

import attrs

from chrono.errors import quoted
from chrono.lookup.decoding import decode
from chrono.lookup.log_lookup import LogLookup, fingerprint
from chrono.model.record_types import BY_SLUG
from chrono.model.records import as_mapping
from chrono.values.canonical_json import jsonbytes
from chrono.write.admission import Refused
from chrono.write.codec import event_id


@attrs.define(eq=False)
class Resumption:
    """What tells a record that the log has already from one that it is still to take."""

    _adopted: Counter[str]
    """How often the log has adopted each storybook, less how often the load has by now."""

    @classmethod
    def of(cls, lookup: LogLookup) -> Self:
        """Return that of a load that begins."""
        return cls(
            Counter(
                str(each.record["toml"]) for each in lookup.declarations.records if each.type == "storybook"
            )
        )

    def copy(self) -> Self:
        """Return another one that has come as far."""
        return type(self)(self._adopted.copy())

    def passes(self, given: object, lookup: LogLookup) -> bool:
        """Return whether a record is in the log already, as it is.

        Raises:
            Refused: one with its id is there with other content.
        """
        if not isinstance(given, Mapping):
            return False
        name, type_ = given.get("id"), str(given.get("record", "report"))
        if type_ == "storybook":
            return self._passes_storybook(str(given.get("toml")))
        if type_ in BY_SLUG:
            return "slug" in given and _is_declared(as_mapping(given), lookup)
        return isinstance(name, str) and bool(name) and _is_recorded(name, given, lookup)

    def _passes_storybook(self, text: str) -> bool:
        """Return whether the log has adopted a text more often than the load so far; the load now has too."""
        if self._adopted[text] <= 0:
            return False
        self._adopted[text] -= 1
        return True


def _is_recorded(name: str, given: Mapping[str, object], lookup: LogLookup) -> bool:
    """Return whether a record with an id is in the log already, as it is.

    Where it says nothing of its development, it was given one when it was appended.
    """
    own, marked = given.get("development"), lookup.fingerprints.get(name)
    if marked is not None and not own and marked == fingerprint(as_mapping(given)):
        return True
    earlier = lookup.record(name)
    if earlier is None:
        return False
    record = as_mapping(given)
    if not own and "development" in earlier.record:
        record["development"] = earlier.record["development"]
    if jsonbytes(record) == jsonbytes(earlier.record):
        return True
    landed = earlier.position <= lookup.position
    raise other_content(name, earlier.position if landed else 0, resumes=True)


def _is_declared(record: Mapping[str, object], lookup: LogLookup) -> bool:
    recorded = lookup.log.get(event_id(record))
    return recorded is not None and jsonbytes(decode(recorded).record) == jsonbytes(record)


def other_content(name: str, position: int, *, resumes: bool, index: int = 0) -> Refused:
    """Return the refusal of a record whose id is there with other content.

    Args:
        name: the id.
        position: where that record is in the log; 0 where it comes earlier in the load.
        resumes: whether a load goes on: it means that very record, where who types an id means a new one.
        index: which record of the batch it is.
    """
    ways = ("amend that record", "use another id") if resumes else ("use another id", "amend that record")
    where = f"at position {position}" if position else "further up"
    what = f"stands {where} with other content: {ways[0]}, or {ways[1]}"
    return Refused([("id", f"{quoted(name)} {what}")], index=index)
