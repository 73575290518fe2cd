"""Finds every state that would differ without a record, now and at past points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

import attrs

from chrono.ask.axes import FILE, PRESS, WORLD, Axes, label, moved
from chrono.ask.impact.series import States, Stretch, TargetSeries, differ, extend
from chrono.ask.impact.without import Without, affected, developments_of, records_named, without
from chrono.errors import BadQuestion
from chrono.fold.view import View, target_name
from chrono.lookup.log_cache import LogCache
from chrono.lookup.records import LAST_RECORD, find_record
from chrono.model.fields import Field
from chrono.model.projection import Projection
from chrono.resolve.archive import archive, declared_in

SAMPLES = 48
"""How many positions of related records the file axis is sampled at, besides the first and the last."""


@attrs.frozen(kw_only=True)
class Effect:
    """One field of one target that rests, or rested, on a record."""

    target: str
    projection: Projection
    key: str
    field: str
    present: States | None
    """The field as of now with the record and without it; None where they no longer differ."""
    over: Mapping[str, Sequence[Stretch]]
    """Where they differ: along `world` with everything known, along `press` and `file` as of now."""

    def to_dict(self) -> dict[str, object]:
        """Return the effect as JSON shows it; `until` is exclusive, null for a stretch that has not ended."""
        shown: dict[str, object] = {"target": self.target, "field": self.field}
        shown["now"] = None if self.present is None else _contents(self.present)
        for by, stretches in self.over.items():
            shown[by] = [{**bounds(by, each), **_contents(each.states)} for each in stretches]
        return shown


def _contents(states: States) -> dict[str, object]:
    """Return a field with the record and without it as JSON shows them."""
    return {"with": states[0].content(), "without": states[1].content()}


def bounds(by: str, stretch: Stretch) -> dict[str, object]:
    """Return the start and the exclusive end of a stretch, as its axis is written."""
    return {
        name: point if point is None or by == FILE else label(point)
        for name, point in (("from", stretch.start), ("until", stretch.end))
    }


@attrs.frozen(kw_only=True)
class Impact:
    """The effects of a record, of all reports of a source or of a development, or of an entity's names."""

    left_out: Without
    axes: Axes
    effects: tuple[Effect, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the impact as JSON shows it."""
        return {
            "of": self.left_out.name,
            "record": self.left_out.sort,
            "records": [each.id for each in self.left_out.records],
            "as_of": self.axes.as_of,
            "position": self.axes.position,
            "states": [each.to_dict() for each in self.effects],
        }


def impact(cache: LogCache, name: str, axes: Axes) -> Impact:
    """Return every state that would differ without a record: in value, certainty, dispute, or grounds.

    The log is read with the record and without it, and both are evaluated at every point of the world and
    the press axis at which they can change. The file axis is evaluated where records concern the same
    developments, and bisected between: a stretch that begins and ends in between is missed.

    Args:
        cache: the log.
        name: an id, the beginning of one, `@last`; a source, for all that it says; an entity; a development.
        axes: the time that separates past from present, with everything known, at the head.

    Raises:
        NoSuchTarget: nothing has that name, or several ids begin so.
        BadQuestion: it is a storybook.
    """
    left_out = _find_left_out(cache, name)
    something = left_out.records or left_out.declared
    effects = tuple(_TwoLogs(cache, left_out, axes).effects()) if something else ()
    return Impact(left_out=left_out, axes=axes, effects=effects)


def _find_left_out(cache: LogCache, name: str) -> Without:
    entries, archived = cache.entries, cache.view().archive
    exact = None if name == LAST_RECORD else records_named(entries, archived, name)
    if exact is not None:
        return exact
    record = find_record(cache, name)
    if record.type == "storybook":
        raise BadQuestion("id", f"record {record.position} is a storybook: every state rests on it")
    left_out = records_named(entries, archived, record.id)
    assert left_out is not None  # noqa: S101 - the record that was found has that id
    return left_out


@attrs.define(eq=False)
class _TwoLogs:
    """The log with some records and without them, at any position."""

    cache: LogCache
    left_out: Without
    axes: Axes
    affected: frozenset[str] = attrs.field(init=False)
    """The developments that may differ without the records."""
    _views: dict[int, tuple[View, View]] = attrs.field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.affected = affected(self.left_out, self.cache.entries, self._at(self.axes.position))

    def _at(self, position: int) -> tuple[View, View]:
        """Return the views of the log at a position with the records and without them; cached."""
        if position not in self._views:
            shelf = self.cache.shelf
            declared = declared_in(shelf.sources, shelf.entities)
            rest = without(self.cache.entries, self.left_out.positions)
            kept = [each for each in declared if each not in self.left_out.declared]
            self._views[position] = (
                View(archive(self.cache.entries, position, declared=declared), shelf),
                View(archive(rest, position, declared=kept), shelf),
            )
        return self._views[position]

    def effects(self) -> Iterator[Effect]:
        """Yield each field of each target on which the records bear, in the order of targets and fields."""
        for projection, key, fields in self._reached():
            series = TargetSeries(self._at(self.axes.position), projection, key, fields)
            over = {by: series.over(by, self.axes) for by in (WORLD, PRESS)}
            over[FILE] = self._over_file(series)
            for name, states in series.states(self.axes).items():
                stretches = {by: by_field[name] for by, by_field in over.items()}
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
        """Yield each target that may have an affected development, or one linked to it, with its fields.

        Only fields that read kinds of those. A record that is void by now counts as the log once held it.
        """
        views = list(self._at(self.axes.position))
        names = {name for view in views for name in view.related(self.affected)} | self.affected
        kept = {each.position for each in views[0].archive.entries}
        void = [e.position for e in self.left_out.records if e.type != "amendment" and e.position not in kept]
        if void:
            views.append(self.cache.view(max(void)))
        for projection in self.cache.shelf.projections.values():
            kinds: dict[str, set[str]] = {}
            for view in views:
                for key, under in view.keys(projection).items():
                    for name in names.intersection(under):
                        reported = (str(each.record["kind"]) for each in view.archive.reports[name])
                        kinds.setdefault(key, set()).update(reported)
            for key in sorted(kinds):
                fields = [e for e in projection.fields.values() if not e.kinds.isdisjoint(kinds[key])]
                yield projection, key, tuple(fields)

    def _over_file(self, series: TargetSeries) -> dict[str, list[Stretch]]:
        """Return the stretches of positions on which each field differs as of now."""
        evaluated: dict[int, dict[str, States]] = {}

        def at(name: str, position: int) -> States:
            if position not in evaluated:
                then = attrs.evolve(series, views=self._at(position))
                evaluated[position] = then.states(moved(self.axes, FILE, position))
            return evaluated[position][name]

        samples = self._samples(series)
        return {each.name: _bisected(samples, partial(at, each.name)) for each in series.fields}

    def _samples(self, series: TargetSeries) -> list[int]:
        """Return positions at which a difference may begin or end: a sample of those of related records."""
        views, left_out = self._at(self.axes.position), self.left_out.positions
        under = {dossier.name for dossier in series.dossiers()}
        lost = {name for name in self.affected if all(name not in view.archive.reports for view in views)}
        about: set[object] = {entry.id for entry in self.left_out.records if entry.type != "report"}
        # what storybooks declare counts at every position
        first = 1 if self.left_out.declared else min(left_out)
        points = []
        for entry in self.cache.entries:
            names = {views[0].archive.development(name) for name in developments_of(entry)}
            if (
                names & self.affected & (under | lost)
                or entry.record.get("of") in about
                or (entry.position in left_out and (entry.type != "report" or len(left_out) == 1))
            ):
                about.add(entry.id)
                if entry.position >= first:
                    points.append(entry.position)
        points = points or [first]
        return sorted({*points[:: len(points) // SAMPLES + 1], points[0], points[-1], self.axes.position})


def _bisected(samples: Sequence[int], states: Callable[[int], States]) -> list[Stretch]:
    """Return the stretches of positions on which a field differs; their bounds are exact."""
    points = [samples[0]]
    for start, end in pairwise(samples):
        low, high = start, end
        while differ(states(low)) != differ(states(high)) and high - low > 1:
            middle = (low + high) // 2
            if differ(states(middle)) == differ(states(start)):
                low = middle
            else:
                high = middle
        points += sorted({high, end})
    stretches: list[Stretch] = []
    for point in points:
        extend(stretches, point, states(point), whole=True)
    return stretches
