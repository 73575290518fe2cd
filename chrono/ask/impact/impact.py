"""Finds every state that would be another without a record, now and at past points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

import attrs

from chrono.ask.axes import FILE, PRESS, WORLD, Axes, label, moved
from chrono.ask.impact.series import States, Stretch, TargetSeries, differ, extend
from chrono.ask.impact.without import Without, affected, developments_of, named, without
from chrono.errors import BadQuestion
from chrono.fold.view import View, target_name
from chrono.lookup.log_cache import LogCache
from chrono.lookup.records import LAST_RECORD, find_record
from chrono.model.fields import Field
from chrono.model.projection import Projection
from chrono.resolve.archive import archive, declared_in

SAMPLES = 48
"""At how many of the positions that have to do with a record the file axis is asked."""


@attrs.frozen(kw_only=True)
class Effect:
    """One field of one target that rests, or rested, on a record."""

    target: str
    projection: Projection
    key: str
    field: str
    present: States | None
    """The field as of now with the record and without it; None where it makes no difference any more."""
    over: Mapping[str, Sequence[Stretch]]
    """Where it makes one: along `world` with everything known, along `press` and `file` as of now."""

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON shows it; `until` is exclusive, null where it is still so."""
        shown: dict[str, object] = {"target": self.target, "field": self.field}
        shown["now"] = None if self.present is None else both(self.present)
        for by, found in self.over.items():
            shown[by] = [{**bounds(by, each), **both(each.states)} for each in found]
        return shown


def both(states: States) -> dict[str, object]:
    """Return a field with the record and without it as JSON shows them."""
    return {"with": states[0].content(), "without": states[1].content()}


def bounds(by: str, stretch: Stretch) -> dict[str, object]:
    """Return where a stretch begins and ends, as its axis is written."""
    return {
        name: point if point is None or by == FILE else label(point)
        for name, point in (("from", stretch.start), ("until", stretch.end))
    }


