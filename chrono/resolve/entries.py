"""A record at its position in a log."""

from __future__ import annotations

import attrs

from chrono.model import record_parts
from chrono.model.record_parts import Record


@attrs.frozen
class Entry:
    """A record at its position; `id` is a source's or entity's slug.

    The record is kept as it was given, unknown keys too; the properties read what is asked for often, and are
    empty where the record is silent.
    """

    position: int
    id: str
    type: str
    record: Record

    @property
    def kind(self) -> str:
        """The kind of a report."""
        return str(self.record.get("kind", ""))

    @property
    def development(self) -> str:
        """The development of a report, as it was named when it was appended: merges are not applied."""
        return str(self.record.get("development", ""))

    @property
    def of(self) -> str:
        """The id or slug of what a correction, retraction, amendment or ranking names."""
        return str(self.record.get("of", ""))

    @property
    def merged(self) -> tuple[str, ...]:
        """The developments that a merge joins, the one that stays first; none of an amendment of a merge."""
        return self.texts("developments") if self.type == "merge" else ()

    @property
    def void(self) -> bool:
        """Whether an amendment makes void what it names."""
        return bool(self.record.get("void"))

    @property
    def why(self) -> str:
        """The reason that a record gives for what it changes."""
        return str(self.record.get("why", ""))

    @property
    def data(self) -> Record:
        """The fields that a report gives, or that a correction or amendment changes."""
        return record_parts.mapping_of(self.record, "data")

    @property
    def source_slug(self) -> str:
        """The slug of the record's source."""
        return record_parts.source_slug(self.record)

    @property
    def inline_source(self) -> Record | None:
        """The source that a report declares inside itself; None where it does not."""
        return record_parts.inline_source(self.record) if self.type == "report" else None

    def text(self, key: str) -> str | None:
        """Return a key's value as text, or None where the record is silent."""
        return record_parts.text_of(self.record, key)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the members of a key's list as text, none where the record is silent."""
        return record_parts.texts_of(self.record, key)


__all__ = ["Entry", "Record"]
