"""Stage 1: which accounts of which developments are visible, by the letter of the order of evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from chrono.values.times import Bounds
from oracle.books import Book
from oracle.dates import beginning, bounded, published, when
from oracle.values import Dated, Names, Value, names, read

Record = dict[str, Any]
Row = tuple[int, Record]
HAPPENED = ("occurred", "alleged")
"""The modalities of a report that says that something has happened."""
RANKS = ("preferred", "normal", "deprecated")
STANDINGS = ("document", "on-record", "reporter", "anonymous", "inferred")
_OWN_KEYS = ("record", "id", "of", "why", "by", "void", "kind")


@attrs.frozen(kw_only=True, eq=False)
class Account:
    """One visible report, as corrected."""

    id: str
    position: int
    kind: str
    development: str
    modality: str
    source: str
    publisher: str
    origin: str
    reported: Bounds
    reported_text: str
    sequence: bool
    """Whether the reports of its source stand in the order in which things happened."""
    when: Dated
    data: Mapping[str, Value]
    after: tuple[str, ...]
    rank: int
    standing: int
    by: str | None
    summary: str | None


@attrs.frozen
class Knowledge:
    """What is known: the accounts, which name each development goes by, and what names mean."""

    accounts: tuple[Account, ...]
    merged: Mapping[str, str]
    names: Names

    def development(self, name: str) -> str:
        """Return the name that stays for a development."""
        while name in self.merged:
            name = self.merged[name]
        return name


def knowledge(
    book: Book,
    rows: Sequence[Row],
    *,
    position: int | None = None,
    known_at: int | None = None,
    according_to: Iterable[str] = (),
) -> Knowledge:
    """Return what is visible at a position of the file axis and an instant of the press axis."""
    mended = _amended([row for row in rows if position is None or row[0] <= position], book)
    sources = {record["slug"]: record for _, record in mended if record["record"] == "source"}
    for _, record in mended:
        if isinstance(record.get("source"), dict):
            sources.setdefault(record["source"]["slug"], record["source"])
    known = names(record for _, record in mended if record["record"] == "entity")
    merged: dict[str, str] = {}
    for _, record in mended:
        if record["record"] == "merge":
            _merge([_root(each, merged) for each in record["developments"]], merged)
    ranks = {record["of"]: record["rank"] for _, record in mended if record["record"] == "ranking"}
    published = [
        row for row in mended if "kind" in row[1] or row[1]["record"] in ("correction", "retraction")
    ]
    visible = [row for row in published if known_at is None or _reported(row[1], sources)[1] <= known_at]
    told = _corrected(visible, sources)
    accounts = [_account(row, book, sources, known, merged, ranks) for row in told]
    only = set(according_to)
    return Knowledge(
        tuple(each for each in accounts if not only or {each.source, each.publisher} & only), merged, known
    )


def _amended(rows: Sequence[Row], book: Book) -> list[Row]:
    """Return the records as if no slip of ours had been made, without amendments and void records."""
    declared = [(0, {"record": "source", **each}) for each in book.sources]
    declared += [(0, {"record": "entity", **each}) for each in book.entities]
    copies = [
        (at, {"record": "report", **record, "data": dict(record.get("data") or {})}) for at, record in rows
    ]
    amendments = [record for _, record in copies if record["record"] == "amendment"]
    for amendment in reversed(amendments):
        for other in amendments:
            if other["id"] == amendment["of"] and not amendment.get("dropped"):
                _amend(other, amendment)
    told = [row for row in declared + copies if row[1]["record"] != "amendment"]
    for amendment in amendments:
        for _, record in told:
            if amendment["of"] in (record.get("id"), record.get("slug")) and not amendment.get("dropped"):
                _amend(record, amendment)
    return [row for row in _sourced(told) if not row[1].get("dropped")]


def _sourced(rows: Sequence[Row]) -> Sequence[Row]:
    """Return records of which each correction and each retraction has a source: that of what it names."""
    sources: dict[str, object] = {}
    for _, record in rows:
        if "of" in record:
            record.setdefault("source", sources.get(record["of"]))
        if "id" in record:
            sources[record["id"]] = record.get("source")
    return rows


def _amend(record: Record, amendment: Record) -> None:
    if amendment.get("void"):
        record["dropped"] = True
    record["data"] = {**record.get("data", {}), **amendment["data"]}
    for key, value in amendment.items():
        if key not in (*_OWN_KEYS, "data"):
            record[key] = value


def _merge(roots: Sequence[str], merged: dict[str, str]) -> None:
    for other in roots[1:]:
        if other != roots[0]:
            merged[other] = roots[0]


def _root(name: str, merged: Mapping[str, str]) -> str:
    while name in merged:
        name = merged[name]
    return name


def _source(record: Record) -> str:
    source = record["source"]
    return str(source["slug"]) if isinstance(source, dict) else str(source)


def _reported_text(record: Record, sources: Mapping[str, Record]) -> str:
    return str(record.get("reported") or sources[_source(record)]["published"])


def _reported(record: Record, sources: Mapping[str, Record]) -> Bounds:
    return published(_reported_text(record, sources), sources[_source(record)].get("zone"))


def _corrected(rows: Sequence[Row], sources: Mapping[str, Record]) -> list[Row]:
    """Return the reports that no retraction in force removes, with their corrections in press order.

    `said_by` is when a report, as it then reads, says that the thing had happened.
    """
    removed: set[str] = set()
    for _, record in sorted(rows, key=lambda row: row[0], reverse=True):
        if record["record"] == "retraction" and record["id"] not in removed:
            removed.add(record["of"])
    told = {record["id"]: (at, dict(record)) for at, record in rows if record["record"] == "report"}
    corrections = [row for row in rows if row[1]["record"] == "correction" and row[1]["id"] not in removed]
    for _, correction in sorted(corrections, key=lambda row: (*_reported(row[1], sources), row[0])):
        if correction["of"] in told:
            record = told[correction["of"]][1]
            made = correction.get("modality", "denied") != (record.get("modality") or "occurred")
            if "occurred" in correction or (made and correction.get("modality") in HAPPENED):
                record["said_by"] = _reported(correction, sources)[1]
            record["data"] = {**record["data"], **correction["data"]}
            record.update(
                {key: correction[key] for key in ("occurred", "modality", "after") if key in correction}
            )
    return [row for name, row in told.items() if name not in removed]


def _account(
    row: Row,
    book: Book,
    sources: Mapping[str, Record],
    known: Names,
    merged: Mapping[str, str],
    ranks: Mapping[str, str],
) -> Account:
    position, record = row
    kind, source = book.kinds[record["kind"]], sources[_source(record)]
    said = record.get("attribution") or {}
    data = {name: raw for name, raw in record["data"].items() if raw is not None}
    reported, modality = _reported(record, sources), record.get("modality") or "occurred"
    date = when(record["occurred"], source.get("zone"), span=kind.span)
    said_by = record.get("said_by", reported[1]) if modality in HAPPENED else None
    return Account(
        id=record["id"],
        position=position,
        kind=record["kind"],
        development=_root(record["development"], merged),
        modality=modality,
        source=source["slug"],
        publisher=source["publisher"],
        origin=source.get("origin") or source["publisher"],
        reported=reported,
        reported_text=_reported_text(record, sources),
        sequence=bool(source.get("sequence")),
        when=Dated(date, bounded(date, said_by)),
        data={name: read(raw, kind.fields[name], known) for name, raw in data.items()},
        after=tuple(record.get("after") or ()),
        rank=RANKS.index(ranks.get(record["id"], "normal")),
        standing=STANDINGS.index(said.get("standing", "reporter")),
        by=known.slug(said["by"]) if "by" in said else None,
        summary=record.get("summary"),
    )


def named(book: Book, record: Record, known: Names) -> str:
    """Return the development that a report belongs to: the one it gives, or kind:value/value."""
    if record.get("development"):
        return str(record["development"])
    kind = book.kinds[record["kind"]]
    parts = []
    for name in kind.identity:
        if name in ("@occurred", "@start"):
            date = when(record["occurred"], span=kind.span)
            parts.append(beginning(date) if name == "@start" else date.edtf)
            continue
        if record["data"].get(name) is None:
            return str(record["id"])
        value = read(record["data"][name], kind.fields[name], known)
        parts.append(",".join(sorted(map(str, value))) if isinstance(value, tuple) else str(value))
    return f"{record['kind']}:{'/'.join(parts)}" if parts else str(record["id"])