@attrs.frozen(kw_only=True)
class Impact:
    """What rests on a record, on all reports of a source or of a development, or on an entity's names."""

    left_out: Without
    axes: Axes
    effects: tuple[Effect, ...]

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON shows it."""
        return {
            "of": self.left_out.name,
            "record": self.left_out.sort,
            "records": [each.id for each in self.left_out.records],
            "as_of": self.axes.as_of,
            "position": self.axes.position,
            "states": [each.to_dict() for each in self.effects],
        }


def impact(held: LogCache, name: str, axes: Axes) -> Impact:
    """Return every state that would be another without a record: its value, certainty, dispute, or grounds.

    The log is read with the record and without it, and both are asked at every point of the world and the
    press axis at which they can change. The file axis is asked where records concern the same
    developments, and bisected between: a stretch that begins and ends in between is missed.

    Args:
        held: the log.
        name: an id, the beginning of one, `@last`; a source, for all that it says; an entity; a development.
        axes: the time from which past and present are told apart, everything known, at the head.

    Raises:
        NoSuchTarget: nothing has that name, or several ids begin so.
        BadQuestion: it is a storybook, or is declared by one.
    """
    left_out = _left_out(held, name)
    effects = tuple(_TwoLogs(held, left_out, axes).effects()) if left_out.records else ()
    return Impact(left_out=left_out, axes=axes, effects=effects)


def _left_out(held: LogCache, name: str) -> Without:
    entries, settled = held.entries, held.view().archive
    exact = None if name == LAST_RECORD else named(entries, settled, name)
    if exact is not None:
        return exact
    record = find_record(held, name)
    if record.type == "storybook":
        raise BadQuestion("id", f"record {record.position} is a storybook: every state rests on it")
    found = named(entries, settled, record.id)
    assert found is not None  # noqa: S101 - the record that was found has that id
    return found


@attrs.define(eq=False)
class _TwoLogs:
    """The log with some records and without them, at any position."""

    held: LogCache
    left_out: Without
    axes: Axes
    affected: frozenset[str] = attrs.field(init=False)
    """The developments that may be others without the records."""
    _views: dict[int, tuple[View, View]] = attrs.field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.affected = affected(self.left_out, self.held.entries, self._at(self.axes.position))

    def _at(self, position: int) -> tuple[View, View]:
        """Return the log as it stood at a position, with the records and without them."""
        if position not in self._views:
            shelf = self.held.shelf
            declared = declared_in(shelf.sources, shelf.entities)
            rest = without(self.held.entries, self.left_out.positions)
            self._views[position] = (
                View(archive(self.held.entries, position, declared=declared), shelf),
                View(archive(rest, position, declared=declared), shelf),
            )
        return self._views[position]

    def effects(self) -> Iterator[Effect]:
        """Yield each field of each target on which the records bear, in the order of targets and fields."""
        for projection, key, fields in self._reached():
            series = TargetSeries(self._at(self.axes.position), projection, key, fields)
            over = {by: series.over(by, self.axes) for by in (WORLD, PRESS)}
            over[FILE] = self._over_file(series)
            for name, states in series.states(self.axes).items():
                stretches = {by: found[name] for by, found in over.items()}
                if any(stretches.values()):
                    yield Effect(
                        target=target_name(projection, key),
                        projection=projection,
                        key=key,
                        field=name,
                        present=states if differ(states) else None,
                        over=stretches,
                    )

    def _reached(self) -> Iterator[tuple[Projection, str, tuple[Field, ...]]]:
        """Yield each target under which an affected development may stand, or one that links join to it.

        With it its fields that read their kinds. Also as the log held a record that is void by now.
        """
        views = list(self._at(self.axes.position))
        names = {name for view in views for name in view.related(self.affected)} | self.affected
        held = {each.position for each in views[0].archive.entries}
        void = [e.position for e in self.left_out.records if e.type != "amendment" and e.position not in held]
        if void:
            views.append(self.held.view(max(void)))
        for projection in self.held.shelf.projections.values():
            kinds: dict[str, set[str]] = {}
            for view in views:
                for key, under in view.keys(projection).items():
                    for name in names.intersection(under):
                        told = (str(each.record["kind"]) for each in view.archive.reports[name])
                        kinds.setdefault(key, set()).update(told)
            for key in sorted(kinds):
                fields = [e for e in projection.fields.values() if not e.kinds.isdisjoint(kinds[key])]
                yield projection, key, tuple(fields)

    def _over_file(self, series: TargetSeries) -> dict[str, list[Stretch]]:
        """Return from and up to which positions each field is another one as of now."""
        known: dict[int, dict[str, States]] = {}

        def at(name: str, position: int) -> States:
            if position not in known:
                then = attrs.evolve(series, views=self._at(position))
                known[position] = then.states(moved(self.axes, FILE, position))
            return known[position][name]

        samples = self._samples(series)
        return {each.name: _bisected(samples, partial(at, each.name)) for each in series.fields}

    def _samples(self, series: TargetSeries) -> list[int]:
        """Return positions at which a difference may begin or end: those of records about the same."""
        views, own = self._at(self.axes.position), self.left_out.positions
        under = {each.name for each in series.dossiers()}
        lost = {name for name in self.affected if all(name not in view.archive.reports for view in views)}
        about: set[object] = {each.id for each in self.left_out.records if each.type != "report"}
        found = []
        for each in self.held.entries:
            names = {views[0].archive.development(name) for name in developments_of(each)}
            if (
                names & self.affected & (under | lost)
                or each.record.get("of") in about
                or (each.position in own and (each.type != "report" or len(own) == 1))
            ):
                about.add(each.id)
                if each.position >= min(own):
                    found.append(each.position)
        found = found or [min(own)]
        return sorted({*found[:: len(found) // SAMPLES + 1], found[0], found[-1], self.axes.position})


def _bisected(samples: Sequence[int], states: Callable[[int], States]) -> list[Stretch]:
    """Return the stretches of positions on which a field is another one; their bounds are exact."""
    points = [samples[0]]
    for one, other in pairwise(samples):
        low, high = one, other
        while differ(states(low)) != differ(states(high)) and high - low > 1:
            middle = (low + high) // 2
            if differ(states(middle)) == differ(states(one)):
                low = middle
            else:
                high = middle
        points += sorted({high, other})
    found: list[Stretch] = []
    for point in points:
        extend(found, point, states(point), whole=True)
    return found
