"""Developments as a projection in Python is given them: each field as it stands first, as JSON shows it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from chrono.fold.readings import Reader
from chrono.model.policy import Policy
from chrono.model.python_projection import Occurrence
from chrono.resolve.developments import Development
from chrono.values.shapes import plain


def _frozen(value: object) -> object:
    """Return a value that nobody can write to."""
    if isinstance(value, list):
        return tuple(_frozen(each) for each in value)
    return MappingProxyType(value) if isinstance(value, dict) else value


def told_fields(development: Development, reader: Reader) -> list[str]:
    """Return the names of the fields that accounts of a development can tell."""
    kinds = [reader.kinds[kind] for kind in sorted(development.kinds) if kind in reader.kinds]
    return list(dict.fromkeys(name for kind in kinds for name in kind.fields))


def occurrence(
    development: Development, reader: Reader, policy: Policy, instead: Mapping[str, object] | None = None
) -> Occurrence:
    """Return a development as `apply` is given it: each field as it stands first, or as in `instead`."""

    def first(name: str) -> object:
        told = reader.field(development, name, policy)
        return None if told is None else _frozen(plain(told.groups[0].value))

    def made() -> Occurrence:
        fields = {name: first(name) for name in told_fields(development, reader)}
        by, summary = first("@by"), first("@summary")
        return Occurrence(
            name=development.name,
            kind=development.first.kind,
            modality=development.modality,
            fields=MappingProxyType({name: each for name, each in fields.items() if each is not None}),
            occurred=development.when(policy).edtf,
            reported=development.first.reported_text,
            by=None if by is None else str(by),
            standing=str(first("@standing")),
            sources=tuple(sorted({each.source for each in development.accounts})),
            origins=len({each.origin for each in development.accounts}),
            summary=None if summary is None else str(summary),
        )

    whole = development.cached((Occurrence, policy), made)
    if not instead:
        return whole
    other = {name: _frozen(plain(each)) for name, each in instead.items()}
    return attrs.evolve(whole, fields=MappingProxyType({**whole.fields, **other}))
