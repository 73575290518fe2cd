"""Begin a new report: from another report, and with a form to fill in, in TOML."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal

import attrs

from chrono.model.kinds import FieldType, Kind
from chrono.model.record_parts import Record, mapping_of, source_slug
from chrono.values.toml import BadToml, from_toml

LINE_WIDTH = 100
CARRIED_OVER = ("kind", "source", "occurred", "data", "modality", "stories", "attribution")
"""The keys that a new report takes over from another. The others belong to one sentence of a source (id,
locator, quote, summary, reported, extra), or join developments (development, after).
"""
_OF_ITS_SOURCE = ("attribution",)
COMMENTS: dict[str, str] = {
    "kind": "what sort of development: `chrono kinds` lists them all",
    "source": "who published it",
    "occurred": "when it happened: 2024-02-29, 2024-02, 2024~, 2024-02-10/2024-02-14",
    "reported": "when this was published; default: the source's date",
    "locator": "where in the source: P9",
    "quote": "the source's own few words",
    "summary": "one line in your words",
    "modality": "occurred, planned, alleged or denied",
    "development": "what it is an account of; default: by what identifies the kind",
    "after": "developments that this one does not precede",
    "stories": "stories that it belongs to",
    "by": "who enters it; default: --entered-by",
    "id": "your own name for the record; default: one is made",
    "extra": "kept with the record, never read",
}
"""The keys of a report in the order of the form → their explanations."""
ATTRIBUTION: dict[str, str] = {
    "by": "who, inside the source, says so: an entity, or words",
    "standing": "document, on-record, reporter, anonymous or inferred",
    "via": "the channel it was said through",
}
_DEFAULTS: dict[str, object] = {"after": [], "stories": [], "extra": {}, "modality": "occurred"}
_HEAD = """\
Fill in what is known and save: the report is then appended. What stands behind a # is not read: take
the # away to give more. To append nothing, empty the file or leave it as it is."""
FAULT = "# ! "
"""The beginning of a line that names a fault; such lines are removed when the form is shown again."""


@attrs.frozen(kw_only=True)
class SuggestedNames:
    """Names to choose from while filling in a form, the likeliest first."""

    kinds: Sequence[str] = ()
    sources: Sequence[str] = ()
    entities: Sequence[str] = ()
    developments: Sequence[str] = ()


def carry_over(report: Record, *, kind: Kind | None = None, source: str | None = None) -> dict[str, object]:
    """Return the beginning of a new report, taken over from another one.

    Args:
        report: the other report.
        kind: the kind of the new report, if it differs: only fields that both kinds have are taken over.
        source: the source of the new report, if it differs: attribution and wordings are not taken over.
    """
    begun = {key: report[key] for key in CARRIED_OVER if key in report}
    begun["source"] = source_slug(report)
    if kind is not None and kind.name != begun["kind"]:
        data = {name: value for name, value in mapping_of(report, "data").items() if name in kind.fields}
        begun |= {"kind": kind.name, "data": data}
    if source is not None and source != begun["source"]:
        begun = {key: _without_wordings(value) for key, value in begun.items() if key not in _OF_ITS_SOURCE}
        begun["source"] = source
    return begun


def _without_wordings(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _without_wordings(each) for key, each in value.items() if key != "wording"}
    return [_without_wordings(each) for each in value] if isinstance(value, list) else value


