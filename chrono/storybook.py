"""Storybooks: TOML that declares kinds, projections, entities, sources and stories with no Python."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache

import attrs

from chrono.errors import ChronoError, nearest, quoted
from chrono.fields import SPECIALS, Pick, Row, field
from chrono.fields import Entry as EntryPick
from chrono.kinds import Kind, field_type
from chrono.projections import Projection

Table = Mapping[str, object]


class BadStorybook(ChronoError, ValueError):
    """A storybook with faults: `faults` holds (path, what is wrong), one for each."""

    def __init__(self, faults: Iterable[tuple[str, str]], *, file: str = "storybook") -> None:
        self.faults = tuple(faults)
        self.file = file
        super().__init__(
            "\n".join(f"{file}: {path}: {what}" if path else f"{file}: {what}" for path, what in self.faults)
        )


@attrs.frozen(kw_only=True)
class Storybook:
    """What a storybook declares."""

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


@attrs.frozen(kw_only=True)
class Shelf:
    """The built-in kinds and projections with those of every storybook in force, together."""

    storybooks: Mapping[str, Storybook]
    kinds: Mapping[str, Kind]
    projections: Mapping[str, Projection]

    @property
    def digest(self) -> str:
        """The digest of all storybooks in force, as answers carry it."""
        from hashlib import sha256

        together = "\n".join(f"{name} {self.storybooks[name].digest}" for name in sorted(self.storybooks))
        return "sha256:" + sha256(together.encode()).hexdigest()

    @property
    def sources(self) -> list[Table]:
        """Every declared source."""
        return [each for book in self.storybooks.values() for each in book.sources]

    @property
    def entities(self) -> list[Table]:
        """Every declared entity."""
        return [each for book in self.storybooks.values() for each in book.entities]

    @property
    def stories(self) -> dict[str, Table]:
        """Every declared story, by slug."""
        return {slug: story for book in self.storybooks.values() for slug, story in book.stories.items()}


def shelf(storybooks: Mapping[str, Storybook]) -> Shelf:
    """Return the shelf that storybooks and the built-in declarations make.

    Raises:
        BadStorybook: two storybooks declare one kind or projection, or a projection listens to a kind
            that nobody declares.
    """
    from chrono.events import KINDS
    from chrono.projections import PROJECTIONS

    faults = [
        (f"{what}.{name}", f"the storybooks {quoted(first)} and {quoted(second)} both declare it: keep one")
        for what, name, first, second in _twice(storybooks)
    ]
    kinds = dict(KINDS)
    projections = dict(PROJECTIONS)
    for book in storybooks.values():
        kinds.update(book.kinds)
        projections.update(book.projections)
    for book in storybooks.values():
        for projection in book.projections.values():
            faults += _unknown_reads(projection, kinds)
    if faults:
        raise BadStorybook(faults, file="storybooks" if len(storybooks) > 1 else next(iter(storybooks)))
    return Shelf(storybooks=storybooks, kinds=_liked(kinds), projections=projections)


def _twice(storybooks: Mapping[str, Storybook]) -> list[tuple[str, str, str, str]]:
    seen: dict[tuple[str, str], str] = {}
    found = []
    for book in storybooks.values():
        for what, table in (("kinds", book.kinds), ("projections", book.projections)):
            for name in table:
                if (what, name) in seen:
                    found.append((what, name, seen[what, name], book.name))
                seen.setdefault((what, name), book.name)
    return found


def _liked(kinds: Mapping[str, Kind]) -> dict[str, Kind]:
    """Return the kinds with `like` said both ways."""
    both: dict[str, set[str]] = {name: set(kind.like) for name, kind in kinds.items()}
    for name, kind in kinds.items():
        for other in kind.like:
            both.setdefault(other, set()).add(name)
    return {name: attrs.evolve(kind, like=frozenset(both[name])) for name, kind in kinds.items()}


def _unknown_reads(projection: Projection, kinds: Mapping[str, Kind]) -> list[tuple[str, str]]:
    found = []
    for each in projection.fields.values():
        path = f"projections.{projection.name}.fields.{each.name}"
        for kind in sorted(each.kinds):
            if kind not in kinds:
                found.append((path, f"unknown kind {quoted(kind)}: {nearest(kind, tuple(kinds))}"))
                continue
            known = (*kinds[kind].fields, *SPECIALS)
            found += [
                (path, f"kind {quoted(kind)} has no field {quoted(name)}: {nearest(name, known)}")
                for picks in each.roles.values()
                for name in _names(picks.get(kind))
                if name not in known
            ]
    return found


def _names(pick: Pick | None) -> tuple[str, ...]:
    """Return the fields that a pick reads."""
    if isinstance(pick, EntryPick):
        return (*pick.key, *pick.value)
    if isinstance(pick, Row):
        return pick.names
    return (pick,) if isinstance(pick, str) else ()


def storybook(text: str, *, file: str = "storybook", adopted: bool = False) -> Storybook:
    """Return what the TOML `text` declares.

    Args:
        text: the TOML.
        file: what the messages call it.
        adopted: a log holds it, so it was found sound before: it is not looked through again.

    Raises:
        BadStorybook: it is no TOML or has faults; every one of them is named.
    """
    try:
        table = _parsed(text)
    except tomllib.TOMLDecodeError as err:
        raise BadStorybook([("", f"not TOML: {str(err)[0].lower()}{str(err)[1:]}")], file=file) from err
    if not adopted:
        from chrono.storybook_faults import faults

        if found := faults(table):
            raise BadStorybook(found, file=file)
    head = table_of(table["storybook"])
    return Storybook(
        name=str(head["name"]),
        title=str(head.get("title", head["name"])),
        text=text,
        kinds={name: _kind(name, table_of(each)) for name, each in table_of(table.get("kinds")).items()},
        projections={
            name: _projection(name, table_of(each))
            for name, each in table_of(table.get("projections")).items()
        },
        entities=tuple(
            {"slug": slug, **table_of(each)} for slug, each in table_of(table.get("entities")).items()
        ),
        sources=tuple(
            {"slug": slug, **table_of(each)} for slug, each in table_of(table.get("sources")).items()
        ),
        stories={slug: table_of(each) for slug, each in table_of(table.get("stories")).items()},
    )


@lru_cache(maxsize=8)
def _parsed(text: str) -> dict[str, object]:
    """Return the TOML of a text; one that is adopted is read several times on the way."""
    return tomllib.loads(text)


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
    key = table["key"]
    return Projection(
        name=name,
        title=str(table.get("title", name)),
        subject=str(table["subject"]) if "subject" in table else None,
        key={kind: str(each) for kind, each in key.items()} if isinstance(key, Mapping) else str(key),
        fields={each: field(each, table_of(made)) for each, made in table_of(table.get("fields")).items()},
        policy=tuple(strings_of(table.get("policy"))) or None,
    )


def table_of(value: object) -> dict[str, object]:
    """Return a table of TOML, empty where the value is none."""
    return dict(value) if isinstance(value, Mapping) else {}


def strings_of(value: object) -> list[str]:
    """Return the members of an array of TOML as text, none where the value is none."""
    return [str(each) for each in value] if isinstance(value, list | tuple) else []


__all__ = [
    "BadStorybook",
    "Shelf",
    "Storybook",
    "Table",
    "shelf",
    "storybook",
    "strings_of",
    "table_of",
]
