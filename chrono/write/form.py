"""The beginning of a new report: what carries over from another one, and a form to fill in, in TOML."""

from __future__ import annotations

import json
import textwrap
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal

import attrs

from chrono.model.kinds import FieldType, Kind

Record = Mapping[str, object]
LINE_WIDTH = 100
CARRIED_OVER = ("kind", "source", "occurred", "data", "modality", "stories", "attribution")
"""What a report takes from another that it is begun from. What belongs to one sentence of a source does not
carry over (id, locator, quote, summary, reported, extra), nor what joins developments (development, after).
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
    "id": "your own name for the record; default: one is made",
    "extra": "kept with the record, never read",
}
"""The keys of a report, in the order of the form, each with what it holds."""
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
"""What begins the line of a fault; such lines are taken out again when the form is read anew."""


@attrs.frozen(kw_only=True)
class SuggestedNames:
    """Names that whoever fills in a form may want, most wanted first."""

    kinds: Sequence[str] = ()
    sources: Sequence[str] = ()
    entities: Sequence[str] = ()
    developments: Sequence[str] = ()


def carry_over(report: Record, *, kind: Kind | None = None, source: str | None = None) -> dict[str, object]:
    """Return what a new report takes from another one.

    Args:
        report: the other.
        kind: the kind of the new one, if it has another: only fields that both have carry over.
        source: its source, if it has another: who said so and how it was worded do not carry over.
    """
    begun = {key: report[key] for key in CARRIED_OVER if key in report}
    publication = begun["source"]
    if isinstance(publication, Mapping):
        begun["source"] = publication["slug"]
    if kind is not None and kind.name != begun["kind"]:
        data = begun["data"]
        given = data if isinstance(data, Mapping) else {}
        begun |= {
            "kind": kind.name,
            "data": {name: each for name, each in given.items() if name in kind.fields},
        }
    if source is not None and source != begun["source"]:
        begun = {key: _unworded(each) for key, each in begun.items() if key not in _OF_ITS_SOURCE}
        begun["source"] = source
    return begun


def _unworded(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _unworded(each) for key, each in value.items() if key != "wording"}
    return [_unworded(each) for each in value] if isinstance(value, list) else value


# --- writing a form -----------------------------------------------------------------------------


def form_text(record: Record, kind: Kind | None, hand: SuggestedNames, *, faults: Sequence[str] = ()) -> str:
    """Return a form for one report in TOML: what is given filled in, all else in comments.

    Args:
        record: what is known of the report; any key may be missing.
        kind: its kind, whose fields the form has; None where it is yet to be chosen.
        hand: names to choose from.
        faults: what was wrong with it before, one line each.
    """
    title = f"A report of the kind {kind.name}: {kind.title}." if kind is not None else "A report."
    parts = [
        *(f"{FAULT}{each}" for each in faults),
        *_comment(title),
        *_comment(_HEAD),
        "",
        *(line for key, says in COMMENTS.items() for line in _key(key, says, record)),
        "",
        "[data]",
        *_fields(record, kind),
        "",
        "[attribution]",
        *_attribution(record),
        "",
        *_near_at_hand(hand, kind),
    ]
    return "\n".join(parts).rstrip() + "\n"


_NEEDED = ("kind", "source", "occurred")


def _key(key: str, says: str, record: Record) -> Iterator[str]:
    given = key in record
    line = f"{key} = {toml(record[key] if given else _DEFAULTS.get(key, ''))}"
    yield _aligned(line if given or key in _NEEDED else f"# {line}", says)


def _fields(record: Record, kind: Kind | None) -> Iterator[str]:
    data = record.get("data")
    given = dict(data) if isinstance(data, Mapping) else {}
    for name, field in kind.fields.items() if kind is not None else ():
        line = f"{name} = {toml(given.pop(name) if name in given else [] if field.listed else '')}"
        filled_in = isinstance(data, Mapping) and name in data
        yield _aligned(line if filled_in or not field.optional else f"# {line}", _field(field))
    yield from (f"{name} = {toml(each)}" for name, each in given.items())
    if kind is None:
        yield "# its fields come here: save with a kind to be shown them"


def _field(field: FieldType) -> str:
    words = f"{field.base}, a list" if field.listed else field.base
    unit = f" in {field.unit}" if field.unit not in (None, "*") else " with its unit" if field.unit else ""
    return f"{words}{unit}{', may be left out' if field.optional else ''}"


def _attribution(record: Record) -> Iterator[str]:
    given = record.get("attribution")
    said = given if isinstance(given, Mapping) else {}
    for key, says in ATTRIBUTION.items():
        line = f"{key} = {toml(said.get(key, 'reporter' if key == 'standing' else ''))}"
        yield _aligned(line if key in said else f"# {line}", says)


def _near_at_hand(hand: SuggestedNames, kind: Kind | None) -> Iterator[str]:
    sources = [
        *hand.sources,
        'or a new one: source = { slug = "…", publisher = "…", published = "2026-04-02" }',
    ]
    named = {
        "kinds": hand.kinds if kind is None else (),
        "sources": sources,
        "entities": hand.entities,
        "developments": hand.developments,
    }
    for what, names in named.items():
        if names:
            yield from _comment(f"{what}: {', '.join(names)}")


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


# --- reading one --------------------------------------------------------------------------------


def parse_form(text: str, kinds: Mapping[str, Kind]) -> dict[str, object]:
    """Return the report that a form gives; what was left empty is left out.

    Raises:
        ValueError: it is no TOML; the message says where.
    """
    try:
        given = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as err:
        raise ValueError(_told(err)) from err
    record = {key: each for key, value in given.items() if (each := _plain(value)) not in ("", [], {})}
    data = record.get("data", {})
    kind = kinds.get(str(record.get("kind")))
    if isinstance(data, dict):
        record["data"] = {name: _listed(name, each, kind) for name, each in data.items()}
    return {"record": "report", **record}


def _told(err: Exception) -> str:
    why = str(err) or "nested too deep"
    return f"not TOML: {why[0].lower()}{why[1:]}"


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: each for key, held in value.items() if (each := _plain(held)) not in ("", [], {})}
    if isinstance(value, list):
        return [each for held in value if (each := _plain(held)) != ""]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else value


def _listed(name: str, value: object, kind: Kind | None) -> object:
    """Return a field's value, in a list where the field takes one: a single member needs no brackets."""
    listed = kind is not None and name in kind.fields and kind.fields[name].listed
    return [value] if listed and not isinstance(value, list) else value


def is_blank(text: str) -> bool:
    """Return whether a form says nothing: no line in it is more than a comment."""
    return not any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())


def with_faults(text: str, faults: Sequence[str]) -> str:
    """Return a form as it was filled in, with what is wrong in it as comments above."""
    kept = [line for line in text.splitlines() if not line.startswith(FAULT)]
    return "\n".join((*(f"{FAULT}{each}" for each in faults), *kept)) + "\n"
