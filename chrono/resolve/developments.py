"""Stage 1: from the records of a log to developments as they could be understood.

A development is assembled from the accounts that are visible at (known-at, position, according-to):
published by then, not retracted, with their source's own corrections applied in press order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, TypeVar

import attrs

from chrono.model.policy import DEFAULT_POLICY, STANDINGS, Policy
from chrono.model.record_parts import mapping_of, texts_of
from chrono.resolve.accounts import Account, Group, Reading, reading
from chrono.resolve.archive import Archive
from chrono.resolve.entries import Entry
from chrono.resolve.in_force import corrected, corrections, retractions
from chrono.values import times
from chrono.values.agreement import common, hull
from chrono.values.times import FUTURE, When

if TYPE_CHECKING:
    from chrono.model.kinds import Kind

OCCURRED, PLANNED, ALLEGED, DENIED = "occurred", "planned", "alleged", "denied"
HAPPENED = (OCCURRED, ALLEGED)
"""The modalities of what is told to have happened by the time of its publication."""
MODALITIES = (OCCURRED, PLANNED, ALLEGED, DENIED)
REPORTER = STANDINGS.index("reporter")
T = TypeVar("T")
Sources = frozenset[str] | None
"""The sources or publishers whose reports alone count; None for all."""


@attrs.define(eq=False, repr=False)
class Development:
    """One development in one modality, with every account of it that is visible.

    `denials` are accounts against its having occurred. Readings are worked out once for each policy.
    """

    name: str
    modality: str
    accounts: tuple[Account, ...]
    denials: tuple[Account, ...] = ()
    first: Account = attrs.field(init=False)
    """The account that was published first."""
    position: int = attrs.field(init=False)
    """The position of its first report in the log."""
    after: frozenset[str] = attrs.field(init=False)
    """The developments that it does not precede, as any of its accounts says."""
    kinds: frozenset[str] = attrs.field(init=False)
    """The kinds of its accounts: one, but for like kinds."""
    of_kinds: tuple[Account, ...] = attrs.field(init=False)
    """The first account of each kind, in log order."""
    press: tuple[int, ...] = attrs.field(init=False)
    """When it was first reported, and its position: its place among equals in world order."""
    node: tuple[str, str] = attrs.field(init=False)
    """What stands for it in a frame: name and modality."""
    cache: dict[object, object] = attrs.field(factory=dict, repr=False)

    def __attrs_post_init__(self) -> None:
        self.first = min(self.accounts, key=lambda each: each.press)
        self.position = min(each.position for each in self.accounts)
        self.after = frozenset(name for each in self.accounts for name in each.after)
        by_kind: dict[str, Account] = {}
        for each in self.accounts:
            by_kind.setdefault(each.kind, each)
        self.of_kinds = tuple(by_kind.values())
        self.kinds = frozenset(by_kind)
        self.press = (*self.first.reported, self.position)
        self.node = (self.name, self.modality)

    def dating(self, policy: Policy = DEFAULT_POLICY) -> Reading:
        """Return the groups that the accounts' dates form, each bounded by its own publication."""
        return self.cached(
            ("dating", policy), lambda: reading([(each, each.bounded) for each in self.accounts], policy)
        )

    def dates(self, policy: Policy = DEFAULT_POLICY) -> Reading:
        """Return the same groups with their dates as given, which is how they are shown."""
        return self.cached(("dates", policy), lambda: _as_given(self.dating(policy)))

    def bounded(self, policy: Policy = DEFAULT_POLICY) -> When:
        """Return the date that folds use: that of the first group, or the hull of those that tie."""
        if len(self.accounts) == 1:  # nearly always
            return self.first.bounded
        return self.cached(("bounded", policy), lambda: _in_use(self.dating(policy)))

    def when(self, policy: Policy = DEFAULT_POLICY) -> When:
        """Return the same date as given: not bounded by publications."""
        if len(self.accounts) == 1:
            return self.first.when
        return self.cached(("when", policy), lambda: _in_use(self.dates(policy)))

    def occurrence(self, policy: Policy = DEFAULT_POLICY) -> bool | None:
        """Return whether it occurred as the accounts for and against stand; None where they tie."""
        if not self.denials:
            return True
        judged = self.judged(policy)
        return None if judged.tied else bool(judged.groups[0].value)

    def judged(self, policy: Policy = DEFAULT_POLICY) -> Reading:
        """Return the groups of the accounts for its having occurred, True, and of those against it, False."""
        said = [(each, True) for each in self.accounts] + [(each, False) for each in self.denials]
        return self.cached(("occurrence", policy), lambda: reading(said, policy))

    def put_after(self, name: str) -> Development:
        """Return the development as if its accounts said too that it does not precede another."""
        other = copy(self)
        other.after |= {name}
        return other

    def read_as(self, readings: Mapping[object, Reading]) -> Development:
        """Return the development with other readings memoised than those that its accounts give.

        What does not follow from these is as it was: to read all accounts anew for each of their groups would
        take time in proportion to the square of their number.
        """
        other = copy(self)
        other.cache = {key: made for key, made in self.cache.items() if _reads_apart(key)}
        for key in readings:
            if isinstance(key, tuple) and key[0] == "dating":
                dates = self.cache.get(("dates", key[1]))
                follow: list[object] = [(name, key[1]) for name in ("dates", "bounded", "when", "place")]
                follow += [name for name, made in other.cache.items() if made is dates]
                for name in follow:
                    other.cache.pop(name, None)
        other.cache.update(readings)
        return other

    def cached(self, key: object, make: Callable[[], T]) -> T:
        """Memoise `make` under `key`: return what it gave the first time."""
        if key not in self.cache:
            self.cache[key] = make()
        return self.cache[key]  # type: ignore[return-value]


