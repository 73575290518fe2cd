"""Shows one record with its revisions, or one development with its accounts."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from chrono.ask.axes import Axes
from chrono.ask.explain import AccountShown, account_shown
from chrono.ask.world_order import world_order
from chrono.fold.readings import key_text
from chrono.fold.view import View
from chrono.fold.worlds import Place
from chrono.lookup.log_cache import LogCache
from chrono.lookup.records import find_record
from chrono.model.record_types import MENDING
from chrono.resolve.changes import Change
from chrono.resolve.developments import OCCURRED, Development
from chrono.resolve.entries import Entry
from chrono.resolve.history import Revision
from chrono.values.outer_bounds import bounds_json
from chrono.values.times import When

YES, NO, POSSIBLE = "yes", "no", "possible"


@attrs.frozen(kw_only=True)
class Shown:
    """A record with its revisions, or a development with its accounts and whether it had happened."""

    record: Entry | None = None
    recorded_at: str | None = None
    erased: frozenset[str] = frozenset()
    """The parts of the record that were lawfully erased, such as `by`."""
    became: tuple[Revision, ...] = ()
    """The corrections, retractions, amendments, rankings and merges that name the record, in log order."""
    mended: Revision | None = None
    """For a record that mends another: its changes there."""
    development: str | None = None
    axes: Axes
    occurred: dict[str, str] = attrs.field(factory=dict)
    """For each modality: whether it had happened by the time asked for: yes, no or possible."""
    dates: dict[str, str] = attrs.field(factory=dict)
    whens: dict[str, When] = attrs.field(factory=dict)
    """The dates as understood, which may have bounds that their expressions do not say."""
    accounts: tuple[AccountShown, ...] = ()
    denials: tuple[AccountShown, ...] = ()
    unused_links: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return the record or the development as JSON shows it."""
        if self.record is not None:
            return {
                "position": self.record.position,
                "recorded_at": self.recorded_at,
                "record": dict(self.record.record),
                **({"erased": sorted(self.erased)} if self.erased else {}),
                "development": self.development,
                "became": [_revision_dict(each) for each in self.became],
                "changes": [] if self.mended is None else _changes_dicts(self.mended),
            }
        return {
            "development": self.development,
            "as_of": self.axes.as_of,
            "occurred": self.occurred,
            "dates": self.dates,
            **({"bounds": bounds} if (bounds := self._bounds()) else {}),
            "accounts": [each.to_dict() for each in self.accounts],
            "denials": [each.to_dict() for each in self.denials],
            "unused_links": list(self.unused_links),
        }

    def _bounds(self) -> dict[str, dict[str, list[str]]]:
        found = {modality: bounds_json(each) for modality, each in self.whens.items()}
        return {modality: each for modality, each in found.items() if each}


def _revision_dict(each: Revision) -> dict[str, object]:
    return {
        "position": each.entry.position,
        **each.entry.record,
        "changes": _changes_dicts(each),
        "ended": each.ended,
    }


def _changes_dicts(revision: Revision) -> list[dict[str, object]]:
    return [
        {"key": each.field, "before": each.recorded[0], "after": each.recorded[1]}
        for each in data_first(revision.changes)
    ]


def data_first(changes: Iterable[Change]) -> list[Change]:
    """Return changes in the order in which a record is shown: the fields of its data, then its keys."""
    return sorted(changes, key=lambda each: not each.in_data)


def show(cache: LogCache, name: str, axes: Axes) -> Shown:
    """Return the record with that id or the only one whose id begins so, or the development of that name.

    `@last` is the last record.

    Raises:
        NoSuchTarget: nothing has that name, or several ids begin so.
    """
    view = cache.view()
    development = view.archive.development(name)
    if development in view.archive.reports:
        return _development_shown(view, development, axes)
    record = find_record(cache, name)
    recorded = next(cache.log.read(after=record.position - 1, until=record.position))
    at = recorded.recorded_at.isoformat(timespec="microseconds")
    joined = record.development if record.type == "report" else None
    return Shown(
        record=view.history.current(record),
        recorded_at=at,
        erased=recorded.erased,
        became=view.history.revisions(record),
        mended=view.history.revision(record) if record.type in MENDING else None,
        development=joined,
        axes=axes,
    )


def _development_shown(view: View, name: str, axes: Axes) -> Shown:
    related = view.developments(view.related([name]), axes.known, axes.sources)
    own = [each for each in related if each.name == name]
    world = world_order(related)
    return Shown(
        development=name,
        axes=axes,
        occurred={each.modality: _happened(each, world.places.get(each.node), axes.until) for each in own},
        dates={each.modality: key_text(each.when()) for each in own},
        whens={each.modality: each.when() for each in own},
        accounts=tuple(account_shown(view, account) for each in own for account in each.accounts),
        denials=tuple(account_shown(view, account) for each in own for account in each.denials),
        unused_links=tuple(after for (linked, _), after in world.unused if linked == name),
    )


def _happened(development: Development, place: Place | None, until: int) -> str:
    if place is None or development.modality != OCCURRED:
        return NO if place is None else development.modality
    if development.occurrence() is None:
        return POSSIBLE if place.lo <= until else NO
    return YES if place.hi <= until else NO if place.lo > until else POSSIBLE
