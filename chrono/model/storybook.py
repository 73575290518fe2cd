"""Storybooks: TOML that declares kinds, projections, entities, sources and stories with no Python."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

import attrs

from chrono.errors import ChronoError
from chrono.model.fields import field
from chrono.model.kinds import Kind, field_type
from chrono.model.projection import Projection, read_key
from chrono.values.toml import BadToml, from_toml
from chrono.values.untyped import Table, strings_of, table_of


class BadStorybook(ChronoError, ValueError):
    """A storybook with faults: `faults` holds (path, what is wrong) of every one."""

    def __init__(self, faults: Iterable[tuple[str, str]], *, file: str = "storybook") -> None:
        self.faults = tuple(faults)
        self.file = file
        super().__init__(
            "\n".join(f"{file}: {path}: {what}" if path else f"{file}: {what}" for path, what in self.faults)
        )


@attrs.frozen(kw_only=True)
class ParsedStorybook:
    """The declarations of one storybook."""

    name: str
    title: str
    text: str
    kinds: Mapping[str, Kind]
    projections: Mapping[str, Projection]
    entities: tuple[Table, ...]
    sources: tuple[Table, ...]
    stories: Mapping[str, Table]

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        from hashlib import sha256

        return sha256(self.text.encode()).hexdigest()


def storybook(text: str, *, file: str = "storybook", adopted: bool = False) -> ParsedStorybook:
    """Return the declarations of the TOML `text`.

    Args:
        text: the TOML.
        file: what the messages call it.
        adopted: whether a log holds it, so that it was checked before and is not checked again.

    Raises:
        BadStorybook: it is not TOML or has faults; all of them are named.
    """
    try:
        table = _parsed(text) if adopted else _checked(text)
    except BadToml as err:
        raise BadStorybook([("", str(err))], file=file) from err
    if not adopted:
        from chrono.model.storybook_faults import table_faults

        if faults := table_faults(table):
            raise BadStorybook(faults, file=file)
    head = table_of(table["storybook"])
    return ParsedStorybook(
        name=str(head["name"]),
        title=str(head.get("title", head["name"])),
        text=text,
        kinds={name: _kind(name, table_of(each)) for name, each in table_of(table.get("kinds")).items()},
        projections={
            name: _projection(name, table_of(each))
            for name, each in table_of(table.get("projections")).items()
        },
        entities=_records(table.get("entities")),
        sources=_records(table.get("sources")),
        stories={slug: table_of(each) for slug, each in table_of(table.get("stories")).items()},
    )


@lru_cache(maxsize=8)
def _checked(text: str) -> dict[str, object]:
    """Return the TOML of a text that is new; memoised, since it is read more than once before it is adopted.

    Raises:
        BadToml: it is not TOML, too long, or nested too deeply.
    """
    return from_toml(text)


@lru_cache(maxsize=8)
def _parsed(text: str) -> dict[str, object]:
    """Return the TOML of a text that a log holds: no limit that came later takes it away."""
    return tomllib.loads(text)


def _records(tables: object) -> tuple[Table, ...]:
    """Return what a table declares as records have it: a date of TOML, with `T` before a time, is a text."""
    return tuple(
        {"slug": slug, **{key: _as_text(value) for key, value in table_of(each).items()}}
        for slug, each in table_of(tables).items()
    )


def _as_text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _kind(name: str, table: Table) -> Kind:
    return Kind(
        name=name,
        title=str(table.get("title", name)),
        fields={key: field_type(str(each)) for key, each in table_of(table.get("fields")).items()},
        identity=tuple(strings_of(table.get("identity"))),
        span=bool(table.get("span", False)),
        like=frozenset(strings_of(table.get("like"))),
    )


def _projection(name: str, table: Table) -> Projection:
    given = table["key"]
    key, joining = read_key(
        {k: str(v) for k, v in given.items()} if isinstance(given, Mapping) else str(given)
    )
    return Projection(
        name=name,
        title=str(table.get("title", name)),
        subject=str(table["subject"]) if "subject" in table else None,
        key=key,
        fields={each: field(each, table_of(made)) for each, made in table_of(table.get("fields")).items()},
        policy=tuple(strings_of(table.get("policy"))) or None,
        joining=joining,
    )