def _reads_apart(key: object) -> bool:
    """Return whether something memoised is read of the accounts by itself: items are made of readings."""
    return isinstance(key, tuple) and isinstance(key[0], str)


def _as_given(dating: Reading) -> Reading:
    if all(each.bounded is each.when for group in dating.groups for each in group.accounts):
        return dating
    groups = tuple(
        Group(common([each.when for each in group.accounts]), group.accounts) for group in dating.groups
    )
    return Reading(groups, groups[: len(dating.tied)])


def _in_use(dating: Reading) -> When:
    if not dating.tied:
        return dating.groups[0].value  # type: ignore[return-value]
    return hull([each.value for each in dating.tied])  # type: ignore[misc]


@attrs.define(eq=False, repr=False)
class Dossier:
    """Every record that bears on one development, at one position, for any known-at and sources."""

    name: str
    archive: Archive
    kinds: Mapping[str, Kind]
    entries: tuple[Entry, ...]
    breaks: list[int] = attrs.field(init=False)
    """The instants of publication at which what is visible may change, sorted."""
    resolved: dict[tuple[int, Sources], tuple[Development, ...]] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.breaks = sorted({self._reported(each)[1] for each in self.records()})

    def records(self) -> list[Entry]:
        """Return the reports with all corrections and retractions that bear on them, however far."""
        found: list[Entry] = []
        queue = list(self.entries)
        while queue:
            entry = queue.pop()
            found.append(entry)
            queue += self.archive.against.get(entry.id, ())
        return found

    def developments(self, known_at: int | None, sources: Sources = None) -> tuple[Development, ...]:
        """Return the development in each modality that has a visible account, at `known_at` inclusive."""
        epoch = len(self.breaks) if known_at is None else bisect_right(self.breaks, known_at)
        key = (epoch, sources)
        if key not in self.resolved:
            until = self.breaks[epoch - 1] if epoch else None
            self.resolved[key] = () if until is None else self._resolve(until, sources)
        return self.resolved[key]

    def _resolve(self, until: int, sources: Sources) -> tuple[Development, ...]:
        return developments(self.name, self.accounts(until, sources))

    def accounts(self, until: int, sources: Sources = None, *, withdrawn: bool = False) -> list[Account]:
        """Return what every visible report says, at `until` inclusive, in log order: denials alone too.

        Args:
            until: the instant of publication.
            sources: the sources or publishers whose reports alone count.
            withdrawn: whether reports that their source has withdrawn count too.
        """
        return [
            self._account(entry, until)
            for entry in self.entries
            if self._reported(entry)[1] <= until
            and (withdrawn or not retractions(self.archive, entry.id, until))
            and self._told(entry, sources)
        ]

    def _told(self, entry: Entry, sources: Sources) -> bool:
        if sources is None:
            return True
        source = self.archive.source(entry.record)
        return str(source["slug"]) in sources or str(source["publisher"]) in sources

    def _reported(self, entry: Entry) -> tuple[int, int]:
        return self.archive.press(entry.record)

    def _account(self, entry: Entry, until: int) -> Account:
        applied = corrections(self.archive, entry.id, until)
        record = corrected(entry.record, (each.record for each in applied)) if applied else entry.record
        kind = self.kinds.get(str(record["kind"]))
        source = self.archive.source(entry.record)
        said = mapping_of(record, "attribution")
        reported, given = self._reported(entry), times.when(record["occurred"], span=bool(kind and kind.span))
        modality = str(record.get("modality") or OCCURRED)
        bound = self._bound(reported, applied) if modality in HAPPENED else FUTURE
        return Account(
            report=entry.id,
            position=entry.position,
            kind=str(record["kind"]),
            source=str(source["slug"]),
            publisher=str(source["publisher"]),
            origin=str(source.get("origin") or source["publisher"]),
            by=str(said["by"]) if said.get("by") else None,
            standing=STANDINGS.index(str(said["standing"])) if said.get("standing") else REPORTER,
            via=str(said["via"]) if said.get("via") else None,
            rank=self.archive.rank(entry.id),
            reported=reported,
            reported_text=self.archive.reported(entry.record),
            when=given,
            bounded=given.up_to(bound),
            modality=modality,
            after=tuple(self.archive.development(name) for name in texts_of(record, "after")),
            data=mapping_of(record, "data"),
            record=record,
            corrections=tuple(each.id for each in applied),
            sequence=source.get("sequence") is True,
            too_early=given.earliest > bound,
        )

    def _bound(self, reported: tuple[int, int], applied: Iterable[Entry]) -> int:
        """Return the instant up to which what a report tells has happened: that of who last dated it so."""
        dated = (
            self._reported(each)[1]
            for each in applied
            if "occurred" in each.record or each.record.get("modality") in HAPPENED
        )
        return max(dated, default=reported[1])


def developments(name: str, accounts: Sequence[Account]) -> tuple[Development, ...]:
    """Return the developments that the accounts of one slug make, one for each modality.

    A denial is an account against `occurred`; alone it makes no development.
    """
    found = []
    for modality in (OCCURRED, PLANNED, ALLEGED):
        said = tuple(each for each in accounts if each.modality == modality)
        if said:
            against = tuple(each for each in accounts if each.modality == DENIED and modality == OCCURRED)
            found.append(Development(name, modality, said, against))
    return tuple(found)
