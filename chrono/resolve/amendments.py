"""Our amendments applied: records as if every slip of ours had never been made.

Amendments of amendments are settled from the last to the first; then the others apply in log order to the
records that they name, and void records are dropped (format.md §1, order of evaluation).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

import attrs

from chrono.resolve.entries import Entry, Record

NAMED = frozenset(("source", "entity"))
"""The types of record that are named by slug."""
OWN = frozenset(("record", "id", "of", "why", "by", "void"))
"""What an amendment says of itself, not of what it names."""


@attrs.frozen(repr=False)
class Amendments:
    """The amendments of a log that are in force."""

    in_force: Mapping[str, Entry]
    """Those that no other makes void, by id, in log order, each as those that name it have left it."""
    against: Mapping[str, tuple[Entry, ...]]
    """The same by what they name, in log order."""
    ids: AbstractSet[str]
    """The ids of all records: a slug that is one of them as well names the record."""
    _inline: dict[str, tuple[Record, Entry | None]] = attrs.field(factory=dict, eq=False)
    """The last source of each slug that was declared within a report, and what our amendments make of it."""

    def of(self, each: Entry) -> tuple[Entry, ...]:
        """Return the amendments in force that name a record, in log order."""
        hidden = each.type in NAMED and each.id in self.ids
        return () if hidden else self.against.get(each.id, ())

    def void(self, each: Entry) -> Entry | None:
        """Return the last amendment in force that makes a record void; None where none does."""
        return next((one for one in reversed(self.of(each)) if one.void), None)

    def amended(self, each: Entry) -> Entry | None:
        """Return a record, and its inline source, as amended; None where it is void."""
        if each.type == "amendment":
            return self.in_force.get(each.id)
        made = _applied(each, self.of(each))
        source = None if made is None else made.inline_source
        if made is None or source is None or str(source["slug"]) not in self.against:
            return made
        told = self._amended_inline(each.position, source)
        return made if told is None else attrs.evolve(made, record={**made.record, "source": told.record})

    def _amended_inline(self, position: int, source: Record) -> Entry | None:
        """Return a source that is declared within a report; all of one slug say the same."""
        slug = str(source["slug"])
        known = self._inline.get(slug)
        if known is None or known[0] != source:
            inline = Entry(position, slug, "source", source)
            self._inline[slug] = known = (source, _applied(inline, self.of(inline)))
        return known[1]


def amendments(entries: Iterable[Entry]) -> Amendments:
    """Return the amendments in force among the records of a log, given in log order."""
    ids: set[str] = set()
    told: dict[str, Entry] = {}
    for each in entries:
        if each.type == "amendment":
            told[each.id] = each
        if each.type not in NAMED:
            ids.add(each.id)
    in_force = _settled(told)
    against: dict[str, list[Entry]] = {}
    for each in in_force.values():
        against.setdefault(each.of, []).append(each)
    return Amendments(in_force, {name: tuple(each) for name, each in against.items()}, ids)


def _settled(told: dict[str, Entry]) -> dict[str, Entry]:
    """Return the amendments that are not void, as those that name them have left them."""
    table = dict(told)
    for name in reversed(told):
        given = table.get(name)
        of = table.get(given.of) if given is not None else None
        if given is None or of is None:
            continue
        made = applied(of, given)
        if made is None:
            del table[of.id]
        else:
            table[of.id] = made
    return table


def _applied(each: Entry, amendments: Iterable[Entry]) -> Entry | None:
    made: Entry | None = each
    for amendment in amendments:
        made = None if made is None else applied(made, amendment)
    return made


def applied(target: Entry, amendment: Entry) -> Entry | None:
    """Return a record with one amendment applied, or None where that makes it void.

    Its data is a patch, its other keys replace; null takes a key away.
    """
    if amendment.void:
        return None
    own = OWN - {"void"} if target.type == "amendment" else OWN
    changed = dict(target.record)
    for key, value in amendment.record.items():
        if key in own:
            continue
        if key == "data":
            changed["data"] = patched(target.record.get("data"), value, clear=target.type == "report")
        elif value is None:
            changed.pop(key, None)
        else:
            changed[key] = value
    return attrs.evolve(target, record=changed)


def patched(data: object, patch: object, *, clear: bool = True) -> dict[str, object]:
    """Return `data` with only what `patch` changes changed; null clears (or is kept, to clear later)."""
    changed = {**_mapping(data), **_mapping(patch)}
    return {key: value for key, value in changed.items() if value is not None} if clear else changed


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