def form_text(record: Record, kind: Kind | None, names: SuggestedNames, *, faults: Sequence[str] = ()) -> str:
    """Return a form for one report in TOML: given keys filled in, all others in comments.

    Args:
        record: the report so far; any key may be missing.
        kind: its kind, whose fields the form has; None where it is not chosen yet.
        names: the names to choose from.
        faults: the faults of the form as it was filled in before, one line each.
    """
    title = f"A report of the kind {kind.name}: {kind.title}." if kind is not None else "A report."
    parts = [
        *(f"{FAULT}{fault}" for fault in faults),
        *_comment(title),
        *_comment(_HEAD),
        "",
        *(line for key, says in _comments(kind).items() for line in _key(key, says, record)),
        "",
        "[data]",
        *_fields(record, kind),
        "",
        "[attribution]",
        *_attribution(record),
        "",
        *_suggestions(names, kind),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _comments(kind: Kind | None) -> dict[str, str]:
    if kind is None or not kind.apart_by_end:
        return COMMENTS
    advice = 'another end makes another one; in a storybook "@start" would join them'
    return {**COMMENTS, "development": f"{COMMENTS['development']} ({advice})"}


_NEEDED = ("kind", "source", "occurred")


def _key(key: str, says: str, record: Record) -> Iterator[str]:
    given = key in record
    line = f"{key} = {toml(record[key] if given else _DEFAULTS.get(key, ''))}"
    yield _aligned(line if given or key in _NEEDED else f"# {line}", says)


def _fields(record: Record, kind: Kind | None) -> Iterator[str]:
    given = dict(mapping_of(record, "data"))
    for name, field in kind.fields.items() if kind is not None else ():
        shown = name in given or not field.optional
        line = f"{name} = {toml(given.pop(name) if name in given else [] if field.listed else '')}"
        yield _aligned(line if shown else f"# {line}", _field(field))
    yield from (f"{name} = {toml(value)}" for name, value in given.items())  # of no field of the kind
    if kind is None:
        yield "# its fields come here: save with a kind to be shown them"


def _field(field: FieldType) -> str:
    words = f"{field.base}, a list" if field.listed else field.base
    unit = f" in {field.unit}" if field.unit not in (None, "*") else " with its unit" if field.unit else ""
    return f"{words}{unit}{', may be left out' if field.optional else ''}"


def _attribution(record: Record) -> Iterator[str]:
    given = mapping_of(record, "attribution")
    for key, says in ATTRIBUTION.items():
        line = f"{key} = {toml(given.get(key, 'reporter' if key == 'standing' else ''))}"
        yield _aligned(line if key in given else f"# {line}", says)


def _suggestions(names: SuggestedNames, kind: Kind | None) -> Iterator[str]:
    sources = [
        *names.sources,
        'or a new one: source = { slug = "…", publisher = "…", published = "2026-04-02" }',
    ]
    suggested = {
        "kinds": names.kinds if kind is None else (),
        "sources": sources,
        "entities": names.entities,
        "developments": names.developments,
    }
    for what, choices in suggested.items():
        if choices:
            yield from _comment(f"{what}: {', '.join(choices)}")


def _aligned(line: str, says: str) -> str:
    return f"{line:<30} # {says}"


def _comment(text: str) -> Iterator[str]:
    words = " ".join(text.split())
    lines = textwrap.wrap(words, LINE_WIDTH - 2, break_long_words=False, break_on_hyphens=False)
    yield from (f"# {line}" for line in lines)


def toml(value: object) -> str:
    """Return a value of JSON as TOML, on one line.

    >>> toml({"amount": 5, "unit": "USD"})
    '{ "amount" = 5, "unit" = "USD" }'
    """
    if isinstance(value, Mapping):
        inside = ", ".join(
            f"{toml(str(key))} = {toml(each)}" for key, each in value.items() if each is not None
        )
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml(each) for each in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value)
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def parse_form(text: str, kinds: Mapping[str, Kind]) -> dict[str, object]:
    """Return the report that a filled-in form gives, without the keys that were left empty.

    Raises:
        ValueError: it is not TOML, or beyond the limits; the message says where.
    """
    try:
        given = from_toml(text, parse_float=Decimal)
    except BadToml as err:
        raise ValueError(str(err)) from err
    record = _filled(given)
    data = record.get("data", {})
    kind = kinds.get(str(record.get("kind")))
    if isinstance(data, dict):
        record["data"] = {name: _listed(name, value, kind) for name, value in data.items()}
    return {"record": "report", **record}


def _filled(table: Mapping[str, object]) -> dict[str, object]:
    """Return a table without the keys that were left empty."""
    return {key: filled for key, value in table.items() if (filled := _plain(value)) not in ("", [], {})}


def _plain(value: object) -> object:
    """Return a value of TOML as JSON has it, without what was left empty."""
    if isinstance(value, dict):
        return _filled(value)
    if isinstance(value, list):
        return [filled for member in value if (filled := _plain(member)) != ""]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else value


def _listed(name: str, value: object, kind: Kind | None) -> object:
    """Return a field's value, in a list where the field takes one: a single member needs no brackets."""
    listed = kind is not None and name in kind.fields and kind.fields[name].listed
    return [value] if listed and not isinstance(value, list) else value


def is_blank(text: str) -> bool:
    """Return whether a form is empty: comments and blank lines only."""
    return not any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())


def with_faults(text: str, faults: Sequence[str]) -> str:
    """Return a form as it was filled in, with its faults in comments above."""
    kept = [line for line in text.splitlines() if not line.startswith(FAULT)]
    return "\n".join((*(f"{FAULT}{fault}" for fault in faults), *kept)) + "\n"
