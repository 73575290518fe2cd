"""Words what became of one record: what was understood, what it joins, and what looks odd in it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence

import attrs

from chrono.lookup.log_lookup import LogLookup
from chrono.model.kinds import Kind, read_value
from chrono.model.record_parts import BY, inline_source, mapping_of, texts_of
from chrono.render.english import in_words
from chrono.render.sentences import date_in_full
from chrono.render.state_table import StateTable
from chrono.render.text import paragraph, safe, screen_width, styled
from chrono.render.values import (
    ENTERED_BY,
    ValueWords,
    attribution_words,
    date_words,
    key_label,
    label,
    source_words,
)
from chrono.values import times
from chrono.values.canonical_json import jsontext
from chrono.values.shapes import plain
from chrono.write.admission import Admitted, development_name
from chrono.write.append import Receipt
from chrono.write.duplicates import LikelyDuplicate
from chrono.write.entry_notes import EntryNotes, Misnamed, with_names
from chrono.write.joining import DoubtfulJoin

_OF_THE_RECEIPT = "\0"
"""In place of the development of a report: whether it is new is known once the report is in the log."""
_NOT_SHOWN = frozenset(("record", "id", "slug", "data", "toml"))
_DATES = frozenset(("reported", "published"))


@attrs.frozen
class RecordWords:
    """A record in words, as it was understood; made before it is appended, so that no receipt can fail."""

    table: StateTable
    rows: tuple[tuple[str, str], ...]


def understood(admitted: Admitted, lookup: LogLookup) -> RecordWords:
    """Return a record in words that the log has admitted or would admit."""
    record, table = admitted.record, StateTable(ValueWords(lookup.archive), screen_width())
    rows = _report(record, lookup, table) if record["record"] == "report" else _rows(record, table)
    return RecordWords(table, tuple(rows))


def echo(receipt: Receipt, words: RecordWords, notes: Sequence[str] = ()) -> Iterator[str]:
    """Yield the lines that tell a person what was appended, how it was understood, and then the notes."""
    record = receipt.record
    head = "appended" if receipt.new else "already there, nothing changed:"
    name = styled(safe(f"{record['record']} {receipt.id}"), "bold")
    yield f"{head} {name} at position {receipt.position}"
    own = f"{record.get('development')}  {_standing_of(receipt)}".rstrip()
    rows = [
        (name, own if text == _OF_THE_RECEIPT else text, "", "")
        for name, text in words.rows
        if receipt.new or name != ENTERED_BY  # who entered what is there already is not said here
    ]
    yield from words.table.aligned(rows)
    for note in notes:
        yield from paragraph(f"note: {note}", words.table.width)


def _rows(record: Mapping[str, object], table: StateTable) -> list[tuple[str, str]]:
    """Return the rows of a record other than a report: its keys, then the fields of a report it changes."""
    rows = [(key, _value_words(key, value, table)) for key, value in record.items() if key not in _NOT_SHOWN]
    for key, value in mapping_of(record, "data").items():
        rows.append((key, "cleared" if value is None else table.words.value(value)))
    return [(key_label(key), words) for key, words in rows]


def _value_words(key: str, value: object, table: StateTable) -> str:
    if key == "occurred" and isinstance(value, str | Mapping):
        return date_in_full(times.when(value))
    if key in _DATES and isinstance(value, str):
        return in_words(times.read_in_zone(value))
    if key == "names" and isinstance(value, Mapping):
        return ", ".join(f"{name} ({language})" for language, name in value.items())
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value) if isinstance(value, str) else table.words.value(value)


def _report(record: Mapping[str, object], lookup: LogLookup, table: StateTable) -> list[tuple[str, str]]:
    kind = lookup.shelf.kinds[str(record["kind"])]
    facts = [
        ("what", kind.title),
        *((label(key), _value(value, key, kind, table)) for key, value in mapping_of(record, "data").items()),
        ("occurred", date_in_full(times.when(record["occurred"], span=kind.span))),
        ("modality", str(record.get("modality", "occurred"))),
        ("reported", _reported_words(record, lookup)),
        ("said by", attribution_words(record.get("attribution"), table.words)),
        ("development", _OF_THE_RECEIPT),
        ("after", ", ".join(texts_of(record, "after"))),
        (ENTERED_BY, str(record.get(BY, ""))),
    ]
    left_out = (("modality", "occurred"), ("said by", ""), ("after", ""), (ENTERED_BY, ""))
    return [fact for fact in facts if fact not in left_out]


def _standing_of(receipt: Receipt) -> str:
    """Return whether the report's development is new, or one that others report too."""
    if not receipt.new:
        return ""
    return "(joins what is reported of it already)" if receipt.joins else "(new)"


def _reported_words(record: Mapping[str, object], lookup: LogLookup) -> str:
    slug = record["source"]
    source = inline_source(record) or lookup.source(str(slug)) or {"slug": slug, "publisher": "unknown"}
    reported = times.read_in_zone(str(record.get("reported") or source.get("published")))
    return f"{in_words(reported)} by {source_words(source)}"


def _value(value: object, key: str, kind: Kind, table: StateTable) -> str:
    """Return a field as understood: names as the entities they lead to, amounts and dates as read."""
    field = kind.fields[key]
    if field.base == "entity":
        resolve = table.words.archive.directory.resolve
        names = value if isinstance(value, list) else [value]
        return ", ".join(table.words.name(resolve(str(each))) for each in names)
    understood_as = plain(read_value(value, field))
    bare = field.base == "quantity" and not isinstance(understood_as, Mapping)
    return table.words.value(understood_as) + (" (no unit given)" if bare else "")


