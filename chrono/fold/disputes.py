"""What accounts differ in behind a field, and what the field is where one group of them is right.

A field is disputed by effect: another group of a value, a date or a denial, all else as it stands, makes the
field another one. What follows from comparing bounds alone is left out; the full fold stays the definition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import attrs

from chrono.fold.readings import Reader
from chrono.fold.reducers.items import FieldInput, Item
from chrono.fold.reducers.making import columns_read, entry_read
from chrono.fold.reducers.slot import Slot
from chrono.fold.reducers.table import reducer_of
from chrono.fold.relevance import Relevance
from chrono.fold.states import FieldState
from chrono.fold.worlds import Frame, Node, Place, placed
from chrono.model.fields import Column, Field, FieldRow, MapEntry, column_name, names_in, reads_dates
from chrono.model.policy import Policy
from chrono.resolve.accounts import Account, Reading
from chrono.resolve.developments import PLANNED, Development

FramesWith = Callable[[Mapping[Node, Place], Mapping[Node, bool]], Sequence[Frame]]
"""Gives the frames with other dates, and with denials judged otherwise."""
OCCURRENCE, DATE = "", "@occurred"
"""Stand for a denial and for the date where a question is named by the field that it is about."""


@attrs.frozen(kw_only=True)
class Option:
    """One of the groups that accounts form, taken to be right."""

    accounts: tuple[Account, ...]
    stands: bool
    """Whether that is how the field reads them anyway."""
    dates: Mapping[Node, Place] = attrs.field(factory=dict)
    sides: Mapping[Node, bool] = attrs.field(factory=dict)
    instead: Development | None = None
    """The development as it reads then, if its items can be others."""
    date: str | None = None
    """The date as the first of the accounts gives it, where the question is one of dates."""
    occurred: bool | None = None
    """Whether the accounts say that it occurred, where that is the question."""


@attrs.frozen(kw_only=True)
class Question:
    """One thing that the accounts of a development differ in, with all their groups, the first first."""

    development: Development
    name: str
    options: tuple[Option, ...]


@attrs.frozen(kw_only=True)
class ValueRead:
    """What a field reads of a development under one name."""

    name: str
    reading: Reading
    keys: tuple[object, ...]
    """What the development memoises the reading under."""


@attrs.frozen(repr=False)
class SlotsWithout:
    """The slots of a field without what one development says."""

    slots: Mapping[str, Slot]
    changed: frozenset[str]
    """The names of those that are others without it."""


@attrs.define(eq=False, kw_only=True)
class Disputes:
    """The questions behind one field, and its state under each answer."""

    field: Field
    policy: Policy
    reader: Reader
    until: int
    items: Sequence[Item]
    frames: Sequence[Frame]
    frames_with: FramesWith
    neighbours: Sequence[Development]
    """The developments that links may join to those of the items."""
    linked: bool
    """Whether any development names another that it follows."""
    _without: dict[Node, SlotsWithout] = attrs.field(factory=dict, init=False)

    @cached_property
    def plain(self) -> bool:
        """Whether there is one frame without order, in which a date moves nothing but its own items."""
        return len(self.frames) == 1 and not self.frames[0].linked and not self.linked

    @cached_property
    def _relevance(self) -> Relevance | None:
        return (
            Relevance(reducer_of(self.field), self.items, self.frames[0], self.until) if self.plain else None
        )

    @cached_property
    def _own(self) -> dict[Node, Development]:
        return {item.node: item.development for item in self.items}

    @cached_property
    def _by_node(self) -> dict[Node, list[Item]]:
        found: dict[Node, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.node, []).append(item)
        return found

    @cached_property
    def _by_slot(self) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.slot, []).append(item)
        return found

    @cached_property
    def base(self) -> FieldState:
        """The field as its accounts stand."""
        reducer = reducer_of(self.field)
        given = self._input(self.items, self.frames)
        return reducer.fold(given) if reducer.whole is None else reducer.whole(self._slots)

    @cached_property
    def _slots(self) -> Mapping[str, Slot]:
        slots = reducer_of(self.field).slots
        return {} if slots is None else slots(self._input(self.items, self.frames))

    def _input(self, items: Sequence[Item], frames: Sequence[Frame]) -> FieldInput:
        return FieldInput(self.field, items, frames, self.until, self.policy, self.reader)

    # --- the questions --------------------------------------------------------------------------

    def questions(self) -> list[Question]:
        """Return what can make the field another one, in world order, then by name."""
        found = [*self.of_dates(), *self._of_values()]
        return sorted(found, key=lambda each: (self.rank(each.development.node), each.name))

    def rank(self, node: Node) -> tuple[bool, tuple[int, ...]]:
        """Return the place of a development in world order; last what has none."""
        frame = next((each for each in self.frames if node in each.places), None)
        return frame is None, () if frame is None else frame.rank(node)

    def of_dates(self) -> Iterator[Question]:
        """Yield the questions of denials and dates, in no order."""
        for each in (*self._own.values(), *self.neighbours):
            if each.denials:
                yield from self._occurrence(each)
            # When a plan is due is a value alone: it moves nothing.
            dated = each.modality != PLANNED or (each.node in self._own and reads_dates(self.field))
            if dated and len(each.accounts) > 1 and each.dating(self.policy).disputed:
                yield from self._date(each)

    def _occurrence(self, each: Development) -> Iterator[Question]:
        judged, place = each.judged(self.policy), placed(each, self.policy)
        if not self._untouched(each, (place, None)):
            yield Question(
                development=each,
                name=OCCURRENCE,
                options=tuple(
                    Option(
                        accounts=group.accounts,
                        stands=group is judged.first,
                        sides={each.node: bool(group.value)},
                        occurred=bool(group.value),
                    )
                    for group in judged.groups
                ),
            )

    def _date(self, each: Development) -> Iterator[Question]:
        dating, place = each.dating(self.policy), placed(each, self.policy)
        dated = [each.read_as({("dating", self.policy): Reading((group,))}) for group in dating.groups]
        there = [placed(other, self.policy) for other in dated]
        if not self._untouched(each, (place, *there)):
            instead = reads_dates(self.field)
            yield Question(
                development=each,
                name=DATE,
                options=tuple(
                    Option(
                        accounts=group.accounts,
                        stands=group is dating.first,
                        dates={each.node: where},
                        date=group.accounts[0].when.edtf,
                        instead=other if instead else None,
                    )
                    for group, where, other in zip(dating.groups, there, dated, strict=True)
                ),
            )

    def _untouched(self, each: Development, places: Sequence[Place | None]) -> bool:
        if each.first.sequence:  # on another day it may stand in order with others, and narrow their dates
            return False
        relevance = self._relevance
        return relevance is not None and relevance.untouched(each.node, places)

    def _of_values(self) -> Iterator[Question]:
        """Yield the questions of values; of what holds no slots only those that the value rests on."""
        slotted = reducer_of(self.field).slotted
        own = self._own if slotted else {item.node: item.development for item in self.base.used}
        for each in own.values():
            for read in values_read(self.field, each, self.reader, self.policy):
                yield Question(
                    development=each,
                    name=read.name,
                    options=tuple(
                        Option(
                            accounts=group.accounts,
                            stands=group is read.reading.first,
                            instead=each.read_as(dict.fromkeys(read.keys, Reading((group,)))),
                        )
                        for group in read.reading.groups
                    ),
                )

    # --- the answers ----------------------------------------------------------------------------

    def under(self, option: Option, development: Development) -> FieldState:
        """Return the field where one group of the accounts of a development is right."""
        if option.stands:
            return self.base
        moved = bool(option.dates or option.sides)
        frames = self.frames_with(option.dates, option.sides) if moved else self.frames
        reducer = reducer_of(self.field)
        if reducer.slots is not None and reducer.whole is not None:
            whole = moved and (not self.plain or frames[0].linked)
            return self._slots_under(option, development, frames, whole=whole)
        near = self._relevance.near(development.node) if moved and self._relevance else self.items
        return reducer.fold(self._input(self._read_so(near, option), frames))

    def _read_so(self, items: Iterable[Item], option: Option) -> list[Item]:
        other = option.instead
        if other is None or other.node not in self._own:
            return list(items)
        return [*(item for item in items if item.node != other.node), *self._items_of(other)]

    def _items_of(self, other: Development) -> list[Item]:
        return reducer_of(self.field).items_of(self.field, other, self.reader, self.policy)

    def _slots_under(
        self, option: Option, development: Development, frames: Sequence[Frame], *, whole: bool
    ) -> FieldState:
        """Return the field with the slots folded again that the development is, or would be, about."""
        reducer = reducer_of(self.field)
        assert reducer.slots is not None  # noqa: S101 - asked by the caller
        assert reducer.whole is not None  # noqa: S101 - asked by the caller
        if whole:
            return reducer.whole(reducer.slots(self._input(self._read_so(self.items, option), frames)))
        own = self._by_node.get(development.node, [])
        fresh = own if option.instead is None else self._items_of(option.instead)
        names = dict.fromkeys(item.slot for item in fresh)
        rest = self._slots_without(development.node)
        kept = [i for name in names for i in self._by_slot.get(name, ()) if i.node != development.node]
        touched = reducer.slots(self._input([*kept, *fresh], frames))
        same = all(_verdict(touched, name) == _verdict(self._slots, name) for name in names)
        if same and rest.changed <= names.keys():
            return self.base
        changed = {**{name: slot for name, slot in rest.slots.items() if name not in names}, **touched}
        return reducer.whole({name: changed[name] for name in sorted(changed)})

    def _slots_without(self, node: Node) -> SlotsWithout:
        """Return the slots without what one development says; worked out once for all of its groups."""
        if node not in self._without:
            names = dict.fromkeys(item.slot for item in self._by_node.get(node, ()))
            kept = [i for name in names for i in self._by_slot[name] if i.node != node]
            slots = reducer_of(self.field).slots
            left = slots(self._input(kept, self.frames)) if slots is not None and kept else {}
            others = {name: slot for name, slot in self._slots.items() if name not in names}
            changed = {name for name in names if _verdict(left, name) != _verdict(self._slots, name)}
            self._without[node] = SlotsWithout({**others, **left}, frozenset(changed))
        return self._without[node]


def _verdict(slots: Mapping[str, Slot], name: str) -> object:
    slot = slots.get(name)
    return () if slot is None else slot.verdict


def values_read(
    field: Field, development: Development, reader: Reader, policy: Policy
) -> Iterator[ValueRead]:
    """Yield what a field reads of a development, dates apart, that its accounts differ in, by name."""
    if len(development.accounts) == 1:
        return
    found: dict[str, ValueRead] = {}
    for name, reading, key in _read(field, development, reader, policy):
        if reading is not None and reading.disputed and reading is not development.dates(policy):
            earlier = found.get(name)
            keys = (key,) if earlier is None else (*earlier.keys, key)
            found[name] = ValueRead(name=name, reading=reading, keys=keys)
    yield from found.values()


def _read(
    field: Field, development: Development, reader: Reader, policy: Policy
) -> Iterator[tuple[str, Reading | None, object]]:
    columns: list[Column] = list(field.columns)
    for picks in field.roles.values():
        if field.columns or development.kinds.isdisjoint(picks):
            continue
        if any(isinstance(pick, FieldRow) for pick in picks.values()):
            columns += columns_read(development, picks)
        elif any(isinstance(pick, MapEntry) for pick in picks.values()):
            entry = entry_read(development, picks)
            columns += () if entry is None else (*entry.key, *entry.value)
        else:
            read = sorted({name for kind in development.kinds for name in names_in(picks.get(kind))})
            reading = reader.pick(development, picks, policy, id(picks))
            yield ", ".join(read), reading, ("pick", id(picks), policy)
            columns += read
    for column in dict.fromkeys(columns):
        yield column_name(column), reader.field(development, column, policy), ("field", column, policy)


def amounts_read(
    field: Field, development: Development, reader: Reader, policy: Policy
) -> list[tuple[str, Reading]]:
    """Return what a field reads of a development of which accounts give amounts in other units."""
    if len(development.accounts) == 1:
        return []
    found = {name: reading for name, reading, _ in _read(field, development, reader, policy) if reading}
    return [(name, reading) for name, reading in found.items() if reading.elsewhere]
