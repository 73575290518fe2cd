"""Find which records of a batch rest on what others have appended since the batch was admitted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from chrono.lookup.decoding import decode, is_record
from chrono.lookup.log_lookup import LogLookup
from chrono.model.entities import match_key, names_of
from chrono.model.record_parts import Record, inline_source, texts_of
from chrono.model.record_types import DECLARING
from eventlog import Recorded

DEVELOPMENT = "development:"
"""How the tag begins that leads to the reports of a development."""
Indexes = Mapping[str, Sequence[int]]


class BatchIndex:
    """The records of a batch by what they may rest on; each index is made when it is first needed.

    Args:
        records: the records, completed.
        lookup: the lookup by which they were admitted.
    """

    def __init__(self, records: Sequence[Record], lookup: LogLookup) -> None:
        self._records = records
        self._lookup = lookup

    def resting(self, between: Iterable[Recorded]) -> list[int] | None:
        """Return the indexes of the records to be admitted again; None if all are.

        They are those that what came in between may concern, and those of the batch on which these rest.
        The time it takes does not grow with the batch, once its indexes are made.
        """
        concerned: list[int] = []
        for recorded in between:
            for tag in recorded.tags:
                if tag.startswith(DEVELOPMENT):
                    concerned += self._reports.get(tag.removeprefix(DEVELOPMENT), ())
            if recorded.type in DECLARING and is_record(recorded):
                of_declaration = self._resting_on(decode(recorded).record)
                if of_declaration is None:
                    return None
                concerned += of_declaration
        return self._with_context(concerned) if concerned else []

    def _resting_on(self, record: Record) -> list[int] | None:
        """Return the indexes of the records that a declaration may concern; None if it may concern any."""
        if record["record"] == "source":
            return [*self._sources.get(str(record["slug"]), ())]
        if record["record"] == "entity" and not texts_of(record, "same_as"):
            if match_key(str(record["slug"])) in self._lookup.names:
                return None
            return [index for name in names_of(record) for index in self._names.get(match_key(name), ())]
        if record["record"] == "amendment" and self._is_of_plain_report(record):
            return [*self._of.get(str(record["of"]), ())]
        return None

    def _is_of_plain_report(self, amendment: Record) -> bool:
        """Return whether an amendment concerns a report that declares no source, before or after it."""
        target = self._lookup.record(str(amendment["of"]))
        plain = target is not None and target.type == "report" and inline_source(target.record) is None
        return plain and "source" not in amendment

    def _with_context(self, concerned: Iterable[int]) -> list[int]:
        """Return the indexes of the records with those on which they may rest in the batch, transitively."""
        found: set[int] = set()
        left = [*concerned, *self._others]
        while left:
            index = left.pop()
            if index in found:
                continue
            found.add(index)
            record = self._records[index]
            for name in _developments(record):
                left += [other for other in self._reports.get(name, ()) if other not in found]
            left += self._ids.get(str(record.get("of")), ())
            left += self._declaring.get(str(_source_slug(record)), ())
        return sorted(found)

    @cached_property
    def _reports(self) -> Indexes:
        """The reports by their development."""
        return _by(
            (str(record["development"]), index)
            for index, record in enumerate(self._records)
            if record["record"] == "report"
        )

    @cached_property
    def _others(self) -> Sequence[int]:
        """What is no report: declarations, and what mends; any record may rest on it."""
        return [index for index, record in enumerate(self._records) if record["record"] != "report"]

    @cached_property
    def _ids(self) -> Indexes:
        return _by((str(record["id"]), index) for index, record in enumerate(self._records) if "id" in record)

    @cached_property
    def _of(self) -> Indexes:
        """The records by the one that they name."""
        return _by((str(record["of"]), index) for index, record in enumerate(self._records) if "of" in record)

    @cached_property
    def _sources(self) -> Indexes:
        return _by((str(_source_slug(record)), index) for index, record in enumerate(self._records))

    @cached_property
    def _declaring(self) -> Indexes:
        """The first record that declares a source, by its slug."""
        first: dict[str, list[int]] = {}
        for index, record in enumerate(self._records):
            if inline_source(record) is not None:
                first.setdefault(str(_source_slug(record)), [index])
        return first

    @cached_property
    def _names(self) -> Indexes:
        """The records by each text in them that may be the name of an entity."""
        return _by(
            (match_key(text), index) for index, record in enumerate(self._records) for text in _texts(record)
        )


def _by(pairs: Iterable[tuple[str, int]]) -> Indexes:
    found: dict[str, list[int]] = defaultdict(list)
    for name, index in pairs:
        found[name].append(index)
    return dict(found)


def _developments(record: Record) -> Iterator[str]:
    if "development" in record:
        yield str(record["development"])
    for key in ("after", "developments"):
        yield from texts_of(record, key)


def _source_slug(record: Record) -> object:
    inline = inline_source(record)
    return record.get("source") if inline is None else inline["slug"]


def _texts(value: object) -> Iterator[str]:
    """Yield every text in a value, at any depth."""
    left = [value]
    while left:
        each = left.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, Mapping):
            left += each.values()
        elif isinstance(each, list | tuple):
            left += each
