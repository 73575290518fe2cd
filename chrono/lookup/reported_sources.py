"""Sources that are declared within reports, by no record of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from chrono.lookup.amendments import EVER
from chrono.resolve.archive import Entry, archive

Record = Mapping[str, object]


@attrs.define(eq=False)
class ReportedSources:
    """What reports declare of sources, as far as it was looked up."""

    _reports: Callable[[str], Iterable[Entry]]
    """A slug → the reports that may declare that source, as they were appended, in log order."""
    _as_amended: Callable[[Entry], Entry | None]
    complete: bool = attrs.field(default=False, init=False)
    """Whether every report was noted: what is missing is declared in none."""
    _first: dict[str, Record | None] = attrs.field(factory=dict, init=False)
    """Each source as the first report that declares it does."""
    _standing: dict[str, Record | None] = attrs.field(factory=dict, init=False)
    """Each source with our amendments, of it and of the reports that declare it, applied."""

    def note(self, report: Entry) -> None:
        """Note what a report declares; reports come in log order."""
        source = report.record["source"]
        if isinstance(source, Mapping):
            slug = str(source["slug"])
            if self._first.get(slug) is None:
                self._first[slug] = source
            if self._standing.get(slug) is None:
                self._standing.pop(slug, None)

    def forget(self, slugs: Iterable[str]) -> None:
        """Forget how sources stand that an amendment can have changed."""
        for slug in slugs:
            self._standing.pop(slug, None)

    def slugs(self) -> Iterator[str]:
        """Yield the slugs of the sources noted."""
        yield from (slug for slug, first in self._first.items() if first is not None)

    def original(self, slug: str) -> Record | None:
        """Return a source as the first report that declares it does, or None."""
        if slug not in self._first and not self.complete:
            declared = (_declared(report, slug) for report in self._reports(slug))
            self._first[slug] = next((source for source in declared if source is not None), None)
        return self._first.get(slug)

    def amended(self, slug: str) -> Record | None:
        """Return a source as it stands after our amendments, or None."""
        if slug not in self._standing:
            self._standing[slug] = self._amended(slug)
        return self._standing[slug]

    def _amended(self, slug: str) -> Record | None:
        declares = False
        for report in self._reports(slug):
            declares = declares or _declared(report, slug) is not None
            kept = self._as_amended(report)
            source = None if kept is None else archive([kept], EVER).sources.get(slug)
            if source is not None:
                return source
        return None if declares else self.original(slug)


def _declared(report: Entry, slug: str) -> Record | None:
    """Return a source as a report declares it, or None where that declares none or another one."""
    source = report.record["source"]
    return source if isinstance(source, Mapping) and source["slug"] == slug else None
