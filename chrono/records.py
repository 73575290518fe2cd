"""The records that a log takes (format.md §1): their keys, as attrs classes, and what is wrong with one.

A record is appended as an object of one of these classes or as a mapping of the same keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import attrs

from chrono import times
from chrono.accounts import RANKS, STANDINGS
from chrono.developments import MODALITIES
from chrono.errors import ChronoError, nearest, quoted

Fault = tuple[str, str]
"""Where in a record (`data.case`), and what is wrong there and would be right."""
Given = Mapping[str, object]
Dated = str | Mapping[str, object]


@attrs.frozen(kw_only=True)
class Source:
    """One publication. `publisher` is the outlet, `origin` the one that it merely relays."""

    slug: str
    publisher: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    url: str | None = None
    published: str | None = None
    origin: str | None = None


@attrs.frozen(kw_only=True)
class Entity:
    """A person, organisation, project, case … with its names and aliases in any script."""

    slug: str
    type: str | None = None
    names: Mapping[str, str] = attrs.field(factory=dict)
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Report:
    """One source's account of one development; `data` is a mapping or an object of `chrono.events`."""

    source: str | Source | Given
    occurred: Dated
    data: object
    kind: str | None = None
    id: str | None = None
    development: str | None = None
    reported: str | None = None
    attribution: Given | None = None
    locator: str | None = None
    quote: str | None = None
    summary: str | None = None
    modality: str | None = None
    after: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    extra: Given = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Correction:
    """The source corrects its report, from `reported` on; `data` holds only what changes."""

    of: str
    reported: str
    why: str
    source: str | None = None
    id: str | None = None
    data: Given | None = None
    occurred: Dated | None = None
    modality: str | None = None
    after: tuple[str, ...] | None = None


@attrs.frozen(kw_only=True)
class Retraction:
    """The source withdraws a report, correction or retraction, from `reported` on."""

    of: str
    reported: str
    why: str
    source: str | None = None
    id: str | None = None


@attrs.frozen(kw_only=True)
class Ranking:
    """An editor's trust in one account."""

    of: str
    rank: str
    why: str
    by: str | None = None
    id: str | None = None


@attrs.frozen(kw_only=True)
class Merge:
    """Several slugs name one development; the first stays."""

    developments: tuple[str, ...]
    why: str
    by: str | None = None
    id: str | None = None


@attrs.frozen(kw_only=True)
class Storybook:
    """Adopts a storybook: its TOML text."""

    toml: str


class Amendment(dict[str, object]):
    """Mends our own slip: `Amendment(of=…, why=…, <any key of the record named>)`, or `void=True`."""

    def __init__(self, *, of: str, why: str, **changes: object) -> None:
        super().__init__(record="amendment", of=of, why=why, **changes)


CLASSES: dict[str, type] = {
    "source": Source,
    "entity": Entity,
    "report": Report,
    "correction": Correction,
    "retraction": Retraction,
    "ranking": Ranking,
    "merge": Merge,
    "storybook": Storybook,
}
RECORDS = (*CLASSES, "amendment")
NAMED = frozenset(("report", "correction", "retraction", "amendment", "ranking", "merge"))
"""The records that have an id; a source and an entity have a slug."""


def as_mapping(record: object) -> dict[str, object]:
    """Return a record object or mapping as a plain mapping, what is empty left out.

    Raises:
        ChronoError: it is neither.
    """
    if isinstance(record, Mapping):
        return _without_nothing(record)
    name = next((name for name, cls in CLASSES.items() if isinstance(record, cls)), None)
    if name is None:
        message = f"a record is a mapping or an object of chrono.records, not {type(record).__name__}"
        raise ChronoError(message)
    found: dict[str, object] = {"record": name}
    for each in attrs.fields(CLASSES[name]):
        value = getattr(record, each.name)
        if value not in (None, (), {}):
            found[each.name] = _plain(value)
    data = getattr(record, "data", None)
    spec = getattr(data, "spec", None)
    if name == "report" and spec is not None:
        found.setdefault("kind", spec.name)
    return _without_nothing(found)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list | frozenset | set):
        return [_plain(each) for each in value]
    cls = type(value)
    if attrs.has(cls):
        shown = {each.name: _plain(getattr(value, each.name)) for each in attrs.fields(cls)}
        return {key: each for key, each in shown.items() if each not in (None, [], {})}
    return value


def _without_nothing(record: Given) -> dict[str, object]:
    kept = {str(key): each for key, each in record.items() if each is not None}
    kept["record"] = str(kept.get("record", "report"))
    if kept["record"] == "amendment":  # null clears a key there
        kept = {**kept, **{str(key): None for key, each in record.items() if each is None}}
    data = kept.get("data")
    if kept["record"] == "report" and isinstance(data, Mapping):
        kept["data"] = {key: each for key, each in data.items() if each is not None}
    return kept


# --- what is wrong with a record, taken alone ---------------------------------------------------

