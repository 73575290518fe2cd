"""The records that a log takes (format.md §1): their keys, as attrs classes.

A record is appended as an object of one of these classes or as a mapping of the same keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs

from chrono.errors import ChronoError
from chrono.model.record_types import RECORD_TYPES
from chrono.values.completeness import complete

Fault = tuple[str, str]
"""Where in a record (`data.case`), and what is wrong there and would be right."""
Given = Mapping[str, object]
Dated = str | Mapping[str, object]
REQUIRED = "required"
"""Marks an attribute that has a default, as the key of a mapping that must be there."""


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
    sequence: bool | None = None
    """Whether its reports stand in the order in which things happened: a docket, minutes, a change log."""
    zone: str | None = None
    """The IANA name or offset in which its times of day without one are read."""
    fiscal_year: str | None = None
    """`MM-DD` of the first day of its fiscal years."""


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
    kind: str | None = attrs.field(default=None, metadata={REQUIRED: True})
    """May be left out of the object where `data` is of `chrono.events`, whose classes know their kind."""
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

    OWN_KEYS: ClassVar[dict[str, bool]] = {"of": True, "why": True, "by": False, "id": False, "void": False}

    def __init__(self, *, of: str, why: str, **changes: object) -> None:
        super().__init__(record="amendment", of=of, why=why, **changes)


CLASSES: Mapping[str, type] = complete(
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
    where="chrono.model.records.CLASSES",
)


def _keys(cls: type) -> dict[str, bool]:
    """Return the keys of a class's records, and whether each is required."""
    if not attrs.has(cls):
        return Amendment.OWN_KEYS
    return {
        each.name: each.default is attrs.NOTHING or each.metadata.get(REQUIRED, False)
        for each in attrs.fields(cls)
    }


KEYS: dict[str, dict[str, bool]] = {name: _keys(CLASSES[name]) for name in RECORD_TYPES}
"""For each record its keys, and whether each is required."""


def as_mapping(record: object) -> dict[str, object]:
    """Return a record object or mapping as a plain mapping, what is empty left out.

    Raises:
        ChronoError: it is neither.
    """
    if isinstance(record, Mapping):
        return _without_nothing(record)
    name = next((name for name, cls in CLASSES.items() if isinstance(record, cls)), None)
    if name is None:
        message = f"a record is a mapping or an object of chrono.model.records, not {type(record).__name__}"
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
