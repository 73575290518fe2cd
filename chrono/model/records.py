"""The records that a log takes (format.md §1), as attrs classes of their keys.

A record is appended as an object of one of these classes or as a mapping of the same keys. `by` says in each
who entered it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs

from chrono.errors import ChronoError, written
from chrono.model.record_parts import BY, Record
from chrono.model.record_types import RECORD_TYPES
from chrono.values.completeness import complete
from chrono.values.limits import NESTING

Fault = tuple[str, str]
"""A path in a record (`data.case`), and what is wrong there and would be right."""
Dated = str | Mapping[str, object]
REQUIRED = "required"
"""The metadata of an attribute that has a default although a mapping must give its key."""


@attrs.frozen(kw_only=True)
class Source:
    """One publication. `publisher` is the outlet, `origin` the outlet that it merely relays."""

    slug: str
    publisher: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    url: str | None = None
    published: str | None = None
    origin: str | None = None
    sequence: bool | None = None
    """Whether its reports stand in the order in which things happened: a docket, minutes, a change log."""
    zone: str | None = None
    """The IANA name or offset in which its times of day without one are read."""
    fiscal_year: str | None = None
    """`MM-DD` of the first day of its fiscal years."""
    by: str | None = None


@attrs.frozen(kw_only=True)
class Entity:
    """A person, organisation, project, case … with its names and aliases in any script."""

    slug: str
    type: str | None = None
    names: Mapping[str, str] = attrs.field(factory=dict)
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    by: str | None = None


@attrs.frozen(kw_only=True)
class Report:
    """One source's account of one development; `data` is a mapping or an object of `chrono.events`."""

    source: str | Source | Record
    occurred: Dated
    data: object
    kind: str | None = attrs.field(default=None, metadata={REQUIRED: True})
    """Optional in the object where `data` is of `chrono.events`, whose classes know their kind."""
    id: str | None = None
    development: str | None = None
    reported: str | None = None
    attribution: Record | None = None
    locator: str | None = None
    quote: str | None = None
    summary: str | None = None
    modality: str | None = None
    after: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    extra: Record = attrs.field(factory=dict)
    by: str | None = None


@attrs.frozen(kw_only=True)
class Correction:
    """A correction by the source of its report, from `reported` on; `data` holds only changes."""

    of: str
    reported: str
    why: str
    source: str | None = None
    id: str | None = None
    data: Record | None = None
    occurred: Dated | None = None
    modality: str | None = None
    after: tuple[str, ...] | None = None
    by: str | None = None


@attrs.frozen(kw_only=True)
class Retraction:
    """A withdrawal by the source of a report, correction or retraction, from `reported` on."""

    of: str
    reported: str
    why: str
    source: str | None = None
    id: str | None = None
    by: str | None = None


@attrs.frozen(kw_only=True)
class Ranking:
    """An editor's rank of one account: preferred, normal or deprecated."""

    of: str
    rank: str
    why: str
    by: str | None = None
    id: str | None = None


@attrs.frozen(kw_only=True)
class Merge:
    """A statement that several slugs name one development; the first stays."""

    developments: tuple[str, ...]
    why: str
    by: str | None = None
    id: str | None = None


@attrs.frozen(kw_only=True)
class Storybook:
    """The adoption of a storybook, as its TOML text."""

    toml: str
    by: str | None = None


class Amendment(dict[str, object]):
    """A change of our own record: `Amendment(of=…, why=…, <any key of the record named>)`, or `void=True`."""

    OWN_KEYS: ClassVar[dict[str, bool]] = {"of": True, "why": True, "by": False, "id": False, "void": False}

    def __init__(self, *, of: str, why: str, **changes: object) -> None:
        super().__init__(record="amendment", of=of, why=why, **changes)


RECORD_CLASSES: Mapping[str, type] = complete(
    {
        "source": Source,
        "entity": Entity,
        "report": Report,
        "correction": Correction,
        "retraction": Retraction,
        "ranking": Ranking,
        "merge": Merge,
        "storybook": Storybook,
        "amendment": Amendment,
    },
    RECORD_TYPES,
    where="chrono.model.records.RECORD_CLASSES",
)


def _keys(cls: type) -> dict[str, bool]:
    """Return the keys of a class's records → whether they are required."""
    if not attrs.has(cls):
        return Amendment.OWN_KEYS
    return {
        each.name: each.default is attrs.NOTHING or each.metadata.get(REQUIRED, False)
        for each in attrs.fields(cls)
    }


RECORD_KEYS: dict[str, dict[str, bool]] = {name: _keys(RECORD_CLASSES[name]) for name in RECORD_TYPES}
"""Type of record → its keys → whether they are required."""


def as_mapping(record: object) -> dict[str, object]:
    """Return a record object or mapping as a plain mapping without empty values.

    Raises:
        ChronoError: it is neither.
    """
    if isinstance(record, Mapping):
        return _without_nulls(record)
    name = next((name for name, cls in RECORD_CLASSES.items() if isinstance(record, cls)), None)
    if name is None:
        message = f"a record is a mapping or an object of chrono.model.records, not {type(record).__name__}"
        raise ChronoError(message)
    mapping: dict[str, object] = {"record": name}
    for attribute in attrs.fields(RECORD_CLASSES[name]):
        value = getattr(record, attribute.name)
        if value not in (None, (), {}):
            mapping[attribute.name] = _plain(value)
    data = getattr(record, "data", None)
    spec = getattr(data, "spec", None)
    if name == "report" and spec is not None:
        mapping.setdefault("kind", spec.name)
    return _without_nulls(mapping)


def _plain(value: object, depth: int = 0) -> object:
    """Return a value with its objects of attrs classes as mappings; the checks of records refuse the rest."""
    if depth > NESTING:  # refused for that, and it may contain itself
        return value
    if isinstance(value, Mapping):
        return {key: _plain(each, depth + 1) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each, depth + 1) for each in value]
    cls = type(value)
    if attrs.has(cls):
        shown = {each.name: _plain(getattr(value, each.name), depth + 1) for each in attrs.fields(cls)}
        return {key: each for key, each in shown.items() if each not in (None, [], {})}
    return value


def _text(name: object) -> str:
    """Return a name that may be no text, and is then a fault, as one."""
    return name if isinstance(name, str) else written(name)


def _without_nulls(record: Record) -> dict[str, object]:
    kept = {_text(key): each for key, each in record.items() if each is not None}
    kept["record"] = _text(kept.get("record", "report"))
    if kept["record"] == "amendment":  # null clears a key there
        kept = {**kept, **{_text(key): None for key, each in record.items() if each is None and key != BY}}
    data = kept.get("data")
    if kept["record"] == "report" and isinstance(data, Mapping):
        kept["data"] = {key: each for key, each in data.items() if each is not None}
    return kept
