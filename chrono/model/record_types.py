"""The types of record that a log takes, with the properties that all records of a type share.

The table is apart from the classes in `chrono.model.records`, since every start needs it and few need those.
What else a type needs (classes, checks) is kept in its own layer. Each of those tables is checked against
this one at import, so that a type with a part missing fails there and not at a record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

SLUG, ID = "slug", "id"


@attrs.frozen(kw_only=True, repr=False)
class RecordType:
    """The properties that all records of one type share."""

    name: str
    named_by: str | None
    """The key by which other records refer to it: `slug` or `id`; None where none refers to it."""
    needs: frozenset[str]
    """The keys that must be free of faults for a faulty record to be checked against the log too."""
    version: int = 1
    """The schema version of its events."""
    declares: bool = False
    """Whether the meaning of any other record can depend on it."""
    of: tuple[str, ...] = ()
    """The types of record that its `of` may name; empty where it has no `of`, or `of` may name any."""
    mends: bool = False
    """Whether it changes other records, on behalf of their source or of us."""
    any_key: bool = False
    """Whether it takes the keys of the record that it names, beside its own."""


_OF = frozenset(("of",))
_TYPES = (
    RecordType(name="source", named_by=SLUG, needs=frozenset(("slug", "publisher")), declares=True),
    RecordType(name="entity", named_by=SLUG, needs=frozenset(("slug",)), declares=True),
    RecordType(name="report", named_by=ID, needs=frozenset()),
    RecordType(name="correction", named_by=ID, needs=_OF, of=("report",), mends=True),
    RecordType(
        name="retraction", named_by=ID, needs=_OF, of=("report", "correction", "retraction"), mends=True
    ),
    RecordType(name="ranking", named_by=ID, needs=_OF, of=("report",), mends=True),
    RecordType(name="merge", named_by=ID, needs=frozenset(("developments",)), mends=True),
    RecordType(name="storybook", named_by=None, needs=frozenset(("toml",)), declares=True),
    RecordType(name="amendment", named_by=ID, needs=_OF, declares=True, mends=True, any_key=True),
)

RECORD_TYPES: dict[str, RecordType] = {each.name: each for each in _TYPES}
"""Every type of record, by its name."""
BY_SLUG = frozenset(each.name for each in _TYPES if each.named_by == SLUG)
"""The types whose records are named by a slug."""
BY_ID = frozenset(each.name for each in _TYPES if each.named_by == ID)
"""The types whose records are named by an id."""
NOT_BY_ID = frozenset(RECORD_TYPES) - BY_ID
"""The types whose records have no id of their own; an unknown type is not among them."""
DECLARING = frozenset(each.name for each in _TYPES if each.declares)
"""The types on which the meaning of any new record can depend."""
MENDING = frozenset(each.name for each in _TYPES if each.mends)
"""The types that change other records."""
VERSIONS: dict[str, int] = {each.name: each.version for each in _TYPES}
"""The schema version of each type."""
UPCASTERS: dict[tuple[str, int], Callable[[Mapping[str, object]], Mapping[str, object]]] = {}
"""(type, version) → a plain function that gives the next version's record."""
