"""Composes the report that a command line describes, from its options alone or begun from another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import attrs

from chrono.commands.entry.assignments import json_value, read_assignments
from chrono.errors import BadQuestion, NoSuchTarget, quoted
from chrono.lookup.decoding import decode
from chrono.lookup.log_lookup import LogLookup
from chrono.lookup.records import LAST_RECORD, find_record
from chrono.model.kinds import Kind
from chrono.model.record_parts import source_slug
from chrono.resolve.entries import Entry
from chrono.write.admission import admit
from chrono.write.entry_notes import EntryNotes, entry_notes
from chrono.write.form import carry_over
from eventlog import Query, QueryItem

NewRecord = dict[str, object]


@attrs.frozen(kw_only=True)
class ReportArguments:
    """The parts of a report that were typed; None or empty where one was left out."""

    kind: str | None
    fields: Sequence[str]
    occurred: str | None
    sense: str | None
    source: str | None
    declared: Mapping[str, str | None]
    """The declaration of a new source: publisher, published, url, title."""
    attribution: Mapping[str, str | None]
    """The attribution: by, standing, via."""
    keys: Mapping[str, object]
    """Other keys of the report, as they stand there."""
    new: bool = False


def read_arguments(
    kind: str | None, fields: Sequence[str] | None, *, begun: bool, **given: object
) -> ReportArguments:
    """Return the parts of a report that arguments give; a kind may be left out where it is begun elsewhere.

    Args:
        kind: the first argument.
        fields: the others.
        begun: whether the kind is known from elsewhere: another report, or a form yet to be filled in.
        given: the other attributes of `ReportArguments`.
    """
    arguments = list(fields or ())
    if begun and kind is not None and "=" in kind:
        arguments.insert(0, kind)
        kind = None
    return ReportArguments(kind=kind, fields=arguments, **given)  # type: ignore[arg-type]


def compose(lookup: LogLookup, arguments: ReportArguments, *, like: str | None, whole: bool) -> NewRecord:
    """Return the report that was typed, in place of what it takes from another one.

    Args:
        lookup: the names and records of the log.
        arguments: the parts that were typed.
        like: the report that it is begun from: an id, the beginning of one, or `@last`.
        whole: whether kind, date and source must be there by now.

    Raises:
        BadQuestion: what was typed cannot be together, or something is missing.
        NoSuchTarget: there is no such report to begin from.
    """
    if arguments.new and arguments.keys.get("development"):
        raise BadQuestion("new", "a development of its own has no name yet: leave --development out")
    source = _source(lookup, arguments)
    slug = None if source is None else str(source["slug"] if isinstance(source, Mapping) else source)
    spec = lookup.shelf.kinds.get(str(arguments.kind))
    begun: NewRecord = {}
    if like is not None:
        begun = carry_over(_report(lookup, like), kind=spec, source=slug)
    record = {"record": "report", **begun, **_typed_keys(arguments, begun, lookup, source)}
    missing = [name for name in ("kind", "occurred", "source") if not record.get(name)]
    if whole and missing:
        raise BadQuestion("append", _missing(missing, lookup))
    return record


def _typed_keys(arguments: ReportArguments, begun: NewRecord, lookup: LogLookup, source: object) -> NewRecord:
    """Return the keys of a report that were typed."""
    kind = lookup.shelf.kinds.get(str(arguments.kind or begun.get("kind")))
    onto = cast("NewRecord", begun.get("data", {}))
    keys: NewRecord = {key: value for key, value in arguments.keys.items() if value}
    keys |= {key: value for key, value in (("kind", arguments.kind), ("source", source)) if value}
    keys["data"] = _data(kind, arguments.fields, onto, clear=bool(begun))
    if arguments.occurred or arguments.sense:
        keys["occurred"] = _date(arguments.occurred, arguments.sense, begun.get("occurred"))
    if attribution := {key: value for key, value in arguments.attribution.items() if value}:
        keys["attribution"] = {**cast("NewRecord", begun.get("attribution", {})), **attribution}
    if arguments.new:
        from uuid_utils import uuid7

        keys["id"] = keys["development"] = str(uuid7())
    return keys


def _data(kind: Kind | None, fields: Sequence[str], onto: NewRecord, *, clear: bool) -> NewRecord:
    data = read_assignments(kind, list(fields), clear=clear, onto=onto)
    return {name: value for name, value in data.items() if value is not None}


def _date(occurred: str | None, sense: str | None, begun: object) -> object:
    """Return a date as a record holds it: EDTF text, or the object with its sense or its two ends."""
    text = occurred if occurred is not None else begun
    date = json_value(text, "occurred") if isinstance(text, str) and text.startswith("{") else text
    if sense is None or date is None:
        return date
    return {**date, "sense": sense} if isinstance(date, dict) else {"edtf": date, "sense": sense}


def _source(lookup: LogLookup, arguments: ReportArguments) -> object:
    """Return the source's slug, or the source itself where it is declared in the same breath, or None."""
    declared = {key: value for key, value in arguments.declared.items() if value}
    slug = arguments.source
    if slug == LAST_RECORD:
        last = last_report(lookup)
        if last is None:
            raise NoSuchTarget("source: the log has no report yet, so there is no last source")
        slug = source_slug(last.record)
    if not declared or slug is None:
        return slug
    if "publisher" not in declared and lookup.source(slug) is None:
        raise BadQuestion("publisher", f"a new source needs its outlet: --source {slug} --publisher NAME")
    if "publisher" not in declared:
        raise BadQuestion(
            "source", f"{quoted(slug)} is known already: its date and title are mended with an amendment"
        )
    return {"slug": slug, **declared}


