"""Field values: how they are read, when two of them agree, and how they look in JSON."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal

import attrs

from chrono.values import quantities, times
from chrono.values.quantities import Quantity
from chrono.values.times import Bounds, When

Value = str | bool | Quantity | When | tuple["Value", ...] | None
Json = object

WILD = "?"
"""Stands in an answer for a spelling that no text fixes; it equals anything."""
OPEN = "??"
"""Begins a value that no text fixes: nothing that depends on it can be compared."""


@attrs.frozen
class Names:
    """Which slug each name leads to."""

    slugs: Mapping[str, str]

    def slug(self, name: str) -> str:
        """Return the slug that a name stands for; an undeclared one stands for itself."""
        return self.slugs.get(fold(name), name.strip())


def fold(name: str) -> str:
    """Return a name as it is matched: NFKC, case-folded, trimmed."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def names(entities: Iterable[Mapping[str, object]]) -> Names:
    """Return what entity records, in their order, make of names."""
    stays: dict[str, str] = {}
    known: dict[str, str] = {}
    for entity in entities:
        slug = str(entity["slug"])
        for other in _texts(entity.get("same_as")):
            stays[other] = slug
        spoken = entity.get("names") or {}
        assert isinstance(spoken, Mapping)
        for name in (slug, *map(str, spoken.values()), *_texts(entity.get("aliases"))):
            known.setdefault(fold(name), slug)
    for other in stays:
        known.setdefault(fold(other), other)
    return Names({name: _root(slug, stays) for name, slug in known.items()})


def _root(slug: str, stays: Mapping[str, str]) -> str:
    while slug in stays:
        slug = stays[slug]
    return slug


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


@attrs.frozen
class Type:
    """The type of a field: its base, and whether it is a list."""

    base: str
    listed: bool = False
    unit: str | None = None


def field_type(text: str) -> Type:
    """Return the type that a storybook writes as `entity`, `entity[]?`, `quantity:USD`."""
    text = text.removesuffix("?")
    base, _, unit = text.removesuffix("[]").partition(":")
    return Type(base, text.endswith("[]"), unit or None)


def read(raw: object, kind: Type, known: Names) -> Value:
    """Return a value of a record as its field's type understands it."""
    if kind.listed:
        assert isinstance(raw, list)
        return tuple(read(each, attrs.evolve(kind, listed=False), known) for each in raw)
    if kind.base == "entity":
        return known.slug(str(raw))
    if kind.base in ("number", "quantity"):
        assert isinstance(raw, int | float | Decimal | str | Mapping)
        return quantities.quantity(raw, unit=kind.unit)
    if kind.base == "date":
        assert isinstance(raw, str | Mapping)
        return times.when(raw)
    if kind.base == "bool":
        return bool(raw)
    return str(raw)


def to_json(value: Value) -> Json:
    """Return a value as it stands in an answer."""
    if isinstance(value, Quantity):
        return quantities.to_json(value)
    if isinstance(value, When):
        return value.edtf
    return [to_json(each) for each in value] if isinstance(value, tuple) else value


def text(value: Json) -> str:
    """Return the JSON text of a value: one value, one text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_number, separators=(",", ":"))


def _number(value: object) -> float:
    assert isinstance(value, Decimal)
    return float(value)


def agree(a: Value, b: Value) -> bool:
    """Return whether two accounts say the same: they are equal, or their ranges overlap."""
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return quantities.agree(a, b)
    if isinstance(a, When) and isinstance(b, When):
        starts = a.earliest <= b.latest and b.earliest <= a.latest
        if a.end is None or b.end is None:
            return starts and a.end == b.end
        return starts and a.end[0] <= b.end[1] and b.end[0] <= a.end[1]
    return a == b


def meet(a: Value, b: Value) -> Value:
    """Return what two values that agree have in common."""
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return quantities.intersection(a, b)
    if isinstance(a, When) and isinstance(b, When):
        low, high = max(a.earliest, b.earliest), min(a.latest, b.latest)
        end = a.end and b.end and (max(a.end[0], b.end[0]), min(a.end[1], b.end[1]))
        return attrs.evolve(a, edtf=_spelled(a, b, low, high, end), earliest=low, latest=high, end=end)
    return a


def _spelled(a: When, b: When, low: int, high: int, end: Bounds | None) -> str:
    """Return how an intersection is written: where it is all of one date, that one or its days."""
    if a.edtf == b.edtf and (a.earliest, a.latest, a.end) == (b.earliest, b.latest, b.end):
        return a.edtf
    whole = (low, high) in ((a.earliest, a.latest), (b.earliest, b.latest))
    return WILD if whole or end else times.text_of(low, high)


def order(value: Value) -> tuple[object, ...]:
    """Return a sort key: by lower bound, then upper, then text."""
    if isinstance(value, Quantity):
        return quantities.order_key(value)
    if isinstance(value, When):
        return (value.earliest, value.latest, value.end or (), value.edtf)
    return (text(to_json(value)),)
