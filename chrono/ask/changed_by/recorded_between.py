"""The records of any type that were appended between two positions of the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from chrono.ask.changed_by.records_between import Positions, RecordsBetween, names_read, names_under
from chrono.ask.impact.without import developments_of, texts_in, without
from chrono.fold.view import View
from chrono.model.fields import Field
from chrono.model.projection import Projection
from chrono.model.record_types import BY_SLUG
from chrono.resolve.archive import Archive, archive
from chrono.resolve.entries import Entry


@attrs.define(eq=False)
class RecordedBetween(RecordsBetween):
    """Records that were appended after the earlier position, up to the later.

    A storybook is in force for every question: it changes no answer by coming in.
    """

    early: View
    """The log at the earlier point."""
    _versions: list[View] = attrs.field(init=False)
    _entries: list[Entry] = attrs.field(init=False)
    """The records that may bear on the target, as they were appended."""

    def __attrs_post_init__(self) -> None:
        appended = self.view.archive.appended
        # a key that is no field of the kind, such as `@source`, is read of accounts, which need a whole log
        plain_key = not any(each.startswith("@") for each in _key_fields(self.projection))
        self._versions = list(_all_versions(self.early, self.view)) if plain_key else [self.view, self.early]
        self.about = dict(self._concerned(appended))
        beside = frozenset(
            each.position for each in appended if each.position not in self.about and each.type not in BY_SLUG
        )
        self._entries = list(without(appended, beside))
        self.records = {each.position: each for each in appended if each.position in self.about}
        last = self.early.archive.position
        self.came_in = {position: each for position, each in self.records.items() if position > last}

    def names_read(self, field: Field, *, linked: bool) -> frozenset[str]:
        """Return the developments that a field may read and, if so asked, those that links join to them."""
        return frozenset().union(
            *(names_read(view, self.projection, self.key, field, linked=linked) for view in self._versions)
        )

    def _view(self, left_out: Positions) -> View:
        view = self._view_of(list(without(self._entries, left_out)))
        undated = frozenset(
            each.position for each in view.archive.entries if not _is_dated(each, view.archive)
        )
        # Without its source nobody knows when such a report was published: it is not known either.
        return self._view_of(list(without(view.archive.appended, undated))) if undated else view

    def _view_of(self, entries: Sequence[Entry]) -> View:
        whole = self.view.archive
        return View(archive(entries, whole.position, declared=whole.declared), self.view.shelf)

    def _concerned(self, appended: Sequence[Entry]) -> Iterator[tuple[int, frozenset[str]]]:
        """Yield the position of each record that may bear on the target, with what it is about."""
        under = frozenset().union(*(names_under(view, self.projection, self.key) for view in self._versions))
        joined = self._versions[0].archive
        by_id: dict[str, frozenset[str]] = {}
        concerned: list[Entry] = []
        for entry in appended:
            named = (joined.development(name) for name in developments_of(entry))
            names = by_id.get(entry.of, frozenset()) | under.intersection(named)
            if names:
                by_id[entry.id] = names
                concerned.append(entry)
                yield entry.position, names
        yield from self._declarations(appended, concerned)

    def _declarations(
        self, appended: Sequence[Entry], concerned: Sequence[Entry]
    ) -> Iterator[tuple[int, frozenset[str]]]:
        """Yield the position of each source and entity that records name, and of the amendments of these."""
        directories = [view.archive.directory for view in (self.early, self.view)]
        texts = {self.key, *(text for each in concerned for text in texts_in(each.record))}
        slugs = {directory.resolve(text) for directory in directories for text in texts}
        sources = {each.source_slug for each in concerned}
        amended = set(sources)
        for entry in appended:
            slug = {"amendment": entry.of, "entity": entry.id}.get(entry.type)
            if (
                (entry.type == "source" and entry.id in sources)
                or (entry.type == "amendment" and entry.of in amended)
                or (slug is not None and any(each.resolve(slug) in slugs for each in directories))
            ):
                amended.add(entry.id)
                yield entry.position, frozenset()


def _key_fields(projection: Projection) -> tuple[str, ...]:
    """Return the fields that give a projection's key, of whatever kind."""
    return (projection.key,) if isinstance(projection.key, str) else tuple(projection.key.values())


def _all_versions(early: View, late: View) -> Iterator[View]:
    """Yield the log with each report under all that any version of it says, also where it is void by now.

    A record may matter by itself though another that came in with it makes it void, or takes it elsewhere.
    So our amendments stand beside the reports here, as corrections do, and move nothing. There is a view for
    each reading of the names of entities.
    """
    archived = late.archive
    roots: dict[str, Entry] = {}
    beside: dict[str, list[Entry]] = {}
    moves: list[Entry] = []
    for entry in archived.appended:
        root = entry if entry.type == "report" else roots.get(entry.of)
        if root is None:
            continue
        roots[entry.id] = root
        if entry is not root:
            beside.setdefault(root.id, []).append(entry)
            if moved := entry.text("development"):
                record = {"record": "merge", "developments": [root.development, moved]}
                moves.append(Entry(entry.position, entry.id, "merge", record))
    plain = (each for each in archived.appended if each.type != "amendment")
    whole = archive((*plain, *moves), archived.position, declared=archived.declared)
    directories = [whole.directory]
    for view in (early, late):
        if view.archive.directory not in directories:
            directories.append(view.archive.directory)
    against = {name: tuple(each) for name, each in beside.items()}
    for directory in directories:
        yield View(attrs.evolve(whole, against=against, directory=directory), late.shelf)


def _is_dated(each: Entry, archived: Archive) -> bool:
    """Return whether it is known when a report was published; of another record it always is."""
    if each.type != "report" or each.record.get("reported"):
        return True
    return bool(archived.source(each.record).get("published"))
