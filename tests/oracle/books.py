"""Storybooks as plain tables: kinds, and projections with what each field listens to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import attrs

from oracle.values import Type, field_type

Table = Mapping[str, Any]
POLICY = ("rank", "standing", "origins")


@attrs.frozen
class Kind:
    """A kind of development, as declared."""

    fields: Mapping[str, Type]
    identity: tuple[str, ...]
    span: bool


@attrs.frozen(eq=False)
class Field:
    """One field of a projection: what it reduces by, and its parameters as written."""

    name: str
    reduce: str
    rules: Table
    policy: tuple[str, ...]
    modality: str

    def role(self, *parameters: str) -> dict[str, Any]:
        """Return {kind: what is taken from it} of the first of the parameters that is given."""
        for parameter in parameters:
            given = self.rules.get(parameter)
            if given is not None:
                return (
                    dict(given) if isinstance(given, Mapping) else {kind: {"value": True} for kind in given}
                )
        return {}


@attrs.frozen(eq=False)
class Projection:
    """A projection: what its keys are, and its fields."""

    name: str
    key: Any
    policy: tuple[str, ...]
    fields: tuple[Field, ...]


@attrs.frozen(eq=False)
class Book:
    """What a storybook declares."""

    text: str
    kinds: Mapping[str, Kind]
    projections: Mapping[str, Projection]
    sources: tuple[Table, ...]
    entities: tuple[Table, ...]


def book(text: str) -> Book:
    """Return a storybook read from its TOML."""
    given = tomllib.loads(text)
    return Book(
        text,
        {name: _kind(each) for name, each in given.get("kinds", {}).items()},
        {name: _projection(name, each) for name, each in given.get("projections", {}).items()},
        tuple({"slug": slug, **each} for slug, each in given.get("sources", {}).items()),
        tuple({"slug": slug, **each} for slug, each in given.get("entities", {}).items()),
    )


def _kind(given: Table) -> Kind:
    fields = {name: field_type(each) for name, each in given.get("fields", {}).items()}
    return Kind(fields, tuple(given.get("identity", ())), bool(given.get("span")))


def _projection(name: str, given: Table) -> Projection:
    policy = tuple(given.get("policy", POLICY))
    fields = tuple(
        Field(
            field,
            rules["reduce"],
            rules,
            tuple(rules.get("policy", policy)),
            rules.get("modality", ["occurred"])[0],
        )
        for field, rules in given["fields"].items()
    )
    return Projection(name, given["key"], policy, fields)
