"""Composes the report that a command line describes, from its options alone or begun from another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import attrs

from chrono.commands.entry.assignments import assigned, json_value
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

Record = dict[str, object]


@attrs.frozen(kw_only=True)
class Typed:
    """What was typed of one report; None or nothing where it was left out."""

    kind: str | None
    fields: Sequence[str]
    occurred: str | None
    sense: str | None
    source: str | None
    declared: Mapping[str, str | None]
    """What declares a new source: publisher, published, url, title."""
    said: Mapping[str, str | None]
    """The attribution: by, standing, via."""
    keys: Mapping[str, object]
    """Other keys of the report, as they stand there."""
    new: bool = False


def typed(kind: str | None, fields: Sequence[str] | None, *, begun: bool, **given: object) -> Typed:
    """Return what was typed; where the kind may be left out, an assignment in its place is a field.

    Args:
        kind: the first argument.
        fields: the others.
        begun: whether the kind is known from elsewhere: another report, or a form yet to be filled in.
        given: the other attributes of `Typed`.
    """
    arguments = list(fields or ())
    if begun and kind is not None and "=" in kind:
        arguments.insert(0, kind)
        kind = None
    return Typed(kind=kind, fields=arguments, **given)  # type: ignore[arg-type]


def composed(known: LogLookup, given: Typed, *, like: str | None, whole: bool) -> Record:
    """Return the report that was typed, in place of what it takes from another one.

    Args:
        known: what the log knows.
        given: what was typed.
        like: the report that it is begun from: an id, the beginning of one, or `@last`.
        whole: whether kind, date and source must be there by now.

    Raises:
        BadQuestion: what was typed cannot be together, or something is missing.
        NoSuchTarget: there is no such report to begin from.
    """
    if given.new and given.keys.get("development"):
        raise BadQuestion("new", "a development of its own has no name yet: leave --development out")
    source = _source(known, given)
    slug = None if source is None else str(source["slug"] if isinstance(source, Mapping) else source)
    spec = known.shelf.kinds.get(str(given.kind))
    begun: Record = {}
    if like is not None:
        begun = carry_over(_report(known, like), kind=spec, source=slug)
    record = {"record": "report", **begun, **_typed_keys(given, begun, known, source)}
    missing = [name for name in ("kind", "occurred", "source") if not record.get(name)]
    if whole and missing:
        raise BadQuestion("append", _missing(missing, known))
    return record


def _typed_keys(given: Typed, begun: Record, known: LogLookup, source: object) -> Record:
    """Return the keys of a report that were typed."""
    kind = known.shelf.kinds.get(str(given.kind or begun.get("kind")))
    onto = cast("Record", begun.get("data", {}))
    keys: Record = {key: value for key, value in given.keys.items() if value}
    keys |= {key: value for key, value in (("kind", given.kind), ("source", source)) if value}
    keys["data"] = _data(kind, given.fields, onto, clear=bool(begun))
    if given.occurred or given.sense:
        keys["occurred"] = _occurred(given.occurred, given.sense, begun.get("occurred"))
    if said := {key: value for key, value in given.said.items() if value}:
        keys["attribution"] = {**cast("Record", begun.get("attribution", {})), **said}
    if given.new:
        from uuid_utils import uuid7

        keys["id"] = keys["development"] = str(uuid7())
    return keys


def _data(kind: Kind | None, fields: Sequence[str], onto: Record, *, clear: bool) -> Record:
    data = assigned(kind, list(fields), clear=clear, onto=onto)
    return {name: value for name, value in data.items() if value is not None}


def _occurred(occurred: str | None, sense: str | None, begun: object) -> object:
    """Return a date as a record holds it: EDTF text, or the object with its sense or its two ends."""
    text = occurred if occurred is not None else begun
    given = json_value(text, "occurred") if isinstance(text, str) and text.startswith("{") else text
    if sense is None or given is None:
        return given
    return {**given, "sense": sense} if isinstance(given, dict) else {"edtf": given, "sense": sense}


def _source(known: LogLookup, given: Typed) -> object:
    """Return the source's slug, or the source itself where it is declared in the same breath, or None."""
    declared = {key: value for key, value in given.declared.items() if value}
    slug = given.source
    if slug == LAST_RECORD:
        last = last_report(known)
        if last is None:
            raise NoSuchTarget("source: the log has no report yet, so there is no last source")
        slug = source_slug(last.record)
    if not declared or slug is None:
        return slug
    if "publisher" not in declared and known.source(slug) is None:
        raise BadQuestion("publisher", f"a new source needs its outlet: --source {slug} --publisher NAME")
    if "publisher" not in declared:
        raise BadQuestion(
            "source", f"{quoted(slug)} is known already: its date and title are mended with an amendment"
        )
    return {"slug": slug, **declared}


def _missing(names: Sequence[str], known: LogLookup) -> str:
    """Return what to give besides, with the source that was used last."""
    words = {"kind": "KIND", "occurred": "--occurred", "source": "--source"}
    last = last_report(known) if "source" in names else None
    hint = f" (@last is {source_slug(last.record)})" if last is not None else ""
    options = ", ".join(words[name] for name in names)
    return f"missing {options}: append KIND FIELD=VALUE… --occurred DATE --source SLUG{hint}"


def review(record: Mapping[str, object], known: LogLookup) -> EntryNotes:
    """Return what there is to say of a report that is to be appended.

    Raises:
        Refused: it cannot be appended.
    """
    from uuid_utils import uuid7

    admitted = admit(record, known, lambda: str(uuid7()))
    alone = "id" in record and record["id"] == record.get("development")  # as --new makes it
    return entry_notes(admitted.record, known, joins=alone or admitted.joins is not None)


def last_report(known: LogLookup) -> Entry | None:
    """Return the last report in the log that we have not made void, or None."""
    query = Query((QueryItem(types=frozenset(("report",))),))
    recorded = known.log.read(query, until=known.position, backwards=True)
    return next((each for one in recorded if (each := known.as_amended(decode(one))) is not None), None)


def default_source(known: LogLookup) -> Record:
    """Return the source of the last report, for a form: who fills it in sees it, and can change it."""
    last = last_report(known)
    return {} if last is None else {"source": source_slug(last.record)}


def _report(known: LogLookup, name: str) -> Mapping[str, object]:
    """Return the report of that name, as we have mended it.

    Raises:
        NoSuchTarget: there is none, or we have made it void.
        BadQuestion: it is a record of another sort.
    """
    if name == LAST_RECORD:
        found = last_report(known)
        if found is None:
            raise NoSuchTarget("like: the log has no report yet: there is none to begin from")
        return found.record
    each = known.record(name) or find_record(known, name)
    if each.type != "report":
        raise BadQuestion("like", f"{quoted(each.id)} is of type {each.type}: name a report to begin from")
    mended = known.as_amended(each)
    if mended is None:
        raise NoSuchTarget(f"like: we have made the report {quoted(each.id)} void: begin from another one")
    return mended.record
