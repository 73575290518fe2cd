"""What became of one record, said in words: what was understood, what it joins, and what looks odd in it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence

from chrono.lookup.log_lookup import LogLookup
from chrono.model.kinds import Kind, read
from chrono.render.english import in_words
from chrono.render.sentences import understood
from chrono.render.state_table import Row, StateTable
from chrono.render.text import paragraph, safe, screen_width, styled
from chrono.render.values import ValueWords, attribution_words, date_words, label, source_words
from chrono.values import times
from chrono.values.canonical_json import jsontext
from chrono.values.shapes import plain
from chrono.write.admission import development_name
from chrono.write.append import Receipt
from chrono.write.duplicates import LikelyDuplicate
from chrono.write.entry_notes import EntryNotes, Misnamed, renamed

_NOT_TOLD = frozenset(("record", "id", "slug", "data", "toml"))
_DATES = frozenset(("reported", "published"))


def echo(receipt: Receipt, known: LogLookup, said: Sequence[str] = ()) -> Iterator[str]:
    """Yield the lines that tell a person what was appended, how it was understood, and then the notes."""
    record = receipt.record
    head = "appended" if receipt.new else "already there, nothing changed:"
    name = styled(safe(f"{record['record']} {receipt.id}"), "bold")
    yield f"{head} {name} at position {receipt.position}"
    table = StateTable(ValueWords(known.archive), screen_width())
    rows = _report(receipt, known, table) if record["record"] == "report" else _rows(record, table)
    yield from table.aligned(rows)
    for note in said:
        yield from paragraph(f"note: {note}", table.width)


def _rows(record: Mapping[str, object], table: StateTable) -> list[Row]:
    """Return what a record other than a report says: its keys, then what it changes of a report's fields."""
    rows = [(key, _told(key, value, table)) for key, value in record.items() if key not in _NOT_TOLD]
    data = record.get("data")
    for key, value in data.items() if isinstance(data, Mapping) else ():
        rows.append((key, "cleared" if value is None else table.words.value(value)))
    return [(label(key), told, "", "") for key, told in rows]


def _told(key: str, value: object, table: StateTable) -> str:
    if key == "occurred" and isinstance(value, str | Mapping):
        return understood(times.when(value))
    if key in _DATES and isinstance(value, str):
        return in_words(times.read_in_zone(value))
    if key == "names" and isinstance(value, Mapping):
        return ", ".join(f"{name} ({language})" for language, name in value.items())
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value) if isinstance(value, str) else table.words.value(value)


def _report(receipt: Receipt, known: LogLookup, table: StateTable) -> list[Row]:
    record = receipt.record
    kind = known.shelf.kinds[str(record["kind"])]
    data = record["data"]
    given = data if isinstance(data, Mapping) else {}
    told = [
        ("what", kind.title),
        *((label(key), _value(value, key, kind, table)) for key, value in given.items()),
        ("occurred", understood(times.when(record["occurred"], span=kind.span))),
        ("modality", str(record.get("modality", "occurred"))),
        ("reported", _reported(record, known)),
        ("said by", attribution_words(record.get("attribution"), table.words)),
        ("development", f"{record['development']}  {_standing_of(receipt)}".rstrip()),
        ("after", ", ".join(str(each) for each in _list(record.get("after")))),
    ]
    left_out = (("modality", "occurred"), ("said by", ""), ("after", ""))
    return [(name, text, "", "") for name, text in told if (name, text) not in left_out]


def _standing_of(receipt: Receipt) -> str:
    """Return whether the report's development is new, or one that others report too."""
    if not receipt.new:
        return ""
    return "(joins what is reported of it already)" if receipt.joins else "(new)"


def _reported(record: Mapping[str, object], known: LogLookup) -> str:
    source = record["source"]
    told = source if isinstance(source, Mapping) else known.source(str(source))
    told = told or {"slug": source, "publisher": "unknown"}
    reported = times.read_in_zone(str(record.get("reported") or told.get("published")))
    return f"{in_words(reported)} by {source_words(told)}"


def _value(value: object, key: str, kind: Kind, table: StateTable) -> str:
    """Return a field as understood: names as the entities they lead to, amounts and dates as read."""
    field = kind.fields[key]
    if field.base == "entity":
        resolve = table.words.archive.directory.resolve
        names = value if isinstance(value, list) else [value]
        return ", ".join(table.words.name(resolve(str(each))) for each in names)
    understood_as = plain(read(value, field))
    bare = field.base == "quantity" and not isinstance(understood_as, Mapping)
    return table.words.value(understood_as) + (" (no unit given)" if bare else "")


# --- notes: what a person should look at again --------------------------------------------------


def notes(receipt: Receipt, heard: EntryNotes, known: LogLookup) -> Iterator[str]:
    """Yield what should be looked at again in a report that was appended, each with what would mend it."""
    if heard.same is not None:
        yield f'the same report stands at position {heard.same} already: chrono undo @last --why "twice"'
    for each in heard.misnamed:
        yield _misnamed(each, receipt.record, known)
    if heard.undeclared:
        yield f"not declared, so they stand as written: {', '.join(heard.undeclared)}"
    if heard.late is not None:
        when = in_words(heard.late)
        yield f"its date lies after the publication ({when}): what is yet to come is --modality planned"
    for name in dict.fromkeys((*receipt.unknown_after, *heard.mistaken)):
        meant = heard.mistaken.get(name)
        hint = f"did you mean {meant}?" if meant else "check its spelling"
        yield f"no report names the development {name} yet: {hint}"
    for likeness in heard.likely:
        yield f"looks like {alike(likeness)}: add --development {shlex.quote(likeness.development)}"
    if heard.likely:
        first = shlex.quote(f"development={heard.likely[0].development}")
        yield f'this one, entered already, joins the first with: chrono fix @last {first} --why "the same"'


def alike(likeness: LikelyDuplicate) -> str:
    """Return a likely duplicate in words: `lawsuit-filed (Feb 2024), reported by wsj-ja`."""
    return f"{likeness.development} ({date_words(likeness.occurred)}), reported by {likeness.source}"


def named(slug: str, known: LogLookup) -> str:
    """Return an entity by its slug and its name: `sam-altman (Sam Altman)`."""
    title = known.directory.title(slug)
    return slug if title == slug else f"{slug} ({title})"


def _misnamed(each: Misnamed, record: Mapping[str, object], known: LogLookup) -> str:
    """Return the note on a name that is near to another, with the command that mends it."""
    near = " or ".join(named(slug, known) for slug in each.slugs)
    mended = renamed(record, {(each.field, each.name): each.slugs[0]})
    command = [
        "chrono",
        "fix",
        "@last",
        *_assignments(each.field, mended, record, known),
        "--why",
        "misspelt",
    ]
    return f'"{each.name}" is not declared; near it is {near}: {shlex.join(command)}'


def _assignments(
    field: str, mended: Mapping[str, object], record: Mapping[str, object], known: LogLookup
) -> Iterator[str]:
    """Yield what `fix` is given to mend a name; a development named after it needs its other name too."""
    if field.startswith("attribution."):
        yield f"attribution={jsontext(mended['attribution'])}"
        return
    data = mended["data"]
    value = data[field] if isinstance(data, Mapping) else ""
    yield from (f"{field}={each}" for each in (value if isinstance(value, list) else [value]))
    derived, other = (development_name({**each, "id": ""}, known) for each in (record, mended))
    if derived and derived == record["development"] and other != derived:
        yield f"development={other}"


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
