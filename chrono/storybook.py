"""Storybooks: TOML that declares kinds, projections, entities, sources and stories with no Python."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache

import attrs

from chrono.accounts import POLICIES
from chrono.errors import ChronoError, nearest, quoted
from chrono.fields import COMMON, PARAMETERS, SPECIALS, Pick, Row, field
from chrono.fields import Entry as EntryPick
from chrono.kinds import FieldType, Kind, field_type
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


_TOP = ("storybook", "kinds", "projections", "entities", "sources", "stories")
_KIND_KEYS = ("title", "identity", "fields", "span", "like")
_PROJECTION_KEYS = ("title", "subject", "key", "fields", "policy")
_ENTITY_KEYS = ("type", "names", "aliases", "same_as")
_SOURCE_KEYS = ("publisher", "title", "authors", "language", "url", "published", "origin")
_STORY_KEYS = ("title", "targets", "summary")


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
    faults = [] if adopted else _faults(table)
    if faults:
        raise BadStorybook(faults, file=file)
    head = _table(table["storybook"])
    return Storybook(
        name=str(head["name"]),
        title=str(head.get("title", head["name"])),
        text=text,
        kinds={name: _kind(name, _table(each)) for name, each in _table(table.get("kinds")).items()},
        projections={
            name: _projection(name, _table(each)) for name, each in _table(table.get("projections")).items()
        },
        entities=tuple(
            {"slug": slug, **_table(each)} for slug, each in _table(table.get("entities")).items()
        ),
        sources=tuple({"slug": slug, **_table(each)} for slug, each in _table(table.get("sources")).items()),
        stories={slug: _table(each) for slug, each in _table(table.get("stories")).items()},
    )


@lru_cache(maxsize=8)
def _parsed(text: str) -> dict[str, object]:
    """Return the TOML of a text; one that is adopted is read several times on the way."""
    return tomllib.loads(text)


def _kind(name: str, table: Table) -> Kind:
    return Kind(
        name=name,
        title=str(table.get("title", name)),
        fields={key: field_type(str(each)) for key, each in _table(table.get("fields")).items()},
        identity=tuple(_strings(table.get("identity"))),
        span=bool(table.get("span", False)),
        like=frozenset(_strings(table.get("like"))),
    )


def _projection(name: str, table: Table) -> Projection:
    key = table["key"]
    return Projection(
        name=name,
        title=str(table.get("title", name)),
        subject=str(table["subject"]) if "subject" in table else None,
        key={kind: str(each) for kind, each in key.items()} if isinstance(key, Mapping) else str(key),
        fields={each: field(each, _table(made)) for each, made in _table(table.get("fields")).items()},
        policy=tuple(_strings(table.get("policy"))) or None,
    )


def _faults(table: Table) -> list[tuple[str, str]]:
    found = _keys("", table, _TOP)
    head = table.get("storybook")
    if not isinstance(head, Mapping) or not isinstance(head.get("name"), str):
        found.append(("storybook", 'needs a name: [storybook] name = "courts"'))
    found += _keys("storybook", head, ("name", "title")) if isinstance(head, Mapping) else []
    for name in _TOP[1:]:
        if not isinstance(table.get(name, {}), Mapping):
            found.append((name, 'wants tables, such as [kinds."lawsuit.filed"]'))
    if found:
        return found
    for name, each in _table(table.get("kinds")).items():
        found += _kind_faults(f"kinds.{quoted(name)}", each)
    for name, each in _table(table.get("projections")).items():
        found += _projection_faults(f"projections.{name}", each)
    for what, keys in (("entities", _ENTITY_KEYS), ("sources", _SOURCE_KEYS), ("stories", _STORY_KEYS)):
        for name, each in _table(table.get(what)).items():
            found += _keys(f"{what}.{name}", each, keys)
            if what == "sources" and isinstance(each, Mapping) and not isinstance(each.get("publisher"), str):
                found.append((f"{what}.{name}", "a source needs a publisher"))
    return found


def _kind_faults(path: str, table: object) -> list[tuple[str, str]]:
    found = _keys(path, table, _KIND_KEYS)
    if not isinstance(table, Mapping):
        return found
    fields = table.get("fields", {})
    if not isinstance(fields, Mapping):
        return [*found, (path, 'fields wants names and types: fields.case = "entity"')]
    for name, each in fields.items():
        try:
            field_type(str(each))
        except ValueError as err:
            found.append((f"{path}.fields.{name}", str(err)))
    found += [
        (f"{path}.identity", f"no field {quoted(name)}: {nearest(name, (*fields, '@occurred'))}")
        for name in _strings(table.get("identity"))
        if name not in fields and name != "@occurred"
    ]
    return found


def _projection_faults(path: str, table: object) -> list[tuple[str, str]]:
    found = _keys(path, table, _PROJECTION_KEYS)
    if not isinstance(table, Mapping):
        return found
    if not isinstance(table.get("key"), str | Mapping):
        found.append((path, 'needs a key: key = "case", a table {kind = field}, or "*" for one single state'))
    found += _policy_faults(path, table)
    fields = table.get("fields")
    if not isinstance(fields, Mapping) or not fields:
        return [*found, (path, f"needs fields: [{path}.fields.status]")]
    for name, each in fields.items():
        found += _field_faults(f"{path}.fields.{name}", each)
    return found


def _field_faults(path: str, table: object) -> list[tuple[str, str]]:
    if not isinstance(table, Mapping) or table.get("reduce") not in PARAMETERS:
        given = str(table.get("reduce", "")) if isinstance(table, Mapping) else ""
        return [(path, f"unknown reduce {quoted(given)}: {nearest(given, tuple(PARAMETERS))}")]
    parameters = PARAMETERS[table["reduce"]]
    extra = {"status": ("initial", "final"), "collect": ("fields",)}.get(table["reduce"], ())
    found = _keys(path, table, (*COMMON, *parameters, *extra))
    if not any(name in table for name in parameters):
        found.append((path, f"{table['reduce']} listens to no kind: give {' or '.join(parameters)}"))
    for name in parameters:
        if name in table:
            found += _parameter_faults(f"{path}.{name}", table["reduce"], name, table[name])
    final = table.get("final", [])
    if not isinstance(final, list) or not all(isinstance(each, str) for each in final):
        found.append((f"{path}.final", 'wants a list of states: ["settled", "judged"]'))
    for each in _strings(table.get("modality")):
        if each not in ("occurred", "planned", "alleged"):
            found.append(
                (
                    path,
                    f"unknown modality {quoted(each)}: {nearest(each, ('occurred', 'planned', 'alleged'))}",
                )
            )
    return found + _policy_faults(path, table)


def _parameter_faults(path: str, reduce: str, name: str, value: object) -> list[tuple[str, str]]:
    if name in ("of", "until") or (reduce == "span" and name == "from"):
        return [] if isinstance(value, list) else [(path, 'wants a list of kinds: ["lawsuit.filed"]')]
    if not isinstance(value, Mapping):
        return [(path, 'wants a table: { "lawsuit.filed" = "defendants" }')]
    if reduce == "map" and name != "drop":
        return [
            (f"{path}.{quoted(kind)}", 'wants { key = ["member"], value = ["role"] }')
            for kind, each in value.items()
            if not (
                isinstance(each, Mapping)
                and isinstance(each.get("key"), list)
                and isinstance(each.get("value"), list)
            )
        ]
    return [
        (f"{path}.{quoted(kind)}", "wants a field, a list of fields, { value = … } or { field = … }")
        for kind, each in value.items()
        if not isinstance(each, str | list)
        and not (isinstance(each, Mapping) and ("value" in each or "field" in each))
    ]


def _policy_faults(path: str, table: Table) -> list[tuple[str, str]]:
    return [
        (f"{path}.policy", f"unknown policy {quoted(each)}: {nearest(each, POLICIES)}")
        for each in _strings(table.get("policy"))
        if each not in POLICIES
    ]


def _keys(path: str, table: object, known: tuple[str, ...]) -> list[tuple[str, str]]:
    if not isinstance(table, Mapping):
        return [(path, "wants a table")]
    return [(path, f"unknown key {quoted(key)}: {nearest(key, known)}") for key in table if key not in known]


def _table(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, Mapping) else {}


def _strings(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else []


__all__ = ["BadStorybook", "FieldType", "Shelf", "Storybook", "shelf", "storybook"]
