"""Resume an interrupted load: skip the records that it has appended already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Self

import attrs

from chrono.errors import quoted
from chrono.lookup.decoding import decode, is_record
from chrono.lookup.log_lookup import LogLookup, fingerprint
from chrono.model.record_parts import Record, content_of
from chrono.model.record_types import BY_SLUG
from chrono.model.records import as_mapping
from chrono.values.canonical_json import jsonbytes
from chrono.write.admission import Refused
from chrono.write.codec import event_id


@attrs.define(eq=False)
class Resumption:
    """The state of a resumed load, which decides for each record whether the log has it already."""

    _adopted: Counter[str]
    """Text of a storybook → how often the log has adopted it, less how often the load has so far."""

    @classmethod
    def of(cls, lookup: LogLookup) -> Self:
        """Return the state of a load at its beginning."""
        return cls(
            Counter(
                str(each.record["toml"]) for each in lookup.declarations.records if each.type == "storybook"
            )
        )

    def copy(self) -> Self:
        """Return a copy, for a batch that may have to be admitted again."""
        return type(self)(self._adopted.copy())

    def passes(self, given: object, lookup: LogLookup) -> bool:
        """Return whether a record is in the log already, unchanged.

        Raises:
            Refused: its id is in the log with other content.
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
        """Return whether the log has adopted a text more often than the load; count it if so."""
        if self._adopted[text] <= 0:
            return False
        self._adopted[text] -= 1
        return True


def _is_recorded(name: str, given: Record, lookup: LogLookup) -> bool:
    """Return whether a record with an id is in the log already, unchanged.

    A report without a development was given one when it was appended.
    """
    own, recorded = given.get("development"), lookup.fingerprints.get(name)
    if recorded is not None and not own and recorded == fingerprint(as_mapping(given)):
        return True
    earlier = lookup.record(name)
    if earlier is None:
        return False
    record = as_mapping(given)
    if not own and "development" in earlier.record:
        record["development"] = earlier.record["development"]
    if jsonbytes(content_of(record)) == jsonbytes(content_of(earlier.record)):
        return True
    landed = earlier.position <= lookup.position
    raise other_content(name, earlier.position if landed else 0, resumes=True)


def _is_declared(record: Record, lookup: LogLookup) -> bool:
    recorded = lookup.log.get(event_id(record))
    return (
        recorded is not None
        and is_record(recorded)
        and jsonbytes(content_of(decode(recorded).record)) == jsonbytes(content_of(record))
    )


def other_content(name: str, position: int, *, resumes: bool, index: int = 0) -> Refused:
    """Return the refusal of a record whose id is taken by a record with other content.

    Args:
        name: the id.
        position: the position of that record in the log; 0 where it comes earlier in the load.
        resumes: whether a load is resumed, so that the id means that record; who types an id means a new one.
        index: which record of the batch it is.
    """
    ways = ("amend that record", "use another id") if resumes else ("use another id", "amend that record")
    where = f"at position {position}" if position else "further up"
    what = f"stands {where} with other content: {ways[0]}, or {ways[1]}"
    return Refused([("id", f"{quoted(name)} {what}")], index=index)
