"""One record with what became of it, or one development with its accounts."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from chrono.ask.axes import Axes
from chrono.ask.explain import AccountShown, account_shown
from chrono.fold.readings import key_text
from chrono.fold.view import View
from chrono.fold.worlds import Place, frame, node, placed
from chrono.lookup.log_cache import LogCache
from chrono.lookup.records import find_record
from chrono.model.policy import DEFAULT_POLICY
from chrono.model.record_types import MENDING
from chrono.resolve.changes import Change
from chrono.resolve.developments import OCCURRED, Development
from chrono.resolve.entries import Entry
from chrono.resolve.history import Revision

YES, NO, POSSIBLE = "yes", "no", "possible"


@attrs.frozen(kw_only=True)
class Shown:
    """A record and all that names it, or a development, its accounts, and whether it had happened."""

    record: Entry | None = None
    recorded_at: str | None = None
    became: tuple[Revision, ...] = ()
    """The corrections, retractions, amendments, rankings and merges that name the record, in log order."""
    mended: Revision | None = None
    """For a record that mends another: what it changed there."""
    development: str | None = None
    axes: Axes
    occurred: dict[str, str] = attrs.field(factory=dict)
    """For each modality: whether it had happened by the time asked for: yes, no or possible."""
    dates: dict[str, str] = attrs.field(factory=dict)
    accounts: tuple[AccountShown, ...] = ()
    denials: tuple[AccountShown, ...] = ()
    unused_links: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON shows it."""
        if self.record is not None:
            return {
                "position": self.record.position,
                "recorded_at": self.recorded_at,
                "record": dict(self.record.record),
                "development": self.development,
                "became": [_revision(each) for each in self.became],
                "changes": [] if self.mended is None else _changes(self.mended),
            }
        return {
            "development": self.development,
            "as_of": self.axes.as_of,
            "occurred": self.occurred,
            "dates": self.dates,
            "accounts": [each.to_dict() for each in self.accounts],
            "denials": [each.to_dict() for each in self.denials],
            "unused_links": list(self.unused_links),
        }


def _revision(each: Revision) -> dict[str, object]:
    return {
        "position": each.entry.position,
        **each.entry.record,
        "changes": _changes(each),
        "ended": each.ended,
    }


def _changes(revision: Revision) -> list[dict[str, object]]:
    return [
        {"key": each.field, "before": each.recorded[0], "after": each.recorded[1]}
        for each in data_first(revision.changes)
    ]


def data_first(changes: Iterable[Change]) -> list[Change]:
    """Return changes in the order in which a record is shown: the fields of its data, then its keys."""
    return sorted(changes, key=lambda each: not each.in_data)


def show(held: LogCache, name: str, axes: Axes) -> Shown:
    """Return what has that id, beginning of an id, or development's name; `@last` is the last record.

    Raises:
        NoSuchTarget: nothing has it, or several ids begin so.
    """
    view = held.view()
    development = view.archive.development(name)
    if development in view.archive.reports:
        return _development(view, development, axes)
    found = find_record(held, name)
    recorded = next(held.log.read(after=found.position - 1, until=found.position))
    at = recorded.recorded_at.isoformat(timespec="microseconds")
    joined = found.development if found.type == "report" else None
    return Shown(
        record=view.history.current(found),
        recorded_at=at,
        became=view.history.revisions(found),
        mended=view.history.revision(found) if found.type in MENDING else None,
        development=joined,
        axes=axes,
    )


def _development(view: View, name: str, axes: Axes) -> Shown:
    related = view.related([name])
    everyone = view.developments(related, axes.known, axes.sources)
    own = [each for each in everyone if each.name == name]
    places = {node(e): placed(e, DEFAULT_POLICY) for e in everyone if e.occurrence() is not False}
    made = frame(everyone, places)
    return Shown(
        development=name,
        axes=axes,
        occurred={each.modality: _happened(each, made.places.get(node(each)), axes.until) for each in own},
        dates={each.modality: key_text(each.when()) for each in own},
        accounts=tuple(account_shown(view, account) for each in own for account in each.accounts),
        denials=tuple(account_shown(view, account) for each in own for account in each.denials),
        unused_links=tuple(other for one, other in made.unused if one[0] == name),
    )


def _happened(each: Development, place: Place | None, until: int) -> str:
    if place is None or each.modality != OCCURRED:
        return NO if place is None else each.modality
    if each.occurrence() is None:
        return POSSIBLE if place.lo <= until else NO
    return YES if place.hi <= until else NO if place.lo > until else POSSIBLE
