"""The types of record that a log takes, and what is the same for all records of a type.

This table stands apart from the classes in `chrono.model.records`, since every start needs it and few need
those. What a type needs besides is kept where its layer is (classes, checks); each such table is held against
this one when it is imported, so that a type without one of its parts never gets as far as a record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

SLUG, ID = "slug", "id"


@attrs.frozen(kw_only=True, repr=False)
class RecordType:
    """What is the same for all records of one type."""

    name: str
    named_by: str | None
    """The key by which others refer to it: `slug` or `id`; None where nothing refers to it."""
    needs: frozenset[str]
    """The keys that must be sound for a faulty record to be held against the log too."""
    version: int = 1
    """The schema version of its events."""
    declares: bool = False
    """Whether the meaning of any other record can hang on it."""
    of: tuple[str, ...] = ()
    """The types of which its `of` names one; nothing where it has no `of`, or that may name any."""
    mends: bool = False
    """Whether it changes what other records come to: by their source, or by us."""
    any_key: bool = False
    """Whether it takes keys that are not its own: those of the record that it names."""


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
"""The types whose records have no id of their own; a type that is not known here may have one."""
DECLARING = frozenset(each.name for each in _TYPES if each.declares)
"""The types on which the meaning of a new record can hang, whatever it is about."""
MENDING = frozenset(each.name for each in _TYPES if each.mends)
"""The types that change what other records come to."""
VERSIONS: dict[str, int] = {each.name: each.version for each in _TYPES}
"""The schema version of each type."""
UPCASTERS: dict[tuple[str, int], Callable[[Mapping[str, object]], Mapping[str, object]]] = {}
"""(type, version) → a plain function that gives the next version's record."""