_Check = Callable[[object], "str | None"]
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def _words(value: object) -> str | None:
    if isinstance(value, str) and value.strip():
        return "half a character (a lone surrogate) cannot be stored" if _surrogate(value) else None
    return "wants text that is not empty"


def _surrogate(value: str) -> bool:
    return any("\ud800" <= each <= "\udfff" for each in value)


def _name(value: object) -> str | None:
    if not isinstance(value, str) or not value.strip() or value != value.strip():
        return "wants a name: text without spaces around it"
    return "control characters cannot be part of a name" if _UNFIT.search(value) else None


def _slug(value: object) -> str | None:
    fault = _name(value)
    if fault is None and any(each.isspace() or each == "/" for each in str(value)):
        return f'{quoted(value)} is no slug: use a word without spaces or "/", such as "wsj-ja"'
    return fault


def _list_of(check: _Check) -> _Check:
    def listed(value: object) -> str | None:
        if not isinstance(value, list | tuple):
            return 'wants a list, such as ["one", "two"]'
        return next((fault for each in value if (fault := check(each))), None)

    return listed


def _one_of(known: tuple[str, ...]) -> _Check:
    def chosen(value: object) -> str | None:
        return None if value in known else f"{quoted(value)} is not known here: {nearest(str(value), known)}"

    return chosen


def _mapping(value: object) -> str | None:
    return None if isinstance(value, Mapping) else 'wants an object, such as {"case": "musk-v-openai"}'


def _flag(value: object) -> str | None:
    return None if isinstance(value, bool) else "wants true or false"


def _language(value: object) -> str | None:
    if isinstance(value, str) and _LANGUAGE.fullmatch(value):
        return None
    return f'{quoted(value)} is no language tag (BCP 47): use one such as "ja" or "en-GB"'


def _occurred(value: object) -> str | None:
    try:
        times.when(value)
    except ChronoError as err:
        return str(err)
    return None


def _published(value: object) -> str | None:
    try:
        times.published(value)
    except ChronoError as err:
        return str(err)
    return None


def _names(value: object) -> str | None:
    if not isinstance(value, Mapping):
        return 'wants names by language, such as {"en": "Sam Altman"}'
    return next((fault for each in value.values() if (fault := _name(each))), None)


def _attribution(value: object) -> str | None:
    if not isinstance(value, Mapping):
        return 'wants an object, such as {"by": "elon-musk", "standing": "on-record"}'
    for key, each in value.items():
        if key not in ("by", "standing", "via"):
            return f"unknown key {quoted(str(key))}: {nearest(str(key), ('by', 'standing', 'via'))}"
        fault = _one_of(STANDINGS)(each) if key == "standing" else _words(each)
        if fault:
            return f"{key}: {fault}"
    return None


def _source(value: object) -> str | None:
    if not isinstance(value, Mapping):
        return _slug(value)
    found = faults({"record": "source", **value})
    return f"{found[0][0]}: {found[0][1]}" if found else None


_CHECKS: dict[str, _Check] = {
    **dict.fromkeys(("title", "why", "quote", "summary", "locator", "by", "type", "url", "toml"), _words),
    **dict.fromkeys(("publisher", "origin", "of", "id", "development", "kind"), _name),
    **dict.fromkeys(("after", "developments", "aliases"), _list_of(_name)),
    **dict.fromkeys(("same_as", "stories"), _list_of(_slug)),
    **dict.fromkeys(("data", "extra"), _mapping),
    **dict.fromkeys(("published", "reported"), _published),
    "slug": _slug,
    "authors": _list_of(_words),
    "names": _names,
    "language": _language,
    "occurred": _occurred,
    "modality": _one_of(MODALITIES),
    "rank": _one_of(RANKS),
    "attribution": _attribution,
    "source": _source,
    "void": _flag,
}
KEYS: dict[str, dict[str, bool]] = {
    name: {each.name: each.default is attrs.NOTHING for each in attrs.fields(cls)}
    for name, cls in CLASSES.items()
}
"""For each record its keys, and whether each is required."""
KEYS["report"]["kind"] = True
KEYS["amendment"] = {"of": True, "why": True, "by": False, "id": False, "void": False}


def faults(record: Given) -> list[Fault]:
    """Return every fault of a record that shows without looking at a log: keys, and values' shapes.

    What an amendment changes is left to whoever knows the record that it names.
    """
    name = str(record.get("record", "report"))
    if name not in KEYS:
        return [("record", f"unknown record {quoted(name)}: {nearest(name, RECORDS)}")]
    known = KEYS[name]
    found: list[Fault] = []
    if name != "amendment":
        found += [
            (str(key), f"unknown key: {nearest(str(key), ('record', *known))}")
            for key in record
            if key not in known and key != "record"
        ]
    found += [
        (key, "missing: " + _wanted(name, key))
        for key, needed in known.items()
        if needed and key not in record
    ]
    for key in known:
        if record.get(key) is not None and (fault := _CHECKS[key](record[key])):
            found.append((key, fault))
    return found


def _wanted(name: str, key: str) -> str:
    return f"a {name} needs {quoted(key)}"
