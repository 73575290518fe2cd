"""Projections: a key, and the fields that are folded from developments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import attrs

from chrono.model.fields import Field
from chrono.model.policy import Policy

V = TypeVar("V")


@attrs.frozen(kw_only=True)
class Projection:
    """A named pure fold over developments, per key.

    `key` is the name of the field whose value is the key; a mapping kind → field where it differs by
    kind; `*` for one single state. `subject` is what a sentence calls it, `{}` being the key's name.
    `joining` are the kinds that make no key: their developments stand under those that others make.
    """

    name: str
    title: str
    subject: str | None = None
    key: str | Mapping[str, str]
    fields: Mapping[str, Field]
    policy: Policy | None = None
    joining: frozenset[str] = frozenset()

    def key_field(self, kind: str) -> str | None:
        """Return the field that holds the key in developments of `kind`; None where the kind has no key."""
        return self.key if isinstance(self.key, str) else self.key.get(kind)

    def field_name(self, asked: str) -> str | None:
        """Return the name of the field that has, or had, the name asked for; None where none has."""
        if asked in self.fields:
            return asked
        return next((name for name, each in self.fields.items() if asked in each.was), None)

    @property
    def in_python(self) -> bool:
        """Whether it is written in Python, so that its fields are folded together; False if declared."""
        return False

    @property
    def kinds(self) -> frozenset[str]:
        """Every kind that a field of the projection listens to."""
        return frozenset(kind for field in self.fields.values() for kind in field.kinds)


class FieldsByName(dict[str, V]):
    """What a projection gives for each of its fields: `[old]` finds what is under another name by now.

    It holds the present names alone: an old one is neither in it nor among its items.
    """

    def __init__(self, projection: Projection, given: Mapping[str, V]) -> None:
        super().__init__(given)
        self.projection = projection

    def __missing__(self, asked: str) -> V:
        name = self.projection.field_name(asked)
        if name is None or name not in self:
            raise KeyError(asked)
        return self[name]


def projection(
    name: str,
    *,
    title: str,
    key: str | Mapping[str, str],
    fields: Mapping[str, Field],
    subject: str | None = None,
    policy: Policy | None = None,
) -> Projection:
    """Return a projection; each field takes the name under which it is given.

    In a mapping of keys a field with `?` after it makes none: `{"claim.made": "subject?"}`.
    """
    named = {own: attrs.evolve(field, name=own) for own, field in fields.items()}
    key, joining = read_key(key)
    return Projection(
        name=name, title=title, subject=subject, key=key, fields=named, policy=policy, joining=joining
    )


def read_key(key: str | Mapping[str, str]) -> tuple[str | Mapping[str, str], frozenset[str]]:
    """Return a key without the `?` that stands after the field of a kind that makes none, and these kinds."""
    if isinstance(key, str):
        return key, frozenset()
    joining = frozenset(kind for kind, field in key.items() if field.endswith("?"))
    return {kind: field.removesuffix("?") for kind, field in key.items()}, joining
