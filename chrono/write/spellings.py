"""Find the names that earlier reports write in another way: "Foo v. Bar" for "Foo v Bar"."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from chrono.lookup.decoding import decode
from chrono.lookup.log_lookup import LogLookup
from chrono.model.kinds import Kind
from chrono.model.record_parts import Record, mapping_of
from chrono.values.similar_names import normalised
from chrono.write.duplicates import REPORTS_COMPARED
from eventlog import Query, QueryItem

NAMES_KEPT = 100_000
"""How many names are kept at most."""
_DIGITS = re.compile(r"\d+")
Form = tuple[str, ...]
"""What is left of a name without case, signs and blanks, and its numbers: "1-23" is not "12-3"."""


def form_of(name: str) -> Form:
    """Return what two spellings of one name have in common."""
    return (normalised(name), *_DIGITS.findall(name))


@attrs.define(eq=False)
class Spellings:
    """The names in the last reports of a log, and in those added since, by their form."""

    lookup: LogLookup
    _spelt: dict[Form, dict[str, None]] = attrs.field(factory=dict, init=False)
    _read: bool = attrs.field(default=False, init=False)

    def another(self, name: str) -> str | None:
        """Return another spelling of a name in earlier reports; None without any, or where both occur."""
        if not self._read:
            self._read = True
            added, self._spelt = self._spelt, {}
            query = Query((QueryItem(types=frozenset(("report",))),))
            for recorded in self.lookup.read(query, backwards=True, limit=REPORTS_COMPARED):
                self.add(decode(recorded).record)
            for form, spelt in added.items():
                self._spelt.setdefault(form, {}).update(spelt)
        spelt = self._spelt.get(form_of(name), {})
        return None if name.strip() in spelt else next(iter(spelt), None)

    def add(self, record: Record) -> None:
        """Add the names of a report."""
        kind = self.lookup.shelf.kinds.get(str(record["kind"]))
        if kind is None or len(self._spelt) >= NAMES_KEPT:
            return
        for _, name in key_names(record, kind):
            self._spelt.setdefault(form_of(name), {})[name.strip()] = None


def key_names(record: Record, kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield (field, name) of all that a report's fields name by entity, and of the words of its identity."""
    for field, value in mapping_of(record, "data").items():
        base = kind.fields[field].base if field in kind.fields else ""
        if base == "entity" or (base == "word" and field in kind.identity):
            for name in value if isinstance(value, list | tuple) else [value]:
                yield field, str(name)
