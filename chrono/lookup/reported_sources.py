"""Sources that are declared inside reports, without a record of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import attrs

from chrono.lookup.amendments import EVER
from chrono.model.record_parts import Record, inline_source
from chrono.resolve.amendments import applied
from chrono.resolve.archive import Entry, archive


@attrs.define(eq=False)
class ReportedSources:
    """A memoised lookup of the sources that reports declare."""

    _reports: Callable[[str], Iterable[Entry]]
    """A slug → the reports that may declare that source, as they were appended, in log order."""
    _as_amended: Callable[[Entry], Entry | None]
    complete: bool = attrs.field(default=False, init=False)
    """Whether every report was noted, so that a missing source is declared in none."""
    _first: dict[str, Record | None] = attrs.field(factory=dict, init=False)
    """Slug → the source as the first report that declares it gives it."""
    _amended_sources: dict[str, Record | None] = attrs.field(factory=dict, init=False)
    """Slug → the source with our amendments applied: those of it and of the reports that declare it."""

    def note(self, report: Entry) -> None:
        """Note the source that a report declares; reports must come in log order."""
        source = inline_source(report.record)
        if source is not None:
            slug = str(source["slug"])
            if self._first.get(slug) is None:
                self._first[slug] = source
            if self._amended_sources.get(slug) is None:  # memoised as missing: stale from now on
                self._amended_sources.pop(slug, None)

    def forget(self, slugs: Iterable[str]) -> None:
        """Forget the amended sources that a new amendment can have made stale."""
        for slug in slugs:
            self._amended_sources.pop(slug, None)

    def amend(self, amendment: Entry) -> bool:
        """Apply the last amendment of a source to what is memoised of it; return whether that is all."""
        source = self._amended_sources.get(amendment.of)
        made = None if source is None else applied(Entry(0, amendment.of, "source", source), amendment)
        if made is not None:
            self._amended_sources[amendment.of] = made.record
        return made is not None

    def slugs(self) -> Iterator[str]:
        """Yield the slugs of the sources noted."""
        yield from (slug for slug, first in self._first.items() if first is not None)

    def original(self, slug: str) -> Record | None:
        """Return a source as the first report that declares it gives it, or None."""
        if slug not in self._first and not self.complete:
            declared = (_declared(report, slug) for report in self._reports(slug))
            self._first[slug] = next((source for source in declared if source is not None), None)
        return self._first.get(slug)

    def amended(self, slug: str) -> Record | None:
        """Return a source with our amendments applied, or None."""
        if slug not in self._amended_sources:
            self._amended_sources[slug] = self._amended(slug)
        return self._amended_sources[slug]

    def _amended(self, slug: str) -> Record | None:
        declares = False
        for report in self._reports(slug):
            declares = declares or _declared(report, slug) is not None
            amended = self._as_amended(report)
            source = None if amended is None else archive([amended], EVER).sources.get(slug)
            if source is not None:
                return source
        # declared as appended, but by no report as amended: there is no such source any more
        return None if declares else self.original(slug)


def _declared(report: Entry, slug: str) -> Record | None:
    """Return the source that a report declares, or None where it declares none or another one."""
    source = inline_source(report.record)
    return source if source is not None and source["slug"] == slug else None
