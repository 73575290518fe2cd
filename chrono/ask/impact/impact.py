"""What rests on a record: every state that would be another without it, now and at past points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import pairwise

import attrs

from chrono.ask.axes import FILE, PRESS, WORLD, Axes, label, moved
from chrono.ask.impact.influence import Influence, Spell, States, differ, spells
from chrono.ask.impact.series import Folding
from chrono.ask.impact.without import Omission, left, omission, touched
from chrono.ask.show import LAST, find
from chrono.errors import BadQuestion
from chrono.fold.view import View
from chrono.lookup.whole_log import Holdings
from chrono.model.projection import Projection
from chrono.resolve.archive import Entry, archive, declared_in

SAMPLES = 48
"""At how many of the positions that have to do with a record the file axis is asked."""
MENDS = frozenset(("correction", "retraction", "ranking", "amendment"))


@attrs.frozen(kw_only=True)
class Touch:
    """One field of one target that rests, or rested, on a record."""

    target: str
    projection: Projection
    key: str
    field: str
    present: States | None
    """The field as of now with the record and without it; None where it makes no difference any more."""
    world: tuple[Spell, ...]
    """Where it makes one as of other times, everything known."""
    press: tuple[Spell, ...]
    """Where it makes one as of now, as known at other times."""
    file: tuple[Spell, ...]
    """From which position of the log on it makes one, as of now; up to which it did."""

    def spells(self) -> Iterator[tuple[str, Spell]]:
        """Yield every stretch with its axis: world, press, file."""
        for by, found in ((WORLD, self.world), (PRESS, self.press), (FILE, self.file)):
            for each in found:
                yield by, each

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON shows it; `until` is exclusive, null where it is still so."""
        shown: dict[str, object] = {"target": self.target, "field": self.field}
        shown["now"] = None if self.present is None else both(self.present)
        for by, found in ((WORLD, self.world), (PRESS, self.press), (FILE, self.file)):
            shown[by] = [{**bounds(by, each), **both(each.states)} for each in found]
        return shown


def both(states: States) -> dict[str, object]:
    """Return a field with the record and without it as JSON shows them."""
    return {"with": states[0].told(), "without": states[1].told()}


def bounds(by: str, spell: Spell) -> dict[str, object]:
    """Return where a stretch begins and ends, as its axis is written."""
    return {
        name: mark if mark is None or by == FILE else label(mark)
        for name, mark in (("from", spell.start), ("until", spell.end))
    }