def notes(
    record: Mapping[str, object], checked: EntryNotes, lookup: LogLookup, *, last: bool = True
) -> Iterator[str]:
    """Yield the doubts about a record.

    Args:
        record: the complete record.
        checked: the doubts.
        lookup: the names and records of the log.
        last: whether it is appended, as the last record: then with the command that would mend it.
    """
    yield from _twice_notes(checked, last=last)
    for misnamed in checked.misnamed:
        yield _misnamed_note(misnamed, record, lookup, last=last)
    if checked.undeclared:
        yield f"not declared, so they stand as written: {', '.join(checked.undeclared)}"
    for mistyped in checked.mistyped:
        yield f"{mistyped.field}: {mistyped.slug} is declared as {mistyped.type}, not as {mistyped.field}"
    yield from _date_notes(record, checked)
    if checked.same_day is not None:
        own = shlex.quote(f"after={checked.same_day}")
        mend = f'chrono fix @last {own} --why "…"' if last else f"--after {shlex.quote(checked.same_day)}"
        yield f"which came first of that day, this or {checked.same_day}? If this came later: {mend}"
    for name in dict.fromkeys((*checked.unknown_after, *checked.mistaken)):
        meant = checked.mistaken.get(name)
        hint = f"did you mean {meant}?" if meant else "check its spelling"
        yield f"no report names the development {name} yet: {hint}"
    yield from _development_notes(record, checked, last=last)


def _twice_notes(checked: EntryNotes, *, last: bool) -> Iterator[str]:
    if checked.same is not None:
        again = f"the same report stands at position {checked.same} already"
        yield f'{again}: chrono undo @last --why "twice"' if last else again
    if checked.same_line is not None:
        yield f"the same report stands on line {checked.same_line} already"


def _date_notes(record: Mapping[str, object], checked: EntryNotes) -> Iterator[str]:
    if checked.late is not None:
        when = in_words(checked.late)
        yield f"its date lies after the publication ({when}): what is yet to come is --modality planned"
    if checked.early is not None:
        when, own = in_words(checked.early), in_words(times.read_in_zone(str(record["reported"])))
        yield f"it is dated {own}, before what it mends was published ({when}): check --reported"


def _development_notes(record: Mapping[str, object], checked: EntryNotes, *, last: bool) -> Iterator[str]:
    """Yield the doubts about the development of a report: it may be of another one."""
    if checked.doubtful is not None:
        yield f"{doubt_words(checked.doubtful)}: --new makes another"
        if last:
            own = shlex.quote(f"development={record['id']}")
            yield f'this one, entered already, becomes its own with: chrono fix @last {own} --why "another"'
    for likeness in checked.likely:
        yield f"looks like {duplicate_words(likeness)}: add --development {shlex.quote(likeness.development)}"
    if checked.likely and last:
        first = shlex.quote(f"development={checked.likely[0].development}")
        yield f'this one, entered already, joins the first with: chrono fix @last {first} --why "the same"'


def doubt_words(doubtful: DoubtfulJoin) -> str:
    """Return in words why a report may be no account of the development that it joins."""
    reported = f"({date_words(doubtful.occurred)}, reported by {doubtful.source})"
    if doubtful.between is None:
        return f"every account of {doubtful.development} is withdrawn {reported}"
    return f"{doubtful.between} lies between this and {doubtful.development} {reported}"


def duplicate_words(likeness: LikelyDuplicate) -> str:
    """Return a likely duplicate in words: `lawsuit-filed (Feb 2024), reported by wsj-ja`."""
    return f"{likeness.development} ({date_words(likeness.occurred)}), reported by {likeness.source}"


def entity_words(slug: str, lookup: LogLookup) -> str:
    """Return an entity by its slug and its name: `sam-altman (Sam Altman)`."""
    title = lookup.directory.title(slug)
    return slug if title == slug else f"{slug} ({title})"


def _misnamed_note(misnamed: Misnamed, record: Mapping[str, object], lookup: LogLookup, *, last: bool) -> str:
    """Return the note on a name that is near to another, with the command that mends it."""
    near = " or ".join(entity_words(slug, lookup) for slug in misnamed.slugs)
    if not last:
        return f'"{misnamed.name}" is not declared; near it is {near}'
    mended = with_names(record, {(misnamed.field, misnamed.name): misnamed.slugs[0]})
    fields = _assignments(misnamed.field, mended, record, lookup)
    command = ["chrono", "fix", "@last", *fields, "--why", "misspelt"]
    return f'"{misnamed.name}" is not declared; near it is {near}: {shlex.join(command)}'


def _assignments(
    field: str, mended: Mapping[str, object], record: Mapping[str, object], lookup: LogLookup
) -> Iterator[str]:
    """Yield the arguments of `fix` that mend a name; a development named after it is renamed too."""
    if field.startswith("attribution."):
        yield f"attribution={jsontext(mended['attribution'])}"
        return
    value = mapping_of(mended, "data").get(field, "")
    yield from (f"{field}={each}" for each in (value if isinstance(value, list) else [value]))
    name, mended_name = (development_name({**each, "id": ""}, lookup) for each in (record, mended))
    if name and name == record["development"] and mended_name != name:
        yield f"development={mended_name}"
