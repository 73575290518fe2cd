"""Judge whether a report should be another account of the development that it would join.

Two doubts: every account of that development is withdrawn; or its dates exclude the report's by more than
either states, and what it changes has changed in between, as with a settlement before and after a refiling.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

import attrs

from chrono.lookup.decoding import decode
from chrono.lookup.log_lookup import LogLookup
from chrono.model.fields import Column, Constant, Field, FieldRow, MapEntry, Otherwise, Pick
from chrono.model.kinds import Kind
from chrono.model.projection import Projection
from chrono.model.record_parts import Record, mapping_of, source_slug, texts_of
from chrono.resolve.archive import archive
from chrono.resolve.developments import Dossier
from chrono.resolve.entries import Entry
from chrono.values import times
from chrono.values.canonical_json import jsontext
from chrono.values.times import DAY, FUTURE, When
from chrono.write.duplicates import REPORTS_COMPARED, in_one_modality, reports_naming, slugs_of
from eventlog import Query, QueryItem

ACCOUNTS_COMPARED = 20
"""How many accounts of one development are compared, the last recorded."""
_ONE_VALUE = frozenset(("status", "latest", "span"))
"""The reducers of which any other development of the key changes the value."""
_BY_MEMBER = frozenset(("set", "map"))
"""Those where only a development of the same member does."""
Candidates = Callable[[Collection[str], Collection[str]], Iterable[Entry]]
"""From kinds and names to the reports of one of these kinds that may hold one of these names."""


@attrs.frozen(kw_only=True)
class DoubtfulJoin:
    """A development that a report would join, and the account of it that is nearest in date."""

    development: str
    occurred: str
    source: str
    between: str | None = None
    """The development that came in between; None where every account is withdrawn."""


@attrs.frozen(kw_only=True)
class _Dated:
    when: When
    modality: str
    source: str


@attrs.define(eq=False)
class _Accounts:
    """The accounts of one development by report: those in force, and those that are withdrawn."""

    in_force: dict[str, _Dated] = attrs.field(factory=dict)
    withdrawn: dict[str, _Dated] = attrs.field(factory=dict)


@attrs.define(eq=False)
class Joins:
    """Judges reports one after another, each against the log and those before it."""

    lookup: LogLookup
    candidates: Candidates | None = None
    """Finds reports of a key; None reads the log for them."""
    _known: dict[str, _Accounts] = attrs.field(factory=dict, init=False)
    _dates: dict[str, tuple[Record, When]] = attrs.field(factory=dict, init=False)

    def doubt(self, record: Record, development: str) -> DoubtfulJoin | None:
        """Return the doubt about a complete report that joins an existing development, or None."""
        kind = self.lookup.shelf.kinds[str(record["kind"])]
        known = self._accounts(development)
        if not known.in_force:
            last = next(reversed(known.withdrawn.values()), None)
            return None if last is None else _doubtful(development, last)
        own = _dated(record, kind)
        alike = [
            each
            for each in islice(reversed(known.in_force.values()), ACCOUNTS_COMPARED)
            if in_one_modality({each.modality, own.modality})
        ]
        if not alike or not all(_far_apart(own.when, each.when) for each in alike):
            return None
        nearest = min(alike, key=lambda each: _gap(own.when, each.when))
        between = self._change_between(record, kind, *sorted((own.when, nearest.when), key=_start))
        return _doubtful(development, nearest, between) if between else None

    def add(self, entry: Entry, *, joins: bool) -> None:
        """Take in a record that comes before those judged next; `joins` an existing development, or not."""
        if entry.type == "report":
            if not joins:  # spare a read of the log
                self._known.setdefault(entry.development, _Accounts())
            kind = self.lookup.shelf.kinds[entry.kind]
            self._accounts(entry.development).in_force[entry.id] = _dated(entry.record, kind)
        elif entry.type in ("retraction", "correction", "amendment"):
            self._mend(entry)
        while len(self._known) > REPORTS_COMPARED:
            del self._known[next(iter(self._known))]

    def _mend(self, mend: Entry) -> None:
        """Apply a mend to the report that it names, or take back the retraction that it names."""
        target = self.lookup.record(mend.of)
        taken_back = target is not None and target.type == "retraction"
        if target is not None and taken_back and (mend.void or mend.type == "retraction"):
            target = self.lookup.record(target.of)
        if target is None or target.type != "report":
            return
        known = self._accounts(target.development)
        account = known.in_force.pop(target.id, None) or known.withdrawn.pop(target.id, None)
        if account is None or (mend.void and not taken_back):
            return
        withdrawn = mend.type == "retraction" and not taken_back
        kind = self.lookup.shelf.kinds.get(target.kind)
        if mend.type != "retraction" and kind is not None and mend.record.get("occurred") is not None:
            account = attrs.evolve(account, when=times.when(mend.record["occurred"], span=kind.span))
        (known.withdrawn if withdrawn else known.in_force)[target.id] = account

    def _accounts(self, development: str) -> _Accounts:
        if development not in self._known:
            self._known[development] = _accounts_in_log(development, self.lookup)
        return self._known[development]

    def same_day(self, record: Record) -> str | None:
        """Return a development of the same day as a report, in no order to it where that matters; or None.

        It matters where both change one value, or one member, and not in the same way.
        """
        kind = self.lookup.shelf.kinds[str(record["kind"])]
        own, linked = _dated(record, kind), set(texts_of(record, "after"))
        if own.modality != "occurred" or own.when.latest - own.when.earliest >= DAY:
            return None
        for report in self._changing(record, kind, lambda when: when == own.when):
            in_order = str(record["development"]) in texts_of(report.record, "after")
            kept = report.source_slug == own.source and self._keeps_order(own.source)
            if report.development in linked or in_order or kept:
                continue
            if self._differ(record, report):
                return report.development
        return None

    def _differ(self, record: Record, report: Entry) -> bool:
        """Return whether two developments change the same value or member, in a field, and in other ways."""
        fields = (e for each in self.lookup.shelf.projections.values() for e in each.fields.values())
        for field in fields:
            if field.reduce in _ONE_VALUE | _BY_MEMBER:
                one, other = (self._effects(field, each) for each in (record, report.record))
                if any(one[slot] != other[slot] for slot in one.keys() & other.keys()):
                    return True
        return False

    def _effects(self, field: Field, record: Record) -> dict[str, str]:
        """Return what a report changes of a field: members or keys, or the one value, each into what."""
        kind = self.lookup.shelf.kinds[str(record["kind"])]
        data = {name: self._resolved(value, kind, name) for name, value in mapping_of(record, "data").items()}
        where = {**field.where.get("*", {}), **field.where.get(kind.name, {})}
        if any(self._resolved(value, kind, name) != data.get(name) for name, value in where.items()):
            return {}
        found: dict[str, str] = {}
        for role, picks in field.roles.items():
            pick = picks.get(kind.name)
            key, value = ((), ()) if pick is None else _columns(field, pick)
            slots, values = ([_read(each, data) for each in some] for some in (key, value))
            if pick is None or (
                not any(isinstance(each, Constant) for each in value) and _silent(slots + values)
            ):
                continue  # what is silent takes no part
            members = slots[0] if field.reduce == "set" and isinstance(slots[0], list) else [slots]
            found.update((jsontext(each), jsontext([role, values])) for each in members)
        return found

    def _resolved(self, value: object, kind: Kind, name: str) -> object:
        if name not in kind.fields or kind.fields[name].base != "entity":
            return value
        if isinstance(value, list):
            return [self.lookup.resolve(str(each)) for each in value]
        return self.lookup.resolve(str(value))

    def _keeps_order(self, source: str) -> bool:
        return (self.lookup.source(source) or {}).get("sequence") is True

    def _change_between(self, record: Record, kind: Kind, first: When, last: When) -> str | None:
        """Return a development strictly between two dates that changes what a report changes, or None."""
        found = self._changing(record, kind, lambda when: _within(when, first, last))
        return next((report.development for report in found), None)

    def _changing(self, record: Record, kind: Kind, dated: Callable[[When], bool]) -> Iterator[Entry]:
        """Yield the reports in force, of such dates, of other developments that change what a report does."""
        for projection in self.lookup.shelf.projections.values():
            field = projection.key_field(kind.name)
            if field is None or field not in kind.fields:
                continue
            keys = slugs_of(mapping_of(record, "data").get(field, ()), self.lookup)
            beside = list(_kinds_beside(projection, kind.name))
            every = frozenset[str]().union(*(kinds for kinds, _ in beside))
            # the log is read once for all of them
            fitting = [each for each in self._named(every, keys) if dated(self._when(each))] if every else ()
            for kinds, by_member in beside:
                for report in fitting:
                    if report.kind in kinds and self._changes(
                        report, record, projection, keys, by_member=by_member
                    ):
                        yield report

    def _when(self, report: Entry) -> When:
        """Return the date of a report, memoised: those of a key are looked at for each of its reports."""
        record, when = self._dates.get(report.id, (None, None))
        if when is None or record is not report.record:
            when = _dated(report.record, self.lookup.shelf.kinds[report.kind]).when
            self._dates[report.id] = report.record, when
            if len(self._dates) > REPORTS_COMPARED:
                del self._dates[next(iter(self._dates))]
        return when

    def _named(self, kinds: Collection[str], keys: Collection[str]) -> Iterable[Entry]:
        if self.candidates is None:
            return reports_naming(kinds, keys, self.lookup)
        return self.candidates(kinds, keys)

    def _changes(
        self, report: Entry, record: Record, projection: Projection, keys: set[str], *, by_member: bool
    ) -> bool:
        """Return whether a report is in force, under one of the keys, and, if wanted, of the same member."""
        field = projection.key_field(report.kind)
        data, own = mapping_of(report.record, "data"), mapping_of(record, "data")
        if report.development == record["development"] or field is None:
            return False
        if str(report.record.get("modality", "occurred")) != "occurred":
            return False
        if not keys & slugs_of(data.get(field, ()), self.lookup):
            return False
        kind = self.lookup.shelf.kinds[report.kind]
        shared = data.keys() & own.keys() & kind.fields.keys()
        members = (name for name in shared if kind.fields[name].base in ("entity", "word"))
        if by_member and not all(
            slugs_of(data[name], self.lookup) & slugs_of(own[name], self.lookup) for name in members
        ):
            return False
        return report.id in self._accounts(report.development).in_force


def _accounts_in_log(development: str, lookup: LogLookup) -> _Accounts:
    """Return the accounts of a development that the log holds, with all that mends them applied."""
    entries = sorted(_records_of(development, lookup), key=lambda each: each.position)
    sources = {each.source_slug for each in entries if each.type != "merge"}
    declared = [
        Entry(0, slug, "source", {"record": "source", **source})
        for slug in sorted(sources)
        if (source := lookup.source(slug)) is not None
    ]
    held, known = archive(entries, lookup.position, declared=declared), _Accounts()
    for name, reports in held.reports.items():
        dossier = Dossier(name, held, lookup.shelf.kinds, reports)
        in_force = {each.report for each in dossier.accounts(FUTURE)}
        for each in dossier.accounts(FUTURE, withdrawn=True):
            accounts = known.in_force if each.report in in_force else known.withdrawn
            accounts[each.report] = _Dated(when=each.when, modality=each.modality, source=each.source)
    return known


def _records_of(development: str, lookup: LogLookup) -> Iterator[Entry]:
    """Yield the reports of a development and of those merged with it, the merges, and what mends them."""
    tags, passed = [f"development:{development}"], set[str]()
    while tags:
        tag = tags.pop()
        if tag in passed:
            continue
        passed.add(tag)
        for recorded in lookup.read(Query((QueryItem(tags=frozenset((tag,))),))):
            entry = lookup.as_amended(decode(recorded))
            if entry is None or entry.type not in ("report", "merge", "correction", "retraction"):
                continue
            if recorded.id not in passed:
                passed.add(recorded.id)
                yield entry
            tags += [f"of:{entry.id}", *(f"development:{name}" for name in entry.merged)]


def _kinds_beside(projection: Projection, kind: str) -> Iterator[tuple[frozenset[str], bool]]:
    """Yield the kinds that change fields which a kind changes too, and whether only by the same member."""
    for reducers, by_member in ((_ONE_VALUE, False), (_BY_MEMBER, True)):
        fields = [each for each in projection.fields.values() if each.reduce in reducers]
        kinds = frozenset(name for each in fields if kind in each.kinds for name in each.kinds)
        if kinds:
            yield kinds, by_member


def _columns(field: Field, pick: Pick) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """Return what a pick names a member or row by, and what it puts there."""
    if isinstance(pick, MapEntry):
        return pick.key, pick.value
    columns = pick.names if isinstance(pick, FieldRow) else (pick,)
    return (columns, ()) if field.reduce in _BY_MEMBER else ((), columns)


def _read(column: Column, data: Mapping[str, object]) -> object:
    if isinstance(column, Constant):
        return column.value
    if isinstance(column, Otherwise):
        return data.get(column.name, column.silent)
    return column if column.startswith("@") else data.get(column)


def _silent(values: Sequence[object]) -> bool:
    return all(each is None for each in values)


def _dated(record: Record, kind: Kind) -> _Dated:
    return _Dated(
        when=times.when(record["occurred"], span=kind.span),
        modality=str(record.get("modality") or "occurred"),
        source=source_slug(record),
    )


def _doubtful(development: str, account: _Dated, between: str | None = None) -> DoubtfulJoin:
    return DoubtfulJoin(
        development=development, occurred=account.when.edtf, source=account.source, between=between
    )


def _start(when: When) -> int:
    return when.earliest


def _gap(one: When, other: When) -> int:
    """Return how much time lies between two dates, in microseconds; negative where they overlap."""
    return max(one.earliest, other.earliest) - min(one.latest, other.latest) - 1


def _far_apart(one: When, other: When) -> bool:
    """Return whether two dates exclude each other by more than either of them states."""
    return _gap(one, other) > max(each.latest - each.earliest + 1 for each in (one, other))


def _within(when: When, first: When, last: When) -> bool:
    """Return whether a date lies between two others, after the first and before the last for certain."""
    return first.latest < when.earliest and when.latest < last.earliest