@attrs.frozen(kw_only=True)
class Impact:
    """What rests on a record, on all reports of a source or of a development, or on an entity's names."""

    omitted: Omission
    axes: Axes
    touches: tuple[Touch, ...]

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON shows it."""
        return {
            "of": self.omitted.name,
            "record": self.omitted.sort,
            "records": [each.id for each in self.omitted.records],
            "as_of": self.axes.as_of,
            "position": self.axes.position,
            "states": [each.to_dict() for each in self.touches],
        }


def impact(held: Holdings, name: str, axes: Axes) -> Impact:
    """Return every state that would be another without a record: its value, certainty, dispute, or grounds.

    Args:
        held: the log.
        name: an id, the beginning of one, `@last`; a source, for all that it says; an entity; a development.
        axes: the time from which past and present are told apart, everything known, at the head.

    Raises:
        NoSuchTarget: nothing has that name, or several ids begin so.
        BadQuestion: it is a storybook, or is declared by one.
    """
    omitted = _omitted(held, name)
    found = tuple(_Asked(held, omitted, axes).touches()) if omitted.records else ()
    return Impact(omitted=omitted, axes=axes, touches=found)


def _omitted(held: Holdings, name: str) -> Omission:
    entries, settled = held.entries, held.view().archive
    found = None if name == LAST else omission(entries, settled, name)
    if found is None:
        each = find(held, name)
        if each.type == "storybook":
            raise BadQuestion("id", f"record {each.position} is a storybook: every state rests on it")
        found = omission(entries, settled, each.id)
    assert found is not None  # noqa: S101 - the record that was found has that id
    return found


@attrs.define(eq=False)
class _Asked:
    """The log with and without some records."""

    held: Holdings
    omitted: Omission
    axes: Axes
    positions: frozenset[int] = attrs.field(init=False)
    views: tuple[View, View] = attrs.field(init=False)
    short: list[Entry] = attrs.field(factory=list)
    """The records that can bear on what is touched, at any position."""
    then: dict[int, tuple[View, View]] = attrs.field(factory=dict)
    folded: dict[tuple[int, str, str], Folding] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.positions = self.omitted.positions
        self.views = self._views(self.held.entries, self.axes.position)

    def _views(self, entries: list[Entry], position: int) -> tuple[View, View]:
        shelf = self.held.shelf
        declared = declared_in(shelf.sources, shelf.entities)
        rest = archive(left(entries, self.positions), position, declared=declared)
        if entries is self.held.entries:
            return self.held.view(position), View(rest, shelf)
        return View(archive(entries, position, declared=declared), shelf), View(rest, shelf)

    def touches(self) -> Iterator[Touch]:
        """Yield each field of each target on which the records bear, in the order of targets and fields."""
        about = touched(self.omitted, self.held.entries, self.views)
        around = {name for view in self.views for name in view.related(about)} | about
        influences = list(self._influences(frozenset(around), about))
        self._shorten(influences, about)
        inside = len(self._gone()) < len(self.positions)
        for each in influences:
            now = each.states(self.axes) if inside else None
            world, press = (each.over(by, self.axes) if inside else () for by in (WORLD, PRESS))
            file = self._over_file(each)
            if world or press or file:
                name, key = each.projection.name, each.key
                yield Touch(
                    target=name if key == "*" else f"{name}/{key}",
                    projection=each.projection,
                    key=key,
                    field=each.field.name,
                    present=now if now is not None and differ(now) else None,
                    world=world,
                    press=press,
                    file=file,
                )

    def _influences(self, around: frozenset[str], about: frozenset[str]) -> Iterator[Influence]:
        for projection in self.held.shelf.projections.values():
            kinds = _kinds_by_key(self._then_and_now(), projection, around)
            for key in sorted(kinds):
                folding: Folding = {}
                linked = any(each.linked(projection, key) for each in self.views)
                for field in projection.fields.values():
                    if not field.kinds.isdisjoint(kinds[key]):
                        yield Influence(self.views, projection, key, field, about, linked, folding)

    def _then_and_now(self) -> Iterator[View]:
        """Yield the views that name the keys: also as the log held a record that is void by now."""
        yield from self.views
        gone = self._gone()
        if gone:
            yield self.held.view(max(gone))

    def _gone(self) -> list[int]:
        """Return the positions of the records left out that are void by now."""
        held = {each.position for each in self.views[0].archive.entries}
        records = self.omitted.records
        return [e.position for e in records if e.type != "amendment" and e.position not in held]

    # --- the file axis --------------------------------------------------------------------------

    def _shorten(self, influences: Iterable[Influence], about: frozenset[str]) -> None:
        names = {name for each in influences for side in each.sides for name in side.names} | about
        entries = self.held.entries
        root = self.views[0].archive.development
        amended = {str(each.record["of"]) for each in entries if each.type == "amendment"}
        kept: set[str] = set()
        for each in entries:
            if each.type == "report":
                inside = each.id in amended or each.position in self.positions
                inside = inside or root(str(each.record["development"])) in names
            else:
                inside = each.type not in ("correction", "retraction") or str(each.record["of"]) in kept
            if inside:
                kept.add(each.id)
                self.short.append(each)

    def _samples(self, each: Influence) -> list[int]:
        """Return positions at which its weight may change: its own, and those of what is about the same."""
        reports = [view.archive.reports for view in self.views]
        names = {name for side in each.sides for name in side.names}
        about = {name for name in each.touched if name in names or all(name not in some for some in reports)}
        near = {record.id for record in self.omitted.records if record.type != "report"}
        found = [record.position for record in self.omitted.records if record.type != "report"]
        for record in self.short:
            if self._is_about(record, about, near):
                near.add(record.id)
                found.append(record.position)
        first = min(self.positions)
        found = sorted({position for position in found if position >= first} or {first})
        return sorted({*found[:: len(found) // SAMPLES + 1], found[0], found[-1], self.axes.position})

    def _is_about(self, record: Entry, about: AbstractSet[str], near: AbstractSet[str]) -> bool:
        root = self.views[0].archive.development
        if record.type == "report":
            mine = record.position in self.positions and len(self.positions) == 1
            return mine or root(str(record.record["development"])) in about
        if record.type == "merge":
            return self._joins(record, about)
        return record.type in MENDS and str(record.record["of"]) in near

    def _joins(self, merge: Entry, about: AbstractSet[str]) -> bool:
        names = merge.record["developments"]
        root = self.views[0].archive.development
        return any(root(str(name)) in about for name in names)  # type: ignore[attr-defined]

    def _over_file(self, each: Influence) -> tuple[Spell, ...]:
        """Return from and up to which positions a record makes a difference as of now.

        Bounds are exact; a stretch that begins and ends between two records that name it, or tell of the
        same development, is not looked for.
        """
        known: dict[int, States] = {}

        def at(position: int) -> States:
            if position not in known:
                known[position] = self._at(each, position)
            return known[position]

        samples = self._samples(each)
        points = [samples[0]]
        for one, other in pairwise(samples):
            points += _change(at, one, other)
        return spells(points, at, before=None, whole=True)

    def _at(self, each: Influence, position: int) -> States:
        if position not in self.then:
            self.then[position] = self._views(self.short, position)
        folding = self.folded.setdefault((position, each.projection.name, each.key), {})
        at = attrs.evolve(each, views=self.then[position], folding=folding)
        return at.states(moved(self.axes, FILE, position))


def _change(at: Callable[[int], States], low: int, high: int) -> list[int]:
    """Return the first position behind `low` from which on it is as at `high`, and `high`."""
    before, after = differ(at(low)), differ(at(high))
    last = high
    while before != after and high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if differ(at(middle)) == before else (low, middle)
    return sorted({high, last})


def _kinds_by_key(
    views: Iterable[View], projection: Projection, names: frozenset[str]
) -> dict[str, set[str]]:
    """Return the keys under which any of the developments may stand, each with their kinds."""
    found: dict[str, set[str]] = {}
    for view in views:
        reports = view.archive.reports
        kinds = {name: {str(e.record["kind"]) for e in reports[name]} for name in names if name in reports}
        if projection.kinds.isdisjoint(kind for each in kinds.values() for kind in each):
            continue
        for key, under in view.keys(projection).items():
            for name in names.intersection(under):
                found.setdefault(key, set()).update(kinds[name])
    return found