def _missing(names: Sequence[str], lookup: LogLookup) -> str:
    """Return the sentence that names what is missing, with the source that was used last."""
    words = {"kind": "KIND", "occurred": "--occurred", "source": "--source"}
    last = last_report(lookup) if "source" in names else None
    hint = f" (@last is {source_slug(last.record)})" if last is not None else ""
    options = ", ".join(words[name] for name in names)
    return f"missing {options}: append KIND FIELD=VALUE… --occurred DATE --source SLUG{hint}"


def with_id(record: Mapping[str, object]) -> NewRecord:
    """Return a report with an id, one of its own where none is given: notes can then name it."""
    from uuid_utils import uuid7

    return {"id": str(uuid7()), **record}


def completed(record: Mapping[str, object], lookup: LogLookup) -> NewRecord:
    """Return a report with an id as it is to be appended, with its development.

    Raises:
        Refused: it cannot be appended.
    """
    return admit(record, lookup, str).record


def review(record: Mapping[str, object], lookup: LogLookup) -> EntryNotes:
    """Return the notes on a report with an id that is to be appended.

    Raises:
        Refused: it cannot be appended.
    """
    admitted = admit(record, lookup, str)
    alone = record["id"] == record.get("development")  # as --new makes it
    notes = entry_notes(admitted.record, lookup, joins=admitted.joins, alone=alone)
    return attrs.evolve(notes, unknown_after=admitted.unknown_after)


def last_report(lookup: LogLookup) -> Entry | None:
    """Return the last report in the log that we have not made void, or None."""
    query = Query((QueryItem(types=frozenset(("report",))),))
    recorded = lookup.read(query, backwards=True)
    return next(
        (report for event in recorded if (report := lookup.as_amended(decode(event))) is not None), None
    )


def default_source(lookup: LogLookup) -> NewRecord:
    """Return the source of the last report, for a form: who fills it in sees it, and can change it."""
    last = last_report(lookup)
    return {} if last is None else {"source": source_slug(last.record)}


def _report(lookup: LogLookup, name: str) -> Mapping[str, object]:
    """Return the report of that name, as we have mended it.

    Raises:
        NoSuchTarget: there is none, or we have made it void.
        BadQuestion: it is a record of another sort.
    """
    if name == LAST_RECORD:
        last = last_report(lookup)
        if last is None:
            raise NoSuchTarget("like: the log has no report yet: there is none to begin from")
        return last.record
    report = lookup.record(name) or find_record(lookup, name)
    if report.type != "report":
        raise BadQuestion(
            "like", f"{quoted(report.id)} is of type {report.type}: name a report to begin from"
        )
    mended = lookup.as_amended(report)
    if mended is None:
        raise NoSuchTarget(f"like: we have made the report {quoted(report.id)} void: begin from another one")
    return mended.record
